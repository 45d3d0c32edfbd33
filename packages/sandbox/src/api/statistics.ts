/** Statistics that agree with what people did: the day figures of the fold, and aggregates grown from them. */
import {
  getArticleRead,
  getArticleShare,
  getArticleTotalDetail,
  getBizSummary,
  getDailySummary,
  getDailyVisitTrend,
  getInterfaceSummary,
  getUpstreamMessages,
  getUserCumulate,
  getUserSummary,
  getVisitDistribution,
  getVisitPages,
} from '@wematrix/wechat'
import { dayOf, dayStart, dayText, hourMs, parseDay } from '../days.ts'
import { articleReads, datacubeKeys } from '../state/aggregates.ts'
import { figure } from '../state/fold.ts'
import { type Call, on, Refusal } from './on.ts'

/** Day numbers of a range. Throws 61500, 61501, 61503 as the platform does. */
function days(call: Call, input: { begin_date: string; end_date: string }, span: number): number[] {
  const begin = parseDay(input.begin_date ?? '')
  const end = parseDay(input.end_date ?? '')
  if (begin === undefined || end === undefined) throw new Refusal(61500, 'date format error')
  if (end < begin || end - begin + 1 > span) throw new Refusal(61501, 'date range error')
  if (dayStart(end + 1) > call.now) throw new Refusal(61501, 'date range error: end_date is yesterday at the latest')
  if (dayStart(end + 1) + 8 * hourMs > call.now) throw new Refusal(61503, 'data not ready, please try later')
  return Array.from({ length: end - begin + 1 }, (_, n) => begin + n)
}

/** `dimension` → value of one metric on one day. */
function split({ account }: Call, day: number, metric: string): [string, number][] {
  const start = `${day} ${metric}/`
  return [...account.figures].filter(([key]) => key.startsWith(start)).map(([key, value]) => [key.slice(start.length), value])
}

on(getUserSummary, (call, input) => ({
  list: days(call, input, 7).flatMap(day => {
    const sources = new Set([...split(call, day, 'new_user'), ...split(call, day, 'cancel_user')].map(([source]) => source))
    return [...sources]
      .sort((a, b) => Number(a) - Number(b))
      .map(source => ({
        ref_date: dayText(day),
        user_source: Number(source),
        new_user: figure(call.account, day, `new_user/${source}`),
        cancel_user: figure(call.account, day, `cancel_user/${source}`),
      }))
  }),
}))

/** Followers at each day's end: those of now, taken back by what happened since. */
on(getUserCumulate, (call, input) => {
  const asked = days(call, input, 7)
  let followers = [...call.account.followers.values()].filter(follower => follower.subscribed).length
  const atEnd = new Map<number, number>()
  for (let day = dayOf(call.now); day >= asked[0]!; day--) {
    atEnd.set(day, followers)
    const change = (metric: string) => split(call, day, metric).reduce((sum, [, n]) => sum + n, 0)
    followers += change('cancel_user') - change('new_user')
  }
  return { list: asked.map(day => ({ ref_date: dayText(day), user_source: 0, cumulate_user: atEnd.get(day) ?? 0 })) }
})

on(getUpstreamMessages, (call, input) => ({
  list: days(call, input, 7)
    .map(day => ({
      ref_date: dayText(day),
      msg_type: 1,
      msg_user: figure(call.account, day, 'upstream_user'),
      msg_count: figure(call.account, day, 'upstream_count'),
    }))
    .filter(row => row.msg_count > 0),
}))

on(getInterfaceSummary, (call, input) => ({
  list: days(call, input, 30).map(day => ({
    ref_date: dayText(day),
    callback_count: figure(call.account, day, 'callback_count'),
    fail_count: figure(call.account, day, 'callback_fail'),
    total_time_cost: figure(call.account, day, 'callback_ms'),
    max_time_cost: figure(call.account, day, 'callback_max_ms'),
  })),
}))

const sources = (readers: number) => [
  { user_count: readers, scene_desc: '全部' },
  { user_count: Math.round(readers * 0.62), scene_desc: '公众号消息' },
  { user_count: Math.round(readers * 0.2), scene_desc: '聊天会话' },
  { user_count: readers - Math.round(readers * 0.62) - Math.round(readers * 0.2), scene_desc: '朋友圈' },
]
const msgid = (number: number) => `${2_247_490_000 + number}_1`

