/** What is done for accounts by the clock: their quotas are read every six hours, old secrets dropped when their time is over. */
import { type Context, createContext, type WechatFor } from '../../context.ts'
import type { Events } from '../../infra/clickhouse.ts'
import type { Clock } from '../../infra/clock.ts'
import { type JobHandler, openJobs } from '../../infra/jobs.ts'
import type { Log } from '../../infra/log.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadSql } from '../../infra/sql.ts'
import { addDays, dayOf, shanghai } from '../../stats/calendar.ts'
import type { CallCounter } from './calls.ts'
import { readQuotasNow } from './quotas.ts'
import { byReaction } from './reaction.ts'
import { rotationJob } from './rotation.ts'

const sql = loadSql(new URL('./quotas.sql', import.meta.url), ['carriers_in_use'])

export type CarrierJobDeps = {
  db: Db
  events: Events
  clock: Clock
  log: Log
  calls: CallCounter
  secret: Buffer
  wechatOf: (brandId: string) => WechatFor
}

const everyMs = 6 * 3_600_000

/** Queues the reading of the six hours of `runAt`, once for all workers. */
export async function planQuotas({ db, clock }: Pick<CarrierJobDeps, 'db' | 'clock'>, runAt = clock.now()): Promise<void> {
  await openJobs(db, clock).add('quotas.plan', {}, { key: `quotas ${Math.floor(runAt.getTime() / everyMs)}`, runAt })
}

export function carrierJobs(deps: CarrierJobDeps): Record<string, JobHandler> {
  const { db, events, clock, log, calls, secret, wechatOf } = deps
  const contextOf = (brandId: string): Context =>
    createContext({ brandId, actor: { kind: 'system', id: 'carriers' }, clock, db, events, log, wechat: wechatOf(brandId) })
  return {
    'carriers.rotation-end': rotationJob(contextOf, { secret }),
    async 'quotas.plan'() {
      await calls.flush()
      const since = addDays(dayOf(clock.now().getTime(), shanghai), -1)
      const jobs = openJobs(db, clock)
      for (const { brand_id, id } of await db.query<{ brand_id: string; id: string }>(sql.carriers_in_use, { since }))
        await jobs.addOnce('quotas.read', { carrierId: id }, { key: `quotas:${id}`, brandId: brand_id })
      await planQuotas(deps, new Date(clock.now().getTime() + everyMs))
    },
    // Read a moment ago by hand, archived since or without a secret: an AppError, and nothing to try again.
    'quotas.read': byReaction(deps, async ({ brand_id, payload }) => {
      await readQuotasNow(contextOf(brand_id!), (payload as { carrierId: string }).carrierId, calls.flush)
    }),
  }
}
