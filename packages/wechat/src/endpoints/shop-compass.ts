/** The shop's compass (罗盘商家版): figures of a day, ready the next one. Fen and counts come as text. */
import type { Check } from '../client/checks.ts'
import { endpointsOf } from '../endpoint.ts'
import type { CompassProduct, ProfileField } from './channels.ts'
import { shopIds as ids } from './shop-ids.ts'
import { shop } from './sources.ts'

const compass = endpointsOf({ method: 'POST', auth: 'access_token', accounts: ['shop'], ids, source: shop('API/compass') })
const ds: Check = { at: 'ds', required: true, pattern: { test: /^\d{8}$/, zh: 'yyyyMMdd', en: 'yyyyMMdd' } }
const finder: Check = { at: 'finder_id', required: true }
const product: Check = { at: 'product_id', required: true }

type Figures = Record<string, string | number>

/** The shop's turnover of a day (T+1), `ds` yyyyMMdd; values may be text. Source: developers.weixin.qq.com/doc/store/shop/API/compass */
export const getShopTurnover = compass<{ ds: string }, { data: Figures }>('/channels/ec/compass/shop/overall/get', { checks: [ds] })

/** The shop's own Channels account and those it authorised. Source: developers.weixin.qq.com/doc/store/shop/API/compass */
export const listShopFinders = compass<undefined, { main_finder_id: string; authorized_finder_id_list: string[] }>(
  '/channels/ec/compass/shop/finder/authorization/list/get',
)

export type FinderTurnover = { finder_id?: string; talent_id?: string; mp_id?: string; finder_nickname: string; data: Figures }

/** Accounts that sold, with their turnover. Source: developers.weixin.qq.com/doc/store/shop/API/compass */
export const listFinderTurnover = compass<{ ds: string; version?: number }, { finder_list: FinderTurnover[] }>(
  '/channels/ec/compass/shop/finder/list/get',
  { checks: [ds] },
)

/** All accounts together, or one. Source: developers.weixin.qq.com/doc/store/shop/API/compass */
export const getFinderTurnover = compass<{ ds: string; finder_id?: string }, { data: Figures }>(
  '/channels/ec/compass/shop/finder/overall/get',
  { checks: [ds] },
)

/** Products that an account sold. Source: developers.weixin.qq.com/doc/store/shop/API/compass */
export const listFinderProducts = compass<{ ds: string; finder_id: string }, { product_list: CompassProduct[] }>(
  '/channels/ec/compass/shop/finder/product/list/get',
  { checks: [ds, finder] },
)

/** What an account sold in all, or of one product. Source: developers.weixin.qq.com/doc/store/shop/API/compass */
export const getFinderProducts = compass<{ ds: string; finder_id: string; product_id?: string }, { data: Figures }>(
  '/channels/ec/compass/shop/finder/product/overall/get',
  { checks: [ds, finder] },
)

/** Every field is text. */
export type CompassLive = { live_id: string; live_title: string; live_time: string; live_duration: string; live_cover_img_url: string }

/** Lives of an account on a day. Source: developers.weixin.qq.com/doc/store/shop/API/compass */
export const listShopLives = compass<{ ds: string; finder_id: string }, { live_list: CompassLive[] }>(
  '/channels/ec/compass/shop/live/list/get',
  { checks: [ds, finder] },
)

/** Products with their figures. Source: developers.weixin.qq.com/doc/store/shop/API/compass */
export const listShopProductFigures = compass<{ ds: string }, { product_list: CompassProduct[] }>(
  '/channels/ec/compass/shop/product/list/get',
  { checks: [ds] },
)

/** One product's figures. Source: developers.weixin.qq.com/doc/store/shop/API/compass */
export const getShopProductFigures = compass<{ ds: string; product_id: string }, { product_info: CompassProduct }>(
  '/channels/ec/compass/shop/product/data/get',
  { checks: [ds, product] },
)

/** `type` 1 exposed, 2 clicked, 3 bought, 4 first purchase, 5 repeat, 6 watched a live: distributions. Source: …/shop/API/compass */
export const getShopProfile = compass<{ ds: string; type: 1 | 2 | 3 | 4 | 5 | 6 }, { data: { field_list: ProfileField[] } }>(
  '/channels/ec/compass/shop/sale/profile/data/get',
  { checks: [ds, { at: 'type', required: true, oneOf: [1, 2, 3, 4, 5, 6] }] },
)
