/** Statistics of a Mini Program: what its visitors did, by day, week and month. There is no key for Channels: all of it is 10, other. */
import {
  getDailyRetention,
  getDailySummary,
  getDailyVisitTrend,
  getMonthlyRetention,
  getMonthlyVisitTrend,
  getUserPortrait,
  getVisitDistribution,
  getVisitPages,
  getWeeklyRetention,
  getWeeklyVisitTrend,
  type Retention,
  type VisitTrend,
} from '@wematrix/wechat'
import { type Call, on, Refusal } from '../api/on.ts'
import { daysOf, split } from '../api/statistics.ts'
import { dayStart, dayText, hourMs, weekday } from '../days.ts'
import { figure } from '../state/fold.ts'
import { portraitOf } from '../state/portrait.ts'
import type { Visitor } from '../state/state.ts'
import { sourceKey } from '../state/visit-sources.ts'
import { endsOf } from './visits.ts'

type Range = { begin_date: string; end_date: string }
const compact = (day: number) => dayText(day).replaceAll('-', '')

/** A natural week, Monday to Sunday. Throws 61501. */
function week(call: Call, input: Range): number[] {
  const asked = daysOf(call, input, 7)
  if (asked.length !== 7 || weekday(asked[0]!) !== 1) throw new Refusal(61501, 'date range error: Monday to Sunday')
  return asked
}
/** A natural month. Throws 61501. */
function month(call: Call, input: Range): number[] {
  const asked = daysOf(call, input, 31)
  if (!dayText(asked[0]!).endsWith('-01') || !dayText(asked.at(-1)! + 1).endsWith('-01') || asked.length < 28)
    throw new Refusal(61501, 'date range error: first to last day of a month')
  return asked
}
const weekName = (asked: number[]) => `${compact(asked[0]!)}-${compact(asked.at(-1)!)}`
const monthName = (asked: number[]) => compact(asked[0]!).slice(0, 6)

on(getDailySummary, (call, input) => ({
  list: daysOf(call, input, 1).map(day => ({
    ref_date: compact(day),
    visit_total: [...call.account.visitors.values()].filter(visitor => visitor.days[0] !== undefined && visitor.days[0] <= day).length,
    share_pv: figure(call.account, day, 'share_pv'),
    share_uv: figure(call.account, day, 'share_uv'),
  })),
}))

/** Did somebody visit within [from, to]? Days are few and in order. */
const visited = ({ days: visits }: Visitor, from: number, to: number) => visits.some(day => day >= from && day <= to)
const isNew = ({ days: visits }: Visitor, from: number, to: number) => visits[0] !== undefined && visits[0] >= from && visits[0] <= to

function trend({ account }: Call, asked: number[], ref_date: string): VisitTrend {
  const sum = (metric: string) => asked.reduce((total, day) => total + figure(account, day, metric), 0)
  const [from, to] = [asked[0]!, asked.at(-1)!]
  const visit_uv = [...account.visitors.values()].filter(visitor => visited(visitor, from, to)).length
  const visit_pv = sum('visit_pv')
  return {
    ref_date,
    session_cnt: sum('session_cnt'),
    visit_pv,
    visit_uv,
    visit_uv_new: sum('visit_uv_new'),
    stay_time_uv: 46.2,
    stay_time_session: 38.5,
    visit_depth: visit_uv === 0 ? 0 : Number((visit_pv / visit_uv).toFixed(4)),
  }
}
on(getDailyVisitTrend, (call, input) => ({ list: daysOf(call, input, 1).map(day => trend(call, [day], compact(day))) }))
on(getWeeklyVisitTrend, (call, input) => {
  const asked = week(call, input)
  return { list: [trend(call, asked, weekName(asked))] }
})
on(getMonthlyVisitTrend, (call, input) => {
  const asked = month(call, input)
  return { list: [trend(call, asked, monthName(asked))] }
})

type Period = { key: number; from: number; to: number }

