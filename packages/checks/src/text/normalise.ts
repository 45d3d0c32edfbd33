/**
 * Text as the rules read it: one unit a character, full width and traditional forms folded, separators between
 * characters left out, each unit with the span it stands for. What was folded stays marked, so that a rule hit
 * through a respelling can be told from one in plain words.
 */
import { emojiWords } from './emoji.ts'
import { traditionalPairs } from './traditional.ts'

/** Marks of a unit. `folded`: another character was written. The gaps lie before the unit. */
export const mark = { folded: 1, space: 2, sign: 4, quote: 8, emoji: 16 } as const

export type Normal = {
  /** Units 0 to `length`; the arrays are longer and are used again by the next call. */
  length: number
  units: Uint16Array
  /** UTF-16 offsets into the text as given; `ends` is exclusive. */
  starts: Int32Array
  ends: Int32Array
  marks: Uint8Array
  /** Offsets of emoji that may stand for a word: reading them as that word may say more. */
  wordedAt: number[]
}

export function emptyNormal(capacity: number): Normal {
  return {
    length: 0,
    units: new Uint16Array(capacity),
    starts: new Int32Array(capacity),
    ends: new Int32Array(capacity),
    marks: new Uint8Array(capacity),
    wordedAt: [],
  }
}

/** Kinds of characters. */
const kind = { drop: 0, word: 1, clause: 2, space: 3, sign: 4, quote: 5 } as const

const kinds = new Uint8Array(65536)
const folded = new Uint16Array(65536)
/** 1: stands for itself wherever it stands; 2: is a clause mark wherever it stands; 0: needs a look around. */
const plain = new Uint8Array(65536)
/** Of compatibility characters that stand for several units, such as `㎏`. */
const several = new Map<number, string>()

/** Units of clause marks after folding. */
export const clauseMarks = {
  comma: 0x2c,
  stop: 0x2e,
  ask: 0x3f,
  shout: 0x21,
  colon: 0x3a,
  semicolon: 0x3b,
  line: 0x0a,
  pause: 0x3001,
  dots: 0x2026,
}

/** Letters of other alphabets that look like Latin ones. */
const lookAlikes: [string, string][] = [
  ['ɑаα', 'a'],
  ['еε', 'e'],
  ['ɡ', 'g'],
  ['һ', 'h'],
  ['іι', 'i'],
  ['о', 'o'],
  ['рρ', 'p'],
  ['с', 'c'],
  ['х', 'x'],
  ['у', 'y'],
  ['ѵνⅴ', 'v'],
  ['ⅠⅠ', '1'],
  ['Ⅱ', '2'],
  ['Ⅲ', '3'],
]

fillTables()

/**
 * Reads `text` from `from` to `to` into `into`.
 *
 * @param words  read an emoji as the word it stands for (➕ 加, 🧧 红包); otherwise it is a separator
 */
