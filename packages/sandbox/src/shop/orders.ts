/** Orders as the shop's API tells them: by time, by words, one by one, with the address unmasked for shipping. */
import { decodeOrderAddress, getOrder, listOrders, type ShopOrder, searchOrders, updateOrderNotes } from '@wematrix/wechat'
import { type Call, on, Refusal } from '../api/on.ts'
import { homeOf } from '../state/portrait.ts'
import type { AccountState } from '../state/state.ts'
import { pageFrom } from './products.ts'

const mostPerPage = 100
const longestRangeS = 7 * 86_400

function sizeOf(page_size: number): number {
  if (!(page_size >= 1 && page_size <= mostPerPage)) throw new Refusal(40097, 'invalid args: page_size')
  return page_size
}

on(listOrders, ({ account }, input) => {
  const range = input.create_time_range ?? input.update_time_range
  if (!range) throw new Refusal(40097, 'invalid args: a time range is required')
  if (range.end_time - range.start_time > longestRangeS) throw new Refusal(40097, 'invalid args: time range over 7 days')
  const size = sizeOf(input.page_size)
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
  const { part, next, more } = pageFrom(ids, input.next_key, size)
  return { errcode: 0, errmsg: 'ok', order_id_list: part, next_key: next, has_more: more }
})

function orderOf(account: AccountState, id: unknown): ShopOrder {
  const order = account.orders.get(String(id))
  if (!order) throw new Refusal(100002, 'order not found')
  return order
}

on(getOrder, ({ account }, { order_id }) => ({ errcode: 0, errmsg: 'ok', order: orderOf(account, order_id) }))

/** The list is called `orders` here, as in one of the two samples. */
on(searchOrders, (call, { search_condition = {}, status, on_aftersale_order_exist, page_size, next_key }) => {
  const { account, realm } = call
  const size = sizeOf(page_size)
  const { title, sku_code, user_name, tel_number_last4, order_id, merchant_notes, customer_notes } = search_condition
  if (tel_number_last4 !== undefined && tel_number_last4.length !== 4) throw new Refusal(40097, 'invalid args: tel_number_last4')
  const found = [...account.orders.values()].filter(order => {
    const person = realm.findByOpenid(order.openid)
    const extra = account.shop.extras.get(order.order_id)
    const products = order.order_detail.product_infos ?? []
    return (
      (!status || order.status === status) &&
      (on_aftersale_order_exist === undefined ||
        Number((order.aftersale_detail?.aftersale_order_list ?? []).length > 0) === on_aftersale_order_exist) &&
      (!order_id || order.order_id === String(order_id)) &&
      (!title || products.some(info => info.title.includes(title))) &&
      (!sku_code || products.some(info => info.out_sku_id === sku_code || info.sku_id === sku_code)) &&
      (!user_name || person?.name === user_name) &&
      (!tel_number_last4 || person?.phone.endsWith(tel_number_last4)) &&
      (!merchant_notes || extra?.notes?.includes(merchant_notes)) &&
      (!customer_notes || extra?.customerNotes?.includes(customer_notes))
    )
  })
  const { part, next, more } = pageFrom(found, next_key, size)
  return { errcode: 0, errmsg: 'ok', orders: part.map(order => order.order_id), next_key: next, has_more: more }
})

on(updateOrderNotes, ({ account }, { order_id, merchant_notes }) => {
  const order = orderOf(account, order_id)
  if (typeof merchant_notes !== 'string') throw new Refusal(40097, 'invalid args: merchant_notes')
  account.shop.extras.set(order.order_id, { ...account.shop.extras.get(order.order_id), notes: merchant_notes })
})

on(decodeOrderAddress, (call: Call, { order_id }) => {
  const order = orderOf(call.account, order_id)
  const person = call.realm.findByOpenid(order.openid)
  const { province, city } = homeOf(call.realm.world.seed, person?.index ?? 0)
  return {
    errcode: 0,
    errmsg: 'ok',
    address_info: {
      user_name: person?.name ?? '',
      postal_code: '200000',
      province_name: province,
      city_name: city,
      county_name: '茶山区',
      detail_info: `茶山路 ${1 + ((person?.index ?? 0) % 200)} 号`,
      tel_number: (person?.phone ?? '').replace(/^\+86/, ''),
    },
  }
})
