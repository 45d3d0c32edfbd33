import { beforeEach, describe, expect, it } from 'vitest'
import { dayMs, hourMs } from '../days.ts'
import { heardAccount } from '../testing/worlds.ts'

const { sandbox, calls: mini, heard } = await heardAccount('mini-program')
const account = () => sandbox.realm.account('mini-program')
beforeEach(() => {
  account().miniProgram.settings.tradeManaged = true
})

const later = (ms = 0) => new Date(sandbox.clock.ms() + ms).toISOString()
/** Somebody buys; the payment can be found a few seconds later. */
async function paid(name = 'lin') {
  const bought = (await sandbox.person(name).buy()) as unknown as { transaction_id: string; order_id: string }
  await heard.pass(5000)
  return bought.transaction_id
}
const parcel = (tracking_no = 'YT1', more: object = {}) => ({ tracking_no, express_company: 'YTO', item_desc: '云雾绿茶*1', ...more })
const shipment = (transaction_id: string, more: object = {}) => ({
  order_key: { order_number_type: 2, transaction_id },
  logistics_type: 1,
  delivery_mode: 1,
  shipping_list: [parcel()],
  upload_time: later(),
  payer: { openid: sandbox.person('lin').openids.mini_program },
  ...more,
})
const ship = async (transaction_id: string, more: object = {}) =>
  (await mini.post('/wxa/sec/order/upload_shipping_info', shipment(transaction_id, more))).errcode
const order = async (transaction_id: string) =>
  (await mini.post('/wxa/sec/order/get_order', { transaction_id })).order as Record<string, unknown> & { shipping: Record<string, unknown> }

describe('the way of an order', () => {
  it('goes from payment over shipping and receipt to the money, with its events', async () => {
    const id = await paid()
    expect(heard.events('trade_manage_remind_access_api')).toHaveLength(1)
    expect(await order(id)).toMatchObject({ order_state: 1, shipping: { finish_shipping: false, finish_shipping_count: 0 } })
    expect(await ship(id)).toBe(0)
    expect(await order(id)).toMatchObject({
      order_state: 2,
      description: '云雾绿茶*1',
      shipping: {
        logistics_type: 1,
        finish_shipping: true,
        finish_shipping_count: 1,
        shipping_list: [{ tracking_no: 'YT1', goods_desc: '云雾绿茶*1' }],
      },
    })
    await heard.pass(0)
    const [shipped] = heard.events('trade_manage_order_settlement')
    expect(shipped).toMatchObject({ transaction_id: id, merchant_id: sandbox.realm.state.pay.mchId })
    expect(Number(shipped!.estimated_settlement_time) - Number(shipped!.shipped_time)).toBe(11 * 86_400)
    await heard.pass(10 * dayMs)
    expect((await order(id)).order_state).toBe(3)
    await heard.pass(dayMs)
    expect((await order(id)).order_state).toBe(4)
    expect(heard.events('trade_manage_order_settlement')[1]).toMatchObject({ transaction_id: id, confirm_receive_method: 2 })
    expect(await ship(id)).toBe(10_060_004)
  })

  it('is shortened by the buyer, who is asked once', async () => {
    const id = await paid()
    account().miniProgram.noticePath = 'pages/order/list'
    const ask = async (received_time = sandbox.clock.seconds()) =>
      (await mini.post('/wxa/sec/order/notify_confirm_receive', { transaction_id: id, received_time })).errcode
    expect(await ask()).toBe(10_060_028)
    await ship(id)
    expect(await ask()).toBe(10_060_029)
    sandbox.clock.set({ by: hourMs })
    expect(await ask()).toBe(0)
    expect(sandbox.person('lin').received().at(-1)).toMatchObject({
      by: 'notice',
      content: { page: expect.stringContaining(`transaction_id=${id}`) },
    })
    expect(await ask()).toBe(10_060_030)
    await sandbox.act('receive', 'lin', { order: id })
    expect((await order(id)).order_state).toBe(3)
    await heard.pass(dayMs)
    expect(heard.events('trade_manage_order_settlement').at(-1)).toMatchObject({ confirm_receive_method: 1 })
  })

  it('of goods that nobody carries is confirmed after two days and never asked about', async () => {
    const id = await paid()
    expect(await ship(id, { logistics_type: 3, shipping_list: [{ item_desc: '会员卡*1' }] })).toBe(0)
    expect(
      (await mini.post('/wxa/sec/order/notify_confirm_receive', { transaction_id: id, received_time: sandbox.clock.seconds() + 9 }))
        .errcode,
    ).toBe(10_060_032)
    await heard.pass(2 * dayMs)
    expect((await order(id)).order_state).toBe(3)
  })

  it('in parts is finished by the last one; shipping anew is allowed once', async () => {
    const id = await paid()
    const part = (tracking: string, is_all_delivered: boolean, ms: number) =>
      ship(id, { delivery_mode: 2, is_all_delivered, shipping_list: [parcel(tracking)], upload_time: later(ms) })
    expect(await part('YT1', false, 0)).toBe(0)
    expect(await order(id)).toMatchObject({ order_state: 1, shipping: { finish_shipping: false } })
    expect(await part('YT1', false, 1)).toBe(10_060_023)
    expect(await part('YT2', true, 0)).toBe(10_060_023)
    expect(await part('YT2', true, 2)).toBe(0)
    expect(((await order(id)).shipping.shipping_list as unknown[]).length).toBe(2)
    expect(await part('YT3', false, 3)).toBe(10_060_002)
    expect(await ship(id, { shipping_list: [parcel('YT9')], upload_time: later(4) })).toBe(0)
    expect((await order(id)).shipping).toMatchObject({
      delivery_mode: 1,
      finish_shipping_count: 2,
      shipping_list: [{ tracking_no: 'YT9' }],
    })
    expect(await ship(id, { shipping_list: [parcel('YT10')], upload_time: later(5) })).toBe(10_060_003)
  })

  it('is ended by a refund of all the money', async () => {
    const id = await paid()
    const { merchant_trade_no, paid_amount } = account().miniProgram.trades.get(id)!.order
    sandbox.realm.state.pay.refunds.set('r1', {
      out_trade_no: merchant_trade_no,
      status: 'SUCCESS',
      amount: { refund: paid_amount },
    } as never)
    expect((await order(id)).order_state).toBe(5)
    expect(await ship(id)).toBe(10_060_004)
  })
})

