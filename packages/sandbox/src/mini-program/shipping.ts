/** Shipping information: what was sent, asked about, confirmed. Codes as the pages of 小程序交易管理服务 list them. */
import {
  askToConfirmReceipt,
  getShippingOrder,
  isTradeManaged,
  listShippingOrders,
  markSpecialOrder,
  type OrderKey,
  type Parcel,
  type Shipment,
  type ShippingOrderKey,
  setShippingPage,
  uploadCombinedShippingInfo,
  uploadShippingInfo,
} from '@wematrix/wechat'
import { type Call, on, Refusal } from '../api/on.ts'
import { dayMs } from '../days.ts'
import type { Trade } from './state.ts'
import { finishShipping, stateOf } from './trades.ts'

const parcelsPerOrder = 15

/** Trades that can be found now; without shipping management there are none. */
function known({ account, now }: Call): Trade[] {
  const { settings, trades } = account.miniProgram
  return settings.tradeManaged ? [...trades.values()].filter(({ foundAt }) => foundAt <= now) : []
}

function tradeOf(call: Call, key: { transaction_id?: string; mchid?: string; out_trade_no?: string }): Trade {
  const trade = known(call).find(({ order }) =>
    key.transaction_id
      ? order.transaction_id === key.transaction_id
      : order.merchant_id === key.mchid && order.merchant_trade_no === key.out_trade_no,
  )
  if (!trade) throw new Refusal(10_060_001, '支付单不存在')
  return trade
}

function checkKey(key: OrderKey | undefined): asserts key is OrderKey {
  const given: Partial<Record<'mchid' | 'out_trade_no' | 'transaction_id', string>> = key ?? {}
  if (key?.order_number_type !== 1 && key?.order_number_type !== 2) throw new Refusal(268_485_194, '订单单号类型非法')
  if (key.order_number_type === 2 && !given.transaction_id) throw new Refusal(268_485_195, 'transaction_id 字段不能为空')
  if (key.order_number_type === 1 && !given.mchid) throw new Refusal(268_485_196, 'mchid 字段不能为空')
  if (key.order_number_type === 1 && !given.out_trade_no) throw new Refusal(268_485_197, 'out_trade_no 字段不能为空')
}
const findBy = (call: Call, key: OrderKey) =>
  tradeOf(call, key.order_number_type === 2 ? { transaction_id: key.transaction_id } : { mchid: key.mchid, out_trade_no: key.out_trade_no })

/** The shape of what was sent, before any order is looked up. */
function checkShipment(given: Shipment): void {
  checkKey(given.order_key)
  if (![1, 2, 3, 4].includes(given.logistics_type)) throw new Refusal(10_060_005, '物流类型有误')
  if (given.delivery_mode !== 1 && given.delivery_mode !== 2) throw new Refusal(268_485_224, '发货模式非法')
  if (given.delivery_mode === 2 && given.logistics_type !== 1) throw new Refusal(10_060_006, '非快递发货时不允许分拆发货')
  if (given.delivery_mode === 2 && typeof given.is_all_delivered !== 'boolean')
    throw new Refusal(10_060_007, '分拆发货模式下必须填写 is_all_delivered 字段')
  if (!Array.isArray(given.shipping_list) || given.shipping_list.length === 0) throw new Refusal(10_060_014, '参数错误: shipping_list')
  if (given.shipping_list.length > parcelsPerOrder) throw new Refusal(10_060_024, '物流信息列表太长')
  if (given.delivery_mode === 1 && given.shipping_list.length !== 1)
    throw new Refusal(268_485_228, '统一发货模式下，物流信息列表长度必须为 1')
  for (const parcel of given.shipping_list) checkParcel(parcel, given.logistics_type === 1)
}

function checkParcel({ item_desc, tracking_no = '', express_company = '', contact }: Parcel, express: boolean): void {
  if (!item_desc) throw new Refusal(10_060_008, '商品描述 item_desc 字段不能为空')
  if ([...item_desc].length > 120) throw new Refusal(10_060_009, '商品描述 item_desc 字段太长')
  if (express && !tracking_no) throw new Refusal(268_485_226, '物流单号不能为空')
  if (express && !express_company) throw new Refusal(268_485_227, '物流公司编码不能为空')
  if (express_company.length > 128) throw new Refusal(10_060_025, '物流公司编码太长')
  if (tracking_no.length > 128) throw new Refusal(10_060_026, '物流单号太长')
  const numbers = [contact?.consignor_contact, contact?.receiver_contact].filter(Boolean)
  if (express && express_company === 'SF' && numbers.length === 0) throw new Refusal(10_060_014, '参数错误: 顺丰须填写 contact')
  if (numbers.some(number => !/\*.*\d{4}(-\d+)?$/.test(number!))) throw new Refusal(10_060_014, '参数错误: contact 须掩码，最后 4 位除外')
}

