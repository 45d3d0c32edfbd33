/** WeChat Shop (微信小店). Amounts are fen; every id is 64 bit and reaches us as text. */
import type { Check } from '../client/checks.ts'
import { endpointsOf } from '../endpoint.ts'
import { shopIds as ids } from './shop-ids.ts'
import { shop } from './sources.ts'

const store = endpointsOf({ method: 'POST', auth: 'access_token', accounts: ['shop'], ids, source: shop('API/order') })
const page: Check = { at: 'page_size', required: true, integer: true, min: 1, max: 100 }
const order: Check = { at: 'order_id', required: true }
const week = 604_800

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
export const listOrders = store<OrderQuery, { order_id_list: string[]; next_key?: string; has_more: boolean }>(
  '/channels/ec/order/list/get',
  {
    limits: 'range 7 days; page 100',
    checks: [
      page,
      { anyOf: ['create_time_range', 'update_time_range'] },
      { span: ['create_time_range.start_time', 'create_time_range.end_time'], max: week, unit: 'seconds' },
      { span: ['update_time_range.start_time', 'update_time_range.end_time'], max: week, unit: 'seconds' },
    ],
  },
)

/** Where one SKU of an order came from: `account_type` 1 Channels, 2 Official Account, 3 Mini Program, 4 WeCom, 5 talent, 6 service account. */
export type OrderSource = {
  sku_id: string
  sale_channel: number
  account_type: number
  account_id: string
  account_nickname?: string
  content_type?: number
  content_id?: string
  promoter_head_supplier_id?: string
  original_id?: string
}
export type OrderSharer = {
  sharer_openid?: string
  sharer_unionid?: string
  sharer_type?: number
  share_scene?: number
  /** 0 = still being worked out: read the order again later. */
  handling_progress?: number
}
export type OrderCommission = {
  sku_id: string
  nickname: string
  type: 0 | 1
  status: 1 | 2
  amount: number
  finder_id?: string
  openfinderid?: string
  talent_id?: string
  agency_id?: string
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
  order_product_coupon_info_list?: { user_coupon_id?: string; coupon_type?: number; discounted_price?: number; coupon_id?: string }[]
  is_free_gift?: boolean
}
export type ShopOrder = {
  order_id: string
  status: number
  create_time: number
  update_time?: number
  openid: string
  unionid?: string
  is_present?: boolean
  present_order_id_str?: string
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
      merchant_discounted_price?: number
      finder_discounted_price?: number
      deduction_price?: number
      vip_discounted_price?: number
    }
    coupon_info?: { user_coupon_id?: string }
    /** `order_scene` 1 other, 2 live, 3 short video, 4 product share, 5 window, 6 product card in an article. */
    ext_info?: { finder_id?: string; live_id?: string; order_scene?: number; commission_handling_progress?: number }
    sharer_info?: OrderSharer
    sku_sharer_infos?: (OrderSharer & { sku_id: string; from_wecom?: boolean })[]
    source_infos?: OrderSource[]
    /** `type` 0 talent, 1 institution; `status` 1 open, 2 settled; `amount` fen. */
    commission_infos?: OrderCommission[]
    agent_info?: { agent_finder_id: string; agent_finder_nickname: string }
  }
  aftersale_detail?: {
    aftersale_order_list?: { aftersale_order_id: string; status: number | string }[]
    on_aftersale_order_cnt?: number
  }
}

/** One order with its buyer and where it came from. 100002 not found. `unionid` only for orders made after the binding. Source: …/API/order/get.html */
export const getOrder = store<{ order_id: string }, { order: ShopOrder }>('/channels/ec/order/get', {
  checks: [order],
  source: shop('API/order/get.html'),
})

/** Ids of after-sale orders by creation time (unix s). Source: developers.weixin.qq.com/doc/store/shop/API/aftersale */
export const listAfterSales = store<
  { begin_create_time: number; end_create_time: number; next_key?: string },
  { after_sale_order_id_list: string[]; next_key?: string; has_more: boolean }
>('/channels/ec/aftersale/getaftersalelist', {
  checks: [
    { at: 'begin_create_time', required: true },
    { at: 'end_create_time', required: true },
  ],
  source: shop('API/aftersale'),
})

export type AfterSale = {
  after_sale_order_id: string
  order_id: string
  type: string
  sub_type?: number | string
  reason?: string
  present_giver_openid?: string
  present_giver_unionid?: string
  details?: object
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
export const getAfterSale = store<{ after_sale_order_id: string }, { after_sale_order: AfterSale }>(
  '/channels/ec/aftersale/getaftersaleorder',
  { checks: [{ at: 'after_sale_order_id', required: true }], source: shop('API/aftersale') },
)

/** Ids of products; `status` 5 on sale. Source: developers.weixin.qq.com/doc/store/shop/API/product */
export const listProducts = store<
  { status?: number; page_size: number; next_key?: string },
  { product_ids: string[]; next_key?: string; total_num: number }
>('/channels/ec/product/list/get', { checks: [{ at: 'page_size', required: true, min: 1 }], source: shop('API/product') })

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
export const getProduct = store<{ product_id: string; data_type?: 1 | 2 | 3 }, { product?: ShopProduct; edit_product?: ShopProduct }>(
  '/channels/ec/product/get',
  {
    checks: [
      { at: 'product_id', required: true },
      { at: 'data_type', oneOf: [1, 2, 3] },
    ],
    source: shop('API/product'),
  },
)

export type OrderSearch = {
  search_condition?: {
    title?: string
    sku_code?: string
    user_name?: string
    tel_number_last4?: string
    order_id?: string
    merchant_notes?: string
    customer_notes?: string
    address_under_review?: boolean
    present_order_id?: string
  }
  status?: number
  on_aftersale_order_exist?: 0 | 1
  page_size: number
  next_key?: string
}

/** Ids of orders by words. Samples disagree on the list's name, `orders` or `order_id_list`: read both. Source: …/API/order */
export const searchOrders = store<OrderSearch, { orders?: string[]; order_id_list?: string[]; next_key?: string; has_more: boolean }>(
  '/channels/ec/order/search',
  {
    limits: 'page 100',
    checks: [page, { at: 'search_condition.tel_number_last4', minChars: 4, maxChars: 4 }],
  },
)

/** Our note on an order. Source: developers.weixin.qq.com/doc/store/shop/API/order */
export const updateOrderNotes = store<{ order_id: string; merchant_notes: string }, void>('/channels/ec/order/merchantnotes/update', {
  checks: [order, { at: 'merchant_notes', required: true }],
})

export type OrderAddress = {
  user_name: string
  postal_code?: string
  province_name: string
  city_name: string
  county_name: string
  detail_info: string
  tel_number: string
}

/** Address and phone of an order unmasked: personal data, for shipping only. Source: developers.weixin.qq.com/doc/store/shop/API/order */
export const decodeOrderAddress = store<{ order_id: string }, { address_info: OrderAddress }>('/channels/ec/order/sensitiveinfo/decode', {
  checks: [order],
})
