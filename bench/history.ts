/** A running server's brand filled with the analytics bench's events and their arrivals, made inside its own event engine. */
import { createClient } from '@clickhouse/client'
import { loadConfig } from '../apps/server/src/config.ts'
import { openStores } from '../apps/server/src/infra/stores.ts'
import type { RunningServer } from '../stories/running-server.ts'
import { eventsSql } from './analytics-sql.ts'

export const firstDay = '2026-09-01'
export const days = 60

/** The arrivals that intake would have inferred: the event before lies on another carrier, at most a day ago. */
const arrivalsSql = `insert into edges (brand, person, arrived_at, batch, n, source, target, entry, basis, gap_s, joined, live, version)
  select brand, person, occurred_at, batch, n, a, b, '', 'inferred', intDiv(ms - p, 1000), 1, 1, 1
  from (
    select *, toString(carrier) as b, toUnixTimestamp64Milli(occurred_at) as ms, lagInFrame(b, 1, '') over w as a, lagInFrame(ms, 1, toInt64(0)) over w as p
    from events where brand = {brand:String} window w as (partition by person order by occurred_at, event rows between 1 preceding and current row)
  )
  where a != '' and a != b and ms - p <= 86400000`

/** `rows` events of 60 days from `firstDay` on, of a tenth as many people; returns when their parts are merged. */
export async function fillHistory(server: RunningServer, brand: string, rows: number): Promise<void> {
  const stores = await openStores(loadConfig({ ...process.env, WEMATRIX_DATA: server.dataDir, DATABASE_URL: '', CLICKHOUSE_URL: '' }))
  const alive = { send_progress_in_http_headers: 1 as const, http_headers_progress_interval_ms: '5000' }
  const client = createClient({ url: stores.clickhouseUrl, request_timeout: 3_600_000, clickhouse_settings: alive })
  const [slice, users] = [1_000_000, Math.round(rows / 10)]
  const t0 = Date.parse(`${firstDay}T00:00:00+08:00`)
  for (let from = 0; from < rows; from += slice) {
    const sql = eventsSql({ from, rows: Math.min(slice, rows - from), users, days, t0 }).replaceAll('brd_bench', brand)
    await client.command({ query: sql, clickhouse_settings: { max_execution_time: 3600, max_memory_usage: '4000000000' } })
  }
  await client.command({
    query: arrivalsSql,
    query_params: { brand },
    clickhouse_settings: { max_execution_time: 3600, max_memory_usage: '8000000000' },
  })
  // A history has come in over months: its days lie together, and what was written in a hurry is merged.
  for (const table of ['edges', 'edge_days', 'day_people', 'carrier_days', 'person_days', 'person_months'])
    await client.command({ query: `optimize table ${table} final`, clickhouse_settings: { max_execution_time: 3600 } })
  for (let seconds = 0; seconds < 120; seconds++) {
    const merging = await client.query({ query: 'select count() as n from system.merges', format: 'JSONEachRow' })
    const [row] = await merging.json<{ n: string }>()
    if (Number(row?.n) === 0) break
    await new Promise(resolve => setTimeout(resolve, 1000))
  }
  await client.close()
  await stores.close()
}
