/** Who and how much was there in a range: distinct people, events, orders and money, from the roll-ups by day. */
import { loadChSql } from '../../../infra/sql.ts'
import { baseParams, carrierDays, dayPeople, personDays } from '../common/days.ts'
import { fill, mergeMap, mergeScalar, Params, peopleOf, type Query, run, type Scope } from '../common/query.ts'
import { notActivity } from '../retention/cohorts.ts'

const blocks = loadChSql(new URL('./people.ch.sql', import.meta.url), [
  'totals',
  'by_carrier',
  'active',
  'series',
  'series_of_all',
  'official',
  'event_names',
  'property_names',
])

export type Days = { from: string; to: string }

const paramsOf = (scope: Scope, { from, to }: Days) => ({ ...baseParams(scope), from, to, passive: notActivity })
const counted = (scope: Scope) => ({ merge_scalar: mergeScalar, people: peopleOf('b'), day_people: dayPeople(scope) })

/** `gmv` in fen. */
export type Totals = { orders: number; gmv: number }

export async function totals(scope: Scope, days: Days): Promise<Totals> {
  const query = { sql: fill(blocks.totals, { day_people: dayPeople(scope) }), params: { ...baseParams(scope), ...days } }
  const [row] = await run<Record<keyof Totals, string>>(scope, query)
  return { orders: Number(row!.orders), gmv: Number(row!.gmv) }
}

export async function totalsByCarrier(scope: Scope, days: Days): Promise<{ carrier: string; people: number; events: number }[]> {
  const ready = carrierDays(scope, days)
  const sql = fill(blocks.by_carrier, { merge_scalar: mergeScalar, people: peopleOf('b'), carrier_days: ready.sql })
  const query = { sql, params: { ...paramsOf(scope, days), ...ready.params } }
  const rows = await run<{ carrier: string; people: string; events: string }>(scope, query)
  return rows.map(row => ({ carrier: row.carrier, people: Number(row.people), events: Number(row.events) }))
}

/** People active in a range; with an event that event counts even when it is none of their own acts. */
export function activePeople(scope: Scope, days: Days, only: { carrier?: string | undefined; event?: string | undefined } = {}): Query {
  const params = new Params({ ...baseParams(scope), from: days.from, to: days.to })
  const which =
    (only.event === undefined
      ? ` and event not in ${params.add(notActivity, 'Array(String)')}`
      : ` and event = ${params.add(only.event)}`) + (only.carrier === undefined ? '' : ` and carrier = ${params.add(only.carrier)}`)
  return { sql: fill(blocks.active, { person_days: personDays(scope), merge_map: mergeMap, which }), params: params.values }
}

export type SeriesRow = { day: string; key: string; people: number; events: number; gmv: number }

const buckets = { day: 'd', week: 'toMonday(d)', month: 'toStartOfMonth(d)' }
const seriesKeys = { none: "''", carrier: 'toString(carrier)', event: 'toString(event)' }

/** With `peopleOnly` events and money may be missing (0). */
export async function series(
  scope: Scope,
  days: Days,
  spec: { grain: keyof typeof buckets; by: keyof typeof seriesKeys; event?: string | undefined; peopleOnly?: boolean },
): Promise<SeriesRow[]> {
  const params = new Params(paramsOf(scope, days))
  const cut = { bucket: buckets[spec.grain], key: seriesKeys[spec.by] }
  let sql: string
  if (spec.event === undefined && spec.by !== 'event') {
    const ready = carrierDays(scope, days, spec.peopleOnly)
    Object.assign(params.values, ready.params)
    sql = fill(blocks.series_of_all, { merge_scalar: mergeScalar, people: peopleOf('b'), carrier_days: ready.sql, ...cut })
  } else {
    const which = spec.event === undefined ? '' : ` and event = ${params.add(spec.event)}`
    sql = fill(blocks.series, { ...counted(scope), ...cut, which })
  }
  const rows = await run<{ day: string; key: string; people: string; n: string; value_fen: string }>(scope, { sql, params: params.values })
  return rows.map(row => ({ day: row.day, key: row.key, people: Number(row.people), events: Number(row.n), gmv: Number(row.value_fen) }))
}

export type Official = { carrierId: string; metric: string; value: number; days: number }

/** Totals given by WeChat; never joined with people. */
export async function officialFigures(scope: Scope, { from, to }: Days): Promise<Official[]> {
  const query = { sql: blocks.official, params: { brand: scope.brandId, from, to } }
  const rows = await run<{ carrier_id: string; metric: string; value: number; days: string }>(scope, query)
  return rows.map(row => ({ carrierId: row.carrier_id, metric: row.metric, value: row.value, days: Number(row.days) }))
}

/** Event names seen in a range with their counts, and names of properties seen in a sample. */
export async function eventNames(scope: Scope, range: Days & { fromMs: number; toMs: number }) {
  const names = { sql: fill(blocks.event_names, counted(scope)), params: paramsOf(scope, range) }
  const properties = { sql: blocks.property_names, params: { brand: scope.brandId, from_ms: range.fromMs, to_ms: range.toMs } }
  const [events, keys] = await Promise.all([
    run<{ event: string; carriers: string[]; n: string; people: string }>(scope, names),
    run<{ name: string }>(scope, properties),
  ])
  return { events: events.map(row => ({ ...row, n: Number(row.n), people: Number(row.people) })), properties: keys.map(row => row.name) }
}
