import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayMs, dayOf, dayText } from '../days.ts'
import { type Sandbox, startSandbox } from '../sandbox.ts'
import { type Calls, callsOf } from '../testing/calls.ts'
import { noon } from '../testing/worlds.ts'

let sandbox: Sandbox
let shop: Calls
let channels: Calls
type Sold = { day: number; fen: number; scene: number; finder: string; openid: string; product: string }
/** Shop orders of the past, from the world's own facts. */
const sold: Sold[] = []
let ds = ''
let day = 0
const finder_id = () => sandbox.realm.account('channels').spec.originalId

beforeAll(async () => {
  sandbox = await startSandbox({ people: 600, clock: { now: noon, frozen: true } })
  shop = callsOf(sandbox, 'shop')
  channels = callsOf(sandbox, 'channels')
  for (const facts of sandbox.world.facts())
    for (const { event, slot, at, person, properties: p } of facts)
      if (event === 'order.pay' && slot === 'shop')
        sold.push({
          day: dayOf(at),
          fen: Number(p.value_fen),
          scene: Number(p.order_scene),
          finder: String(p.finder_id),
          openid: person.openids.shop,
          product: String(p.product_id),
        })
  day = sold.filter(({ scene }) => scene === 2).at(-1)!.day
  ds = dayText(day).replaceAll('-', '')
})
afterAll(() => sandbox.close())

const sum = (rows: Sold[]) => String(rows.reduce((total, { fen }) => total + fen, 0))
const that = (fits: (row: Sold) => boolean = () => true) => sold.filter(row => row.day === day && fits(row))
const ask = (path: string, more: object = {}) => shop.post(`/channels/ec/compass/shop/${path}`, { ds, ...more })

describe('the shop’s compass agrees with the orders', () => {
  it('in all and by way', async () => {
    expect((await ask('overall/get')).data).toMatchObject({
      pay_gmv: sum(that()),
      pay_order_cnt: String(that().length),
      pay_uv: String(new Set(that().map(({ openid }) => openid)).size),
      live_pay_gmv: sum(that(({ scene }) => scene === 2)),
      pay_refund_gmv: '0',
    })
  })

  it('by account and product', async () => {
    expect(await ask('finder/authorization/list/get')).toMatchObject({ main_finder_id: finder_id(), authorized_finder_id_list: [] })
    const { finder_list } = (await ask('finder/list/get')) as unknown as {
      finder_list: { finder_id?: string; data: { pay_gmv: string } }[]
    }
    expect(finder_list.find(row => row.finder_id === finder_id())!.data.pay_gmv).toBe(sum(that(({ finder }) => finder === finder_id())))
    expect(finder_list.reduce((total, { data }) => total + Number(data.pay_gmv), 0)).toBe(Number(sum(that())))
    expect((await ask('finder/overall/get', { finder_id: finder_id() })).data).toMatchObject({
      pay_gmv: sum(that(({ finder }) => finder === finder_id())),
    })
    const { product } = that(({ finder }) => finder === finder_id())[0]!
    expect((await ask('finder/product/overall/get', { finder_id: finder_id(), product_id: product })).data).toMatchObject({
      pay_gmv: sum(that(row => row.finder === finder_id() && row.product === product)),
    })
    const ofFinder = (await ask('finder/product/list/get', { finder_id: finder_id() })).product_list as { data: { pay_gmv: string } }[]
    expect(ofFinder.reduce((total, { data }) => total + Number(data.pay_gmv), 0)).toBe(
      Number(sum(that(({ finder }) => finder === finder_id()))),
    )
    const all = (await ask('product/list/get')).product_list as { data: { pay_gmv: string } }[]
    expect(all.reduce((total, { data }) => total + Number(data.pay_gmv), 0)).toBe(Number(sum(that())))
    expect((await ask('product/data/get', { product_id: product })).product_info).toMatchObject({
      product_id: product,
      data: { pay_gmv: sum(that(row => row.product === product)) },
    })
  })

  it('by who bought, and names the lives of the day', async () => {
    const total = async (type: number) => {
      const { data } = (await ask('sale/profile/data/get', { type })) as unknown as {
        data: { field_list: { data_list: { dim_value: string }[] }[] }
      }
      return data.field_list.map(({ data_list }) => data_list.reduce((all, { dim_value }) => all + Number(dim_value), 0))
    }
    const buyers = (rows: Sold[]) => new Set(rows.map(({ openid }) => openid)).size
    expect(await total(3)).toEqual(Array(4).fill(buyers(that())))
    expect(await total(6)).toEqual(Array(4).fill(buyers(that(({ scene }) => scene === 2))))
    expect((await total(4))[0]! + (await total(5))[0]!).toBe(buyers(that()))
    const { live_list } = (await ask('live/list/get', { finder_id: finder_id() })) as unknown as { live_list: Record<string, unknown>[] }
    expect(live_list).toHaveLength(1)
    expect(Object.values(live_list[0]!).every(value => typeof value === 'string')).toBe(true)
  })

  it.each([
    ['overall/get', { ds: dayText(dayOf(noon.getTime())).replaceAll('-', '') }],
    ['overall/get', { ds: 'never' }],
    ['finder/overall/get', { finder_id: 'sphNobody' }],
    ['product/data/get', { product_id: '1' }],
    ['sale/profile/data/get', { type: 7 }],
  ])('%s refuses %j with 40097', async (path, more) => {
    expect((await ask(path, more)).errcode).toBe(40097)
  })
})