it('reminds daily until something is shipped, then of every order after 48 hours, presale and tests apart', async () => {
  const first = await paid()
  await heard.pass(dayMs)
  await heard.pass(dayMs)
  expect(heard.events('trade_manage_remind_access_api')).toHaveLength(3)
  expect(heard.events('trade_manage_remind_shipping')).toHaveLength(0)
  await ship(first)
  const [second, presale, test] = [await paid(), await paid(), await paid()]
  const mark = async (order_id: string, more: object) => (await mini.post('/wxa/sec/order/opspecialorder', { order_id, ...more })).errcode
  expect(await mark(presale, { type: 1, delay_to: sandbox.clock.seconds() + 86_400 })).toBe(268_546_001)
  expect(await mark(presale, { type: 1, delay_to: sandbox.clock.seconds() + 20 * 86_400 })).toBe(0)
  expect(await mark(test, { type: 2 })).toBe(0)
  expect(await mark(test, { type: 3 })).toBe(268_546_000)
  expect(await mark('none', { type: 2 })).toBe(268_546_002)
  await heard.pass(2 * dayMs)
  expect(heard.events('trade_manage_remind_shipping').map(({ transaction_id }) => transaction_id)).toEqual([second])
  await heard.pass(18 * dayMs)
  expect(heard.events('trade_manage_remind_shipping').map(({ transaction_id }) => transaction_id)).toEqual([second, presale])
  expect(heard.events('trade_manage_remind_access_api')).toHaveLength(3)
})

it('ships the parts of a combined order together or not at all', async () => {
  const [a, b] = [await paid(), await paid()]
  const combined = async (ids: string[], more: object = {}) =>
    (
      await mini.post('/wxa/sec/order/upload_combined_shipping_info', {
        order_key: { order_number_type: 2, transaction_id: 'combined-1' },
        sub_orders: ids.map(id => shipment(id)),
        upload_time: later(),
        payer: { openid: sandbox.person('lin').openids.mini_program },
        ...more,
      })
    ).errcode
  expect(await combined([a, 'none'])).toBe(10_060_001)
  expect((await order(a)).order_state).toBe(1)
  expect(await combined([], {})).toBe(10_060_014)
  expect(await combined([a], { order_key: { order_number_type: 1, mchid: '1', out_trade_no: '2' } })).toBe(10_060_014)
  expect(await combined([a, b])).toBe(0)
  expect([(await order(a)).order_state, (await order(b)).order_state]).toEqual([2, 2])
})

