/** Orders in the WeChat Shop: the push says only the order's number; where it came from must be read with order/get. */
import type { Person } from '../facts.ts'
import { type ActContext, type ActResult, accountFor, happened, withSlot } from './context.ts'

export type ShopSource = 'live' | 'video' | 'article' | 'mini-program'

/** Places and pays a shop order. `from` is the carrier it came from. */
export function shopOrder(
  context: ActContext,
  person: Person,
  options: { account?: string; from?: ShopSource; valueFen?: number } = {},
): ActResult {
  const { realm, callbacks } = context
  const account = withSlot(accountFor(context, options.account, 'shop'))
  const openid = person.openids.shop
  const product = realm.random.pick(realm.world.content.products)
  const from = options.from ?? 'live'
  const finder = realm.account('channels').spec.originalId
  const live = from === 'live' ? realm.world.content.lives.findLast(live => live.startsAt <= realm.clock.ms()) : undefined
  const source = {
    live: { account_type: 1, account_id: finder, scene: 2 },
    video: { account_type: 1, account_id: finder, scene: 3 },
    article: { account_type: 6, account_id: realm.appIdOf('service'), scene: 6 },
    'mini-program': { account_type: 3, account_id: realm.appIdOf('mini-program'), scene: 1 },
  }[from]
  if (!source) throw new Error(`An order comes from live, video, article or mini-program, not "${from}".`)
  const orderId = 3_720_000_000_000_000_000n + BigInt(realm.next())
  const valueFen = options.valueFen ?? product.priceFen
  happened(context, person, 'shop', 'channels', 'order.pay', {
    order_id: String(orderId),
    value_fen: valueFen,
    product_id: product.productId,
    sku_id: product.skuId,
    count: 1,
    order_scene: source.scene,
    finder_id: source.account_type === 1 ? finder : '',
    live_id: live?.exportId ?? '',
    source_infos: [{ sku_id: product.skuId, sale_channel: 0, account_type: source.account_type, account_id: source.account_id }],
  })
  callbacks.push(account, openid, { MsgType: 'event', Event: 'channels_ec_order_new', order_info: { order_id: orderId } })
  callbacks.push(account, openid, {
    MsgType: 'event',
    Event: 'channels_ec_order_pay',
    order_info: { order_id: String(orderId), pay_time: String(realm.clock.seconds()) },
  })
  return {
    act: 'shop-order',
    person: person.name,
    account: account.spec.alias,
    openid,
    order_id: String(orderId),
    value_fen: valueFen,
    from,
  }
}
