/**
 * Numbers and what they count: money, percent, people, pieces, days, points, telephone numbers, account names. Units of measure
 * are words of the lexicon (`unit_…`), so a number becomes a token of the slot named after its unit.
 */
import type { Normal } from './normalise.ts'
import { addTo, addToken, type Scan, tokensOf } from './scan.ts'
import { isDigitUnit, isLatin } from './spelling.ts'

const numerals = new Set(Array.from('零〇一二两三四五六七八九十百千万亿半几数俩仨壹贰叁肆伍陆柒捌玖拾佰仟多', char => char.charCodeAt(0)))
const isNumeral = (unit: number) => unit >= 0x3000 && numerals.has(unit)
const longestNumber = 24

/** `unit_money` makes a `money` token, and so on. */
const measures = ['money', 'percent', 'people', 'piece', 'day', 'point', 'discount', 'group', 'big', 'like'] as const

export function scanNumbers(scan: Scan, normal: Normal): void {
  const { slotOf } = scan.lexicon
  const { units, length, marks } = normal
  const unitsAt = new Map<number, { slot: number; end: number }[]>()
  for (const measure of measures) {
    const source = slotOf.get(`unit_${measure}`)
    const slot = slotOf.get(measure)
    if (source === undefined || slot === undefined) continue
    const filled = tokensOf(scan, source)
    for (let k = 0; k < filled.length; k++) {
      const token = filled.at(k)
      const start = scan.starts.at(token)
      const list = unitsAt.get(start) ?? []
      list.push({ slot, end: scan.ends.at(token) })
      unitsAt.set(start, list)
    }
  }
  const number = slotOf.get('number')!
  const money = slotOf.get('money')!
  const bigMoney = slotOf.get('big_money')!
  for (let i = 0; i < length; ) {
    const digit = isDigitUnit(units[i]!)
    if (!digit && !isNumeral(units[i]!) && units[i] !== 0xa5) {
      i = isLatin(units[i]!) ? account(scan, normal, i) : i + 1
      continue
    }
    let end = i + 1
    while (end < length && end - i < longestNumber && (isDigitUnit(units[end]!) || isNumeral(units[end]!) || isPoint(units, end, length)))
      end++
    if (units[i] === 0xa5 && end > i + 1) addTo(scan, slotOf.get('money')!, addToken(scan, i, end, false))
    const from = units[i] === 0xa5 ? i + 1 : i
    const size = end - from
    if (size >= 7 && isLong(normal, from, end)) {
      addTo(scan, slotOf.get('contact_number')!, addToken(scan, from, end, !allDigits(units, from, end) || oddGaps(marks, from, end)))
      if (size === 11 && firstDigit(units[from]!) === 1) addTo(scan, slotOf.get('mobile_number')!, scan.starts.length - 1)
    } else if (size > 0) {
      addTo(scan, number, addToken(scan, from, end, false))
      if (units[end - 1] === 0x4e07 && amountOf(units, from, end) > highestPrizeYuan) addTo(scan, bigMoney, scan.starts.length - 1)
      if (amountOf(units, from, end) > highestPrizeYuan) addTo(scan, slotOf.get('large_number')!, scan.starts.length - 1)
      if (isLatin(units[end] ?? 0) && !isMeasure(unitsAt, end)) {
        i = account(scan, normal, from)
        continue
      }
    }
    for (let at = end; at <= end + 1; at++) {
      const there = unitsAt.get(at)
      if (!there) continue
      for (const { slot, end: stop } of there) {
        addTo(scan, slot, addToken(scan, from, stop, false))
        if (slot === money && amountOf(units, from, stop) > highestPrizeYuan) addTo(scan, bigMoney, scan.starts.length - 1)
      }
      break
    }
    i = Math.max(end, i + 1)
  }
}

const isMeasure = (unitsAt: Map<number, unknown>, at: number) => unitsAt.has(at)
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
