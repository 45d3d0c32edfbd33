import type { Context } from '../../context.ts'
import { type CarrierRow, sql } from './carriers.ts'
import type { TokenHealth } from './schema.ts'

/** When the account's token was fetched and until when it serves, in either mode. */
export async function tokenDates(ctx: Context, row: CarrierRow): Promise<Pick<TokenHealth, 'state' | 'refreshedAt' | 'expiresAt'>> {
  const now = ctx.clock.now()
  const dates = row.platform_id ? await ofPlatform(ctx, row) : await own(ctx, row)
  const state = !dates.expiresAt ? 'none' : dates.expiresAt > now ? 'valid' : 'expired'
  return { state, refreshedAt: dates.refreshedAt?.toISOString() ?? null, expiresAt: dates.expiresAt?.toISOString() ?? null }
}

type Dates = { refreshedAt: Date | null; expiresAt: Date | null }

async function own(ctx: Context, row: CarrierRow): Promise<Dates> {
  const token = await ctx.db.one<{ token: Buffer | null; expires_at: Date | null; refreshed_at: Date | null }>(sql.read_token, {
    carrier_id: row.id,
  })
  return { refreshedAt: token?.refreshed_at ?? null, expiresAt: token?.token ? token.expires_at : null }
}

async function ofPlatform(ctx: Context, { platform_id, app_id }: CarrierRow): Promise<Dates> {
  const token = await ctx.db.one<{ refreshed_at: Date | null; expires_at: Date | null }>(sql.account_token, { platform_id, app_id })
  return { refreshedAt: token?.refreshed_at ?? null, expiresAt: token?.expires_at ?? null }
}