it('lists orders by state, person and time, page by page', async () => {
  const ids = [await paid(), await paid('mei'), await paid()]
  await ship(ids[0]!)
  const list = (more: object) => mini.post('/wxa/sec/order/get_order_list', more)
  const first = await list({ page_size: 2 })
  expect(first).toMatchObject({ has_more: true, last_index: ids[1] })
  expect(await list({ page_size: 2, last_index: first.last_index })).toMatchObject({
    has_more: false,
    order_list: [{ transaction_id: ids[2] }],
  })
  expect((await list({ order_state: 2 })).order_list).toHaveLength(1)
  expect((await list({ openid: sandbox.person('mei').openids.mini_program })).order_list).toHaveLength(1)
  expect((await list({ pay_time_range: { begin_time: sandbox.clock.seconds() + 1 } })).order_list).toHaveLength(0)
  expect((await list({ last_index: 'none' })).errcode).toBe(10_060_011)
})

it('knows a payment some seconds after it, by either number, and only under shipping management', async () => {
  const { transaction_id, order_id } = (await sandbox.person('lin').buy()) as unknown as { transaction_id: string; order_id: string }
  expect(await ship(transaction_id)).toBe(10_060_001)
  sandbox.clock.set({ by: 5000 })
  const merchant_id = sandbox.realm.state.pay.mchId
  expect((await mini.post('/wxa/sec/order/get_order', { merchant_id, merchant_trade_no: order_id })).order).toMatchObject({
    transaction_id,
  })
  expect(await ship(transaction_id, { order_key: { order_number_type: 1, mchid: merchant_id, out_trade_no: order_id } })).toBe(0)
  expect((await mini.post('/wxa/sec/order/is_trade_managed', { appid: account().spec.appId })).is_trade_managed).toBe(true)
  account().miniProgram.settings.tradeManaged = false
  expect(await ship(transaction_id)).toBe(10_060_001)
  expect((await mini.post('/wxa/sec/order/is_trade_managed', { appid: 'wx0' })).errcode).toBe(40013)
  expect((await mini.post('/wxa/sec/order/set_msg_jump_path', { path: 'pages/order/list' })).errcode).toBe(0)
})

describe('upload_shipping_info refuses', () => {
  it.each([
    [{ order_key: { order_number_type: 3 } }, 268_485_194],
    [{ order_key: { order_number_type: 2 } }, 268_485_195],
    [{ order_key: { order_number_type: 1 } }, 268_485_196],
    [{ order_key: { order_number_type: 1, mchid: '1' } }, 268_485_197],
    [{ logistics_type: 5 }, 10_060_005],
    [{ delivery_mode: 3 }, 268_485_224],
    [{ delivery_mode: 2, logistics_type: 2, is_all_delivered: true }, 10_060_006],
    [{ delivery_mode: 2 }, 10_060_007],
    [{ shipping_list: [] }, 10_060_014],
    [{ delivery_mode: 2, is_all_delivered: true, shipping_list: Array.from({ length: 16 }, () => parcel()) }, 10_060_024],
    [{ shipping_list: [parcel('1'), parcel('2')] }, 268_485_228],
    [{ shipping_list: [parcel('1', { item_desc: '' })] }, 10_060_008],
    [{ shipping_list: [parcel('1', { item_desc: '茶'.repeat(121) })] }, 10_060_009],
    [{ shipping_list: [parcel('')] }, 268_485_226],
    [{ shipping_list: [parcel('1', { express_company: '' })] }, 268_485_227],
    [{ shipping_list: [parcel('1', { express_company: 'X'.repeat(129) })] }, 10_060_025],
    [{ shipping_list: [parcel('1'.repeat(129))] }, 10_060_026],
    [{ shipping_list: [parcel('1', { express_company: 'SF' })] }, 10_060_014],
    [{ shipping_list: [parcel('1', { express_company: 'SF', contact: { receiver_contact: '13912345678' } })] }, 10_060_014],
    [{ upload_time: '2026-11-22 12:00:00' }, 268_485_216],
    [{ payer: {} }, 10_060_014],
    [{ payer: { openid: 'oSomebodyElse' } }, 10_060_031],
  ])('%j with %i', async (more, errcode) => {
    expect(await ship(await paid(), more)).toBe(errcode)
  })

  it('nothing of a parcel of SF Express with its masked number', async () => {
    const contact = { receiver_contact: '139****5678' }
    expect(await ship(await paid(), { shipping_list: [parcel('SF1', { express_company: 'SF', contact })] })).toBe(0)
  })
})
