/** Which people did certain things often enough in a range? */
import { loadChSql } from '../../../infra/sql.ts'
import { baseParams, personDays } from '../common/days.ts'
import { fill, mergeMap, Params, type Query, run, type Scope } from '../common/query.ts'

const blocks = loadChSql(new URL('./did.ch.sql', import.meta.url), ['did', 'count'])

/** All acts are needed, each at least so often between two days, inclusive. */
export type DidSpec = { from: string; to: string; acts: readonly { event: string; atLeast: number }[] }

export function didPeople(scope: Scope, spec: DidSpec): Query {
  const events = spec.acts.map(act => act.event)
  const params = new Params({ ...baseParams(scope), from: spec.from, to: spec.to, events })
  const names = spec.acts.map(act => params.add(act.event))
  const sql = fill(blocks.did, {
    person_days: personDays(scope),
    merge_map: mergeMap,
    counts: names.map((name, i) => `, sumIf(n, event = ${name}) as n${i}`).join(''),
    sums: names.map((_, i) => `, sum(d.n${i}) as n${i}`).join(''),
    enough: spec.acts.map((act, i) => `n${i} >= ${params.add(act.atLeast, 'UInt64')}`).join(' and '),
  })
  return { sql, params: params.values }
}

export async function didCount(scope: Scope, spec: DidSpec): Promise<number> {
  const { sql, params } = didPeople(scope, spec)
  const [row] = await run<{ people: string }>(scope, { sql: fill(blocks.count, { did: sql }), params })
  return Number(row!.people)
}
