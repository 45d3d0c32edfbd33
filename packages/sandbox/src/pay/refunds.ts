/** Refunds: accepted at once, through a few seconds later, told by a notification. */
import { applyAbnormalPayRefund, createPayRefund, getPayRefund, type PayRefund, type PayRefundRequest } from '@wematrix/wechat'
import type { Agenda } from '../agenda.ts'
import type { Realm } from '../state/realm.ts'
import { notify } from './notices.ts'
import { onPay, PayRefusal, rfc3339 } from './on.ts'
import { orderOf } from './orders.ts'
import type { PayOrder, RefundState } from './state.ts'

const yearMs = 365 * 86_400_000

onPay(createPayRefund, ({ realm, agenda, now }, input) => {
  const { refunds, habit } = realm.state.pay
  const order = refundable(realm, input, now)
  const request = JSON.stringify([order.out_trade_no, input.amount.refund, input.amount.total])
  const before = refunds.get(input.out_refund_no)
  if (before) {
    if (before.request !== request) throw new PayRefusal(400, 'INVALID_REQUEST', '退款单号重复，且参数不一致')
    return shown(before)
  }
  checkAmount(realm, order, input, now)
  const refund: RefundState = {
    refund_id: `50300${String(realm.next()).padStart(24, '0')}`,
    out_refund_no: input.out_refund_no,
    transaction_id: order.transaction_id!,
    out_trade_no: order.out_trade_no,
    channel: 'ORIGINAL',
    user_received_account: '支付用户零钱',
    create_time: rfc3339(now),
    status: 'PROCESSING',
    funds_account: 'AVAILABLE',
    amount: {
      total: order.total,
      refund: input.amount.refund,
      payer_total: order.total,
      payer_refund: input.amount.refund,
      settlement_refund: input.amount.refund,
      settlement_total: order.total,
      discount_refund: 0,
      currency: 'CNY',
    },
    promotion_detail: [],
    createdAt: now,
    request,
    ...(input.notify_url === undefined ? {} : { notify_url: input.notify_url }),
  }
  refunds.set(refund.out_refund_no, refund)
  order.state = 'REFUND'
  if (habit.balanceFen !== undefined) habit.balanceFen -= input.amount.refund
  agenda.add({ at: now + habit.refundSeconds * 1000, kind: 'pay-refund', ref: refund.out_refund_no })
  return shown(refund)
})

function refundable(realm: Realm, { transaction_id, out_trade_no }: PayRefundRequest, now: number): PayOrder {
  const order =
    out_trade_no !== undefined
      ? orderOrGone(realm, out_trade_no)
      : [...realm.state.pay.orders.values()].find(order => order.transaction_id !== undefined && order.transaction_id === transaction_id)
  if (!order) throw new PayRefusal(404, 'RESOURCE_NOT_EXISTS', '订单不存在')
  if (order.paidAt === undefined) throw new PayRefusal(400, 'INVALID_REQUEST', '订单未支付，不能退款')
  if (now - order.paidAt > yearMs) throw new PayRefusal(400, 'INVALID_REQUEST', '订单已超过可退款的最大期限')
  return order
}

function orderOrGone(realm: Realm, number: string): PayOrder {
  if (!realm.state.pay.orders.has(number)) throw new PayRefusal(404, 'RESOURCE_NOT_EXISTS', '订单不存在')
  return orderOf(realm, number)
}

function checkAmount(realm: Realm, order: PayOrder, { amount }: PayRefundRequest, now: number): void {
  const { refunds, habit } = realm.state.pay
  if (amount.total !== order.total) throw new PayRefusal(400, 'INVALID_REQUEST', '订单金额或退款金额与之前请求不一致')
  const others = [...refunds.values()].filter(refund => refund.out_trade_no === order.out_trade_no && refund.status !== 'CLOSED')
  const refunded = others.reduce((sum, refund) => sum + refund.amount.refund, 0)
  if (refunded + amount.refund > order.total) throw new PayRefusal(400, 'INVALID_REQUEST', '申请退款金额大于订单可退金额')
  if (others.length >= 50) throw new PayRefusal(403, 'RULE_LIMIT', '单笔订单部分退款次数超过50次')
  if (others.some(refund => now - refund.createdAt < 60_000))
    throw new PayRefusal(429, 'FREQUENCY_LIMITED', '同一订单的退款请求至少间隔1分钟')
  if (habit.balanceFen !== undefined && habit.balanceFen < amount.refund)
    throw new PayRefusal(403, 'NOT_ENOUGH', '基本账户余额不足，请充值后重新发起')
}

onPay(getPayRefund, ({ realm }, { out_refund_no }) => {
  const refund = realm.state.pay.refunds.get(out_refund_no)
  if (!refund) throw new PayRefusal(404, 'RESOURCE_NOT_EXISTS', '退款单不存在')
  return shown(refund)
})

onPay(applyAbnormalPayRefund, ({ realm, agenda, now }, { refund_id, out_refund_no }) => {
  const refund = realm.state.pay.refunds.get(out_refund_no)
  if (!refund || refund.refund_id !== refund_id) throw new PayRefusal(404, 'RESOURCE_NOT_EXISTS', '退款单不存在')
  if (refund.status !== 'ABNORMAL') throw new PayRefusal(400, 'INVALID_REQUEST', '退款单不是异常状态')
  refund.status = 'PROCESSING'
  agenda.add({ at: now + realm.state.pay.habit.refundSeconds * 1000, kind: 'pay-refund', ref: out_refund_no, n: 1 })
  return shown(refund)
})

function shown({ createdAt: _createdAt, request: _request, notify_url: _notifyUrl, ...refund }: RefundState): PayRefund {
  return refund
}

/** A refund ends as the habit says; one that was helped along succeeds. */
export function finishRefund(realm: Realm, agenda: Agenda, number: string, helped: boolean): void {
  const { refunds, habit, mchId } = realm.state.pay
  const refund = refunds.get(number)
  if (refund?.status !== 'PROCESSING') return
  const now = realm.clock.ms()
  refund.status = helped ? 'SUCCESS' : habit.refunds
  if (refund.status === 'SUCCESS') refund.success_time = rfc3339(now)
  if (refund.notify_url === undefined) return
  const { transaction_id, out_trade_no, refund_id, out_refund_no, user_received_account, success_time, amount, status } = refund
  notify(realm, agenda, {
    url: refund.notify_url,
    kind: 'refund',
    eventType: `REFUND.${status}`,
    summary: { SUCCESS: '退款成功', ABNORMAL: '退款异常', CLOSED: '退款关闭', PROCESSING: '' }[status],
    resource: {
      mchid: mchId,
      transaction_id,
      out_trade_no,
      refund_id,
      out_refund_no,
      refund_status: status,
      ...(success_time ? { success_time } : {}),
      user_received_account,
      amount: { total: amount.total, refund: amount.refund, payer_total: amount.payer_total, payer_refund: amount.payer_refund },
    },
  })
}
