/** Finds phrases among the tokens of a scan. */
import { isNegated } from './negation.ts'
import type { Phrase } from './phrase.ts'
import { blocksOf, firstFrom, type Scan, sizeOf, tokensOf } from './tokens.ts'

type CompiledPart = { slots: number[]; polarity: 'meant' | 'negated' | 'any'; gap: number }
export type CompiledPhrase = CompiledPart[]

/** Distances below this say that words belong together. */
const stretchable = 6
/** Candidates tried for each part: enough for copy, and a bound for text made to be slow. */
const tries = 5

/** The slot without which a phrase cannot stand: of its parts with a single slot the rarest in common text; -1: no part has one. */
export function keyOf(phrase: Phrase, slotOf: Map<string, number>): number {
  const [key] = phrase.filter(part => part.slots.length === 1).sort((a, b) => frequency(a) - frequency(b))
  return key ? slotOf.get(key.slots[0]!)! : -1
}

/** Roughly: a character more makes a word twenty times rarer; slots of the lexicon have hundreds of words. */
const frequency = ({ words }: Phrase[number]) =>
  words.length === 0 ? 1 : words.reduce((sum, word) => sum + 20 ** (1 - Math.min(word.length, 4)), 0)

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
  const rarest = rarestPart(scan, phrase)
  if (rarest === -1) return
  const first = phrase[0]!
  const { starts } = scan.tokens
  const stretches = rarest === 0 ? 0 : layOutAround(scan, phrase, rarest)
  const tokens: number[] = []
  for (const slot of first.slots) {
    const list = tokensOf(scan, slot)
    // What a composite adds meanwhile is not read again.
    const count = list.length
    let stretch = 0
    for (let k = 0; k < count; k++) {
      const token = list.items[k]!
      if (rarest !== 0) {
        while (stretch < stretches && stretchTo[stretch]! < starts[token]!) stretch++
        if (stretch === stretches) break
        if (starts[token]! < stretchFrom[stretch]!) {
          k = Math.max(k, firstFrom(scan, list, stretchFrom[stretch]!) - 1)
          continue
        }
      }
      if (!agrees(scan, token, first.polarity)) continue
      tokens[0] = token
      if (extend(scan, phrase, 1, tokens) && !found(tokens.slice(0, phrase.length))) return
    }
  }
}

/**
 * Index of the part with the fewest tokens, the first one unless another is much rarer; -1 where a part has none, or none in
 * the blocks that can be reached from those of the part before.
 */
function rarestPart(scan: Scan, phrase: CompiledPhrase): number {
  let rarest = 0
  let fewest = 0
  let near = 0
  for (let p = 0; p < phrase.length; p++) {
    const { slots, gap } = phrase[p]!
    let size = 0
    let blocks = 0
    for (const slot of slots) {
      size += sizeOf(scan, slot)
      blocks |= blocksOf(scan, slot)
    }
    if (p > 0) {
      const reach = gap * scan.stretch + scan.tokens.widest
      for (let units = 0; units < reach; units += 1 << scan.blockBits) near |= near << 1
      blocks &= near
    }
    if (blocks === 0) return -1
    near = blocks
    if (p === 0) fewest = size >> 1
    else if (size < fewest) {
      fewest = size
      rarest = p
    }
  }
  return rarest
}

/** Stretches of units in which the first part must begin for the rarest to be within reach; reused, in order, none overlapping. */
let stretchFrom = new Int32Array(64)
let stretchTo = new Int32Array(64)

function layOutAround(scan: Scan, phrase: CompiledPhrase, rarest: number): number {
  const { tokens } = scan
  let reach = rarest * tokens.widest
  for (let p = 1; p <= rarest; p++) reach += Math.ceil(gapOf(scan, phrase[p]!))
  let count = 0
  for (const slot of phrase[rarest]!.slots) {
    const list = tokensOf(scan, slot)
    if (stretchFrom.length < count + list.length) {
      stretchFrom = wider(stretchFrom, count + list.length)
      stretchTo = wider(stretchTo, count + list.length)
    }
    for (let k = 0; k < list.length; k++) stretchTo[count++] = tokens.starts[list.items[k]!]!
  }
  if (phrase[rarest]!.slots.length > 1) stretchTo.subarray(0, count).sort()
  let merged = 0
  for (let k = 0; k < count; k++) {
    const to = stretchTo[k]!
    // Every unit is at least one long on the line, so what is out of reach in units is so on the line.
    const from = Math.max(0, to - reach)
    if (merged > 0 && from <= stretchTo[merged - 1]!) stretchTo[merged - 1] = to
    else {
      stretchFrom[merged] = from
      stretchTo[merged++] = to
    }
  }
  return merged
}

function wider(items: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const more = new Int32Array(length * 2)
  more.set(items)
  return more
}

const gapOf = ({ stretch }: Scan, { gap }: CompiledPart) => (gap >= stretchable ? gap * stretch : gap)

function extend(scan: Scan, phrase: CompiledPhrase, index: number, tokens: number[]): boolean {
  if (index === phrase.length) return true
  const { at, tokens: all } = scan
  const part = phrase[index]!
  const from = all.ends[tokens[index - 1]!]!
  const furthest = at[from]! + gapOf(scan, part)
  for (const slot of part.slots) {
    const list = tokensOf(scan, slot)
    let tried = 0
    for (let k = firstFrom(scan, list, from); k < list.length && tried < tries; k++) {
      const token = list.items[k]!
      if (at[all.starts[token]!]! > furthest) break
      if (!agrees(scan, token, part.polarity)) continue
      tried++
      tokens[index] = token
      if (extend(scan, phrase, index + 1, tokens)) return true
    }
  }
  return false
}

const agrees = (scan: Scan, token: number, polarity: CompiledPart['polarity']) =>
  polarity === 'any' || isNegated(scan, token) === (polarity === 'negated')
