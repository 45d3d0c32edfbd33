/**
 * Sets of people by day, as bitmaps: a row a day, a column a set, merged people as one. First days, returns and what follows
 * a first day are then unions and cuts of a few hundred bitmaps, however many people there are.
 */
import { loadChSql } from '../../../infra/sql.ts'
import { notActivity, rollupServes } from '../retention/cohorts.ts'
import { baseParams, carrierDays, dayPeople } from './days.ts'
import { asNow, fill, mergeScalar, Params, type Query, type Scope } from './query.ts'

const blocks = loadChSql(new URL('./day-sets.ch.sql', import.meta.url), ['days', 'own_acts', 'earlier', 'named'])

/** Who is in a set: those who did one of these things, or anything of their own; on one of these carriers or anywhere. */
export type SetOf = { events?: readonly string[]; carriers?: readonly string[] }

/** Days inclusive. With `ever` all people of before are there on the day before `from` (in sets of no carrier). */
export type DaySpan = { from: string; to: string; ever?: boolean }

/** A set in the days before. */
export const before = 'over (order by day rows between unbounded preceding and 1 preceding)'

/** A set in the days from `low` to `high` later. */
export function after(low: number, high: number): string {
  return `over (order by day range between ${BigInt(low)} following and ${BigInt(high)} following)`
}

const since = '1970-01-02'

/** SQL of `day` and a bitmap column for each set; days on which nobody is in any are missing. */
export function daySets(scope: Scope, { from, to, ever = false }: DaySpan, sets: Readonly<Record<string, SetOf>>): Query {
  const ready = rollupServes(scope, {})
  const all = Object.values(sets)
  const named = [...new Set(all.flatMap(set => set.events ?? []))]
  const own_from = !ever ? from : ready ? `${from.slice(0, 7)}-01` : since
  const params = new Params({ ...baseParams(scope), passive: notActivity, sets_from: from, sets_to: to })
  const rows: string[] = []
  if (all.some(set => !set.events)) {
    const days = carrierDays(scope, { from: own_from, to }, true)
    Object.assign(params.values, { own_from, ...days.params })
    rows.push(fill(blocks.own_acts, { carrier_days: days.sql }))
    if (ever && ready) rows.push(blocks.earlier)
  }
  if (named.length > 0) {
    Object.assign(params.values, { sets_of: named, named_from: ever ? since : from })
    rows.push(fill(blocks.named, { day_people: dayPeople(scope) }))
  }
  const within = ({ events, carriers }: SetOf) =>
    (events ? `event in ${params.add(events, 'Array(String)')}` : "event = ''") +
    (carriers ? ` and carrier in ${params.add(carriers, 'Array(String)')}` : '')
  const names = Object.keys(sets)
  const sql = fill(blocks.days, {
    merge_scalar: mergeScalar,
    now: names.map(name => `${asNow(`${name}_then`)} as ${name}`).join(', '),
    sets: names.map(name => `groupBitmapMergeStateIf(people, ${within(sets[name]!)}) as ${name}_then`).join(', '),
    rows: rows.join(' union all '),
  })
  return { sql, params: params.values }
}
