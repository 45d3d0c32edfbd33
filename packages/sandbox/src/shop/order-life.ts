/** The life of a shop order: placed, paid, shipped, confirmed, settled, or cancelled; and its attribution, which may come late. */
import type { ShopOrder } from '@wematrix/wechat'
import { type DueContext, onDue } from '../api/on.ts'
import { dayMs } from '../days.ts'
import type { Person } from '../facts.ts'
import { count } from '../state/fold.ts'
import type { AccountState } from '../state/state.ts'
import { attributionOf, type ShopSource, unfinished } from './attribution.ts'
import { shopOf, takeFromStock } from './products.ts'
import type { Attribution, ProductState, ShopLink } from './state.ts'
import { couponFor, giveBack, spendCoupon } from './user-coupons.ts'

/** Unpaid orders end, goods are confirmed by themselves, money comes: none of these times is published. */
const payWithinMs = 30 * 60_000
const confirmAfterMs = 10 * dayMs
const settleAfterMs = 7 * dayMs

export type Placing = {
  product: ProductState
  count: number
  valueFen?: number
  from: ShopSource
  /** A user coupon to pay with. */
  coupon?: string
  link?: ShopLink
  notes?: string
}

export type Placed = { order: ShopOrder; attribution: Attribution }

/** The id as `order_new`, `order_deliver` and `ext_info_update` write it: a bare number of 19 digits. */
const bare = (orderId: string) => BigInt(orderId)

function orderEvent(
  { push }: DueContext,
  account: AccountState,
  order: ShopOrder,
  what: string,
  fields: Record<string, string | number | bigint>,
): void {
  push(account, order.openid, { MsgType: 'event', Event: `channels_ec_order_${what}`, order_info: { order_id: order.order_id, ...fields } })
}

function changed({ realm }: DueContext, order: ShopOrder, status: number): void {
  order.status = status
  order.update_time = realm.clock.seconds()
}

/** Places an order: 10, unpaid. Takes the goods from the stock and spends the coupon. */
export function placeOrder(context: DueContext, account: AccountState, person: Person, placing: Placing): Placed {
  const { realm, agenda } = context
  const { product, count: units, from, link } = placing
  const openid = person.openids.shop
  const priceFen = placing.valueFen ?? product.priceFen * units
  const use =
    placing.coupon === undefined
      ? undefined
      : couponFor(context, account, { openid, userCouponId: placing.coupon, product, count: units, priceFen })
  const paidFen = priceFen - (use?.discountFen ?? 0)
  const attribution = attributionOf(realm, product, from, paidFen, link)
  takeFromStock(context, account, product, units)
  const orderId = String(3_720_000_000_000_000_000n + BigInt(realm.next()))
  const now = realm.clock.seconds()
  const coupon = use && { user_coupon_id: use.coupon.userCouponId }
  const order: ShopOrder = {
    order_id: orderId,
    status: 10,
    create_time: now,
    update_time: now,
    openid,
    ...(realm.tellsUnion(account.spec) ? { unionid: person.unionid } : {}),
    order_detail: {
      product_infos: [
        {
          product_id: product.productId,
          sku_id: product.skuId,
          sku_cnt: units,
          title: product.title,
          sale_price: Math.round(priceFen / units),
          real_price: paidFen,
          on_aftersale_sku_cnt: 0,
          finish_aftersale_sku_cnt: 0,
          ...(use
            ? {
                order_product_coupon_info_list: [
                  { ...coupon!, coupon_id: use.coupon.couponId, coupon_type: 1, discounted_price: use.discountFen },
                ],
              }
            : {}),
        },
      ],
      price_info: {
        product_price: priceFen,
        order_price: paidFen,
        original_order_price: priceFen,
        freight: 0,
        discounted_price: use?.discountFen ?? 0,
        merchant_discounted_price: use?.discountFen ?? 0,
        merchant_receieve_price: paidFen,
      },
      ...(coupon ? { coupon_info: coupon } : {}),
      ...attribution,
    },
    aftersale_detail: { aftersale_order_list: [], on_aftersale_order_cnt: 0 },
  }
  account.orders.set(orderId, order)
  if (placing.notes) account.shop.extras.set(orderId, { customerNotes: placing.notes })
  orderEvent(context, account, order, 'new', { order_id: bare(orderId) })
  if (use) spendCoupon(context, account, use, orderId)
  agenda.add({ at: realm.clock.ms() + payWithinMs, kind: 'shop-timeout', ref: `${account.spec.appId} ${orderId}` })
  return { order, attribution }
}

/** Marks an order as paid: 20. What the day's figures count is the caller's fact. */
export function markPaid(context: DueContext, account: AccountState, order: ShopOrder): void {
  const now = context.realm.clock.seconds()
  if (order.status !== 10) throw new Error(`The order is ${order.status}; it can't be paid.`)
  changed(context, order, 20)
  order.order_detail.pay_info = { transaction_id: `4200${order.order_id}`, pay_time: now, payment_method: 1 }
  context.agenda.drop('shop-timeout', `${account.spec.appId} ${order.order_id}`)
  orderEvent(context, account, order, 'pay', { pay_time: String(now) })
}

