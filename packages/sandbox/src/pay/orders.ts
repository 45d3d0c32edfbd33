/** Orders: placing, paying, asking, closing. */
import {
  closePayOrder,
  createJsapiOrder,
  getPayOrder,
  getPayOrderByTransaction,
  type JsapiOrder,
  type PayTransaction,
} from '@wematrix/wechat'
import { mix } from '../random.ts'
import type { Realm } from '../state/realm.ts'
import { onPay, PayRefusal, rfc3339 } from './on.ts'
import type { PayOrder } from './state.ts'

const dayMs = 86_400_000
const prepayLifeMs = 2 * 3_600_000

const stateInWords: Partial<Record<PayOrder['state'], string>> = {
  SUCCESS: '支付成功',
  REFUND: '转入退款',
  NOTPAY: '订单未支付',
  CLOSED: '订单已关闭',
}

onPay(createJsapiOrder, ({ realm, now }, input) => {
  checkMerchant(realm, input.mchid)
  checkPayer(realm, input.appid, input.payer.openid)
  const { orders } = realm.state.pay
  const before = orders.get(input.out_trade_no)
  if (before) checkSame(before, input, now)
  const order: PayOrder = before ?? {
    appid: input.appid,
    out_trade_no: input.out_trade_no,
    description: input.description,
    notify_url: input.notify_url,
    openid: input.payer.openid,
    total: input.amount.total,
    createdAt: now,
    expiresAt: expiryOf(input, now),
    prepays: [],
    state: 'NOTPAY',
    ...(input.attach === undefined ? {} : { attach: input.attach }),
  }
  const id = `wx${rfc3339(now).replace(/\D/g, '').slice(6, 14)}${realm.id(26, 77)}`
  order.prepays.unshift({ id, expiresAt: now + prepayLifeMs })
  orders.set(order.out_trade_no, order)
  return { prepay_id: id }
})

/** Only the merchant's own number, and apps bound to it: every Official Account and Mini Program of the world. */
function checkMerchant(realm: Realm, mchid: unknown): void {
  if (mchid !== realm.state.pay.mchId) throw new PayRefusal(400, 'PARAM_ERROR', '商户号与签名中的商户号不一致', { field: '/body/mchid' })
}

function checkPayer(realm: Realm, appid: string, openid: string): void {
  const account = realm.state.accounts.get(appid)
  if (!account || !['official_account', 'mini_program'].includes(account.spec.kind))
    throw new PayRefusal(400, 'APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配，请检查后再试')
  const person = realm.findByOpenid(openid)
  if (!person || !account.spec.slot || person.openids[account.spec.slot] !== openid)
    throw new PayRefusal(400, 'PARAM_ERROR', 'appid和openid不匹配', { field: '/body/payer/openid', value: openid, location: 'body' })
}

function checkSame(before: PayOrder, input: JsapiOrder, now: number): void {
  if (before.state === 'SUCCESS' || before.state === 'REFUND') throw new PayRefusal(400, 'INVALID_REQUEST', '该订单已支付')
  if (before.state === 'CLOSED') throw new PayRefusal(400, 'ORDER_CLOSED', '该订单已关闭')
  const same =
    before.appid === input.appid &&
    before.description === input.description &&
    before.total === input.amount.total &&
    before.openid === input.payer.openid &&
    before.notify_url === input.notify_url &&
    before.attach === input.attach
  if (!same) throw new PayRefusal(400, 'INVALID_REQUEST', '201 商户订单号重复')
  if (now >= before.expiresAt) throw new PayRefusal(400, 'INVALID_REQUEST', '订单已过期，请使用新的商户订单号')
}

/** One minute to ninety days ahead; outside is moved to the edge. Without time_expire seven days. */
function expiryOf({ time_expire }: JsapiOrder, now: number): number {
  if (time_expire === undefined) return now + 7 * dayMs
  const at = Date.parse(time_expire)
  if (Number.isNaN(at)) throw new PayRefusal(400, 'PARAM_ERROR', '时间格式错误', { field: '/body/time_expire', value: time_expire })
  return Math.min(Math.max(at, now + 60_000), now + 90 * dayMs)
}

onPay(getPayOrder, ({ realm }, { out_trade_no, mchid }) => {
  checkMerchant(realm, mchid)
  return transactionOf(realm, orderOf(realm, out_trade_no))
})
onPay(getPayOrderByTransaction, ({ realm }, { transaction_id, mchid }) => {
  checkMerchant(realm, mchid)
  const order = [...realm.state.pay.orders.values()].find(order => order.transaction_id === transaction_id)
  if (!order) throw new PayRefusal(404, 'ORDER_NOT_EXIST', '订单不存在')
  return transactionOf(realm, order)
})
onPay(closePayOrder, ({ realm }, { out_trade_no, mchid }) => {
  checkMerchant(realm, mchid)
  const order = orderOf(realm, out_trade_no)
  if (order.state === 'SUCCESS' || order.state === 'REFUND') throw new PayRefusal(400, 'ORDERPAID', '订单已支付，不能关闭')
  order.state = 'CLOSED'
})

export function orderOf(realm: Realm, number: string): PayOrder {
  const order = realm.state.pay.orders.get(number)
  if (!order) throw new PayRefusal(404, 'ORDER_NOT_EXIST', '订单不存在')
  return order
}

/** An order as query and notification tell it. */
export function transactionOf(realm: Realm, order: PayOrder): PayTransaction {
  const paid = order.transaction_id !== undefined && order.paidAt !== undefined
  return {
    appid: order.appid,
    mchid: realm.state.pay.mchId,
    out_trade_no: order.out_trade_no,
    ...(paid
      ? {
          transaction_id: order.transaction_id!,
          trade_type: 'JSAPI' as const,
          bank_type: 'OTHERS',
          success_time: rfc3339(order.paidAt!),
          payer: { openid: order.openid },
        }
      : {}),
    trade_state: order.state,
    trade_state_desc: stateInWords[order.state] ?? order.state,
    attach: order.attach ?? '',
    amount: paid
      ? { total: order.total, payer_total: order.total, currency: 'CNY', payer_currency: 'CNY' }
      : { total: order.total, currency: 'CNY' },
    promotion_detail: [],
  }
}

/** A person pays. Throws a plain error that says why the phone would refuse. */
export function settle(realm: Realm, order: PayOrder, prepayId: string | undefined, now: number): void {
  const prepay = prepayId === undefined ? order.prepays[0] : order.prepays.find(({ id }) => id === prepayId)
  if (!prepay) throw new Error(`The order ${order.out_trade_no} has no prepay_id ${prepayId}.`)
  if (order.state !== 'NOTPAY') throw new Error(`The order ${order.out_trade_no} is ${order.state}; it can't be paid.`)
  if (now >= prepay.expiresAt) throw new Error('The prepay_id is older than two hours; order again.')
  if (now >= order.expiresAt) throw new Error('The order is past its time_expire.')
  const day = rfc3339(now).replace(/\D/g, '').slice(0, 8)
  order.state = 'SUCCESS'
  order.paidAt = now
  order.transaction_id = `42000${String(mix(realm.world.seed, 42) % 100_000).padStart(5, '0')}${day}${String(realm.next()).padStart(10, '0')}`
}
