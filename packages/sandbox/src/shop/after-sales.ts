/** After-sales: what a person asks for, what the shop decides, and how the money goes back. */
import { type AfterSale, getAfterSale, listAfterSales, type ShopOrder } from '@wematrix/wechat'
import { type DueContext, on, onDue, Refusal } from '../api/on.ts'
import { dayMs } from '../days.ts'
import { count } from '../state/fold.ts'
import type { AccountState } from '../state/state.ts'
import { cancelOrder } from './order-life.ts'
import { pageFrom } from './products.ts'
import type { AfterSaleState } from './state.ts'

/** Not published: how many ids a page holds, how long each side may wait, how long the money takes. */
const idsPerPage = 100
const decideWithinMs = 2 * dayMs
const returnWithinMs = 7 * dayMs
const refundMs = 5 * 60_000

on(listAfterSales, ({ account }, { begin_create_time, end_create_time, next_key }) => {
  if (!(begin_create_time <= end_create_time)) throw new Refusal(40097, 'invalid args: create time')
  const ids = [...account.shop.afterSales.values()]
    .filter(({ create_time }) => create_time >= begin_create_time && create_time <= end_create_time)
    .map(({ after_sale_order_id }) => after_sale_order_id)
  const { part, next, more } = pageFrom(ids, next_key, idsPerPage)
  return { errcode: 0, errmsg: 'ok', after_sale_order_id_list: part, next_key: next, has_more: more }
})

on(getAfterSale, ({ account }, { after_sale_order_id }) => {
  const found = account.shop.afterSales.get(String(after_sale_order_id))
  if (!found) throw new Refusal(100002, 'after-sale order not found')
  const { wholeOrder: _wholeOrder, ...after_sale_order } = found
  return { errcode: 0, errmsg: 'ok', after_sale_order }
})

export type AfterSaleMove = 'cancel' | 'agree' | 'reject' | 'send' | 'receive' | 'again' | 'fail' | 'refund'
type Step = { from: readonly string[]; to: (type: string) => string }
const always = (status: string) => () => status

/** Who may do what when. `cancel`, `send` and `again` are the buyer's, `agree`, `reject` and `receive` the shop's, `fail` and `refund` the bank's. */
const steps: Record<AfterSaleMove, Step> = {
  cancel: {
    from: ['MERCHANT_PROCESSING', 'USER_WAIT_RETURN', 'MERCHANT_REJECT_REFUND', 'MERCHANT_REJECT_RETURN'],
    to: always('USER_CANCELD'),
  },
  agree: { from: ['MERCHANT_PROCESSING'], to: type => (type === 'RETURN' ? 'USER_WAIT_RETURN' : 'PLATFORM_REFUNDING') },
  reject: {
    from: ['MERCHANT_PROCESSING', 'MERCHANT_WAIT_RECEIPT'],
    to: type => (type === 'RETURN' ? 'MERCHANT_REJECT_RETURN' : 'MERCHANT_REJECT_REFUND'),
  },
  send: { from: ['USER_WAIT_RETURN'], to: always('MERCHANT_WAIT_RECEIPT') },
  receive: { from: ['MERCHANT_WAIT_RECEIPT'], to: always('PLATFORM_REFUNDING') },
  again: { from: ['MERCHANT_REJECT_REFUND', 'MERCHANT_REJECT_RETURN'], to: always('MERCHANT_PROCESSING') },
  fail: { from: ['PLATFORM_REFUNDING'], to: always('PLATFORM_REFUND_FAIL') },
  refund: {
    from: ['PLATFORM_REFUNDING', 'PLATFORM_REFUND_FAIL'],
    to: type => (type === 'RETURN' ? 'MERCHANT_RETURN_SUCCESS' : 'MERCHANT_REFUND_SUCCESS'),
  },
}
const ended = (status: string) => /_SUCCESS$/.test(status) || ['USER_CANCELD', 'RETURN_CLOSED'].includes(status)

export type AfterSaleRequest = { type: 'REFUND' | 'RETURN'; amountFen?: number; count?: number; reason?: string }

