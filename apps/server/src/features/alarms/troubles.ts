/** What is wrong with a brand now, from what the product has counted and read already; WeChat is not asked. */
import { reactionTo } from '@wematrix/wechat'
import type { Context } from '../../context.ts'
import { loadChSql, loadSql } from '../../infra/sql.ts'
import { addDays, dayOf, minuteOfDay, shanghai } from '../../stats/calendar.ts'
import { noAnswer } from '../carriers/calls.ts'
import { quotaMeter, tightShare } from '../carriers/quotas.ts'
import { tokenAdvice } from '../carriers/token-health.ts'
import { signedReasons } from '../inbox/signed-reasons.ts'
import { ticketHealth } from '../platforms/platforms.ts'
import { callsRefused } from './refused-calls.ts'
import type { TroubleKind } from './schema.ts'

const sql = loadSql(new URL('./troubles.sql', import.meta.url), ['carriers_watched', 'callback_hours', 'refused_last', 'imports_failed'])
const ch = loadChSql(new URL('./troubles.ch.sql', import.meta.url), ['newest_days', 'failed_pushes'])

type Words = { zh: string; en: string }

/** `place`: the screen that shows more, below the brand's address. */
export type Found = { kind: TroubleKind; subject: string; name: string; fact: Words; place: string }

