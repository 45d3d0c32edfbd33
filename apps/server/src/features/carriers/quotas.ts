/**
 * How much of each endpoint's day is used. WeChat tells by `openapi/quota/get`, itself a call, so it is asked on demand
 * and every six hours; in between our own count goes on from its last figure.
 */
import { clearQuotaBySecret, findEndpoint, getQuota, type ListedEndpoint, WechatError } from '@wematrix/wechat'
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { newId } from '../../infra/ids.ts'
import { loadSql } from '../../infra/sql.ts'
import { addDays, addMonths, dayOf, monthOf, shanghai, startOfDay } from '../../stats/calendar.ts'
import { type CarrierRow, carrierRow, sql as carrierSql } from './carriers.ts'
import { endpointName } from './endpoint-names.ts'
import { forecast } from './forecast.ts'
import { type CallsRow, calls } from './rights.ts'
import type { CarrierKind, QuotaMeter, QuotaRow } from './schema.ts'

const sql = loadSql(new URL('./quotas.sql', import.meta.url), ['quotas', 'keep_quota', 'zero_quotas', 'clearings', 'add_clearing'])

export const clearingsPerMonth = 10
/** From this share of the limit on an endpoint is called tight. */
export const tightShare = 0.8
/** Endpoints called in these days are shown and read. */
const usedDays = 7
const readAgainMs = 60_000
/** More endpoints than these no account of ours uses; a reading stays cheap. */
const mostReadings = 40

/** What the product will call of an account that it has not called yet. */
const usual: Record<CarrierKind, readonly string[]> = {
  official_account: ['/cgi-bin/user/info/batchget', '/datacube/getusersummary'],
  mini_program: ['/datacube/getweanalysisappiddailyvisittrend'],
  channels: [],
  shop: ['/channels/ec/order/get'],
}

type Stored = {
  path: string
  read_at: Date
  daily_limit: number | null
  used: number | null
  own_calls: number
  rate_calls: number | null
  rate_seconds: number | null
  errcode: number | null
}

type Today = { nowMs: number; day: string; beginMs: number; endMs: number }

function todayOf(ctx: Context): Today {
  const nowMs = ctx.clock.now().getTime()
  const day = dayOf(nowMs, shanghai)
  return { nowMs, day, beginMs: startOfDay(day, shanghai), endMs: startOfDay(addDays(day, 1), shanghai) }
}

export async function quotaMeter(ctx: Context, id: string): Promise<QuotaMeter> {
  const row = await carrierRow(ctx, id)
  const today = todayOf(ctx)
  const [called, stored, clearings] = await Promise.all([
    callsOf(ctx, id, today),
    ctx.db.query<Stored>(sql.quotas, { brand_id: ctx.brandId, carrier_id: id }),
    clearingsOf(ctx, id, today),
  ])
  const paths = new Set([...called.map(({ path }) => path), ...usual[row.kind]])
  const rows = [...paths].map(path =>
    meterRow(
      path,
      called.find(one => one.path === path),
      stored.find(one => one.path === path),
      today,
    ),
  )
  const read = stored.map(({ read_at }) => read_at.getTime())
  return {
    day: today.day,
    resetsAt: new Date(today.endMs).toISOString(),
    readAt: read.length ? new Date(Math.max(...read)).toISOString() : null,
    rows: rows.sort((a, b) => shareOf(b) - shareOf(a) || b.used - a.used || (a.path < b.path ? -1 : 1)),
    clearings,
  }
}

const shareOf = ({ used, limit }: QuotaRow) => (limit ? used / limit : 0)

function meterRow(path: string, called: CallsRow | undefined, stored: Stored | undefined, today: Today): QuotaRow {
  const listed = listedOf(path)
  const ours = called?.today ?? 0
  const known = stored && stored.daily_limit !== null ? stored : undefined
  const fresh = known && known.read_at.getTime() >= today.beginMs ? known : undefined
  const since = fresh ? Math.max(0, ours - fresh.own_calls) : 0
  const used = fresh ? fresh.used! + since : ours
  const limit = known?.daily_limit ?? listed?.endpoint.row.quotaPerDay ?? null
  const { perHour, goneAtMs } = forecast({
    limit,
    used,
    nowMs: today.nowMs,
    day: today,
    ...(fresh ? { since: { calls: since, atMs: fresh.read_at.getTime() } } : {}),
  })
  return {
    path,
    title: endpointName(listed?.name ?? path),
    limit,
    limitFrom: known ? 'wechat' : limit === null ? null : 'table',
    used,
    ours,
    failed: called?.failed_today ?? 0,
    perHour,
    goneAt: goneAtMs === null ? null : new Date(goneAtMs).toISOString(),
    state: limit === null ? 'unlimited' : used >= limit ? 'gone' : used >= limit * tightShare || goneAtMs !== null ? 'tight' : 'fine',
    readAt: stored?.read_at.toISOString() ?? null,
    unreadable: stored?.errcode ?? null,
    rate: known?.rate_calls && known.rate_seconds ? { calls: known.rate_calls, seconds: known.rate_seconds } : null,
  }
}

const listedOf = (path: string): ListedEndpoint | undefined => findEndpoint('POST', path) ?? findEndpoint('GET', path)

function callsOf(ctx: Context, carrierId: string, { day }: Today): Promise<CallsRow[]> {
  return ctx.db.query<CallsRow>(calls.calls_of, {
    brand_id: ctx.brandId,
    carrier_id: carrierId,
    today: day,
    since: addDays(day, 1 - usedDays),
  })
}

