/** The Channels assistant (视频号助手). Its abilities are switched on by hand first; before that every call answers 48001. */
import { type AccountKind, endpoint } from '../endpoint.ts'
import { channels } from './sources.ts'

const accounts: readonly AccountKind[] = ['channels']
const row = { method: 'POST', auth: 'access_token', accounts, source: channels('channels') } as const

export type LiveRecord = { export_id: string; description: string; cover_url: string; nickname: string; head_url: string }

/** The lives that run now. Source: developers.weixin.qq.com/doc/channels/api/channels */
export const listLives = endpoint<undefined, { live_list: LiveRecord[] }>({
  ...row,
  path: '/channels/ec/finderlive/getfinderliverecordlist',
  accounts: ['channels', 'shop'],
})

/** `start_time` is text digits (unix s). */
export type LiveNotice = {
  notice_id: string
  status: number
  status_wording: string
  start_time: string
  description: string
  nickname: string
  head_url: string
}

/** The announced lives: proves that a notice exists. Source: developers.weixin.qq.com/doc/channels/api/channels */
export const listLiveNotices = endpoint<undefined, { live_notice_list: LiveNotice[] }>({
  ...row,
  path: '/channels/ec/finderlive/getfinderlivenoticerecordlist',
  accounts: ['channels', 'shop'],
})

/** The account's id (`sph…`), name and number of followers. 1 no such account, 48001 ability off, 100000 no permission. Source: …/doc/channels/api/channels */
export const getChannelsAccount = endpoint<undefined, { finder_attr: { uniq_id: string; nickname: string; fans_count: number } }>({
  ...row,
  path: '/channels/finderlive/get_finder_attr_by_appid',
})

export type LiveFigures = {
  export_id: string
  live_start_time: number
  live_duration_in_seconds: number
  total_audience_count: number
  total_cheer_count: number
  forward_count: number
  total_comment_count: number
  audiences_avg_seconds: number
  max_online_count: number
  new_follow_count: number
  /** People who followed the bound Official Account during the live. */
  new_follow_count_biz: number
}

/** Figures of lives that used leads; the window is compared with the END of a live (unix s). Source: …/doc/channels/api/channels */
export const listLiveFigures = endpoint<
  { start_time: number; end_time: number; last_buffer?: string },
  { item: LiveFigures[]; last_buffer?: string; continue_flag?: boolean }
>({ ...row, path: '/channels/finderlive/get_finder_live_data_list' })

/** Leads of lives; data since 2023-09-13. Source: …/doc/channels/api/channels */
export const getLiveLeads = endpoint<
  { start_time: number; end_time: number; source_type?: number },
  { item: { component_type: number; traffic_type: number; leads_count: number }[] }
>({ ...row, path: '/channels/finderlive/get_finder_live_leads_data' })

/** E-commerce lives of a day; `ds` is the number yyyyMMdd. Source: …/doc/channels/api/channels */
export const listDashboardLives = endpoint<
  { ds: number },
  { live_items: { export_id: string; create_time: number }[]; has_more?: boolean; trace_id?: string }
>({ ...row, path: '/channels/livedashboard/getlivelist' })

/** Seven JSON texts: parse them a second time. */
export type LiveDashboard = {
  live_dashboard_data?: string
  live_comparison_index?: string
  live_ec_data_summary?: string
  live_ec_conversion_metric?: string
  live_ec_profile?: string
  live_distribution_channel?: string
  single_live_ec_spu_data_page_v2?: string
  trace_id?: string
}

/** The dashboard of one e-commerce live. Source: …/doc/channels/api/channels */
export const getDashboardLive = endpoint<{ export_id: string }, LiveDashboard>({ ...row, path: '/channels/livedashboard/getlivedata' })

/** Turnover of a day by way (live, feed, window, product page), text in fen. Source: …/doc/channels/api/channels */
export const getChannelsTurnover = endpoint<{ ds: string }, { data: Record<string, string> }>({
  ...row,
  path: '/channels/ec/compass/finder/overall/get',
})

export type WindowProduct = {
  appid: string
  product_id: string
  title: string
  img_url: string
  status: number
  /** Fen. */
  market_price: number
  selling_price: number
  stock: number
  sales: number
  page_path?: { appid: string; half_page_path: string; full_page_path: string }
  is_hide_for_window?: boolean
  banned?: boolean
}

/** Puts a shop's product into the window. Source: …/doc/channels/api/channels */
export const addWindowProduct = endpoint<{ product_id: string | bigint; appid: string; is_hide_for_window?: boolean }, void>({
  ...row,
  path: '/channels/ec/window/product/add',
})

/** Takes a product out of the window. Source: …/doc/channels/api/channels */
export const removeWindowProduct = endpoint<{ product_id: string | bigint; appid: string }, void>({
  ...row,
  path: '/channels/ec/window/product/off',
})

/** One product of the window. Source: …/doc/channels/api/channels */
export const getWindowProduct = endpoint<
  { product_id: string | bigint; appid: string; need_cps_product?: boolean },
  { product: WindowProduct }
>({
  ...row,
  path: '/channels/ec/window/product/get',
  ids: ['product_id', 'out_product_id', 'platform_id'],
})

/** Products of the window; pages count from 1. Source: …/doc/channels/api/channels */
export const listWindowProducts = endpoint<
  { appid?: string; branch_id?: string; page_index?: number; page_size?: number; last_buffer?: string; need_total_num?: boolean },
  { products: { product_id: string; appid: string }[]; last_buffer?: string; total_num?: number }
>({ ...row, path: '/channels/ec/window/product/list/get', ids: ['product_id'] })
