/** Work of the checks: readings of everything live, exceptions that begin or end, questions to WeChat, a look at each hour. */
import { type Context, type ContextParts, createContext } from '../../context.ts'
import { type JobHandler, openJobs } from '../../infra/jobs.ts'
import { loadSql } from '../../infra/sql.ts'
import { brandChecks } from './brand-checks.ts'
import { fetchLive } from './live.ts'
import { askWaiting, forgetUnanswered } from './opinions.ts'
import { endScan, readLive } from './read-live.ts'
import { queueScan, scanAfterChange } from './scans.ts'
import { settleVerdicts } from './settle.ts'

const sql = loadSql(new URL('./scans.sql', import.meta.url), ['live_brands', 'is_stale'])

const hourMs = 3_600_000
/** After so many tries a reading is said to have failed. */
const tries = 6

export type CheckJobDeps = Omit<ContextParts, 'brandId' | 'actor' | 'wechat'> & {
  wechatOf: (brandId: string) => NonNullable<ContextParts['wechat']>
}

/** Queues the look of the hour of `runAt`, once for all workers. */
export async function planChecks({ db, clock }: Pick<CheckJobDeps, 'db' | 'clock'>, runAt = clock.now()): Promise<void> {
  await openJobs(db, clock).add('checks.look', {}, { key: `checks ${Math.floor(runAt.getTime() / hourMs)}`, runAt })
}

export function checkJobs(deps: CheckJobDeps): Record<string, JobHandler> {
  const { wechatOf, ...parts } = deps
  const contextOf = (brandId: string) =>
    createContext({ ...parts, brandId, actor: { kind: 'system', id: 'checks' }, wechat: wechatOf(brandId) })
  return {
    async 'checks.look'() {
      await look(deps, contextOf)
      await forgetUnanswered(deps.db, deps.clock.now())
      await planChecks(deps, new Date(deps.clock.now().getTime() + hourMs))
    },
    async 'checks.scan'({ brand_id, payload, attempts }, { extend, signal }) {
      const ctx = contextOf(brand_id!)
      const { scanId } = payload as { scanId: string }
      try {
        await readLive(ctx, scanId, async () => !signal.aborted && (await extend()))
      } catch (error) {
        if (attempts < tries) throw error
        deps.log.error({ err: error, scan: scanId }, 'a reading of everything live failed')
        await endScan(ctx, scanId, String((error as Error)?.message ?? error).slice(0, 500))
      }
    },
    async 'checks.settle'({ brand_id, payload }) {
      await settleVerdicts(contextOf(brand_id!), (payload as { rule: string }).rule)
    },
    async 'checks.fetch'({ brand_id, payload }) {
      await fetchLive(contextOf(brand_id!), (payload as { carrierId: string }).carrierId)
    },
    async 'checks.opinion'({ brand_id, payload }) {
      await askWaiting(contextOf(brand_id!), (payload as { opinionId: string }).opinionId)
    },
  }
}

/** On a new day other rules may hold, and a new version of the product may read better: then everything live is read again. */
async function look({ db, clock, log }: CheckJobDeps, contextOf: (brandId: string) => Context): Promise<void> {
  const brands = await db.query<{ brand_id: string; running: string | null }>(sql.live_brands)
  for (const { brand_id: brandId, running } of brands) {
    const ctx = contextOf(brandId)
    try {
      const { ruleset } = await brandChecks({ db, brandId, clock })
      const found = await db.one<{ stale: boolean }>(sql.is_stale, { brand_id: brandId, ruleset: ruleset.name })
      if (running) await queueScan(ctx, running)
      else if (found!.stale) await ctx.transaction(ctx => scanAfterChange(ctx, { cause: 'day' }))
    } catch (err) {
      // One brand's trouble must not keep the others from being looked at.
      log.error({ err, brandId }, 'the checks of a brand could not be looked at')
    }
  }
}
