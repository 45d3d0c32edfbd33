import { createHash, randomBytes } from 'node:crypto'
import { afterAll, inject } from 'vitest'
import { connectClickhouse, createDatabase, type Events } from '../infra/clickhouse.ts'
import { listMigrations, migrate } from '../infra/migrate.ts'
import { connectPostgres, type Db } from '../infra/postgres.ts'

export type TestStores = { db: Db; events: Events; databaseUrl: string; clickhouseUrl: string; close(): Promise<void> }

/** Tests run on small disks: refuse inserts only when nearly nothing is free. */
export const testDdl = { minFreeBytes: 1_000_000 }

/**
 * A PostgreSQL database and an event database of their own, empty and migrated (about 0.2 s). Call it in `beforeAll`
 * or at the top of the file; both are dropped after the file's last test.
 */
export async function testStores(options: { migrated?: boolean } = {}): Promise<TestStores> {
  const server = inject('databaseUrl')
  const name = `t_${process.pid}_${randomBytes(4).toString('hex')}`
  const template = options.migrated === false ? 'template1' : await makeTemplate(server)
  await admin(server, db => db.script(`create database ${name} template ${template}`))
  const databaseUrl = withDatabase(server, name)
  const clickhouseUrl = withDatabase(inject('clickhouseUrl'), name)
  await createDatabase(clickhouseUrl)
  const db = connectPostgres(databaseUrl)
  const events = connectClickhouse(clickhouseUrl)
  if (options.migrated !== false) await migrate(db, events, testDdl)
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= (async () => {
      await events.command(`drop database if exists ${name} sync`)
      await Promise.all([db.pool.end(), events.close()])
      await admin(server, db => db.script(`drop database if exists ${name} with (force)`))
    })()
    return closed
  }
  afterAll(close)
  return { db, events, databaseUrl, clickhouseUrl, close }
}

/** The database all others are copied from; its name holds the migrations' checksum, so an edited file makes a new one. */
async function makeTemplate(server: string): Promise<string> {
  const files = listMigrations('pg')
  const name = `tpl_${createHash('sha1')
    .update(files.map(file => file.checksum).join())
    .digest('hex')
    .slice(0, 12)}`
  const exists = (db: Db) => db.one('select 1 from pg_database where datname = :name and datistemplate', { name })
  await admin(server, async db => {
    if (await exists(db)) return
    const client = await db.pool.connect()
    try {
      await client.query('select pg_advisory_lock(4711)')
      if (await exists(db)) return
      await client.query(`drop database if exists ${name}`)
      await client.query(`create database ${name}`)
      const target = connectPostgres(withDatabase(server, name))
      await migrate(target, undefined)
      await target.pool.end()
      await client.query(`alter database ${name} is_template true`)
    } finally {
      await client.query('select pg_advisory_unlock(4711)')
      client.release()
    }
  })
  return name
}

async function admin(server: string, work: (db: Db) => Promise<void>): Promise<void> {
  const db = connectPostgres(server, { max: 2 })
  try {
    await work(db)
  } finally {
    await db.pool.end()
  }
}

/** The same server, another database. Unix socket addresses have no host, which `URL` may refuse. */
function withDatabase(url: string, database: string): string {
  return url.replace(/^([a-z]+:\/\/[^/]*)(?:\/[^?]*)?/, `$1/${database}`)
}
