/** API keys: `wk_` may only send events, `sk_` may use the API of its brand. The key is shown once; its hash is kept. */
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import type { Clock } from '../../infra/clock.ts'
import { hashToken, newToken } from '../../infra/crypto.ts'
import { newId } from '../../infra/ids.ts'
import type { Db } from '../../infra/postgres.ts'
import type { ApiKey } from './schema.ts'
import { sql } from './sessions.ts'

type KeyRow = Omit<ApiKey, 'createdAt' | 'lastUsedAt' | 'revokedAt'> & { createdAt: Date; lastUsedAt: Date | null; revokedAt: Date | null }

export async function listKeys(ctx: Context): Promise<ApiKey[]> {
  const rows = await ctx.db.query<KeyRow>(sql.list_keys, { brand_id: ctx.brandId })
  return rows.map(row => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  }))
}

/** @param input.carrierId  binds a write key to one carrier, so that the SDK need not name it */
export async function createKey(
  ctx: Context,
  input: { kind: ApiKey['kind']; name: string; carrierId?: string },
): Promise<ApiKey & { key: string }> {
  return ctx.transaction(async ctx => {
    if (input.carrierId && !(await ctx.db.one(sql.carrier_exists, { brand_id: ctx.brandId, id: input.carrierId }))) {
      throw new AppError('not_found', 'There is no such carrier in this brand.')
    }
    const key = `${input.kind === 'write' ? 'wk' : 'sk'}_${newToken()}`
    const id = newId('key')
    const now = ctx.clock.now()
    const row = { id, kind: input.kind, name: input.name, carrierId: input.carrierId ?? null, prefix: key.slice(0, 8) }
    await ctx.db.query(sql.insert_key, { ...row, brand_id: ctx.brandId, carrier_id: row.carrierId, key_hash: hashToken(key), now })
    await ctx.audit('key.create', id, { kind: input.kind, name: input.name })
    return { ...row, createdAt: now.toISOString(), lastUsedAt: null, revokedAt: null, key }
  })
}

export async function revokeKey(ctx: Context, id: string): Promise<void> {
  const revoked = await ctx.db.one(sql.revoke_key, { brand_id: ctx.brandId, id, now: ctx.clock.now() })
  if (!revoked) throw new AppError('not_found', 'There is no such living key.')
  await ctx.audit('key.revoke', id)
}

/** The brand of a secret key as sent in `Authorization: Bearer`; undefined when unknown, revoked or a write key. */
export async function findSecretKey(db: Db, clock: Clock, token: string): Promise<{ id: string; brandId: string } | undefined> {
  if (!token.startsWith('sk_') || token.length > 100) return undefined
  const row = await db.one<{ brand_id: string; id: string }>(sql.find_secret_key, { key_hash: hashToken(token) })
  if (!row) return undefined
  await db.query(sql.touch_key, { id: row.id, now: clock.now() })
  return { id: row.id, brandId: row.brand_id }
}