async function clearingsOf(ctx: Context, carrierId: string, { day }: Today): Promise<QuotaMeter['clearings']> {
  const month = `${monthOf(day)}-01`
  const made = await ctx.db.query<{ at: Date; refused: boolean }>(sql.clearings, {
    brand_id: ctx.brandId,
    carrier_id: carrierId,
    since: new Date(startOfDay(month, shanghai)),
    until: new Date(startOfDay(addMonths(month, 1), shanghai)),
  })
  const good = made.filter(({ refused }) => !refused)
  const left = made.some(({ refused }) => refused) ? 0 : Math.max(0, clearingsPerMonth - good.length)
  return { perMonth: clearingsPerMonth, made: good.length, left, lastAt: good[0]?.at.toISOString() ?? null }
}

/**
 * Asks WeChat now. Throws `too_many_requests` within a minute of the last reading, and what WeChat says of the account
 * itself (no token, wrong address); an endpoint whose quota it will not tell keeps the code.
 */
export async function readQuotasNow(ctx: Context, id: string, flush: () => Promise<void> = async () => {}): Promise<QuotaMeter> {
  const before = await quotaMeter(ctx, id)
  const nowMs = ctx.clock.now().getTime()
  if (before.readAt && nowMs - new Date(before.readAt).getTime() < readAgainMs)
    throw new AppError('too_many_requests', 'The quotas were read less than a minute ago; each reading costs calls.')
  const client = await ctx.wechat(id)
  const paths = before.rows.map(({ path }) => path).filter(isAskable)
  const answers: Omit<Stored, 'read_at' | 'own_calls'>[] = []
  for (const path of paths.slice(0, mostReadings)) {
    try {
      const { quota, rate_limit: rate } = await getQuota(client, { cgi_path: path })
      answers.push({
        path,
        daily_limit: quota.daily_limit,
        used: quota.used,
        rate_calls: rate?.call_count ?? null,
        rate_seconds: rate?.refresh_second ?? null,
        errcode: null,
      })
    } catch (error) {
      if (!(error instanceof WechatError) || !quotaCodes.has(error.errcode)) throw error
      answers.push({ path, daily_limit: null, used: null, rate_calls: null, rate_seconds: null, errcode: error.errcode })
    }
  }
  await flush()
  const own = new Map((await callsOf(ctx, id, todayOf(ctx))).map(({ path, today }) => [path, today]))
  const read_at = ctx.clock.now()
  for (const answer of answers)
    await ctx.db.query(sql.keep_quota, { ...answer, brand_id: ctx.brandId, carrier_id: id, read_at, own_calls: own.get(answer.path) ?? 0 })
  return quotaMeter(ctx, id)
}

/** 76021 path unknown, 76022 not for this account, 76003 the same on the Mini Program's page. */
const quotaCodes = new Set([76003, 76021, 76022])

/** `/sns/*` can't be asked, nor what is proved by AppSecret instead of a token. */
function isAskable(path: string): boolean {
  return !path.startsWith('/sns/') && listedOf(path)?.endpoint.row.auth === 'access_token'
}

/**
 * Begins all counters anew, by AppSecret, so that it works when no token can be had. Throws `clearings_used` when the
 * month's are gone, `conflict` when somebody cleared since the reader looked.
 */
export async function clearQuotasNow(ctx: Context, id: string, seenLeft: number): Promise<QuotaMeter> {
  const client = await ctx.wechat(id)
  const cleared = await ctx.transaction(async ctx => {
    const row = await ctx.db.one<CarrierRow>(carrierSql.lock_carrier, { brand_id: ctx.brandId, id })
    if (!row) throw new AppError('not_found', 'There is no such living carrier in this brand.')
    const today = todayOf(ctx)
    const { left } = await clearingsOf(ctx, id, today)
    if (left === 0) throw noneLeft(null)
    if (left !== seenLeft) throw new AppError('conflict', `The quota was cleared meanwhile: ${left} clearings are left, not ${seenLeft}.`)
    const refusal = await clearAtWechat(client)
    const keep = { brand_id: ctx.brandId, carrier_id: id, at: ctx.clock.now() }
    await ctx.db.query(sql.add_clearing, {
      ...keep,
      id: newId('clr'),
      actor: `${ctx.actor.kind}:${ctx.actor.id}`,
      refused: refusal !== undefined,
    })
    if (refusal) return refusal
    await ctx.db.query(sql.zero_quotas, { ...keep, day: today.day })
    await ctx.audit('carrier.quota.clear', id, { left: left - 1 })
    return undefined
  })
  // Said only after what WeChat told is kept.
  if (cleared) throw noneLeft(cleared)
  return quotaMeter(ctx, id)
}

/** @returns the error when WeChat says that the month's clearings are used up (48006) */
async function clearAtWechat(client: Parameters<typeof clearQuotaBySecret>[0]): Promise<WechatError | undefined> {
  try {
    await clearQuotaBySecret(client)
    return undefined
  } catch (error) {
    if (error instanceof WechatError && error.errcode === 48006) return error
    throw error
  }
}

function noneLeft(cause: unknown): AppError {
  return new AppError('clearings_used', 'The ten clearings of this month are used up; the counters begin anew at midnight Beijing time.', {
    cause,
  })
}
