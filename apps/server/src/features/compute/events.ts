/** Cases' tables as events of the product. */
import { shanghai } from '../../stats/calendar.ts'
import type { Scope } from '../reports/common/query.ts'
import type { CaseEvent, CaseStore } from './store.ts'
import { type CaseInput, numberOf, type Row, readTable } from './table.ts'

/** Loads `person`, a time (`ts` seconds, `ts_ms`, or `years`) and the named columns; without `seq` the order of rows breaks ties. */
export async function loadEvents(
  store: CaseStore,
  input: CaseInput,
  dir: string,
  columns: readonly string[],
  toEvent: (row: Row) => { event: string; carrier?: string } = row => ({
    event: row.event ?? '',
    ...(row.carrier === undefined ? {} : { carrier: row.carrier }),
  }),
): Promise<{ scope: Scope; events: CaseEvent[] }> {
  const { rows, fingerprint } = readTable(input, dir, ['person', ['ts', 'ts_ms', 'years'], ...columns], ['rows', 'events'])
  const ordered = rows.length > 0 && rows.every(row => (row.seq ?? '') !== '')
  const events = rows.map((row, i) => ({
    person: row.person!,
    atMs: timeOf(row),
    seq: ordered ? numberOf(row, 'seq') : i,
    ...toEvent(row),
  }))
  const scope = await store.load(`${fingerprint} ${columns.join()}`, shanghai, () => events)
  return { scope, events }
}

function timeOf(row: Row): number {
  if ('ts_ms' in row) return Math.round(numberOf(row, 'ts_ms'))
  if ('ts' in row) return Math.round(numberOf(row, 'ts') * 1000)
  return Math.round(numberOf(row, 'years') * 365.25 * 86_400_000)
}

/** From the first instant to just after the last. */
export function span(events: readonly CaseEvent[]): { fromMs: number; toMs: number } {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { atMs } of events) {
    if (atMs < from) from = atMs
    if (atMs > to) to = atMs
  }
  return events.length > 0 ? { fromMs: from, toMs: to + 1 } : { fromMs: 0, toMs: 1 }
}
