/** Works at back-fills, a leg at a time, so that those of several accounts take turns. */
import type { Clock } from '../../infra/clock.ts'
import { JobError, type JobHandler, openJobs } from '../../infra/jobs.ts'
import type { Log } from '../../infra/log.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadSql } from '../../infra/sql.ts'
import { standstillOf } from './halt.ts'
import { type Leg, type LegDeps, runLeg, takeLeg } from './leg.ts'

const sql = loadSql(new URL('./followers.sql', import.meta.url), ['end_leg', 'overdue'])

/** A worker that says nothing for so long is dead: the back-fill goes on with another one. */
export const backfillLeaseMs = 10_000

export type BackfillDeps = LegDeps & { log: Log }

export function addLeg(db: Db, clock: Clock, brandId: string, id: string, leg: number, runAt = clock.now()): Promise<number> {
  return openJobs(db, clock).add('followers.run', { backfillId: id }, { key: `${id}:${leg}`, brandId, runAt })
}

/** Back-fills whose job is not there, after a database was restored or a job failed for good. */
export async function rescueBackfills({ db, clock }: { db: Db; clock: Clock }): Promise<void> {
  const rows = await db.query<{ brand_id: string; id: string; leg: number; run_at: Date }>(sql.overdue, { at: clock.now() })
  for (const row of rows) await addLeg(db, clock, row.brand_id, row.id, row.leg, row.run_at)
}

export function backfillJobs(deps: BackfillDeps): Record<string, JobHandler> {
  return {
    async 'followers.run'({ brand_id, payload }, { extend, signal }) {
      const brandId = brand_id!
      const id = (payload as { backfillId: string }).backfillId
      const leg = await takeLeg(deps, brandId, id)
      if (!leg) return
      let lost = false
      const beat = setInterval(() => {
        extend().then(
          mine => {
            lost ||= !mine
          },
          () => undefined,
        )
      }, backfillLeaseMs / 3)
      try {
        const outcome = await runLeg(deps, brandId, leg, () => lost || signal.aborted)
        if (outcome === 'again') await endLeg(deps, brandId, leg)
      } catch (error) {
        await standStill(deps, brandId, leg, error)
      } finally {
        clearInterval(beat)
      }
    },
  }
}

async function standStill(deps: BackfillDeps, brandId: string, leg: Leg, error: unknown): Promise<void> {
  const found = standstillOf(error, leg.row.setbacks, deps.clock.now().getTime())
  // A store does not answer: nothing can be written down.
  if (!found) throw new JobError(String((error as Error)?.message ?? error), { afterMs: 5000, cause: error })
  deps.log.info({ err: error, backfill: leg.row.id, state: found.state }, 'a back-fill of followers stands still')
  await endLeg(deps, brandId, leg, found)
}

/** Lets the holder go and asks for the next leg, in one transaction. */
function endLeg({ db, clock }: BackfillDeps, brandId: string, leg: Leg, found?: ReturnType<typeof standstillOf>): Promise<void> {
  const waiting = found?.state === 'waiting' ? found : undefined
  const until = waiting ? new Date(waiting.until) : null
  return db.transaction(async db => {
    const ended = await db.one<{ leg: number }>(sql.end_leg, {
      brand_id: brandId,
      id: leg.row.id,
      holder: leg.holder,
      state: found?.state ?? 'running',
      reason: waiting?.reason ?? '',
      problem: found?.state === 'failed' ? JSON.stringify(found.problem) : null,
      resume_at: until,
      in_flight: waiting?.slower ? Math.max(1, leg.inFlight >> 1) : leg.inFlight,
      setbacks: leg.row.setbacks + (waiting?.setback ? 1 : 0),
      at: clock.now(),
    })
    if (ended && found?.state !== 'failed') await addLeg(db, clock, brandId, leg.row.id, ended.leg, until ?? clock.now())
  })
}
