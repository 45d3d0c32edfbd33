/** Which people did certain things often enough in a range? */
import { loadChSql } from '../../../infra/sql.ts'
import { baseParams } from '../common/days.ts'
import { fill, mergeMap, Params, type Query, run, type Scope } from '../common/query.ts'
import { rollupServes } from '../retention/cohorts.ts'

const blocks = loadChSql(new URL('./did.ch.sql', import.meta.url), [
  'days_rollup',
  'days_raw',
  'enough',
  'did',
  'merged_rollup',
  'merged_raw',
  'count',
])

/** All acts are needed, each at least so often between two days, inclusive. */
export type DidSpec = { from: string; to: string; acts: readonly { event: string; atLeast: number }[] }

export function didPeople(scope: Scope, spec: DidSpec): Query {
  const events = spec.acts.map(act => act.event)
  const params = new Params({ ...baseParams(scope), from: spec.from, to: spec.to, events })
  const [days, mergedDays] = rollupServes(scope, {}) ? [blocks.days_rollup, blocks.merged_rollup] : [blocks.days_raw, blocks.merged_raw]
  const acts = spec.acts.map(act => ({ name: params.add(act.event), atLeast: params.add(act.atLeast, 'UInt64'), more: act.atLeast > 1 }))
  const bitmaps = acts.map(({ name, atLeast, more }) =>
    fill(blocks.enough, { days: fill(days, { which: `event = ${name}` }), having: more ? ` having sum(n) >= ${atLeast}` : '' }),
  )
  const sql = fill(blocks.did, {
    all: bitmaps.reduce((all, one) => `bitmapAnd(${all}, ${one})`),
    merged_days: fill(mergedDays, { merge_map: mergeMap }),
    merge_map: mergeMap,
    enough: acts.map(({ name, atLeast }) => `sumIf(n, event = ${name}) >= ${atLeast}`).join(' and '),
  })
  return { sql, params: params.values }
}

export async function didCount(scope: Scope, spec: DidSpec): Promise<number> {
  const { sql, params } = didPeople(scope, spec)
  const [row] = await run<{ people: string }>(scope, { sql: fill(blocks.count, { did: sql }), params })
  return Number(row!.people)
}
