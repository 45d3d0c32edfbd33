/**
 * How do people move between the three carriers, and what comes of it?
 *
 * Reads the arrivals that intake wrote down. An arrival is named (the event says where it came from) or inferred (the
 * person's event before lies on another carrier within the window); see `transitions.ts` for the plain reading.
 */
import { loadChSql } from '../../../infra/sql.ts'
import { addDays, dayOf, startOfDay } from '../../../stats/calendar.ts'
import { windowHours } from '../../events/last-touch.ts'
import { fill, mergeScalar, Params, peopleOf, type Query, run, type Scope } from '../common/query.ts'
import { rollupZone } from '../retention/cohorts.ts'
import { carrierCode, edgeOf } from './edge-codes.ts'

const blocks = loadChSql(new URL('./edges.ch.sql', import.meta.url), [
  'edges',
  'edges_by_day',
  'marked',
  'arrivals',
  'goals',
  'conversions',
  'people',
  'converted_people',
  'by_day',
])

/** Partitions hold whole arrivals, so each can be cleaned of older versions alone. */
const settings = { do_not_merge_across_partitions_select_final: 1 }

export type EdgeSpec = {
  fromMs: number
  toMs: number
  windowHours: number
  goal: string
  withinDays: number
  namedOnly?: boolean | undefined
  source?: string | undefined
  target?: string | undefined
  entry?: string | undefined
}

export type EdgeCount = {
  source: string
  target: string
  entry: string
  arrivals: number
  people: number
  named: number
  joined: number
  converted: number
  medianGapSeconds: number | null
}

/** Counts per edge, or per edge and entry; most arrivals first. */
export async function edgeCounts(scope: Scope, spec: EdgeSpec, by: 'edge' | 'entry'): Promise<EdgeCount[]> {
  const [counts, conversions] = await Promise.all([edgeVolumes(scope, spec, by), edgeConversions(scope, spec, by)])
  return counts.map(row => ({ ...row, converted: conversions.get(keyOf(row)) ?? 0 }))
}

const edgeCode = `toUInt8(4 * ${carrierCode('source')} + ${carrierCode('target')})`
const keys = { edge: 'source, target', entry: 'source, target, entry' }
const keyOf = (row: { source: string; target: string; entry?: string }) => `${row.source} ${row.target} ${row.entry ?? ''}`

/** Arrivals and people per edge, without conversion. */
export async function edgeVolumes(scope: Scope, spec: EdgeSpec, by: 'edge' | 'entry'): Promise<Omit<EdgeCount, 'converted'>[]> {
  const { which, params } = filter(scope, spec)
  const ready = await readyDays(scope, spec)
  if (ready) Object.assign(params.values, ready)
  const parts = { merge_scalar: mergeScalar, keys: keys[by], people: peopleOf('b'), which }
  const sql = fill(ready ? blocks.edges_by_day : blocks.edges, parts)
  type Row = { source: string; target: string; entry?: string; gap: number | null } & Record<
    'arrivals' | 'named' | 'joined' | 'people',
    string
  >
  const rows = await run<Row>(scope, { sql, params: params.values, settings })
  return rows.map(row => ({
    source: row.source,
    target: row.target,
    entry: row.entry ?? '',
    arrivals: Number(row.arrivals),
    people: Number(row.people),
    named: Number(row.named),
    joined: Number(row.joined),
    medianGapSeconds: typeof row.gap === 'number' && Number.isFinite(row.gap) ? row.gap : null,
  }))
}

/** What the roll-up by day needs, when it can answer: whole days of its zone, and all arrivals that intake infers. */
async function readyDays(scope: Scope, { fromMs, toMs, windowHours: hours }: EdgeSpec) {
  if (scope.zone !== rollupZone || hours < windowHours || toMs <= fromMs) return undefined
  const days = { from: dayOf(fromMs, rollupZone), to: dayOf(toMs - 1, rollupZone) }
  if (startOfDay(days.from, rollupZone) !== fromMs || startOfDay(addDays(days.to, 1), rollupZone) !== toMs) return undefined
  const rows = await run<{ marked: string }>(scope, { sql: blocks.marked, params: { brand: scope.brandId, ...days } })
  const marked = rows.map(row => row.marked)
  const [first, last] = [marked[0], marked.at(-1)]
  return {
    ...days,
    marked,
    marked_from_ms: first === undefined ? 0 : startOfDay(first, rollupZone),
    marked_until_ms: last === undefined ? 0 : startOfDay(addDays(last, 1), rollupZone),
  }
}

async function edgeConversions(scope: Scope, spec: EdgeSpec, by: 'edge' | 'entry'): Promise<Map<string, number>> {
  const { arrivals, goals, params } = parts(scope, spec, `, ${edgeCode} as edge${by === 'entry' ? ', entry' : ''}`)
  const sql = fill(blocks.conversions, { merge_scalar: mergeScalar, keys: by === 'entry' ? 'edge, entry' : 'edge', arrivals, goals })
  const rows = await run<{ edge: number; entry?: string; converted: string }>(scope, { sql, params: params.values, settings })
  return new Map(rows.map(({ edge, entry = '', converted }) => [keyOf({ ...edgeOf(edge), entry }), Number(converted)]))
}

/** The people who arrived, or those of them who then reached the goal. */
export function edgePeople(scope: Scope, spec: EdgeSpec, converted: boolean): Query {
  const { arrivals, goals, params } = parts(scope, spec)
  const ready = { merge_scalar: mergeScalar, arrivals }
  const sql = converted ? fill(blocks.converted_people, { ...ready, goals }) : fill(blocks.people, ready)
  return { sql, params: params.values, settings }
}

export async function arrivalsByDay(
  scope: Scope,
  range: { fromMs: number; toMs: number },
): Promise<{ day: string; key: string; value: number }[]> {
  const params = { brand: scope.brandId, zone: scope.zone, from_ms: range.fromMs, to_ms: range.toMs }
  const rows = await run<{ day: string; key: string; value: string }>(scope, { sql: blocks.by_day, params, settings })
  return rows.map(row => ({ ...row, value: Number(row.value) }))
}

function parts(scope: Scope, spec: EdgeSpec, more = ''): { arrivals: string; goals: string; params: Params } {
  const { which, params } = filter(scope, spec)
  const withinMs = spec.withinDays * 86_400_000
  Object.assign(params.values, { goal: spec.goal, within_ms: withinMs, goal_until_ms: spec.toMs + withinMs + 1 })
  return {
    arrivals: fill(blocks.arrivals, { which, more }),
    goals: blocks.goals,
    params,
  }
}

/** Conditions on an arrival's row; shared with the list of events behind an edge. */
export function filter(scope: Scope, spec: EdgeSpec): { which: string; params: Params } {
  const params = new Params({ brand: scope.brandId, from_ms: spec.fromMs, to_ms: spec.toMs, gap_s: spec.windowHours * 3600 })
  const which = [
    spec.namedOnly ? " and basis = 'named'" : '',
    spec.source === undefined ? '' : ` and source = ${params.add(spec.source)}`,
    spec.target === undefined ? '' : ` and target = ${params.add(spec.target)}`,
    spec.entry === undefined ? '' : ` and entry = ${params.add(spec.entry)}`,
  ].join('')
  return { which, params }
}
