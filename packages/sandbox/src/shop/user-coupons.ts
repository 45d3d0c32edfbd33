/** A person's coupons: taken, used for an order, given back with it, ended by time. */
import { type DueContext, onDue } from '../api/on.ts'
import type { AccountState } from '../state/state.ts'
import { statusNow } from './coupons.ts'
import type { CouponState, ProductState, UserCouponState } from './state.ts'

const daySeconds = 86_400

/** Somebody takes a coupon by card, link or component. Throws a plain error that says why the phone would refuse. */
export function takeCoupon({ realm, push, agenda }: DueContext, account: AccountState, openid: string, couponId: string): UserCouponState {
  const { coupons, userCoupons } = account.shop
  const coupon = coupons.get(couponId)
  const now = realm.clock.seconds()
  if (coupon?.status !== 2) throw new Error(`There is no active coupon "${couponId}".`)
  const { receive_info, valid_info, promote_info } = coupon.made
  if (promote_info.promote_type !== 1 && !account.shop.members.has(openid)) throw new Error('The coupon is for members.')
  if (now < receive_info.start_time || now >= receive_info.end_time) throw new Error('The coupon is not given out now.')
  if (coupon.receiveNum >= receive_info.total_num) throw new Error('The coupon is all gone.')
  const own = [...userCoupons.values()].filter(one => one.openid === openid && one.couponId === couponId)
  if (own.length >= receive_info.limit_num_one_person) throw new Error('This person has as many as they may.')
  const fixed = valid_info.valid_type === 1
  const taken: UserCouponState = {
    userCouponId: String(2_000_000_000_000 + realm.next()),
    couponId,
    openid,
    status: 100,
    createTime: now,
    updateTime: now,
    startTime: fixed ? valid_info.start_time! : now,
    endTime: fixed ? valid_info.end_time! : now + valid_info.valid_day_num! * daySeconds,
  }
  coupon.receiveNum++
  userCoupons.set(taken.userCouponId, taken)
  agenda.add({ at: taken.endTime * 1000, kind: 'user-coupon-expire', ref: `${account.spec.appId} ${taken.userCouponId}` })
  push(account, openid, {
    MsgType: 'event',
    Event: 'channels_ec_coupon_receive',
    receive_info: { ...ids(taken), receive_time: String(now) },
  })
  return taken
}

const ids = ({ couponId, userCouponId }: UserCouponState) => ({ coupon_id: couponId, user_coupon_id: userCouponId })

onDue('user-coupon-expire', ({ realm, push }, { ref }) => {
  const [appId = '', id = ''] = ref.split(' ')
  const account = realm.account(appId)
  const coupon = account.shop.userCoupons.get(id)
  if (coupon?.status !== 100) return
  coupon.status = 101
  coupon.updateTime = realm.clock.seconds()
  push(account, coupon.openid, {
    MsgType: 'event',
    Event: 'channels_ec_user_coupon_expire',
    user_coupon_info: { ...ids(coupon), expire_time: String(coupon.endTime) },
  })
})

/** What a coupon takes off goods of this price, in fen; 0 when its condition is not met. */
function discountOf({ made }: CouponState, product: ProductState, count: number, priceFen: number): number {
  const { discount_condition = {}, discount_fee = 0, discount_num = 10_000 } = made.discount_info
  const { product_ids = [], product_cnt = 0, product_price = 0 } = discount_condition
  if (made.type < 100 && product_ids.length > 0 && !product_ids.map(String).includes(product.productId)) return 0
  if (count < product_cnt || priceFen < product_price) return 0
  const isShare = [1, 3, 101, 103].includes(made.type)
  return isShare ? priceFen - Math.round((priceFen * discount_num) / 10_000) : Math.min(discount_fee, priceFen - 1)
}

export type Use = { coupon: UserCouponState; discountFen: number }

/** May this coupon pay for these goods? Throws a plain error when not. Nothing is changed. */
export function couponFor(
  { realm }: Pick<DueContext, 'realm'>,
  account: AccountState,
  {
    openid,
    userCouponId,
    product,
    count,
    priceFen,
  }: { openid: string; userCouponId: string; product: ProductState; count: number; priceFen: number },
): Use {
  const coupon = account.shop.userCoupons.get(userCouponId)
  const now = realm.clock.ms()
  if (coupon?.openid !== openid) throw new Error(`This person has no coupon "${userCouponId}".`)
  if (statusNow(coupon, now) !== 100 || coupon.startTime * 1000 > now) throw new Error('The coupon is used, ended or not yet valid.')
  const discountFen = discountOf(account.shop.coupons.get(coupon.couponId)!, product, count, priceFen)
  if (discountFen === 0) throw new Error('The coupon does not fit these goods.')
  return { coupon, discountFen }
}

/** Spends a coupon for an order. */
export function spendCoupon({ realm, push }: DueContext, account: AccountState, { coupon, discountFen }: Use, orderId: string): void {
  const now = realm.clock.seconds()
  Object.assign(coupon, { status: 102, useTime: now, updateTime: now, orderId, discountFee: discountFen })
  account.shop.coupons.get(coupon.couponId)!.usedNum++
  const user_info = { ...ids(coupon), use_time: String(now) }
  push(account, coupon.openid, { MsgType: 'event', Event: 'channels_ec_user_coupon_use', user_info })
}

/** Gives the coupon of an order back that came to nothing; one whose time is over stays ended. */
export function giveBack({ realm, push }: DueContext, account: AccountState, orderId: string): void {
  const coupon = [...account.shop.userCoupons.values()].find(one => one.orderId === orderId && one.status === 102)
  if (!coupon) return
  const now = realm.clock.seconds()
  delete coupon.useTime
  delete coupon.orderId
  delete coupon.discountFee
  Object.assign(coupon, { status: coupon.endTime <= now ? 101 : 100, updateTime: now })
  account.shop.coupons.get(coupon.couponId)!.usedNum--
  const user_info = { ...ids(coupon), unuse_time: String(now) }
  push(account, coupon.openid, { MsgType: 'event', Event: 'channels_ec_user_coupon_unuse', user_info })
}
