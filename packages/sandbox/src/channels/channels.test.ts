import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { dayMs } from '../days.ts'
import { type Sandbox, startSandbox } from '../sandbox.ts'
import { type Calls, callsOf } from '../testing/calls.ts'
import { noon } from '../testing/worlds.ts'

let sandbox: Sandbox
let channels: Calls
beforeAll(async () => {
  sandbox = await startSandbox({ people: 100, clock: { now: noon, frozen: true } })
  channels = callsOf(sandbox, 'channels')
})
afterAll(() => sandbox.close())
beforeEach(() => sandbox.realm.reset())

const leads = (name: string, body: object = {}) => channels.post(`/channels/leads/${name}`, body)
const form = '70000001'

describe('leads', () => {
  it('are what people filled in, in both layouts, by form and by live', async () => {
    await sandbox.act('lead', 'mei')
    await sandbox.act('lead', 'lin', { phone: '13900000000', ad: true })
    expect((await leads('get_leads_component_id')).item).toMatchObject([{ leads_component_id: form, status: 4 }, { status: 2 }])
    const lives = (await leads('get_leads_request_id', { leads_component_id: form })).item as {
      request_id: string
      live_start_time: number
    }[]
    const last = lives.at(-1)!
    expect(last.live_start_time).toBeLessThan(sandbox.clock.seconds())
    const { user_data } = await leads('get_leads_info_by_component_id', { leads_component_id: form, version: 1 })
    expect(user_data).toMatchObject([
      {
        close_flag: 0,
        leads_data: [
          { title: '姓名', value: 'mei' },
          { title: '手机号' },
          { title: '城市', value: [expect.any(String), expect.any(String)] },
        ],
        time: sandbox.clock.seconds(),
      },
      { leads_data: [{}, { value: '13900000000' }, {}] },
    ])
    expect(JSON.stringify(user_data)).not.toContain('openid')
    expect((await leads('get_leads_info_by_request_id', { request_id: last.request_id })).user_data).toEqual([
      { phone: sandbox.realm.person('mei').phone.slice(3) },
      { phone: '13900000000' },
    ])
    expect((await leads('get_leads_info_by_request_id', { request_id: lives[0]!.request_id })).user_data).toEqual([])
    expect(
      (await leads('get_leads_info_by_component_id', { leads_component_id: form, start_time: sandbox.clock.seconds() + 1 })).user_data,
    ).toEqual([])
    const { record_data } = (await leads('get_leads_component_promote_record', { leads_component_id: form })) as unknown as {
      record_data: Record<string, unknown>[]
    }
    expect(record_data.at(-1)).toMatchObject({
      leads_num: '2',
      exposure_uv: expect.any(String),
      click_uv: expect.any(String),
      exposure_click_rate: expect.any(Number),
    })
    const now = sandbox.clock.seconds()
    expect((await channels.post('/channels/finderlive/get_finder_live_leads_data', { start_time: now - 60, end_time: now })).item).toEqual([
      { component_type: 0, traffic_type: 0, leads_count: 1 },
      { component_type: 0, traffic_type: 1, leads_count: 1 },
    ])
  })

  it('come in pages of fifty', async () => {
    for (let n = 0; n < 60; n++) await sandbox.act('lead', 'mei')
    const first = await leads('get_leads_info_by_component_id', { leads_component_id: form })
    expect(first).toMatchObject({ continue_flag: true, user_data: { length: 50 } })
    expect(await leads('get_leads_info_by_component_id', { leads_component_id: form, last_buffer: first.last_buffer })).toMatchObject({
      continue_flag: false,
      user_data: { length: 10 },
    })
  })

  it('of a form that waits for its audit are none, and wrong ids are -2', async () => {
    expect((await leads('get_leads_request_id', { leads_component_id: '70000002' })).item).toEqual([])
    await expect(sandbox.act('lead', 'mei', { form: '70000002' })).rejects.toThrow('audit')
    for (const [name, body] of [
      ['get_leads_request_id', { leads_component_id: '1' }],
      ['get_leads_info_by_component_id', { leads_component_id: '1' }],
      ['get_leads_info_by_request_id', { request_id: '1' }],
      ['get_leads_component_promote_record', { leads_component_id: '1' }],
    ] as const)
      expect((await leads(name, body)).errcode).toBe(-2)
    expect((await channels.post('/channels/finderlive/get_finder_live_leads_data', { start_time: 1, end_time: 2 })).errcode).toBe(-2)
  })

  it('are 48001 while the ability is off', async () => {
    sandbox.realm.account('channels').abilitiesOff = true
    expect((await leads('get_leads_component_id')).errcode).toBe(48001)
    expect((await leads('get_leads_info_by_component_id', { leads_component_id: form })).errcode).toBe(48001)
  })
})

