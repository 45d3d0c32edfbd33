/** Coupons of a shop. No call hands one to a person: people take them by card, link or component. Prices are fen, times unix s. */
import type { Check, Checks } from '../client/checks.ts'
import { endpointsOf } from '../endpoint.ts'
import { shopIds as ids } from './shop-ids.ts'
import { shop } from './sources.ts'

const coupon = endpointsOf({ method: 'POST', auth: 'access_token', accounts: ['shop'], ids, source: shop('API/coupon') })

/**
 * `type` 1 conditional %, 2 threshold, 3 %, 4 minus for products, 101–104 the same for the whole shop. `promote_type` 1 in the shop,
 * 9 members, 10 gift for joining. `valid_type` 1 a fixed range, 2 days after receipt. `discount_num` 1000–10000 = 10 %–100 %.
 */
export type ShopCoupon = {
  type: 1 | 2 | 3 | 4 | 101 | 102 | 103 | 104
  name: string
  discount_info: {
    discount_condition?: { product_cnt?: number; product_ids?: (string | number | bigint)[]; product_price?: number }
    discount_fee?: number
    discount_num?: number
  }
  ext_info?: { jump_product_id?: string | number | bigint; notes?: string; valid_time?: number; invalid_time?: number }
  promote_info: { promote_type: 1 | 9 | 10 }
  receive_info: { start_time: number; end_time: number; limit_num_one_person: number; total_num: number }
  valid_info: { valid_type: 1 | 2; valid_day_num?: number; start_time?: number; end_time?: number }
}
const given: Checks = [
  { at: 'type', required: true, oneOf: [1, 2, 3, 4, 101, 102, 103, 104] },
  { at: 'name', required: true },
  { at: 'discount_info.discount_num', when: { type: [1, 3, 101, 103] }, required: true, min: 1000, max: 10_000 },
  { at: 'discount_info.discount_fee', when: { type: [2, 4, 102, 104] }, required: true, min: 1 },
  { at: 'promote_info.promote_type', required: true, oneOf: [1, 9, 10] },
  { at: 'receive_info.start_time', required: true },
  { at: 'receive_info.end_time', required: true },
  { at: 'receive_info.total_num', required: true, min: 1 },
  { at: 'valid_info.valid_type', required: true, oneOf: [1, 2] },
  { at: 'valid_info.start_time', when: { 'valid_info.valid_type': 1 }, required: true },
  { at: 'valid_info.valid_day_num', when: { 'valid_info.valid_type': 2 }, required: true },
]
const one: Check = { at: 'coupon_id', required: true }

/** A new coupon; switch it on with {@link updateCouponStatus}. Source: developers.weixin.qq.com/doc/store/shop/API/coupon */
export const createCoupon = coupon<ShopCoupon, { data: { coupon_id: string } }>('/channels/ec/coupon/create', { checks: given })

/** Changes a coupon. Source: developers.weixin.qq.com/doc/store/shop/API/coupon */
export const updateCoupon = coupon<ShopCoupon & { coupon_id: string }, { data?: { coupon_id: string } }>('/channels/ec/coupon/update', {
  checks: [one, given],
})

/** `status` 1 initial, 2 active, 4 void, 5 deleted. Source: developers.weixin.qq.com/doc/store/shop/API/coupon */
export const updateCouponStatus = coupon<{ coupon_id: string; status: 2 | 4 | 5 }, void>('/channels/ec/coupon/update_status', {
  checks: [one, { at: 'status', required: true, oneOf: [2, 4, 5] }],
})

export type StoredCoupon = {
  coupon_id: string
  type: number
  status: number
  create_time: number
  update_time: number
  coupon_info: Partial<Omit<ShopCoupon, 'type'>>
  /** The official count to reconcile with. */
  stock_info: { issued_num: number; receive_num: number; used_num: number }
}

/** One coupon with how many were taken and used. Source: developers.weixin.qq.com/doc/store/shop/API/coupon */
export const getCoupon = coupon<{ coupon_id: string }, { coupon: StoredCoupon }>('/channels/ec/coupon/get', { checks: [one] })

const paged: Checks = [
  { at: 'page', min: 1 },
  { at: 'page_size', required: true, min: 1 },
]

/** Ids of coupons; give `page_ctx` of the answer back for the next page. Source: developers.weixin.qq.com/doc/store/shop/API/coupon */
export const listCoupons = coupon<
  { status?: number; page?: number; page_size: number; page_ctx?: string },
  { coupons: { coupon_id: string }[]; total_num: number; page_ctx?: string }
>('/channels/ec/coupon/get_list', { checks: paged })

/** Coupons of a person; `status` 100 valid, 101 expired, 102 used. Source: developers.weixin.qq.com/doc/store/shop/API/coupon */
export const listUserCoupons = coupon<
  { openid: string; status?: 100 | 101 | 102; page?: number; page_size: number; page_ctx?: string },
  { user_coupon_list: { user_coupon_id: string; coupon_id: string }[]; total_num: number; page_ctx?: string }
>('/channels/ec/coupon/get_user_coupon_list', {
  checks: [{ at: 'openid', required: true }, { at: 'status', oneOf: [100, 101, 102] }, paged],
})

export type UserCoupon = {
  user_coupon_id: string
  coupon_id: string
  status?: number
  create_time?: number
  update_time?: number
  start_time?: number
  end_time?: number
  ext_info?: { use_time?: number }
  order_id?: string
  discount_fee?: number
}

/** One coupon of one person: joins coupon, order and person. Source: developers.weixin.qq.com/doc/store/shop/API/coupon */
export const getUserCoupon = coupon<
  { openid: string; user_coupon_id: string },
  { openid?: string; unionid?: string; user_coupon: UserCoupon }
>('/channels/ec/coupon/get_user_coupon', {
  checks: [
    { at: 'openid', required: true },
    { at: 'user_coupon_id', required: true },
  ],
})