/** Visitors of the first period who came again in each of the others. A period that is not over, or not counted yet, has no key. */
function retention({ account, now }: Call, periods: Period[], ref_date: string): Retention {
  const [{ from, to }] = periods as [Period, ...Period[]]
  const ready = periods.filter(period => dayStart(period.to + 1) + 8 * hourMs <= now)
  const everyone = [...account.visitors.values()].filter(visitor => visited(visitor, from, to))
  const came = (visitors: Visitor[]) =>
    ready.map(period => ({ key: period.key, value: visitors.filter(visitor => visited(visitor, period.from, period.to)).length }))
  return { ref_date, visit_uv_new: came(everyone.filter(visitor => isNew(visitor, from, to))), visit_uv: came(everyone) }
}
on(getDailyRetention, (call, input) => {
  const [day = 0] = daysOf(call, input, 1)
  const periods = [0, 1, 2, 3, 4, 5, 6, 7, 14, 30].map(key => ({ key, from: day + key, to: day + key }))
  return retention(call, periods, compact(day))
})
on(getWeeklyRetention, (call, input) => {
  const asked = week(call, input)
  const periods = [0, 1, 2, 3, 4].map(key => ({ key, from: asked[0]! + 7 * key, to: asked[6]! + 7 * key }))
  return retention(call, periods, weekName(asked))
})
on(getMonthlyRetention, (call, input) => {
  const asked = month(call, input)
  const next = asked.at(-1)! + 1
  let end = next
  while (!dayText(end + 1).endsWith('-01')) end++
  return retention(
    call,
    [
      { key: 0, from: asked[0]!, to: next - 1 },
      { key: 1, from: next, to: end },
    ],
    monthName(asked),
  )
})

/** One, seven or thirty days. */
on(getUserPortrait, (call, input) => {
  const asked = daysOf(call, input, 30)
  if (![1, 7, 30].includes(asked.length)) throw new Refusal(61501, 'date range error: 1, 7 or 30 days')
  const [from, to] = [asked[0]!, asked.at(-1)!]
  const everyone = [...call.account.visitors].filter(([, visitor]) => visited(visitor, from, to))
  const persons = (visitors: typeof everyone) => visitors.map(([openid]) => call.realm.findByOpenid(openid)?.index ?? 0)
  return {
    ref_date: weekName(asked),
    visit_uv_new: portraitOf(call.realm.world.seed, persons(everyone.filter(([, visitor]) => isNew(visitor, from, to)))),
    visit_uv: portraitOf(call.realm.world.seed, persons(everyone)),
  }
})

on(getVisitPages, (call, input) => {
  const [day = 0] = daysOf(call, input, 1)
  const { exits } = endsOf(call.account, day, metric => split(call, day, metric))
  const pages = split(call, day, 'page')
    .sort((a, b) => b[1] - a[1])
    .slice(0, 200)
  return {
    ref_date: compact(day),
    list: pages.map(([page_path, pv]) => ({
      page_path,
      page_visit_pv: pv,
      page_visit_uv: figure(call.account, day, `page_uv/${page_path}`),
      page_staytime_pv: 12.5,
      entrypage_pv: figure(call.account, day, `entry/${page_path}`),
      exitpage_pv: exits.get(page_path) ?? 0,
      page_share_pv: figure(call.account, day, `page_share/${page_path}`),
      page_share_uv: figure(call.account, day, `page_share_uv/${page_path}`),
    })),
  }
})
/** By source and by depth; how long anybody stayed is known to nobody here. */
on(getVisitDistribution, (call, input) => {
  const [day = 0] = daysOf(call, input, 1)
  const sources = new Map<number, number>()
  for (const [scene, n] of split(call, day, 'scene')) sources.set(sourceKey(scene), (sources.get(sourceKey(scene)) ?? 0) + n)
  const { depths } = endsOf(call.account, day, metric => split(call, day, metric))
  const items = (rows: Iterable<readonly [number, number]>) => [...rows].sort((a, b) => a[0] - b[0]).map(([key, value]) => ({ key, value }))
  return {
    ref_date: compact(day),
    list: [
      { index: 'access_source_session_cnt', item_list: items(sources) },
      { index: 'access_depth_info', item_list: items(depths) },
    ],
  }
})
