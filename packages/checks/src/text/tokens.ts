/**
 * What was found in one chunk of text: tokens as rows of parallel arrays, and the slots they fill. A word may fill many slots of
 * which few are asked for, so a slot first notes its words and takes their tokens in when it is asked (`tokensOf`). All of it is
 * used again for the next chunk, so memory does not grow with the text.
 */
import { IntList, wider } from './int-list.ts'
import { type Lexicon, row } from './lexicon.ts'
import { emptyNormal, type Normal } from './normalise.ts'

export type Scan = {
  normal: Normal
  lexicon: Lexicon
  /** Short copy is one breath: distances between its parts count for less. */
  stretch: number
  /** Position of each unit on the line that distances are measured on. */
  at: Int32Array
  /** First units of the clause and of the sentence that a unit lies in. */
  clauseStart: Int32Array
  sentenceStart: Int32Array
  /** A block has 2 to the power of this units: a chunk has 32 blocks at most. */
  blockBits: number
  tokens: Tokens
  slots: Slots
}

/** Tokens by number: first unit, end, whether it is respelt (1). */
type Tokens = {
  count: number
  starts: Int32Array
  ends: Int32Array
  respelt: Uint8Array
  /** Whether a negator reaches the token: 0 not asked yet, 1 no, 2 yes. */
  negated: Uint8Array
  /** The next token of the same word, plus one. */
  nextOfWord: Int32Array
  /** The widest of them on the line `at`. */
  widest: number
}

type Slots = {
  /** By slot: tokens, the blocks of the chunk they begin in (a bit each), latest note plus one. A note is a word of the chunk and the note after it. */
  rows: Int32Array
  /** Tokens taken in, in the order they begin. */
  lists: IntList[]
  /** Word, next note plus one, and so on. */
  notes: Int32Array
  /** Slots with tokens; slots whose tokens were taken in. */
  filled: IntList
  taken: IntList
  /** The lexicon's rows of words, with the tokens of each, their blocks, the first and the last of them plus one. */
  words: Int32Array
  /** Words of the chunk. */
  seen: IntList
}
const column = { size: 4, tokens: 0, blocks: 1, note: 2 } as const

export function emptyScan(lexicon: Lexicon, capacity: number): Scan {
  const slots = lexicon.slotNames.length
  return {
    normal: emptyNormal(capacity),
    lexicon,
    stretch: 1,
    at: new Int32Array(capacity + 1),
    clauseStart: new Int32Array(capacity + 1),
    sentenceStart: new Int32Array(capacity + 1),
    blockBits: 6,
    tokens: {
      count: 0,
      starts: new Int32Array(capacity),
      ends: new Int32Array(capacity),
      respelt: new Uint8Array(capacity),
      negated: new Uint8Array(capacity),
      nextOfWord: new Int32Array(capacity),
      widest: 0,
    },
    slots: {
      rows: new Int32Array(slots * column.size),
      lists: lexicon.slotNames.map(() => new IntList()),
      notes: new Int32Array(capacity),
      filled: new IntList(slots),
      taken: new IntList(slots),
      words: lexicon.words.rows.slice(),
      seen: new IntList(),
    },
  }
}

export function clear({ tokens, slots }: Scan): void {
  const { rows, words } = slots
  for (let i = 0; i < slots.filled.length; i++) {
    const at = slots.filled.items[i]! * column.size
    rows[at + column.tokens] = rows[at + column.blocks] = rows[at + column.note] = 0
  }
  for (let i = 0; i < slots.taken.length; i++) slots.lists[slots.taken.items[i]!]!.length = 0
  for (let i = 0; i < slots.seen.length; i++) {
    const at = slots.seen.items[i]! * row.size
    words[at + row.tokens] = words[at + row.blocks] = words[at + row.first] = words[at + row.last] = 0
  }
  slots.filled.length = slots.taken.length = slots.seen.length = 0
  tokens.count = tokens.widest = 0
}

export function addToken({ tokens, at }: Scan, start: number, end: number, respelt: boolean): number {
  const token = tokens.count++
  if (token === tokens.starts.length) widen(tokens)
  tokens.starts[token] = start
  tokens.ends[token] = end
  tokens.respelt[token] = respelt ? 1 : 0
  tokens.negated[token] = 0
  const width = at[end]! - at[start]!
  if (width > tokens.widest) tokens.widest = width
  return token
}

/** Remembers the token for every slot that its word fills; `noteWords` tells the slots. */
export function addToWord({ tokens, slots, blockBits }: Scan, word: number, token: number): void {
  const { words } = slots
  const at = word * row.size
  const last = words[at + row.last]!
  if (last === 0) {
    slots.seen.push(word)
    words[at + row.first] = token + 1
  } else tokens.nextOfWord[last - 1] = token + 1
  tokens.nextOfWord[token] = 0
  words[at + row.last] = token + 1
  words[at + row.tokens]!++
  words[at + row.blocks]! |= 1 << (tokens.starts[token]! >> blockBits)
}

