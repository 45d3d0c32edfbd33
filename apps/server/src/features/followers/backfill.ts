/** Back-fills of followers as operators see them: begun, paused, ended, and how far they are. */
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { newId } from '../../infra/ids.ts'
import { isUniqueViolation } from '../../infra/postgres.ts'
import { loadSql } from '../../infra/sql.ts'
import { perCall } from './ask.ts'
import { addLeg } from './jobs.ts'
import { mostInFlight } from './leg.ts'
import { type Backfill, type BackfillState, type DayCalls, usualLeaveShare, type WaitReason } from './schema.ts'

const sql = loadSql(new URL('./followers.sql', import.meta.url), ['find_account', 'insert_backfill', 'latest_backfill', 'set_state'])

type Row = {
  id: string
  state: BackfillState
  reason: WaitReason
  problem: { zh: string; en: string } | null
  resume_at: Date | null
  leave_share: number
  total: number | null
  done: number
  following: number
  fresh: number
  linked: number
  gone: number
  unknown: number
  people_per_s: number | null
  quota: { list?: DayCalls; info?: DayCalls } | null
  started_at: Date
  finished_at: Date | null
}

/** Throws `not_found`, `invalid_input` for accounts that have no followers of this kind, `conflict` while one is under way. */
export async function startBackfill(
  ctx: Context,
  carrierId: string,
  { leaveShare = usualLeaveShare }: { leaveShare?: number },
): Promise<Backfill> {
  const carrier = await ctx.db.one<{ kind: string; archived_at: Date | null }>(sql.find_account, {
    brand_id: ctx.brandId,
    carrier_id: carrierId,
  })
  if (!carrier || carrier.archived_at) throw new AppError('not_found', 'There is no such living carrier in this brand.')
  if (carrier.kind !== 'official_account')
    throw new AppError('invalid_input', 'Only Official Accounts tell who follows them; choose an Official Account.')
  const id = newId('bfl')
  try {
    await ctx.transaction(async ctx => {
      await ctx.db.query(sql.insert_backfill, {
        brand_id: ctx.brandId,
        id,
        carrier_id: carrierId,
        leave_share: leaveShare,
        in_flight: mostInFlight,
        by: `${ctx.actor.kind}:${ctx.actor.id}`,
        at: ctx.clock.now(),
      })
      await addLeg(ctx.db, ctx.clock, ctx.brandId, id, 1)
      await ctx.audit('followers.backfill', carrierId, { leaveShare })
    })
  } catch (cause) {
    if (isUniqueViolation(cause))
      throw new AppError('conflict', 'A back-fill of this account is under way; let it end, or end it first.', { cause })
    throw cause
  }
  return (await latestBackfill(ctx, carrierId))!
}

const from: Record<'paused' | 'running' | 'cancelled', readonly BackfillState[]> = {
  paused: ['running', 'waiting'],
  running: ['paused', 'waiting', 'failed'],
  cancelled: ['running', 'waiting', 'paused', 'failed'],
}

/** Throws `conflict` when it is in no state from which that can be. */
export async function setBackfillState(ctx: Context, carrierId: string, state: 'paused' | 'running' | 'cancelled'): Promise<Backfill> {
  const row = await ctx.db.one<Row>(sql.latest_backfill, { brand_id: ctx.brandId, carrier_id: carrierId })
  if (!row) throw new AppError('not_found', 'No back-fill of this account was begun.')
  await ctx.transaction(async ctx => {
    const change = { brand_id: ctx.brandId, id: row.id, state, from: from[state], at: ctx.clock.now() }
    const changed = await ctx.db.one<{ leg: number }>(sql.set_state, change)
    if (!changed) throw new AppError('conflict', `The back-fill is ${row.state}; it cannot become ${state}.`)
    if (state === 'running') await addLeg(ctx.db, ctx.clock, ctx.brandId, row.id, changed.leg)
    await ctx.audit(`followers.backfill.${state}`, carrierId)
  })
  return (await latestBackfill(ctx, carrierId))!
}

export async function latestBackfill(ctx: Context, carrierId: string): Promise<Backfill | null> {
  const row = await ctx.db.one<Row>(sql.latest_backfill, { brand_id: ctx.brandId, carrier_id: carrierId })
  if (!row) return null
  const pace = row.state === 'running' ? row.people_per_s : null
  const waiting = row.total === null ? null : Math.max(0, row.total - row.done)
  return {
    id: row.id,
    state: row.state,
    reason: row.reason,
    problem: row.problem,
    resumeAt: row.resume_at?.toISOString() ?? null,
    leaveShare: Math.round(row.leave_share * 100) / 100,
    total: row.total,
    done: row.done,
    following: row.following,
    fresh: row.fresh,
    linked: row.linked,
    gone: row.gone,
    unknown: row.unknown,
    peoplePerSecond: pace,
    secondsLeft: pace && waiting !== null ? Math.ceil(waiting / pace) : null,
    daysByQuota: waiting === null || !row.quota?.info ? null : daysFor(waiting, row.quota.info, row.leave_share),
    calls: row.quota && { list: row.quota.list ?? null, info: row.quota.info ?? null },
    startedAt: row.started_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  }
}

/** Beijing days that the calls about people take, today's among them. */
export function daysFor(people: number, { limit, left }: DayCalls, leaveShare: number): number {
  const later = Math.ceil(people / perCall) - left
  return later <= 0 ? 1 : 1 + Math.ceil(later / Math.max(1, Math.floor(limit * (1 - leaveShare))))
}
