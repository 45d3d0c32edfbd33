import { describe, expect, it } from 'vitest'
import { dayMs } from '../days.ts'
import { heardAccount } from '../testing/worlds.ts'

const { sandbox, calls: shop, heard } = await heardAccount('shop')
const now = () => sandbox.clock.seconds()
const coupon = (more: object = {}) => ({
  type: 102,
  name: '满 50 减 10',
  discount_info: { discount_condition: { product_price: 5000 }, discount_fee: 1000 },
  promote_info: { promote_type: 1 },
  receive_info: { start_time: now(), end_time: now() + 5 * 86_400, limit_num_one_person: 2, total_num: 3 },
  valid_info: { valid_type: 2, valid_day_num: 3 },
  ...more,
})
const make = async (more: object = {}) =>
  String(((await shop.post('/channels/ec/coupon/create', coupon(more))).data as { coupon_id: string }).coupon_id)
const set = async (coupon_id: string, status: number) =>
  (await shop.post('/channels/ec/coupon/update_status', { coupon_id, status })).errcode
const active = async (more: object = {}) => {
  const id = await make(more)
  await set(id, 2)
  return id
}
const take = async (id: string, who = 'mei') => String((await sandbox.act('shop-coupon', who, { coupon: id })).user_coupon_id)
const stock = async (coupon_id: string) =>
  ((await shop.post('/channels/ec/coupon/get', { coupon_id })).coupon as { stock_info: object }).stock_info
const openid = () => sandbox.person('mei').openids.shop!
const own = async (user_coupon_id: string) =>
  (await shop.post('/channels/ec/coupon/get_user_coupon', { openid: openid(), user_coupon_id })).user_coupon as Record<string, unknown>
const events = async (name: string, body: string) => {
  await heard.pass(0)
  return heard.events(`channels_ec_${name}`).map(fields => fields[body] as Record<string, unknown>)
}

describe('a coupon', () => {
  it('is made, switched on, changed, made void and deleted, with an event each', async () => {
    const id = await make()
    expect((await shop.post('/channels/ec/coupon/get', { coupon_id: id })).coupon).toMatchObject({
      type: 102,
      status: 1,
      coupon_info: { name: '满 50 减 10' },
      stock_info: { issued_num: 3, receive_num: 0, used_num: 0 },
    })
    expect(await set(id, 4)).toBe(40097)
    expect(await set(id, 2)).toBe(0)
    expect((await shop.post('/channels/ec/coupon/update', { ...coupon(), coupon_id: id, name: '秋日券' })).errcode).toBe(0)
    expect(
      (await shop.post('/channels/ec/coupon/update', { ...coupon(), coupon_id: id, discount_info: { discount_fee: 2000 } })).errcode,
    ).toBe(40097)
    expect((await shop.post('/channels/ec/coupon/get_list', { status: 2, page_size: 10 })).coupons).toEqual([{ coupon_id: id }])
    expect(await set(id, 5)).toBe(40097)
    expect(await set(id, 4)).toBe(0)
    expect(await set(id, 5)).toBe(0)
    expect((await shop.post('/channels/ec/coupon/get', { coupon_id: id })).errcode).toBe(40097)
    for (const [name, time] of [
      ['create', 'create_time'],
      ['info_change', 'change_time'],
      ['invalid', 'invalid_time'],
      ['delete', 'delete_time'],
    ] as const)
      expect(await events(`coupon_${name}`, 'coupon_info')).toEqual([{ coupon_id: id, [time]: String(now()) }])
  })

  it('with fixed dates ends with them', async () => {
    const id = await active({ valid_info: { valid_type: 1, start_time: now(), end_time: now() + 86_400 } })
    await heard.pass(dayMs)
    expect(await events('coupon_expire', 'coupon_info')).toEqual([{ coupon_id: id, expire_time: String(now()) }])
  })

  it.each([
    [{ type: 9 }],
    [{ name: '' }],
    [{ type: 3, discount_info: { discount_num: 999 } }],
    [{ discount_info: {} }],
    [{ promote_info: { promote_type: 2 } }],
    [{ receive_info: { start_time: 2, end_time: 1, total_num: 1, limit_num_one_person: 1 } }],
    [{ receive_info: { start_time: 1, end_time: 2, total_num: 0, limit_num_one_person: 1 } }],
    [{ valid_info: { valid_type: 3 } }],
    [{ valid_info: { valid_type: 2 } }],
  ])('with %j is refused by 40097', async more => {
    expect((await shop.post('/channels/ec/coupon/create', coupon(more))).errcode).toBe(40097)
  })

  it('is listed page by page', async () => {
    const ids = [await make(), await make(), await make()]
    const first = await shop.post('/channels/ec/coupon/get_list', { page: 1, page_size: 2 })
    expect(first).toMatchObject({ total_num: 3, coupons: ids.slice(0, 2).map(coupon_id => ({ coupon_id })) })
    expect((await shop.post('/channels/ec/coupon/get_list', { page_size: 2, page_ctx: first.page_ctx })).coupons).toEqual([
      { coupon_id: ids[2] },
    ])
    expect((await shop.post('/channels/ec/coupon/get_list', { page: 2, page_size: 2 })).coupons).toEqual([{ coupon_id: ids[2] }])
    expect((await shop.post('/channels/ec/coupon/get_list', { page_size: 0 })).errcode).toBe(40097)
  })
})