/** Notes the words of the chunk with the slots they fill. */
export function noteWords({ lexicon, slots }: Scan): void {
  const { seen, rows, words, filled } = slots
  let notes = slots.notes
  let count = 0
  for (let i = 0; i < seen.length; i++) {
    const word = seen.items[i]!
    const from = word * row.size
    const size = words[from + row.tokens]!
    const blocks = words[from + row.blocks]!
    const to = words[from + row.to]!
    let k = words[from + row.from]!
    if ((count + to - k) * 2 > notes.length) notes = slots.notes = wider(notes, (count + to - k) * 2)
    for (; k < to; k++) {
      const slot = lexicon.words.slots[k]!
      const at = slot * column.size
      if (rows[at + column.tokens] === 0) filled.push(slot)
      rows[at + column.tokens]! += size
      rows[at + column.blocks]! |= blocks
      notes[count * 2] = word
      notes[count * 2 + 1] = rows[at + column.note]!
      rows[at + column.note] = ++count
    }
  }
}

/** Adds a token to a slot; whoever adds out of order calls `order` when done. */
export function addTo(scan: Scan, slot: number, token: number): void {
  const { slots } = scan
  const list = tokensOf(scan, slot)
  const at = slot * column.size
  if (slots.rows[at + column.tokens]!++ === 0) slots.filled.push(slot)
  if (list.length === 0) slots.taken.push(slot)
  slots.rows[at + column.blocks]! |= 1 << (scan.tokens.starts[token]! >> scan.blockBits)
  list.push(token)
}

/** Whether a slot is filled anywhere in the chunk. */
export const isFilled = (scan: Scan, slot: number) => scan.slots.rows[slot * column.size] !== 0
export const sizeOf = (scan: Scan, slot: number) => scan.slots.rows[slot * column.size]!
/** The blocks (`blockBits`) in which tokens of a slot begin, a bit each. */
export const blocksOf = (scan: Scan, slot: number) => scan.slots.rows[slot * column.size + column.blocks]!

/** The tokens of a slot in the order they begin. */
export function tokensOf(scan: Scan, slot: number): IntList {
  const { slots, tokens } = scan
  const list = slots.lists[slot]!
  const at = slot * column.size + column.note
  if (slots.rows[at] === 0) return list
  slots.taken.push(slot)
  for (let note = slots.rows[at]!; note !== 0; note = slots.notes[note * 2 - 1]!) {
    const word = slots.notes[note * 2 - 2]!
    for (let token = slots.words[word * row.size + row.first]!; token !== 0; token = tokens.nextOfWord[token - 1]!) list.push(token - 1)
  }
  slots.rows[at] = 0
  order(scan, list)
  return list
}

/** Bits of a token's number in a key that sorts by start; starts take the others (a chunk has fewer units than 2^14). */
const tokenBits = 17
let keys = new Int32Array(256)

/** By start, then by number: of those found in the text the shorter first. */
export function order({ tokens: { starts } }: Scan, { items, length }: IntList): void {
  if (length < 2) return
  if (keys.length < length) keys = new Int32Array(length * 2)
  let inOrder = true
  for (let i = 0, last = -1; i < length; i++) {
    const key = (starts[items[i]!]! << tokenBits) | items[i]!
    if (key < last) inOrder = false
    keys[i] = last = key
  }
  if (inOrder) return
  if (length <= 24) insert(keys, length)
  else keys.subarray(0, length).sort()
  for (let i = 0; i < length; i++) items[i] = keys[i]! & ((1 << tokenBits) - 1)
}

function insert(items: Int32Array, length: number): void {
  for (let i = 1; i < length; i++) {
    const item = items[i]!
    let k = i
    for (; k > 0 && items[k - 1]! > item; k--) items[k] = items[k - 1]!
    items[k] = item
  }
}

/** Index of the first token of a list that begins at or after a unit. */
export function firstFrom({ tokens: { starts } }: Scan, { items, length }: IntList, unit: number): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >> 1
    if (starts[items[middle]!]! < unit) low = middle + 1
    else high = middle
  }
  return low
}

function widen(tokens: Tokens): void {
  for (const name of ['starts', 'ends', 'nextOfWord'] as const) tokens[name] = wider(tokens[name])
  for (const name of ['respelt', 'negated'] as const) {
    const more = new Uint8Array(tokens[name].length * 2)
    more.set(tokens[name])
    tokens[name] = more
  }
}
