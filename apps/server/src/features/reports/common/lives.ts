/**
 * People's lives as bits, from the roll-up by person and month: a few rows a person say on which days they were active,
 * on which carrier, and when they paid or booked. Serves brands whose days are those of the roll-ups.
 */
import { loadChSql } from '../../../infra/sql.ts'
import { dayNumber } from '../../../stats/calendar.ts'
import { fill, mergeScalar } from './query.ts'

const blocks = loadChSql(new URL('./lives.ch.sql', import.meta.url), ['masks', 'lives'])

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
  return ([64, 128, 256] as const).map(bits => (days <= bits ? (`UInt${bits}` as const) : undefined)).find(Boolean)
}

/**
 * SQL with a row a person number and month: `person`, `c` and a mask for each of `columns`. `c` counts from the parameter `base` and
 * is the first day in `first`, not before the parameter `first_from` when `onlyFrom`. Needs `brand`, `base`, `until`.
 */
export function lifeMasks(
  wide: string,
  columns: readonly LifeColumn[],
  { first = 'days', onlyFrom = false, which = '' }: { first?: LifeColumn; onlyFrom?: boolean; which?: string } = {},
): string {
  const move = (column: string) =>
    `bitShiftRight(bitShiftLeft(to${wide}(${column}), toUInt8(greatest(o, 0))), toUInt8(least(greatest(-o, 0), 31)))`
  const after = 'toUInt32(bitShiftLeft(toUInt64(4294967295), toUInt8(greatest(0, least(32, {first_from:Date} - month)))))'
  return fill(blocks.masks, {
    masks: columns.map(column => `, ${move(`bits_${column}`)} as ${column}`).join(''),
    columns: columns.map(column => `, bitAnd(${column}, upto) as bits_${column}`).join(''),
    first: onlyFrom ? `bitAnd(bitAnd(${first}, upto), ${after})` : `bitAnd(${first}, upto)`,
    which,
  })
}

/** Bits `low` to `high` of days after a first one, as a number in text; `high` is at most `longestAfter`. */
export function afterBits(low: number, high: number): string {
  return String(((1n << BigInt(high + 1)) - 1n) & ~((1n << BigInt(low)) - 1n))
}

/** Days after a first one that fit beside it into 64 bits. */
export const longestAfter = 62

export type LifeSpec = {
  /** Day 0 of the masks. */
  base: string
  /** Last day that is read, inclusive. */
  until: string
  /** A person's `c` is the first day in this column between two days; others are left out. */
  first: { column: LifeColumn; from: string; to: string; ever: boolean }
}

/**
 * SQL with a row a person: `who`, `c` and the masks, merged people as one. `first.ever`: the first day of all counts, and
 * must lie between `from` and `to`; else the first one between them. Undefined when the days do not fit into an integer.
 */
export function lives(spec: LifeSpec, columns: readonly LifeColumn[]): { sql: string; params: Record<string, unknown> } | undefined {
  const wide = wideFor(dayNumber(spec.until) - dayNumber(spec.base) + 1)
  if (!wide) return undefined
  const { column, from, to, ever } = spec.first
  const which = ever ? '' : ' and month >= toStartOfMonth({first_from:Date})'
  const sql = fill(blocks.lives, {
    merge_scalar: mergeScalar,
    together: columns.map(name => `, groupBitOr(l.${name}) as ${name}`).join(''),
    masks: lifeMasks(wide, columns, { first: column, onlyFrom: !ever, which }),
  })
  const dayOf = (day: string) => dayNumber(day) - dayNumber(spec.base)
  return { sql, params: { base: spec.base, until: spec.until, first_from: from, c_from: dayOf(from), c_to: dayOf(to) } }
}
