/**
 * The product's own measures against hand-written DuckDB and against the best ClickHouse SQL known, over the same events.
 *   npm run bench analytics            10 million events; EVENTS=50000000 for more, THREADS=2 REPEATS=5 ONLY=funnel,flow
 *                                      KEEP=1 keeps the loaded tables and uses them again (after a change of tables: delete them)
 * The product reads its own tables: brand filter, text ids, 1 % merged persons. The others get what suits them best:
 * one number an event name, merges already applied. Contenders take turns; digests of the answers must agree.
 */
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createClient } from '@clickhouse/client'
import { edgeVolumes } from '../apps/server/src/features/reports/flow/edges.ts'
import { carrierChanges } from '../apps/server/src/features/reports/flow/transitions.ts'
import { funnelLevels } from '../apps/server/src/features/reports/funnel/funnel.ts'
import { series } from '../apps/server/src/features/reports/kpis/people.ts'
import { cohortFacts } from '../apps/server/src/features/reports/retention/cohorts.ts'
import { didCount } from '../apps/server/src/features/reports/segment/did.ts'
import { ddlStatements } from '../apps/server/src/infra/ch-ddl.ts'
import { connectClickhouse, createDatabase } from '../apps/server/src/infra/clickhouse.ts'
import { listMigrations } from '../apps/server/src/infra/migrate.ts'
import { addDays } from '../apps/server/src/stats/calendar.ts'
import { startChdb } from '../packages/engines/src/index.ts'
import { eventsSql, handSql, handTable, mergesSql, names, standardSql } from './analytics-sql.ts'
import * as L from './lib.mjs'

const rows = Number(process.env.EVENTS ?? 10_000_000)
const threads = Number(process.env.THREADS ?? 2)
const only = process.env.ONLY?.split(',')
const users = Math.min(1_000_000, Math.round(rows / 10))
const days = 60
const firstDay = '2026-09-01'
const t0 = Date.parse(`${firstDay}T00:00:00+08:00`)
const day = 86_400_000
const end = t0 + days * day
const keep = process.env.KEEP === '1'
const dir = path.join(L.DIR, `analytics-${keep ? `kept-${rows}` : process.pid}`)
const loaded = path.join(dir, 'loaded')
if (!fs.existsSync(loaded)) fs.rmSync(dir, { recursive: true, force: true })
fs.mkdirSync(dir, { recursive: true })

type Answer = (string | number)[][]
type Run = { s: number; cpu: number; mb: number; digest: string; rows: number }
const digest = (answer: Answer) =>
  createHash('sha1')
    .update(JSON.stringify(answer.map(row => row.map(String)).sort()))
    .digest('hex')
    .slice(0, 8)

const engine = await startChdb({ dataDir: path.join(dir, 'ch') })
const url = new URL(engine.url)
url.username = engine.username
url.password = engine.password
url.pathname = '/bench'
await createDatabase(url.href)
const store = connectClickhouse(url.href)
// The product's verbs run with the product's settings; only the number of threads is set, for all alike.
const events: typeof store = {
  ...store,
  query: (sql, params, settings) =>
    store.query(sql, params, { max_execution_time: 600, max_memory_usage: '8000000000', ...settings, max_threads: threads }),
}
const scope = { events, brandId: 'brd_bench', zone: 'Asia/Shanghai' }
const long = {
  max_bytes_before_external_sort: '3000000000',
  max_execution_time: 3600,
  max_memory_usage: '12000000000',
  max_insert_threads: 2 as never,
  max_partitions_per_insert_block: 0 as never,
}

// Loading takes longer than any question may.
const loader = createClient({ url, request_timeout: 3_600_000 })
const load = (sql: string, settings: object = long) => loader.command({ query: sql, clickhouse_settings: settings })

if (!fs.existsSync(loaded)) await loadAll()
const bytes = await store.query<{ table: string; b: number }>(
  `select table, sum(bytes_on_disk) / ${rows} as b from system.parts where active and database = currentDatabase() group by table`,
)

L.peers(['@duckdb/node-api'])
const { DuckDBInstance } = L.load('@duckdb/node-api')
const duck = await (await DuckDBInstance.create(path.join(dir, 'd.duckdb'), { threads: String(threads) })).connect()
if (!fs.existsSync(loaded)) await loadDuck()
fs.writeFileSync(loaded, '')

const asDuck = (sql: string) => async (): Promise<Answer> => (await duck.runAndReadAll(sql)).getRows()
const asHand = (sql: string) => async (): Promise<Answer> =>
  (await events.query<Record<string, string>>(sql)).map(row => Object.values(row))
