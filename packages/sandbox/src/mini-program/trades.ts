/** Payments as shipping management (发货信息管理) sees them: their states, and the events that tell of them. */

import { type DueContext, onDue } from '../api/on.ts'
import { systemSender } from '../api/sender.ts'
import { dayMs } from '../days.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState } from '../state/state.ts'
import type { Trade } from './state.ts'

/** A payment is found this long after it was made; the forum says "a few seconds", WeChat promises a minute. */
const findableAfterMs = 3000
/** A world that lives on forgets its oldest payments. */
const tradesKept = 20_000
const remindAfterMs = 2 * dayMs
/** Receipt is confirmed by itself: ten days after shipping for express, two for everything else. */
const confirmAfterMs = (trade: Trade) => (trade.order.shipping.logistics_type === 1 ? 10 : 2) * dayMs
/** From the receipt to the money: not published. */
const settleAfterMs = dayMs

const seconds = (ms: number) => Math.floor(ms / 1000)

export type Payment = { transactionId: string; number: string; openid: string; fen: number; description: string; createdAt: number }

/** Notes a payment in the Mini Program; under shipping management it begins to wait for its goods. */
export function noteTrade({ realm, push, agenda }: DueContext, account: AccountState, payment: Payment): void {
  const now = realm.clock.ms()
  const { miniProgram } = account
  const first = miniProgram.trades.size === 0
  if (miniProgram.trades.size >= tradesKept) miniProgram.trades.delete(miniProgram.trades.keys().next().value!)
  miniProgram.trades.set(payment.transactionId, {
    foundAt: now + findableAfterMs,
    reshipped: false,
    order: {
      transaction_id: payment.transactionId,
      merchant_id: realm.state.pay.mchId,
      sub_merchant_id: '',
      merchant_trade_no: payment.number,
      description: payment.description,
      paid_amount: payment.fen,
      openid: payment.openid,
      trade_create_time: seconds(payment.createdAt),
      pay_time: seconds(now),
      order_state: 1,
      in_complaint: false,
      shipping: { finish_shipping: false, finish_shipping_count: 0, shipping_list: [] },
    },
  })
  if (!miniProgram.settings.tradeManaged) return
  const ref = `${account.spec.appId} ${payment.transactionId}`
  agenda.add({ at: now + remindAfterMs, kind: 'trade-remind', ref })
  if (first && !miniProgram.everShipped) remindAccess({ realm, push, agenda }, account)
}

/** Told at the first payment, then daily until something is shipped. */
function remindAccess({ realm, push, agenda }: DueContext, account: AccountState): void {
  event(push, account, 'trade_manage_remind_access_api', { msg: '请接入发货信息管理服务，否则货款将被冻结' })
  agenda.add({ at: realm.clock.ms() + dayMs, kind: 'trade-remind-access', ref: account.spec.appId })
}
onDue('trade-remind-access', (context, { ref }) => {
  const account = context.realm.account(ref)
  if (!account.miniProgram.everShipped && account.miniProgram.settings.tradeManaged) remindAccess(context, account)
})

function event(push: DueContext['push'], account: AccountState, name: string, fields: Record<string, string | number>): void {
  push(account, systemSender(account), { MsgType: 'event', Event: name, ...fields })
}

const names = ({ order }: Trade) => ({
  transaction_id: order.transaction_id,
  merchant_id: order.merchant_id,
  sub_merchant_id: '',
  merchant_trade_no: order.merchant_trade_no,
  pay_time: order.pay_time,
})

/** Its state now: money given back at WeChat Pay ends it whatever was shipped. */
export function stateOf(realm: Realm, { order }: Trade): Trade['order']['order_state'] {
  const refunds = [...realm.state.pay.refunds.values()].filter(
    ({ out_trade_no, status }) => out_trade_no === order.merchant_trade_no && status === 'SUCCESS',
  )
  const refunded = refunds.reduce((sum, { amount }) => sum + amount.refund, 0)
  return refunded > 0 && refunded >= order.paid_amount ? 5 : order.order_state
}

onDue('trade-remind', ({ realm, push }, { ref }) => {
  const [appId = '', id = ''] = ref.split(' ')
  const account = realm.account(appId)
  const trade = account.miniProgram.trades.get(id)
  if (!trade || trade.test || stateOf(realm, trade) !== 1 || !account.miniProgram.everShipped) return
  if (trade.delayTo !== undefined && trade.delayTo > realm.clock.ms()) return
  event(push, account, 'trade_manage_remind_shipping', { ...names(trade), msg: '订单超过 48 小时未发货' })
})

/** All goods are on their way: the person may confirm, or time does. */
export function finishShipping({ realm, push, agenda }: DueContext, account: AccountState, trade: Trade): void {
  const now = realm.clock.ms()
  const { shipping } = trade.order
  trade.order.order_state = 2
  trade.shippedAt = now
  shipping.finish_shipping = true
  shipping.finish_shipping_count = (shipping.finish_shipping_count ?? 0) + 1
  account.miniProgram.everShipped = true
  const confirmAt = now + confirmAfterMs(trade)
  const ref = `${account.spec.appId} ${trade.order.transaction_id}`
  agenda.drop('trade-confirm', ref)
  agenda.add({ at: confirmAt, kind: 'trade-confirm', ref })
  event(push, account, 'trade_manage_order_settlement', {
    ...names(trade),
    shipped_time: seconds(now),
    estimated_settlement_time: seconds(confirmAt + settleAfterMs),
  })
}

/** The goods are there: said by the person (1) or by time (2). The money comes a day later. */
export function confirmReceipt({ realm, agenda }: DueContext, account: AccountState, trade: Trade, method: 1 | 2): void {
  const ref = `${account.spec.appId} ${trade.order.transaction_id}`
  trade.order.order_state = 3
  agenda.drop('trade-confirm', ref)
  agenda.add({ at: realm.clock.ms() + settleAfterMs, kind: 'trade-settle', ref: `${ref} ${seconds(realm.clock.ms())}`, n: method })
}
onDue('trade-confirm', (context, { ref }) => {
  const [appId = '', id = ''] = ref.split(' ')
  const account = context.realm.account(appId)
  const trade = account.miniProgram.trades.get(id)
  if (trade && stateOf(context.realm, trade) === 2) confirmReceipt(context, account, trade, 2)
})
onDue('trade-settle', ({ realm, push }, { ref, n = 2 }) => {
  const [appId = '', id = '', confirmed = ''] = ref.split(' ')
  const account = realm.account(appId)
  const trade = account.miniProgram.trades.get(id)
  if (!trade || stateOf(realm, trade) !== 3) return
  trade.order.order_state = 4
  event(push, account, 'trade_manage_order_settlement', {
    ...names(trade),
    shipped_time: seconds(trade.shippedAt ?? 0),
    confirm_receive_method: n,
    confirm_receive_time: Number(confirmed),
    settlement_time: seconds(realm.clock.ms()),
  })
})