describe('the window', () => {
  const product_id = '10000152000000001'
  const appid = () => sandbox.realm.appIdOf('shop')
  const window = (name: string, body: object = {}) => channels.post(`/channels/ec/window/product/${name}`, body)

  it('takes products of the shop that are on sale, and tells how they sell', async () => {
    expect((await window('off', { product_id, appid: appid() })).errcode).toBe(0)
    expect((await window('get', { product_id, appid: appid() })).errcode).toBe(40097)
    expect((await window('off', { product_id, appid: appid() })).errcode).toBe(40097)
    expect((await window('add', { product_id, appid: appid(), is_hide_for_window: true })).errcode).toBe(0)
    await sandbox.act('shop-order', 'mei', { product: product_id, count: 3 })
    expect((await window('get', { product_id, appid: appid() })).product).toMatchObject({
      sales: 3,
      stock: 99_996,
      is_hide_for_window: true,
      selling_price: 6800,
    })
    expect((await window('add', { product_id, appid: 'wx0' })).errcode).toBe(40097)
    sandbox.realm.account('shop').shop.products.get(product_id)!.status = 11
    expect((await window('add', { product_id, appid: appid() })).errcode).toBe(40097)
  })

  it('is listed by page or buffer', async () => {
    const first = await window('list/get', { page_index: 1, page_size: 5 })
    expect(first).toMatchObject({ total_num: 8, products: { length: 5 } })
    expect((await window('list/get', { page_size: 5, last_buffer: first.last_buffer })).products).toHaveLength(3)
    expect((await window('list/get', { page_index: 2, page_size: 5 })).products).toHaveLength(3)
    expect((await window('list/get', { page_index: 0 })).errcode).toBe(40097)
  })
})

