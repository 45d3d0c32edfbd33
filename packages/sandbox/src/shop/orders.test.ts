import { describe, expect, it } from 'vitest'
import { dayMs } from '../days.ts'
import { heardAccount } from '../testing/worlds.ts'

const { sandbox, calls: shop, heard } = await heardAccount('shop')
const place = async (options: Record<string, unknown> = {}) => String((await sandbox.act('shop-order', 'mei', options)).order_id)
type Order = {
  status: number
  update_time: number
  unionid?: string
  order_detail: Record<string, Record<string, unknown>> & {
    source_infos: Record<string, unknown>[]
    product_infos: Record<string, unknown>[]
  }
}
const read = async (order_id: string) => (await shop.post('/channels/ec/order/get', { order_id })).order as unknown as Order
const step = (order: string, what: string) => sandbox.act('shop-step', 'mei', { order, do: what })
const events = async (name: string) => {
  await heard.pass(0)
  return heard.events(`channels_ec_order_${name}`).map(({ order_info }) => order_info as Record<string, unknown>)
}

describe('the life of an order', () => {
  it('goes from placing over payment, parcels and receipt to settlement', async () => {
    const id = await place({ unpaid: true, product: '桂花乌龙 80g', count: 2 })
    expect(await read(id)).toMatchObject({
      status: 10,
      order_detail: { price_info: { order_price: 17_600 }, product_infos: [{ title: '桂花乌龙 80g', sku_cnt: 2 }] },
    })
    await sandbox.act('shop-pay', 'mei', { order: id })
    expect((await read(id)).order_detail.pay_info).toMatchObject({ payment_method: 1 })
    await step(id, 'ship-part')
    expect((await read(id)).status).toBe(21)
    await step(id, 'ship')
    expect((await read(id)).status).toBe(30)
    expect(await events('deliver')).toEqual([
      { order_id: id, finish_delivery: 0 },
      { order_id: id, finish_delivery: 1 },
    ])
    await step(id, 'confirm')
    expect((await read(id)).status).toBe(100)
    expect(await events('confirm')).toEqual([{ order_id: id, confirm_type: 1 }])
    await heard.pass(7 * dayMs)
    expect(await events('settle')).toEqual([{ order_id: id, settle_time: expect.any(String) }])
    expect(heard.product.callbacks[0]!.text).toContain(`"order_id":${id}`)
  })

  it('is confirmed by time after ten days, and ended by time when nobody pays', async () => {
    const shipped = await place()
    await step(shipped, 'ship')
    const unpaid = await place({ unpaid: true })
    await heard.pass(30 * 60_000)
    expect((await read(unpaid)).status).toBe(250)
    expect(await events('cancel')).toEqual([{ order_id: unpaid, cancel_type: 2 }])
    await heard.pass(10 * dayMs)
    expect((await read(shipped)).status).toBe(100)
    expect(await events('confirm')).toEqual([{ order_id: shipped, confirm_type: 2 }])
  })

  it('ends by the buyer before payment only, and gives goods back to the stock', async () => {
    const product = () => sandbox.realm.account('shop').shop.products.get('10000152000000001')!
    const before = product().stock
    const id = await place({ unpaid: true, product: '10000152000000001', count: 3 })
    expect(product().stock).toBe(before - 3)
    await step(id, 'cancel')
    expect(product().stock).toBe(before)
    expect(await events('cancel')).toEqual([{ order_id: id, cancel_type: 1 }])
    await expect(step(await place(), 'cancel')).rejects.toThrow('after-sale')
    await expect(step(id, 'confirm')).rejects.toThrow('250')
  })
})

