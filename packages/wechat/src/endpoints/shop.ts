/** WeChat Shop (微信小店). Amounts are fen; every id is 64 bit and reaches us as text. */
import { type AccountKind, endpoint } from '../endpoint.ts'
import { shop } from './sources.ts'

const accounts: readonly AccountKind[] = ['shop']
const row = { method: 'POST', auth: 'access_token', accounts } as const
const ids = [
  'order_id',
  'order_id_list',
  'product_id',
  'product_ids',
  'sku_id',
  'out_product_id',
  'out_sku_id',
  'transaction_id',
  'user_coupon_id',
  'coupon_id',
  'after_sale_order_id',
  'aftersale_order_id',
  'after_sale_order_id_list',
  'present_order_id_str',
]

type TimeRange = { start_time: number; end_time: number }
/** `status` 10 unpaid, 20 to ship, 21 partly shipped, 30 to receive, 100 done, 200 and 250 cancelled. */
export type OrderQuery = {
  create_time_range?: TimeRange
  update_time_range?: TimeRange
  status?: number
  openid?: string
  page_size: number
  next_key?: string
}

/** Ids of orders created or changed in up to 7 days, 100 a page. Source: developers.weixin.qq.com/doc/store/shop/API/order */
export const listOrders = endpoint<OrderQuery, { order_id_list: string[]; next_key?: string; has_more: boolean }>({
  ...row,
  path: '/channels/ec/order/list/get',
  limits: 'range 7 days; page 100',
  ids,
  source: shop('API/order'),
})

/** Where one SKU of an order came from: `account_type` 1 Channels, 2 Official Account, 3 Mini Program, 4 WeCom, 5 talent, 6 service account. */
export type OrderSource = {
  sku_id: string
  sale_channel: number
  account_type: number
  account_id: string
  account_nickname?: string
  content_type?: number
  content_id?: string
}
export type OrderSharer = {
  sharer_openid?: string
  sharer_unionid?: string
  sharer_type?: number
  share_scene?: number
  /** 0 = still being worked out: read the order again later. */
  handling_progress?: number
}
export type OrderProduct = {
  product_id: string
  sku_id: string
  sku_cnt: number
  title: string
  thumb_img?: string
  sale_price: number
  market_price?: number
  real_price?: number
  estimate_price?: number
  out_product_id?: string
  out_sku_id?: string
  on_aftersale_sku_cnt?: number
  finish_aftersale_sku_cnt?: number
}
export type ShopOrder = {
  order_id: string
  status: number
  create_time: number
  update_time?: number
  openid: string
  unionid?: string
  is_present?: boolean
  present_giver_openid?: string
  present_giver_unionid?: string
  order_detail: {
    product_infos?: OrderProduct[]
    pay_info?: { transaction_id?: string; pay_time?: number; prepay_id?: string; prepay_time?: number; payment_method?: number }
    /** `merchant_receieve_price` is WeChat's own spelling: net of what the merchant gave away. */
    price_info: {
      product_price?: number
      order_price: number
      freight?: number
      discounted_price?: number
      original_order_price?: number
      merchant_receieve_price?: number
    }
    coupon_info?: { user_coupon_id?: string }
    /** `order_scene` 1 other, 2 live, 3 short video, 4 product share, 5 window, 6 product card in an article. */
    ext_info?: { finder_id?: string; live_id?: string; order_scene?: number; commission_handling_progress?: number }
    sharer_info?: OrderSharer
    sku_sharer_infos?: (OrderSharer & { sku_id: string; from_wecom?: boolean })[]
    source_infos?: OrderSource[]
  }
  aftersale_detail?: {
    aftersale_order_list?: { aftersale_order_id: string; status: number | string }[]
    on_aftersale_order_cnt?: number
  }
}

/** One order with its buyer and where it came from. 100002 not found. `unionid` only for orders made after the binding. Source: …/API/order/get.html */
export const getOrder = endpoint<{ order_id: string }, { order: ShopOrder }>({
  ...row,
  path: '/channels/ec/order/get',
  ids,
  source: shop('API/order/get.html'),
})

/** Ids of after-sale orders by creation time (unix s). Source: developers.weixin.qq.com/doc/store/shop/API/aftersale */
export const listAfterSales = endpoint<
  { begin_create_time: number; end_create_time: number; next_key?: string },
  { after_sale_order_id_list: string[]; next_key?: string; has_more: boolean }
>({ ...row, path: '/channels/ec/aftersale/getaftersalelist', ids, source: shop('API/aftersale') })

export type AfterSale = {
  after_sale_order_id: string
  order_id: string
  type: string
  /** Word; refunded are `*_REFUND_SUCCESS` and `*_RETURN_SUCCESS`. */
  status: string
  openid: string
  unionid?: string
  product_info?: { product_id: string; sku_id: string; count: number }
  refund_info?: { amount: number; refund_reason?: number }
  create_time: number
  update_time?: number
  complete_time?: number
}

/** One after-sale order. Source: developers.weixin.qq.com/doc/store/shop/API/aftersale */
export const getAfterSale = endpoint<{ after_sale_order_id: string }, { after_sale_order: AfterSale }>({
  ...row,
  path: '/channels/ec/aftersale/getaftersaleorder',
  ids,
  source: shop('API/aftersale'),
})

/** Ids of products; `status` 5 on sale. Source: developers.weixin.qq.com/doc/store/shop/API/product */
export const listProducts = endpoint<
  { status?: number; page_size: number; next_key?: string },
  { product_ids: string[]; next_key?: string; total_num: number }
>({ ...row, path: '/channels/ec/product/list/get', ids, source: shop('API/product') })

export type ShopProduct = {
  product_id: string
  out_product_id?: string
  title: string
  sub_title?: string
  head_imgs?: string[]
  status: number
  edit_status?: number
  min_price?: number
  skus?: { sku_id: string; sale_price: number; stock_num: number; out_sku_id?: string }[]
}

/** One product; `data_type` 1 as sold, 2 draft, 3 both. Source: developers.weixin.qq.com/doc/store/shop/API/product */
export const getProduct = endpoint<{ product_id: string; data_type?: 1 | 2 | 3 }, { product?: ShopProduct; edit_product?: ShopProduct }>({
  ...row,
  path: '/channels/ec/product/get',
  ids,
  source: shop('API/product'),
})

export type UserCoupon = { user_coupon_id: string; coupon_id: string; status?: number; order_id?: string; discount_fee?: number }

/** One coupon of one person: joins coupon, order and person. Source: developers.weixin.qq.com/doc/store/shop/API/coupon */
export const getUserCoupon = endpoint<
  { openid: string; user_coupon_id: string },
  { openid?: string; unionid?: string; user_coupon: UserCoupon }
>({ ...row, path: '/channels/ec/coupon/get_user_coupon', ids, source: shop('API/coupon') })

/** The shop's turnover of a day (T+1), `ds` yyyyMMdd; values may be text. Source: developers.weixin.qq.com/doc/store/shop/API/compass */
export const getShopTurnover = endpoint<{ ds: string }, { data: Record<string, string | number> }>({
  ...row,
  path: '/channels/ec/compass/shop/overall/get',
  source: shop('API/compass'),
})
