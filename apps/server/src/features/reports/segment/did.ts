/** Which people did certain things often enough in a range? */
import { loadChSql } from '../../../infra/sql.ts'
import { baseParams, dayPeople, personDays } from '../common/days.ts'
import { asNow, fill, mergeScalar, Params, type Query, run, type Scope } from '../common/query.ts'
import { rollupServes } from '../retention/cohorts.ts'

const blocks = loadChSql(new URL('./did.ch.sql', import.meta.url), ['candidates', 'known', 'did', 'count'])

/** The days are kept by thing and then by person: all rows of a thing are needed, and there is no order to follow across things. */
const settings = { optimize_aggregation_in_order: 0 }

/** All acts are needed, each at least so often between two days, inclusive. */
export type DidSpec = { from: string; to: string; acts: readonly { event: string; atLeast: number }[] }

/**
 * Who did each thing at all is known by day; only what must have happened more often is counted, and of those only. In a
 * zone of other days everything is counted from the events.
 */
export function didPeople(scope: Scope, { from, to, acts }: DidSpec): Query {
  const ready = rollupServes(scope, {})
  const events = [...new Set(acts.map(act => act.event))]
  const params = new Params({ ...baseParams(scope), from, to })
  const candidates = ready ? allOf(scope, events, params) : ''
  const often = ready ? acts.filter(act => act.atLeast > 1) : acts
  if (often.length === 0) return { sql: fill(blocks.known, { merge_scalar: mergeScalar, candidates }), params: params.values, settings }
  params.values.counted = [...new Set(often.map(act => act.event))]
  const sql = fill(blocks.did, {
    merge_scalar: mergeScalar,
    candidates: ready ? `, (${candidates}) as candidates` : '',
    which: ready ? ' where bitmapContains(candidates, who)' : '',
    days: personDays(scope),
    enough: often.map(act => `sumIf(d.n, d.event = ${params.add(act.event)}) >= ${params.add(act.atLeast, 'UInt64')}`).join(' and '),
  })
  return { sql, params: params.values, settings }
}

/** One bitmap of those who are in the bitmaps of all events; needs `m`. */
function allOf(scope: Scope, events: readonly string[], params: Params): string {
  params.values.events = events
  const each = events.map((event, i) => `groupBitmapMergeStateIf(people, event = ${params.add(event)}) as did_${i}`)
  const [first, ...others] = events.map((_, i) => asNow(`did_${i}`))
  const all = others.reduce((some, next) => `bitmapAnd(${some}, ${next})`, first!)
  return fill(blocks.candidates, { all, each: each.join(', '), day_people: dayPeople(scope) })
}

export async function didCount(scope: Scope, spec: DidSpec): Promise<number> {
  const { sql, params } = didPeople(scope, spec)
  const [row] = await run<{ people: string }>(scope, { sql: fill(blocks.count, { did: sql }), params, settings })
  return Number(row!.people)
}
