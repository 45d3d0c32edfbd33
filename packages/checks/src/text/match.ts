/** Finds phrases among the tokens of a scan. */
import { wider } from './int-list.ts'
import { isNegated } from './negation.ts'
import type { Phrase } from './phrase.ts'
import { blocksOf, firstFrom, isFilled, type Scan, sizeOf, tokensOf } from './tokens.ts'

/**
 * Phrases one after the other in one row of numbers, as thousands of small objects would be waited for one by one. A phrase is how
 * many numbers it takes, its key (see `keyOf`), and its parts; a part is its gap, its polarity, how many slots it has, and these.
 */
export type Phrases = Int32Array
const head = { length: 0, key: 1, parts: 2, size: 3 } as const
const part = { gap: 0, polarity: 1, slots: 2, size: 3 } as const
const polarities = { any: 0, meant: 1, negated: 2 } as const

/** Distances below this say that words belong together. */
const stretchable = 6
/** Candidates tried for each part: enough for copy, and a bound for text made to be slow. */
const tries = 5
const mostParts = 16

/** @throws when a phrase names a slot that there is not. */
export function compilePhrases(phrases: readonly Phrase[], slotOf: ReadonlyMap<string, number>): Phrases {
  const numberOf = (slot: string) => {
    const number = slotOf.get(slot)
    if (number === undefined) throw new Error(`No slot named "${slot}"`)
    return number
  }
  return Int32Array.from(
    phrases.flatMap(phrase => {
      if (phrase.length > mostParts) throw new Error(`A phrase has more than ${mostParts} parts`)
      const parts = phrase.flatMap(({ gap, polarity, slots }) => [gap, polarities[polarity], slots.length, ...slots.map(numberOf)])
      const key = keyOf(phrase)
      return [head.size + parts.length, key === undefined ? -1 : numberOf(key), phrase.length, ...parts]
    }),
  )
}

/** The slot without which a phrase cannot stand: of its parts with a single slot the one that is rarest in common text. */
function keyOf(phrase: Phrase): string | undefined {
  const [key] = phrase.filter(({ slots }) => slots.length === 1).sort((a, b) => frequency(a) - frequency(b))
  return key?.slots[0]
}

/** Roughly: a character more makes a word twenty times rarer; slots of the lexicon have hundreds of words. */
const frequency = ({ words }: Phrase[number]) =>
  words.length === 0 ? 1 : words.reduce((sum, word) => sum + 20 ** (1 - Math.min(word.length, 4)), 0)

/** Where the parts of the phrase begin that is being looked for, and the tokens found for them. */
const partAt = new Int32Array(mostParts + 1)
const tokens = new Int32Array(mostParts)

/**
 * Calls `found` for each place of each phrase, at most one for every token of its first part, until it answers false. The tokens
 * are the first `parts` of the array, which is used again.
 */
export function matchPhrases(scan: Scan, code: Phrases, found: (tokens: Int32Array, parts: number) => boolean): void {
  for (let at = 0; at < code.length; at += code[at + head.length]!) {
    const key = code[at + head.key]!
    if ((key === -1 || isFilled(scan, key)) && !matchPhrase(scan, code, at, found)) return
  }
}

function matchPhrase(scan: Scan, code: Phrases, phrase: number, found: (tokens: Int32Array, parts: number) => boolean): boolean {
  const parts = code[phrase + head.parts]!
  const rarest = rarestPart(scan, code, phrase + head.size, parts)
  if (rarest === -1) return true
  const first = phrase + head.size
  const { starts } = scan.tokens
  const stretches = rarest === 0 ? 0 : layOutAround(scan, code, rarest)
  for (let s = 0; s < code[first + part.slots]!; s++) {
    const list = tokensOf(scan, code[first + part.size + s]!)
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
      if (!agrees(scan, token, code[first + part.polarity]!)) continue
      tokens[0] = token
      if (extend(scan, code, 1, parts) && !found(tokens, parts)) return false
    }
  }
  return true
}

/**
 * Index of the part with the fewest tokens, the first one unless another is much rarer; -1 where a part has none, or none in
 * the blocks that can be reached from those of the part before. Lays out `partAt`.
 */
function rarestPart(scan: Scan, code: Phrases, first: number, parts: number): number {
  let rarest = 0
  let fewest = 0
  let near = 0
  let at = first
  for (let p = 0; p < parts; p++) {
    partAt[p] = at
    let size = 0
    let blocks = 0
    const end = at + part.size + code[at + part.slots]!
    for (let s = at + part.size; s < end; s++) {
      size += sizeOf(scan, code[s]!)
      blocks |= blocksOf(scan, code[s]!)
    }
    if (p > 0) {
      const reach = code[at + part.gap]! * scan.stretch + scan.tokens.widest
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
    at = end
  }
  return rarest
}

/** Stretches of units in which the first part must begin for the rarest to be within reach; reused, in order, none overlapping. */
let stretchFrom = new Int32Array(64)
let stretchTo = new Int32Array(64)

function layOutAround(scan: Scan, code: Phrases, rarest: number): number {
  const { starts, widest } = scan.tokens
  let reach = rarest * widest
  for (let p = 1; p <= rarest; p++) reach += Math.ceil(gapOf(scan, code, p))
  let count = 0
  const at = partAt[rarest]!
  const slots = code[at + part.slots]!
  for (let s = 0; s < slots; s++) {
    const list = tokensOf(scan, code[at + part.size + s]!)
    if (stretchFrom.length < count + list.length) {
      stretchFrom = wider(stretchFrom, count + list.length)
      stretchTo = wider(stretchTo, count + list.length)
    }
    for (let k = 0; k < list.length; k++) stretchTo[count++] = starts[list.items[k]!]!
  }
  if (slots > 1) stretchTo.subarray(0, count).sort()
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

function gapOf({ stretch }: Scan, code: Phrases, index: number): number {
  const gap = code[partAt[index]! + part.gap]!
  return gap >= stretchable ? gap * stretch : gap
}

function extend(scan: Scan, code: Phrases, index: number, parts: number): boolean {
  if (index === parts) return true
  const { at: line, tokens: all } = scan
  const at = partAt[index]!
  const from = all.ends[tokens[index - 1]!]!
  const furthest = line[from]! + gapOf(scan, code, index)
  const end = at + part.size + code[at + part.slots]!
  for (let s = at + part.size; s < end; s++) {
    const list = tokensOf(scan, code[s]!)
    let tried = 0
    for (let k = firstFrom(scan, list, from); k < list.length && tried < tries; k++) {
      const token = list.items[k]!
      if (line[all.starts[token]!]! > furthest) break
      if (!agrees(scan, token, code[at + part.polarity]!)) continue
      tried++
      tokens[index] = token
      if (extend(scan, code, index + 1, parts)) return true
    }
  }
  return false
}

const agrees = (scan: Scan, token: number, polarity: number) =>
  polarity === polarities.any || isNegated(scan, token) === (polarity === polarities.negated)
