/** The shop's compass (罗盘商家版): yesterday and before, agreeing with the orders. Exposure and clicks are grown from them. */
import {
  getFinderProducts,
  getFinderTurnover,
  getShopProductFigures,
  getShopProfile,
  getShopTurnover,
  listFinderProducts,
  listFinderTurnover,
  listShopFinders,
  listShopLives,
  listShopProductFigures,
  type ShopOrder,
} from '@wematrix/wechat'
import { type Call, on, Refusal } from '../api/on.ts'
import { dayOf } from '../days.ts'
import { wobble } from '../state/channels-figures.ts'
import { buyerFields, paidOn, productFigure, productFigures, readyDay, refunded, scene, sellerOf, sum, turnover } from './figures.ts'
import { productOf } from './products.ts'

/** Orders of the day that is asked for. Throws 40097 when it is none, or not over. */
function ordersOf({ account, now }: Call, ds: unknown): { day: number; orders: ShopOrder[] } {
  const day = readyDay(ds, now)
  if (day === undefined) throw new Refusal(40097, 'invalid args: ds')
  return { day, orders: paidOn(account, day) }
}
const own = ({ realm }: Call) => realm.account('channels').spec
function finderOrders(call: Call, orders: ShopOrder[], finder_id: unknown): ShopOrder[] {
  if (finder_id !== own(call).originalId) throw new Refusal(40097, 'invalid args: finder_id')
  return orders.filter(order => sellerOf(order)?.finder_id === finder_id)
}

on(getShopTurnover, (call, { ds }) => {
  const { day, orders } = ordersOf(call, ds)
  const { pay_gmv, pay_uv } = turnover(call.account, orders)
  const of = (number: number) => String(sum(orders.filter(order => scene(order) === number)))
  return {
    errcode: 0,
    errmsg: 'ok',
    data: {
      pay_gmv,
      pay_uv,
      pay_refund_gmv: String(refunded(call.account, orders)),
      pay_order_cnt: String(orders.length),
      live_pay_gmv: of(2),
      feed_pay_gmv: of(3),
      product_click_uv: String(Math.round(Number(pay_uv) * 14 * wobble(call.realm, day, 401))),
    },
  }
})

on(listShopFinders, call => ({ errcode: 0, errmsg: 'ok', main_finder_id: own(call).originalId, authorized_finder_id_list: [] }))

on(listFinderTurnover, (call, { ds }) => {
  const { orders } = ordersOf(call, ds)
  const sellers = new Map<string, ShopOrder[]>()
  for (const order of orders) {
    const key = JSON.stringify(sellerOf(order) ?? null)
    if (key !== 'null') sellers.set(key, [...(sellers.get(key) ?? []), order])
  }
  const nameOf = (ids: { finder_id?: string; mp_id?: string }) =>
    call.realm.accounts().find(({ spec }) => spec.appId === ids.mp_id || spec.originalId === ids.finder_id)?.spec.name ?? '带货达人'
  const finder_list = [...sellers].map(([key, list]) => {
    const ids = JSON.parse(key) as { finder_id?: string; mp_id?: string; talent_id?: string }
    return { ...ids, finder_nickname: nameOf(ids), data: turnover(call.account, list) }
  })
  return { errcode: 0, errmsg: 'ok', finder_list }
})
on(getFinderTurnover, (call, { ds, finder_id }) => {
  const { orders } = ordersOf(call, ds)
  const some = finder_id ? finderOrders(call, orders, finder_id) : orders.filter(order => sellerOf(order)?.finder_id)
  return { errcode: 0, errmsg: 'ok', data: turnover(call.account, some) }
})
on(listFinderProducts, (call, { ds, finder_id }) => {
  const { orders } = ordersOf(call, ds)
  return { errcode: 0, errmsg: 'ok', product_list: productFigures(call.account, finderOrders(call, orders, finder_id)) }
})
on(getFinderProducts, (call, { ds, finder_id, product_id }) => {
  const { orders } = ordersOf(call, ds)
  const some = finderOrders(call, orders, finder_id)
  const data = product_id ? productFigure(call.account, productOf(call.account, product_id), some).data : turnover(call.account, some)
  return { errcode: 0, errmsg: 'ok', data }
})

/** Every field is text. */
on(listShopLives, (call, { ds, finder_id }) => {
  const { day } = ordersOf(call, ds)
  finderOrders(call, [], finder_id)
  const lives = call.realm.world.content.lives.filter(live => dayOf(live.startsAt) === day)
  return {
    errcode: 0,
    errmsg: 'ok',
    live_list: lives.map(({ exportId, title, startsAt, endsAt }) => ({
      live_id: exportId,
      live_title: title,
      live_time: String(startsAt / 1000),
      live_duration: String((endsAt - startsAt) / 1000),
      live_cover_img_url: '',
    })),
  }
})
on(listShopProductFigures, (call, { ds }) => {
  const { orders } = ordersOf(call, ds)
  return { errcode: 0, errmsg: 'ok', product_list: productFigures(call.account, orders) }
})
on(getShopProductFigures, (call, { ds, product_id }) => {
  const { orders } = ordersOf(call, ds)
  return { errcode: 0, errmsg: 'ok', product_info: productFigure(call.account, productOf(call.account, product_id), orders) }
})

/** Buyers by what the type asks for; for exposure and clicks (1, 2) the buyers stand for everybody who saw. */
on(getShopProfile, (call, { ds, type }) => {
  const { day, orders } = ordersOf(call, ds)
  if (![1, 2, 3, 4, 5, 6].includes(type)) throw new Refusal(40097, 'invalid args: type')
  const before = new Set(
    [...call.account.orders.values()].filter(order => dayOf(order.create_time * 1000) < day).map(({ openid }) => openid),
  )
  const wanted: Record<number, (order: ShopOrder) => boolean> = {
    4: order => !before.has(order.openid),
    5: order => before.has(order.openid),
    6: order => scene(order) === 2,
  }
  return { errcode: 0, errmsg: 'ok', data: { field_list: buyerFields(call.realm, orders.filter(wanted[type] ?? (() => true))) } }
})
