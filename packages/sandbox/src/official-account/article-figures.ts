/** How often each article was read, shared, liked: what people did, and for the world's own articles what grew beside it. */

import { articleReads } from '../state/aggregates.ts'
import { figure } from '../state/fold.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState } from '../state/state.ts'
import { hourFactor } from '../worlds/rhythm.ts'
import { publicationsOf } from './publications.ts'
import type { Publication, PublishedArticle } from './state.ts'

/** Where an article is found: the words of the new statistics, and `user_source` of the old ones. */
export const readScenes = {
  message: { words: '公众号消息', old: 0 },
  chat: { words: '聊天会话', old: 1 },
  moments: { words: '朋友圈', old: 2 },
  home: { words: '公众号主页', old: 4 },
  other: { words: '其他', old: 5 },
  recommend: { words: '推荐', old: 6 },
  search: { words: '搜一搜', old: 7 },
} as const
export type ReadScene = keyof typeof readScenes
export const readSceneNames = Object.keys(readScenes) as ReadScene[]
/** `share_scene` of the old statistics. */
export const shareScenes = { friend: 1, moments: 2, other: 255 } as const
export type ShareTo = keyof typeof shareScenes

/** One article on one day. People are counted once a day. */
export type ArticleFigures = {
  readUser: number
  readCount: number
  from: Partial<Record<ReadScene, number>>
  originalUser: number
  originalCount: number
  shareUser: number
  shareCount: number
  favouriteUser: number
  favouriteCount: number
  likeUser: number
  zaikanUser: number
  commentCount: number
  finishUser: number
  fanUser: number
}

export type PlacedArticle = { publication: Publication; article: PublishedArticle; index: number; msgid: string }

/** Every article of the account, deleted ones too: their past remains. */
export function placedArticles(realm: Realm, account: AccountState): PlacedArticle[] {
  return [...publicationsOf(realm, account).values()].flatMap(publication =>
    publication.articles.map((article, index) => ({ publication, article, index, msgid: `${publication.msgDataId}_${index + 1}` })),
  )
}

/** Readers of the world's own articles that nobody played, by msgid. */
export function grownReaders(realm: Realm, account: AccountState, day: number): Map<string, number> {
  return new Map(articleReads(realm, account, day).map(({ article, readers }) => [`${2_247_490_000 + article.number}_1`, readers]))
}

export function figuresOf(account: AccountState, msgid: string, day: number, grown: number): ArticleFigures {
  const of = (metric: string) => figure(account, day, `${metric} ${msgid}`)
  const share = (part: number) => Math.round(grown * part)
  const grownFrom: ArticleFigures['from'] = { message: share(0.62), chat: share(0.2), moments: grown - share(0.62) - share(0.2) }
  const from: ArticleFigures['from'] = {}
  for (const scene of readSceneNames) {
    const n = figure(account, day, `read_from ${msgid}/${scene}`) + (grownFrom[scene] ?? 0)
    if (n > 0) from[scene] = n
  }
  return {
    readUser: of('read_user') + grown,
    readCount: of('read_count') + share(1.3),
    from,
    originalUser: of('original_user') + share(0.03),
    originalCount: of('original_count') + share(0.03),
    shareUser: of('share_user') + share(0.04),
    shareCount: of('share_count') + share(0.05),
    favouriteUser: of('favourite_user') + share(0.01),
    favouriteCount: of('favourite_count') + share(0.01),
    likeUser: of('like_user') + share(0.05),
    zaikanUser: of('zaikan_user') + share(0.02),
    commentCount: of('comment_count') + share(0.008),
    finishUser: of('finish_user') + share(0.41),
    fanUser: of('fan_user') + share(0.7),
  }
}

/** Spreads a day's number over its hours as people live, so that the hours add up to it. */
export function overHours(total: number): number[] {
  const weights = Array.from({ length: 24 }, (_, hour) => hourFactor(hour))
  const sum = weights.reduce((a, b) => a + b, 0)
  let given = 0
  let reached = 0
  return weights.map(weight => {
    reached += weight
    const upTo = Math.round((total * reached) / sum)
    const n = upTo - given
    given = upTo
    return n
  })
}