const steps = [6, 1, 2, 4].map(i => ({ event: names[i - 1]! }))
const range = { from: firstDay, to: addDays(firstDay, days - 1) }
const funnelSpec = { steps, mode: 'ordered' as const, windowMs: 7 * day, fromMs: t0, toMs: end, readUntilMs: end }
const carriers = ['', 'mini_program', 'official_account', 'channels']
const number = (name: string) => carriers.indexOf(name)
const dayNumber = (text: string) => (Date.parse(`${text}T00:00:00+08:00`) - t0) / day
const retention = async (readFrom: 'raw' | 'rollup'): Promise<Answer> =>
  (await cohortFacts(scope, { from: firstDay, until: range.to, grain: 'day', readFrom }, 30, 'exact'))
    .filter(fact => fact.kind === 0 && fact.o > 0)
    .map(fact => [fact.c, fact.o, fact.people])
const uniques = async (zone: string): Promise<Answer> =>
  (await series({ ...scope, zone }, range, { grain: 'day', by: 'carrier', peopleOnly: true }))
    .filter(row => row.people > 0)
    .map(row => [dayNumber(row.day), number(row.key), row.people])

const std = standardSql({ t0, end })
const hand = handSql({ t0, end })
/** Per measure: the product (raw and from what is kept ready), the hand-written ones. */
const measures: Record<string, Record<string, () => Promise<Answer>>> = {
  funnel: {
    product: async () => levelCounts(await funnelLevels(scope, funnelSpec)),
    duckdb: asDuck(std.funnel),
    hand: asHand(hand.funnel),
  },
  retention: {
    product_raw: () => retention('raw'),
    product_rollup: () => retention('rollup'),
    duckdb: asDuck(std.retention),
    hand: asHand(hand.retention),
  },
  flow: {
    product_raw: async () => (await carrierChanges(scope, day)).map(t => [number(t.from), number(t.to), t.n, t.people]),
    product_edges: async () =>
      (await edgeVolumes(scope, { fromMs: t0, toMs: end, windowHours: 24, goal: 'order.pay', withinDays: 7 }, 'edge')).map(e => [
        number(e.source),
        number(e.target),
        e.arrivals,
        e.people,
      ]),
    duckdb: asDuck(std.flow),
    hand: asHand(hand.flow),
  },
  segment: {
    product: async () => [
      [
        await didCount(scope, {
          from: addDays(firstDay, days - 30),
          to: range.to,
          acts: [
            { event: names[5]!, atLeast: 3 },
            { event: names[9]!, atLeast: 1 },
            { event: names[3]!, atLeast: 1 },
          ],
        }),
      ],
    ],
    duckdb: asDuck(std.segment),
    hand: asHand(hand.segment),
  },
  // A zone with the same days but another name is answered from the events.
  daily_uniques: {
    product_raw: () => uniques('Asia/Taipei'),
    product_states: () => uniques('Asia/Shanghai'),
    duckdb: asDuck(std.dau),
    hand: asHand(hand.dau),
  },
}

/** The product's tables as intake would fill them, and the table of the hand-written statements. */
async function loadAll() {
  console.error('loading', rows)
  for (const migration of listMigrations('ch')) for (const { sql } of ddlStatements(migration.text, { minFreeBytes: 1e8 })) await load(sql)
  await load(mergesSql(users))
  // One sort over all, so that events of one millisecond have the same order for every contender.
  const slice = rows
  for (let from = 0; from < rows; from += slice) await load(eventsSql({ from, rows: Math.min(slice, rows - from), users, days, t0 }))
  await load(handTable)
  await load(
    `insert into hand select if(r = 0, person, r), toUnixTimestamp64Milli(occurred_at), indexOf([${names.map(n => `'${n}'`).join(', ')}], event), indexOf(['mini_program', 'official_account', 'channels'], carrier)
    from events any left join (select from_person as p, into_person as r from person_merges union all select into_person, into_person from person_merges) as m on person = p`,
  )
  await load(
    `insert into edges (brand, person, arrived_at, batch, n, source, target, entry, basis, gap_s, joined, live, version)
    select 'brd_bench', who, fromUnixTimestamp64Milli(ms), 0, rowNumberInAllBlocks(), a, b, '', 'inferred', intDiv(ms - p, 1000), 1, 1, 1
    from (select user_id as who, ['mini_program', 'official_account', 'channels'][carrier_id] as b, toInt64(ts) as ms, lagInFrame(b, 1, '') over w as a, lagInFrame(ms, 1, toInt64(0)) over w as p
      from hand window w as (partition by user_id order by ts, event rows between 1 preceding and current row))
    where a != '' and a != b and ms - p <= ${day}`,
  )
  for (const table of ['events', 'edges', 'person_days', 'day_people', 'person_months', 'carrier_days', 'edge_days', 'hand'])
    await load(`optimize table ${table} final`, { ...long, alter_sync: '2' })
}

