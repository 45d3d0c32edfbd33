/** What the control API may do with WeChat Pay, and how a person pays. */

import { createPublicKey } from 'node:crypto'
import { type PaymentParameters, verifyText } from '@wematrix/wechat'
import type { ActContext, ActResult } from '../acts/context.ts'
import type { Agenda } from '../agenda.ts'
import type { Person } from '../facts.ts'
import { noteTrade } from '../mini-program/trades.ts'
import type { Realm } from '../state/realm.ts'
import { addCertificate, hasCertificates, hasPublicKey, payKeys } from './merchant.ts'
import { deliverNotice, notify, probe } from './notices.ts'
import { settle, transactionOf } from './orders.ts'
import { finishRefund } from './refunds.ts'
import type { PayHabit } from './state.ts'

/** What is due at WeChat Pay. */
export function planPay(realm: Realm, agenda: Agenda): void {
  agenda.on('pay-notice', ({ ref, at }) => deliverNotice(realm, agenda, ref, at))
  agenda.on('pay-refund', ({ ref, n }) => finishRefund(realm, agenda, ref, n === 1))
}

/** The merchant as its owner sees it in the console, with everything a client needs. */
export function merchantView(realm: Realm) {
  const { pay } = realm.state
  const keys = payKeys(realm)
  return {
    mchId: pay.mchId,
    apiV3Key: pay.apiV3Key,
    merchantSerial: keys.merchantSerial,
    privateKey: keys.merchantKey,
    trusted: [
      ...(hasPublicKey(pay) ? [{ serial: keys.publicKeyId, pem: keys.publicKey }] : []),
      ...(hasCertificates(pay) ? keys.certificates.map(({ serial, pem }) => ({ serial, pem })) : []),
    ],
    habit: pay.habit,
    orders: [...pay.orders.values()],
    refunds: [...pay.refunds.values()],
    notices: [...pay.notices.values()],
    probes: pay.probes,
  }
}

/** Changes the habit; `rotate` adds a platform certificate, `drop` takes one away. Unknown names are an error. */
export function changePay(realm: Realm, { rotate, drop, ...change }: Record<string, unknown>): PayHabit {
  const { pay } = realm.state
  const known = new Set([...Object.keys(pay.habit), 'balanceFen'])
  for (const [name, value] of Object.entries(change)) {
    if (!known.has(name)) throw new Error(`WeChat Pay has no "${name}"; there are rotate, drop, ${[...known].join(', ')}.`)
    if (value === null) delete (pay.habit as Record<string, unknown>)[name]
    else (pay.habit as Record<string, unknown>)[name] = value
  }
  if (rotate) addCertificate(realm)
  const keys = payKeys(realm)
  if (drop !== undefined) {
    const kept = keys.certificates.filter(({ serial }) => serial !== drop)
    if (kept.length === 0) throw new Error('The last certificate stays.')
    keys.certificates = kept
  }
  return pay.habit
}

/** Sends a copy of a notice under a test signature. */
export async function probeNow(realm: Realm, id: unknown): Promise<unknown> {
  const notice = realm.state.pay.notices.get(String(id))
  if (!notice) throw new Error(`There is no notice "${String(id)}".`)
  await probe(realm, notice)
  return realm.state.pay.probes.at(-1)
}

export type PayOptions = {
  /** Our number of the order. */
  order?: string
  prepay?: string
  /** What the product handed to `wx.requestPayment`: its signature is checked as the phone would. */
  parameters?: PaymentParameters
}

/** A person pays an order that was placed for them; the notification goes out at once. */
export function pay(context: ActContext, person: Person, { order: number, prepay, parameters }: PayOptions = {}): ActResult {
  const { realm, agenda, callbacks } = context
  const prepayId = parameters ? prepayOf(realm, parameters) : prepay
  const orders = [...realm.state.pay.orders.values()]
  const order =
    number !== undefined
      ? orders.find(order => order.out_trade_no === String(number))
      : orders.find(order => order.prepays.some(({ id }) => id === prepayId))
  if (!order) throw new Error('There is no such order; name it by --order OUT_TRADE_NO or --prepay PREPAY_ID.')
  if (parameters && parameters.appId !== order.appid) throw new Error('requestPayment:fail: the parameters are for another app.')
  if (!Object.values(person.openids).includes(order.openid)) throw new Error(`The order is for somebody else than ${person.name}.`)
  settle(realm, order, prepayId, realm.clock.ms())
  const notice = notify(realm, agenda, {
    url: order.notify_url,
    kind: 'transaction',
    eventType: 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    resource: transactionOf(realm, order),
  })
  const account = realm.state.accounts.get(order.appid)!
  if (account.spec.kind === 'mini_program')
    noteTrade({ realm, push: callbacks.push, agenda }, account, {
      transactionId: order.transaction_id!,
      number: order.out_trade_no,
      openid: order.openid,
      fen: order.total,
      description: order.description,
      createdAt: order.createdAt,
    })
  return {
    act: 'pay',
    person: person.name,
    account: account.spec.alias,
    order: order.out_trade_no,
    transaction: order.transaction_id,
    notice: notice.id,
  }
}

/** The phone checks what it is handed before it opens the cashier. */
function prepayOf(realm: Realm, given: PaymentParameters): string {
  const message = [given.appId, given.timeStamp, given.nonceStr, given.package].map(part => `${part}\n`).join('')
  const key = createPublicKey(payKeys(realm).merchantPublicKey)
  if (given.signType !== 'RSA' || !verifyText(key, message, given.paySign)) throw new Error('requestPayment:fail 支付验证签名失败')
  return given.package.replace(/^prepay_id=/, '')
}
