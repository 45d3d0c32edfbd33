/**
 * One chunk of text as tokens: where each slot of the lexicon is filled. Tokens are rows of parallel arrays, listed by
 * slot in the order they begin; all of it is used again for the next chunk, so memory does not grow with the text.
 */
import { IntList } from './int-list.ts'
import type { Lexicon } from './lexicon.ts'
import { clauseMarks, emptyNormal, type Normal, normalise } from './normalise.ts'
import { scanNumbers } from './numbers.ts'
import { scanSounds } from './sounds.ts'
import { isDigitUnit, spelling } from './spelling.ts'

/** What a boundary adds to the distance between two words. */
const boundary: Record<number, number> = {
  [clauseMarks.pause]: 0,
  [clauseMarks.comma]: 2,
  [clauseMarks.colon]: 1,
  [clauseMarks.dots]: 2,
  [clauseMarks.semicolon]: 5,
  [clauseMarks.stop]: 7,
  [clauseMarks.ask]: 6,
  [clauseMarks.shout]: 6,
  [clauseMarks.line]: 10,
}
const endsSentence = new Set<number>([clauseMarks.stop, clauseMarks.ask, clauseMarks.shout, clauseMarks.line, clauseMarks.semicolon])
const endsClause = new Set<number>([...endsSentence, clauseMarks.comma, clauseMarks.colon, clauseMarks.dots])

/** Titles, buttons, single lines of speech. */
const shortUnits = 70

export type Scan = {
  normal: Normal
  lexicon: Lexicon
  /** Short copy is one breath: distances between its parts count for less. */
  stretch: number
  /** Position of each unit on the line that distances are measured on. */
  at: Int32Array
  /** First unit of the clause, and number of the sentence, that a unit lies in. */
  clauseStart: Int32Array
  sentence: Int32Array
  /** Tokens by number: first unit, end, whether it is respelt (1). */
  starts: IntList
  ends: IntList
  respelt: IntList
  /** Whether a negator reaches the token: 0 not asked yet, 1 no, 2 yes. */
  negated: IntList
  /** Latest token of each word (plus one), the token before it of the same word, and the words seen: a word may fill many slots, and few of them are asked for. */
  byWord: Int32Array
  nextOfWord: IntList
  seen: IntList
  /** Words seen, by slot; `bySlot` takes their tokens in when first asked (`tokensOf`). */
  pending: IntList[]
  bySlot: IntList[]
  touched: IntList
}

export function emptyScan(lexicon: Lexicon, capacity: number): Scan {
  return {
    normal: emptyNormal(capacity),
    lexicon,
    stretch: 1,
    at: new Int32Array(capacity + 1),
    clauseStart: new Int32Array(capacity + 1),
    sentence: new Int32Array(capacity + 1),
    starts: new IntList(capacity),
    ends: new IntList(capacity),
    respelt: new IntList(capacity),
    negated: new IntList(capacity),
    byWord: new Int32Array(lexicon.words.length),
    nextOfWord: new IntList(capacity),
    seen: new IntList(),
    pending: lexicon.slotNames.map(() => new IntList()),
    bySlot: lexicon.slotNames.map(() => new IntList()),
    touched: new IntList(),
  }
}

/** Fills `scan` with the tokens of `text` from `from` to `to`. */
export function scanChunk(scan: Scan, text: string, from: number, to: number, emojiAsWords: boolean): void {
  clear(scan)
  const normal = normalise(text, from, to, scan.normal, emojiAsWords)
  layOut(scan, normal)
  scan.stretch = normal.length <= shortUnits ? 1.5 : 1
  const { lexicon } = scan
  const masked = maskEnds(scan, normal, text)
  let start = 0
  const found = (end: number, value: number) => {
    const word = lexicon.words[value]!
    // A mask that is itself a word of a slot stays readable as that word.
    if (end <= masked[start]! && !(end === masked[start]! && maskFrom[start] === start)) return
    const respelt = spelling(normal, start, end, word.respelt)
    if (respelt === 'apart') return
    const token = addToken(scan, start, end, respelt === 'respelt')
    if (scan.byWord[value] === 0) scan.seen.push(value)
    scan.nextOfWord.items[token] = scan.byWord[value]!
    scan.byWord[value] = token + 1
  }
  const near = nextSuspects(normal, lexicon.suspects)
  for (; start < normal.length; start++) {
    lexicon.trie.at(normal.units, start, normal.length, found)
    if (near[start]! - start < longestDisguise) lexicon.disguises.at(normal.units, start, normal.length, found)
  }
  for (let i = 0; i < scan.seen.length; i++) {
    const value = scan.seen.at(i)
    for (const slot of lexicon.words[value]!.slots) {
      touch(scan, slot)
      scan.pending[slot]!.push(value)
    }
  }
  scanSounds(scan, normal, lexicon)
  scanNumbers(scan, normal)
}

/** Whether a slot is filled anywhere in the chunk. */
export const isFilled = (scan: Scan, slot: number) => scan.bySlot[slot]!.length > 0 || scan.pending[slot]!.length > 0

