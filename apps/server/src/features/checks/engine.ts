/** The engine for a set of rules, kept while it is used: brands that changed nothing share one. */
import { createChecks, type RulebookInput } from '@wematrix/checks'
import { LRUCache } from 'lru-cache'
import { version } from '../../infra/version.ts'
import { rulesetName } from './rules-in-force.ts'
import type { DraftContent, Review, TextContent } from './schema.ts'

export type Content = TextContent | DraftContent
export type Engine = ReturnType<typeof createChecks>
/** `input`: what it was made of. */
export type Ruleset = { name: string; input: RulebookInput; engine: Engine }

const known = new LRUCache<string, Ruleset>({ max: 50 })

export function rulesetOf(input: RulebookInput): Ruleset {
  const name = rulesetName(input, version)
  const found = known.get(name)
  if (found) return found
  const made = { name, input, engine: createChecks(input) }
  known.set(name, made)
  return made
}

export function read({ engine }: Ruleset, content: Content): Review {
  return isText(content) ? engine.text(content) : engine.draft(content)
}

export function isText(content: Content): content is TextContent {
  return 'surface' in content
}
