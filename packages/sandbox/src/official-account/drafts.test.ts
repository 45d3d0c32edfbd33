import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Sandbox } from '../sandbox.ts'
import { type Calls, callsOf, coverOf, files } from '../testing/calls.ts'
import { quietWorld } from '../testing/worlds.ts'

let sandbox: Sandbox
let calls: Calls
let cover: string

beforeAll(async () => {
  sandbox = await quietWorld()
  calls = callsOf(sandbox)
})
beforeEach(async () => {
  sandbox.realm.reset()
  cover = await coverOf(calls)
})
afterAll(() => sandbox.close())

const article = (more: Record<string, unknown> = {}) => ({ title: '周三上新', content: '<p>新茶到店</p>', thumb_media_id: cover, ...more })
const add = (...articles: Record<string, unknown>[]) => calls.post('/cgi-bin/draft/add', { articles })
const get = (media_id: unknown) => calls.post('/cgi-bin/draft/get', { media_id })
const code = async (more: Record<string, unknown>) => (await add(article(more))).errcode ?? 0
const chars = (n: number) => '茶'.repeat(n)

it('keeps a draft, changes one of its articles and forgets it', async () => {
  const { media_id } = await add(article(), article({ title: '第二篇' }))
  expect(await get(media_id)).toMatchObject({
    news_item: [
      { title: '周三上新', article_type: 'news', thumb_media_id: cover, thumb_url: expect.stringMatching(/^http/) },
      { title: '第二篇' },
    ],
    create_time: 1_795_320_000,
  })
  sandbox.clock.set({ by: 60_000 })
  const update = (index: number, articles: unknown = article({ title: '改过' })) =>
    calls.post('/cgi-bin/draft/update', { media_id, index, articles })
  expect(await update(1)).toMatchObject({ errcode: 0 })
  expect(await get(media_id)).toMatchObject({ news_item: [{ title: '周三上新' }, { title: '改过' }], update_time: 1_795_320_060 })
  expect(await update(2)).toMatchObject({ errcode: 40114 })
  expect(await update(0, article({ title: chars(33) }))).toMatchObject({ errcode: 45003 })
  expect(await calls.get('/cgi-bin/draft/count')).toEqual({ total_count: 1 })
  expect(await calls.post('/cgi-bin/draft/delete', { media_id })).toMatchObject({ errcode: 0 })
  for (const path of ['get', 'delete']) expect(await calls.post(`/cgi-bin/draft/${path}`, { media_id })).toMatchObject({ errcode: 40007 })
  expect(await calls.post('/cgi-bin/draft/get', {})).toMatchObject({ errcode: 41006 })
  expect(await calls.get('/cgi-bin/draft/count')).toEqual({ total_count: 0 })
})

it('lists the newest first, with or without content', async () => {
  for (let n = 0; n < 5; n++) {
    sandbox.clock.set({ by: 1000 })
    await add(article({ title: `第${n}篇` }))
  }
  const page = (offset: number, count: number, no_content = 0) => calls.post('/cgi-bin/draft/batchget', { offset, count, no_content })
  const first = await page(0, 2)
  expect(first).toMatchObject({ total_count: 5, item_count: 2 })
  expect((first.item as { content: { news_item: { title: string }[] } }[]).map(item => item.content.news_item[0]!.title)).toEqual([
    '第4篇',
    '第3篇',
  ])
  expect(await page(4, 20, 1)).toMatchObject({ item_count: 1, item: [{ content: { news_item: [{ title: '第0篇', content: '' }] } }] })
  expect(await page(0, 21)).toMatchObject({ errcode: 40035 })
})

it('refuses what an article may not be, each with its code', async () => {
  expect(await add()).toMatchObject({ errcode: 44003 })
  expect(await add(...Array.from({ length: 9 }, () => article()))).toMatchObject({ errcode: 45008 })
  expect(await code({ title: chars(32) })).toBe(0)
  expect(await code({ title: '🍵'.repeat(32) })).toBe(0)
  for (const title of ['', chars(33)]) expect(await code({ title })).toBe(45003)
  expect(await code({ digest: chars(128) })).toBe(0)
  expect(await code({ digest: chars(129) })).toBe(45004)
  expect(await code({ author: chars(17) })).toBe(40035)
  expect(await code({ content: '' })).toBe(44004)
  expect(await code({ content: chars(349_526) })).toBe(45002)
  expect(await code({ content_source_url: `https://tea.example/${'a'.repeat(1005)}` })).toBe(45005)
  expect(await code({ content_source_url: 'tea.example' })).toBe(41039)
  expect(await code({ thumb_media_id: undefined })).toBe(41006)
  expect(await code({ thumb_media_id: 'none' })).toBe(40007)
  const temporary = await calls.upload('/cgi-bin/media/upload?type=image', { media: files.jpg() })
  expect(await code({ thumb_media_id: temporary.media_id })).toBe(40007)
  expect(await code({ need_open_comment: 2 })).toBe(40035)
  expect(await code({ pic_crop_235_1: '0_0_1_1' })).toBe(0)
  expect(await code({ pic_crop_235_1: '0_0_2_1' })).toBe(40035)
  expect(await code({ article_type: 'poem' })).toBe(40035)
})

