import { createClient, getPublish, normalizeMessage, submitPublish } from '@wematrix/wechat'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Sandbox } from '../sandbox.ts'
import { type Calls, callsOf, coverOf } from '../testing/calls.ts'
import { listener, quietWorld } from '../testing/worlds.ts'
import { publishMs } from './publications.ts'

let sandbox: Sandbox
let calls: Calls
let product: Awaited<ReturnType<typeof listener>>
let cover: string

beforeAll(async () => {
  sandbox = await quietWorld()
  calls = callsOf(sandbox)
  product = await listener(sandbox, 'service', 'xml')
})
beforeEach(async () => {
  await sandbox.callbacks.settled()
  sandbox.realm.reset()
  product.product.callbacks.length = 0
  cover = await coverOf(calls)
})
afterAll(async () => {
  await product.close()
  await sandbox.close()
})

const draft = async (titles = ['周三上新'], content = '<p>新茶</p>') =>
  String((await calls.post('/cgi-bin/draft/add', { articles: titles.map(title => ({ title, content, thumb_media_id: cover })) })).media_id)
const submit = (media_id: string) => calls.post('/cgi-bin/freepublish/submit', { media_id })
const state = (publish_id: unknown) => calls.post('/cgi-bin/freepublish/get', { publish_id })
const control = (path: string, body: unknown) =>
  fetch(`${sandbox.control}/${path}`, { method: 'POST', body: JSON.stringify(body) }).then(answer => answer.json())
const count = async () => (await calls.get('/cgi-bin/draft/count')).total_count
const events = () => product.events('PUBLISHJOBFINISH').map(fields => normalizeMessage(fields) as unknown as Record<string, unknown>)

it('goes from running to published, tells the callback, and takes the draft out of the box', async () => {
  const { publish_id, msg_data_id, errcode } = await submit(await draft(['甲', '乙']))
  expect([errcode, typeof publish_id, typeof msg_data_id]).toEqual([0, 'string', 'number'])
  expect(await state(publish_id)).toEqual({ publish_id, publish_status: 1, fail_idx: [] })
  expect(await count()).toBe(0)
  await product.pass(publishMs)
  const done = await state(publish_id)
  expect(done).toMatchObject({ publish_status: 0, article_detail: { count: 2, item: [{ idx: 1 }, { idx: 2 }] }, fail_idx: [] })
  expect(events()).toHaveLength(1)
  expect(events()[0]!.PublishEventInfo).toMatchObject({
    publish_id,
    publish_status: 0,
    article_id: done.article_id,
    article_detail: { count: 2 },
  })
  expect(await count()).toBe(0)
  const { news_item } = await calls.post('/cgi-bin/freepublish/getarticle', { article_id: done.article_id })
  expect(news_item).toMatchObject([
    { title: '甲', is_deleted: false, url: expect.stringContaining('https://mp.weixin.qq.com/s/') },
    { title: '乙' },
  ])
})

it.each([
  [2, 'publish', 2],
  [3, 'publish', 3],
  [4, 'publish', 4],
])('ends in %i when told so: the event says which articles, the draft is back', async (status, name, value) => {
  await control('account', { account: 'service', [name]: value })
  const { publish_id } = await submit(await draft())
  await product.pass(publishMs)
  expect(await state(publish_id)).toEqual({ publish_id, publish_status: status, fail_idx: [1] })
  expect(events()[0]!.PublishEventInfo).toMatchObject({ publish_status: status, fail_idx: [1] })
  expect(await count()).toBe(1)
})

it('rejects an article with a risky word, and refuses with the codes that the account is told', async () => {
  const { publish_id } = await submit(await draft(['普通'], '<p>赌博</p>'))
  await product.pass(publishMs)
  expect(await state(publish_id)).toMatchObject({ publish_status: 4 })
  for (const code of [53503, 53504, 53505]) {
    await control('account', { account: 'service', publish: code })
    expect(await submit(await draft())).toMatchObject({ errcode: code })
  }
  expect(await submit('none')).toMatchObject({ errcode: 40007 })
  expect(await state('1')).toMatchObject({ errcode: 40035 })
})

