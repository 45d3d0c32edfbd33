/**
 * The work of a scan: everything live, a set at a time. A set is read, judged and written in one transaction that holds the scan's
 * row, so a killed worker loses at most one set, and two workers never do the same one.
 */
import { setImmediate as breathe } from 'node:timers/promises'
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { loadSql } from '../../infra/sql.ts'
import { brandChecks, rulesetWith } from './brand-checks.ts'
import { type Content, type Ruleset, read } from './engine.ts'
import { packBody } from './packs.ts'
import type { ReviewRow } from './reviews.ts'
import { canonical } from './rules-in-force.ts'
import type { ScanRow } from './scans.ts'
import type { Finding } from './schema.ts'
import { closeTasks, openTasks } from './tasks.ts'
import { isWorse, type Standing, standing, type WaiverInForce } from './waived.ts'

const sql = loadSql(new URL('./scans.sql', import.meta.url), [
  'find_scan',
  'lock_scan',
  'live_page',
  'lock_live',
  'keep_verdicts',
  'keep_ruleset',
  'note_changes',
  'advance_scan',
  'end_scan',
])

/** `now`: the rules of today; `then`: those that the scan asks about, the same unless it is a preview. */
type Rules = { now: Ruleset; then: Ruleset }
type LiveRow = Pick<ReviewRow, 'id' | 'kind' | 'artefact_id' | 'name' | 'verdict' | 'findings' | 'rules' | 'packs' | 'ruleset'> & {
  content: Content
}
type Judged = { row: LiveRow; was: Standing; is: Standing; found: Finding[] }

const setSize = 250
/** The worker has other things to do: after so many ms of reading it may. */
const breatheMs = 15

/** @param goOn  asked between two sets; false means that another worker has it now, or that this one is to stop */
export async function readLive(ctx: Context, scanId: string, goOn: () => Promise<boolean>): Promise<void> {
  const scan = await ctx.db.one<ScanRow>(sql.find_scan, { brand_id: ctx.brandId, id: scanId })
  if (scan?.state !== 'running') return
  const rules = await rulesFor(ctx, scan)
  while (await goOn()) if (!(await ctx.transaction(ctx => readSet(ctx, scanId, rules)))) return
}

/** What cannot be done by trying again is said on the scan. */
export async function endScan(ctx: Context, scanId: string, problem: string): Promise<void> {
  await ctx.db.query(sql.end_scan, { brand_id: ctx.brandId, id: scanId, state: 'failed', problem, at: ctx.clock.now() })
}

async function rulesFor(ctx: Context, scan: ScanRow): Promise<Rules> {
  const checks = await brandChecks(ctx)
  const then = scan.kind === 'preview' ? rulesetWith(checks, await packBody(ctx, scan.pack_id!, scan.pack_version!)) : checks.ruleset
  return { now: checks.ruleset, then }
}

/** False: there is nothing more to read. */
async function readSet(ctx: Context, id: string, rules: Rules): Promise<boolean> {
  const scan = await ctx.db.one<ScanRow>(sql.lock_scan, { brand_id: ctx.brandId, id })
  if (!scan) return false
  const page = { brand_id: ctx.brandId, after: scan.cursor, upto: scan.upto, limit: setSize }
  const rows = await ctx.db.query<LiveRow>(sql.live_page, page)
  if (rows.length === 0) {
    await ctx.db.query(sql.end_scan, { brand_id: ctx.brandId, id, state: 'done', problem: null, at: ctx.clock.now() })
    return false
  }
  // Held before exceptions are read, so that one that changes meanwhile settles these verdicts after us.
  if (scan.kind === 'apply') await ctx.db.query(sql.lock_live, { brand_id: ctx.brandId, ids: rows.map(row => row.id) })
  const { waivers } = await brandChecks(ctx)
  const judged = await judge(rows, rules, waivers, ctx.clock.now().getTime())
  const opened = scan.kind === 'apply' ? await apply(ctx, id, judged, rules.then) : 0
  const changed = judged.filter(isChanged)
  await note(ctx, id, changed)
  const moved = changed.filter(({ was, is }) => was.verdict !== is.verdict)
  const worse = moved.filter(gotWorse).length
  await ctx.db.query(sql.advance_scan, {
    ...{ brand_id: ctx.brandId, id, cursor: rows.at(-1)!.id, done: rows.length, changed: changed.length, opened },
    ...{ worse, better: moved.length - worse, moves: JSON.stringify(addMoves(scan.moves, moved)) },
  })
  return true
}

