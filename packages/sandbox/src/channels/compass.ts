/** The talent compass of the Channels account: what it sold on a day that is over, by way and by product. Text in fen. */
import { getBuyerProfile, getChannelsTurnover, getTurnoverProduct, listTurnoverProducts, type ShopOrder } from '@wematrix/wechat'
import { type Call, on, Refusal } from '../api/on.ts'
import { buyerFields, paidOn, productFigure, productFigures, readyDay, scene, sellerOf, sum } from '../shop/figures.ts'
import { shopOf } from '../shop/products.ts'
import { ability } from './lives.ts'
import { windowProduct } from './window.ts'

/** Orders of the day that this account sold. Throws 48001, and -2 when the day is none or not over. */
function ordersOf(call: Call, ds: unknown): ShopOrder[] {
  ability(call)
  const day = readyDay(ds, call.now)
  if (day === undefined) throw new Refusal(-2, 'invalid ds')
  return paidOn(shopOf(call.realm), day).filter(order => sellerOf(order)?.finder_id === call.account.spec.originalId)
}

on(getChannelsTurnover, (call, { ds }) => {
  const orders = ordersOf(call, ds)
  const of = (...scenes: number[]) => String(sum(orders.filter(order => scenes.includes(scene(order)))))
  return {
    errcode: 0,
    errmsg: 'ok',
    data: {
      pay_gmv: String(sum(orders)),
      live_pay_gmv: of(2),
      feed_pay_gmv: of(3),
      product_pay_gmv: of(4),
      window_pay_gmv: of(5),
      other_pay_gmv: of(1, 6),
    },
  }
})
on(listTurnoverProducts, (call, { ds }) => ({
  errcode: 0,
  errmsg: 'ok',
  product_list: productFigures(shopOf(call.realm), ordersOf(call, ds)),
}))
on(getTurnoverProduct, (call, { ds, product_id }) => {
  const orders = ordersOf(call, ds)
  return { errcode: 0, errmsg: 'ok', product_info: productFigure(shopOf(call.realm), windowProduct(call, product_id), orders) }
})
/** Which numbers `type` may be is not published for this one; the shop's 1 to 6 are taken, all answer with the buyers. */
on(getBuyerProfile, (call, { ds, type }) => {
  const orders = ordersOf(call, ds)
  if (![1, 2, 3, 4, 5, 6].includes(type)) throw new Refusal(-2, 'invalid type')
  return { errcode: 0, errmsg: 'ok', data: { field_list: buyerFields(call.realm, orders) } }
})