describe('attribution', () => {
  it.each([
    ['live', 2, 1],
    ['video', 3, 1],
    ['product', 4, 1],
    ['window', 5, 1],
    ['article', 6, 6],
    ['mini-program', 1, 3],
  ])('of an order from %s is scene %i, account type %i', async (from, order_scene, account_type) => {
    const { order_detail } = await read(await place({ from }))
    expect(order_detail).toMatchObject({
      ext_info: { order_scene, commission_handling_progress: 1 },
      source_infos: [{ account_type }],
      sharer_info: { handling_progress: 1 },
    })
  })

  it('may come late: empty at first, then told by ext_info_update and in the order', async () => {
    const id = await place({ from: 'video', late: 45 })
    const first = await read(id)
    expect(first.order_detail).toMatchObject({
      ext_info: { finder_id: '', commission_handling_progress: 0 },
      sharer_info: { handling_progress: 0 },
      source_infos: [],
    })
    await heard.pass(44 * 60_000)
    expect((await read(id)).order_detail.source_infos).toEqual([])
    await heard.pass(60_000)
    expect(await events('ext_info_update')).toEqual([{ order_id: id, type: 1 }])
    const then = await read(id)
    expect(then.order_detail).toMatchObject({
      ext_info: { order_scene: 3, commission_handling_progress: 1 },
      source_infos: [{ account_type: 1 }],
    })
    expect(then.update_time).toBe(first.update_time + 45 * 60)
  })

  it('may change, and is complete when the goods are confirmed', async () => {
    const id = await place({ from: 'article', seems: 'live', late: 10_000 })
    expect((await read(id)).order_detail).toMatchObject({ ext_info: { order_scene: 2 } })
    await step(id, 'ship')
    await step(id, 'confirm')
    expect((await read(id)).order_detail).toMatchObject({ ext_info: { order_scene: 6, live_id: '' }, source_infos: [{ account_type: 6 }] })
    await heard.pass(8 * dayMs)
    expect(await events('ext_info_update')).toHaveLength(1)
  })
})

describe('the lists', () => {
  it('search by words, phone, notes and after-sales', async () => {
    const [one, two] = [await place({ product: '老树红茶 60g', notes: '送礼' }), await place({ product: '茉莉花茶 50g' })]
    const search = async (search_condition: object, more: object = {}) =>
      (await shop.post('/channels/ec/order/search', { search_condition, page_size: 10, ...more })).orders
    expect(await search({ title: '红茶' })).toEqual([one])
    expect(await search({ order_id: two })).toEqual([two])
    expect(await search({ customer_notes: '送礼' })).toEqual([one])
    expect(await search({ tel_number_last4: sandbox.realm.person('mei').phone.slice(-4) })).toEqual([one, two])
    expect((await shop.post('/channels/ec/order/merchantnotes/update', { order_id: two, merchant_notes: '加急' })).errcode).toBe(0)
    expect(await search({ merchant_notes: '加急' })).toEqual([two])
    await sandbox.act('after-sale', 'mei', { order: one, type: 'REFUND' })
    expect(await search({}, { on_aftersale_order_exist: 1 })).toEqual([one])
    expect(await search({}, { on_aftersale_order_exist: 0 })).toEqual([two])
    expect((await shop.post('/channels/ec/order/search', { search_condition: { tel_number_last4: '1' }, page_size: 10 })).errcode).toBe(
      40097,
    )
    expect((await shop.post('/channels/ec/order/search', { page_size: 101 })).errcode).toBe(40097)
  })

  it('go by the time of change as well, page by page', async () => {
    const ids = [await place(), await place(), await place()]
    await heard.pass(3_600_000)
    await step(ids[1]!, 'ship')
    const now = sandbox.clock.seconds()
    const changed = await shop.post('/channels/ec/order/list/get', {
      update_time_range: { start_time: now - 60, end_time: now },
      page_size: 10,
    })
    expect(changed.order_id_list).toEqual([ids[1]])
    const range = { create_time_range: { start_time: now - 7200, end_time: now }, page_size: 2 }
    const first = await shop.post('/channels/ec/order/list/get', range)
    expect(first).toMatchObject({ order_id_list: ids.slice(0, 2), has_more: true })
    expect(await shop.post('/channels/ec/order/list/get', { ...range, next_key: first.next_key })).toMatchObject({
      order_id_list: [ids[2]],
      has_more: false,
    })
  })

  it('unmask an address for shipping', async () => {
    const person = sandbox.realm.person('mei')
    const { address_info } = await shop.post('/channels/ec/order/sensitiveinfo/decode', { order_id: await place() })
    expect(address_info).toMatchObject({ user_name: 'mei', tel_number: person.phone.slice(3) })
  })

  it.each([['/channels/ec/order/get'], ['/channels/ec/order/sensitiveinfo/decode'], ['/channels/ec/order/merchantnotes/update']])(
    '%s knows 100002',
    async path => {
      expect((await shop.post(path, { order_id: '1', merchant_notes: '' })).errcode).toBe(100002)
    },
  )
})

it('tells no UnionID of an order from before the binding', async () => {
  const { appId } = sandbox.realm.account('shop').spec
  sandbox.realm.state.bound.delete(appId)
  const before = await place()
  sandbox.realm.state.bound.add(appId)
  expect(await read(before)).not.toHaveProperty('unionid')
  expect((await read(await place())).unionid).toBe(sandbox.realm.person('mei').unionid)
})