async function judge(rows: readonly LiveRow[], { now, then }: Rules, waivers: readonly WaiverInForce[], at: number): Promise<Judged[]> {
  const judged: Judged[] = []
  let began = performance.now()
  for (const row of rows) {
    const artefact = { kind: row.kind, id: row.artefact_id }
    // A preview compares with the rules of today, even where the kept verdict is older; a change with what was kept.
    const before = now !== then && row.ruleset !== now.name ? readAgain(now, row) : row.findings
    const found = row.ruleset === then.name ? row.findings : readAgain(then, row)
    judged.push({ row, was: standing(before, waivers, artefact, at), is: standing(found, waivers, artefact, at), found })
    if (performance.now() - began < breatheMs) continue
    await breathe()
    began = performance.now()
  }
  return judged
}

/** A draft whose kind has another shape by now keeps what was found. */
function readAgain(rules: Ruleset, { content, findings }: LiveRow): Finding[] {
  try {
    return read(rules, content).findings
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid_input') return findings
    throw error
  }
}

const gotWorse = ({ was, is }: Judged) => isWorse(was.verdict, is.verdict)
const isChanged = ({ was, is }: Judged) => was.verdict !== is.verdict || was.rules.join() !== is.rules.join()

function addMoves(moves: Record<string, number>, moved: readonly Judged[]): Record<string, number> {
  const sum = { ...moves }
  for (const { was, is } of moved) {
    const move = `${was.verdict}>${is.verdict}`
    sum[move] = (sum[move] ?? 0) + 1
  }
  return sum
}

/** Keeps the new verdicts and opens and closes tasks. @returns how many tasks are new */
async function apply(ctx: Context, scanId: string, judged: readonly Judged[], { name, input }: Ruleset): Promise<number> {
  const stale = judged.filter(({ row }) => row.ruleset !== name)
  const packs = input.packs.map(({ id, version }) => `${id}@${version}`)
  const differs = ({ row, found, is }: Judged) => row.verdict !== is.verdict || canonical(row.findings) !== canonical(found)
  const same = stale.filter(one => !differs(one))
  const written = judged.filter(differs)
  if (same.length > 0)
    await ctx.db.query(sql.keep_ruleset, { brand_id: ctx.brandId, ids: same.map(({ row }) => row.id), packs, ruleset: name })
  if (written.length > 0)
    await ctx.db.query(sql.keep_verdicts, {
      ...{ brand_id: ctx.brandId, packs, ruleset: name, at: ctx.clock.now() },
      ids: written.map(({ row }) => row.id),
      verdicts: written.map(({ is }) => is.verdict),
      findings: written.map(({ found }) => JSON.stringify(found)),
      rules: written.map(({ is }) => JSON.stringify(is.rules)),
      kept: written.map(({ row, is }) => is.rules.every(rule => row.rules.includes(rule))),
    })
  await closeTasks(ctx, judged.filter(({ is }) => is.verdict === 'pass').map(taskOf))
  return openTasks(ctx, judged.filter(gotWorse).map(taskOf), scanId)
}

function taskOf({ row, is }: Judged) {
  const why = is.findings.filter(({ severity }) => severity !== 'info').map(({ rule }) => rule)
  const rules = [...new Set(why)].sort()
  return { reviewId: row.id, kind: row.kind, artefactId: row.artefact_id, name: row.name, verdict: is.verdict, rules }
}

async function note(ctx: Context, scanId: string, changed: readonly Judged[]): Promise<void> {
  if (changed.length === 0) return
  const without = (a: Standing, b: Standing) => JSON.stringify(a.rules.filter(rule => !b.rules.includes(rule)))
  await ctx.db.query(sql.note_changes, {
    ...{ brand_id: ctx.brandId, scan_id: scanId },
    ids: changed.map(({ row }) => row.id),
    was: changed.map(({ was }) => was.verdict),
    becomes: changed.map(({ is }) => is.verdict),
    added: changed.map(({ was, is }) => without(is, was)),
    gone: changed.map(({ was, is }) => without(was, is)),
    ranks: changed.map(one => rankOf(one)),
  })
}

/** 0 newly blocked, 1 worse, 2 the same verdict for other reasons, 3 better. */
function rankOf(one: Judged): number {
  if (one.was.verdict === one.is.verdict) return 2
  if (!gotWorse(one)) return 3
  return one.is.verdict === 'block' ? 0 : 1
}
