/** Reads one chunk of text into tokens: words, respellings, sounds, numbers, and the line on which distances are measured. */
import { row, wordMark } from './lexicon.ts'
import { clauseMarks, mark, type Normal, normalise } from './normalise.ts'
import { scanNumbers } from './numbers.ts'
import { scanSounds } from './sounds.ts'
import { isDigitUnit, spelling } from './spelling.ts'
import { addToken, addToWord, clear, noteWords, type Scan } from './tokens.ts'

/** What a boundary adds to the distance between two words. */
const boundary = new Uint8Array(128)
const endsClause = new Uint8Array(128)
const endsSentence = new Uint8Array(128)
for (const [unit, units, ends] of [
  [clauseMarks.comma, 2, 'clause'],
  [clauseMarks.colon, 1, 'clause'],
  [clauseMarks.semicolon, 5, 'sentence'],
  [clauseMarks.stop, 7, 'sentence'],
  [clauseMarks.ask, 6, 'sentence'],
  [clauseMarks.shout, 6, 'sentence'],
  [clauseMarks.line, 10, 'sentence'],
] as const) {
  boundary[unit] = units
  endsClause[unit] = 1
  if (ends === 'sentence') endsSentence[unit] = 1
}
const dotsUnits = 2

/** Titles, buttons, single lines of speech. */
const shortUnits = 70
const leastBlockBits = 4

/** Fills `scan` with the tokens of `text` from `from` to `to`. */
export function scanChunk(scan: Scan, text: string, from: number, to: number, emojiAsWords: boolean): void {
  clear(scan)
  const normal = normalise(text, from, to, scan.normal, emojiAsWords)
  layOut(scan, normal)
  scan.stretch = normal.length <= shortUnits ? 1.5 : 1
  scan.blockBits = leastBlockBits
  while (normal.length >> scan.blockBits >= 32) scan.blockBits++
  scanWords(scan, normal, text)
  noteWords(scan)
  scanSounds(scan, normal)
  scanNumbers(scan, normal)
}

/** Words of the lexicon; what lies inside a fixed expression or the name of a work is not read. */
function scanWords(scan: Scan, normal: Normal, text: string): void {
  const { trie } = scan.lexicon
  const rows = scan.slots.words
  const { units, marks, length } = normal
  let maskEnd = 0
  let maskStart = 0
  trie.read(units, length)
  for (let start = 0; start < length; start++) {
    const count = trie.find(start)
    for (let k = 0; k < count; k++) {
      const end = trie.foundEnds[k]!
      if (end <= maskEnd || (rows[trie.foundWords[k]! * row.size + row.marks]! & wordMark.mask) === 0) continue
      if (spelling(normal, start, end, false) === 'apart') continue
      maskEnd = end
      maskStart = start
    }
    if ((marks[start]! & mark.quote) !== 0) {
      const end = titleEnd(normal, start, text)
      if (end > maskEnd) {
        maskEnd = end
        maskStart = start
      }
    }
    for (let k = 0; k < count; k++) {
      const end = trie.foundEnds[k]!
      // A mask that is itself a word of a slot stays readable as that word.
      if (end <= maskEnd && !(end === maskEnd && maskStart === start)) continue
      const word = trie.foundWords[k]!
      const at = word * row.size
      if (rows[at + row.from] === rows[at + row.to]) continue
      const spelt = spelling(normal, start, end, (rows[at + row.marks]! & wordMark.respelt) !== 0)
      if (spelt !== 'apart') addToWord(scan, word, addToken(scan, start, end, spelt === 'respelt'))
    }
  }
}

function layOut({ at, clauseStart, sentenceStart }: Scan, normal: Normal): void {
  const { units, length } = normal
  let place = 0
  let clause = 0
  let sentence = 0
  for (let i = 0; i < length; i++) {
    at[i] = place++
    clauseStart[i] = clause
    sentenceStart[i] = sentence
    const unit = units[i]!
    if (unit < 128) {
      if (boundary[unit] === 0 || isPointOfNumber(normal, i)) continue
      place += boundary[unit]!
      if (endsClause[unit] === 1) clause = i + 1
      if (endsSentence[unit] === 1) sentence = i + 1
    } else if (unit === clauseMarks.dots) {
      place += dotsUnits
      clause = i + 1
    }
  }
  at[length] = place
  clauseStart[length] = clause
  sentenceStart[length] = sentence
}

const isPointOfNumber = ({ units, length }: Normal, i: number) =>
  units[i] === clauseMarks.stop && i > 0 && i + 1 < length && isDigitUnit(units[i - 1]!) && isDigitUnit(units[i + 1]!)

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
