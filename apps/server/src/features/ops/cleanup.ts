/**
 * What would grow for ever is deleted when it is old enough: counts of drops and of calls, parked batches, the audit log and verdicts as long as it. A few rows
 * at a time, so that nobody waits for a long statement; what is lost by it says so in the audit log.
 */
import type { KeepDays } from '../../config.ts'
import { writeAudit } from '../../context.ts'
import type { Clock } from '../../infra/clock.ts'
import { type JobHandler, openJobs } from '../../infra/jobs.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadSql, type SqlText } from '../../infra/sql.ts'

const sql = loadSql(new URL('./cleanup.sql', import.meta.url), [
  'forget_drops',
  'forget_calls',
  'forget_refusals',
  'forget_pushes',
  'forget_refreshes',
  'forget_starts',
  'forget_parked',
  'forget_audit',
  'forget_reviews',
  'forget_scans',
  'forget_opinions',
])

export type CleanupDeps = { db: Db; clock: Clock; keep: KeepDays /** Rows per statement. */; limit?: number }

const everyMs = 6 * 3_600_000
const dayMs = 86_400_000

/** Queues the clean-up of the six hours of `runAt`, once for all workers. */
export async function planCleanup({ db, clock }: Pick<CleanupDeps, 'db' | 'clock'>, runAt = clock.now()): Promise<void> {
  await openJobs(db, clock).add('cleanup.run', {}, { key: `cleanup ${Math.floor(runAt.getTime() / everyMs)}`, runAt })
}

export function cleanupJobs(deps: CleanupDeps): Record<string, JobHandler> {
  return {
    async 'cleanup.run'(_job, { extend }) {
      await cleanUp(deps, extend)
      await planCleanup(deps, new Date(deps.clock.now().getTime() + everyMs))
    },
  }
}

type Gone = { brand_id: string | null; n: number; rows?: number }

/** @param goOn  asked between two statements; false means that somebody else does it now */
export async function cleanUp(
  { db, clock, keep, limit = 1000 }: CleanupDeps,
  goOn: () => Promise<boolean> = async () => true,
): Promise<void> {
  const at = clock.now()
  const forget = async (days: number, statement: SqlText, act?: string) => {
    if (days === 0) return
    const before = new Date(at.getTime() - days * dayMs)
    for (let rows = limit; rows === limit; ) {
      if (!(await goOn())) return
      rows = await db.transaction(async db => {
        const gone = await db.query<Gone>(statement, { before, limit })
        for (const { brand_id, n } of gone)
          if (act && n > 0)
            await writeAudit(db, { brandId: brand_id, actor: 'system:cleanup', act, detail: { before: before.toISOString(), n }, at })
        return gone.reduce((sum, row) => sum + (row.rows ?? row.n), 0)
      })
    }
  }
  await forget(keep.drops, sql.forget_drops)
  await forget(keep.drops, sql.forget_calls)
  await forget(keep.drops, sql.forget_refusals)
  await forget(keep.drops, sql.forget_pushes)
  await forget(keep.drops, sql.forget_refreshes)
  await forget(keep.drops, sql.forget_starts)
  await forget(keep.parked, sql.forget_parked, 'parked.expire')
  await forget(keep.audit, sql.forget_audit, 'audit.expire')
  await forget(keep.audit, sql.forget_reviews)
  await forget(keep.audit, sql.forget_scans)
  await forget(keep.audit, sql.forget_opinions)
}

/** When a parked batch will be deleted; null when it is kept for ever. */
export function parkedUntil(keep: KeepDays, parkedAt: Date): Date | null {
  return keep.parked === 0 ? null : new Date(parkedAt.getTime() + keep.parked * dayMs)
}