/** The tokens of a slot in the order they begin. */
export function tokensOf(scan: Scan, slot: number): IntList {
  const list = scan.bySlot[slot]!
  const pending = scan.pending[slot]!
  if (pending.length > 0) {
    for (let i = 0; i < pending.length; i++)
      for (let token = scan.byWord[pending.at(i)]!; token !== 0; token = scan.nextOfWord.at(token - 1)) list.push(token - 1)
    pending.length = 0
    order(scan, list)
  }
  return list
}

function clear(scan: Scan): void {
  for (let i = 0; i < scan.touched.length; i++) {
    const slot = scan.touched.at(i)
    scan.bySlot[slot]!.length = 0
    scan.pending[slot]!.length = 0
  }
  for (let i = 0; i < scan.seen.length; i++) scan.byWord[scan.seen.at(i)] = 0
  for (const list of [scan.touched, scan.seen, scan.starts, scan.ends, scan.respelt, scan.negated, scan.nextOfWord]) list.length = 0
}

function touch(scan: Scan, slot: number): void {
  if (!isFilled(scan, slot)) scan.touched.push(slot)
}

/** Units before a suspect that its word may begin at. */
const longestDisguise = 12

let suspectAt = new Int32Array(0)
/** For each unit the next one that could be part of a respelling. */
function nextSuspects({ units, length }: Normal, suspects: Uint8Array): Int32Array {
  if (suspectAt.length < length) suspectAt = new Int32Array(length + 1024)
  let next = Number.MAX_SAFE_INTEGER
  for (let i = length - 1; i >= 0; i--) {
    if (suspects[units[i]!] === 1) next = i
    suspectAt[i] = Math.min(next, i + longestDisguise)
  }
  return suspectAt
}

/** Lists are nearly always in order already. */
export function order({ starts }: Scan, { items, length }: IntList): void {
  let last = -1
  for (let i = 0; i < length; i++) {
    const start = starts.at(items[i]!)
    if (start < last) {
      items.subarray(0, length).sort((a, b) => starts.at(a) - starts.at(b))
      return
    }
    last = start
  }
}

export function addToken(scan: Scan, start: number, end: number, respelt: boolean): number {
  scan.starts.push(start)
  scan.ends.push(end)
  scan.respelt.push(respelt ? 1 : 0)
  scan.negated.push(0)
  scan.nextOfWord.push(0)
  return scan.starts.length - 1
}

/** Adds a token to a slot; whoever adds out of order calls `order` when done. */
export function addTo(scan: Scan, slot: number, token: number): void {
  touch(scan, slot)
  scan.bySlot[slot]!.push(token)
}

function layOut(scan: Scan, normal: Normal): void {
  const { at, clauseStart, sentence } = scan
  let place = 0
  let clause = 0
  let number = 0
  for (let i = 0; i < normal.length; i++) {
    const unit = isPointOfNumber(normal, i) ? 0 : normal.units[i]!
    at[i] = place
    clauseStart[i] = clause
    sentence[i] = number
    place += 1 + (unit < 0x80 || unit === clauseMarks.pause || unit === clauseMarks.dots ? (boundary[unit] ?? 0) : 0)
    if (isMark(unit) && endsClause.has(unit)) {
      clause = i + 1
      if (endsSentence.has(unit)) number++
    }
  }
  at[normal.length] = place
  clauseStart[normal.length] = clause
  sentence[normal.length] = number
}

const isPointOfNumber = ({ units, length }: Normal, i: number) =>
  units[i] === clauseMarks.stop && i > 0 && i + 1 < length && isDigitUnit(units[i - 1]!) && isDigitUnit(units[i + 1]!)
const isMark = (unit: number) => (unit > 0 && unit < 0x30) || unit === 0x3a || unit === 0x3b || unit === 0x3f || unit === clauseMarks.dots

/** For each unit, how far a fixed expression reaches that begins at or before it: what lies inside is not read. */
let reach = new Int32Array(0)
let maskFrom = new Int32Array(0)
function maskEnds(scan: Scan, normal: Normal, text: string): Int32Array {
  if (reach.length < normal.length + 1) {
    reach = new Int32Array(normal.length + 1024)
    maskFrom = new Int32Array(normal.length + 1024)
  }
  let furthest = 0
  let from = 0
  let start = 0
  const { lexicon } = scan
  const found = (end: number) => {
    if (end > furthest && spelling(normal, start, end, false) !== 'apart') {
      furthest = end
      from = start
    }
  }
  for (; start < normal.length; start++) {
    lexicon.masks.at(normal.units, start, normal.length, found)
    const title = titleEnd(normal, start, text)
    if (title > furthest) {
      furthest = title
      from = start
    }
    reach[start] = furthest
    maskFrom[start] = from
  }
  return reach
}

const longestTitle = 30

/** End of the name of a work, 《…》, that begins with this unit: a name says nothing. */
function titleEnd({ starts, length }: Normal, start: number, text: string): number {
  if (text[starts[start]! - 1] !== '《') return 0
  const close = text.slice(starts[start]!, starts[start]! + longestTitle).indexOf('》')
  if (close < 0) return 0
  let end = start
  while (end < length && starts[end]! < starts[start]! + close) end++
  return end
}
