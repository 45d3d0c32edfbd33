/** The days of people as a table: from the roll-ups where the brand's days are theirs, else from the events. */
import { loadChSql } from '../../../infra/sql.ts'
import { rollupServes } from '../retention/cohorts.ts'
import type { Scope } from './query.ts'

const blocks = loadChSql(new URL('./days.ch.sql', import.meta.url), [
  'person_days_rollup',
  'person_days_raw',
  'day_people_rollup',
  'day_people_raw',
])

/** Subquery of (person, day, event, carrier, n, value_fen); needs the parameters `brand`, `zone`. */
export function personDays(scope: Scope): string {
  return rollupServes(scope, {}) ? blocks.person_days_rollup : blocks.person_days_raw
}

/** Subquery of (day, carrier, event, people, n, value_fen), `people` as a state of groupBitmap; needs `brand`, `zone`. */
export function dayPeople(scope: Scope): string {
  return rollupServes(scope, {}) ? blocks.day_people_rollup : blocks.day_people_raw
}

export const baseParams = (scope: Scope) => ({ brand: scope.brandId, zone: scope.zone })