on(getArticleRead, (call, input) => ({
  list: days(call, input, 1).flatMap(day =>
    articleReads(call.realm, call.account, day).map(({ article, readers }) => ({
      ref_date: dayText(day),
      msgid: msgid(article.number),
      detail: { read_user: readers, read_user_source: sources(readers) },
    })),
  ),
  is_delay: false,
}))
on(getArticleShare, (call, input) => ({
  list: days(call, input, 1).flatMap(day =>
    articleReads(call.realm, call.account, day).map(({ article, readers }) => ({
      ref_date: dayText(day),
      msgid: msgid(article.number),
      detail: { share_user: Math.round(readers * 0.04) },
    })),
  ),
  is_delay: false,
}))
on(getBizSummary, (call, input) => ({
  list: days(call, input, 30).map(day => {
    const readers = articleReads(call.realm, call.account, day).reduce((sum, row) => sum + row.readers, 0)
    const part = (share: number) => Math.round(readers * share)
    return {
      ref_date: dayText(day),
      detail: {
        read_user: readers,
        read_user_source: sources(readers),
        share_user: part(0.04),
        zaikan_user: part(0.02),
        like_user: part(0.05),
        comment_count: part(0.008),
        collection_user: part(0.01),
        redirect_ori_page_user: part(0.03),
        send_page_count: articleReads(call.realm, call.account, day).filter(row => dayOf(row.article.publishedAt) === day).length,
      },
    }
  }),
  is_delay: false,
}))
on(getArticleTotalDetail, (call, input) => ({
  list: days(call, input, 1).flatMap(day =>
    call.realm.world.content.articles
      .filter(article => dayOf(article.publishedAt) === day && article.slot === call.account.spec.slot)
      .map(article => ({
        ref_date: dayText(day),
        msgid: msgid(article.number),
        publish_type: 0 as const,
        title: article.title,
        content_url: `https://mp.weixin.qq.com/s/${article.trace}`,
        detail_list: Array.from({ length: Math.min(30, dayOf(call.now) - day) }, (_, n) => {
          const readers = articleReads(call.realm, call.account, day + n).find(row => row.article.number === article.number)?.readers ?? 0
          return {
            stat_date: dayText(day + n),
            read_user: readers,
            read_user_source: sources(readers),
            share_user: Math.round(readers * 0.04),
            zaikan_user: Math.round(readers * 0.02),
            like_user: Math.round(readers * 0.05),
            comment_count: 0,
            collection_user: 0,
            praise_money: 0,
            read_subscribe_user: Math.round(readers * 0.7),
            read_delivery_rate: 0.06,
            read_finish_rate: 0.41,
            read_avg_activetime: 1.2,
            read_jump_position: [],
          }
        }),
      })),
  ),
  is_delay: false,
}))

on(getDailySummary, (call, input) => ({
  list: days(call, input, 1).map(day => ({
    ref_date: compact(day),
    visit_total: call.account.visitors.size,
    share_pv: figure(call.account, day, 'share_pv'),
    share_uv: figure(call.account, day, 'share_pv'),
  })),
}))
on(getDailyVisitTrend, (call, input) => ({
  list: days(call, input, 1).map(day => {
    const uv = figure(call.account, day, 'visit_uv')
    const pv = figure(call.account, day, 'visit_pv')
    return {
      ref_date: compact(day),
      session_cnt: figure(call.account, day, 'session_cnt'),
      visit_pv: pv,
      visit_uv: uv,
      visit_uv_new: figure(call.account, day, 'visit_uv_new'),
      stay_time_uv: 46.2,
      stay_time_session: 38.5,
      visit_depth: uv === 0 ? 0 : Number((pv / uv).toFixed(4)),
    }
  }),
}))
on(getVisitPages, (call, input) => {
  const [day = 0] = days(call, input, 1)
  const pages = split(call, day, 'page')
    .sort((a, b) => b[1] - a[1])
    .slice(0, 200)
  return {
    ref_date: compact(day),
    list: pages.map(([page_path, pv]) => ({
      page_path,
      page_visit_pv: pv,
      page_visit_uv: Math.ceil(pv * 0.8),
      page_staytime_pv: 12.5,
      entrypage_pv: 0,
      exitpage_pv: 0,
      page_share_pv: 0,
      page_share_uv: 0,
    })),
  }
})
/** Opens by source. There is no key for Channels: all of it is 10, other. */
on(getVisitDistribution, (call, input) => {
  const [day = 0] = days(call, input, 1)
  const keys = new Map<number, number>()
  for (const [scene, n] of split(call, day, 'scene')) keys.set(datacubeKeys[scene] ?? 10, (keys.get(datacubeKeys[scene] ?? 10) ?? 0) + n)
  return {
    ref_date: compact(day),
    list: [
      { index: 'access_source_session_cnt', item_list: [...keys].sort((a, b) => a[0] - b[0]).map(([key, value]) => ({ key, value })) },
    ],
  }
})
const compact = (day: number) => dayText(day).replaceAll('-', '')
