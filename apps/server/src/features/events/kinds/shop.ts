/** Pushes of a WeChat Shop. They carry ids only; what an order is worth and where it came from is read afterwards. */
import type { Message } from '@wematrix/wechat'
import { openidNode } from '../../identity/nodes.ts'
import type { CarrierRecord } from '../../inbox/directory.ts'
import type { DataCarrier, EventParts } from '../event-row.ts'
import { eventName, props } from './official-account.ts'

type Fields = Readonly<Record<string, unknown>>

/** An order that must be read before its payment can become an event. */
export type OrderToRead = { carrierId: string; orderId: string; openid: string; at: number }

const names: Record<string, string> = {
  channels_ec_order_new: 'order.create',
  channels_ec_order_cancel: 'order.cancel',
  channels_ec_order_wait_shipping: 'order.await_shipping',
  channels_ec_order_deliver: 'order.ship',
  channels_ec_order_confirm: 'order.confirm',
  channels_ec_order_settle: 'order.settle',
  channels_ec_order_ext_info_update: 'order.update',
  channels_ec_aftersale_update: 'order.aftersale',
  channels_ec_coupon_receive: 'coupon.grant',
  channels_ec_user_coupon_use: 'coupon.redeem',
  channels_ec_user_coupon_unuse: 'coupon.return',
  channels_ec_vip_join: 'member.join',
  channels_ec_vip_close: 'member.leave',
}

/** Events of one push; a payment is not one yet but an order to be read. */
export function shopEvents(
  carrier: CarrierRecord,
  message: Message,
  receivedAt: number,
  readOrder: (order: OrderToRead) => void,
): EventParts[] {
  const fields = message as unknown as Fields
  const openid = typeof fields.FromUserName === 'string' ? fields.FromUserName : ''
  const at = Number(fields.CreateTime) * 1000 || receivedAt
  const inner =
    Object.values(fields).find((value): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)) ?? {}
  if (fields.Event === 'channels_ec_order_pay') {
    readOrder({ carrierId: carrier.id, orderId: String(inner.order_id), openid, at: Number(inner.pay_time) * 1000 || at })
    return []
  }
  const event = names[String(fields.Event)] ?? `shop.${eventName(fields.Event ?? fields.MsgType)}`
  const ids = openid ? { openid: openidNode(carrier.appId, openid) } : {}
  return [{ at, event, carrier: 'channels' as DataCarrier, carrierId: carrier.id, ids, props: props(inner) }]
}

/** Where an order came from, by the account that sold it, and how. */
export function orderSource(order: Fields): { source: DataCarrier | ''; entry: string } {
  const detail = (order.order_detail ?? {}) as Fields
  const first = (Array.isArray(detail.source_infos) ? detail.source_infos[0] : undefined) as Fields | undefined
  const account = Number(first?.account_type ?? 0)
  const source = account === 2 || account === 6 ? 'official_account' : account === 3 ? 'mini_program' : account === 1 ? 'channels' : ''
  const scene = Number((detail.ext_info as Fields | undefined)?.order_scene ?? 0)
  return { source, entry: scenes[scene] ?? 'shop-other' }
}

const scenes: Record<number, string> = { 2: 'shop-live', 3: 'shop-video', 4: 'shop-share', 5: 'shop-window', 6: 'shop-oa-article' }
