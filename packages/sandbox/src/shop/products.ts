/** Products of the shop: what is asked about them, and their way from an edit over the audit to the shelf. */
import { getProduct, getProductCard, listProducts, type ShopProduct } from '@wematrix/wechat'
import { type Call, type DueContext, on, onDue, Refusal } from '../api/on.ts'
import { systemSender } from '../api/sender.ts'
import { hourMs } from '../days.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState } from '../state/state.ts'
import type { ProductState, ProductStatus } from './state.ts'

/** How long an audit takes is not published. */
const auditMs = hourMs

/** A part of a list, and where to go on: an opaque text. */
export function pageFrom<Item>(all: readonly Item[], key: unknown, size: number): { part: Item[]; next: string; more: boolean } {
  const from = Number(key ?? 0) || 0
  const part = all.slice(from, from + size)
  const more = from + part.length < all.length
  return { part, next: more ? String(from + part.length) : '', more }
}

/** The brand's shop. Throws when the world has none. */
export function shopOf(realm: Realm): AccountState {
  return realm.account('shop')
}

/** A product of the shop. Throws 40097. */
export function productOf({ shop }: AccountState, id: unknown): ProductState {
  const product = shop.products.get(String(id))
  if (!product) throw new Refusal(40097, 'invalid args: product_id')
  return product
}

on(listProducts, ({ account }, { status, page_size, next_key }) => {
  if (!(page_size >= 1)) throw new Refusal(40097, 'invalid args: page_size')
  const all = [...account.shop.products.values()].filter(product => status === undefined || product.status === status)
  const { part, next } = pageFrom(all, next_key, page_size)
  return { errcode: 0, errmsg: 'ok', product_ids: part.map(({ productId }) => BigInt(productId)), next_key: next, total_num: all.length }
})

/** As sold (1), as edited (2) or both (3). */
on(getProduct, ({ account }, { product_id, data_type = 1 }) => {
  if (![1, 2, 3].includes(data_type)) throw new Refusal(40097, 'invalid args: data_type')
  const product = productOf(account, product_id)
  return {
    errcode: 0,
    errmsg: 'ok',
    ...(data_type === 2 ? {} : { product: view(product) }),
    ...(data_type === 1 ? {} : { edit_product: view({ ...product, ...product.draft }) }),
  }
})

function view({ productId, skuId, title, priceFen, stock, status, editStatus }: ProductState): ShopProduct {
  return {
    product_id: productId,
    out_product_id: '',
    title,
    sub_title: '',
    head_imgs: [],
    status,
    edit_status: editStatus,
    min_price: priceFen,
    skus: [{ sku_id: skuId, out_sku_id: '', sale_price: priceFen, stock_num: stock }],
  }
}

/** A card for an article of an Official Account of the brand. */
on(getProductCard, (call: Call, { product_id, article_type, card_type }) => {
  const { shop } = shopOf(call.realm)
  const product = shop.products.get(String(product_id))
  if (product?.status !== 5) throw new Refusal(53405, 'product invalid')
  if (!['news', 'newspic'].includes(article_type) || ![0, 1, 2, 3].includes(card_type)) throw new Refusal(40097, 'invalid args')
  const key = `key_${product.productId}_${card_type}`
  if (article_type === 'newspic') return { errcode: 0, errmsg: 'ok', product_key: key }
  const DOM = `<mp-common-product data-product_key="${key}" data-card_type="${card_type}"></mp-common-product>`
  return { errcode: 0, errmsg: 'ok', product_key: key, DOM }
})

export type ProductChange = {
  /** Absent: a new product. */
  product?: string
  title?: string
  priceFen?: number
  stock?: number
  /** Ends the audit now; without it the audit passes by itself an hour later. */
  audit?: 'pass' | 'refuse'
  reason?: string
  /** 5 puts it on the shelf, 11 takes it off, 13 is WeChat taking it off. */
  status?: ProductStatus
}

/** What the shop's staff does in the console: create, edit, end an audit, put on the shelf or take off. Pushes the events of it. */
export function changeProduct(context: DueContext, account: AccountState, change: ProductChange): ProductState {
  const { realm, agenda } = context
  const { products, window } = account.shop
  const id = change.product === undefined ? String(10_000_152_100_000_000n + BigInt(realm.next())) : String(change.product)
  const known = products.get(id)
  if (change.product !== undefined && !known) throw new Error(`There is no product "${id}".`)
  if (!known && !change.title) throw new Error('A new product has a title.')
  const product: ProductState = known ?? {
    productId: id,
    skuId: `23${id.slice(-11)}`,
    title: change.title!,
    priceFen: change.priceFen ?? 9900,
    stock: change.stock ?? 100,
    sold: 0,
    status: 0,
    editStatus: 1,
  }
  products.set(id, product)
  if (!known) window.push({ productId: id, hidden: false, top: false })
  if (change.title !== undefined || change.priceFen !== undefined) {
    product.draft = { title: change.title ?? product.title, priceFen: change.priceFen ?? product.priceFen }
    product.editStatus = 2
    agenda.drop('product-audit', `${account.spec.appId} ${id}`)
    agenda.add({ at: realm.clock.ms() + auditMs, kind: 'product-audit', ref: `${account.spec.appId} ${id}` })
  }
  if (change.audit) endAudit(context, account, product, change.audit === 'pass', change.reason ?? '')
  if (change.stock !== undefined && known) product.stock = change.stock
  if (change.status !== undefined) putOnShelf(context, account, product, change.status, change.reason ?? '')
  return product
}

function event({ push }: DueContext, account: AccountState, name: string, body: string, fields: Record<string, string | number>): void {
  push(account, systemSender(account), { MsgType: 'event', Event: name, [body]: fields })
}

/** The numbers of `status` in these three events are the product's own: edit_status for the audit, status for the shelf. */
function endAudit(context: DueContext, account: AccountState, product: ProductState, passes: boolean, reason: string): void {
  if (product.editStatus !== 2) throw new Error('The product is under no audit.')
  context.agenda.drop('product-audit', `${account.spec.appId} ${product.productId}`)
  product.editStatus = passes ? 4 : 3
  const fields = { product_id: product.productId, status: product.editStatus, reason }
  event(context, account, 'product_spu_audit', 'ProductSpuAudit', fields)
  if (!passes) return
  Object.assign(product, product.draft)
  delete product.draft
  event(context, account, 'product_spu_update', 'ProductSpuUpdate', fields)
}
onDue('product-audit', (context, { ref }) => {
  const [appId = '', id = ''] = ref.split(' ')
  const account = context.realm.account(appId)
  const product = account.shop.products.get(id)
  if (product?.editStatus === 2) endAudit(context, account, product, true, '')
})

function putOnShelf(context: DueContext, account: AccountState, product: ProductState, status: ProductStatus, reason: string): void {
  if (status === 5 && product.editStatus !== 4) throw new Error('Only a product that passed its audit is put on sale.')
  product.status = status
  event(context, account, 'product_spu_listing', 'ProductSpuListing', { product_id: product.productId, status, reason })
}

/** Takes sold goods from the stock; says so when nothing is left. */
export function takeFromStock(context: DueContext, account: AccountState, product: ProductState, count: number): void {
  if (product.status !== 5) throw new Error(`"${product.title}" is not on sale.`)
  if (product.stock < count) throw new Error(`"${product.title}" is sold out.`)
  product.stock -= count
  product.sold += count
  if (product.stock > 0) return
  event(context, account, 'channels_ec_stock_no_enough', 'StockNoEnough', {
    product_id: product.productId,
    sku_id: product.skuId,
    stock_num: 0,
  })
}
