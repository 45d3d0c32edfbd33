/**
 * Numbers and what they count: money, percent, people, pieces, days, points, telephone numbers, account names. Units of measure
 * are words of the lexicon (`unit_…`), so a number becomes a token of the slot named after its unit.
 */
import type { Normal } from './normalise.ts'
import { isDigitUnit, isLatin } from './spelling.ts'
import { addTo, addToken, firstFrom, isFilled, type Scan, tokensOf } from './tokens.ts'

/** What a number or an account name may begin with. */
const kind = { other: 0, digit: 1, numeral: 2, currency: 3, latin: 4 } as const
const kinds = new Uint8Array(65536)
for (let unit = 0; unit < 128; unit++) kinds[unit] = isDigitUnit(unit) ? kind.digit : isLatin(unit) ? kind.latin : kind.other
for (const char of '零〇一二两三四五六七八九十百千万亿半几数俩仨壹贰叁肆伍陆柒捌玖拾佰仟多') kinds[char.charCodeAt(0)] = kind.numeral
kinds[0xa5] = kind.currency
const isNumeral = (unit: number) => kinds[unit] === kind.numeral
const longestNumber = 24

export function scanNumbers(scan: Scan, normal: Normal): void {
  const { units, length, marks } = normal
  const slot = (name: string) => scan.lexicon.slotOf.get(name)!
  for (let i = 0; i < length; ) {
    const what = kinds[units[i]!]
    if (what === kind.other) {
      i++
      continue
    }
    if (what === kind.latin) {
      i = account(scan, normal, i)
      continue
    }
    let end = i + 1
    while (end < length && end - i < longestNumber && (isDigitUnit(units[end]!) || isNumeral(units[end]!) || isPoint(units, end, length)))
      end++
    if (what === kind.currency && end > i + 1) addTo(scan, slot('money'), addToken(scan, i, end, false))
    const from = what === kind.currency ? i + 1 : i
    const size = end - from
    if (size >= 7 && isLong(normal, from, end)) {
      const number = addToken(scan, from, end, !allDigits(units, from, end) || oddGaps(marks, from, end))
      addTo(scan, slot('contact_number'), number)
      if (size === 11 && firstDigit(units[from]!) === 1) addTo(scan, slot('mobile_number'), number)
    } else if (size > 0) {
      const number = addToken(scan, from, end, false)
      const large = amountOf(units, from, end) > highestPrizeYuan
      addTo(scan, slot('number'), number)
      if (large) addTo(scan, slot('large_number'), number)
      if (large && units[end - 1] === 0x4e07) addTo(scan, slot('big_money'), number)
      if (isLatin(units[end] ?? 0) && !hasMeasure(scan, end)) {
        i = account(scan, normal, from)
        continue
      }
    }
    if (!addMeasures(scan, from, end)) addMeasures(scan, from, end + 1)
    i = Math.max(end, i + 1)
  }
}

/** A look at one character, before ten lists are searched. */
const mayMeasure = ({ normal, lexicon }: Scan, at: number) => at < normal.length && lexicon.measureBegins[normal.units[at]!] === 1
const hasMeasure = (scan: Scan, at: number) =>
  mayMeasure(scan, at) && scan.lexicon.measures.some(({ unit }) => firstAt(scan, unit, at) !== -1)

/** A token of `unit_money` that begins at `at` makes one of `money` with the number before it, and so on; whether any did. */
function addMeasures(scan: Scan, from: number, at: number): boolean {
  const { starts, ends } = scan.tokens
  const { slotOf, measures } = scan.lexicon
  let any = false
  if (!mayMeasure(scan, at)) return false
  for (const { unit, slot } of measures) {
    const list = tokensOf(scan, unit)
    for (let k = firstAt(scan, unit, at); k !== -1 && k < list.length && starts[list.items[k]!] === at; k++) {
      const token = addToken(scan, from, ends[list.items[k]!]!, false)
      addTo(scan, slot, token)
      if (slot === slotOf.get('money') && amountOf(scan.normal.units, from, ends[token]!) > highestPrizeYuan)
        addTo(scan, slotOf.get('big_money')!, token)
      any = true
    }
  }
  return any
}

