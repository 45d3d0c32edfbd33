import { readFileSync } from 'node:fs'
import { getPriority, setPriority } from 'node:os'
import pg from 'pg'
import { compileSql, type SqlText } from './sql.ts'

export type SqlParams = Record<string, unknown>

/**
 * PostgreSQL with named parameters. A `SqlText` from `loadSql` runs as a prepared statement; a plain string is
 * compiled once and sent unprepared. Arrays become PostgreSQL arrays: give `JSON.stringify(list)` to a jsonb parameter.
 */
export type Db = {
  query<T>(sql: SqlText | string, params?: SqlParams): Promise<T[]>
  /** The first row, or undefined. */
  one<T>(sql: SqlText | string, params?: SqlParams): Promise<T | undefined>
  /** Runs a file of statements as it stands, without parameters. */
  script(text: string): Promise<void>
  /** All or nothing. Inside another transaction it is a savepoint. */
  transaction<R>(fn: (db: Db) => Promise<R>, options?: TransactionOptions): Promise<R>
  pool: pg.Pool
}

/**
 * `lazy`: the commit does not wait for the disk, which leaves it to those who acknowledge something. If PostgreSQL dies
 * within the next moments the whole transaction never was, and nothing that was committed after it either; so it suits
 * work that is then done again, and whose traces outside are written after a commit that waits.
 */
export type TransactionOptions = { lazy?: boolean }

export type PostgresOptions = { max?: number; onError?: (error: Error) => void; applicationName?: string }

const { builtins } = pg.types

/** bigint → number while it is exact (else the digits as they are); date stays `YYYY-MM-DD`, free of any local zone. */
const parsers: Record<number, (text: string) => unknown> = {
  [builtins.INT8]: text => (Number.isSafeInteger(Number(text)) ? Number(text) : text),
  [builtins.DATE]: text => text,
}

/** Opens a pool. The first connection is made by the first query. */
export function connectPostgres(url: string, options: PostgresOptions = {}): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'wematrix',
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 15_000,
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        parsers[oid] ?? pg.types.getTypeParser(oid, format ?? 'text')) as typeof pg.types.getTypeParser,
    },
  })
  // Without a listener a stopped server would end our process. While the pool ends, that is what we want.
  const lost = (error: Error) => {
    if (!pool.ending) options.onError?.(error)
  }
  pool.on('error', lost)
  pool.on('connect', client => {
    client.on('error', lost)
    followRank(client)
  })
  return makeDb(pool, undefined, 0)
}

/** A process that stands back for others (the worker, an import) has the PostgreSQL of its machine work for it no sooner. */
function followRank(client: pg.PoolClient): void {
  const { processID: pid } = client as pg.PoolClient & { processID?: number }
  try {
    const rank = getPriority()
    // The number may be that of a process on another machine.
    if (rank > 0 && pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('postgres: ')) setPriority(pid, rank)
  } catch {
    // It is elsewhere, or not ours to set: it only costs politeness.
  }
}

type Runner = pg.Pool | pg.PoolClient

function makeDb(pool: pg.Pool, client: pg.PoolClient | undefined, depth: number): Db {
  const runner: Runner = client ?? pool
  const query = async <T>(sql: SqlText | string, params: SqlParams = {}): Promise<T[]> => {
    const compiled = typeof sql === 'string' ? plain(sql) : sql
    const values = compiled.params.map(name => {
      if (!(name in params)) throw new Error(`Statement ${compiled.name || 'without a name'} needs the parameter ":${name}".`)
      return params[name] ?? null
    })
    const result = await runner.query(
      typeof sql === 'string' ? { text: compiled.text, values } : { name: compiled.name, text: compiled.text, values },
    )
    return result.rows as T[]
  }
  return {
    pool,
    query,
    one: async <T>(sql: SqlText | string, params?: SqlParams) => (await query<T>(sql, params))[0],
    script: async text => {
      await runner.query(text)
    },
    transaction: (fn, options) => (client ? savepoint(pool, client, depth + 1, fn) : begin(pool, fn, options)),
  }
}

async function begin<R>(pool: pg.Pool, fn: (db: Db) => Promise<R>, { lazy = false }: TransactionOptions = {}): Promise<R> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(lazy ? 'begin; set local synchronous_commit = off' : 'begin')
    const result = await fn(makeDb(pool, client, 1))
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}

async function savepoint<R>(pool: pg.Pool, client: pg.PoolClient, depth: number, fn: (db: Db) => Promise<R>): Promise<R> {
  const name = `sp_${depth}`
  await client.query(`savepoint ${name}`)
  try {
    const result = await fn(makeDb(pool, client, depth))
    await client.query(`release savepoint ${name}`)
    return result
  } catch (error) {
    await client.query(`rollback to savepoint ${name}`)
    throw error
  }
}

const plainCache = new Map<string, SqlText>()

function plain(source: string): SqlText {
  let compiled = plainCache.get(source)
  if (!compiled) {
    compiled = compileSql(source, '')
    if (plainCache.size < 1000) plainCache.set(source, compiled)
  }
  return compiled
}

/** True when PostgreSQL refused a row because a unique key is taken. */
export function isUniqueViolation(error: unknown): boolean {
  return (error as { code?: string } | undefined)?.code === '23505'
}
