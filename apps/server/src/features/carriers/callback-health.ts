/** Pushes by day, twice counted: by WeChat (`getinterfacesummary`) and at our own door, and why the two differ. */
import type { Context } from '../../context.ts'
import { loadChSql, loadSql } from '../../infra/sql.ts'
import { addDays, dayOf, shanghai, startOfDay } from '../../stats/calendar.ts'
import { carrierRow } from './carriers.ts'
import type { CallbackDay, CallbackHealth } from './schema.ts'

const sql = loadSql(new URL('./diagnosis.sql', import.meta.url), ['pushes_by_day', 'pushes_since', 'refused_by_day'])
const ch = loadChSql(new URL('./health.ch.sql', import.meta.url), ['interface_days'])

const usualDays = 14

type Words = CallbackDay['why'][number]
type Theirs = { on_day: string; metric: string; value: number }
type PushRow = { day: string; answered: number; repeats: number; total_ms: number; max_ms: number }

export async function callbackHealth(ctx: Context, id: string, span = usualDays): Promise<CallbackHealth> {
  const row = await carrierRow(ctx, id)
  const today = dayOf(ctx.clock.now().getTime(), shanghai)
  const first = addDays(today, 1 - span)
  const asked = { brand_id: ctx.brandId, carrier_id: id }
  const since = new Date(startOfDay(first, shanghai))
  const [theirs, pushes, refused, counted] = await Promise.all([
    ctx.events.query<Theirs>(ch.interface_days, { brand: ctx.brandId, carrier: id, from: first, to: today }),
    ctx.db.query<PushRow>(sql.pushes_by_day, { ...asked, since }),
    ctx.db.query<{ day: string; reason: string; n: number }>(sql.refused_by_day, { ...asked, since }),
    ctx.db.one<{ first_at: Date | null; last_at: Date | null }>(sql.pushes_since, asked),
  ])
  const countedSince = counted?.first_at ?? null
  const days = Array.from({ length: span }, (_, at) => addDays(first, at)).map(day => {
    const push = pushes.find(row => row.day === day)
    const ours: CallbackDay['ours'] = {
      answered: push?.answered ?? 0,
      repeats: push?.repeats ?? 0,
      refused: refused.filter(row => row.day === day).reduce((sum, { n }) => sum + n, 0),
      meanMs: push?.answered ? push.total_ms / push.answered : null,
      maxMs: push?.max_ms ?? null,
    }
    const given = theirsOf(theirs.filter(row => row.on_day === day))
    const whole = countedSince !== null && countedSince.getTime() <= startOfDay(day, shanghai)
    return { day, theirs: given, ours, why: given ? explain(given, ours, whole) : [] }
  })
  const reasons = new Map<string, number>()
  for (const { reason, n } of refused) reasons.set(reason, (reasons.get(reason) ?? 0) + n)
  return {
    given: row.kind === 'official_account',
    countedSince: countedSince?.toISOString() ?? null,
    lastAt: counted?.last_at?.toISOString() ?? null,
    days,
    refusals: [...reasons].map(([reason, n]) => ({ reason, n })).sort((a, b) => b.n - a.n),
  }
}

function theirsOf(rows: readonly Theirs[]): CallbackDay['theirs'] {
  const value = (metric: string) => rows.find(row => row.metric === metric)?.value
  const count = value('oa.callbacks')
  if (count === undefined) return null
  const total = value('oa.callback_ms')
  return {
    count,
    failed: value('oa.callbacks_failed') ?? 0,
    meanMs: total !== undefined && count > 0 ? total / count : null,
    maxMs: value('oa.callback_max_ms') ?? null,
  }
}

/** Above this the way to us takes more than the work here. */
const slowWayMs = 300

/**
 * Why WeChat's figures of a day differ from ours. Pure.
 * @param whole  our door counted during the whole day
 */
export function explain(theirs: NonNullable<CallbackDay['theirs']>, ours: CallbackDay['ours'], whole: boolean): Words[] {
  const n = ours.answered + ours.refused
  const gap = theirs.count - n
  const why: Words[] = []
  const say = (zh: string, en: string) => void why.push({ zh, en })
  if (!whole && gap > 0) say('本系统那天还没有（整天）计数。', 'Our door did not count yet, or not all of that day.')
  else if (gap > tolerance(theirs.count))
    say(
      `微信多计 ${gap} 次：这些推送没有到达本系统（网络、端口、证书、代理或停机）；同一条失败后再推，微信每次都计数。`,
      `WeChat counts ${gap} more: those never reached us (network, port, certificate, proxy, or we were down); each repeat of a failed push counts again.`,
    )
  else if (-gap > tolerance(theirs.count))
    say(
      `本系统多计 ${-gap} 次：零点前后的推送归到了相邻的一天，或有不是微信发来的请求。`,
      `We count ${-gap} more: pushes around midnight fell on the next day, or requests came that were not WeChat’s.`,
    )
  if (theirs.failed > ours.refused)
    say(
      `微信记 ${theirs.failed} 次失败，其中 ${ours.refused} 次是本系统拒收；其余是 5 秒内没有应答或连接中断。`,
      `WeChat counts ${theirs.failed} failed, ${ours.refused} of them refused by us; the rest got no answer within 5 s or the connection broke.`,
    )
  else if (ours.refused > 0) say(`本系统拒收 ${ours.refused} 次，原因见下方。`, `We refused ${ours.refused}; the reasons stand below.`)
  if (theirs.meanMs !== null && ours.meanMs !== null && theirs.meanMs - ours.meanMs > slowWayMs)
    say(
      `微信量到的平均耗时比本系统多 ${Math.round(theirs.meanMs - ours.meanMs)} 毫秒：时间花在路上（网络、代理、TLS）。`,
      `WeChat measures ${Math.round(theirs.meanMs - ours.meanMs)} ms more than we need: the time goes on the way (network, proxy, TLS).`,
    )
  return why
}

/** Days meet at midnight: a few pushes may fall on either side. */
const tolerance = (count: number) => Math.max(3, count * 0.01)
