/** Readings of everything live: begun by a change of rules or by a person, and how far they are. */
import type { Pack } from '@wematrix/checks'
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { newId } from '../../infra/ids.ts'
import { loadSql } from '../../infra/sql.ts'
import { readCursor, writeCursor } from '../persons/ids.ts'
import { actorOf, whoIs } from './brand-checks.ts'
import type { Scan, ScanChange } from './packs-schema.ts'
import type { Verdict } from './schema.ts'

const sql = loadSql(new URL('./scans.sql', import.meta.url), [
  'count_live',
  'replace_scans',
  'insert_scan',
  'list_scans',
  'find_scan',
  'scan_changes',
])

export type ScanRow = {
  id: string
  kind: Scan['kind']
  cause: Scan['cause']
  pack_id: string | null
  pack_version: string | null
  state: Scan['state']
  total: number
  cursor: string
  upto: string
  done: number
  changed: number
  worse: number
  better: number
  moves: Record<string, number>
  tasks_opened: number
  problem: string | null
  by: string
  started_at: Date
  finished_at: Date | null
}

/** In the transaction of a change, after it: takes the place of a reading under way, whose rules hold no longer. */
export function scanAfterChange(ctx: Context, { cause, pack }: { cause: Scan['cause']; pack?: Pack } = { cause: 'rules' }): Promise<Scan> {
  return begin(ctx, 'apply', cause, pack)
}

/** Counts what a pack would change; nothing of it is kept with the artefacts. */
export function startPreview(ctx: Context, pack: Pack): Promise<Scan> {
  return begin(ctx, 'preview', 'pack', pack)
}

export function startScan(ctx: Context): Promise<Scan> {
  return ctx.transaction(async ctx => {
    const scan = await begin(ctx, 'apply', 'asked')
    await ctx.audit('checks.scan', scan.id)
    return scan
  })
}

async function begin(ctx: Context, kind: Scan['kind'], cause: Scan['cause'], pack?: Pack): Promise<Scan> {
  const [id, at] = [newId('scn'), ctx.clock.now()]
  const scan = { brand_id: ctx.brandId, kind, pack_id: pack?.id ?? null, at }
  await ctx.db.query(sql.replace_scans, scan)
  const { n } = (await ctx.db.one<{ n: number }>(sql.count_live, { brand_id: ctx.brandId }))!
  const by = actorOf(ctx)
  await ctx.db.query(sql.insert_scan, { ...scan, id, cause, pack_version: pack?.version ?? null, total: n, upto: newId('rvw'), by })
  await queueScan(ctx, id)
  return find(ctx, id)
}

export async function queueScan({ jobs, brandId }: Pick<Context, 'jobs' | 'brandId'>, id: string): Promise<void> {
  await jobs.addOnce('checks.scan', { scanId: id }, { key: id, brandId })
}

export async function listScans(ctx: Context): Promise<Scan[]> {
  return described(ctx, await ctx.db.query<ScanRow>(sql.list_scans, { brand_id: ctx.brandId }))
}

type ChangeRow = {
  review_id: string
  was: Verdict
  becomes: Verdict
  added: string[]
  gone: string[]
  rank: number
  kind: string
  artefact_id: string
  name: string
}

/** Throws `not_found`. */
export async function getScan(
  ctx: Context,
  id: string,
  { limit = 100, after }: { limit?: number | undefined; after?: string | undefined },
) {
  const scan = await find(ctx, id)
  const [rank = null, review = ''] = readCursor(after, 2) ?? []
  const page = { brand_id: ctx.brandId, id, after_rank: rank, after_id: review, limit }
  const rows = await ctx.db.query<ChangeRow>(sql.scan_changes, page)
  const changes = rows.map(
    ({ review_id, was, becomes, added, gone, ...row }): ScanChange => ({
      reviewId: review_id,
      artefact: { kind: row.kind, id: row.artefact_id, name: row.name },
      ...{ was, becomes, added, gone },
    }),
  )
  const last = rows.at(-1)
  return { scan, changes, next: last && rows.length === limit ? writeCursor([last.rank, last.review_id]) : null }
}

async function find(ctx: Context, id: string): Promise<Scan> {
  const row = await ctx.db.one<ScanRow>(sql.find_scan, { brand_id: ctx.brandId, id })
  if (!row) throw new AppError('not_found', 'There is no such reading.')
  return (await described(ctx, [row]))[0]!
}

async function described(ctx: Context, rows: readonly ScanRow[]): Promise<Scan[]> {
  const who = await whoIs(
    ctx,
    rows.map(({ by }) => by),
  )
  return rows.map(row => ({
    ...{ id: row.id, kind: row.kind, cause: row.cause, state: row.state, total: row.total, done: row.done },
    pack: row.pack_id === null ? null : `${row.pack_id}@${row.pack_version}`,
    ...{ changed: row.changed, worse: row.worse, better: row.better, moves: row.moves, tasksOpened: row.tasks_opened },
    ...{ problem: row.problem, by: who(row.by) },
    ...{ startedAt: row.started_at.toISOString(), finishedAt: row.finished_at?.toISOString() ?? null },
  }))
}