/** Index of the first token of a slot that begins at the unit; -1: none. */
function firstAt(scan: Scan, slot: number, unit: number): number {
  if (!isFilled(scan, slot)) return -1
  const list = tokensOf(scan, slot)
  const k = firstFrom(scan, list, unit)
  return k < list.length && scan.tokens.starts[list.items[k]!] === unit ? k : -1
}

/** A decimal point, a dash between digits, or the comma of `238,000`. */
const isPoint = (units: Uint16Array, i: number, length: number) =>
  i + 1 < length &&
  isDigitUnit(units[i + 1]!) &&
  (units[i] === 0x2e || units[i] === 0x2d || (units[i] === 0x2c && isThousands(units, i, length)))
const isThousands = (units: Uint16Array, i: number, length: number) =>
  i + 3 < length &&
  isDigitUnit(units[i - 1]!) &&
  isDigitUnit(units[i + 2]!) &&
  isDigitUnit(units[i + 3]!) &&
  !(i + 4 < length && isDigitUnit(units[i + 4]!))

/** Seven digits or more in one row: a telephone or account number; an amount of money has no such length. */
function isLong(normal: Normal, from: number, end: number): boolean {
  for (let i = from; i < end; i++) if (isWordNumeral(normal.units[i]!)) return false
  return true
}
const powers = new Set(Array.from('十百千万亿半几数俩仨拾佰仟多两', char => char.charCodeAt(0)))
const isWordNumeral = (unit: number) => powers.has(unit) || unit === 0x2e

function allDigits(units: Uint16Array, from: number, end: number): boolean {
  for (let i = from; i < end; i++) if (isNumeral(units[i]!)) return false
  return true
}
function oddGaps(marks: Uint8Array, from: number, end: number): boolean {
  let odd = 0
  for (let i = from + 1; i < end; i++) if ((marks[i]! & ~3) !== 0) odd++
  return odd > 3
}

/** A row of Latin letters and digits such as an account name (`afu6688`, `lily_beauty`); returns where it ends. */
function account(scan: Scan, normal: Normal, from: number): number {
  const { units, length } = normal
  let end = from
  let letters = 0
  let digits = 0
  while (end < length && end - from < 40 && (isLatin(units[end]!) || isDigitUnit(units[end]!) || (units[end] === 0x2d && end > from))) {
    if (isLatin(units[end]!)) letters++
    else digits++
    end++
  }
  if (letters + digits >= 5 && letters > 0 && (digits > 0 || letters >= 6))
    addTo(scan, scan.lexicon.slotOf.get('account_name')!, addToken(scan, from, end, false))
  return Math.max(end, from + 1)
}

/** Chance-based prizes above this are forbidden (AUCL). */
const highestPrizeYuan = 50_000
const digitsOf = new Map(Array.from('零一二三四五六七八九', (char, i) => [char.charCodeAt(0), i]))
const powersOf = new Map(
  [
    ['十', 10],
    ['百', 100],
    ['千', 1000],
    ['万', 10_000],
    ['亿', 1e8],
  ].map(([char, value]) => [(char as string).charCodeAt(0), value as number]),
)
const firstDigit = (unit: number) => (isDigitUnit(unit) ? unit - 0x30 : (digitsOf.get(unit) ?? -1))

/** Value of a number such as `5.8万`, `66666` or 十六万, as far as it matters for its size. */
function amountOf(units: Uint16Array, from: number, end: number): number {
  let total = 0
  let section = 0
  let plain = 0
  let decimals = 0
  for (let i = from; i < end; i++) {
    const unit = units[i]!
    const digit = firstDigit(unit)
    if (digit >= 0) {
      if (decimals > 0) plain += digit / 10 ** decimals++
      else plain = plain * 10 + digit
    } else if (unit === 0x2e) decimals = 1
    else {
      const power = powersOf.get(unit)
      if (power === undefined) continue
      if (power >= 10_000) total += (section + plain || 1) * power
      if (power >= 10_000) section = 0
      else section += (plain || 1) * power
      plain = 0
      decimals = 0
    }
  }
  return total + section + plain
}
