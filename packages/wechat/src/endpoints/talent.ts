/** Talents (带货助手) read their commission orders; league institutions read what bound shops and talents publish. */
import type { Check, Checks } from '../client/checks.ts'
import { endpointsOf } from '../endpoint.ts'
import type { WindowProduct } from './channels.ts'
import { shopIds } from './shop-ids.ts'
import { shop } from './sources.ts'

const ids = shopIds
const talent = endpointsOf({ method: 'POST', auth: 'access_token', accounts: ['talent'], ids, source: shop('API/talent') })

export type TalentOrderQuery = {
  create_time_gt?: number
  create_time_lt?: number
  update_time_gt?: number
  update_time_lt?: number
  order_id?: string
  special_id?: string
  spu_id?: string
  page_size: number
  next_key?: string
}

/** Commission orders by time (unix s). Source: developers.weixin.qq.com/doc/store/shop/API/talent */
export const listTalentOrders = talent<
  TalentOrderQuery,
  { order_list: { order_id: string; sku_id: string; special_id?: string }[]; next_key?: string; has_more: boolean }
>('/channels/ec/talent/get_order_list', { checks: [{ at: 'page_size', required: true, min: 1 }] })

/** Amounts are text in yuan in samples; `unionid` of the buyer stands in `buyer_info.union_id` when the account is bound. */
export type TalentOrder = {
  base_info: {
    order_id: string
    spu_id: string
    sku_id: string
    special_id?: string
    order_status: number
    actual_payment: string | number
    settle_payment?: string | number
    order_create_time?: number
    order_update_time?: number
    order_pay_time?: number
    buyer_info?: { open_id: string; union_id?: string }
  }
  commission_info: {
    state: number
    ratio: string | number
    expect_settle_time?: number
    expect_settlement?: string | number
    actual_settle_time?: number
    actual_settlement?: string | number
  }
  channel_info?: { channel_type: number; channel_id: string; channel_name: string }
}

/** One commission order with its buyer. Source: developers.weixin.qq.com/doc/store/shop/API/talent */
export const getTalentOrder = talent<{ order_id: string; sku_id: string }, TalentOrder>('/channels/ec/talent/get_order_detail', {
  checks: [
    { at: 'order_id', required: true },
    { at: 'sku_id', required: true },
  ],
})

/** The talent's window. Source: developers.weixin.qq.com/doc/store/shop/API/talent */
export const listTalentWindow = talent<
  { page_size: number; page_index?: number; last_buffer?: string; need_total_num?: boolean },
  { products: { product_id: string; appid: string; product_source?: number }[]; last_buffer?: string; total_num?: number }
>('/channels/ec/talent/window/product/list/get', {
  checks: [
    { at: 'page_size', required: true, min: 1 },
    { at: 'page_index', min: 1 },
  ],
})

/** One product of it. Source: developers.weixin.qq.com/doc/store/shop/API/talent */
export const getTalentWindowProduct = talent<{ product_id: string; appid?: string }, { product: WindowProduct }>(
  '/channels/ec/talent/window/product/get',
  { checks: [{ at: 'product_id', required: true }] },
)

const league = endpointsOf({ method: 'POST', auth: 'access_token', accounts: ['league'], ids, source: shop('API/promoter') })
/** `promoter_id` with its `promoter_type` names the account bound to the shop. */
export type ShopPromoter = { shop_appid: string; promoter_id: string; promoter_type: number }
const promoter: Checks = [
  { at: 'shop_appid', required: true },
  { at: 'promoter_id', required: true },
  { at: 'promoter_type', required: true },
]
const page: Check = { at: 'page_size', required: true, min: 1, max: 10 }

export type FeedProduct = {
  product_id: string
  product_name: string
  product_img_url: string
  product_mini_price?: number
  predict_commission_amount?: number
  commission_rate?: number
}

/** Short videos with products of a bound shop. Not for third-party platforms. Source: developers.weixin.qq.com/doc/store/shop/API/promoter */
export const listShopFeeds = league<
  ShopPromoter & { page_size: number; next_key?: string },
  {
    feed_list: { export_id: string; predict_commission_amount?: number; product_info: FeedProduct }[]
    next_key?: string
    has_more: boolean
  }
>('/channels/ec/promoter/get_shop_feed_list', { limits: '10 a page', checks: [promoter, page] })

export type ShopLive = { export_id: string; description: string; promoter_share_link?: string }

/** Lives of a bound shop that run now. Source: developers.weixin.qq.com/doc/store/shop/API/promoter */
export const listPromotedLives = league<ShopPromoter & { mini_program_appid?: string }, { live_record_list: ShopLive[] }>(
  '/channels/ec/promoter/get_shop_live_record_list',
  { checks: promoter },
)

export type PromotedLiveNotice = { notice_id?: string; start_time?: string | number; description?: string; promoter_share_link?: string }

/** Its announced lives; models disagree whether the list is `live_record_list` or `live_notice_record_list`. Source: …/shop/API/promoter */
export const listPromotedLiveNotices = league<
  ShopPromoter & { mini_program_appid?: string },
  { live_record_list?: PromotedLiveNotice[]; live_notice_record_list?: PromotedLiveNotice[] }
>('/channels/ec/promoter/get_shop_live_notice_record_list', { checks: promoter })

/** How many reserved a live through a promoter. Source: developers.weixin.qq.com/doc/store/shop/API/promoter */
export const countLiveReservations = league<{ live_notice_id: string; sharer_appid?: string }, { count: number }>(
  '/channels/ec/promoter/get_live_notice_reservation_info',
  { checks: [{ at: 'live_notice_id', required: true }] },
)

export type PromotedArticle = {
  article_info: { article_title: string; cover_image: string; article_url: string; promoter_share_link?: string }
  product_list: FeedProduct[]
  create_time: number
  update_time: number
}

/** Articles with products of a bound shop. Source: developers.weixin.qq.com/doc/store/shop/API/promoter */
export const listPromotedArticles = league<
  ShopPromoter & { page_size: number; next_key?: string; sharer_appid?: string },
  { article_list: PromotedArticle[]; next_key?: string; has_more: boolean }
>('/channels/ec/promoter/get_shop_mp_article_list', { limits: '10 a page', checks: [promoter, page] })
