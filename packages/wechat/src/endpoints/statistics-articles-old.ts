/** The six old article tables. WeChat no longer looks after them (已停止维护, 2025-11-01): use `getArticleRead` and its kin for new work. */
import { datacube } from './datacube.ts'

const retired = 'no longer maintained since 2025-11-01: getarticleread, getarticleshare, getbizsummary, getarticletotaldetail'

export type OldReads = {
  int_page_read_user: number
  int_page_read_count: number
  ori_page_read_user: number
  ori_page_read_count: number
  share_user: number
  share_count: number
  add_to_fav_user: number
  add_to_fav_count: number
}

/** Articles sent on a day, with that day's figures. Span 1 day. Source: doc/service/api, datacube */
export const getArticleSummary = datacube<{ ref_date: string; msgid: string; title: string } & OldReads>('getarticlesummary', 1, {
  retired,
})

/** Cumulative figures of up to 7 days; the `int_page_from_…` and `feed_share_from_…` fields split them by source. */
export type OldArticleDay = { stat_date: string; target_user: number } & OldReads &
  Partial<
    Record<
      `int_page_from_${'session' | 'hist_msg' | 'feed' | 'friends' | 'other' | 'kanyikan' | 'souyisou'}_read_${'user' | 'count'}`,
      number
    >
  > &
  Partial<Record<`feed_share_from_${'session' | 'feed' | 'other'}_${'user' | 'cnt'}`, number>>

/** Articles sent on a day, day after day. Span 1 day. Source: doc/service/api, datacube */
export const getArticleTotal = datacube<{ ref_date: string; msgid: string; title: string; details: OldArticleDay[] }>(
  'getarticletotal',
  1,
  {
    retired,
  },
)

/** `user_source` 99999999 all, 0 chat, 1 friend, 2 moments, 4 history, 5 other, 6 top stories, 7 search. */
export type OldUserRead = { ref_date: string; user_source: number } & OldReads

/** Reads of all articles. Span 3 days. Source: doc/service/api, datacube */
export const getUserRead = datacube<OldUserRead>('getuserread', 3, { retired })

/** The same by hour. Span 1 day. Source: doc/service/api, datacube */
export const getUserReadByHour = datacube<OldUserRead & { ref_hour: number }>('getuserreadhour', 1, { retired })

/** `share_scene` 1 friend, 2 moments, 255 other. */
export type OldUserShare = { ref_date: string; share_scene: number; share_count: number; share_user: number }

/** Shares of all articles. Span 7 days. Source: doc/service/api, datacube */
export const getUserShare = datacube<OldUserShare>('getusershare', 7, { retired })

/** The same by hour. Span 1 day. Source: doc/service/api, datacube */
export const getUserShareByHour = datacube<OldUserShare & { ref_hour: number }>('getusersharehour', 1, { retired })