/** The same rows in DuckDB. */
async function loadDuck() {
  const parquet = path.join(dir, 'hand.parquet')
  const out = await loader.exec({ query: 'select user_id, ts, event, carrier_id from hand format Parquet', clickhouse_settings: long })
  await pipeline(out.stream, fs.createWriteStream(parquet))
  await duck.run(
    `create table ev as select user_id::uinteger as user_id, ts::bigint as ts, event::utinyint as event, carrier_id::utinyint as carrier_id from '${parquet}' order by user_id, ts, event`,
  )
  await duck.run('checkpoint')
  fs.rmSync(parquet)
}

function levelCounts(reached: number[]): Answer {
  return reached.flatMap((people, i) => (people - (reached[i + 1] ?? 0) > 0 ? [[i + 1, people - (reached[i + 1] ?? 0)]] : []))
}

const reset = (pid: number | 'self') => {
  try {
    fs.writeFileSync(`/proc/${pid}/clear_refs`, '5')
  } catch {
    // Without the right to it, the peak since the start is what there is.
  }
}

const results: Record<string, unknown> = {}
for (const [measure, contenders] of Object.entries(measures)) {
  if (only && !only.includes(measure)) continue
  const runs: Record<string, Run[]> = {}
  for (let round = 0; round <= L.REPEATS; round++) {
    for (const [name, go] of Object.entries(contenders)) {
      const pid = name === 'duckdb' ? process.pid : engine.pid
      reset(pid)
      const [base, cpu, at] = [L.status('VmRSS', pid), L.cpu(pid), L.now()]
      const answer = await go()
      const run = {
        s: (L.now() - at) / 1000,
        cpu: L.cpu(pid) - cpu,
        mb: L.status('VmHWM', pid) - base,
        digest: digest(answer),
        rows: answer.length,
      }
      if (round > 0) runs[name] = [...(runs[name] ?? []), run]
    }
  }
  const summary = Object.fromEntries(
    Object.entries(runs).map(([name, list]) => [
      name,
      {
        s: L.median(list.map(r => r.s)),
        cpu_s: L.median(list.map(r => r.cpu)),
        peak_mb: Math.round(Math.max(...list.map(r => r.mb))),
        digest: list[0]!.digest,
        rows: list[0]!.rows,
      },
    ]),
  )
  const digests = new Set(Object.values(summary).map(item => item.digest))
  results[measure] = { ...summary, agree: digests.size === 1 }
  console.error(measure, JSON.stringify(results[measure]))
}

type Measured = Record<string, { s: number; cpu_s: number; peak_mb: number }>
const versus = (measure: string, product: string, other: string, goal: number) => {
  const of = results[measure] as Measured | undefined
  return of
    ? { seconds: L.ratio(of[other]!.s, of[product]!.s, goal), cpu: L.round(of[other]!.cpu_s / Math.max(0.005, of[product]!.cpu_s)) }
    : undefined
}
const goals = {
  funnel_vs_duckdb: versus('funnel', 'product', 'duckdb', 5),
  funnel_vs_hand: versus('funnel', 'product', 'hand', 1 / 1.3),
  retention_raw_vs_duckdb: versus('retention', 'product_raw', 'duckdb', 1.5),
  retention_rollup_vs_duckdb: versus('retention', 'product_rollup', 'duckdb', 3),
  retention_raw_vs_hand: versus('retention', 'product_raw', 'hand', 1 / 1.3),
  flow_raw_vs_duckdb: versus('flow', 'product_raw', 'duckdb', 1),
  flow_edges_vs_duckdb: versus('flow', 'product_edges', 'duckdb', 20),
  flow_raw_vs_hand: versus('flow', 'product_raw', 'hand', 1 / 1.3),
  segment_vs_duckdb: versus('segment', 'product', 'duckdb', 2),
  segment_vs_hand: versus('segment', 'product', 'hand', 1 / 1.3),
  daily_uniques_raw_vs_duckdb: versus('daily_uniques', 'product_raw', 'duckdb', 3),
  daily_uniques_states_vs_duckdb: versus('daily_uniques', 'product_states', 'duckdb', 100),
  daily_uniques_raw_vs_hand: versus('daily_uniques', 'product_raw', 'hand', 1 / 1.3),
}
const perEvent = Object.fromEntries(bytes.map(row => [row.table, L.round(row.b)]))
const own = bytes.filter(row => row.table !== 'hand').reduce((sum, row) => sum + row.b, 0)
await loader.close()
await store.close()
await engine.stop()
if (!keep) fs.rmSync(dir, { recursive: true, force: true })
L.out('analytics', { events: rows, threads, goals, bytes_per_event: { ...perEvent, together: L.round(own), goal: 60 }, results })
process.exit(0)
