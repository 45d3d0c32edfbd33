/**
 * What WeChat itself reports of an account by day, as figures. Aggregates: they stand beside people's events and are never
 * mixed with them. A day is ready the next morning after 08:00 Beijing time.
 */
import {
  type Client,
  getBizSummary,
  getDailySummary,
  getDailyVisitTrend,
  getInterfaceSummary,
  getUserCumulate,
  getUserSummary,
} from '@wematrix/wechat'

/** `dimension` is empty for a day's total; only totals of what can be added are shown as sums. */
export type Figure = { day: string; metric: string; dimension: string; value: number }

/** One endpoint; `read` asks for one day, `YYYY-MM-DD`, and throws WechatError. */
export type Source = { path: string; read: (client: Client, day: string) => Promise<Figure[]> }

const source = (endpoint: { row: { path: string } }, read: Source['read']): Source => ({ path: endpoint.row.path, read })

const officialAccount: Source[] = [
  source(getUserSummary, async (client, day) => {
    const { list } = await getUserSummary(client, range(day))
    const figures = list.flatMap(({ user_source, new_user, cancel_user }) => [
      { day, metric: 'oa.new_user', dimension: String(user_source), value: new_user },
      { day, metric: 'oa.cancel_user', dimension: String(user_source), value: cancel_user },
    ])
    const total = (metric: string) => figures.filter(figure => figure.metric === metric).reduce((sum, { value }) => sum + value, 0)
    return [
      ...figures,
      { day, metric: 'oa.new_user', dimension: '', value: total('oa.new_user') },
      { day, metric: 'oa.cancel_user', dimension: '', value: total('oa.cancel_user') },
    ]
  }),
  source(getUserCumulate, async (client, day) => {
    const { list } = await getUserCumulate(client, range(day))
    return list.map(row => ({ day, metric: 'oa.followers', dimension: 'day-end', value: row.cumulate_user }))
  }),
  source(getBizSummary, async (client, day) => {
    const { list } = await getBizSummary(client, range(day))
    return list.flatMap(({ detail }) => [
      { day, metric: 'oa.read_user', dimension: '', value: detail.read_user },
      { day, metric: 'oa.share_user', dimension: '', value: detail.share_user },
      ...detail.read_user_source
        .filter(({ scene_desc }) => scene_desc !== '全部')
        .map(({ scene_desc, user_count }) => ({ day, metric: 'oa.read_user', dimension: scene_desc, value: user_count })),
    ])
  }),
  source(getInterfaceSummary, async (client, day) => {
    const { list } = await getInterfaceSummary(client, range(day))
    return list.flatMap(({ callback_count, fail_count, total_time_cost, max_time_cost }) => [
      { day, metric: 'oa.callbacks', dimension: '', value: callback_count },
      { day, metric: 'oa.callbacks_failed', dimension: '', value: fail_count },
      // Milliseconds; shown with the callback's health, not among the day figures.
      { day, metric: 'oa.callback_ms', dimension: '', value: total_time_cost },
      { day, metric: 'oa.callback_max_ms', dimension: '', value: max_time_cost },
    ])
  }),
]

const miniProgram: Source[] = [
  source(getDailyVisitTrend, async (client, day) => {
    const { list } = await getDailyVisitTrend(client, compact(day))
    return list.flatMap(({ session_cnt, visit_pv, visit_uv, visit_uv_new }) => [
      { day, metric: 'mp.opens', dimension: '', value: session_cnt },
      { day, metric: 'mp.page_views', dimension: '', value: visit_pv },
      { day, metric: 'mp.visitors', dimension: '', value: visit_uv },
      { day, metric: 'mp.new_visitors', dimension: '', value: visit_uv_new },
    ])
  }),
  source(getDailySummary, async (client, day) => {
    const { list } = await getDailySummary(client, compact(day))
    return list.map(({ share_pv }) => ({ day, metric: 'mp.shares', dimension: '', value: share_pv }))
  }),
]

/** By kind of account. The Channels assistant has no day figures of this form; its files are imported by hand. */
export const sourcesOf: Record<string, readonly Source[]> = { official_account: officialAccount, mini_program: miniProgram }

const range = (day: string) => ({ begin_date: day, end_date: day })

function compact(day: string): { begin_date: string; end_date: string } {
  const text = day.replaceAll('-', '')
  return { begin_date: text, end_date: text }
}
