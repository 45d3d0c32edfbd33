/**
 * People's lives as bits, from the roll-up by person and month: a few rows a person say on which days they were active,
 * on which carrier, and when they paid or booked. Serves brands whose days are those of the roll-ups.
 */
import { loadChSql } from '../../../infra/sql.ts'
import { dayNumber } from '../../../stats/calendar.ts'
import { fill, mergeScalar } from './query.ts'

const blocks = loadChSql(new URL('./lives.ch.sql', import.meta.url), ['months', 'lives'])

export const lifeColumns = ['days', 'mini_program', 'official_account', 'channels', 'pays', 'books'] as const
export type LifeColumn = (typeof lifeColumns)[number]

/** The events that have days of their own. */
export const eventColumns: Readonly<Record<string, LifeColumn>> = { 'order.pay': 'pays', 'service.book': 'books' }

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

/** Rows of `person_months` as SQL, with what the next functions need. Needs `brand`, `base`, `until`, and `first_from` with `from`. */
export function monthRows({ from = false } = {}): string {
  const since = ', toUInt32(bitShiftLeft(toUInt64(4294967295), toUInt8(greatest(0, least(32, {first_from:Date} - month))))) as since'
  return fill(blocks.months, { since: from ? since : '', which: from ? ' and month >= toStartOfMonth({first_from:Date})' : '' })
}

/** A month's days in a column up to `until`, moved to where they lie after `base`. */
export function movedDays(wide: string, column: string): string {
  return `bitShiftRight(bitShiftLeft(to${wide}(bitAnd(${column}, upto)), toUInt8(greatest(o, 0))), toUInt8(least(greatest(-o, 0), 31)))`
}

/** The first of a month's days in a column, counted from `base`; not before `first_from` with `from`; 2147483647 without one. */
export function firstDay(column: string, { from = false } = {}): string {
  const bits = from ? `bitAnd(bitAnd(${column}, upto), since)` : `bitAnd(${column}, upto)`
  return `if((${bits} as first_${column}) > 0, toInt32(o + bitCount(bitXor(first_${column}, first_${column} - 1)) - 1), 2147483647)`
}

/** SQL with a row a person number and month: `person`, `c` (the first day in `first`) and a mask for each of `columns`. */
export function lifeMasks(wide: string, columns: readonly LifeColumn[], first: LifeColumn): string {
  const masks = columns.map(column => `, ${movedDays(wide, column)} as ${column}_bits`).join('')
  return `select person, ${firstDay(first)} as c${masks} from (${monthRows()})`
}

/** Bits `low` to `high` of days after a first one, as a number in text; `high` is at most `longestAfter`. */
export function afterBits(low: number, high: number): string {
  return String(((1n << BigInt(high + 1)) - 1n) & ~((1n << BigInt(low)) - 1n))
}

/** Days after a first one that fit beside it into 64 bits. */
export const longestAfter = 62

/** Days inclusive: people whose first day of all lies between `from` and `to`, and what they did from `from` to `until`. */
export type LifeSpec = { from: string; to: string; until: string }

/**
 * SQL with a row a person: `who`, `c` (their first day, counted from `from`) and the masks, merged people as one. Undefined
 * when the days do not fit into an integer.
 */
export function lives(
  { from, to, until }: LifeSpec,
  columns: readonly LifeColumn[],
): { sql: string; params: Record<string, unknown> } | undefined {
  const wide = wideFor(dayNumber(until) - dayNumber(from) + 1)
  if (!wide) return undefined
  const sql = fill(blocks.lives, {
    merge_scalar: mergeScalar,
    together: columns.map(name => `, groupBitOr(l.${name}_bits) as ${name}`).join(''),
    masks: lifeMasks(wide, columns, 'days'),
  })
  return { sql, params: { base: from, until, c_to: dayNumber(to) - dayNumber(from) } }
}