/** Who paid, and when it was told. Returns the time of the upload. */
function checkUpload({ upload_time, payer }: { upload_time: string; payer: { openid: string } }): number {
  const written = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(upload_time ?? '')
  if (!written || Number.isNaN(Date.parse(upload_time))) throw new Refusal(268_485_216, '上传时间非法，请按照 RFC 3339 格式填写')
  if (!payer?.openid) throw new Refusal(10_060_014, '参数错误: payer.openid')
  return Date.parse(upload_time)
}

/** May this order be shipped so, now? Throws what speaks against it; nothing is changed. */
function checkOrder(call: Call, trade: Trade, given: Shipment, openid: string, at: number): void {
  const { order } = trade
  const { shipping } = order
  if (order.openid !== openid) throw new Refusal(10_060_031, '该笔支付单不属于 openid 所指定的用户')
  const state = stateOf(call.realm, trade)
  if (state !== 1 && state !== 2) throw new Refusal(10_060_004, '支付单处于不可发货的状态')
  if (trade.uploadTime !== undefined) {
    if (at <= Date.parse(trade.uploadTime) || same(shipping, given)) throw new Refusal(10_060_023, '发货信息未更新')
    if (state === 2 && given.delivery_mode === 2 && !given.is_all_delivered) throw new Refusal(10_060_002, '支付单已完成发货，无法继续发货')
    if (isAnew(trade, given) && trade.reshipped) throw new Refusal(10_060_003, '支付单已使用重新发货机会')
  }
  const before = isAnew(trade, given) ? 0 : (shipping.shipping_list?.length ?? 0)
  if (before + given.shipping_list.length > parcelsPerOrder) throw new Refusal(10_060_024, '物流信息列表太长')
}

/** Shipping anew: once all was shipped, or when the way of shipping changes. */
const isAnew = ({ order, uploadTime }: Trade, given: Shipment) =>
  uploadTime !== undefined &&
  (order.order_state === 2 ||
    order.shipping.delivery_mode !== given.delivery_mode ||
    order.shipping.logistics_type !== given.logistics_type)

const lineOf = ({ tracking_no = '', express_company = '', item_desc }: Parcel) => `${express_company} ${tracking_no} ${item_desc}`
function same(shipping: Trade['order']['shipping'], given: Shipment): boolean {
  const before = (shipping.shipping_list ?? []).map(
    ({ express_company, tracking_no, goods_desc }) => `${express_company} ${tracking_no} ${goods_desc}`,
  )
  return (
    shipping.delivery_mode === given.delivery_mode &&
    shipping.logistics_type === given.logistics_type &&
    shipping.finish_shipping === (given.delivery_mode === 1 || given.is_all_delivered) &&
    given.shipping_list.every(parcel => before.includes(lineOf(parcel)))
  )
}

function ship(call: Call, trade: Trade, given: Shipment, uploadTime: string): void {
  const { shipping } = trade.order
  const anew = isAnew(trade, given)
  const upload_time = Math.floor(Date.parse(uploadTime) / 1000)
  const parcels = given.shipping_list.map(({ tracking_no = '', express_company = '', item_desc, contact }) => ({
    tracking_no,
    express_company,
    goods_desc: item_desc,
    upload_time,
    ...(contact ? { contact } : {}),
  }))
  trade.reshipped ||= anew
  trade.uploadTime = uploadTime
  shipping.delivery_mode = given.delivery_mode
  shipping.logistics_type = given.logistics_type
  shipping.shipping_list = anew ? parcels : [...(shipping.shipping_list ?? []), ...parcels]
  const text = [...shipping.shipping_list.map(({ goods_desc }) => goods_desc).join(';')]
  trade.order.description = text.length > 120 ? `${text.slice(0, 117).join('')}...` : text.join('')
  call.account.miniProgram.everShipped = true
  if (given.delivery_mode === 1 || given.is_all_delivered) finishShipping(call, call.account, trade)
}

on(uploadShippingInfo, (call, input) => {
  checkShipment(input)
  const at = checkUpload(input)
  const trade = findBy(call, input.order_key)
  checkOrder(call, trade, input, input.payer.openid, at)
  ship(call, trade, input, input.upload_time)
})

/** All of the combined order's parts or none. The number of the combination itself is not looked up: WeChat Pay here combines nothing. */
on(uploadCombinedShippingInfo, (call, input) => {
  checkKey(input.order_key)
  if (!Array.isArray(input.sub_orders) || input.sub_orders.length === 0) throw new Refusal(10_060_014, '参数错误: sub_orders')
  for (const part of input.sub_orders) {
    checkShipment(part)
    if (part.order_key.order_number_type !== input.order_key.order_number_type)
      throw new Refusal(10_060_014, '参数错误: 子单和主单的订单单号类型必须一致')
  }
  const at = checkUpload(input)
  const parts = input.sub_orders.map(part => ({ part, trade: findBy(call, part.order_key) }))
  for (const { part, trade } of parts) checkOrder(call, trade, part, input.payer.openid, at)
  for (const { part, trade } of parts) ship(call, trade, part, input.upload_time)
})

