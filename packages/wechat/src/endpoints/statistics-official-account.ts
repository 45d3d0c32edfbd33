/**
 * Statistics of an Official Account. Days are `YYYY-MM-DD` in Beijing time; a day is ready the next morning after 08:00.
 * 61500 date format, 61501 span too long, 61503 not ready yet.
 */
import { datacube } from './datacube.ts'

export type { DateRange, Listed } from './datacube.ts'

/** New and lost followers by source (200 Channels, 201 live, 149 mini program, 30 scan, …). Span 7 days. Source: doc/service/api, datacube */
export const getUserSummary = datacube<{ ref_date: string; user_source: number; new_user: number; cancel_user: number }>(
  'getusersummary',
  7,
)

/** Followers in all at the day's end. Span 7 days. Source: doc/service/api, datacube */
export const getUserCumulate = datacube<{ ref_date: string; user_source?: number; cumulate_user: number }>('getusercumulate', 7)

export type ReadSource = { user_count: number; scene_desc: string }

/** Readers of each article by source. Span 1 day; data from 2025-11-01. Source: doc/service/api, datacube */
export const getArticleRead = datacube<{ ref_date: string; msgid: string; detail: { read_user: number; read_user_source: ReadSource[] } }>(
  'getarticleread',
  1,
)

/** Sharers of each article. Span 1 day; data from 2025-11-01. Source: doc/service/api, datacube */
export const getArticleShare = datacube<{ ref_date: string; msgid: string; detail: { share_user: number } }>('getarticleshare', 1)

export type BizSummary = {
  read_user: number
  read_user_source: ReadSource[]
  share_user: number
  zaikan_user: number
  like_user: number
  comment_count: number
  collection_user: number
  redirect_ori_page_user: number
  send_page_count: number
}

/** All articles of a day together. Span 30 days; data from 2025-11-01. Source: doc/service/api, datacube */
export const getBizSummary = datacube<{ ref_date: string; detail: BizSummary }>('getbizsummary', 30)

export type ArticleDay = {
  stat_date: string
  read_user: number
  read_user_source: ReadSource[]
  share_user: number
  zaikan_user: number
  like_user: number
  comment_count: number
  collection_user: number
  /** Fen. */
  praise_money: number
  read_subscribe_user: number
  read_delivery_rate: number
  read_finish_rate: number
  /** Minutes. */
  read_avg_activetime: number
  read_jump_position: { position: number; rate: number }[]
}

/** Thirty days of each article published on one day; `publish_type` 0 notified, 1 not. Span 1 day. Source: doc/service/api, datacube */
export const getArticleTotalDetail = datacube<{
  ref_date: string
  msgid: string
  publish_type: 0 | 1
  title?: string
  content_url?: string
  detail_list: ArticleDay[]
}>('getarticletotaldetail', 1)

/** Messages that people sent us, by type. Span 7 days. Source: doc/service/api, datacube */
export const getUpstreamMessages = datacube<{ ref_date: string; msg_type: number; msg_user: number; msg_count: number }>(
  'getupstreammsg',
  7,
)

/** How WeChat sees our callback: calls, failures (no right answer in 5 s), time in ms. Span 30 days. Source: doc/service/api, datacube */
export const getInterfaceSummary = datacube<{
  ref_date: string
  callback_count: number
  fail_count: number
  total_time_cost: number
  max_time_cost: number
}>('getinterfacesummary', 30)
