import { describe, expect, it } from 'vitest'
import { dayMs } from '../days.ts'
import { heardAccount } from '../testing/worlds.ts'

const { sandbox, calls: shop, heard } = await heardAccount('shop')
const place = async (options: Record<string, unknown> = {}) => String((await sandbox.act('shop-order', 'mei', options)).order_id)
const ask = async (order: string, more: Record<string, unknown> = {}) =>
  String((await sandbox.act('after-sale', 'mei', { order, type: 'REFUND', ...more })).after_sale_order_id)
const go = (id: string, what: string) => sandbox.act('after-sale', 'mei', { id, do: what })
const status = async (after_sale_order_id: string) =>
  ((await shop.post('/channels/ec/aftersale/getaftersaleorder', { after_sale_order_id })).after_sale_order as { status: string }).status
const order = async (order_id: string) =>
  (await shop.post('/channels/ec/order/get', { order_id })).order as unknown as {
    status: number
    order_detail: { product_infos: object[] }
    aftersale_detail: object
  }
const told = async () => {
  await heard.pass(0)
  return heard
    .events('channels_ec_aftersale_update')
    .map(({ finder_shop_aftersale_status_update: body }) => (body as { status: string }).status)
}

describe('an after-sale', () => {
  it('without goods is agreed to, paid back and ends the order', async () => {
    const id = await place({ product: '冷泡茶包 12 支', valueFen: 3900 })
    const asked = await ask(id)
    expect(await order(id)).toMatchObject({
      order_detail: { product_infos: [{ on_aftersale_sku_cnt: 1 }] },
      aftersale_detail: { on_aftersale_order_cnt: 1 },
    })
    await go(asked, 'agree')
    expect(await status(asked)).toBe('PLATFORM_REFUNDING')
    await heard.pass(5 * 60_000)
    expect((await shop.post('/channels/ec/aftersale/getaftersaleorder', { after_sale_order_id: asked })).after_sale_order).toMatchObject({
      status: 'MERCHANT_REFUND_SUCCESS',
      type: 'REFUND',
      refund_info: { amount: 3900 },
      complete_time: sandbox.clock.seconds(),
    })
    expect(await order(id)).toMatchObject({
      status: 200,
      order_detail: { product_infos: [{ on_aftersale_sku_cnt: 0, finish_aftersale_sku_cnt: 1 }] },
      aftersale_detail: { on_aftersale_order_cnt: 0 },
    })
    expect(await told()).toEqual(['MERCHANT_PROCESSING', 'PLATFORM_REFUNDING', 'MERCHANT_REFUND_SUCCESS'])
    expect(heard.events('channels_ec_order_cancel')[0]!.order_info).toEqual({ order_id: id, cancel_type: 3 })
  })

  it('with goods waits for them to be sent and received', async () => {
    const id = await place({ count: 2, valueFen: 10_000 })
    await sandbox.act('shop-step', 'mei', { order: id, do: 'ship' })
    const asked = await ask(id, { type: 'RETURN', count: 1 })
    for (const move of ['agree', 'send', 'receive', 'fail', 'refund']) await go(asked, move)
    expect(await told()).toEqual([
      'MERCHANT_PROCESSING',
      'USER_WAIT_RETURN',
      'MERCHANT_WAIT_RECEIPT',
      'PLATFORM_REFUNDING',
      'PLATFORM_REFUND_FAIL',
      'MERCHANT_RETURN_SUCCESS',
    ])
    expect((await order(id)).status).toBe(30)
    await expect(ask(id, { count: 2 })).rejects.toThrow('left')
  })

  it('may be refused, asked again and taken back', async () => {
    const asked = await ask(await place())
    await go(asked, 'reject')
    expect(await status(asked)).toBe('MERCHANT_REJECT_REFUND')
    await go(asked, 'again')
    await go(asked, 'cancel')
    expect(await status(asked)).toBe('USER_CANCELD')
    await expect(go(asked, 'agree')).rejects.toThrow('USER_CANCELD')
  })

  it('goes on by itself when a side stays silent', async () => {
    const first = await place()
    const overdue = await ask(first)
    await heard.pass(2 * dayMs)
    await heard.pass(0)
    await heard.pass(5 * 60_000)
    expect(await told()).toEqual(['MERCHANT_PROCESSING', 'MERCHANT_OVERDUE_REFUND', 'PLATFORM_REFUNDING', 'MERCHANT_REFUND_SUCCESS'])
    expect(await status(overdue)).toBe('MERCHANT_REFUND_SUCCESS')
    const second = await place()
    await sandbox.act('shop-step', 'mei', { order: second, do: 'ship' })
    const waiting = await ask(second, { type: 'RETURN' })
    await go(waiting, 'agree')
    await heard.pass(7 * dayMs)
    expect(await status(waiting)).toBe('RETURN_CLOSED')
  })

  it.each([
    [{ type: 'EXCHANGE' }, 'REFUND or a RETURN'],
    [{ type: 'RETURN' }, 'not shipped'],
    [{ amountFen: 1_000_000 }, 'More than was paid'],
    [{ count: 5 }, 'left'],
  ])('with %j is refused on the phone', async (more, words) => {
    await expect(ask(await place(), more)).rejects.toThrow(words)
  })
})

it('after-sales are listed by time; 100002 and 40097 otherwise', async () => {
  const ids = [await ask(await place()), await ask(await place())]
  const now = sandbox.clock.seconds()
  const list = (begin_create_time: number, end_create_time: number) =>
    shop.post('/channels/ec/aftersale/getaftersalelist', { begin_create_time, end_create_time })
  expect(await list(now, now)).toMatchObject({ after_sale_order_id_list: ids, has_more: false })
  expect((await list(now + 1, now + 2)).after_sale_order_id_list).toEqual([])
  expect((await list(now, now - 1)).errcode).toBe(40097)
  expect((await shop.post('/channels/ec/aftersale/getaftersaleorder', { after_sale_order_id: '1' })).errcode).toBe(100002)
})
