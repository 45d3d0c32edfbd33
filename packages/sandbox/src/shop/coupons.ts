/** Coupons of the shop: made and switched on by it, taken and used by people. Counts are what `stock_info` tells. */
import {
  createCoupon,
  getCoupon,
  getUserCoupon,
  listCoupons,
  listUserCoupons,
  type ShopCoupon,
  type StoredCoupon,
  updateCoupon,
  updateCouponStatus,
} from '@wematrix/wechat'
import { type DueContext, on, onDue, Refusal } from '../api/on.ts'
import { systemSender } from '../api/sender.ts'
import type { AccountState } from '../state/state.ts'
import { pageFrom } from './products.ts'
import type { CouponState, UserCouponState } from './state.ts'

const percent = [1, 3, 101, 103]
const minus = [2, 4, 102, 104]
const invalid = (name: string) => new Refusal(40097, `invalid args: ${name}`)

/** Throws 40097 with the field that is wrong. */
function checkCoupon({ type, name, discount_info, promote_info, receive_info, valid_info }: ShopCoupon): void {
  if (![...percent, ...minus].includes(type)) throw invalid('type')
  if (!name) throw invalid('name')
  const { discount_num = 0, discount_fee = 0 } = discount_info ?? {}
  if (percent.includes(type) && !(discount_num >= 1000 && discount_num <= 10_000)) throw invalid('discount_info.discount_num')
  if (minus.includes(type) && !(discount_fee >= 1)) throw invalid('discount_info.discount_fee')
  if (![1, 9, 10].includes(promote_info?.promote_type)) throw invalid('promote_info.promote_type')
  if (!(receive_info?.start_time < receive_info?.end_time)) throw invalid('receive_info')
  if (!(receive_info.total_num >= 1)) throw invalid('receive_info.total_num')
  if (valid_info?.valid_type === 1 && !((valid_info.start_time ?? 0) < (valid_info.end_time ?? 0))) throw invalid('valid_info')
  if (valid_info?.valid_type === 2 && !((valid_info.valid_day_num ?? 0) >= 1)) throw invalid('valid_info.valid_day_num')
  if (valid_info?.valid_type !== 1 && valid_info?.valid_type !== 2) throw invalid('valid_info.valid_type')
}

function couponOf({ shop }: AccountState, id: unknown): CouponState {
  const coupon = shop.coupons.get(String(id))
  if (!coupon || coupon.status === 5) throw invalid('coupon_id')
  return coupon
}

type Pushes = Pick<DueContext, 'push' | 'realm'>
function tell({ push, realm }: Pushes, account: AccountState, what: string, couponId: string, time: string): void {
  const coupon_info = { coupon_id: couponId, [time]: String(realm.clock.seconds()) }
  push(account, systemSender(account), { MsgType: 'event', Event: `channels_ec_coupon_${what}`, coupon_info })
}

/** A coupon with fixed dates ends with them. */
function planEnd({ agenda }: Pick<DueContext, 'agenda'>, account: AccountState, { couponId, made }: CouponState): void {
  const ref = `${account.spec.appId} ${couponId}`
  agenda.drop('coupon-expire', ref)
  const { valid_info, receive_info } = made
  const end = valid_info.valid_type === 1 ? valid_info.end_time! : receive_info.end_time
  agenda.add({ at: end * 1000, kind: 'coupon-expire', ref })
}
onDue('coupon-expire', (context, { ref }) => {
  const [appId = '', id = ''] = ref.split(' ')
  const account = context.realm.account(appId)
  const coupon = account.shop.coupons.get(id)
  if (coupon && coupon.status !== 4 && coupon.status !== 5) tell(context, account, 'expire', id, 'expire_time')
})

/** A coupon as its maker described it, without the id and the token that came with the call. */
function described(input: ShopCoupon): ShopCoupon {
  const { type, name, discount_info, ext_info, promote_info, receive_info, valid_info } = input
  return { type, name, discount_info, ...(ext_info ? { ext_info } : {}), promote_info, receive_info, valid_info }
}

on(createCoupon, (call, input) => {
  checkCoupon(input)
  const couponId = String(1_000_000_000_000 + call.realm.next())
  const at = Math.floor(call.now / 1000)
  const coupon: CouponState = { couponId, status: 1, made: described(input), createTime: at, updateTime: at, receiveNum: 0, usedNum: 0 }
  call.account.shop.coupons.set(couponId, coupon)
  planEnd(call, call.account, coupon)
  tell(call, call.account, 'create', couponId, 'create_time')
  return { errcode: 0, errmsg: 'ok', data: { coupon_id: couponId } }
})

