/** Cards of the WeChat Shop in articles: the key of `getcardinfo` at the foot, or in the markup it gave. */
import type { Article } from '@wematrix/wechat'
import { type Call, Refusal } from '../api/on.ts'
import { shopOf } from '../shop/products.ts'

/** Throws 53404 when the account is barred from selling, 53406 when selling is off, 53405 for a product that is not on sale. */
export function checkProductCards({ realm, account }: Call, article: Article): void {
  const foot = article.product_info?.footer_product_info?.product_key
  const keys = [...article.content.matchAll(/data-product_key="([^"]*)"/g)].map(([, key = '']) => key)
  if (foot !== undefined) keys.push(foot)
  if (keys.length === 0) return
  const { selling } = account.official.habit
  if (selling === 'barred') throw new Refusal(53404, 'account is limited in selling')
  if (selling === 'off') throw new Refusal(53406, 'selling is not enabled')
  const { shop } = shopOf(realm)
  for (const key of keys) {
    const product = shop.products.get(/^key_(\d+)_\d$/.exec(key)?.[1] ?? '')
    if (product?.status !== 5) throw new Refusal(53405, 'product info is invalid')
  }
}
