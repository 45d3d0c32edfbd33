/** How many people use more than one carrier? People by the set of carriers they were seen on in a range; `other` is no carrier. */
import { loadChSql } from '../../../infra/sql.ts'
import { addDays, startOfDay } from '../../../stats/calendar.ts'
import { eventColumns } from '../common/lives.ts'
import { fill, mergeScalar, type Query, run, type Scope } from '../common/query.ts'
import { notActivity, rollupServes } from '../retention/cohorts.ts'

const blocks = loadChSql(new URL('./multi-carrier.ch.sql', import.meta.url), [
  'used_rollup',
  'used_months',
  'used_raw',
  'people_by_mask',
  'who',
])

export const threeCarriers = ['mini_program', 'official_account', 'channels'] as const

export type MultiCarrierSpec = {
  from: string
  to: string
  /** Carriers that count, at most eight; bit i of a mask is the i-th. */
  carriers?: readonly string[]
  goal?: string | undefined
  readFrom?: 'rollup' | 'raw' | undefined
}

export type CarrierSet = { mask: number; people: number; buyers: number }

/** People by the set of carriers used; mask 0: seen, but on none that counts. */
export async function carrierSets(scope: Scope, spec: MultiCarrierSpec): Promise<CarrierSet[]> {
  const { used, params } = compile(scope, spec)
  const sql = fill(blocks.people_by_mask, { used, merge_scalar: mergeScalar })
  const rows = await run<Record<keyof CarrierSet, string>>(scope, { sql, params })
  return rows.map(row => ({ mask: Number(row.mask), people: Number(row.people), buyers: Number(row.buyers) }))
}

/** The people with one of these sets of carriers. */
export function carrierSetPeople(scope: Scope, spec: MultiCarrierSpec, masks: readonly number[], bought = false): Query {
  const { used, params } = compile(scope, spec)
  return { sql: fill(blocks.who, { used, merge_scalar: mergeScalar }), params: { ...params, masks, bought: bought ? 1 : 0 } }
}

/** How many carriers a set has. */
export function carriersIn(mask: number): number {
  return mask.toString(2).replaceAll('0', '').length
}

/** People on at least so many carriers. */
export function atLeast(sets: readonly CarrierSet[], carriers: number): number {
  return sets.reduce((sum, set) => sum + (carriersIn(set.mask) >= carriers ? set.people : 0), 0)
}

function compile(scope: Scope, spec: MultiCarrierSpec) {
  const params = {
    brand: scope.brandId,
    from: spec.from,
    to: spec.to,
    from_ms: startOfDay(spec.from, scope.zone),
    to_ms: startOfDay(addDays(spec.to, 1), scope.zone),
    carriers: spec.carriers ?? threeCarriers,
    goal: spec.goal ?? 'order.pay',
    passive: notActivity,
  }
  const goal = eventColumns[params.goal]
  if (!rollupServes(scope, spec)) return { used: blocks.used_raw, params }
  if (spec.carriers || !goal) return { used: blocks.used_rollup, params }
  return { used: fill(blocks.used_months, { goal }), params }
}
