/**
 * People's lives as bits, from the roll-up by person and month: a few rows a person say on which days they were active,
 * on which carrier, and when they paid or booked. Serves brands whose days are those of the roll-ups.
 */
import { loadChSql } from '../../../infra/sql.ts'

const blocks = loadChSql(new URL('./lives.ch.sql', import.meta.url), ['months'])

export const lifeColumns = ['days', 'mini_program', 'official_account', 'channels', 'pays', 'books'] as const
export type LifeColumn = (typeof lifeColumns)[number]

/** The events that have days of their own. */
const eventColumns: Readonly<Record<string, LifeColumn>> = { 'order.pay': 'pays', 'service.book': 'books' }

/** The column whose days are these, if there is one; no event and no carrier: all that a person did of their own. */
export function lifeColumn(event: string | undefined, carrier: string | undefined): LifeColumn | undefined {
  if (event !== undefined) return carrier === undefined ? eventColumns[event] : undefined
  if (carrier === undefined) return 'days'
  return lifeColumns.find(column => column === carrier && column !== 'days')
}

/** The narrowest integer with a bit for each of so many days; none beyond 256. */
export function wideFor(days: number): 'UInt64' | 'UInt128' | 'UInt256' | undefined {
  return days <= 64 ? 'UInt64' : days <= 128 ? 'UInt128' : days <= 256 ? 'UInt256' : undefined
}

/** A month's days in a column up to `until`, moved to where they lie after `base`. */
function movedDays(wide: string, column: string): string {
  return `bitShiftRight(bitShiftLeft(to${wide}(bitAnd(${column}, upto)), toUInt8(greatest(o, 0))), toUInt8(least(greatest(-o, 0), 31)))`
}

/** The first of a month's days in a column, counted from `base`; 2147483647 without one. */
function firstDay(column: string): string {
  return `if((bitAnd(${column}, upto) as first_${column}) > 0, toInt32(o + bitCount(bitXor(first_${column}, first_${column} - 1)) - 1), 2147483647)`
}

/** SQL with a row a person number and month: `person`, `c` (the first day in `column`) and its mask. Needs `brand`, `base`, `until`. */
export function lifeMasks(wide: string, column: LifeColumn): string {
  return `select person, ${firstDay(column)} as c, ${movedDays(wide, column)} as ${column}_bits from (${blocks.months})`
}

/** Bits 0 to `high` of days after a first one, as a number in text; `high` is at most `longestAfter`. */
export function bitsUpTo(high: number): string {
  return String((1n << BigInt(high + 1)) - 1n)
}

/** Days after a first one that fit beside it into 64 bits. */
export const longestAfter = 62
