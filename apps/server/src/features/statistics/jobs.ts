/** When statistics are read: on connecting, then every account once an hour looks for what it lacks; most times there is nothing. */
import type { Client } from '@wematrix/wechat'
import type { Events } from '../../infra/clickhouse.ts'
import type { Clock } from '../../infra/clock.ts'
import { type JobHandler, openJobs } from '../../infra/jobs.ts'
import type { Log } from '../../infra/log.ts'
import type { Db } from '../../infra/postgres.ts'
import { byReaction } from '../carriers/reaction.ts'
import { pullStatistics } from './pull.ts'
import { sourcesOf } from './sources.ts'

export type StatisticsDeps = {
  db: Db
  events: Events
  clock: Clock
  log: Log
  wechat: (brandId: string, carrierId: string) => Promise<Client>
}

const everyMs = 3_600_000

/** Queues the plan of the hour of `runAt`, once for all workers. */
export async function planStatistics({ db, clock }: Pick<StatisticsDeps, 'db' | 'clock'>, runAt = clock.now()): Promise<void> {
  await openJobs(db, clock).add('statistics.plan', {}, { key: `hour ${Math.floor(runAt.getTime() / everyMs)}`, runAt })
}

type Account = { brand_id: string; id: string; kind: string }

/** Queues the reading of one account now, because an operator wants it: what WeChat refused is asked again. */
export async function readStatistics({ db, clock }: Pick<StatisticsDeps, 'db' | 'clock'>, { brand_id, id, kind }: Account): Promise<void> {
  if (!sourcesOf[kind]) return
  await openJobs(db, clock).add('statistics.pull', { carrierId: id, kind, asked: true }, { key: `statistics:${id}`, brandId: brand_id })
}

export function statisticsJobs(deps: StatisticsDeps): Record<string, JobHandler> {
  const { db, clock, wechat } = deps
  return {
    async 'statistics.plan'() {
      const kinds = Object.keys(sourcesOf)
      const carriers = await db.query<{ brand_id: string; id: string; kind: string }>(
        'select brand_id, id, kind from carriers where archived_at is null and kind = any(:kinds::text[])',
        { kinds },
      )
      for (const { brand_id, id, kind } of carriers)
        await openJobs(db, clock).addOnce('statistics.pull', { carrierId: id, kind }, { key: `statistics:${id}`, brandId: brand_id })
      await planStatistics(deps, new Date(clock.now().getTime() + everyMs))
    },
    'statistics.pull': byReaction(deps, async ({ brand_id, payload }) => {
      const { carrierId, kind, asked = false } = payload as { carrierId: string; kind: string; asked?: boolean }
      const client = await wechat(brand_id!, carrierId)
      await pullStatistics(deps, { brandId: brand_id!, carrierId, kind, client, asked })
    }),
  }
}