describe('partners', () => {
  const make = async (kind: string, bound = true) => {
    await fetch(`${sandbox.control}/partner`, { method: 'POST', body: JSON.stringify({ kind, bound }) })
    return callsOf(sandbox, kind)
  }

  it('a talent reads the orders that pay it, and the buyer’s UnionID only when bound', async () => {
    const talent = await make('talent')
    const placed = await sandbox.act('shop-order', 'mei', { from: 'talent', product: '云雾绿茶 50g' })
    await sandbox.act('shop-order', 'mei', { from: 'live' })
    const { order_list } = (await talent.post('/channels/ec/talent/get_order_list', { page_size: 10 })) as unknown as {
      order_list: { order_id: string; sku_id: string }[]
    }
    expect(order_list).toEqual([{ order_id: placed.order_id, sku_id: '2310000000001' }])
    const detail = () => talent.post('/channels/ec/talent/get_order_detail', order_list[0])
    expect(await detail()).toMatchObject({
      base_info: { order_status: 20, actual_payment: '68.00', buyer_info: { union_id: sandbox.realm.person('mei').unionid } },
      commission_info: { state: 1, ratio: '10', expect_settlement: '6.80' },
    })
    for (const what of ['ship', 'confirm']) await sandbox.act('shop-step', 'mei', { order: placed.order_id, do: what })
    sandbox.clock.set({ by: 8 * dayMs })
    await sandbox.agenda.settled()
    expect((await detail()).commission_info).toMatchObject({ state: 2, actual_settlement: '6.80' })
    sandbox.realm.state.bound.delete(sandbox.realm.account('talent').spec.appId)
    expect(((await detail()).base_info as { buyer_info: object }).buyer_info).not.toHaveProperty('union_id')
    expect((await talent.post('/channels/ec/talent/get_order_detail', { order_id: '1', sku_id: '1' })).errcode).toBe(100002)
    expect(
      (await talent.post('/channels/ec/talent/get_order_list', { page_size: 10, create_time_gt: sandbox.clock.seconds() })).order_list,
    ).toEqual([])
    expect((await talent.post('/channels/ec/talent/get_order_list', {})).errcode).toBe(40097)
  })

  it('a talent has a window of its own', async () => {
    const talent = await make('talent')
    expect(await talent.post('/channels/ec/talent/window/product/list/get', { page_size: 3 })).toMatchObject({
      total_num: 8,
      products: { length: 3 },
    })
    expect((await talent.post('/channels/ec/talent/window/product/get', { product_id: '10000152000000001' })).product).toMatchObject({
      title: '云雾绿茶 50g',
    })
    expect((await talent.post('/channels/ec/talent/window/product/get', { product_id: '1' })).errcode).toBe(40097)
    expect((await channels.post('/channels/ec/talent/get_order_list', { page_size: 1 })).errcode).toBe(48001)
  })

  it('an institution reads what the shop it is bound to publishes', async () => {
    const league = await make('league')
    const promoter = {
      shop_appid: sandbox.realm.appIdOf('shop'),
      promoter_id: sandbox.realm.account('channels').spec.originalId,
      promoter_type: 1,
    }
    const ask = (name: string, body: object = {}) => league.post(`/channels/ec/promoter/${name}`, { ...promoter, ...body })
    const feeds = await ask('get_shop_feed_list', { page_size: 5 })
    expect(feeds).toMatchObject({ has_more: true, feed_list: { length: 5 } })
    expect((await ask('get_shop_feed_list', { page_size: 5, next_key: feeds.next_key })).feed_list).toHaveLength(3)
    expect((await ask('get_shop_feed_list', { page_size: 11 })).errcode).toBe(40097)
    expect((await ask('get_shop_feed_list', { page_size: 1, shop_appid: 'wx0' })).errcode).toBe(100000)
    expect((await ask('get_shop_feed_list', { page_size: 1, promoter_id: '' })).errcode).toBe(40097)
    const { article_list } = (await ask('get_shop_mp_article_list', { page_size: 10 })) as unknown as {
      article_list: { create_time: number }[]
    }
    expect(article_list.every(({ create_time }) => create_time <= sandbox.clock.seconds())).toBe(true)
    const { live_notice_record_list } = (await ask('get_shop_live_notice_record_list')) as unknown as {
      live_notice_record_list: { notice_id: string; start_time: string }[]
    }
    const count = async () =>
      (await ask('get_live_notice_reservation_info', { live_notice_id: live_notice_record_list[0]!.notice_id })).count
    expect(await count()).toBe(0)
    await sandbox.person('mei').reserve()
    await sandbox.person('lin').reserve()
    expect(await count()).toBe(2)
    expect((await ask('get_live_notice_reservation_info', { live_notice_id: 'none' })).errcode).toBe(40097)
    expect((await ask('get_shop_live_record_list')).live_record_list).toEqual([])
    sandbox.clock.set({ at: Number(live_notice_record_list[0]!.start_time) * 1000 + 60_000 })
    expect((await ask('get_shop_live_record_list')).live_record_list).toHaveLength(1)
    sandbox.clock.set({ at: noon.getTime() })
  })
})