it('answers 47001 to fields that are no text and articles that are no objects', async () => {
  for (const wrong of [null, 1, 'x'])
    expect(await calls.post('/cgi-bin/draft/add', { articles: [wrong] })).toMatchObject({ errcode: expect.any(Number) })
  expect(await calls.post('/cgi-bin/draft/add', { articles: [null] })).toMatchObject({ errcode: 47001 })
  expect(await code({ digest: 7 })).toBe(47001)
  expect(await calls.post('/cgi-bin/menu/create', { button: [null] })).toMatchObject({ errcode: 47001 })
})

it('takes pictures with text as newspic', async () => {
  const pictures = (n: number) => ({ image_list: Array.from({ length: n }, () => ({ image_media_id: cover })) })
  const newspic = { article_type: 'newspic', thumb_media_id: undefined, content: '三张茶园' }
  expect(await code({ ...newspic, image_info: pictures(3) })).toBe(0)
  expect(await code({ ...newspic, image_info: pictures(20) })).toBe(0)
  for (const image_info of [undefined, pictures(0), pictures(21)]) expect(await code({ ...newspic, image_info })).toBe(40035)
  expect(await code({ ...newspic, image_info: pictures(1), content: '<p>标签</p>' })).toBe(45166)
  expect(await code({ ...newspic, image_info: { image_list: [{ image_media_id: 'none' }] } })).toBe(40007)
  const cover_info = (ratio: string) => ({ crop_percent_list: [{ ratio, x1: '0', y1: '0', x2: '1', y2: '1' }] })
  expect(await code({ ...newspic, image_info: pictures(1), cover_info: cover_info('1_1') })).toBe(0)
  expect(await code({ ...newspic, image_info: pictures(1), cover_info: cover_info('4_3') })).toBe(40035)
})

it('takes scripts and foreign pictures out, and makes a digest of a single article', async () => {
  const { url } = await calls.upload('/cgi-bin/media/uploadimg', { media: files.png() })
  const content = `<p onclick="x()">甲</p><script>alert(1)</script><img src="https://elsewhere.example/a.png"><img src="${url}">`
  const { media_id } = await add(article({ content }))
  expect(await get(media_id)).toMatchObject({ news_item: [{ content: `<p>甲</p><img src="${url}">`, digest: '甲' }] })
})

it('takes cards of linked Mini Programs only, closed and with a title that fits', async () => {
  const appid = sandbox.realm.appIdOf('mini-program')
  const card = (id = appid, title = '去看看', end = '</mp-common-miniprogram>', picture = 'https://mmbiz.qpic.cn/x/0') =>
    `<p><mp-common-miniprogram data-miniprogram-appid="${id}" data-miniprogram-path="pages/index/index" data-miniprogram-title="${title}" data-miniprogram-imageurl="${picture}" data-miniprogram-type="card">${end}</p>`
  expect(await code({ content: card() })).toBe(0)
  expect(await code({ content: card('wx00000000000000aa') })).toBe(45166)
  expect(await code({ content: card(appid, chars(36)) })).toBe(45166)
  expect(await code({ content: card(appid, '去看看', '') })).toBe(45166)
  expect(await code({ content: card(appid, '去看看', '</mp-common-miniprogram>', 'https://elsewhere.example/a.jpg') })).toBe(45166)
  expect(await code({ content: `<a data-miniprogram-appid="${appid}" href="">去</a>` })).toBe(45166)
})

it('takes cards of products that are on sale, while the account may sell', async () => {
  const product_id = sandbox.world.content.products[0]!.productId
  const card = await calls.post('/channels/ec/service/product/getcardinfo', { product_id, article_type: 'news', card_type: 0 })
  const foot = (product_key: unknown) => ({ product_info: { footer_product_info: { product_key } } })
  expect(await code(foot(card.product_key))).toBe(0)
  expect(await code({ content: `<p>茶</p>${card.DOM}` })).toBe(0)
  expect(await code(foot('key_1_0'))).toBe(53405)
  for (const [selling, errcode] of [
    ['barred', 53404],
    ['off', 53406],
  ]) {
    await fetch(`${sandbox.control}/account`, { method: 'POST', body: JSON.stringify({ account: 'service', selling }) })
    expect(await code(foot(card.product_key))).toBe(errcode)
  }
})

it('asks whether the draft box is on, and switches it on', async () => {
  expect(await calls.post('/cgi-bin/draft/switch?checkonly=1')).toMatchObject({ is_open: 1 })
  sandbox.realm.account('service').official.habit.draftBox = false
  expect(await calls.post('/cgi-bin/draft/switch?checkonly=1')).toMatchObject({ is_open: 0 })
  expect(await calls.post('/cgi-bin/draft/switch')).toMatchObject({ is_open: 1 })
})
