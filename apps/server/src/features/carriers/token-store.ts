import { hostname } from 'node:os'
import type { StoredToken, TokenStore } from '@wematrix/wechat'
import type { Clock } from '../../infra/clock.ts'
import { open, seal } from '../../infra/crypto.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadSql } from '../../infra/sql.ts'
import { sql } from './carriers.ts'

const refreshed = loadSql(new URL('./diagnosis.sql', import.meta.url), ['add_refresh'])

/** As the token's health names it. */
const thisProcess = `${hostname()} #${process.pid}`

/**
 * One account's token in PostgreSQL, sealed. `lock` holds the row while the token is fetched, so that of all
 * processes one asks WeChat and the others find what it got.
 */
export function postgresTokenStore(db: Db, clock: Clock, secret: Buffer, carrierId: string): TokenStore {
  const key = { carrier_id: carrierId }
  // Inside `lock` reads and writes must go through the connection that holds the row. The client runs one refresh at a time.
  let held: Db | undefined

  async function read(): Promise<StoredToken | undefined> {
    const row = await (held ?? db).one<{ token: Buffer | null; expires_at: Date | null }>(sql.read_token, key)
    if (!row?.token || !row.expires_at) return undefined
    return { token: open(secret, row.token, carrierId), expiresAt: row.expires_at.getTime() }
  }

  async function swap(db: Db, expected: string | undefined, next: StoredToken): Promise<boolean> {
    if ((await read())?.token !== expected) return false
    const token = seal(secret, next.token, carrierId)
    const now = clock.now()
    await db.query(sql.write_token, { ...key, token, expires_at: new Date(next.expiresAt), now })
    await db.query(refreshed.add_refresh, { ...key, now, by: thisProcess })
    return true
  }

  async function locked<Result>(work: (db: Db) => Promise<Result>): Promise<Result> {
    await db.query(sql.make_token_row, key)
    return db.transaction(async inner => {
      await inner.query(sql.lock_token, key)
      held = inner
      try {
        return await work(inner)
      } finally {
        held = undefined
      }
    })
  }

  return {
    get: read,
    lock: (_appId, work) => locked(work),
    compareAndSwap: (_appId, expected, next) => (held ? swap(held, expected, next) : locked(db => swap(db, expected, next))),
  }
}
