/** The Channels assistant (视频号助手). Its abilities are switched on by hand first; before that every call answers 48001. */
import type { Check, Checks } from '../client/checks.ts'
import { type AccountKind, endpointsOf } from '../endpoint.ts'
import { channels } from './sources.ts'

const assistant = endpointsOf({ method: 'POST', auth: 'access_token', accounts: ['channels'], source: channels('channels') })
/** Both tokens are said to work. */
const either: { accounts: readonly AccountKind[] } = { accounts: ['channels', 'shop'] }
const times: Checks = [
  { at: 'start_time', required: true },
  { at: 'end_time', required: true },
]
const ds: Check = { at: 'ds', required: true, pattern: { test: /^\d{8}$/, zh: 'yyyyMMdd', en: 'yyyyMMdd' } }
const product: Checks = [
  { at: 'product_id', required: true },
  { at: 'appid', required: true },
]

export type LiveRecord = { export_id: string; description: string; cover_url: string; nickname: string; head_url: string }

/** The lives that run now. Source: developers.weixin.qq.com/doc/channels/api/channels */
export const listLives = assistant<undefined, { live_list: LiveRecord[] }>('/channels/ec/finderlive/getfinderliverecordlist', either)

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
export const listLiveNotices = assistant<undefined, { live_notice_list: LiveNotice[] }>(
  '/channels/ec/finderlive/getfinderlivenoticerecordlist',
  either,
)

/** The account's id (`sph…`), name and number of followers. 1 no such account, 48001 ability off, 100000 no permission. Source: …/doc/channels/api/channels */
export const getChannelsAccount = assistant<undefined, { finder_attr: { uniq_id: string; nickname: string; fans_count: number } }>(
  '/channels/finderlive/get_finder_attr_by_appid',
)

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
export const listLiveFigures = assistant<
  { start_time: number; end_time: number; last_buffer?: string },
  { item: LiveFigures[]; last_buffer?: string; continue_flag?: boolean }
>('/channels/finderlive/get_finder_live_data_list', { checks: times })

/** Leads of lives; data since 2023-09-13. Source: …/doc/channels/api/channels */
export const getLiveLeads = assistant<
  { start_time: number; end_time: number; source_type?: number },
  { item: { component_type: number; traffic_type: number; leads_count: number }[] }
>('/channels/finderlive/get_finder_live_leads_data', { checks: [times, { at: 'start_time', min: 1_694_534_400 }] })

/** E-commerce lives of a day; `ds` is the number yyyyMMdd. Source: …/doc/channels/api/channels */
export const listDashboardLives = assistant<
  { ds: number },
  { live_items: { export_id: string; create_time: number }[]; has_more?: boolean; trace_id?: string }
>('/channels/livedashboard/getlivelist', { checks: [{ at: 'ds', required: true, integer: true, min: 20_000_101, max: 99_991_231 }] })

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
export const getDashboardLive = assistant<{ export_id: string }, LiveDashboard>('/channels/livedashboard/getlivedata', {
  checks: [{ at: 'export_id', required: true }],
})

/** Turnover of a day by way (live, feed, window, product page), text in fen. Source: …/doc/channels/api/channels */
export const getChannelsTurnover = assistant<{ ds: string }, { data: Record<string, string> }>('/channels/ec/compass/finder/overall/get', {
  checks: [ds],
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
  out_product_id?: string
  leaf_category_id?: number | string
  platform_id?: string
  platform_name?: string
  banned_details?: object
  branch_info?: object
  limit_discount_info?: object
}

/** Puts a shop's product into the window. Source: …/doc/channels/api/channels */
export const addWindowProduct = assistant<{ product_id: string | bigint; appid: string; is_hide_for_window?: boolean }, void>(
  '/channels/ec/window/product/add',
  { checks: product },
)

/** Takes a product out of the window. Source: …/doc/channels/api/channels */
export const removeWindowProduct = assistant<{ product_id: string | bigint; appid: string }, void>('/channels/ec/window/product/off', {
  checks: product,
})

/** One product of the window. Source: …/doc/channels/api/channels */
export const getWindowProduct = assistant<
  { product_id: string | bigint; appid: string; need_cps_product?: boolean },
  { product: WindowProduct }
>('/channels/ec/window/product/get', { ids: ['product_id', 'out_product_id', 'platform_id'], checks: product })

/** Products of the window; pages count from 1. Source: …/doc/channels/api/channels */
export const listWindowProducts = assistant<
  {
    appid?: string
    branch_id?: string
    page_index?: number
    page_size?: number
    last_buffer?: string
    need_total_num?: boolean
    query_cps_product?: boolean
  },
  { products: { product_id: string; appid: string }[]; last_buffer?: string; total_num?: number }
>('/channels/ec/window/product/list/get', { ids: ['product_id'], checks: [{ at: 'page_index', min: 1 }] })

/** Products that sold, with their turnover: fen as text. */
export type CompassProduct = {
  product_id: string
  head_img_url?: string
  title?: string
  price?: string
  first_category_id?: string
  second_category_id?: string
  third_category_id?: string
  data: Record<string, string | number>
}

/** Turnover by product on a day. Source: …/doc/channels/api/channels */
export const listTurnoverProducts = assistant<{ ds: string }, { product_list: CompassProduct[] }>(
  '/channels/ec/compass/finder/product/list/get',
  { ids: ['product_id'], checks: [ds] },
)

/** Turnover of one product on a day. Source: …/doc/channels/api/channels */
export const getTurnoverProduct = assistant<{ ds: string; product_id: string }, { product_info: CompassProduct }>(
  '/channels/ec/compass/finder/product/data/get',
  { ids: ['product_id'], checks: [ds, { at: 'product_id', required: true }] },
)

export type ProfileField = { field_name: string; data_list: { dim_key: string; dim_value: string }[] }

/** Who bought, as distributions. Source: …/doc/channels/api/channels */
export const getBuyerProfile = assistant<
  { ds: string; type: number },
  { data?: { field_list: ProfileField[] }; field_list?: ProfileField[] }
>('/channels/ec/compass/finder/sale/profile/data/get', { checks: [ds, { at: 'type', required: true }] })
