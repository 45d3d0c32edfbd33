/** The days of people as a table: from the roll-ups where the brand's days are theirs, else from the events. */
import { loadChSql } from '../../../infra/sql.ts'
import { addDays, dayNumber, startOfDay } from '../../../stats/calendar.ts'
import { rollupServes } from '../retention/cohorts.ts'
import { fill, type Scope } from './query.ts'

const blocks = loadChSql(new URL('./days.ch.sql', import.meta.url), [
  'person_days_rollup',
  'person_days_raw',
  'day_people_rollup',
  'day_people_raw',
  'carrier_days_rollup',
  'carrier_days_raw',
])

/** Subquery of (person, day, event, carrier, n, value_fen); needs the parameters `brand`, `zone`. */
export function personDays(scope: Scope): string {
  return rollupServes(scope, {}) ? blocks.person_days_rollup : blocks.person_days_raw
}

/** Subquery of (day, carrier, event, people, n, value_fen), `people` as a state of groupBitmap; needs `brand`, `zone`. */
export function dayPeople(scope: Scope): string {
  return rollupServes(scope, {}) ? blocks.day_people_rollup : blocks.day_people_raw
}

/**
 * Subquery of (day, carrier, people, n, value_fen) for days from `from` to `to`; `people` are those who did something of
 * their own. With `peopleOnly` the counts may be missing (0). Needs `brand`, `zone`, `passive` and what is in `params`.
 */
export function carrierDays(
  scope: Scope,
  { from, to }: { from: string; to: string },
  peopleOnly = false,
): { sql: string; params: Record<string, number> } {
  if (rollupServes(scope, {})) return { sql: blocks.carrier_days_rollup, params: {} }
  const params = { from_ms: startOfDay(from, scope.zone), to_ms: startOfDay(addDays(to, 1), scope.zone) }
  const offset = fixedOffset(scope.zone, from, to)
  const day =
    offset === undefined
      ? 'toDate(occurred_at, {zone:String})'
      : 'toDate(toUInt16(intDiv(toUnixTimestamp(occurred_at) + {offset_s:Int32}, 86400)))'
  const ownActs = 'event not in {passive:Array(String)}'
  const sql = fill(blocks.carrier_days_raw, {
    day,
    counted: peopleOnly
      ? 'groupBitmapState(person) as people, 0 as n, 0 as value_fen'
      : `groupBitmapStateIf(person, ${ownActs}) as people, count() as n, sum(value_fen) as value_fen`,
    which: peopleOnly ? ` and ${ownActs}` : '',
  })
  return { sql, params: offset === undefined ? params : { ...params, offset_s: offset } }
}

/** Seconds before UTC that a zone's days begin, when it is the same for all days of a range: plain division then cuts days. */
function fixedOffset(zone: string, from: string, to: string): number | undefined {
  const [first, last] = [dayNumber(from), dayNumber(to) + 1]
  if (from < '1971-01-01' || last - first > 400) return undefined
  const offsetOf = (n: number) => 86_400 * n - startOfDay(addDays(from, n - first), zone) / 1000
  const offset = offsetOf(first)
  for (let n = first; n <= last; n++) if (offsetOf(n) !== offset) return undefined
  return Number.isInteger(offset) ? offset : undefined
}

export const baseParams = (scope: Scope) => ({ brand: scope.brandId, zone: scope.zone })
