import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '../errors.ts'
import { type DdlTarget, ddlStatements } from './ch-ddl.ts'
import type { Events } from './clickhouse.ts'
import type { Db } from './postgres.ts'

export type Engine = 'pg' | 'ch'

/** One numbered file. `breaking` is the reason when older servers cannot run beside it. */
export type Migration = { engine: Engine; name: string; text: string; checksum: string; breaking?: string }

export type MigrateResult = { applied: string[]; already: string[]; breaking: string[] }

const folder = fileURLToPath(new URL('../migrations/', import.meta.url))

/** Any number, the same in every version: the lock that lets one process migrate at a time. */
const lockKey = 7_274_113

/** The migration files of one engine in order. */
export function listMigrations(engine: Engine, root = folder): Migration[] {
  return readdirSync(join(root, engine))
    .filter(file => /^\d{4}_[a-z0-9_]+\.sql$/.test(file))
    .sort()
    .map(file => {
      const text = readFileSync(join(root, engine, file), 'utf8')
      const breaking = /^-- breaking: *(.+)/.exec(text)?.[1]
      const checksum = createHash('sha256').update(text).digest('hex')
      return { engine, name: `${engine}/${file}`, text, checksum, ...(breaking ? { breaking } : {}) }
    })
}

/**
 * Brings both stores to the newest schema. Any number of processes may call it at once: one works, the others wait
 * and find nothing to do. PostgreSQL's files run in one transaction; ClickHouse knows none, so its statements are
 * written to be repeatable and each file is recorded after its last statement.
 * Without `events` only PostgreSQL is brought up to date. Throws `migration_changed` when a file that already ran has another text now.
 */
export async function migrate(db: Db, events: Events | undefined, target: DdlTarget & { root?: string } = {}): Promise<MigrateResult> {
  const result: MigrateResult = { applied: [], already: [], breaking: [] }
  await db.transaction(async db => {
    await db.query(`select pg_advisory_xact_lock(${lockKey})`)
    await db.query(
      'create table if not exists schema_migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
    )
    const done = new Map((await db.query<Row>('select name, checksum from schema_migrations')).map(row => [row.name, row.checksum]))
    for (const migration of listMigrations('pg', target.root)) {
      if (!isNew(migration, done, result)) continue
      await db.script(migration.text)
      await db.query('insert into schema_migrations (name, checksum) values (:name, :checksum)', migration)
    }
    if (events) await migrateEvents(events, target, result)
  })
  return result
}

/** Files that have not run yet, without running them. */
export async function pendingMigrations(db: Db, events: Events, root = folder): Promise<string[]> {
  const done = new Set<string>()
  const table = await db.one<{ there: boolean }>("select to_regclass('schema_migrations') is not null as there")
  if (table?.there) for (const row of await db.query<Row>('select name, checksum from schema_migrations')) done.add(row.name)
  const [there] = await events.query<{ n: string }>(
    "select count() as n from system.tables where database = currentDatabase() and name = 'schema_migrations'",
  )
  if (Number(there?.n)) for (const row of await events.query<Row>('select name, checksum from schema_migrations')) done.add(row.name)
  return [...listMigrations('pg', root), ...listMigrations('ch', root)].map(migration => migration.name).filter(name => !done.has(name))
}

type Row = { name: string; checksum: string }

async function migrateEvents(events: Events, target: DdlTarget & { root?: string }, result: MigrateResult): Promise<void> {
  for (const { sql } of ddlStatements(bookkeeping, target)) await events.command(sql)
  const done = new Map((await events.query<Row>('select name, checksum from schema_migrations')).map(row => [row.name, row.checksum]))
  for (const migration of listMigrations('ch', target.root)) {
    if (!isNew(migration, done, result)) continue
    for (const { sql } of ddlStatements(migration.text, target)) await events.command(sql)
    const row = { name: migration.name, checksum: migration.checksum }
    await events.insert('schema_migrations', `${JSON.stringify(row)}\n`, { token: `${migration.name} ${migration.checksum}` })
  }
}

const bookkeeping = `-- name: schema_migrations
create table if not exists schema_migrations /*{on_cluster}*/ (name String, checksum String, applied_at DateTime default now())
engine = /*{replicated}*/MergeTree order by name settings /*{durable}*/`

function isNew(migration: Migration, done: Map<string, string>, result: MigrateResult): boolean {
  const checksum = done.get(migration.name)
  if (checksum === undefined) {
    result.applied.push(migration.name)
    if (migration.breaking) result.breaking.push(`${migration.name}: ${migration.breaking}`)
    return true
  }
  if (checksum !== migration.checksum) {
    throw new AppError(
      'migration_changed',
      `${migration.name} was edited after it ran here; put its old text back and add a new numbered file.`,
    )
  }
  result.already.push(migration.name)
  return false
}
