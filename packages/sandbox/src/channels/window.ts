/** The window (橱窗) of a Channels account: products of the shop that it shows. */
import { addWindowProduct, getWindowProduct, listWindowProducts, removeWindowProduct, type WindowProduct } from '@wematrix/wechat'
import { type Call, on, Refusal } from '../api/on.ts'
import { shopOf } from '../shop/products.ts'
import type { ProductState } from '../shop/state.ts'
import { ability } from './lives.ts'

const rowsPerPage = 100

/** A product of the shop that `appid` names. Throws 40097. */
export function windowProduct({ realm }: Call, product_id: unknown, appid?: unknown): ProductState {
  const { shop, spec } = shopOf(realm)
  const product = shop.products.get(String(product_id))
  if (!product || (appid !== undefined && appid !== spec.appId)) throw new Refusal(40097, 'invalid args: product_id or appid')
  return product
}

/** A product as a window shows it. */
export function windowView({ realm, account }: Call, product: ProductState): WindowProduct {
  const { appId } = shopOf(realm).spec
  return {
    appid: appId,
    product_id: BigInt(product.productId) as unknown as string,
    out_product_id: '',
    title: product.title,
    img_url: '',
    status: product.status,
    market_price: product.priceFen,
    selling_price: product.priceFen,
    stock: product.stock,
    sales: product.sold,
    page_path: {
      appid: appId,
      half_page_path: `pages/productDetail/half?id=${product.productId}`,
      full_page_path: `pages/productDetail/index?id=${product.productId}`,
    },
    is_hide_for_window: account.channels.window.get(product.productId)?.hidden ?? false,
    banned: product.status === 13,
  }
}

/** A part of the window, from `page_index` (1) or the buffer of the page before. */
export function windowPage(
  { account, realm }: Call,
  { page_index = 1, page_size = rowsPerPage, last_buffer }: { page_index?: number; page_size?: number; last_buffer?: string },
) {
  if (!(page_index >= 1) || !(page_size >= 1)) throw new Refusal(40097, 'invalid args: page_index')
  const all = [...account.channels.window.keys()]
  const from = last_buffer ? Number(last_buffer) || 0 : (page_index - 1) * page_size
  const part = all.slice(from, from + page_size)
  const appid = shopOf(realm).spec.appId
  return {
    products: part.map(id => ({ product_id: BigInt(id) as unknown as string, appid })),
    last_buffer: from + part.length < all.length ? String(from + part.length) : '',
    total_num: all.length,
  }
}

on(addWindowProduct, (call, { product_id, appid, is_hide_for_window = false }) => {
  ability(call)
  const product = windowProduct(call, product_id, appid)
  if (product.status !== 5) throw new Refusal(40097, 'invalid args: product is not on sale')
  call.account.channels.window.set(product.productId, { hidden: is_hide_for_window })
})
on(removeWindowProduct, (call, { product_id, appid }) => {
  ability(call)
  const { productId } = windowProduct(call, product_id, appid)
  if (!call.account.channels.window.delete(productId)) throw new Refusal(40097, 'invalid args: product_id')
})
on(getWindowProduct, (call, { product_id, appid }) => {
  ability(call)
  const product = windowProduct(call, product_id, appid)
  if (!call.account.channels.window.has(product.productId)) throw new Refusal(40097, 'invalid args: product_id')
  return { errcode: 0, errmsg: 'ok', product: windowView(call, product) }
})
on(listWindowProducts, (call, input) => {
  ability(call)
  return { errcode: 0, errmsg: 'ok', ...windowPage(call, input) }
})
