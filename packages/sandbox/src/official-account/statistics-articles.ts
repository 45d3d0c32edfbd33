/** Article statistics, new and retired: two views of the same reading. People are counted once a day, so sums over days are not people. */
import {
  type ArticleDay,
  getArticleRead,
  getArticleShare,
  getArticleSummary,
  getArticleTotal,
  getArticleTotalDetail,
  getBizSummary,
  getUserRead,
  getUserReadByHour,
  getUserShare,
  getUserShareByHour,
  type OldArticleDay,
  type OldReads,
  type ReadSource,
} from '@wematrix/wechat'
import { type Call, on } from '../api/on.ts'
import { daysOf } from '../api/statistics.ts'
import { dayOf, dayText, hourMs, parseDay } from '../days.ts'
import { crowdCount } from '../state/crowd.ts'
import { figure } from '../state/fold.ts'
import {
  type ArticleFigures,
  figuresOf,
  grownReaders,
  overHours,
  type PlacedArticle,
  placedArticles,
  readSceneNames,
  readScenes,
  type ShareTo,
  shareScenes,
} from './article-figures.ts'

/** The new tables know nothing before this day. */
const newTablesFrom = parseDay('2025-11-01')!
const detailDays = 30
const oldDetailDays = 7

type Read = PlacedArticle & { figures: ArticleFigures }

/** Articles that somebody read, shared or commented on that day. */
function readOn({ realm, account }: Call, day: number): Read[] {
  const grown = grownReaders(realm, account, day)
  return placedArticles(realm, account)
    .map(placed => ({ ...placed, figures: figuresOf(account, placed.msgid, day, grown.get(placed.msgid) ?? 0) }))
    .filter(({ figures }) => figures.readUser + figures.shareUser + figures.commentCount > 0)
}

/** Are the new tables late? Then yesterday is missing in them, and they say so. */
const isLate = ({ account }: Call) => account.official.habit.late

const newDays = (call: Call, input: { begin_date: string; end_date: string }, span: number) =>
  daysOf(call, input, span).filter(day => day >= newTablesFrom && !(isLate(call) && day === dayOf(call.now) - 1))

/** Up to `most` days from one on, as far as they are ready: each at 08:00 of the next morning. */
const readyDays = ({ now }: Call, from: number, most: number) =>
  Array.from({ length: Math.max(0, Math.min(most, dayOf(now - 8 * hourMs) - from)) }, (_, n) => from + n)

const publishedOn = ({ realm, account }: Call, day: number) =>
  placedArticles(realm, account).filter(({ publication }) => dayOf(publication.at) === day)

function sources(figures: readonly ArticleFigures[]): ReadSource[] {
  const total = figures.reduce((sum, { readUser }) => sum + readUser, 0)
  return [
    { user_count: total, scene_desc: '全部' },
    ...readSceneNames.flatMap(scene => {
      const n = figures.reduce((sum, { from }) => sum + (from[scene] ?? 0), 0)
      return n > 0 ? [{ user_count: n, scene_desc: readScenes[scene].words }] : []
    }),
  ]
}

on(getArticleRead, (call, input) => ({
  list: newDays(call, input, 1).flatMap(day =>
    readOn(call, day).map(({ msgid, figures }) => ({
      ref_date: dayText(day),
      msgid,
      detail: { read_user: figures.readUser, read_user_source: sources([figures]) },
    })),
  ),
  is_delay: isLate(call),
}))
on(getArticleShare, (call, input) => ({
  list: newDays(call, input, 1).flatMap(day =>
    readOn(call, day).map(({ msgid, figures }) => ({ ref_date: dayText(day), msgid, detail: { share_user: figures.shareUser } })),
  ),
  is_delay: isLate(call),
}))
on(getBizSummary, (call, input) => ({
  list: newDays(call, input, 30).map(day => {
    const all = readOn(call, day).map(({ figures }) => figures)
    const sum = (name: Exclude<keyof ArticleFigures, 'from'>) => all.reduce((total, figures) => total + figures[name], 0)
    return {
      ref_date: dayText(day),
      detail: {
        read_user: sum('readUser'),
        read_user_source: sources(all),
        share_user: sum('shareUser'),
        zaikan_user: sum('zaikanUser'),
        like_user: sum('likeUser'),
        comment_count: sum('commentCount'),
        collection_user: sum('favouriteUser'),
        redirect_ori_page_user: sum('originalUser'),
        send_page_count: publishedOn(call, day).length,
      },
    }
  }),
  is_delay: isLate(call),
}))

