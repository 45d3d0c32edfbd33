/** What the compasses count: orders of a day, by the account and the way they came. */
import type { CompassProduct, ProfileField, ShopOrder } from '@wematrix/wechat'
import { dayOf, dayStart, parseDay } from '../days.ts'
import { portraitOf } from '../state/portrait.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState } from '../state/state.ts'
import type { ProductState } from './state.ts'

/** The day of `ds`, when it is over: figures are ready the day after. Undefined otherwise. */
export function readyDay(ds: unknown, now: number): number | undefined {
  const day = parseDay(String(ds))
  return day === undefined || dayStart(day + 1) > now ? undefined : day
}

/** Orders paid on a day, whatever came of them later. */
export function paidOn(account: AccountState, day: number): ShopOrder[] {
  return [...account.orders.values()].filter(
    ({ order_detail: { pay_info } }) => pay_info?.pay_time && dayOf(pay_info.pay_time * 1000) === day,
  )
}

const paidFen = (order: ShopOrder) => order.order_detail.price_info.order_price
export const sum = (orders: readonly ShopOrder[]): number => orders.reduce((total, order) => total + paidFen(order), 0)
export const scene = (order: ShopOrder): number => order.order_detail.ext_info?.order_scene ?? 1
const buyers = (orders: readonly ShopOrder[]) => new Set(orders.map(({ openid }) => openid)).size

/** Money given back for these orders. */
export function refunded({ shop }: AccountState, orders: readonly ShopOrder[]): number {
  const ids = new Set(orders.map(({ order_id }) => order_id))
  return [...shop.afterSales.values()]
    .filter(({ order_id, status }) => ids.has(order_id) && /_SUCCESS$/.test(status))
    .reduce((total, { refund_info }) => total + (refund_info?.amount ?? 0), 0)
}

/** Turnover of some orders; figures are text. */
export function turnover(account: AccountState, orders: readonly ShopOrder[]) {
  const products = new Set(orders.flatMap(order => (order.order_detail.product_infos ?? []).map(({ product_id }) => product_id)))
  const back = String(refunded(account, orders))
  return {
    pay_gmv: String(sum(orders)),
    pay_product_id_cnt: String(products.size),
    pay_uv: String(buyers(orders)),
    refund_gmv: back,
    pay_refund_gmv: back,
  }
}

/** The account an order is credited to: `{finder_id}`, `{mp_id}` of an Official Account or Mini Program, `{talent_id}`. */
export function sellerOf(order: ShopOrder): { finder_id?: string; mp_id?: string; talent_id?: string } | undefined {
  const [source] = order.order_detail.source_infos ?? []
  if (!source) return undefined
  if (source.account_type === 1) return { finder_id: source.account_id }
  return source.account_type === 5 ? { talent_id: source.account_id } : { mp_id: source.account_id }
}

/** Products among some orders, with what they brought. */
export function productFigures(account: AccountState, orders: readonly ShopOrder[]): CompassProduct[] {
  const ids = [...new Set(orders.flatMap(order => (order.order_detail.product_infos ?? []).map(({ product_id }) => product_id)))]
  return ids.flatMap(id => {
    const product = account.shop.products.get(id)
    return product ? [productFigure(account, product, orders)] : []
  })
}

export function productFigure(account: AccountState, product: ProductState, orders: readonly ShopOrder[]): CompassProduct {
  const own = orders.filter(order => order.order_detail.product_infos?.some(({ product_id }) => product_id === product.productId))
  const { pay_gmv, pay_uv, pay_refund_gmv } = turnover(account, own)
  return {
    product_id: product.productId,
    head_img_url: '',
    title: product.title,
    price: String(product.priceFen),
    first_category_id: '1208',
    second_category_id: '1209',
    third_category_id: '1210',
    data: { pay_gmv, pay_uv, pay_refund_gmv, pay_order_cnt: String(own.length) },
  }
}

/** Distributions of the buyers of some orders: place, sex, age. */
export function buyerFields(realm: Realm, orders: readonly ShopOrder[]): ProfileField[] {
  const persons = [...new Set(orders.map(({ openid }) => openid))].map(openid => realm.findByOpenid(openid)?.index ?? 0)
  const portrait = portraitOf(realm.world.seed, persons)
  const fields = { gender: portrait.genders, age: portrait.ages, province: portrait.province, city: portrait.city }
  return Object.entries(fields).map(([field_name, list]) => ({
    field_name,
    data_list: list.map(({ name, value }) => ({ dim_key: name, dim_value: String(value) })),
  }))
}