type Watched = {
  id: string
  name: string
  kind: string
  created_at: Date
  platform_id: string | null
  authorisation: string | null
  ticket_at: Date | null
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** So many refused pushes, and this share of all, are a trouble. */
const fewRefused = 5
const refusedShare = 0.2
/** Beijing time after which yesterday's figures ought to be here. */
const lateMinute = 12 * 60

/** @param known  subjects that were wrong before: a file stays failed however long ago it was */
export async function findTroubles(ctx: Context, kinds: readonly TroubleKind[], known: ReadonlySet<string>): Promise<Found[]> {
  const carriers = await ctx.db.query<Watched>(sql.carriers_watched, { brand_id: ctx.brandId })
  const look: Record<TroubleKind, () => Promise<Found[]>> = {
    callbacks_failing: () => callbacksFailing(ctx, carriers),
    token_refused: () => tokenRefused(ctx, carriers),
    call_refused: () => callsRefused(ctx, carriers),
    quota_high: () => quotaHigh(ctx, carriers),
    statistics_late: () => statisticsLate(ctx, carriers),
    import_failed: () => importFailed(ctx, known),
  }
  const found: Found[] = []
  for (const kind of kinds) found.push(...(await look[kind]()))
  return found
}

const isMuch = (refused: number, all: number) => refused >= fewRefused && refused >= all * refusedShare

/** Strangers do not count: only pushes signed with our Token, and what WeChat itself says of yesterday. */
async function callbacksFailing(ctx: Context, carriers: readonly Watched[]): Promise<Found[]> {
  // The running hour, and the one before while the running one is young.
  const since = new Date(Math.floor((ctx.clock.now().getTime() - 20 * minuteMs) / hourMs) * hourMs)
  const rows = await ctx.db.query<{ carrier_id: string; answered: number; refused: number }>(sql.callback_hours, {
    brand_id: ctx.brandId,
    since,
    reasons: [...signedReasons],
  })
  const yesterday = addDays(dayOf(ctx.clock.now().getTime(), shanghai), -1)
  const theirs = await ctx.events.query<{ carrier_id: string; count: number; failed: number }>(ch.failed_pushes, {
    brand: ctx.brandId,
    day: yesterday,
  })
  return carriers.flatMap(({ id, name }) => {
    const { answered = 0, refused = 0 } = rows.find(row => row.carrier_id === id) ?? {}
    const said = theirs.find(row => row.carrier_id === id)
    if (!isMuch(refused, answered + refused) && !(said && isMuch(said.failed, said.count))) return []
    const fact = isMuch(refused, answered + refused)
      ? {
          zh: `最近一小时，${answered + refused} 条签名正确的推送中有 ${refused} 条被拒收，常见原因是 EncodingAESKey、加密模式或 AppID 与微信后台不一致。`,
          en: `${refused} of ${answered + refused} pushes of the last hour that were signed with our Token were refused; mostly EncodingAESKey, mode or AppID differ from WeChat’s console.`,
        }
      : {
          zh: `微信统计昨天 ${said!.count} 次推送中有 ${said!.failed} 次失败，常见原因是 Token 不一致、超过 5 秒没有应答，或推送没有到达本系统。`,
          en: `WeChat counted ${said!.failed} failed of yesterday’s ${said!.count} pushes; mostly the Token differs, an answer took over 5 s, or pushes did not reach us.`,
        }
    return [{ kind: 'callbacks_failing' as const, subject: id, name, fact, place: `carriers/${id}?view=diagnosis` }]
  })
}

type RefusedLast = { carrier_id: string; path: string; errcode: number; last_at: Date; ok_at: Date | null }

/** Wrong until WeChat answers the account well again, for a day at most. A single silence is none. */
async function tokenRefused(ctx: Context, carriers: readonly Watched[]): Promise<Found[]> {
  const since = new Date(ctx.clock.now().getTime() - dayMs)
  const day = dayOf(since.getTime(), shanghai)
  const rows = await ctx.db.query<RefusedLast>(sql.refused_last, { brand_id: ctx.brandId, since, day })
  return carriers.flatMap(carrier => {
    const { id, name } = carrier
    const place = `carriers/${id}?view=diagnosis`
    const unspoken = lostAtPlatform(carrier, ctx.clock.now())
    if (unspoken) return [{ kind: 'token_refused' as const, subject: id, name, fact: tokenAdvice(unspoken, '')!, place }]
    const row = rows.find(
      one =>
        one.carrier_id === id && one.errcode !== noAnswer && tokenAdvice(one.errcode, one.path) && (!one.ok_at || one.ok_at < one.last_at),
    )
    if (!row) return []
    const { meaning } = reactionTo(row.errcode, row.path)
    const advice = tokenAdvice(row.errcode, row.path)!
    const fact = {
      zh: `微信返回 ${row.errcode}：${meaning.zh}。${advice.zh}`,
      en: `WeChat answers ${row.errcode}: ${meaning.en}. ${advice.en}`,
    }
    return [{ kind: 'token_refused' as const, subject: id, name, fact, place }]
  })
}

/** WeChat's code for what stops an account behind a platform although nobody has called: withdrawn, or no ticket. */
function lostAtPlatform({ platform_id, authorisation, ticket_at }: Watched, now: Date): number | undefined {
  if (!platform_id) return undefined
  if (authorisation !== 'authorised') return 61003
  return ticketHealth(ticket_at, now).state === 'dead' ? 61005 : undefined
}

async function quotaHigh(ctx: Context, carriers: readonly Watched[]): Promise<Found[]> {
  const found: Found[] = []
  for (const { id, name } of carriers) {
    const { rows } = await quotaMeter(ctx, id)
    for (const { path, title, limit, used } of rows) {
      if (limit === null || used < limit * tightShare) continue
      const share = Math.floor((used / limit) * 100)
      found.push({
        kind: 'quota_high',
        subject: `${id} ${path}`,
        name,
        fact: {
          zh: `“${title.zh}”（${path}）今天已用 ${used} / ${limit}（${share}%），北京时间零点重新计数。`,
          en: `“${title.en}” (${path}) has used ${used} of ${limit} today (${share} %); it begins anew at midnight Beijing time.`,
        },
        place: `carriers/${id}?view=quota`,
      })
    }
  }
  return found
}

/** Only of accounts that have had figures: one without the right to them never gets any. */
async function statisticsLate(ctx: Context, carriers: readonly Watched[]): Promise<Found[]> {
  const nowMs = ctx.clock.now().getTime()
  const today = dayOf(nowMs, shanghai)
  if (minuteOfDay(nowMs, shanghai) < lateMinute) return []
  const newest = await ctx.events.query<{ carrier_id: string; newest: string }>(ch.newest_days, {
    brand: ctx.brandId,
    since: addDays(today, -30),
  })
  return carriers.flatMap(({ id, name }) => {
    const last = newest.find(row => row.carrier_id === id)?.newest
    if (!last || last >= addDays(today, -1)) return []
    const fact = {
      zh: `微信昨天的统计到中午还没有读到，最新的一天是 ${last}。多半是令牌或权限出了问题。`,
      en: `Yesterday’s figures were not there by noon; the newest day is ${last}. Mostly token or permission are the cause.`,
    }
    return [{ kind: 'statistics_late' as const, subject: id, name, fact, place: `carriers/${id}` }]
  })
}

async function importFailed(ctx: Context, known: ReadonlySet<string>): Promise<Found[]> {
  const asked = { brand_id: ctx.brandId, since: new Date(ctx.clock.now().getTime() - dayMs), known: [...known] }
  const rows = await ctx.db.query<{ id: string; file: string; problem: string }>(sql.imports_failed, asked)
  return rows.map(({ id, file, problem }) => ({
    kind: 'import_failed' as const,
    subject: id,
    name: file.split(/[\\/]/).at(-1) ?? file,
    fact: {
      zh: `文件没有导入完：${problem || '原因见导入页'}。可以从断点继续。`,
      en: `The file was not read to its end: ${problem || 'see the imports page'}. It can go on where it stood.`,
    },
    place: 'imports',
  }))
}
