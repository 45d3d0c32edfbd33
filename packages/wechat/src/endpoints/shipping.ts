/**
 * Shipping information (发货信息管理): a trading mini program of the listed kinds tells what it shipped, or its money stays frozen.
 * Ship within 48 h. 10060001–10060031 and 268485194–268485228 parameters and states.
 */
import type { Checks } from '../client/checks.ts'
import { endpointsOf } from '../endpoint.ts'
import { miniProgram } from './sources.ts'

const shipping = endpointsOf({
  method: 'POST',
  auth: 'access_token',
  accounts: ['mini_program'],
  source: miniProgram('platform-capabilities/business-capabilities/order-shipping/order-shipping.html'),
})

/** 1 = by merchant and its order number, 2 = by WeChat's transaction. */
export type OrderKey = { order_number_type: 1; mchid: string; out_trade_no: string } | { order_number_type: 2; transaction_id: string }
/** `contact` is a must for SF Express: one of the two, masked except for the last four. */
export type Parcel = {
  tracking_no?: string
  express_company?: string
  item_desc: string
  contact?: { consignor_contact?: string; receiver_contact?: string }
}
/** `logistics_type` 1 express, 2 in the city, 3 virtual, 4 pick-up; `delivery_mode` 1 all at once, 2 in parts. */
export type Shipment = {
  order_key: OrderKey
  logistics_type: 1 | 2 | 3 | 4
  delivery_mode: 1 | 2
  is_all_delivered?: boolean
  shipping_list: Parcel[]
}
/** `upload_time` is RFC 3339 with milliseconds and zone. */
export type ShippingInfo = Shipment & { upload_time: string; payer: { openid: string } }

const orderKey = (at: string): Checks => [
  { at: `${at}order_key.order_number_type`, required: true, oneOf: [1, 2] },
  { at: `${at}order_key.transaction_id`, when: { './order_number_type': 2 }, required: true },
  { at: `${at}order_key.mchid`, when: { './order_number_type': 1 }, required: true },
  { at: `${at}order_key.out_trade_no`, when: { './order_number_type': 1 }, required: true },
]
const shipment = (at: string): Checks => [
  orderKey(at),
  { at: `${at}logistics_type`, required: true, oneOf: [1, 2, 3, 4] },
  { at: `${at}delivery_mode`, required: true, oneOf: [1, 2] },
  { at: `${at}is_all_delivered`, when: { './delivery_mode': 2 }, required: true },
  { at: `${at}shipping_list`, required: true, minItems: 1, maxItems: 15 },
  { at: `${at}shipping_list[].item_desc`, required: true, maxChars: 120 },
  { at: `${at}shipping_list[].tracking_no`, maxChars: 128 },
]
const uploaded: Checks = [
  {
    at: 'upload_time',
    required: true,
    pattern: {
      test: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|[+-]\d\d:\d\d)$/,
      zh: 'RFC 3339，含毫秒与时区',
      en: 'RFC 3339 with milliseconds and zone',
    },
  },
  { at: 'payer.openid', required: true },
]

/** Tells what was shipped; once more for the same payment is allowed, then 10060003. Source: miniprogram/dev, order-shipping */
export const uploadShippingInfo = shipping<ShippingInfo, void>('/wxa/sec/order/upload_shipping_info', {
  limits: '15 parcels; item_desc 120 characters',
  checks: [shipment(''), uploaded],
})

export type CombinedShippingInfo = { order_key: OrderKey; sub_orders: Shipment[]; upload_time: string; payer: { openid: string } }

/** The same for a combined order. Source: miniprogram/dev, order-shipping */
export const uploadCombinedShippingInfo = shipping<CombinedShippingInfo, void>('/wxa/sec/order/upload_combined_shipping_info', {
  checks: [orderKey(''), { at: 'sub_orders', required: true, minItems: 1 }, shipment('sub_orders[].'), uploaded],
})

/** `order_state` 1 to ship, 2 shipped, 3 received, 4 done, 5 refunded, 6 money pending. `paid_amount` is fen. */
export type ShippingOrder = {
  transaction_id: string
  merchant_id: string
  sub_merchant_id?: string
  merchant_trade_no: string
  description?: string
  paid_amount: number
  openid: string
  trade_create_time: number
  pay_time: number
  order_state: 1 | 2 | 3 | 4 | 5 | 6
  in_complaint: boolean
  shipping: {
    delivery_mode?: 1 | 2
    logistics_type?: 1 | 2 | 3 | 4
    finish_shipping?: boolean
    finish_shipping_count?: number
    goods_desc?: string
    shipping_list?: { tracking_no?: string; express_company?: string; upload_time: number; goods_desc?: string }[]
  }
}
export type ShippingOrderKey = { transaction_id: string } | { merchant_id: string; merchant_trade_no: string; sub_merchant_id?: string }
const byOrder: Checks = [
  { anyOf: ['transaction_id', 'merchant_trade_no'] },
  { at: 'merchant_id', when: { transaction_id: undefined }, required: true },
]

/** One order with its state. Source: miniprogram/dev, order-shipping */
export const getShippingOrder = shipping<ShippingOrderKey, { order: ShippingOrder }>('/wxa/sec/order/get_order', {
  ids: ['transaction_id', 'merchant_id', 'merchant_trade_no'],
  checks: byOrder,
})

export type ShippingOrderQuery = {
  pay_time_range?: { begin_time?: number; end_time?: number }
  order_state?: 1 | 2 | 3 | 4 | 5 | 6
  openid?: string
  last_index?: string
  page_size?: number
}

/** Orders by time of payment (unix s), state or person. Source: miniprogram/dev, order-shipping */
export const listShippingOrders = shipping<ShippingOrderQuery, { order_list: ShippingOrder[]; last_index?: string; has_more: boolean }>(
  '/wxa/sec/order/get_order_list',
  {
    ids: ['transaction_id', 'merchant_id', 'merchant_trade_no'],
    checks: [
      { at: 'page_size', min: 1 },
      { at: 'order_state', oneOf: [1, 2, 3, 4, 5, 6] },
    ],
  },
)

/** Asks the buyer to confirm; once an order, express only. Source: miniprogram/dev, order-shipping */
export const askToConfirmReceipt = shipping<ShippingOrderKey & { received_time: number }, void>('/wxa/sec/order/notify_confirm_receive', {
  limits: 'once an order, express only',
  checks: [byOrder, { at: 'received_time', required: true }],
})

/** The page that WeChat's shipping notices open; it gets transaction_id, merchant_id, merchant_trade_no in its query. Source: miniprogram/dev, order-shipping */
export const setShippingPage = shipping<{ path: string }, void>('/wxa/sec/order/set_msg_jump_path', {
  checks: [{ at: 'path', required: true }],
})

/** `type` 1 presale with `delay_to` (unix s, 15 to 330 days ahead), 2 test order. */
export type SpecialOrder = { order_id: string; type: 1 | 2; delay_to?: number }

/** Marks an order as presale or test. Source: miniprogram/dev, order-shipping */
export const markSpecialOrder = shipping<SpecialOrder, void>('/wxa/sec/order/opspecialorder', {
  limits: 'delay 15–330 days',
  checks: [
    { at: 'order_id', required: true },
    { at: 'type', required: true, oneOf: [1, 2] },
    { at: 'delay_to', when: { type: 1 }, required: true },
  ],
})

/** Is the mini program under shipping management? Source: miniprogram/dev, order-shipping */
export const isTradeManaged = shipping<{ appid: string }, { is_trade_managed: boolean }>('/wxa/sec/order/is_trade_managed', {
  checks: [{ at: 'appid', required: true }],
})
