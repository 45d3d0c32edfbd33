/** Which ways do people take through carriers, entries or events? Repeats in a row count once; the first steps are compared. */
import { loadChSql } from '../../../infra/sql.ts'
import { fill, mergeMap, type Query, run, type Scope } from '../common/query.ts'
import { notActivity } from '../retention/cohorts.ts'

const blocks = loadChSql(new URL('./paths.ch.sql', import.meta.url), ['walks', 'paths', 'who'])

export type PathSpec = { fromMs: number; toMs: number; of: 'carrier' | 'entry' | 'event'; length: number; goal: string }
export type PathCount = { steps: string[]; people: number; converted: number }

/** Which events are places on the way. */
const which = {
  carrier: "carrier in ('mini_program', 'official_account', 'channels')",
  entry: "entry != '' and touch != 'exclude'",
  event: '1',
}

/** The most common ways and the number of people with any. */
export async function pathCounts(scope: Scope, spec: PathSpec, limit: number): Promise<{ people: number; paths: PathCount[] }> {
  const { walks, params } = compile(scope, spec)
  const sql = fill(blocks.paths, { walks })
  const rows = await run<{ path: string[]; people: string; converted: string; total: string }>(scope, { sql, params: { ...params, limit } })
  const paths = rows.map(row => ({ steps: row.path, people: Number(row.people), converted: Number(row.converted) }))
  return { people: Number(rows[0]?.total ?? 0), paths }
}

export function pathPeople(scope: Scope, spec: PathSpec, steps: readonly string[]): Query {
  const { walks, params } = compile(scope, spec)
  return { sql: fill(blocks.who, { walks }), params: { ...params, path: steps } }
}

function compile(scope: Scope, spec: PathSpec) {
  const walks = fill(blocks.walks, { place: spec.of, which: which[spec.of], merge_map: mergeMap })
  const params = {
    brand: scope.brandId,
    from_ms: spec.fromMs,
    to_ms: spec.toMs,
    length: spec.length,
    goal: spec.goal,
    passive: notActivity,
  }
  return { walks, params }
}
