/** The four ways to bring the shop or a product outside, and the members of staff they may name. */
import {
  getProductH5Url,
  getProductQrCode,
  getProductScheme,
  getProductTagLink,
  getShopH5Url,
  getShopQrCode,
  getShopTagLink,
  getWecomId,
  type WecomStaff,
} from '@wematrix/wechat'
import { type Call, on, Refusal } from '../api/on.ts'
import { productOf } from './products.ts'
import type { ShopLink, WecomIds } from './state.ts'

/** Both ids or none, and only ids that `get_wecom_id` gave. Throws 40097. */
function staffOf({ account }: Call, { wecom_corp_id, wecom_user_id }: WecomStaff): { staff?: WecomIds } {
  if (!wecom_corp_id && !wecom_user_id) return {}
  const staff = [...account.shop.staff.values()].find(ids => ids.wecom_corp_id === wecom_corp_id && ids.wecom_user_id === wecom_user_id)
  if (!staff) throw new Refusal(40097, 'invalid args: wecom_corp_id, wecom_user_id')
  return { staff }
}

function keep({ account }: Call, text: string, link: ShopLink): string {
  account.shop.links.set(text, link)
  return text
}

type ProductGiven = { product_id: string } & WecomStaff
const toProduct = (call: Call, input: ProductGiven, text: (id: string) => string, shareScene: ShopLink['shareScene']) =>
  keep(call, text(call.realm.id(12, 91)), {
    productId: productOf(call.account, input.product_id).productId,
    shareScene,
    ...staffOf(call, input),
  })
const toShop = (call: Call, input: WecomStaff, text: (id: string) => string, shareScene: ShopLink['shareScene']) =>
  keep(call, text(call.realm.id(12, 92)), { shareScene, ...staffOf(call, input) })

on(getProductH5Url, (call, input) => ({
  errcode: 0,
  errmsg: 'ok',
  product_h5url: toProduct(call, input, id => `https://channels.weixin.qq.com/shop/a/${id}`, 7),
}))
on(getProductTagLink, (call, input) => ({
  errcode: 0,
  errmsg: 'ok',
  product_taglink: toProduct(call, input, id => `#视频号小店://${call.account.spec.name}/${id}`, 9),
}))
on(getProductQrCode, (call, input) => ({
  errcode: 0,
  errmsg: 'ok',
  product_qrcode: toProduct(call, input, id => `https://store.mp.video.tencent-cloud.com/qr/p/${id}.png`, 8),
}))
/** `expire` in seconds; how long a scheme lives without it is not published (here: 30 days). */
on(getProductScheme, (call, { product_id, from_appid, expire }) => {
  const { productId } = productOf(call.account, product_id)
  if (!call.realm.state.accounts.has(from_appid)) throw new Refusal(40013, 'invalid appid')
  if (expire !== undefined && !(expire >= 1)) throw new Refusal(40097, 'invalid args: expire')
  const expiresAt = call.now + (expire ?? 30 * 86_400) * 1000
  const openlink = keep(call, `weixin://dl/business/?t=${call.realm.id(12, 93)}`, { productId, shareScene: 7, expiresAt })
  return { errcode: 0, errmsg: 'ok', openlink }
})

on(getShopH5Url, (call, input) => ({
  errcode: 0,
  errmsg: 'ok',
  shop_h5url: toShop(call, input, id => `https://channels.weixin.qq.com/shop/b/${id}`, 7),
}))
on(getShopTagLink, (call, input) => ({
  errcode: 0,
  errmsg: 'ok',
  shop_taglink: toShop(call, input, id => `#微信小店://${call.account.spec.name}/${id}`, 9),
}))
on(getShopQrCode, (call, input) => ({
  errcode: 0,
  errmsg: 'ok',
  shop_qrcode: toShop(call, input, id => `https://store.mp.video.tencent-cloud.com/qr/s/${id}.png`, 8),
}))

/** The same ids for the same company and member. */
on(getWecomId, (call, { corp_id, user_id }) => {
  if (!corp_id || !user_id) throw new Refusal(40097, 'invalid args: corp_id, user_id')
  const { staff } = call.account.shop
  const key = `${corp_id} ${user_id}`
  const ids = staff.get(key) ?? { wecom_corp_id: `wcc_${call.realm.id(16, 94)}`, wecom_user_id: `wcu_${call.realm.id(16, 95)}` }
  staff.set(key, ids)
  return { errcode: 0, errmsg: 'ok', data: ids }
})