/** A person asks for money back, with the goods (RETURN) or without (REFUND). Throws a plain error that says why the phone would refuse. */
export function openAfterSale(context: DueContext, account: AccountState, order: ShopOrder, request: AfterSaleRequest): AfterSaleState {
  const { realm } = context
  const { type, reason = '不想要了' } = request
  if (type !== 'REFUND' && type !== 'RETURN') throw new Error('An after-sale is a REFUND or a RETURN.')
  if (![20, 21, 30, 100].includes(order.status)) throw new Error(`The order is ${order.status}; there is nothing to give back.`)
  if (type === 'RETURN' && order.status < 30) throw new Error('Goods that were not shipped can not be returned.')
  const [info] = order.order_detail.product_infos ?? []
  const units = request.count ?? info?.sku_cnt ?? 1
  const left = (info?.sku_cnt ?? 1) - (info?.on_aftersale_sku_cnt ?? 0) - (info?.finish_aftersale_sku_cnt ?? 0)
  if (units < 1 || units > left) throw new Error('Nothing of the order is left to give back.')
  const paid = order.order_detail.price_info.order_price
  const amount = request.amountFen ?? Math.round((paid * units) / (info?.sku_cnt ?? 1))
  if (!(amount >= 1 && amount <= paid)) throw new Error('More than was paid can not be given back.')
  const now = realm.clock.seconds()
  const made: AfterSaleState = {
    after_sale_order_id: String(2_000_000_300_000_000n + BigInt(realm.next())),
    order_id: order.order_id,
    type,
    status: '',
    openid: order.openid,
    ...(order.unionid ? { unionid: order.unionid } : {}),
    reason,
    product_info: { product_id: info?.product_id ?? '', sku_id: info?.sku_id ?? '', count: units },
    refund_info: { amount, refund_reason: 1 },
    details: { desc: reason, receive_product: type === 'RETURN' },
    create_time: now,
    wholeOrder: units === info?.sku_cnt && amount === paid,
  }
  account.shop.afterSales.set(made.after_sale_order_id, made)
  if (info) info.on_aftersale_sku_cnt = (info.on_aftersale_sku_cnt ?? 0) + units
  go(context, account, made, 'MERCHANT_PROCESSING')
  return made
}

/** One step. Throws a plain error when it is not that one's turn. */
export function moveAfterSale(context: DueContext, account: AccountState, id: unknown, move: AfterSaleMove): AfterSaleState {
  const found = account.shop.afterSales.get(String(id))
  const step = steps[move]
  if (!found) throw new Error(`There is no after-sale "${String(id)}".`)
  if (!step) throw new Error(`There is no step "${move}"; there are ${Object.keys(steps).join(', ')}.`)
  if (!step.from.includes(found.status)) throw new Error(`The after-sale is ${found.status}; "${move}" follows ${step.from.join(' or ')}.`)
  go(context, account, found, step.to(found.type))
  return found
}

/** What a state waits for, and for how long. */
const waits: Record<string, { ms: number; next: (type: AfterSale['type']) => string }> = {
  MERCHANT_PROCESSING: { ms: decideWithinMs, next: always('MERCHANT_OVERDUE_REFUND') },
  MERCHANT_OVERDUE_REFUND: { ms: 0, next: always('PLATFORM_REFUNDING') },
  USER_WAIT_RETURN: { ms: returnWithinMs, next: always('RETURN_CLOSED') },
  MERCHANT_WAIT_RECEIPT: { ms: returnWithinMs, next: always('PLATFORM_REFUNDING') },
  PLATFORM_REFUNDING: { ms: refundMs, next: steps.refund.to },
}

/** Enters a state: the order knows of it, the shop is told, and what follows by itself is planned. */
function go(context: DueContext, account: AccountState, found: AfterSaleState, status: string): void {
  const { realm, agenda, push } = context
  const order = account.orders.get(found.order_id)!
  const ref = `${account.spec.appId} ${found.after_sale_order_id}`
  found.status = status
  found.update_time = realm.clock.seconds()
  if (ended(status)) found.complete_time = found.update_time
  noteInOrder(order, found)
  order.update_time = found.update_time
  agenda.drop('after-sale', ref)
  const wait = waits[status]
  if (wait) agenda.add({ at: realm.clock.ms() + wait.ms, kind: 'after-sale', ref })
  push(account, found.openid, {
    MsgType: 'event',
    Event: 'channels_ec_aftersale_update',
    finder_shop_aftersale_status_update: {
      status,
      after_sale_order_id: found.after_sale_order_id,
      order_id: found.order_id,
      wxa_vip_discounted_price: 0,
    },
  })
  if (!/_SUCCESS$/.test(status)) return
  count(account, realm.clock.ms(), 'refund_gmv', found.refund_info!.amount)
  if (found.wholeOrder) cancelOrder(context, account, order, 3)
}

function noteInOrder(order: ShopOrder, found: AfterSaleState): void {
  order.aftersale_detail ??= {}
  const detail = order.aftersale_detail
  const others = (detail.aftersale_order_list ?? []).filter(({ aftersale_order_id }) => aftersale_order_id !== found.after_sale_order_id)
  detail.aftersale_order_list = [...others, { aftersale_order_id: found.after_sale_order_id, status: found.status }]
  detail.on_aftersale_order_cnt = detail.aftersale_order_list.filter(({ status }) => !ended(String(status))).length
  const [info] = order.order_detail.product_infos ?? []
  if (!info || !ended(found.status)) return
  const units = found.product_info?.count ?? 1
  info.on_aftersale_sku_cnt = Math.max(0, (info.on_aftersale_sku_cnt ?? 0) - units)
  if (/_SUCCESS$/.test(found.status)) info.finish_aftersale_sku_cnt = (info.finish_aftersale_sku_cnt ?? 0) + units
}

onDue('after-sale', (context, { ref }) => {
  const [appId = '', id = ''] = ref.split(' ')
  const account = context.realm.account(appId)
  const found = account.shop.afterSales.get(id)
  const wait = found && waits[found.status]
  if (wait) go(context, account, found, wait.next(found.type))
})