/** Keeps the attribution back for a while, or lets another one replace it then. */
export function attributeLate(
  context: DueContext,
  account: AccountState,
  order: ShopOrder,
  late: Attribution,
  afterMs: number,
  now?: Attribution,
): void {
  const { shop, spec } = account
  shop.extras.set(order.order_id, { ...shop.extras.get(order.order_id), pending: late })
  setAttribution(order, now ?? unfinished)
  context.agenda.add({ at: context.realm.clock.ms() + afterMs, kind: 'shop-attribution', ref: `${spec.appId} ${order.order_id}` })
}

function setAttribution(order: ShopOrder, attribution: Attribution): void {
  const { order_detail: detail } = order
  for (const name of ['commission_infos', 'sku_sharer_infos'] as const) delete detail[name]
  Object.assign(detail, attribution)
}

function finishAttribution(context: DueContext, account: AccountState, order: ShopOrder): void {
  const extra = account.shop.extras.get(order.order_id)
  if (!extra?.pending) return
  setAttribution(order, extra.pending)
  delete extra.pending
  changed(context, order, order.status)
  orderEvent(context, account, order, 'ext_info_update', { order_id: bare(order.order_id), type: 1 })
}

/** Sends the goods, or a part of them. */
export function shipOrder(context: DueContext, account: AccountState, order: ShopOrder, part = false): void {
  if (order.status !== 20 && order.status !== 21) throw new Error(`The order is ${order.status}; nothing waits to be shipped.`)
  changed(context, order, part ? 21 : 30)
  orderEvent(context, account, order, 'deliver', { order_id: bare(order.order_id), finish_delivery: part ? 0 : 1 })
  if (!part)
    context.agenda.add({
      at: context.realm.clock.ms() + confirmAfterMs,
      kind: 'shop-confirm',
      ref: `${account.spec.appId} ${order.order_id}`,
    })
}

/** The goods are there: said by the buyer (1) or by time (2). */
export function confirmOrder(context: DueContext, account: AccountState, order: ShopOrder, by: 1 | 2): void {
  if (order.status !== 30) throw new Error(`The order is ${order.status}; only goods on their way can be confirmed.`)
  const ref = `${account.spec.appId} ${order.order_id}`
  context.agenda.drop('shop-confirm', ref)
  finishAttribution(context, account, order)
  changed(context, order, 100)
  orderEvent(context, account, order, 'confirm', { confirm_type: by })
  context.agenda.add({ at: context.realm.clock.ms() + settleAfterMs, kind: 'shop-settle', ref })
}

/** Ends an order that was not paid (250: by the buyer 1, by time 2), or whose goods all came back (200: 3). The coupon is given back. */
export function cancelOrder(context: DueContext, account: AccountState, order: ShopOrder, type: 1 | 2 | 3): void {
  if (type !== 3 && order.status !== 10) throw new Error(`The order is ${order.status}; paid orders end by an after-sale.`)
  changed(context, order, type === 3 ? 200 : 250)
  for (const { product_id, sku_cnt } of order.order_detail.product_infos ?? []) {
    const product = account.shop.products.get(product_id)
    if (product) Object.assign(product, { stock: product.stock + sku_cnt, sold: Math.max(0, product.sold - sku_cnt) })
  }
  orderEvent(context, account, order, 'cancel', { cancel_type: type })
  giveBack(context, account, order.order_id)
}

/** An order by its number. Throws a plain error. */
export function shopOrderOf(account: AccountState, id: unknown, openid?: string): ShopOrder {
  const order = account.orders.get(String(id))
  if (!order || (openid !== undefined && order.openid !== openid)) throw new Error(`There is no order "${String(id)}" of this person.`)
  return order
}

function onOrder(kind: string, work: (context: DueContext, account: AccountState, order: ShopOrder) => void): void {
  onDue(kind, (context, { ref }) => {
    const [appId = '', id = ''] = ref.split(' ')
    const account = context.realm.state.accounts.get(appId) ?? shopOf(context.realm)
    const order = account.orders.get(id)
    if (order) work(context, account, order)
  })
}
onOrder('shop-timeout', (context, account, order) => order.status === 10 && cancelOrder(context, account, order, 2))
onOrder('shop-attribution', finishAttribution)
onOrder('shop-confirm', (context, account, order) => order.status === 30 && confirmOrder(context, account, order, 2))
onOrder('shop-settle', (context, account, order) => {
  if (order.status !== 100) return
  for (const commission of order.order_detail.commission_infos ?? []) commission.status = 2
  count(account, context.realm.clock.ms(), 'settled_fen', order.order_detail.price_info.order_price)
  orderEvent(context, account, order, 'settle', { settle_time: String(context.realm.clock.seconds()) })
})
