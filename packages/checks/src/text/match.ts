/** Finds phrases among the tokens of a scan. */
import type { IntList } from './int-list.ts'
import type { Phrase } from './phrase.ts'
import { isFilled, type Scan, tokensOf } from './scan.ts'

export type CompiledPart = { slots: number[]; polarity: 'meant' | 'negated' | 'any'; gap: number }
export type CompiledPhrase = CompiledPart[]

/** Distances below this say that words belong together. */
const stretchable = 6
/** Candidates tried for each part: enough for copy, and a bound for text made to be slow. */
const tries = 5

export function compilePhrase(phrase: Phrase, slotOf: Map<string, number>): CompiledPhrase {
  return phrase.map(part => ({
    polarity: part.polarity,
    gap: part.gap,
    slots: part.slots.map(name => {
      const slot = slotOf.get(name)
      if (slot === undefined) throw new Error(`No slot named "${name}"`)
      return slot
    }),
  }))
}

/** Calls `found(tokens)` for each place of the phrase, at most one for every token of its first part, until it answers false. */
export function matchPhrase(scan: Scan, phrase: CompiledPhrase, found: (tokens: number[]) => boolean): void {
  for (const part of phrase) if (!part.slots.some(slot => isFilled(scan, slot))) return
  const tokens: number[] = []
  for (const slot of phrase[0]!.slots) {
    const list = tokensOf(scan, slot)
    // What a composite adds meanwhile is not read again.
    for (let k = 0, count = list.length; k < count; k++) {
      const token = list.at(k)
      if (!agrees(scan, token, phrase[0]!.polarity)) continue
      tokens[0] = token
      if (extend(scan, phrase, 1, tokens) && !found(tokens.slice(0, phrase.length))) return
    }
  }
}

function extend(scan: Scan, phrase: CompiledPhrase, index: number, tokens: number[]): boolean {
  if (index === phrase.length) return true
  const part = phrase[index]!
  const from = scan.ends.at(tokens[index - 1]!)
  const base = scan.at[from]!
  const gap = part.gap >= stretchable ? part.gap * scan.stretch : part.gap
  for (const slot of part.slots) {
    const list = tokensOf(scan, slot)
    let tried = 0
    for (let k = firstFrom(scan, list, from); k < list.length && tried < tries; k++) {
      const token = list.at(k)
      if (scan.at[scan.starts.at(token)]! - base > gap) break
      if (!agrees(scan, token, part.polarity)) continue
      tried++
      tokens[index] = token
      if (extend(scan, phrase, index + 1, tokens)) return true
    }
  }
  return false
}

/** Index of the first token of a list that begins at or after a unit. */
export function firstFrom(scan: Scan, list: IntList, unit: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (scan.starts.at(list.at(middle)) < unit) low = middle + 1
    else high = middle
  }
  return low
}

const agrees = (scan: Scan, token: number, polarity: CompiledPart['polarity']) =>
  polarity === 'any' || isNegated(scan, token) === (polarity === 'negated')

const direct = new Set(Array.from('不没未别勿莫无', char => char.charCodeAt(0)))
const fillers = new Set(Array.from('能会要用再可想得必需肯曾被去来点给做有搞须允许提', char => char.charCodeAt(0)))
/** Words in which 不 or 别 negates nothing: 特别, 不得不, 要不要, 好不好. */
const before别 = new Set(Array.from('特分区类级性告识个', char => char.charCodeAt(0)))
const longReach = 9

/** Whether a negator of the same clause reaches the token. */
export function isNegated(scan: Scan, token: number): boolean {
  const known = scan.negated.at(token)
  if (known !== 0) return known === 2
  const start = scan.starts.at(token)
  const answer = directly(scan, start) || fromAfar(scan, start)
  scan.negated.items[token] = answer ? 2 : 1
  return answer
}

/** Whether 不, 没 or the like stands right before the unit. */
export function directly(scan: Scan, start: number): boolean {
  const { units } = scan.normal
  const clause = scan.clauseStart[start]!
  let i = start - 1
  for (let k = 0; k < 2 && i > clause && fillers.has(units[i]!); k++) i--
  if (i < clause || !direct.has(units[i]!)) return false
  if (units[i] === 0x522b && i > clause && before别.has(units[i - 1]!)) return false
  if (units[i] === 0x4e0d && i > clause && (units[i - 1] === 0x4e0d || units[i - 1] === units[i + 1])) return false
  return true
}

function fromAfar(scan: Scan, start: number): boolean {
  const list = tokensOf(scan, scan.lexicon.negSlot)
  const clause = scan.clauseStart[start]!
  for (let k = firstFrom(scan, list, start) - 1; k >= 0; k--) {
    const end = scan.ends.at(list.at(k))
    if (scan.starts.at(list.at(k)) < clause || start - end > longReach) return false
    if (end <= start) return true
  }
  return false
}
