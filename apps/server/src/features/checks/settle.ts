/**
 * Kept verdicts follow the exceptions: when one begins, ends or is over, those that name its rule are settled anew. What is live and
 * fails by that becomes a task.
 */
import type { Context } from '../../context.ts'
import { loadSql } from '../../infra/sql.ts'
import { brandChecks } from './brand-checks.ts'
import type { ReviewRow } from './reviews.ts'
import { closeTasks, openTasks } from './tasks.ts'
import { standing } from './waived.ts'

const sql = loadSql(new URL('./reviews.sql', import.meta.url), ['named_rule', 'settle_verdicts'])

const atOnce = 500

export async function settleVerdictsAt(ctx: Context, rule: string, at: Date): Promise<void> {
  await ctx.jobs.add('checks.settle', { rule }, { key: `${ctx.brandId} ${rule} ${at.getTime()}`, brandId: ctx.brandId, runAt: at })
}

type Named = Pick<ReviewRow, 'id' | 'kind' | 'artefact_id' | 'name' | 'findings' | 'verdict'> & { out_there: boolean }

export async function settleVerdicts(ctx: Context, rule: string): Promise<void> {
  for (let after: string | undefined = ''; after !== undefined; ) after = await settleSet(ctx, rule, after)
}

/** @returns where to go on; undefined: all are settled */
function settleSet(ctx: Context, rule: string, after: string): Promise<string | undefined> {
  return ctx.transaction(async ctx => {
    const { waivers } = await brandChecks(ctx)
    const rows = await ctx.db.query<Named>(sql.named_rule, { brand_id: ctx.brandId, rule, after, limit: atOnce })
    const now = ctx.clock.now().getTime()
    const settled = rows.map(row => ({ row, is: standing(row.findings, waivers, { kind: row.kind, id: row.artefact_id }, now) }))
    const changed = settled.filter(({ row, is }) => row.verdict !== is.verdict)
    if (changed.length > 0) {
      const set = { ids: changed.map(({ row }) => row.id), verdicts: changed.map(({ is }) => is.verdict) }
      await ctx.db.query(sql.settle_verdicts, { brand_id: ctx.brandId, ...set })
    }
    const live = settled.filter(({ row }) => row.out_there)
    const passing = live.filter(({ is }) => is.verdict === 'pass')
    const failing = live.filter(({ is }) => is.findings.some(finding => finding.rule === rule && finding.severity !== 'info'))
    await closeTasks(
      ctx,
      passing.map(({ row }) => ({ kind: row.kind, artefactId: row.artefact_id })),
    )
    await openTasks(
      ctx,
      failing.map(({ row, is }) => ({ ...taskOf(row), verdict: is.verdict, rules: is.rules })),
      null,
    )
    return rows.length === atOnce ? rows.at(-1)!.id : undefined
  })
}

const taskOf = (row: Named) => ({ reviewId: row.id, kind: row.kind, artefactId: row.artefact_id, name: row.name })
