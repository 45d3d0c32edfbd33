/** What a person does in the WeChat Shop. The push says only the order's number; where it came from must be read with order/get. */
import type { DueContext } from '../api/on.ts'
import type { Person } from '../facts.ts'
import { type AfterSaleMove, type AfterSaleRequest, moveAfterSale, openAfterSale } from '../shop/after-sales.ts'
import { attributionOf, type ShopSource } from '../shop/attribution.ts'
import { creditMember, joinMembers, leaveMembers } from '../shop/members.ts'
import { attributeLate, cancelOrder, confirmOrder, markPaid, placeOrder, shipOrder, shopOrderOf } from '../shop/order-life.ts'
import type { ProductState, ShopLink } from '../shop/state.ts'
import { takeCoupon } from '../shop/user-coupons.ts'
import type { AccountState } from '../state/state.ts'
import { type ActContext, type ActResult, accountFor, happened, withSlot } from './context.ts'

type InShop = { account?: string }
const due = ({ realm, callbacks, agenda }: ActContext): DueContext => ({ realm, push: callbacks.push, agenda })
const shopFor = (context: ActContext, { account }: InShop) => withSlot(accountFor(context, account, 'shop'))

export type OrderOptions = InShop & {
  /** The carrier the order came from. */
  from?: ShopSource
  /** Fen for all goods, before a coupon. */
  valueFen?: number
  /** A product's id or title; absent: any. */
  product?: string
  count?: number
  /** A user coupon to pay with. */
  coupon?: string
  /** A link of the shop that led here. */
  link?: string
  /** Placed and not paid. */
  unpaid?: boolean
  /** Minutes until WeChat has worked out where the order came from. */
  late?: number
  /** With `late`: where it first seems to come from. */
  seems?: ShopSource
  notes?: string
}

/** Places and pays a shop order. */
export function shopOrder(context: ActContext, person: Person, options: OrderOptions = {}): ActResult {
  const { realm } = context
  const account = shopFor(context, options)
  const link = options.link === undefined ? undefined : openShopLink(account, options.link, realm.clock.ms())
  const product = chooseProduct(context, account, options.product ?? link?.productId)
  const from = options.from ?? 'live'
  const { order, attribution } = placeOrder(due(context), account, person, {
    product,
    count: options.count ?? 1,
    from,
    ...(options.valueFen === undefined ? {} : { valueFen: options.valueFen }),
    ...(options.coupon === undefined ? {} : { coupon: String(options.coupon) }),
    ...(link ? { link } : {}),
    ...(options.notes ? { notes: options.notes } : {}),
  })
  const told = {
    act: 'shop-order',
    person: person.name,
    account: account.spec.alias,
    openid: order.openid,
    order_id: order.order_id,
    value_fen: order.order_detail.price_info.order_price,
    from,
  }
  if (!options.unpaid) pay(context, person, account, order.order_id)
  if (options.late) {
    const first = options.seems && attributionOf(realm, product, options.seems, told.value_fen, link)
    attributeLate(due(context), account, order, attribution, options.late * 60_000, first)
  }
  return { ...told, ...(options.unpaid ? { unpaid: true } : {}) }
}

function openShopLink({ shop }: AccountState, text: string, now: number): ShopLink {
  const link = shop.links.get(text)
  if (!link) throw new Error('The shop has no such link.')
  if (link.expiresAt !== undefined && link.expiresAt <= now) throw new Error('The link has ended.')
  return link
}

function chooseProduct({ realm }: ActContext, { shop }: AccountState, word: string | undefined): ProductState {
  const onSale = [...shop.products.values()].filter(({ status, stock }) => status === 5 && stock > 0)
  if (word === undefined && onSale.length === 0) throw new Error('The shop has nothing on sale.')
  const found =
    word === undefined
      ? realm.random.pick(onSale)
      : [...shop.products.values()].find(one => one.productId === String(word) || one.title === word)
  if (!found) throw new Error(`There is no product "${word}".`)
  return found
}

/** Pays; the day's figures and the history know the order from now on. */
function pay(context: ActContext, person: Person, account: AccountState, orderId: string): void {
  const order = shopOrderOf(account, orderId, person.openids.shop)
  markPaid(due(context), account, order)
  const { ext_info, source_infos, product_infos = [], price_info } = order.order_detail
  happened(context, person, 'shop', 'channels', 'order.pay', {
    order_id: orderId,
    value_fen: price_info.order_price,
    product_id: product_infos[0]?.product_id ?? '',
    sku_id: product_infos[0]?.sku_id ?? '',
    count: product_infos[0]?.sku_cnt ?? 1,
    order_scene: ext_info?.order_scene ?? 1,
    finder_id: ext_info?.finder_id ?? '',
    live_id: ext_info?.live_id ?? '',
    source_infos,
  })
  creditMember(due(context), account, order.openid, price_info.order_price)
}

/** Pays an order placed before. */
export function shopPay(context: ActContext, person: Person, options: InShop & { order: string }): ActResult {
  const account = shopFor(context, options)
  pay(context, person, account, String(options.order))
  return { act: 'shop-pay', person: person.name, account: account.spec.alias, order: options.order, status: 20 }
}

export type OrderStep = 'cancel' | 'ship' | 'ship-part' | 'confirm'

/** Goes on with an order: `cancel` before payment, `ship`, `ship-part` by the shop, `confirm` by the person. */
export function shopStep(context: ActContext, person: Person, options: InShop & { order: string; do: OrderStep }): ActResult {
  const account = shopFor(context, options)
  const order = shopOrderOf(account, options.order, person.openids.shop)
  if (options.do === 'cancel') cancelOrder(due(context), account, order, 1)
  else if (options.do === 'ship' || options.do === 'ship-part') shipOrder(due(context), account, order, options.do === 'ship-part')
  else if (options.do === 'confirm') confirmOrder(due(context), account, order, 1)
  else throw new Error(`There is no step "${String(options.do)}"; there are cancel, ship, ship-part, confirm.`)
  return { act: 'shop-step', person: person.name, account: account.spec.alias, order: order.order_id, status: order.status }
}

/** Asks for money back (`order`, `type`), or makes the next step of an after-sale (`id`, `do`). */
export function afterSale(
  context: ActContext,
  person: Person,
  options: InShop & ({ order: string } & AfterSaleRequest) & { id?: string; do?: AfterSaleMove },
): ActResult {
  const account = shopFor(context, options)
  const found =
    options.id === undefined
      ? openAfterSale(due(context), account, shopOrderOf(account, options.order, person.openids.shop), options)
      : moveAfterSale(due(context), account, options.id, options.do!)
  const { after_sale_order_id, status } = found
  return { act: 'after-sale', person: person.name, account: account.spec.alias, after_sale_order_id, status }
}

/** Takes a coupon of the shop. */
export function shopCoupon(context: ActContext, person: Person, options: InShop & { coupon: string }): ActResult {
  const account = shopFor(context, options)
  const taken = takeCoupon(due(context), account, person.openids.shop, String(options.coupon))
  return { act: 'shop-coupon', person: person.name, account: account.spec.alias, user_coupon_id: taken.userCouponId }
}

/** Joins the shop's members, or leaves them. */
export function shopMember(context: ActContext, person: Person, options: InShop & { leave?: boolean } = {}): ActResult {
  const account = shopFor(context, options)
  if (options.leave) leaveMembers(due(context), account, person)
  else joinMembers(due(context), account, person)
  return { act: 'shop-member', person: person.name, account: account.spec.alias, member: !options.leave }
}
