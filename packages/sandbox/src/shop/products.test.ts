import { describe, expect, it } from 'vitest'
import { hourMs } from '../days.ts'
import { callsOf } from '../testing/calls.ts'
import { heardAccount } from '../testing/worlds.ts'

const { sandbox, calls: shop, heard } = await heardAccount('shop')
const first = '10000152000000001'
/** What the staff does in the shop's console. */
const change = async (body: object) => {
  const answer = await fetch(`${sandbox.control}/product`, { method: 'POST', body: JSON.stringify(body) })
  return (await answer.json()) as { productId: string; status: number; editStatus: number; error?: string }
}
const get = (product_id: string, data_type = 3) => shop.post('/channels/ec/product/get', { product_id, data_type })
const list = async (status: number) => (await shop.post('/channels/ec/product/list/get', { status, page_size: 30 })).product_ids as string[]

describe('a product', () => {
  it('is edited beside what is sold, until its audit passes by itself', async () => {
    expect(await change({ product: first, title: '云雾绿茶 100g', priceFen: 12_000 })).toMatchObject({ editStatus: 2 })
    expect(await get(first)).toMatchObject({
      product: { title: '云雾绿茶 50g', min_price: 6800, edit_status: 2 },
      edit_product: { title: '云雾绿茶 100g', min_price: 12_000 },
    })
    await heard.pass(hourMs)
    expect(await get(first, 1)).toMatchObject({ product: { title: '云雾绿茶 100g', min_price: 12_000, edit_status: 4 } })
    expect(heard.events('product_spu_audit')[0]!.ProductSpuAudit).toEqual({ product_id: first, status: 4, reason: '' })
    expect(heard.events('product_spu_update')).toHaveLength(1)
  })

  it('that is refused stays as it was sold', async () => {
    await change({ product: first, title: '治百病的茶' })
    await change({ product: first, audit: 'refuse', reason: '宣传疗效' })
    await heard.pass(hourMs)
    expect(await get(first)).toMatchObject({ product: { title: '云雾绿茶 50g', edit_status: 3 } })
    expect(heard.events('product_spu_audit').map(({ ProductSpuAudit }) => ProductSpuAudit)).toEqual([
      { product_id: first, status: 3, reason: '宣传疗效' },
    ])
  })

  it('is made, audited, put on the shelf, bought and taken off', async () => {
    const { productId } = await change({ title: '新茶样品', priceFen: 1900, stock: 2 })
    expect((await change({ product: productId, status: 5 })).error).toContain('audit')
    await change({ product: productId, audit: 'pass' })
    await change({ product: productId, status: 5 })
    expect(await list(5)).toContain(productId)
    await sandbox.act('shop-order', 'mei', { product: productId, count: 2 })
    await expect(sandbox.act('shop-order', 'mei', { product: productId })).rejects.toThrow('sold out')
    await change({ product: productId, status: 11, reason: '卖完' })
    expect(await list(11)).toEqual([productId])
    await expect(sandbox.act('shop-order', 'mei', { product: productId })).rejects.toThrow('not on sale')
    await heard.pass(0)
    expect(heard.events('channels_ec_stock_no_enough')[0]!.StockNoEnough).toMatchObject({ product_id: productId })
    expect(
      heard.events('product_spu_listing').map(({ ProductSpuListing }) => (ProductSpuListing as unknown as { status: number }).status),
    ).toEqual([5, 11])
  })
})

it('products are listed by state, page by page, and wrong questions are 40097', async () => {
  const page = await shop.post('/channels/ec/product/list/get', { page_size: 5 })
  expect(page).toMatchObject({ total_num: 8, product_ids: expect.arrayContaining([first]) })
  expect((await shop.post('/channels/ec/product/list/get', { page_size: 5, next_key: page.next_key })).product_ids).toHaveLength(3)
  expect((await shop.post('/channels/ec/product/list/get', {})).errcode).toBe(40097)
  expect((await get('1')).errcode).toBe(40097)
  expect((await get(first, 4)).errcode).toBe(40097)
})

it('a card of a product goes into an article while it is on sale', async () => {
  const service = callsOf(sandbox, 'service')
  const card = (more: object = {}) =>
    service.post('/channels/ec/service/product/getcardinfo', { product_id: first, article_type: 'news', card_type: 0, ...more })
  expect(await card()).toMatchObject({ product_key: expect.any(String), DOM: expect.stringContaining('product_key') })
  expect(await card({ article_type: 'newspic' })).not.toHaveProperty('DOM')
  expect((await card({ card_type: 9 })).errcode).toBe(40097)
  await change({ product: first, status: 11 })
  expect((await card()).errcode).toBe(53405)
})

describe('the shop’s own home', () => {
  const home = async () =>
    (await shop.post('/channels/ec/store/window/product/list/get', { page_size: 10 })).products as {
      product_id: string
      is_set_hide: number
      is_set_top: number
    }[]
  const order = async () => (await home()).map(({ product_id }) => product_id)

  it('is ordered, hidden and topped product by product', async () => {
    const ids = await order()
    expect(await shop.post('/channels/ec/store/window/product/reorder', { product_id: ids[7], index_num: 2 })).toMatchObject({ errcode: 0 })
    expect(await order()).toEqual([ids[0], ids[7], ...ids.slice(1, 7)])
    await shop.post('/channels/ec/store/window/product/settop', { product_id: ids[3], is_set_top: 1 })
    expect((await home())[0]).toEqual({ product_id: ids[3], is_set_hide: 0, is_set_top: 1 })
    await shop.post('/channels/ec/store/window/product/hide', { product_id: ids[0], is_set_hide: 1 })
    expect((await home()).find(({ product_id }) => product_id === ids[0])!.is_set_hide).toBe(1)
    await change({ product: ids[1], status: 11 })
    expect(await order()).not.toContain(ids[1])
  })

  it.each([
    ['reorder', { product_id: first, index_num: 0 }],
    ['reorder', { product_id: '1', index_num: 1 }],
    ['hide', { product_id: first, is_set_hide: 2 }],
    ['settop', { product_id: first, is_set_top: 2 }],
    ['list/get', {}],
  ])('%s refuses %j', async (name, body) => {
    expect((await shop.post(`/channels/ec/store/window/product/${name}`, body)).errcode).toBe(40097)
  })
})