it('lists what is published, the newest first, and takes articles down for good', async () => {
  const ids: unknown[] = []
  for (const title of ['甲', '乙']) {
    const { publish_id } = await submit(await draft([title, `${title}二`]))
    await product.pass(publishMs)
    ids.push(publish_id, (await state(publish_id)).article_id)
  }
  const list = async () => await calls.post('/cgi-bin/freepublish/batchget', { offset: 0, count: 20, no_content: 1 })
  expect(await list()).toMatchObject({ total_count: 2, item: [{ content: { news_item: [{ title: '乙', content: '' }, {}] } }, {}] })
  const remove = (index?: number) => calls.post('/cgi-bin/freepublish/delete', { article_id: ids[1], index })
  expect(await remove(3)).toMatchObject({ errcode: 40114 })
  expect(await remove(1)).toMatchObject({ errcode: 0 })
  expect(await calls.post('/cgi-bin/freepublish/getarticle', { article_id: ids[1] })).toMatchObject({
    news_item: [{ is_deleted: true }, { is_deleted: false }],
  })
  expect(await state(ids[0])).toMatchObject({ publish_status: 0, article_detail: { count: 1, item: [{ idx: 2 }] } })
  expect(await remove()).toMatchObject({ errcode: 0 })
  expect(await state(ids[0])).toMatchObject({ publish_status: 5 })
  expect(await remove()).toMatchObject({ errcode: 53600 })
  expect(await calls.post('/cgi-bin/freepublish/getarticle', { article_id: 'none' })).toMatchObject({ errcode: 53600 })
  expect(await list()).toMatchObject({ total_count: 1 })
  await control('article', { account: 'service', article: ids[3] })
  expect(await state(ids[2])).toMatchObject({ publish_status: 6 })
  expect(await list()).toMatchObject({ total_count: 0 })
})

it('lets menus and messages show an article that is out, and no other', async () => {
  const { publish_id } = await submit(await draft())
  await product.pass(publishMs)
  const { article_id } = await state(publish_id)
  const menu = (id: unknown) => calls.post('/cgi-bin/menu/create', { button: [{ type: 'article_id', name: '新文章', article_id: id }] })
  expect(await menu(article_id)).toMatchObject({ errcode: 0 })
  expect(await menu('none')).toMatchObject({ errcode: 53600 })
  await sandbox.person('lin').follow('service')
  const send = (id: unknown) =>
    calls.post('/cgi-bin/message/custom/send', {
      touser: sandbox.person('lin').openids.service,
      msgtype: 'mpnewsarticle',
      mpnewsarticle: { article_id: id },
    })
  expect(await send('none')).toMatchObject({ errcode: 53600 })
  expect(await send(article_id)).toMatchObject({ errcode: 0 })
})

it('publishes by agenda even when a snapshot lies between, and not for accounts that are not verified', async () => {
  const { publish_id } = await submit(await draft())
  const kept = sandbox.realm.snapshot()
  await product.pass(publishMs)
  sandbox.realm.restore(kept)
  expect(await state(publish_id)).toMatchObject({ publish_status: 1 })
  await product.pass(publishMs)
  expect(await state(publish_id)).toMatchObject({ publish_status: 0 })
  await control('account', { account: 'service', verified: false })
  expect(await state(publish_id)).toMatchObject({ errcode: 48001 })
})

it('speaks with our own client', async () => {
  const { appId, appSecret } = sandbox.realm.account('service').spec
  const client = createClient({ credentials: { appId, appSecret }, baseUrl: sandbox.url, clock: sandbox.clock })
  const { publish_id, msg_data_id } = await submitPublish(client, { media_id: await draft() })
  expect(msg_data_id).toMatch(/^\d+$/)
  await product.pass(publishMs)
  expect(await getPublish(client, { publish_id })).toMatchObject({ publish_id, publish_status: 0 })
})