describe('the talent compass of the Channels account', () => {
  const own = (fits: (row: Sold) => boolean = () => true) => that(row => row.finder === finder_id() && fits(row))
  const askOwn = (path: string, more: object = {}) => channels.post(`/channels/ec/compass/finder/${path}`, { ds, ...more })

  it('agrees with the orders, by way and product', async () => {
    const { data } = (await askOwn('overall/get')) as unknown as { data: Record<string, string> }
    expect(data).toMatchObject({ pay_gmv: sum(own()), live_pay_gmv: sum(own(({ scene }) => scene === 2)) })
    const { pay_gmv, ...ways } = data
    expect(Object.values(ways).reduce((total, text) => total + Number(text), 0)).toBe(Number(pay_gmv))
    const list = (await askOwn('product/list/get')).product_list as { product_id: string; data: { pay_gmv: string } }[]
    expect(list.reduce((total, row) => total + Number(row.data.pay_gmv), 0)).toBe(Number(pay_gmv))
    expect((await askOwn('product/data/get', { product_id: list[0]!.product_id })).product_info).toEqual(list[0])
    const profile = (await askOwn('sale/profile/data/get', { type: 3 })) as unknown as {
      data: { field_list: { data_list: { dim_value: string }[] }[] }
    }
    expect(profile.data.field_list[0]!.data_list.reduce((total, { dim_value }) => total + Number(dim_value), 0)).toBe(
      new Set(own().map(({ openid }) => openid)).size,
    )
  })

  it('is ready the day after, and only while the abilities are on', async () => {
    const today = dayText(dayOf(noon.getTime())).replaceAll('-', '')
    expect((await askOwn('overall/get', { ds: today })).errcode).toBe(-2)
    expect((await askOwn('sale/profile/data/get', { type: 9 })).errcode).toBe(-2)
    sandbox.realm.account('channels').abilitiesOff = true
    expect((await askOwn('product/list/get')).errcode).toBe(48001)
    sandbox.realm.account('channels').abilitiesOff = false
  })
})

it('orders of the past were shipped and confirmed in their time, and carry their titles', async () => {
  const states = new Map<number, number>()
  const now = sandbox.clock.seconds()
  for (const { status, create_time, update_time = 0, order_detail } of sandbox.realm.account('shop').orders.values()) {
    states.set(status, (states.get(status) ?? 0) + 1)
    expect(update_time).toBeLessThanOrEqual(now)
    if (now - create_time > 12 * 86_400) expect(status).toBe(100)
    expect(order_detail.product_infos![0]).toMatchObject({ title: expect.stringMatching(/./), sku_id: expect.stringMatching(/^\d+$/) })
  }
  expect([...states.keys()].every(status => [20, 30, 100].includes(status))).toBe(true)
  expect(states.get(100)).toBeGreaterThan(0)
})

it('the dashboard of a live counts the orders that name it', async () => {
  const orders = [...sandbox.realm.account('shop').orders.values()].filter(({ order_detail }) => order_detail.ext_info?.live_id)
  const export_id = orders.at(-1)!.order_detail.ext_info!.live_id!
  const own = orders.filter(({ order_detail }) => order_detail.ext_info?.live_id === export_id)
  const texts = await channels.post('/channels/livedashboard/getlivedata', { export_id })
  const parsed = (name: string) => JSON.parse(String(texts[name])) as Record<string, unknown>
  const gmv = own.reduce((total, { order_detail }) => total + order_detail.price_info.order_price, 0)
  expect(parsed('live_ec_data_summary')).toMatchObject({ total_gmv: gmv, total_pay_pv: own.length, refund_amount: 0 })
  const { spu_data_list } = parsed('single_live_ec_spu_data_page_v2') as { spu_data_list: { pay_gmv: string }[] }
  expect(spu_data_list.reduce((total, { pay_gmv }) => total + Number(pay_gmv), 0)).toBe(gmv)
  expect(parsed('live_ec_profile').gender).toBeInstanceOf(Array)
  expect(parsed('live_ec_conversion_metric')).toHaveProperty('whole_live_conversion')
})

it('what goes back is seen in the compass of the day it was bought', async () => {
  const order = String((await sandbox.act('shop-order', 'mei', { valueFen: 5000 })).order_id)
  const id = String((await sandbox.act('after-sale', 'mei', { order, type: 'REFUND' })).after_sale_order_id)
  await sandbox.act('after-sale', 'mei', { id, do: 'agree' })
  sandbox.clock.set({ by: dayMs })
  await sandbox.agenda.settled()
  const today = dayText(dayOf(noon.getTime())).replaceAll('-', '')
  expect((await ask('overall/get', { ds: today })).data).toMatchObject({ pay_refund_gmv: '5000' })
  sandbox.clock.set({ at: noon.getTime() })
})
