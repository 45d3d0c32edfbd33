/** How WeChat and people treat each account: a board of what hurts, by account and day (Shanghai). */
import { reactionTo } from '@wematrix/wechat'
import type { Context } from '../../context.ts'
import { loadChSql, loadSql } from '../../infra/sql.ts'
import { addDays, dayOf, startOfDay } from '../../stats/calendar.ts'
import { healthDefinitions } from './health-definitions.ts'
import type { CarrierHealth, HealthDay } from './outside-schema.ts'

const sql = loadSql(new URL('./health.sql', import.meta.url), ['living', 'refusals_by_day'])
const ch = loadChSql(new URL('./health.ch.sql', import.meta.url), ['health_days'])

/** Days before a day whose median of unfollows is the usual. */
export const usualDays = 28
/** A day is a spike from so many unfollows on, and only beyond so many times the usual. */
export const spikeFrom = 10
export const spikeTimes = 3

type EventDay = { carrier_id: string; on_day: string; unfollows: string; rejects: string; blocks: string; complaints: string }
type Refusal = { carrier_id: string; on_day: string; path: string; errcode: number; n: number }
type Counts = Omit<HealthDay, 'day' | 'usualUnfollows' | 'spike'>

const none: Counts = { rejects: 0, blocks: 0, complaints: 0, unfollows: 0, quotaRefusals: 0, otherRefusals: 0 }

/** Three keyed queries side by side, whatever the number of accounts. Today's counts are those until now. */
export async function getHealth(ctx: Context, days = 14) {
  const to = dayOf(ctx.clock.now().getTime())
  const from = addDays(to, 1 - days)
  const first = addDays(from, -usualDays)
  const at = (day: string) => new Date(startOfDay(day)).toISOString().replace('Z', '')
  const span = { brand: ctx.brandId, usual_from: at(first), from: at(from), to: at(addDays(to, 1)) }
  const [carriers, told, refused] = await Promise.all([
    ctx.db.query<{ id: string; name: string; kind: string }>(sql.living, { brand_id: ctx.brandId }),
    ctx.events.query<EventDay>(ch.health_days, span),
    ctx.db.query<Refusal>(sql.refusals_by_day, { brand_id: ctx.brandId, from, to }),
  ])
  const byDay = countsOf(told, refused)
  return {
    from,
    to,
    carriers: carriers.map(({ id, name, kind }): CarrierHealth => {
      const counts = (day: string) => byDay.get(`${id} ${day}`) ?? none
      const list = Array.from({ length: days }, (_, i) => healthDay(addDays(from, i), counts))
      return { id, name, kind, days: list, totals: totalsOf(list) }
    }),
    definitions: healthDefinitions,
  }
}

function countsOf(told: readonly EventDay[], refused: readonly Refusal[]): Map<string, Counts> {
  const byDay = new Map<string, Counts>()
  for (const { carrier_id, on_day, unfollows, rejects, blocks, complaints } of told) {
    const counts = { unfollows: Number(unfollows), rejects: Number(rejects), blocks: Number(blocks), complaints: Number(complaints) }
    byDay.set(`${carrier_id} ${on_day}`, { ...none, ...counts })
  }
  for (const { carrier_id, on_day, path, errcode, n } of refused) {
    const key = `${carrier_id} ${on_day}`
    const counts = byDay.get(key) ?? none
    const figure = refusalKind(errcode, path)
    byDay.set(key, { ...counts, [figure]: counts[figure] + n })
  }
  return byDay
}

/** Codes of content that WeChat does not want: risky text or picture. */
const contentCodes: readonly number[] = [87014, 87015, 87017]
/** The person refuses to receive, or never accepted the template. */
const blockCodes: readonly number[] = [43101, 43116]

function refusalKind(errcode: number, path: string): 'rejects' | 'blocks' | 'quotaRefusals' | 'otherRefusals' {
  if (contentCodes.includes(errcode)) return 'rejects'
  if (blockCodes.includes(errcode)) return 'blocks'
  const { reaction } = reactionTo(errcode, path)
  return reaction === 'quota_stop' || reaction === 'wait' ? 'quotaRefusals' : 'otherRefusals'
}

function healthDay(day: string, counts: (day: string) => Counts): HealthDay {
  const usualUnfollows = median(Array.from({ length: usualDays }, (_, i) => counts(addDays(day, -1 - i)).unfollows))
  return { day, ...counts(day), usualUnfollows, spike: isSpike(counts(day).unfollows, usualUnfollows) }
}

/** Pure. At least ten left, and more than three times as many as usual. */
export function isSpike(unfollows: number, usual: number): boolean {
  return unfollows >= spikeFrom && unfollows > spikeTimes * usual
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}

function totalsOf(days: readonly HealthDay[]): CarrierHealth['totals'] {
  const sum = (of: (day: HealthDay) => number) => days.reduce((total, day) => total + of(day), 0)
  return {
    rejects: sum(day => day.rejects),
    blocks: sum(day => day.blocks),
    complaints: sum(day => day.complaints),
    unfollows: sum(day => day.unfollows),
    quotaRefusals: sum(day => day.quotaRefusals),
    otherRefusals: sum(day => day.otherRefusals),
    spikes: days.filter(day => day.spike).length,
  }
}
