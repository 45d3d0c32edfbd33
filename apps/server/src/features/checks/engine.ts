/** The engine for a set of rules, kept while it is used: brands that changed nothing share one. */
import { createChecks, draftProblems } from '@wematrix/checks'
import { secondStage } from '@wematrix/checks/learned'
import { LRUCache } from 'lru-cache'
import { AppError } from '../../errors.ts'
import { version } from '../../infra/version.ts'
import { type RulesInput, rulesetName } from './rules-in-force.ts'
import type { DraftContent, Review, TextContent } from './schema.ts'

export type Content = TextContent | DraftContent
export type Engine = ReturnType<typeof createChecks>
/** `input`: what it was made of. The engine is made when something is first read by it. */
export type Ruleset = { readonly name: string; readonly input: RulesInput; readonly engine: Engine }

const known = new LRUCache<string, Ruleset>({ max: 12 })

/** Makes what all engines share (0.9 s of CPU), so that nobody who asks first waits for it. */
export function warmEngine(): void {
  createChecks({ packs: [], learned: secondStage }).text({ text: '', surface: 'title', carrier: 'oa' })
}

export function rulesetOf(input: RulesInput): Ruleset {
  const name = rulesetName(input, version)
  const found = known.get(name)
  if (found) return found
  let engine: Engine | undefined
  const made: Ruleset = {
    name,
    input,
    get engine() {
      engine ??= createChecks({ ...input, learned: secondStage })
      return engine
    },
  }
  known.set(name, made)
  return made
}

/** Throws `invalid_input` with every place where a draft is not of its kind. */
export function read({ engine }: Ruleset, content: Content): Review {
  if (isText(content)) return engine.text(content)
  const problems = draftProblems(content.kind, content.draft)
  if (problems.length === 0) return engine.draft(content)
  const details = problems.map(message => ({ path: '/draft', message }))
  throw new AppError('invalid_input', `This is not a draft of kind "${content.kind}": ${problems[0]}`, { details })
}

export function isText(content: Content): content is TextContent {
  return 'surface' in content
}
