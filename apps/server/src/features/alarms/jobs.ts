/** Every five minutes each brand with a robot is looked at. */
import { createContext } from '../../context.ts'
import type { Events } from '../../infra/clickhouse.ts'
import type { Clock } from '../../infra/clock.ts'
import { type JobHandler, openJobs } from '../../infra/jobs.ts'
import type { Log } from '../../infra/log.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadSql } from '../../infra/sql.ts'
import { type AlarmSettings, watchBrand } from './alarms.ts'

const sql = loadSql(new URL('./alarms.sql', import.meta.url), ['brands_watched'])

const everyMs = 5 * 60_000

export type AlarmJobDeps = { db: Db; events: Events; clock: Clock; log: Log; settings: AlarmSettings }

/** Queues the look of the five minutes of `runAt`, once for all workers. */
export async function planAlarms({ db, clock }: Pick<AlarmJobDeps, 'db' | 'clock'>, runAt = clock.now()): Promise<void> {
  await openJobs(db, clock).add('alarms.watch', {}, { key: `alarms ${Math.floor(runAt.getTime() / everyMs)}`, runAt })
}

export function alarmJobs(deps: AlarmJobDeps): Record<string, JobHandler> {
  const { db, events, clock, log, settings } = deps
  return {
    async 'alarms.watch'() {
      for (const { brand_id: brandId } of await db.query<{ brand_id: string }>(sql.brands_watched)) {
        const ctx = createContext({ brandId, actor: { kind: 'system', id: 'alarms' }, clock, db, events, log })
        // One brand's trouble must not keep the others from being told of theirs.
        await watchBrand(ctx, settings).catch((err: unknown) => log.error({ err, brandId }, 'a brand could not be looked at'))
      }
      await planAlarms(deps, new Date(clock.now().getTime() + everyMs))
    },
  }
}
