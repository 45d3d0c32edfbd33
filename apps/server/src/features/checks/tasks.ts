/** What is live and newly fails, for somebody to put right. */
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { newId } from '../../infra/ids.ts'
import { isUniqueViolation } from '../../infra/postgres.ts'
import { loadSql } from '../../infra/sql.ts'
import { actorOf, whoIs } from './brand-checks.ts'
import type { CheckTask } from './packs-schema.ts'
import type { Verdict } from './schema.ts'

const sql = loadSql(new URL('./scans.sql', import.meta.url), [
  'open_tasks',
  'close_tasks',
  'list_tasks',
  'find_task',
  'count_tasks',
  'set_task',
])

type Row = {
  id: string
  review_id: string
  kind: string
  artefact_id: string
  name: string
  verdict: Verdict
  rules: string[]
  scan_id: string | null
  opened_at: Date
  done_by: string | null
  done_at: Date | null
}

export type Failing = { reviewId: string; kind: string; artefactId: string; name: string; verdict: Verdict; rules: string[] }

const pageSize = 100

/** @returns how many were not open before */
export async function openTasks(ctx: Context, failing: readonly Failing[], scanId: string | null): Promise<number> {
  if (failing.length === 0) return 0
  const rows = await ctx.db.query<{ fresh: boolean }>(sql.open_tasks, {
    ...{ brand_id: ctx.brandId, scan_id: scanId, at: ctx.clock.now() },
    ids: failing.map(() => newId('tsk')),
    review_ids: failing.map(({ reviewId }) => reviewId),
    kinds: failing.map(({ kind }) => kind),
    artefact_ids: failing.map(({ artefactId }) => artefactId),
    names: failing.map(({ name }) => name),
    verdicts: failing.map(({ verdict }) => verdict),
    rules: failing.map(({ rules }) => JSON.stringify(rules)),
  })
  return rows.filter(({ fresh }) => fresh).length
}

export async function closeTasks(ctx: Context, passing: readonly { kind: string; artefactId: string }[]): Promise<void> {
  if (passing.length === 0) return
  await ctx.db.query(sql.close_tasks, {
    ...{ brand_id: ctx.brandId, by: 'system:checks', at: ctx.clock.now() },
    kinds: passing.map(({ kind }) => kind),
    artefact_ids: passing.map(({ artefactId }) => artefactId),
  })
}

export async function listTasks(ctx: Context, { state, after = '' }: { state?: 'open' | 'done' | undefined; after?: string | undefined }) {
  const filter = { brand_id: ctx.brandId, done: state === undefined ? null : state === 'done', after, limit: pageSize }
  const rows = await ctx.db.query<Row>(sql.list_tasks, filter)
  const { n } = (await ctx.db.one<{ n: number }>(sql.count_tasks, { brand_id: ctx.brandId }))!
  return { tasks: await described(ctx, rows), open: n, next: rows.length === pageSize ? rows.at(-1)!.id : null }
}

/** Throws `not_found`, `conflict` when another task of the artefact was opened meanwhile. */
export async function setTask(ctx: Context, id: string, done: boolean): Promise<CheckTask> {
  const set = { brand_id: ctx.brandId, id, done, by: actorOf(ctx), at: ctx.clock.now() }
  const changed = await ctx.db.one(sql.set_task, set).catch((cause: unknown) => {
    if (!isUniqueViolation(cause)) throw cause
    throw new AppError('conflict', 'A newer task of this artefact is open; work on that one.', { cause })
  })
  if (!changed) throw new AppError('not_found', 'There is no such task.')
  return (await described(ctx, await ctx.db.query<Row>(sql.find_task, { brand_id: ctx.brandId, id })))[0]!
}

async function described(ctx: Context, rows: readonly Row[]): Promise<CheckTask[]> {
  const who = await whoIs(
    ctx,
    rows.map(row => row.done_by),
  )
  return rows.map(row => ({
    ...{ id: row.id, reviewId: row.review_id, artefact: { kind: row.kind, id: row.artefact_id, name: row.name } },
    ...{ verdict: row.verdict, rules: row.rules, scanId: row.scan_id, openedAt: row.opened_at.toISOString() },
    done: row.done_at ? { by: who(row.done_by!), at: row.done_at.toISOString() } : null,
  }))
}
