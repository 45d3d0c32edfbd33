/** Which people did certain things often enough in a range? */
import { loadChSql } from '../../../infra/sql.ts'
import { baseParams, dayPeople, personDays } from '../common/days.ts'
import { fill, mergeMap, mergeScalar, Params, type Query, run, type Scope, whoOf } from '../common/query.ts'

const blocks = loadChSql(new URL('./did.ch.sql', import.meta.url), ['did', 'once', 'more', 'count'])

/** All acts are needed, each at least so often between two days, inclusive. */
export type DidSpec = { from: string; to: string; acts: readonly { event: string; atLeast: number }[] }

export function didPeople(scope: Scope, spec: DidSpec): Query {
  const params = new Params({ ...baseParams(scope), from: spec.from, to: spec.to })
  const acts = spec.acts.map(act => ({ event: params.add(act.event), times: params.add(act.atLeast, 'UInt64'), more: act.atLeast > 1 }))
  const [days, day_people] = [personDays(scope), dayPeople(scope)]
  const both = (bitmaps: string[]) => bitmaps.reduce((all, one) => `bitmapAnd(${all}, ${one})`)
  const counted = acts.filter(act => act.more).map(({ event, times }) => fill(blocks.more, { days, event, times, merge_map: mergeMap }))
  const sql = fill(blocks.did, {
    merge_scalar: mergeScalar,
    some: both(acts.map(({ event }) => whoOf(fill(blocks.once, { day_people, event })))),
    all: both(['some', ...counted]),
  })
  return { sql, params: params.values }
}

export async function didCount(scope: Scope, spec: DidSpec): Promise<number> {
  const { sql, params } = didPeople(scope, spec)
  const [row] = await run<{ people: string }>(scope, { sql: fill(blocks.count, { did: sql }), params })
  return Number(row!.people)
}