const followersOf = ({ account }: Call) =>
  [...account.followers.values()].filter(({ subscribed }) => subscribed).length + crowdCount(account)

/** A rate with four decimals; of nobody it is 0. */
const rate = (part: number, of: number) => (of > 0 ? Math.round((part / of) * 10_000) / 10_000 : 0)

function detail(call: Call, { msgid, publication }: PlacedArticle, day: number, followers: number): ArticleDay {
  const figures = figuresOf(call.account, msgid, day, grownReaders(call.realm, call.account, day).get(msgid) ?? 0)
  return {
    stat_date: dayText(day),
    read_user: figures.readUser,
    read_user_source: sources([figures]),
    share_user: figures.shareUser,
    zaikan_user: figures.zaikanUser,
    like_user: figures.likeUser,
    comment_count: figures.commentCount,
    collection_user: figures.favouriteUser,
    praise_money: 0,
    read_subscribe_user: figures.fanUser,
    read_delivery_rate: publication.type === 0 ? rate(figures.from.message ?? 0, followers) : 0,
    read_finish_rate: rate(figures.finishUser, figures.readUser),
    read_avg_activetime: figures.readUser > 0 ? 1.2 : 0,
    read_jump_position: [],
  }
}

on(getArticleTotalDetail, (call, input) => {
  const followers = followersOf(call)
  return {
    list: newDays(call, input, 1).flatMap(day =>
      publishedOn(call, day).map(placed => ({
        ref_date: dayText(day),
        msgid: placed.msgid,
        publish_type: placed.publication.type,
        title: placed.article.title,
        content_url: placed.article.url,
        detail_list: readyDays(call, day, detailDays).map(on => detail(call, placed, on, followers)),
      })),
    ),
    is_delay: isLate(call),
  }
})

const oldReads = (figures: ArticleFigures): OldReads => ({
  int_page_read_user: figures.readUser,
  int_page_read_count: figures.readCount,
  ori_page_read_user: figures.originalUser,
  ori_page_read_count: figures.originalCount,
  share_user: figures.shareUser,
  share_count: figures.shareCount,
  add_to_fav_user: figures.favouriteUser,
  add_to_fav_count: figures.favouriteCount,
})

/** Articles sent by mass message that were read on the day; published ones are in the new tables only. */
on(getArticleSummary, (call, input) => ({
  list: daysOf(call, input, 1).flatMap(day =>
    readOn(call, day)
      .filter(({ publication }) => publication.type === 0)
      .map(({ msgid, article, figures }) => ({ ref_date: dayText(day), msgid, title: article.title, ...oldReads(figures) })),
  ),
}))

const oldSources = {
  message: 'session',
  chat: 'friends',
  moments: 'feed',
  home: 'hist_msg',
  other: 'other',
  recommend: 'kanyikan',
  search: 'souyisou',
} as const

/** Cumulative figures since the article was sent. */
function oldDetails(call: Call, { msgid }: PlacedArticle, sentOn: number): OldArticleDay[] {
  const followers = followersOf(call)
  const sum: Record<string, number> = {}
  return readyDays(call, sentOn, oldDetailDays).map(day => {
    const figures = figuresOf(call.account, msgid, day, grownReaders(call.realm, call.account, day).get(msgid) ?? 0)
    const added: Record<string, number> = { ...oldReads(figures) }
    for (const scene of readSceneNames) {
      added[`int_page_from_${oldSources[scene]}_read_user`] = figures.from[scene] ?? 0
      added[`int_page_from_${oldSources[scene]}_read_count`] = figures.from[scene] ?? 0
    }
    for (const [name, value] of Object.entries(added)) sum[name] = (sum[name] ?? 0) + value
    return { stat_date: dayText(day), target_user: followers, ...(sum as OldReads) }
  })
}