describe('links', () => {
  it('lead to a product, and name the member of staff in the order', async () => {
    const ids = (await shop.post('/channels/ec/wecom/get_wecom_id', { corp_id: 'ww1', user_id: 'zhang' })).data as { wecom_user_id: string }
    expect((await shop.post('/channels/ec/wecom/get_wecom_id', { corp_id: 'ww1', user_id: 'zhang' })).data).toEqual(ids)
    const { product_taglink } = await shop.post('/channels/ec/product/taglink/get', { product_id: first, ...ids })
    expect(product_taglink).toMatch(/^#视频号小店:\/\//)
    const placed = await sandbox.act('shop-order', 'mei', { link: product_taglink, from: 'product' })
    expect((await shop.post('/channels/ec/order/get', { order_id: placed.order_id })).order).toMatchObject({
      order_detail: {
        product_infos: [{ product_id: first }],
        sharer_info: { share_scene: 9 },
        sku_sharer_infos: [{ from_wecom: true, share_scene: 9 }],
        source_infos: [{ content_type: 1, content_id: ids.wecom_user_id }],
      },
    })
  })

  it('of all kinds have their form, and a scheme ends', async () => {
    const text = async (path: string, field: string, body: object = { product_id: first }) =>
      String((await shop.post(`/channels/ec/${path}`, body))[field])
    expect(await text('product/h5url/get', 'product_h5url')).toMatch(/^https:\/\/channels\.weixin\.qq\.com\/shop\/a\//)
    expect(await text('product/qrcode/get', 'product_qrcode')).toMatch(/\.png$/)
    expect(await text('basics/shop/h5url/get', 'shop_h5url', {})).toMatch(/\/shop\/b\//)
    expect(await text('basics/shop/taglink/get', 'shop_taglink', {})).toMatch(/^#微信小店:\/\//)
    expect(await text('basics/shop/qrcode/get', 'shop_qrcode', {})).toMatch(/\.png$/)
    const from_appid = sandbox.realm.appIdOf('mini-program')
    const link = await text('product/scheme/get', 'openlink', { product_id: first, from_appid, expire: 60 })
    expect((await sandbox.act('shop-order', 'mei', { link })).value_fen).toBe(6800)
    sandbox.clock.set({ by: 60_000 })
    await expect(sandbox.act('shop-order', 'mei', { link })).rejects.toThrow('ended')
  })

  it.each([
    ['product/h5url/get', { product_id: '1' }, 40097],
    ['product/taglink/get', { product_id: first, wecom_corp_id: 'x', wecom_user_id: 'y' }, 40097],
    ['basics/shop/qrcode/get', { wecom_corp_id: 'x' }, 40097],
    ['product/scheme/get', { product_id: first, from_appid: 'wx0' }, 40013],
    ['wecom/get_wecom_id', { corp_id: 'x' }, 40097],
  ])('%s refuses %j with %i', async (path, body, errcode) => {
    expect((await shop.post(`/channels/ec/${path}`, body)).errcode).toBe(errcode)
  })
})

describe('members', () => {
  it('join, earn points by buying, rise and leave', async () => {
    const openid = sandbox.person('mei').openids.shop!
    await sandbox.act('shop-member', 'mei')
    await sandbox.act('shop-order', 'mei', { valueFen: 12_345 })
    expect(await shop.post('/channels/ec/vip/user/list/get', { page_num: 1, page_size: 10 })).toMatchObject({
      total_num: 1,
      list: [{ openid, unionid: sandbox.person('mei').unionid, user_grade_info: { grade: 2, experience_value: '123' } }],
    })
    expect((await shop.post('/channels/ec/vip/user/score/get', { openid })).info).toEqual({ score: '123' })
    expect((await shop.post('/channels/ec/vip/user/score/flowrecord/get', { openid, page_num: 1, page_size: 10 })).list).toEqual([
      { score: '123', source: 1, remark: '购物' },
    ])
    expect((await shop.post('/channels/ec/vip/user/info/get', { openid })).info).toMatchObject({ user_grade_info: { grade: 2 } })
    await sandbox.act('shop-member', 'mei', { leave: true })
    expect((await shop.post('/channels/ec/vip/user/info/get', { openid })).errcode).toBe(40097)
    expect((await shop.post('/channels/ec/vip/user/list/get', { page_num: 0, page_size: 1 })).errcode).toBe(40097)
    await heard.pass(0)
    for (const name of ['join', 'score_update', 'grade_info_update', 'close'])
      expect(heard.events(`channels_ec_vip_${name}`)).toHaveLength(1)
    expect((await shop.post('/channels/ec/vip/v3/wxa/info/get')).wxa_appid).toBe(sandbox.realm.appIdOf('mini-program'))
  })
})