function byNames(call: Call, key: ShippingOrderKey): Trade {
  if ('transaction_id' in key && key.transaction_id) return tradeOf(call, { transaction_id: key.transaction_id })
  const { merchant_id, merchant_trade_no } = key as { merchant_id?: string; merchant_trade_no?: string }
  if (!merchant_id && !merchant_trade_no) throw new Refusal(268_485_195, 'transaction_id 字段不能为空')
  if (!merchant_id) throw new Refusal(268_485_196, 'mchid 字段不能为空')
  if (!merchant_trade_no) throw new Refusal(268_485_197, 'out_trade_no 字段不能为空')
  return tradeOf(call, { mchid: merchant_id, out_trade_no: merchant_trade_no })
}
const view = ({ realm }: Call, trade: Trade) => ({ ...trade.order, order_state: stateOf(realm, trade) })

on(getShippingOrder, (call, input) => ({ errcode: 0, errmsg: 'ok', order: view(call, byNames(call, input)) }))

on(listShippingOrders, (call, { pay_time_range, order_state, openid, last_index, page_size = 100 }) => {
  if (!(page_size >= 1)) throw new Refusal(10_060_014, '参数错误: page_size')
  const { begin_time = 0, end_time = 2 ** 32 - 1 } = pay_time_range ?? {}
  const found = known(call)
    .map(trade => view(call, trade))
    .filter(
      order =>
        order.pay_time >= begin_time &&
        order.pay_time <= end_time &&
        (!order_state || order.order_state === order_state) &&
        (!openid || order.openid === openid),
    )
  const from = last_index ? found.findIndex(order => order.transaction_id === last_index) + 1 : 0
  if (last_index && from === 0) throw new Refusal(10_060_011, 'last_index 不合法')
  const order_list = found.slice(from, from + page_size)
  const has_more = from + order_list.length < found.length
  return { errcode: 0, errmsg: 'ok', order_list, has_more, last_index: order_list.at(-1)?.transaction_id ?? '' }
})

on(askToConfirmReceipt, (call, input) => {
  const trade = byNames(call, input)
  if (stateOf(call.realm, trade) !== 2) throw new Refusal(10_060_028, '支付单不是已发货状态')
  if (trade.order.shipping.logistics_type !== 1) throw new Refusal(10_060_032, '只有物流快递发货时允许提醒用户确认收货')
  if (!(input.received_time * 1000 > (trade.shippedAt ?? 0))) throw new Refusal(10_060_029, '签收时间非法')
  if (trade.remindedAt !== undefined) throw new Refusal(10_060_030, '支付单已使用提醒收货机会')
  trade.remindedAt = call.now
  const person = call.realm.findByOpenid(trade.order.openid)
  if (!person) return
  const { transaction_id, merchant_id, merchant_trade_no } = trade.order
  const path = call.account.miniProgram.noticePath
  const page = path && `${path}?${new URLSearchParams({ transaction_id, merchant_id, merchant_trade_no })}`
  call.realm.receive(person, {
    at: call.now,
    appId: call.account.spec.appId,
    by: 'notice',
    content: { title: '确认收货提醒', received_time: input.received_time, page },
  })
})

on(setShippingPage, ({ account }, { path }) => {
  if (!path) throw new Refusal(40097, 'invalid args: path')
  account.miniProgram.noticePath = path
})

/** Presale: 15 to 330 days after the payment. */
on(markSpecialOrder, (call, { order_id, type, delay_to }) => {
  if (type !== 1 && type !== 2) throw new Refusal(268_546_000, 'type非法')
  const trade = known(call).find(({ order }) => order.transaction_id === order_id || order.merchant_trade_no === order_id)
  if (!trade || stateOf(call.realm, trade) !== 1) throw new Refusal(268_546_002, '账户不存在这个待发货单号')
  if (type === 2) {
    trade.test = true
    return
  }
  const days = ((delay_to ?? 0) - trade.order.pay_time) / (dayMs / 1000)
  if (!(days >= 15 && days <= 330)) throw new Refusal(268_546_001, 'delay_to非法')
  trade.delayTo = delay_to! * 1000
  call.agenda.add({ at: trade.delayTo, kind: 'trade-remind', ref: `${call.account.spec.appId} ${trade.order.transaction_id}` })
})

on(isTradeManaged, ({ account }, { appid }) => {
  if (appid !== account.spec.appId) throw new Refusal(40013, 'invalid appid')
  return { errcode: 0, errmsg: 'ok', is_trade_managed: account.miniProgram.settings.tradeManaged }
})
