/** An event store for the length of one `compute`: the product's own tables on an engine in a temporary folder. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ddlStatements } from '../../infra/ch-ddl.ts'
import { connectClickhouse, createDatabase, type Events } from '../../infra/clickhouse.ts'
import { listMigrations } from '../../infra/migrate.ts'
import type { Scope } from '../reports/common/query.ts'

/** An event of a case; `seq` orders events of the same instant. */
export type CaseEvent = { person: string; event: string; carrier?: string; atMs: number; seq: number }

export type CaseStore = {
  /** Loads events once per key and gives the brand they lie under. */
  load(key: string, zone: string, events: () => CaseEvent[]): Promise<Scope>
  close(): Promise<void>
}

/** Starts the engine at the first `load`, so that topics without events need none. `url` names a running engine instead. */
export function openCaseStore(url?: string): CaseStore {
  let opening: Promise<{ events: Events; stop(): Promise<void> }> | undefined
  const loaded = new Map<string, Promise<string>>()
  return {
    async load(key, zone, events) {
      opening ??= open(url)
      const { events: store } = await opening
      let brand = loaded.get(key)
      if (!brand) {
        brand = insert(store, `brd_case_${loaded.size + 1}`, events())
        loaded.set(key, brand)
      }
      return { events: store, brandId: await brand, zone }
    },
    async close() {
      const opened = await opening?.catch(() => undefined)
      await opened?.stop()
    },
  }
}

async function open(url?: string): Promise<{ events: Events; stop(): Promise<void> }> {
  const dir = url ? undefined : mkdtempSync(join(tmpdir(), 'wm-compute-'))
  const engine = dir ? await startEngine(join(dir, 'ch')) : undefined
  const base = new URL(engine?.url ?? url!)
  base.pathname = `/compute_${process.pid}`
  await createDatabase(base.href)
  const events = connectClickhouse(base.href)
  for (const migration of listMigrations('ch')) {
    for (const { sql } of ddlStatements(migration.text, { minFreeBytes: 1_000_000 })) await events.command(sql)
  }
  // Nothing here outlives the command: syncing each of a log's many months would take most of the time.
  for (const table of ['events', 'person_days', 'day_people', 'person_months', 'carrier_days']) {
    await events.command(`alter table ${table} modify setting fsync_after_insert = 0, fsync_part_directory = 0`)
  }
  const stop = async () => {
    if (!engine) await events.command(`drop database if exists ${events.database} sync`)
    await events.close()
    await engine?.stop()
    if (dir) rmSync(dir, { recursive: true, force: true })
  }
  return { events, stop }
}

async function startEngine(dataDir: string): Promise<{ url: string; stop(): Promise<void> }> {
  const { startChdb } = await import('@wematrix/engines')
  const engine = await startChdb({ dataDir })
  const url = new URL(engine.url)
  url.username = engine.username
  url.password = engine.password
  return { url: url.href, stop: () => engine.stop() }
}

/** Bits of a batch's places, as at intake: ties are broken by (batch, n). */
const perBatch = 16_384
const perInsert = 50_000

async function insert(store: Events, brand: string, events: CaseEvent[]): Promise<string> {
  const numbers = new Map<string, number>()
  for (const { person } of events) if (!numbers.has(person)) numbers.set(person, numbers.size + 1)
  const order = [...events].sort((a, b) => a.seq - b.seq)
  for (let from = 0; from < order.length; from += perInsert) {
    const lines = order.slice(from, from + perInsert).map((event, i) => {
      const place = from + i
      return JSON.stringify({
        brand,
        person: numbers.get(event.person),
        occurred_at: instant(event.atMs),
        event: event.event,
        carrier: event.carrier ?? 'other',
        batch: Math.floor(place / perBatch),
        n: place % perBatch,
        received_at: '1970-01-01 00:00:00.000',
      })
    })
    await store.insert('events', `${lines.join('\n')}\n`, {
      token: `${brand} ${from}`,
      // Old logs span many months, and each month is a partition.
      settings: { max_partitions_per_insert_block: 0 as never },
    })
  }
  return brand
}

const instant = (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '')
