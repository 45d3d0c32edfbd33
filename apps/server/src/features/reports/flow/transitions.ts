/**
 * How do people move from one place to the next, worked out from the events themselves?
 *
 * Consecutive events of one person, ordered by (time, batch, place), never across people; pairs further apart than the
 * gap are not counted. This is the plain reading of the definition: it answers `compute`, and checks the arrivals that
 * intake wrote down.
 */
import { loadChSql } from '../../../infra/sql.ts'
import { fill, mergeMap, type Query, run, type Scope } from '../common/query.ts'
import { carrierCode, edgeCodes, edgeOf } from './edge-codes.ts'

const blocks = loadChSql(new URL('./flow.ch.sql', import.meta.url), [
  'touches',
  'transitions',
  'packed',
  'walks',
  'changes',
  'counted',
  'counted_once',
  'gathered',
  'arrivals',
  'conversion',
  'goals',
])

/** What a state is: the carrier, the entry, or the event's name. */
export type StateOf = 'carrier' | 'entry' | 'event'

/** Longer than any history: no limit. */
const anyGap = 9_000_000_000_000

const threeCarriers = " and carrier in ('mini_program', 'official_account', 'channels') and touch != 'exclude'"

type TouchParts = { more?: string; columns?: string; names?: string; which?: string }

function touches(stateOf: StateOf, { more = '', columns = '', names = '', which = '' }: TouchParts = {}): string {
  return fill(blocks.touches, { state: `toString(${stateOf})`, merge_map: mergeMap, more, columns, names, which })
}

export type Transition = { from: string; to: string; n: number; people: number }

/** Counts of consecutive states of each person. */
export async function transitions(scope: Scope, spec: { stateOf: StateOf; maxGapMs?: number | undefined }): Promise<Transition[]> {
  const sql = fill(blocks.transitions, { touches: touches(spec.stateOf) })
  const rows = await run<{ a: string; b: string; n: string; people: string }>(scope, query(scope, sql, { gap_ms: spec.maxGapMs ?? anyGap }))
  return rows.map(row => ({ from: row.a, to: row.b, n: Number(row.n), people: Number(row.people) }))
}

/** Past so many people with two carriers in one millisecond everyone is read again: such data has no milliseconds. */
const manyDisputes = 50_000

/** Changes between the three carriers, each within the gap of the touch before: the plain flow matrix from the events. */
export async function carrierChanges(scope: Scope, maxGapMs: number): Promise<Transition[]> {
  const parts = {
    code: `toInt64(${carrierCode('carrier')})`,
    merge_map: mergeMap,
    which: threeCarriers,
  }
  const sums = edgeCodes.map(code => `sum(countEqual(t, ${code}))`).join(', ')
  const people = edgeCodes.map(code => `countIf(has(t, ${code}))`).join(', ')
  const changes = (of: string) => fill(blocks.changes, { of })
  const count = async (sql: string, settled: 0 | 1, whose: number[] = []): Promise<Changes> => {
    const [row] = await run<Changes>(scope, query(scope, sql, { gap_ms: maxGapMs, settled, whose }))
    return row!
  }
  /** With all that orders events. */
  const exactly = (whose: string) => fill(blocks.counted, { sums, people, changes: changes(fill(blocks.walks, { ...parts, whose })) })
  const first = changes(fill(blocks.packed, parts))
  const again = changes(fill(blocks.gathered, { sums, people, first }))
  const once = await count(fill(blocks.counted_once, { sums, people, again }), 0)
  const some = ` and (person in {whose:Array(UInt32)} or person in (select p from (${mergeMap}) where r in {whose:Array(UInt32)}))`
  const counts =
    once.disputed.length > manyDisputes
      ? [await count(exactly(''), 1)]
      : once.disputed.length > 0
        ? [once, await count(exactly(some), 1, once.disputed)]
        : [once]
  return edgeCodes.map(edgeOf).map(({ source: from, target: to }, i) => ({
    from,
    to,
    n: counts.reduce((sum, row) => sum + Number(row.n[i]), 0),
    people: counts.reduce((sum, row) => sum + Number(row.people[i]), 0),
  }))
}

type Changes = { n: string[]; people: string[]; disputed: number[] }

export type ArrivalCount = { source: string; target: string; arrivals: number; people: number; named: number }

/** Arrivals per edge in [fromMs, toMs) by the definition of the matrix map. */
export async function arrivalsFromEvents(scope: Scope, spec: { fromMs: number; toMs: number; gapMs: number }): Promise<ArrivalCount[]> {
  const extra = { more: ', source', columns: ', toString(source) as source', names: ', source', which: threeCarriers }
  const sql = fill(blocks.arrivals, { touches: touches('carrier', extra) })
  const params = { from_ms: spec.fromMs, to_ms: spec.toMs, gap_ms: spec.gapMs }
  const rows = await run<Record<keyof ArrivalCount, string>>(scope, query(scope, sql, params))
  return rows.map(row => ({
    source: row.source,
    target: row.target,
    arrivals: Number(row.arrivals),
    people: Number(row.people),
    named: Number(row.named),
  }))
}

export type EdgeConversion = { source: string; target: string; arrivals: number; converted: number }

/** Every change of state as an arrival, converted when the goal event happens in the new state within the window. */
export async function edgeConversion(
  scope: Scope,
  spec: { stateOf: StateOf; goal: string; windowMs: number; maxGapMs?: number },
): Promise<EdgeConversion[]> {
  const sql = fill(blocks.conversion, {
    touches: touches(spec.stateOf),
    goals: fill(blocks.goals, { state: `toString(${spec.stateOf})`, merge_map: mergeMap }),
  })
  const params = { gap_ms: spec.maxGapMs ?? anyGap, goal: spec.goal, window_ms: spec.windowMs }
  const rows = await run<Record<keyof EdgeConversion, string>>(scope, query(scope, sql, params))
  return rows.map(row => ({ source: row.source, target: row.target, arrivals: Number(row.arrivals), converted: Number(row.converted) }))
}

function query(scope: Scope, sql: string, params: Record<string, unknown>): Query {
  return { sql, params: { brand: scope.brandId, ...params } }
}
