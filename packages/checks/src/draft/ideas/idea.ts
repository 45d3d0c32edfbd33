/**
 * A common operating idea that breaks a rule as it is usually told, beside a variant that reaches the same aim. The first ships
 * blocked: it is there to be recognised, not to be published.
 */
import type { Carrier, Verdict, Words } from '../../types.ts'
import type { DraftOf, Kind } from '../kinds.ts'

/** A draft with its kind, as the engine takes it. */
export type Draft = { [K in Kind]: { kind: K; carrier: Carrier; draft: DraftOf<K> } }[Kind]

export type Idea = {
  /** Its row in the catalogue's table, and the section of the operations guide it comes from. */
  no: number
  section: string
  name: Words
  aim: Words
  /** What the engine says of the idea, and the rules it names among others. */
  verdict: Exclude<Verdict, 'pass'>
  breaks: readonly string[]
  idea: Draft
  /** How the same aim is reached. */
  instead: Words
  compliant: Draft
}
