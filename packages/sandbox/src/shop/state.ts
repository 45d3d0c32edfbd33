/** What a WeChat Shop remembers beside its orders, as plain data. Money is fen, instants are milliseconds unless a field is WeChat's. */
import type { AfterSale, ShopCoupon, ShopOrder } from '@wematrix/wechat'
import type { World } from '../worlds/world.ts'

/** On sale 5, taken down 11, not on sale 0. */
export type ProductStatus = 0 | 5 | 6 | 9 | 11 | 13
/** 1 edited, 2 under audit, 3 refused, 4 passed. */
export type EditStatus = 0 | 1 | 2 | 3 | 4
export type ProductState = {
  productId: string
  skuId: string
  title: string
  priceFen: number
  stock: number
  sold: number
  status: ProductStatus
  editStatus: EditStatus
  /** What the next audit is about. */
  draft?: { title: string; priceFen: number }
}

export type CouponState = {
  couponId: string
  /** 1 initial, 2 active, 4 void, 5 deleted. */
  status: 1 | 2 | 4 | 5
  made: ShopCoupon
  createTime: number
  updateTime: number
  receiveNum: number
  usedNum: number
}
/** `status` 100 valid, 101 expired, 102 used. */
export type UserCouponState = {
  userCouponId: string
  couponId: string
  openid: string
  status: 100 | 101 | 102
  createTime: number
  updateTime: number
  startTime: number
  endTime: number
  useTime?: number
  orderId?: string
  discountFee?: number
}

/** How an order is attributed; kept back while WeChat still works it out. */
export type Attribution = Pick<
  ShopOrder['order_detail'],
  'ext_info' | 'source_infos' | 'sharer_info' | 'commission_infos' | 'sku_sharer_infos'
>

/** What the shop knows of an order beyond what `order/get` tells. */
export type OrderExtra = {
  notes?: string
  customerNotes?: string
  pending?: Attribution
  given?: { couponId: string; userCouponId: string }
}

export type AfterSaleState = AfterSale & { wholeOrder: boolean }

export type MemberState = {
  openid: string
  joinTime: number
  grade: number
  experience: number
  score: number
  flow: { score: number; source: number; remark: string }[]
}

/** A link of the shop or of a product, and the member of staff it names. */
export type ShopLink = { productId?: string; staff?: WecomIds; shareScene: 7 | 8 | 9; expiresAt?: number }
export type WecomIds = { wecom_corp_id: string; wecom_user_id: string }

export type ShopState = {
  products: Map<string, ProductState>
  coupons: Map<string, CouponState>
  userCoupons: Map<string, UserCouponState>
  afterSales: Map<string, AfterSaleState>
  extras: Map<string, OrderExtra>
  members: Map<string, MemberState>
  links: Map<string, ShopLink>
  /** Ids given out by `get_wecom_id`, by `corp user`. */
  staff: Map<string, WecomIds>
  /** The shop's own home, from the top. */
  window: { productId: string; hidden: boolean; top: boolean }[]
}

export function freshShop(): ShopState {
  return {
    products: new Map(),
    coupons: new Map(),
    userCoupons: new Map(),
    afterSales: new Map(),
    extras: new Map(),
    members: new Map(),
    links: new Map(),
    staff: new Map(),
    window: [],
  }
}

/** The brand's goods on sale, each on the shop's home. */
export function seedShop(shop: ShopState, world: World): void {
  for (const { productId, skuId, title, priceFen } of world.content.products) {
    shop.products.set(productId, { productId, skuId, title, priceFen, stock: 99_999, sold: 0, status: 5, editStatus: 4 })
    shop.window.push({ productId, hidden: false, top: false })
  }
}
