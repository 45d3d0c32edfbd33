/**
 * Do first buyers buy again?
 *
 * Of the people whose first order day + n is not after `until`, those with an order on a LATER day within n days.
 * In a period: buyers, those with orders on two days or more, those with two orders or more.
 */
import { loadChSql } from '../../../infra/sql.ts'
import { addDays, startOfDay } from '../../../stats/calendar.ts'
import { groupBy } from '../common/group.ts'
import { fill, mergeMap, type Query, run, type Scope } from '../common/query.ts'
import { type CohortFact, type CohortSpec, cohortDay, cohortFacts, indexOf, rollupServes } from '../retention/cohorts.ts'
import { type CohortRow, curveOf } from '../retention/retention.ts'

const blocks = loadChSql(new URL('./repurchase.ch.sql', import.meta.url), ['orders_rollup', 'orders_raw', 'period', 'period_people'])

export type RepurchaseCount = { n: number; buyers: number; repurchased: number }

export type RepurchaseSpec = {
  from: string
  until: string
  lastCohort?: string | undefined
  event: string
  readFrom?: 'rollup' | 'raw' | undefined
}

export type RepurchaseCohort = { cohort: string; buyers: number; points: RepurchaseCount[]; active: number[] }

const daily = (spec: RepurchaseSpec): CohortSpec => ({ ...spec, grain: 'day' })

/** Repurchase within n days, over all first buyers and by day or month of the first order. */
export async function repurchase(
  scope: Scope,
  spec: RepurchaseSpec,
  n: readonly number[],
  grain: 'day' | 'month' = 'month',
): Promise<{ points: RepurchaseCount[]; cohorts: RepurchaseCohort[] }> {
  const days = daily(spec)
  const last = indexOf(spec.until, days)
  const lastCohort = indexOf(spec.lastCohort ?? spec.until, days)
  const facts = (await cohortFacts(scope, days, grain === 'day' ? last : 0)).filter(fact => fact.c <= lastCohort)
  const keyOf = (fact: CohortFact) => (grain === 'day' ? cohortDay(days, fact.c) : cohortDay(days, fact.c).slice(0, 7))
  const monthly = grain === 'month' ? await monthRows(scope, spec) : []
  const cohorts = [...groupBy(facts, keyOf)].map(([cohort, facts]) => {
    const { people, points } = curveOf(facts, { last, lastCohort }, n)
    const active = grain === 'month' ? (monthly.find(row => row.cohort.startsWith(cohort))?.active ?? []) : dayCells(facts, last)
    return { cohort, buyers: people, points: points.map(bought), active }
  })
  return {
    points: curveOf(facts, { last, lastCohort }, n).points.map(bought),
    cohorts: cohorts.sort((a, b) => (a.cohort < b.cohort ? -1 : 1)),
  }
}

/** Calendar month of the first order × months since, first buyers of `spec.from`'s month and later; empty months left out. */
export async function monthRows(scope: Scope, spec: RepurchaseSpec): Promise<CohortRow[]> {
  const months: CohortSpec = { ...spec, grain: 'month' }
  const last = indexOf(spec.until, months)
  const facts = await cohortFacts(scope, months, last, 'exact')
  return [...groupBy(facts, fact => fact.c)]
    .sort(([a], [b]) => a - b)
    .map(([c, facts]) => {
      const active = Array.from({ length: last - c + 1 }, (_, o) => facts.find(fact => fact.o === o)?.people ?? 0)
      return { cohort: cohortDay(months, c), size: active[0] ?? 0, active }
    })
}

function dayCells(facts: readonly CohortFact[], last: number): number[] {
  const own = facts.filter(fact => fact.kind === 0)
  const c = own[0]?.c ?? last
  return Array.from({ length: last - c + 1 }, (_, o) => own.find(fact => fact.o === o)?.people ?? 0)
}

const bought = (point: { n: number; eligible: number; range: number }): RepurchaseCount => ({
  n: point.n,
  buyers: point.eligible,
  repurchased: point.range,
})

export type PeriodSpec = { from: string; to: string; event: string; readFrom?: 'rollup' | 'raw' | undefined }

/** Buyers inside [from, to], and how many of them bought on two days, or twice. */
export async function periodRepurchase(
  scope: Scope,
  spec: PeriodSpec,
): Promise<{ buyers: number; buyersTwoDays: number; buyersTwoOrders: number }> {
  const sql = fill(blocks.period, { orders: ordersOf(scope, spec), merge_map: mergeMap })
  const [row] = await run<{ buyers: string; two_days: string; two_orders: string }>(scope, { sql, params: periodParams(scope, spec) })
  return { buyers: Number(row!.buyers), buyersTwoDays: Number(row!.two_days), buyersTwoOrders: Number(row!.two_orders) }
}

/** The buyers of a period with at least so many order days and orders. */
export function periodPeople(scope: Scope, spec: PeriodSpec, atLeast: { days: number; orders: number }): Query {
  const sql = fill(blocks.period_people, { orders: ordersOf(scope, spec), merge_map: mergeMap })
  return { sql, params: { ...periodParams(scope, spec), days: atLeast.days, orders: atLeast.orders } }
}

const ordersOf = (scope: Scope, spec: PeriodSpec) => (rollupServes(scope, spec) ? blocks.orders_rollup : blocks.orders_raw)

function periodParams(scope: Scope, { from, to, event }: PeriodSpec): Record<string, unknown> {
  const fromMs = startOfDay(from, scope.zone)
  const toMs = startOfDay(addDays(to, 1), scope.zone)
  return { brand: scope.brandId, from, to, event, from_ms: fromMs, to_ms: toMs, zone: scope.zone }
}
