/** What an institution of the league reads of a bound shop: videos and articles with products, lives, reservations. */
import {
  countLiveReservations,
  type FeedProduct,
  listPromotedArticles,
  listPromotedLiveNotices,
  listPromotedLives,
  listShopFeeds,
  type ShopPromoter,
} from '@wematrix/wechat'
import { type Call, on, Refusal } from '../api/on.ts'
import { letters } from '../random.ts'
import { pageFrom, shopOf } from '../shop/products.ts'
import type { ProductState } from '../shop/state.ts'

const mostPerPage = 10
const commissionRate = 1000

/** The shop and the account of it that is asked about: here the brand's Channels account. Throws 40097, 100000. */
function shopFor({ realm }: Call, { shop_appid, promoter_id, promoter_type }: ShopPromoter) {
  const shop = shopOf(realm)
  if (!promoter_id || promoter_type === undefined) throw new Refusal(40097, 'invalid args: promoter')
  if (shop_appid !== shop.spec.appId || promoter_id !== realm.account('channels').spec.originalId)
    throw new Refusal(100000, 'no permission')
  return shop
}
function sizeOf(page_size: number): number {
  if (!(page_size >= 1 && page_size <= mostPerPage)) throw new Refusal(40097, 'invalid args: page_size')
  return page_size
}
const productOf = ({ productId, title, priceFen }: ProductState): FeedProduct => ({
  product_id: productId,
  product_name: title,
  product_img_url: '',
  product_mini_price: priceFen,
  predict_commission_amount: Math.floor((priceFen * commissionRate) / 10_000),
  commission_rate: commissionRate,
})
const shareLink = (id: string) => `https://channels.weixin.qq.com/promoter/${encodeURIComponent(id)}`

/** A short video for each product on sale. */
on(listShopFeeds, (call, input) => {
  const { shop } = shopFor(call, input)
  const onSale = [...shop.products.values()].filter(({ status }) => status === 5)
  const { part, next, more } = pageFrom(onSale, input.next_key, sizeOf(input.page_size))
  const feed_list = part.map(product => ({
    export_id: `export/Uf${letters(40, call.realm.world.seed, Number(product.productId.slice(-9)))}`,
    predict_commission_amount: productOf(product).predict_commission_amount!,
    product_info: productOf(product),
  }))
  return { errcode: 0, errmsg: 'ok', feed_list, next_key: next, has_more: more }
})

on(listPromotedLives, (call, input) => {
  shopFor(call, input)
  const running = call.realm.world.content.lives.filter(live => live.startsAt <= call.now && call.now < live.endsAt)
  const live_record_list = running.map(({ exportId, title }) => ({
    export_id: exportId,
    description: title,
    promoter_share_link: shareLink(exportId),
  }))
  return { errcode: 0, errmsg: 'ok', live_record_list }
})
on(listPromotedLiveNotices, (call, input) => {
  shopFor(call, input)
  const coming = call.realm.world.content.lives.filter(live => live.startsAt > call.now).slice(0, 4)
  return {
    errcode: 0,
    errmsg: 'ok',
    live_notice_record_list: coming.map(({ noticeId, startsAt, title }) => ({
      notice_id: noticeId,
      start_time: String(startsAt / 1000),
      description: title,
      promoter_share_link: shareLink(noticeId),
    })),
  }
})

/** Everybody who reserved it in our Mini Program stands for those who came through a promoter. */
on(countLiveReservations, ({ realm }, { live_notice_id }) => {
  if (!realm.world.content.lives.some(({ noticeId }) => noticeId === live_notice_id))
    throw new Refusal(40097, 'invalid args: live_notice_id')
  const { reservations } = realm.account('channels')
  return { errcode: 0, errmsg: 'ok', count: [...reservations].filter(key => key.endsWith(` ${live_notice_id}`)).length }
})

on(listPromotedArticles, (call, input) => {
  const { shop } = shopFor(call, input)
  const out = call.realm.world.content.articles.filter(({ publishedAt }) => publishedAt <= call.now)
  const { part, next, more } = pageFrom(out, input.next_key, sizeOf(input.page_size))
  const products = [...shop.products.values()].filter(({ status }) => status === 5)
  const article_list = part.map(({ number, title, trace, publishedAt }) => ({
    article_info: {
      article_title: title,
      cover_image: '',
      article_url: `https://mp.weixin.qq.com/s/${trace}`,
      promoter_share_link: shareLink(trace),
    },
    product_list: products.length > 0 ? [productOf(products[number % products.length]!)] : [],
    create_time: publishedAt / 1000,
    update_time: publishedAt / 1000,
  }))
  return { errcode: 0, errmsg: 'ok', article_list, next_key: next, has_more: more }
})
