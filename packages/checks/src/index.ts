/** Checks: what may leave for WeChat, what not, why, and how to say it instead. Pure: no clock, no network, no store. */
import { reviewOf } from './engine.ts'
import { createRulebook, type RulebookInput } from './packs/rulebook.ts'
import { type BrandWords, createReader } from './text/index.ts'
import type { Carrier, Hit, Review, TextInput } from './types.ts'

export { basePacks } from './packs/index.ts'
export { packProblems, readPack } from './packs/pack.ts'
export * from './packs/rulebook.ts'
export { type Source, sources, sourcesOf } from './packs/sources.ts'
export * from './types.ts'

/** `learned`: the second stage; it sees the hits of the first and adds its own, which never weigh more than `warn`. */
export type ChecksInput = RulebookInput & { learned?: (input: TextInput, hits: readonly Hit[]) => Hit[] }

/** A typed draft; its shape belongs to its `kind`. Absent carrier: the one the kind lives on. */
export type DraftInput = { kind: string; draft: unknown; carrier?: Carrier }

export type Checks = {
  text(input: TextInput): Review
  draft(input: DraftInput): Review
}

/** An engine by the rules in force on one day. Costly to make, cheap to ask: keep it until the rules change. */
export function createChecks({ learned, ...input }: ChecksInput): Checks {
  const book = createRulebook(input)
  const brandWords = [...book.rules.values()].flatMap((rule): BrandWords[] => (rule.words ? [{ rule: rule.id, ...rule.words }] : []))
  const reader = createReader(brandWords)
  const hitsOf = (text: TextInput): Hit[] => {
    const hits = reader.read(text)
    return learned ? [...hits, ...learned(text, hits).map(hit => ({ ...hit, learned: true as const }))] : hits
  }
  return {
    text: text => reviewOf(hitsOf(text), text.carrier, book, hit => text.text.slice(hit.start, hit.end)),
    draft: ({ carrier = 'cross' }) => reviewOf([], carrier, book, () => ''),
  }
}
