/** The four ways to bring a shop or a product outside, the shop's own window, and its members. */
import type { Check, Checks } from '../client/checks.ts'
import { endpointsOf } from '../endpoint.ts'
import { shopIds as ids } from './shop-ids.ts'
import { shop } from './sources.ts'

const store = endpointsOf({ method: 'POST', auth: 'access_token', accounts: ['shop'], ids, source: shop('API/product') })
const home = shop('API/basics')
const members = shop('API/vip')
const product: Check = { at: 'product_id', required: true }
const staff: Check = { together: ['wecom_corp_id', 'wecom_user_id'] }
const pages: Checks = [
  { at: 'page_num', required: true, min: 1 },
  { at: 'page_size', required: true, min: 1 },
]

/** With the ids of {@link getWecomId} orders name the member of staff (`from_wecom`). */
export type WecomStaff = { wecom_corp_id?: string; wecom_user_id?: string }
export type ProductLink = { product_id: string } & WecomStaff

/** A product as a web address. Source: developers.weixin.qq.com/doc/store/shop/API/product */
export const getProductH5Url = store<ProductLink, { product_h5url: string }>('/channels/ec/product/h5url/get', { checks: [product, staff] })

/** A product as a text that WeChat turns into a link. Source: developers.weixin.qq.com/doc/store/shop/API/product */
export const getProductTagLink = store<ProductLink, { product_taglink: string }>('/channels/ec/product/taglink/get', {
  checks: [product, staff],
})

/** A product as the address of a code's picture. Source: developers.weixin.qq.com/doc/store/shop/API/product */
export const getProductQrCode = store<ProductLink, { product_qrcode: string }>('/channels/ec/product/qrcode/get', {
  checks: [product, staff],
})

/** A product as `weixin://…`; `expire` in seconds. Source: developers.weixin.qq.com/doc/store/shop/API/product */
export const getProductScheme = store<{ product_id: string; from_appid: string; expire?: number }, { openlink: string }>(
  '/channels/ec/product/scheme/get',
  { checks: [product, { at: 'from_appid', required: true }, { at: 'expire', min: 1 }] },
)

/** The shop's home as a web address. Source: developers.weixin.qq.com/doc/store/shop/API/basics */
export const getShopH5Url = store<WecomStaff, { shop_h5url: string }>('/channels/ec/basics/shop/h5url/get', {
  checks: [staff],
  source: home,
})

/** The same as a text. Source: developers.weixin.qq.com/doc/store/shop/API/basics */
export const getShopTagLink = store<WecomStaff, { shop_taglink: string }>('/channels/ec/basics/shop/taglink/get', {
  checks: [staff],
  source: home,
})

/** The same as a code's picture. Source: developers.weixin.qq.com/doc/store/shop/API/basics */
export const getShopQrCode = store<WecomStaff, { shop_qrcode: string }>('/channels/ec/basics/shop/qrcode/get', {
  checks: [staff],
  source: home,
})

/** Ids of a WeCom company and member as links want them. Source: developers.weixin.qq.com/doc/store/shop/API/basics */
export const getWecomId = store<{ corp_id: string; user_id: string }, { data: { wecom_corp_id: string; wecom_user_id: string } }>(
  '/channels/ec/wecom/get_wecom_id',
  {
    checks: [
      { at: 'corp_id', required: true },
      { at: 'user_id', required: true },
    ],
    source: home,
  },
)

/** Products on the shop's own home, in order. Source: developers.weixin.qq.com/doc/store/shop/API/product */
export const listShopWindow = store<
  { page_size: number; next_key?: string },
  { products: { product_id: string; is_set_hide: 0 | 1; is_set_top: 0 | 1 }[]; next_key?: string; total_num: number }
>('/channels/ec/store/window/product/list/get', { checks: [{ at: 'page_size', required: true, min: 1 }] })

/** Puts a product at place `index_num`. Source: developers.weixin.qq.com/doc/store/shop/API/product */
export const reorderShopWindow = store<{ product_id: string; index_num: number }, void>('/channels/ec/store/window/product/reorder', {
  checks: [product, { at: 'index_num', required: true, integer: true, min: 1 }],
})

/** Hides a product or shows it again. Source: developers.weixin.qq.com/doc/store/shop/API/product */
export const hideShopProduct = store<{ product_id: string; is_set_hide: 0 | 1 }, void>('/channels/ec/store/window/product/hide', {
  checks: [product, { at: 'is_set_hide', required: true, oneOf: [0, 1] }],
})

/** Keeps a product on top. Source: developers.weixin.qq.com/doc/store/shop/API/product */
export const topShopProduct = store<{ product_id: string; is_set_top: 0 | 1 }, void>('/channels/ec/store/window/product/settop', {
  checks: [product, { at: 'is_set_top', required: true, oneOf: [0, 1] }],
})

export type ShopMember = { openid: string; unionid?: string; user_grade_info: { grade: number; experience_value: string | number } }

/** Members of the shop. Source: developers.weixin.qq.com/doc/store/shop/API/vip */
export const listMembers = store<{ page_num: number; page_size: number }, { list: ShopMember[]; total_num: number }>(
  '/channels/ec/vip/user/list/get',
  { checks: pages, source: members },
)

/** One member. Source: developers.weixin.qq.com/doc/store/shop/API/vip */
export const getMember = store<{ openid: string }, { info: ShopMember }>('/channels/ec/vip/user/info/get', {
  checks: [{ at: 'openid', required: true }],
  source: members,
})

/** A member's points. Source: developers.weixin.qq.com/doc/store/shop/API/vip */
export const getMemberScore = store<{ openid: string }, { info: { score: string | number } }>('/channels/ec/vip/user/score/get', {
  checks: [{ at: 'openid', required: true }],
  source: members,
})

/** How they came and went. Source: developers.weixin.qq.com/doc/store/shop/API/vip */
export const listMemberScoreFlow = store<
  { openid: string; page_num: number; page_size: number },
  { list: { score: string | number; source: number; remark?: string }[]; total_num: number }
>('/channels/ec/vip/user/score/flowrecord/get', { checks: [{ at: 'openid', required: true }, pages], source: members })

export type MemberMiniProgram = {
  wxa_appid: string
  info: {
    paths: { register_path: string; rights_path: string }
    whitelist_openids?: string[]
    display_info?: { order_page_display: 0 | 1 }
  }
  state: number
}

/** The mini program that looks after the members. Source: developers.weixin.qq.com/doc/store/shop/API/vip */
export const getMemberMiniProgram = store<undefined, MemberMiniProgram>('/channels/ec/vip/v3/wxa/info/get', { source: members })
