/**
 * What a third-party platform must not lose, in PostgreSQL: ticket and tokens sealed, records changed against their version, and
 * leases by which of all processes one fetches a token. A lease holds no connection, so that many accounts may wait at once.
 */
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { type Authorization, type ComponentStore, memoryTokenStore, type StoredToken } from '@wematrix/wechat'
import type { Clock } from '../../infra/clock.ts'
import { open, seal } from '../../infra/crypto.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadSql } from '../../infra/sql.ts'

const sql = loadSql(new URL('./platforms.sql', import.meta.url), [
  'read_ticket',
  'keep_ticket',
  'read_component_token',
  'lock_component_token',
  'write_component_token',
  'authorisation',
  'authorisations',
  'swap_authorisation',
  'add_refresh',
  'take_lease',
  'end_lease',
])

/** Longer than a token call with its repeats. */
const leaseSeconds = 30
const pollMs = 25
/** As the token's health names it. */
const thisProcess = `${hostname()} #${process.pid}`

type TokenRow = { token: Buffer | null; token_expires_at: Date | null }
type AuthorisationRow = {
  app_id: string
  version: number
  state: Authorization['state']
  since: Date
  sets: number[]
  tokens: Buffer
}
/** The part of a record that is sealed. */
type Sealed = Pick<Authorization, 'refreshToken' | 'accessToken' | 'expiresAt' | 'code'>

export type StoreDeps = { db: Db; clock: Clock; secret: Buffer; platformId: string }

export function postgresComponentStore({ db, clock, secret, platformId }: StoreDeps): ComponentStore {
  const queue = memoryTokenStore()
  const key = { id: platformId }
  const sealedFor = (appId: string) => `${platformId} ${appId}`

  const tokenOf = (row: TokenRow | undefined): StoredToken | undefined =>
    row?.token && row.token_expires_at
      ? { token: open(secret, row.token, `${platformId}#token`), expiresAt: row.token_expires_at.getTime() }
      : undefined

  function recordOf({ tokens, since, app_id, ...row }: AuthorisationRow): Authorization {
    return { ...row, ...(JSON.parse(open(secret, tokens, sealedFor(app_id))) as Sealed), appId: app_id, since: since.getTime() }
  }

  const find = async (appId: string) => {
    const row = await db.one<AuthorisationRow>(sql.authorisation, { platform_id: platformId, app_id: appId })
    return row && recordOf(row)
  }

  return {
    tokens: {
      get: async () => tokenOf(await db.one<TokenRow>(sql.read_component_token, key)),
      compareAndSwap: (_appId, expected, next) =>
        db.transaction(async db => {
          const stored = tokenOf(await db.one<TokenRow>(sql.lock_component_token, key))
          if (stored?.token !== expected) return false
          const expires_at = new Date(next.expiresAt)
          await db.query(sql.write_component_token, { ...key, token: seal(secret, next.token, `${platformId}#token`), expires_at })
          return true
        }),
      // The line forms in the process first: of each process one asks PostgreSQL.
      lock: (name, work) => queue.lock(name, () => leased(db, `${platformId} ${name}`, work)),
    },
    async ticket() {
      const row = await db.one<{ ticket: Buffer | null; ticket_at: Date | null }>(sql.read_ticket, key)
      return row?.ticket && row.ticket_at
        ? { ticket: open(secret, row.ticket, `${platformId}#ticket`), createdAt: row.ticket_at.getTime() }
        : undefined
    },
    async keepTicket({ ticket, createdAt }) {
      await db.query(sql.keep_ticket, { ...key, ticket: seal(secret, ticket, `${platformId}#ticket`), at: new Date(createdAt) })
    },
    authorization: find,
    async authorizations() {
      return (await db.query<AuthorisationRow>(sql.authorisations, { platform_id: platformId })).map(recordOf)
    },
    async compareAndSwap(appId, expected, { refreshToken, accessToken, expiresAt, code, ...next }) {
      const isNew = accessToken !== undefined && accessToken !== (await find(appId))?.accessToken
      const now = clock.now()
      const sealed = { refreshToken, accessToken, expiresAt, code }
      const where = { platform_id: platformId, app_id: appId }
      const swapped = await db.one(sql.swap_authorisation, {
        ...where,
        expected,
        version: next.version,
        state: next.state,
        since: new Date(next.since),
        sets: [...next.sets],
        tokens: seal(secret, JSON.stringify(sealed), sealedFor(appId)),
        refreshed_at: isNew ? now : null,
        expires_at: expiresAt === undefined ? null : new Date(expiresAt),
      })
      if (swapped && isNew) await db.query(sql.add_refresh, { ...where, now, by: thisProcess })
      return swapped !== undefined
    },
  }
}

/** Runs `work` while no other process holds the name; waits for its turn, and takes over a lease that ran out. */
async function leased<Result>(db: Db, name: string, work: () => Promise<Result>): Promise<Result> {
  const holder = randomUUID()
  while (!(await db.one(sql.take_lease, { name, holder, seconds: leaseSeconds }))) await pause(pollMs * (0.5 + Math.random()))
  try {
    return await work()
  } finally {
    await db.query(sql.end_lease, { name, holder })
  }
}
