/** The engine in one value: rules in force, the reader of copy, the checkers of drafts. */
import { carrierOf, type DraftSettings, defaultSettings, draftHits, quoteOf } from './draft/check.ts'
import { reviewOf } from './engine.ts'
import { createRulebook, type RulebookInput } from './packs/rulebook.ts'
import { type BrandWords, createReader, type Reader } from './text/index.ts'
import type { Carrier, Hit, Pack, Review, TextInput } from './types.ts'

/** `learned`: the second stage; it sees the hits of the first, answers them with its doubts marked, and adds its own, which never weigh more than `warn`. */
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
  const first = readerOf(brandWords)
  const reader: Reader = learned ? { read: text => learned(text, first.read(text)) } : first
  const limits = { ...defaultSettings, ...settings }
  return {
    text: text => reviewOf(reader.read(text), text.carrier, book, hit => text.text.slice(hit.start, hit.end)),
    draft({ kind, draft, carrier }) {
      const on = carrierOf(kind, draft, carrier)
      return reviewOf(draftHits(kind, draft, on, reader, limits), on, book, hit => quoteOf(draft, hit))
    },
  }
}

/** Readers by their words, the latest few. */
const readers = new Map<string, Reader>()
const mostReaders = 8

function readerOf(words: BrandWords[]): Reader {
  const key = JSON.stringify(words)
  const reader = readers.get(key) ?? createReader(words)
  readers.delete(key)
  readers.set(key, reader)
  const [oldest] = readers.keys()
  if (readers.size > mostReaders) readers.delete(oldest!)
  return reader
}

/** A test inside a pack that the pack does not meet. */
export type FailedTest = { rule: string; text: string; hit: boolean }

/** Runs the tests inside a pack with its rules in force on top of `packs`, whatever their day. Ask before a pack is put in force. */
export function failedTests(pack: Pack, packs: readonly Pack[] = []): FailedTest[] {
  const checks = createChecks({ packs: [...packs, pack] })
  return pack.rules.flatMap(rule =>
    (rule.tests ?? []).flatMap(({ hit, ...input }) => {
      const found = checks.text(input).findings.some(finding => finding.rule === rule.id)
      return found === hit || rule.off ? [] : [{ rule: rule.id, text: input.text, hit }]
    }),
  )
}