export function normalise(text: string, from: number, to: number, into: Normal, words: boolean): Normal {
  const { units, starts, ends, marks } = into
  let length = 0
  let gap = 0
  into.wordedAt = []
  for (let i = from; i < to; ) {
    const unit = text.charCodeAt(i)
    const simple = plain[unit]!
    if (simple !== 0) {
      units[length] = folded[unit]!
      starts[length] = i
      marks[length] = simple === 1 ? gap : 0
      ends[length++] = ++i
      gap = 0
      continue
    }
    let width = 1
    if (unit >= 0xd800 && unit < 0xdc00 && i + 1 < to && isLow(text.charCodeAt(i + 1))) width = 2
    const word = width === 2 || unit >= 0x2000 ? emojiWords.get(width === 2 ? text.codePointAt(i)! : unit) : undefined
    if (word !== undefined) into.wordedAt.push(i)
    if (word !== undefined && words) {
      for (let k = 0; k < word.length; k++) {
        units[length] = word.charCodeAt(k)
        starts[length] = i
        ends[length] = i + width
        marks[length] = mark.folded | gap
        length++
        gap = 0
      }
      i += width
      continue
    }
    if (width === 2) {
      const letter = text.slice(i, i + 2).normalize('NFKC')
      // Mathematical letters and digits fold; squared and circled ones are decoration.
      if (/^[a-zA-Z0-9]$/.test(letter) && (text.codePointAt(i)! < 0x1f100 || text.codePointAt(i)! > 0x1f1ff)) {
        length = put(into, length, letter.toLowerCase().charCodeAt(0), i, i + 2, mark.folded | gap)
        gap = 0
      } else gap |= mark.emoji
      i += 2
      continue
    }
    const what = kinds[unit]!
    if (what === kind.word) {
      const to1 = folded[unit]!
      if (to1 === 0) {
        const parts = several.get(unit)!
        for (let k = 0; k < parts.length; k++) {
          length = put(into, length, parts.charCodeAt(k), i, i + 1, mark.folded | gap)
          gap = 0
        }
      } else {
        length = put(into, length, to1, i, i + 1, gap | (to1 === unit || isPlainFold(unit) ? 0 : mark.folded))
        gap = 0
      }
    } else if (unit === 0x2c && groupsThousands(text, i)) {
      // 238,000 is one number.
    } else if (isEqual(unit) && joinsWords(text, i)) {
      length = put(into, length, unit === 0x3d || unit === 0xff1d ? 0x3d : 0x2192, i, i + 1, 0)
      gap = 0
    } else if (what === kind.clause || keepsBetween(text, i)) {
      length = put(into, length, what === kind.clause ? folded[unit]! : unit, i, i + 1, 0)
      gap = 0
    } else if (what === kind.space) {
      // `3 20` are two numbers unless they read as one telephone number.
      gap |= mark.space
    } else if (what === kind.sign) gap |= mark.sign
    else if (what === kind.quote) gap |= mark.quote
    else gap |= unit === 0xfe0f || unit === 0x20e3 ? 0 : mark.emoji
    i++
  }
  into.length = length
  return into
}

function put(into: Normal, length: number, unit: number, start: number, end: number, marks: number): number {
  into.units[length] = unit
  into.starts[length] = start
  into.ends[length] = end
  into.marks[length] = marks
  return length + 1
}

const isLow = (unit: number) => unit >= 0xdc00 && unit < 0xe000
const isDigit = (unit: number) => unit >= 0x30 && unit <= 0x39
/** Capitals and full-width digits are ordinary typing. */
const isPlainFold = (unit: number) =>
  unit === 0xffe5 || (unit >= 0x20a0 && unit <= 0x20cf) || (unit >= 0x41 && unit <= 0x5a) || (unit >= 0xff10 && unit <= 0xff19)

/** `.`, `-`, `%` and the like are part of a number and `.` ends a sentence before a space. */
function keepsBetween(text: string, i: number): boolean {
  const unit = text.charCodeAt(i)
  if (unit === 0x25) return true
  if (unit !== 0x2e && unit !== 0x2d && unit !== 0x2f) return false
  return isDigit(text.charCodeAt(i - 1)) && isDigit(text.charCodeAt(i + 1))
}

const isEqual = (unit: number) =>
  unit === 0x3d || unit === 0xff1d || unit === 0x2192 || unit === 0x21d2 || unit === 0x279c || unit === 0x2794
