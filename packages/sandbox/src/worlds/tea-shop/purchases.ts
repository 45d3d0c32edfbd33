/** Orders in the Mini Program and in the shop, and bookings of a tea tasting. */
import { dayMs } from '../../days.ts'
import { letters } from '../../random.ts'
import { orderEntry, orderSource } from '../arrivals.ts'
import type { Walk } from './walk.ts'

/** Where an order is placed: our own Mini Program, or the WeChat Shop by way of a live, an article card or a store component. */
export type OrderPlace = 'mini-program' | 'live' | 'article-card' | 'store-product'

/** `order.create` and `order.pay`. Shop orders are facts of Channels and say their source as WeChat's order does. */
export function orderFacts(walk: Walk, at: number, place: OrderPlace, account: 'service' | 'subscription'): void {
  const { random, stage, person } = walk
  const product = random.pick(stage.content.products)
  const count = 1 + random.weighted([70, 20, 10])
  const valueFen = product.priceFen * count - (random.chance(0.2) ? 500 : 0)
  const number = walk.facts.length
  if (place === 'mini-program') {
    const orderId = `MP${letters(14, stage.seed, person.index, number)}`
    walk.push(at - 20_000, 'mini_program', 'mini_program', 'order.create', { order_id: orderId, value_fen: valueFen })
    walk.push(at, 'mini_program', 'mini_program', 'order.pay', {
      order_id: orderId,
      value_fen: valueFen,
      product_id: product.productId,
      count,
    })
    return
  }
  const live = place === 'live' ? stage.content.lives.findLast(live => live.startsAt <= at) : undefined
  const source = {
    'article-card': { account_type: account === 'service' ? 6 : 2, account_id: stage.serviceAppId, scene: 6 },
    live: { account_type: 1, account_id: stage.finderId, scene: 2 },
    'store-product': { account_type: 3, account_id: stage.miniProgramAppId, scene: 1 },
  }[place]
  walk.push(at, 'shop', 'channels', 'order.pay', {
    order_id: `37${String(1e17 + ((person.index * 1_000_003 + number * 101) % 9e15)).slice(0, 17)}`,
    value_fen: valueFen,
    product_id: product.productId,
    count,
    source: orderSource(source.account_type) ?? '',
    entry: orderEntry(source.scene),
    order_scene: source.scene,
    finder_id: place === 'live' ? stage.finderId : '',
    live_id: live?.exportId ?? '',
    source_infos: [{ sku_id: product.skuId, sale_channel: 0, account_type: source.account_type, account_id: source.account_id }],
  })
}

/** A tea tasting: booked now, done some days later by most. */
export function bookingSteps(walk: Walk, at: number): void {
  const { random, stage } = walk
  const bookingId = `BK${letters(10, stage.seed, walk.person.index, walk.facts.length)}`
  const store = `store0${random.integer(1, 9)}`
  walk.push(at, 'mini_program', 'mini_program', 'service.book', { booking_id: bookingId, store, service: '品茶课' })
  if (random.chance(0.8))
    walk.push(at + Math.floor((1 + random.next() * 6) * dayMs), 'mini_program', 'mini_program', 'service.done', {
      booking_id: bookingId,
      store,
    })
}