describe('a person’s coupon', () => {
  it('is taken, used and given back; the stock agrees each time', async () => {
    const id = await active()
    const mine = await take(id)
    expect(await events('coupon_receive', 'receive_info')).toEqual([{ coupon_id: id, user_coupon_id: mine, receive_time: String(now()) }])
    expect(await own(mine)).toMatchObject({ status: 100, start_time: now(), end_time: now() + 3 * 86_400 })
    const order = String((await sandbox.act('shop-order', 'mei', { product: '云雾绿茶 50g', coupon: mine })).order_id)
    expect((await shop.post('/channels/ec/order/get', { order_id: order })).order).toMatchObject({
      order_detail: {
        price_info: { original_order_price: 6800, order_price: 5800, discounted_price: 1000 },
        coupon_info: { user_coupon_id: mine },
      },
    })
    expect(await own(mine)).toMatchObject({ status: 102, order_id: order, discount_fee: 1000, ext_info: { use_time: now() } })
    expect(await stock(id)).toEqual({ issued_num: 3, receive_num: 1, used_num: 1 })
    expect(await events('user_coupon_use', 'user_info')).toEqual([{ coupon_id: id, user_coupon_id: mine, use_time: String(now()) }])
    await expect(sandbox.act('shop-order', 'mei', { coupon: mine })).rejects.toThrow('used')
    const asked = String((await sandbox.act('after-sale', 'mei', { order, type: 'REFUND' })).after_sale_order_id)
    await sandbox.act('after-sale', 'mei', { id: asked, do: 'agree' })
    await heard.pass(5 * 60_000)
    expect(await own(mine)).toMatchObject({ status: 100 })
    expect(await stock(id)).toEqual({ issued_num: 3, receive_num: 1, used_num: 0 })
    expect(await events('user_coupon_unuse', 'user_info')).toHaveLength(1)
  })

  it('ends with its time, used or not', async () => {
    const mine = await take(await active())
    const list = async (status: number) =>
      (await shop.post('/channels/ec/coupon/get_user_coupon_list', { openid: openid(), status, page_size: 10 })).total_num
    expect([await list(100), await list(101), await list(102)]).toEqual([1, 0, 0])
    await heard.pass(3 * dayMs)
    expect([await list(100), await list(101)]).toEqual([0, 1])
    expect((await own(mine)).status).toBe(101)
    expect(await events('user_coupon_expire', 'user_coupon_info')).toMatchObject([{ user_coupon_id: mine }])
  })

  it('is limited by person, number, time and state', async () => {
    const id = await active()
    await take(id)
    await take(id)
    await expect(take(id)).rejects.toThrow('as many as they may')
    await take(id, 'lin')
    await expect(take(id, 'hao')).rejects.toThrow('all gone')
    const later = await active()
    sandbox.clock.set({ by: 5 * dayMs })
    await expect(take(later)).rejects.toThrow('not given out now')
    await expect(take(await make())).rejects.toThrow('no active coupon')
  })

  it.each([
    [{ type: 103, discount_info: { discount_num: 8000 } }, 6800, 5440],
    [{ type: 4, discount_info: { discount_condition: { product_ids: ['10000152000000001'] }, discount_fee: 500 } }, 6800, 6300],
    [{ type: 101, discount_info: { discount_condition: { product_cnt: 1 }, discount_num: 9000 } }, 6800, 6120],
  ])('of %j makes %i fen to %i', async (more, _before, after) => {
    const mine = await take(await active(more))
    expect((await sandbox.act('shop-order', 'mei', { product: '云雾绿茶 50g', coupon: mine })).value_fen).toBe(after)
  })

  it('for members is theirs alone, and a gift comes with joining', async () => {
    const club = await active({ promote_info: { promote_type: 9 } })
    const gift = await active({ promote_info: { promote_type: 10 } })
    await expect(take(club)).rejects.toThrow('for members')
    await sandbox.act('shop-member', 'mei')
    await take(club)
    expect([await stock(club), await stock(gift)]).toMatchObject([{ receive_num: 1 }, { receive_num: 1 }])
  })

  it('does not fit every order', async () => {
    const cheap = await take(await active({ discount_info: { discount_condition: { product_price: 10_000 }, discount_fee: 1000 } }))
    await expect(sandbox.act('shop-order', 'mei', { product: '云雾绿茶 50g', coupon: cheap })).rejects.toThrow('does not fit')
    await expect(sandbox.act('shop-order', 'lin', { coupon: cheap })).rejects.toThrow('no coupon')
    expect((await shop.post('/channels/ec/coupon/get_user_coupon', { openid: openid(), user_coupon_id: '1' })).errcode).toBe(40097)
    expect((await shop.post('/channels/ec/coupon/get_user_coupon_list', { openid: 'nobody', page_size: 1 })).errcode).toBe(40003)
  })
})
