/** A talent (带货助手) reads its commission orders and its window. */
import {
  getTalentOrder,
  getTalentWindowProduct,
  listTalentOrders,
  listTalentWindow,
  type OrderCommission,
  type ShopOrder,
  type TalentOrder,
} from '@wematrix/wechat'
import { type Call, on, Refusal } from '../api/on.ts'
import { windowPage, windowProduct, windowView } from '../channels/window.ts'
import { letters } from '../random.ts'
import { talentShare } from '../shop/attribution.ts'
import { pageFrom, shopOf } from '../shop/products.ts'

const yuan = (fen: number) => (fen / 100).toFixed(2)

/** Orders that pay this talent. */
function commissions({ realm, account }: Call): { order: ShopOrder; commission: OrderCommission }[] {
  return [...shopOf(realm).orders.values()].flatMap(order => {
    const commission = order.order_detail.commission_infos?.find(({ talent_id }) => talent_id === account.spec.originalId)
    return commission ? [{ order, commission }] : []
  })
}

on(listTalentOrders, (call, input) => {
  if (!(input.page_size >= 1)) throw new Refusal(40097, 'invalid args: page_size')
  const {
    create_time_gt = 0,
    create_time_lt = Number.POSITIVE_INFINITY,
    update_time_gt = 0,
    update_time_lt = Number.POSITIVE_INFINITY,
  } = input
  const found = commissions(call).filter(({ order }) => {
    const changed = order.update_time ?? order.create_time
    return (
      order.create_time > create_time_gt &&
      order.create_time < create_time_lt &&
      changed > update_time_gt &&
      changed < update_time_lt &&
      (!input.order_id || order.order_id === String(input.order_id)) &&
      (!input.spu_id || order.order_detail.product_infos?.some(({ product_id }) => product_id === String(input.spu_id)))
    )
  })
  const { part, next, more } = pageFrom(found, input.next_key, input.page_size)
  const order_list = part.map(({ order, commission }) => ({ order_id: order.order_id, sku_id: commission.sku_id }))
  return { errcode: 0, errmsg: 'ok', order_list, next_key: next, has_more: more }
})

/** The buyer's openid is the talent's own: another than the shop's for the same person. */
on(getTalentOrder, (call, { order_id, sku_id }) => {
  const { realm, account } = call
  const found = commissions(call).find(
    ({ order, commission }) => order.order_id === String(order_id) && commission.sku_id === String(sku_id),
  )
  if (!found) throw new Refusal(100002, 'order not found')
  const { order, commission } = found
  const person = realm.findByOpenid(order.openid)
  const { seed } = realm.world
  const { order_detail: detail } = order
  const settled = commission.status === 2
  const answer: TalentOrder = {
    base_info: {
      order_id: order.order_id,
      spu_id: detail.product_infos?.[0]?.product_id ?? '',
      sku_id: commission.sku_id,
      order_status: order.status,
      actual_payment: yuan(detail.price_info.order_price),
      ...(settled ? { settle_payment: yuan(detail.price_info.order_price) } : {}),
      order_create_time: order.create_time,
      order_update_time: order.update_time ?? order.create_time,
      order_pay_time: detail.pay_info?.pay_time ?? 0,
      buyer_info: {
        open_id: `o${letters(5, seed, 15)}-${letters(21, seed, 15, person?.index ?? 0)}`,
        ...(person && realm.tellsUnion(account.spec) ? { union_id: person.unionid } : {}),
      },
    },
    commission_info: {
      state: commission.status,
      ratio: String(talentShare / 100),
      expect_settlement: yuan(commission.amount),
      ...(settled ? { actual_settlement: yuan(commission.amount) } : {}),
    },
    channel_info: { channel_type: 1, channel_id: account.spec.originalId, channel_name: account.spec.name },
  }
  return { errcode: 0, errmsg: 'ok', ...answer }
})

on(listTalentWindow, (call, input) => ({ errcode: 0, errmsg: 'ok', ...windowPage(call, input) }))
on(getTalentWindowProduct, (call, { product_id, appid }) => {
  const product = windowProduct(call, product_id, appid)
  if (!call.account.channels.window.has(product.productId)) throw new Refusal(40097, 'invalid args: product_id')
  return { errcode: 0, errmsg: 'ok', product: windowView(call, product) }
})