/** A coupon that is active may only be given in greater number; which fields WeChat lets through then is not published. */
on(updateCoupon, (call, input) => {
  const coupon = couponOf(call.account, input.coupon_id)
  checkCoupon(input)
  if (coupon.status === 4) throw invalid('coupon_id: the coupon is void')
  if (input.receive_info.total_num < coupon.receiveNum) throw invalid('receive_info.total_num')
  const changed = described(input)
  if (coupon.status === 2 && JSON.stringify(changed.discount_info) !== JSON.stringify(coupon.made.discount_info))
    throw invalid('discount_info: the coupon is active')
  coupon.made = changed
  coupon.updateTime = Math.floor(call.now / 1000)
  planEnd(call, call.account, coupon)
  tell(call, call.account, 'info_change', coupon.couponId, 'change_time')
  return { errcode: 0, errmsg: 'ok', data: { coupon_id: coupon.couponId } }
})

const allowed: Record<number, readonly number[]> = { 1: [2, 5], 2: [4], 4: [5] }
on(updateCouponStatus, (call, { coupon_id, status }) => {
  const coupon = couponOf(call.account, coupon_id)
  if (!allowed[coupon.status]?.includes(status)) throw invalid('status')
  coupon.status = status
  coupon.updateTime = Math.floor(call.now / 1000)
  if (status === 4) tell(call, call.account, 'invalid', coupon.couponId, 'invalid_time')
  if (status === 5) tell(call, call.account, 'delete', coupon.couponId, 'delete_time')
})

on(getCoupon, ({ account }, { coupon_id }) => ({ errcode: 0, errmsg: 'ok', coupon: view(couponOf(account, coupon_id)) }))

function view({ couponId, status, made, createTime, updateTime, receiveNum, usedNum }: CouponState): StoredCoupon {
  const { type, ...coupon_info } = made
  return {
    coupon_id: couponId,
    type,
    status,
    create_time: createTime,
    update_time: updateTime,
    coupon_info,
    stock_info: { issued_num: made.receive_info.total_num, receive_num: receiveNum, used_num: usedNum },
  }
}

/** Pages by number, or by the context of the answer before. */
function placeOf({ page = 1, page_size, page_ctx }: { page?: number; page_size: number; page_ctx?: string }): string {
  if (!(page_size >= 1) || !(page >= 1)) throw invalid('page_size')
  return page_ctx || String((page - 1) * page_size)
}

on(listCoupons, ({ account }, input) => {
  const all = [...account.shop.coupons.values()].filter(({ status }) => status !== 5 && (!input.status || status === input.status))
  const { part, next } = pageFrom(all, placeOf(input), input.page_size)
  return { errcode: 0, errmsg: 'ok', coupons: part.map(({ couponId }) => ({ coupon_id: couponId })), total_num: all.length, page_ctx: next }
})

on(listUserCoupons, ({ account, realm, now }, input) => {
  if (realm.findByOpenid(input.openid)?.openids.shop !== input.openid) throw new Refusal(40003, 'invalid openid')
  const own = [...account.shop.userCoupons.values()].filter(({ openid }) => openid === input.openid)
  const all = own.filter(coupon => !input.status || statusNow(coupon, now) === input.status)
  const { part, next } = pageFrom(all, placeOf(input), input.page_size)
  const user_coupon_list = part.map(({ userCouponId, couponId }) => ({ user_coupon_id: userCouponId, coupon_id: couponId }))
  return { errcode: 0, errmsg: 'ok', user_coupon_list, total_num: all.length, page_ctx: next }
})

/** A coupon that nobody used ends with its time, whether or not the event of it went out. */
export function statusNow({ status, endTime }: UserCouponState, now: number): UserCouponState['status'] {
  return status === 100 && endTime * 1000 <= now ? 101 : status
}

on(getUserCoupon, ({ account, realm, now }, { openid, user_coupon_id }) => {
  const coupon = account.shop.userCoupons.get(String(user_coupon_id))
  if (coupon?.openid !== openid) throw invalid('user_coupon_id')
  const person = realm.findByOpenid(openid)
  return {
    errcode: 0,
    errmsg: 'ok',
    openid,
    ...(person && realm.tellsUnion(account.spec) ? { unionid: person.unionid } : {}),
    user_coupon: {
      user_coupon_id: coupon.userCouponId,
      coupon_id: coupon.couponId,
      status: statusNow(coupon, now),
      create_time: coupon.createTime,
      update_time: coupon.updateTime,
      start_time: coupon.startTime,
      end_time: coupon.endTime,
      ...(coupon.useTime === undefined ? {} : { ext_info: { use_time: coupon.useTime } }),
      ...(coupon.orderId === undefined ? {} : { order_id: coupon.orderId }),
      ...(coupon.discountFee === undefined ? {} : { discount_fee: coupon.discountFee }),
    },
  }
})
