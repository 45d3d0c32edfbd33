import type { KeepDays } from '../../config.ts'
import { type Handled, handle } from '../../infra/register.ts'
import { loadSql } from '../../infra/sql.ts'
import { parkedUntil } from '../ops/cleanup.ts'
import { listParked, replayParked } from './park.ts'
import type { Refusals } from './refusals.ts'
import * as schema from './schema.ts'
import { readTail } from './tail.ts'

const sql = loadSql(new URL('./inbox.sql', import.meta.url), ['backlog', 'recent_drops'])

export function inboxRoutes({ refusals, keep }: { refusals: Refusals; keep: KeepDays }): Handled[] {
  return [
    handle(schema.getTail, async ({ ctx, query }) => {
      const arrivals = await readTail(ctx, refusals, query)
      const since = new Date(ctx.clock.now().getTime() - 24 * 3_600_000)
      const drops = await ctx.db.query<{ carrierId: string; door: string; reason: string; n: number }>(sql.recent_drops, {
        brand_id: ctx.brandId,
        since,
      })
      const backlog = (await ctx.db.one<{ batches: number; items: number; oldest: Date | null }>(sql.backlog))!
      return { arrivals, drops, backlog: { ...backlog, oldest: backlog.oldest?.toISOString() ?? null } }
    }),
    handle(schema.getParked, async ({ ctx }) => ({
      parked: (await listParked(ctx)).map(({ received_at, parked_at, replayed_at, partition: _partition, ...rest }) => ({
        ...rest,
        receivedAt: received_at.toISOString(),
        parkedAt: parked_at.toISOString(),
        replayedAt: replayed_at?.toISOString() ?? null,
        deletedAt: parkedUntil(keep, replayed_at ?? parked_at)?.toISOString() ?? null,
      })),
    })),
    handle(schema.replayParkedBatch, ({ ctx, params }) => replayParked(ctx, params.id)),
  ]
}