on(getArticleTotal, (call, input) => ({
  list: daysOf(call, input, 1).flatMap(day =>
    publishedOn(call, day)
      .filter(({ publication }) => publication.type === 0)
      .map(placed => ({
        ref_date: dayText(day),
        msgid: placed.msgid,
        title: placed.article.title,
        details: oldDetails(call, placed, day),
      })),
  ),
}))

const everySource = 99_999_999

/** All sources together, then each that somebody came by. What people did beside reading is known for the sum only. */
on(getUserRead, (call, input) => ({
  list: daysOf(call, input, 3).flatMap(day => {
    const all = readOn(call, day).map(({ figures }) => figures)
    if (all.length === 0) return []
    const total: Record<string, number> = {}
    for (const figures of all) for (const [name, value] of Object.entries(oldReads(figures))) total[name] = (total[name] ?? 0) + value
    const bySource = readSceneNames.flatMap(scene => {
      const n = all.reduce((sum, { from }) => sum + (from[scene] ?? 0), 0)
      return n > 0 ? [{ ref_date: dayText(day), user_source: readScenes[scene].old as number, ...justRead(n, n) }] : []
    })
    return [{ ref_date: dayText(day), user_source: everySource, ...(total as OldReads) }, ...bySource]
  }),
}))

const justRead = (users: number, reads: number): OldReads => ({
  int_page_read_user: users,
  int_page_read_count: reads,
  ori_page_read_user: 0,
  ori_page_read_count: 0,
  share_user: 0,
  share_count: 0,
  add_to_fav_user: 0,
  add_to_fav_count: 0,
})

/** What grew beside the people is spread over the hours of the day, all of it under 0. */
on(getUserReadByHour, (call, input) => ({
  list: daysOf(call, input, 1).flatMap(day => {
    const grown = overHours([...grownReaders(call.realm, call.account, day).values()].reduce((sum, n) => sum + n, 0))
    return Array.from({ length: 24 }, (_, hour) => hour).flatMap(hour =>
      readSceneNames.flatMap(scene => {
        const of = (unit: 'user' | 'count') => figure(call.account, day, `read_hour_${unit}/${hour}/${scene}`)
        const extra = scene === 'message' ? (grown[hour] ?? 0) : 0
        const [users, reads] = [of('user') + extra, of('count') + extra]
        return reads > 0
          ? [{ ref_date: dayText(day), ref_hour: hour * 100, user_source: readScenes[scene].old as number, ...justRead(users, reads) }]
          : []
      }),
    )
  }),
}))

const shareNames = Object.keys(shareScenes) as ShareTo[]

/** Shares of one hour by scene, as rows without their date. */
function shares({ account }: Call, day: number, hour: number, grown: readonly number[]) {
  return shareNames.flatMap(to => {
    const of = (unit: 'user' | 'count') => figure(account, day, `share_hour_${unit}/${hour}/${to}`)
    const extra = to === 'friend' ? (grown[hour] ?? 0) : 0
    const [share_user, share_count] = [of('user') + extra, of('count') + extra]
    return share_count > 0 ? [{ share_scene: shareScenes[to] as number, share_count, share_user }] : []
  })
}
const grownShares = ({ realm, account }: Call, day: number) =>
  overHours([...grownReaders(realm, account, day).values()].reduce((sum, n) => sum + Math.round(n * 0.04), 0))

on(getUserShare, (call, input) => ({
  list: daysOf(call, input, 7).flatMap(day => {
    const grown = grownShares(call, day)
    const rows = Array.from({ length: 24 }, (_, hour) => shares(call, day, hour, grown)).flat()
    return shareNames.flatMap(to => {
      const mine = rows.filter(({ share_scene }) => share_scene === shareScenes[to])
      if (mine.length === 0) return []
      const sum = (name: 'share_count' | 'share_user') => mine.reduce((total, row) => total + row[name], 0)
      return [
        { ref_date: dayText(day), share_scene: shareScenes[to] as number, share_count: sum('share_count'), share_user: sum('share_user') },
      ]
    })
  }),
}))
on(getUserShareByHour, (call, input) => ({
  list: daysOf(call, input, 1).flatMap(day => {
    const grown = grownShares(call, day)
    return Array.from({ length: 24 }, (_, hour) =>
      shares(call, day, hour, grown).map(row => ({ ref_date: dayText(day), ref_hour: hour * 100, ...row })),
    ).flat()
  }),
}))
