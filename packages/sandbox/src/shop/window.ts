/** The shop's own home: which products in which order, on top or hidden. */
import { hideShopProduct, listShopWindow, reorderShopWindow, topShopProduct } from '@wematrix/wechat'
import { type Call, on, Refusal } from '../api/on.ts'
import { pageFrom, productOf } from './products.ts'
import type { ShopState } from './state.ts'

const flag = (value: boolean) => (value ? (1 as const) : (0 as const))

/** Those on top come first; only products on sale are there. */
function shown({ products, window }: ShopState) {
  const onSale = window.filter(({ productId }) => products.get(productId)?.status === 5)
  return [...onSale.filter(({ top }) => top), ...onSale.filter(({ top }) => !top)]
}

on(listShopWindow, ({ account }, { page_size, next_key }) => {
  if (!(page_size >= 1)) throw new Refusal(40097, 'invalid args: page_size')
  const all = shown(account.shop)
  const { part, next } = pageFrom(all, next_key, page_size)
  const products = part.map(({ productId, hidden, top }) => ({
    product_id: BigInt(productId),
    is_set_hide: flag(hidden),
    is_set_top: flag(top),
  }))
  return { errcode: 0, errmsg: 'ok', products, next_key: next, total_num: all.length }
})

function place({ account }: Call, id: unknown) {
  const { productId } = productOf(account, id)
  return account.shop.window.find(one => one.productId === productId)!
}

/** Places count from 1; beyond the end is the end. */
on(reorderShopWindow, (call, { product_id, index_num }) => {
  if (!Number.isInteger(index_num) || index_num < 1) throw new Refusal(40097, 'invalid args: index_num')
  const moved = place(call, product_id)
  const { shop } = call.account
  const others = shown(shop).filter(one => one !== moved)
  const hiddenOnes = shop.window.filter(one => one !== moved && !others.includes(one))
  shop.window = [...others.slice(0, index_num - 1), moved, ...others.slice(index_num - 1), ...hiddenOnes]
})

on(hideShopProduct, (call, { product_id, is_set_hide }) => {
  if (is_set_hide !== 0 && is_set_hide !== 1) throw new Refusal(40097, 'invalid args: is_set_hide')
  place(call, product_id).hidden = is_set_hide === 1
})
on(topShopProduct, (call, { product_id, is_set_top }) => {
  if (is_set_top !== 0 && is_set_top !== 1) throw new Refusal(40097, 'invalid args: is_set_top')
  place(call, product_id).top = is_set_top === 1
})
