import type { Context } from '../../context.ts'
import { loadChSql } from '../../infra/sql.ts'
import { carrierRow, sql } from './carriers.ts'
import type { CarrierHealth } from './schema.ts'
import { tokenDates } from './token-dates.ts'

const ch = loadChSql(new URL('./health.ch.sql', import.meta.url), ['last_event', 'events_by_hour'])

const hourMs = 3_600_000

/** When something last arrived from the account, looking back 60 days at most; undefined when nothing did. */
export async function lastArrival(ctx: Context, carrierId: string, since: Date): Promise<Date | undefined> {
  const from = new Date(Math.max(since.getTime() - 7 * 24 * hourMs, ctx.clock.now().getTime() - 60 * 24 * hourMs))
  const [row] = await ctx.events.query<{ at: string }>(ch.last_event, { brand: ctx.brandId, carrier: carrierId, since: chTime(from) })
  const at = row ? new Date(row.at) : undefined
  return at && at.getTime() > 0 ? at : undefined
}

/** How the account does: arrivals of the last 24 hours by hour, refusals, token, parked batches. */
export async function carrierHealth(ctx: Context, id: string): Promise<CarrierHealth> {
  const row = await carrierRow(ctx, id)
  const hour = Math.floor(ctx.clock.now().getTime() / hourMs) * hourMs
  const since = new Date(hour - 23 * hourMs)
  const [last, counts, drops, token, parked] = await Promise.all([
    lastArrival(ctx, id, row.created_at),
    ctx.events.query<{ at: string; n: string }>(ch.events_by_hour, { brand: ctx.brandId, carrier: id, since: chTime(since) }),
    ctx.db.query<CarrierHealth['drops'][number]>(sql.drops, { brand_id: ctx.brandId, carrier_id: id, since }),
    tokenDates(ctx, row),
    ctx.db.one<{ n: number }>(sql.parked, { brand_id: ctx.brandId }),
  ])
  const byHour = new Map(counts.map(count => [new Date(count.at).getTime(), Number(count.n)]))
  return {
    lastCallbackAt: last?.toISOString() ?? null,
    hours: Array.from({ length: 24 }, (_, i) => {
      const at = since.getTime() + i * hourMs
      return { at: new Date(at).toISOString(), events: byHour.get(at) ?? 0 }
    }),
    drops,
    token,
    parkedInBrand: parked?.n ?? 0,
  }
}

/** A DateTime64 parameter: `2026-03-01 08:00:00.000`. */
function chTime(at: Date): string {
  return at.toISOString().replace('T', ' ').replace('Z', '')
}
