/** Which people did certain things often enough in a range? */
import { loadChSql } from '../../../infra/sql.ts'
import { baseParams, personDays } from '../common/days.ts'
import { fill, mergeScalar, Params, type Query, run, type Scope } from '../common/query.ts'

const blocks = loadChSql(new URL('./did.ch.sql', import.meta.url), ['did', 'count'])

/** The days are kept by thing and then by person: all rows of a thing are needed, and there is no order to follow across things. */
const settings = { optimize_aggregation_in_order: 0 }

/** All acts are needed, each at least so often between two days, inclusive. */
export type DidSpec = { from: string; to: string; acts: readonly { event: string; atLeast: number }[] }

export function didPeople(scope: Scope, spec: DidSpec): Query {
  const events = [...new Set(spec.acts.map(act => act.event))]
  const params = new Params({ ...baseParams(scope), from: spec.from, to: spec.to, events })
  const enough = spec.acts.map(act => `sumIf(d.n, d.event = ${params.add(act.event)}) >= ${params.add(act.atLeast, 'UInt64')}`)
  const sql = fill(blocks.did, { merge_scalar: mergeScalar, days: personDays(scope), enough: enough.join(' and ') })
  return { sql, params: params.values, settings }
}

export async function didCount(scope: Scope, spec: DidSpec): Promise<number> {
  const { sql, params } = didPeople(scope, spec)
  const [row] = await run<{ people: string }>(scope, { sql: fill(blocks.count, { did: sql }), params, settings })
  return Number(row!.people)
}