/** `晒圈＝果盘`, `转发 → 看报告`: between whole words the sign says that one brings the other; inside a word it is a separator. */
const joinsWords = (text: string, i: number) =>
  isWordBefore(text.slice(Math.max(0, i - 3), i)) && /^\s?["'“‘【]?[\u4e00-\u9fff\w]{2}/.test(text.slice(i + 1, i + 5))
const isWordBefore = (before: string) => /[\u4e00-\u9fff\w]["'”’】]?[\u4e00-\u9fff\w"'”’】]\s?$/.test(before)

function groupsThousands(text: string, i: number): boolean {
  for (let k = 1; k <= 3; k++) if (!isDigit(text.charCodeAt(i + k))) return false
  return isDigit(text.charCodeAt(i - 1)) && !isDigit(text.charCodeAt(i + 4))
}

function fillTables(): void {
  for (let unit = 0; unit < 65536; unit++) {
    if ((unit >= 0x3400 && unit <= 0x9fff) || (unit >= 0x30 && unit <= 0x39) || (unit >= 0x61 && unit <= 0x7a)) set(unit, kind.word, unit)
    else if (unit >= 0x41 && unit <= 0x5a) set(unit, kind.word, unit + 32)
    else if (unit < 0x80) set(unit, unit <= 0x20 ? kind.space : kind.sign, unit)
    else if (unit < 0xd800 || unit >= 0xf900) compatibility(unit)
  }
  for (const [from, to] of traditionalPairs) set(from, kind.word, to)
  set(0x2611, kind.word, 0x2611)
  // Kept where simplified text writes them too.
  for (const same of '著乾藉徵於') set(same.charCodeAt(0), kind.word, same.charCodeAt(0))
  for (const unit of '\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u200e\u200f') set(unit.charCodeAt(0), kind.drop, 0)
  for (const unit of ' \t\u00a0\u3000\u2002\u2003\u2009') set(unit.charCodeAt(0), kind.space, 0)
  for (const unit of '"\'“”‘’「」『』《》〈〉【】［］[]') set(unit.charCodeAt(0), kind.quote, 0)
  for (const unit of ',，﹐') set(unit.charCodeAt(0), kind.clause, clauseMarks.comma)
  for (const unit of '。！!；;？?：:、…\n\r—（）()｜') {
    const to =
      { '。': '.', '！': '!', '；': ';', '？': '?', '：': ':', '\r': '\n', '—': ',', '（': ',', '）': ',', '(': ',', ')': ',', '｜': '.' }[
        unit
      ] ?? unit
    set(unit.charCodeAt(0), kind.clause, to.charCodeAt(0))
  }
  for (const box of '☑✓✔√') set(box.charCodeAt(0), kind.word, '☑'.charCodeAt(0))
  for (const box of '□☐') set(box.charCodeAt(0), kind.word, '□'.charCodeAt(0))
  for (const [look, letters] of lookAlikes) for (const unit of look) set(unit.charCodeAt(0), kind.word, letters.charCodeAt(0))
  // Marked strings of other apps stand between currency signs.
  for (let unit = 0x20a0; unit <= 0x20cf; unit++) set(unit, kind.word, 0xa5)
  for (const unit of '£€¢') set(unit.charCodeAt(0), kind.word, 0xa5)
  set('￥'.charCodeAt(0), kind.word, '¥'.charCodeAt(0))
  set('¥'.charCodeAt(0), kind.word, '¥'.charCodeAt(0))
  for (const unit of '+＋') set(unit.charCodeAt(0), kind.word, '+'.charCodeAt(0))
  for (const unit of '@＠') set(unit.charCodeAt(0), kind.word, '@'.charCodeAt(0))
  for (let unit = 0; unit < 65536; unit++)
    if (kinds[unit] === kind.word && folded[unit] === unit) plain[unit] = 1
    else if (kinds[unit] === kind.clause && unit !== clauseMarks.comma) plain[unit] = 2
  for (const emoji of emojiWords.keys()) if (emoji < 65536) plain[emoji] = 0
}

function set(unit: number, what: number, to: number): void {
  kinds[unit] = what
  folded[unit] = to
}

/** Everything beyond ASCII and Han: folded where Unicode says so, decoration otherwise. */
function compatibility(unit: number): void {
  // Letters with accents, as in pinyin with tones, lose them.
  const plain = String.fromCharCode(unit)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
  if (/^[a-z0-9\u3400-\u9fff]$/.test(plain)) set(unit, kind.word, plain.charCodeAt(0))
  else if (/^[a-z0-9\u3400-\u9fff]{2,6}$/.test(plain)) {
    set(unit, kind.word, 0)
    several.set(unit, plain)
  } else if (unit >= 0x2e80 && unit < 0x2fe0) set(unit, kind.word, plain.charCodeAt(0))
  else set(unit, (unit >= 0x2000 && unit < 0x2100) || unit < 0x2000 || unit >= 0xff00 ? kind.sign : kind.drop, 0)
}
