/** Checks: what may leave for WeChat, what not, why, and how to say it instead. Pure: no clock, no network, no store. */
import { carrierOf, type DraftSettings, defaultSettings, draftHits, quoteOf } from './draft/check.ts'
import { reviewOf } from './engine.ts'
import { createRulebook, type RulebookInput } from './packs/rulebook.ts'
import { type BrandWords, createReader, type Reader } from './text/index.ts'
import type { Carrier, Hit, Review, TextInput } from './types.ts'

export { DraftInvalid, type DraftOf, type DraftSettings, defaultSettings, draftProblems, isKind, type Kind, kinds } from './draft/check.ts'
export { type Idea, ideas } from './draft/ideas.ts'
export { basePacks } from './packs/index.ts'
export { packProblems, readPack } from './packs/pack.ts'
export * from './packs/rulebook.ts'
export { type Source, sources, sourcesOf } from './packs/sources.ts'
export * from './types.ts'

/** `learned`: the second stage; it sees the hits of the first and adds its own, which never weigh more than `warn`. */
export type ChecksInput = RulebookInput & {
  learned?: (input: TextInput, hits: readonly Hit[]) => Hit[]
  settings?: Partial<DraftSettings>
}

/** A typed draft; its shape belongs to its `kind`. Absent carrier: the draft's own, or the one its kind lives on. */
export type DraftInput = { kind: string; draft: unknown; carrier?: Carrier }

export type Checks = {
  text(input: TextInput): Review
  /** @throws {DraftInvalid} when the draft is not of its kind; `draftProblems` asks first. */
  draft(input: DraftInput): Review
}

/** An engine by the rules in force on one day. Costly to make, cheap to ask: keep it until the rules change. */
export function createChecks({ learned, settings, ...input }: ChecksInput): Checks {
  const book = createRulebook(input)
  const brandWords = [...book.rules.values()].flatMap((rule): BrandWords[] => (rule.words ? [{ rule: rule.id, ...rule.words }] : []))
  const first = createReader(brandWords)
  const reader: Reader = learned ? { read: text => withSecond(text, first.read(text), learned) } : first
  const limits = { ...defaultSettings, ...settings }
  return {
    text: text => reviewOf(reader.read(text), text.carrier, book, hit => text.text.slice(hit.start, hit.end)),
    draft({ kind, draft, carrier }) {
      const on = carrierOf(kind, draft, carrier)
      return reviewOf(draftHits(kind, draft, on, reader, limits), on, book, hit => quoteOf(draft, hit))
    },
  }
}

function withSecond(text: TextInput, hits: Hit[], learned: NonNullable<ChecksInput['learned']>): Hit[] {
  return [...hits, ...learned(text, hits).map(hit => ({ ...hit, learned: true as const }))]
}
