/** How many people use more than one carrier? People by the set of carriers they were seen on in a range; `other` is no carrier. */
import { loadChSql } from '../../../infra/sql.ts'
import { daySets } from '../common/day-sets.ts'
import { fill, type Query, run, type Scope } from '../common/query.ts'

const blocks = loadChSql(new URL('./multi-carrier.ch.sql', import.meta.url), ['sets', 'counts', 'who'])

export const threeCarriers = ['mini_program', 'official_account', 'channels'] as const

export type MultiCarrierSpec = {
  from: string
  to: string
  /** Carriers that count, at most eight; bit i of a mask is the i-th. */
  carriers?: readonly string[]
  goal?: string | undefined
}

export type CarrierSet = { mask: number; people: number; buyers: number }

/** People by the set of carriers used; mask 0: seen, but on none that counts. */
export async function carrierSets(scope: Scope, spec: MultiCarrierSpec): Promise<CarrierSet[]> {
  const { sql, params } = setsOf(scope, spec)
  const rows = await run<{ mask: number; n: string; buyers: string }>(scope, { sql: fill(blocks.counts, { sets: sql }), params })
  return rows.map(row => ({ mask: row.mask, people: Number(row.n), buyers: Number(row.buyers) }))
}

/** The people with one of these sets of carriers. */
export function carrierSetPeople(scope: Scope, spec: MultiCarrierSpec, masks: readonly number[], bought = false): Query {
  const { sql, params } = setsOf(scope, spec)
  const which = bought ? 'bitmapAnd(people, goal)' : 'people'
  return { sql: fill(blocks.who, { sets: sql, which }), params: { ...params, masks } }
}

/** How many carriers a set has. */
export function carriersIn(mask: number): number {
  return mask.toString(2).replaceAll('0', '').length
}

/** People on at least so many carriers. */
export function atLeast(sets: readonly CarrierSet[], carriers: number): number {
  return sets.reduce((sum, set) => sum + (carriersIn(set.mask) >= carriers ? set.people : 0), 0)
}

function setsOf(scope: Scope, { from, to, carriers = threeCarriers, goal = 'order.pay' }: MultiCarrierSpec): Query {
  const used = carriers.map((carrier, i) => [`used_${i}`, { carriers: [carrier] }] as const)
  const days = daySets(scope, { from, to }, { seen: {}, goal: { events: [goal] }, ...Object.fromEntries(used) })
  const names = ['seen', 'goal', ...used.map(([name]) => name)]
  const just = used.reduce(
    (people, [name], i) => `bitmapAnd(${people}, if(bitTest(mask, ${i}), ${name}, bitmapAndnot(seen, ${name})))`,
    'seen',
  )
  const together = names.map(name => `groupBitmapMergeState(${name}) as ${name}`).join(', ')
  return { sql: fill(blocks.sets, { just, masks: 2 ** carriers.length, together, days: days.sql }), params: days.params }
}
