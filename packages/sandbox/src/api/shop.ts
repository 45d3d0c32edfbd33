/** The WeChat Shop: orders with their source, goods, turnover. */
import { getAfterSale, getOrder, getProduct, getShopTurnover, listAfterSales, listOrders, listProducts } from '@wematrix/wechat'
import { parseDay } from '../days.ts'
import { figure } from '../state/fold.ts'
import { on, Refusal } from './on.ts'

on(listOrders, ({ account }, input) => {
  const range = input.create_time_range ?? input.update_time_range
  if (!range) throw new Refusal(40097, 'invalid args: a time range is required')
  if (range.end_time - range.start_time > 7 * 86_400) throw new Refusal(40097, 'invalid args: time range over 7 days')
  if (!input.page_size || input.page_size > 100) throw new Refusal(40097, 'invalid args: page_size')
  const byCreation = input.create_time_range !== undefined
  const ids = [...account.orders.values()]
    .filter(order => {
      const at = byCreation ? order.create_time : (order.update_time ?? order.create_time)
      return (
        at >= range.start_time &&
        at <= range.end_time &&
        (!input.status || order.status === input.status) &&
        (!input.openid || order.openid === input.openid)
      )
    })
    .map(order => order.order_id)
  const from = Number(input.next_key ?? 0) || 0
  const part = ids.slice(from, from + input.page_size)
  const more = from + part.length < ids.length
  return { errcode: 0, errmsg: 'ok', order_id_list: part, next_key: more ? String(from + part.length) : '', has_more: more }
})

on(getOrder, ({ account }, { order_id }) => {
  const order = account.orders.get(String(order_id))
  if (!order) throw new Refusal(100002, 'order not found')
  return { errcode: 0, errmsg: 'ok', order }
})

on(listAfterSales, () => ({ errcode: 0, errmsg: 'ok', after_sale_order_id_list: [], next_key: '', has_more: false }))
on(getAfterSale, () => {
  throw new Refusal(100002, 'after-sale order not found')
})

on(listProducts, ({ realm }) => {
  const { products } = realm.world.content
  return {
    errcode: 0,
    errmsg: 'ok',
    product_ids: products.map(product => BigInt(product.productId)),
    next_key: '',
    total_num: products.length,
  }
})
on(getProduct, ({ realm }, { product_id }) => {
  const product = realm.world.content.products.find(product => product.productId === String(product_id))
  if (!product) throw new Refusal(40097, 'invalid args: product_id')
  return {
    errcode: 0,
    errmsg: 'ok',
    product: {
      product_id: product.productId,
      title: product.title,
      status: 5,
      min_price: product.priceFen,
      skus: [{ sku_id: product.skuId, sale_price: product.priceFen, stock_num: 999 }],
    },
  }
})

on(getShopTurnover, ({ account }, { ds }) => {
  const day = parseDay(String(ds))
  if (day === undefined) throw new Refusal(40097, 'invalid args: ds')
  return {
    errcode: 0,
    errmsg: 'ok',
    data: { pay_gmv: String(figure(account, day, 'pay_gmv')), pay_order_cnt: String(figure(account, day, 'pay_orders')) },
  }
})
