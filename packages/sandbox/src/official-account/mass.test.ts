import { normalizeMessage } from '@wematrix/wechat'
import { beforeEach, expect, it } from 'vitest'
import { dayMs } from '../days.ts'
import { crowdOpenid, gatherCrowd, leaveCrowd } from '../state/crowd.ts'
import { callsOf, coverOf, files } from '../testing/calls.ts'
import { heardAccount } from '../testing/worlds.ts'

const { sandbox, calls, heard: product } = await heardAccount('service')
const minute = 60_000
beforeEach(async () => {
  for (const name of ['lin', 'mei', 'hao']) await sandbox.person(name).follow('service')
})

const openid = (name: string) => sandbox.person(name).openids.service
const text = (content: string) => ({ msgtype: 'text', text: { content } })
const toAll = (more: Record<string, unknown> = text('周三上新')) =>
  calls.post('/cgi-bin/message/mass/sendall', { filter: { is_to_all: true }, ...more })
const to = (names: string[], more: Record<string, unknown> = text('周三上新')) =>
  calls.post('/cgi-bin/message/mass/send', { touser: names.map(openid), ...more })
const status = async (msg_id: unknown) => (await calls.post('/cgi-bin/message/mass/get', { msg_id })).msg_status
const heard = (name: string) =>
  sandbox
    .person(name)
    .received()
    .filter(({ by }) => by === 'mass')
    .map(({ content }) => content)
/** In the order of their jobs: pushes may overtake each other. */
const events = () =>
  product
    .events('MASSSENDJOBFINISH')
    .map(fields => normalizeMessage(fields) as unknown as Record<string, unknown>)
    .sort((a, b) => Number(a.MsgID) - Number(b.MsgID))
const control = (path: string, body: unknown) =>
  fetch(`${sandbox.control}/${path}`, { method: 'POST', body: JSON.stringify(body) }).then(answer => answer.json())
const draft = async (titles = ['甲']) => {
  const thumb_media_id = await coverOf(calls)
  const articles = titles.map(title => ({ title, content: `<p>${title}</p>`, thumb_media_id }))
  return String((await calls.post('/cgi-bin/draft/add', { articles })).media_id)
}

it('lands on every follower’s phone and tells the counts', async () => {
  const { msg_id, errcode } = await toAll()
  expect([errcode, typeof msg_id, await status(msg_id)]).toEqual([0, 'number', 'SENDING'])
  expect(heard('lin')).toEqual([])
  await product.pass(minute)
  expect(await status(msg_id)).toBe('SEND_SUCCESS')
  for (const name of ['lin', 'mei', 'hao']) expect(heard(name)).toMatchObject([text('周三上新')])
  expect(events()).toMatchObject([
    { MsgID: String(msg_id), Status: 'send success', TotalCount: 3, FilterCount: 3, SentCount: 3, ErrorCount: 0 },
  ])
})

it('sends an article: the draft leaves its box, the card has an address, the event names it', async () => {
  const media_id = await draft(['甲', '乙'])
  const { msg_data_id } = await toAll({ msgtype: 'mpnews', mpnews: { media_id }, send_ignore_reprint: 0 })
  expect(await calls.get('/cgi-bin/draft/count')).toEqual({ total_count: 0 })
  await product.pass(minute)
  const [card] = heard('mei')
  expect(card).toMatchObject({ msgtype: 'mpnews', msg_data_id: String(msg_data_id), articles: [{ title: '甲' }, { title: '乙' }] })
  expect(events()[0]).toMatchObject({
    CopyrightCheckResult: { Count: 0, CheckState: 1 },
    ArticleUrlResult: {
      Count: 2,
      ResultList: [{ ArticleIdx: 1, ArticleUrl: (card!.articles as { url: string }[])[0]!.url }, { ArticleIdx: 2 }],
    },
  })
})

it('counts a tag, and filters who left, who is blocked and who never followed', async () => {
  const { tag } = (await calls.post('/cgi-bin/tags/create', { tag: { name: '常客' } })) as { tag: { id: number } }
  await calls.post('/cgi-bin/tags/members/batchtagging', { openid_list: [openid('lin'), openid('mei')], tagid: tag.id })
  await calls.post('/cgi-bin/tags/members/batchblacklist', { openid_list: [openid('mei')] })
  await calls.post('/cgi-bin/message/mass/sendall', { filter: { is_to_all: false, tag_id: tag.id }, ...text('常客') })
  await to(['lin', 'hao', 'yan'], text('几位'))
  await sandbox.person('hao').unfollow('service')
  await product.pass(minute)
  expect(events()).toMatchObject([
    { TotalCount: 2, FilterCount: 1, SentCount: 1 },
    { TotalCount: 3, FilterCount: 1, SentCount: 1 },
  ])
  expect([heard('lin').length, heard('mei').length, heard('hao').length]).toEqual([2, 0, 0])
  expect(await calls.post('/cgi-bin/message/mass/sendall', { filter: { is_to_all: false, tag_id: 999 }, ...text('谁') })).toMatchObject({
    errcode: 45159,
  })
})

it('answers a repeat within 24 hours with the first msg_id, by clientmsgid or by content', async () => {
  const first = await toAll({ ...text('一'), clientmsgid: 'send_tag_2' })
  expect(await toAll({ ...text('二'), clientmsgid: 'send_tag_2' })).toMatchObject({ errcode: 45066 })
  sandbox.clock.set({ by: minute })
  expect(await toAll({ ...text('二'), clientmsgid: 'send_tag_2' })).toMatchObject({ errcode: 45065, msg_id: first.msg_id })
  const second = await toAll(text('三'))
  sandbox.clock.set({ by: 2 * minute })
  expect(await toAll(text('三'))).toMatchObject({ errcode: 45065, msg_id: second.msg_id })
  expect(await toAll({ ...text('四'), clientmsgid: 'x'.repeat(33) })).toMatchObject({ errcode: 45067 })
  sandbox.clock.set({ by: dayMs })
  expect(await toAll({ ...text('二'), clientmsgid: 'send_tag_2' })).toMatchObject({ errcode: 0 })
})

it('ends at four a month for a service account and one a day for a subscription account', async () => {
  for (const n of [1, 2, 3, 4]) expect(await toAll(text(`第${n}次`))).toMatchObject({ errcode: 0 })
  expect(await toAll(text('第5次'))).toMatchObject({ errcode: 45028 })
  await product.pass(dayMs)
  expect(await to(['lin', 'mei'], text('第5次'))).toMatchObject({ errcode: 45028 })
  sandbox.clock.set({ at: Date.parse('2026-11-30T16:00:00Z') })
  expect(await toAll(text('十二月'))).toMatchObject({ errcode: 0 })
  const other = callsOf(sandbox, 'subscription')
  const send = (content: string) => other.post('/cgi-bin/message/mass/sendall', { filter: { is_to_all: true }, ...text(content) })
  expect(await send('早')).toMatchObject({ errcode: 0 })
  expect(await send('晚')).toMatchObject({ errcode: 45028 })
  sandbox.clock.set({ by: dayMs })
  expect(await send('次日')).toMatchObject({ errcode: 0 })
  expect(await other.post('/cgi-bin/message/mass/send', { touser: ['a', 'b'], ...text('x') })).toMatchObject({ errcode: 48001 })
})

it('refuses content that does not exist and lists that do not fit', async () => {
  const code = async (more: Record<string, unknown>) => (await toAll(more)).errcode
  expect(await code({ msgtype: 'sticker' })).toBe(40008)
  expect(await code({ msgtype: 'wxcard', wxcard: { card_id: 'c' } })).toBe(45113)
  expect(await code(text(''))).toBe(44004)
  expect(await code({ msgtype: 'mpnews', mpnews: { media_id: 'none' } })).toBe(40007)
  expect(await code({ msgtype: 'voice', voice: { media_id: 'none' } })).toBe(40007)
  expect(await code({ msgtype: 'voice', voice: {} })).toBe(41006)
  expect(await code({ msgtype: 'image', images: { media_ids: [] } })).toBe(41006)
  const video = await calls.upload('/cgi-bin/media/upload?type=video', { media: files.mp4() })
  expect(await code({ msgtype: 'mpvideo', mpvideo: { media_id: video.media_id } })).toBe(40007)
  const ready = await calls.post('/cgi-bin/media/uploadvideo', { media_id: video.media_id, title: '泡茶', description: '' })
  expect(await code({ msgtype: 'mpvideo', mpvideo: { media_id: ready.media_id } })).toBe(0)
  const image = await calls.upload('/cgi-bin/media/upload?type=image', { media: files.jpg() })
  expect(await code({ msgtype: 'image', images: { media_ids: [image.media_id] } })).toBe(0)
  expect(await to(['lin'])).toMatchObject({ errcode: 40130 })
  expect(await calls.post('/cgi-bin/message/mass/send', { touser: 'lin', ...text('x') })).toMatchObject({ errcode: 40031 })
  const many = Array.from({ length: 10_001 }, (_, n) => `o${n}`)
  expect(await calls.post('/cgi-bin/message/mass/send', { touser: many, ...text('x') })).toMatchObject({ errcode: 40032 })
  expect(await calls.post('/cgi-bin/message/mass/sendall', text('x'))).toMatchObject({ errcode: 40035 })
})

it('shows a preview to one person, by openid or WeChat id, at no cost', async () => {
  const preview = (more: Record<string, unknown>) => calls.post('/cgi-bin/message/mass/preview', more)
  const media_id = await draft()
  expect(await preview({ touser: openid('lin'), msgtype: 'mpnews', mpnews: { media_id } })).toMatchObject({ errcode: 0 })
  expect(sandbox.person('lin').received().at(-1)).toMatchObject({ by: 'preview' })
  expect(await calls.get('/cgi-bin/draft/count')).toEqual({ total_count: 1 })
  expect(await preview({ towxname: 'nobody', ...text('x') })).toMatchObject({ errcode: 40132 })
  expect(await preview({ touser: 'nobody', ...text('x') })).toMatchObject({ errcode: 40003 })
  expect(await preview({ touser: openid('yan'), ...text('x') })).toMatchObject({ errcode: 43004 })
  for (let n = 4; n < 100; n++) expect(await preview({ towxname: 'mei', ...text('x') })).toMatchObject({ errcode: 0 })
  expect(await preview({ towxname: 'mei', ...text('x') })).toMatchObject({ errcode: 45009 })
})

it('deletes articles and videos that were sent, one or all', async () => {
  const remove = (more: Record<string, unknown>) => calls.post('/cgi-bin/message/mass/delete', more)
  const { msg_id } = await toAll({ msgtype: 'mpnews', mpnews: { media_id: await draft(['甲', '乙']) } })
  expect(await remove({ msg_id })).toMatchObject({ errcode: 40059 })
  await product.pass(minute)
  const [, second] = heard('lin')[0]!.articles as { url: string }[]
  expect(await remove({ msg_id, article_idx: 3 })).toMatchObject({ errcode: 40065 })
  expect(await remove({ msg_id, article_idx: 1 })).toMatchObject({ errcode: 0 })
  expect(await status(msg_id)).toBe('SEND_SUCCESS')
  expect(await remove({ url: 'https://mp.weixin.qq.com/s/none' })).toMatchObject({ errcode: 40060 })
  expect(await remove({ url: second!.url })).toMatchObject({ errcode: 0 })
  expect(await status(msg_id)).toBe('DELETE')
  expect(heard('lin')).toHaveLength(1)
  await expect(sandbox.act('read', 'lin', { article: second!.url })).rejects.toThrow('no article')
  const words = await toAll(text('只有字'))
  await product.pass(minute)
  expect(await remove({ msg_id: words.msg_id })).toMatchObject({ errcode: 40059 })
  expect(await calls.post('/cgi-bin/message/mass/get', { msg_id: 1 })).toMatchObject({ errcode: 40059 })
})

it('waits for the administrator while mass messages are protected, half an hour at most', async () => {
  await control('account', { account: 'service', massProtection: true })
  const first = await toAll(text('一'))
  expect(await toAll(text('二'))).toMatchObject({ errcode: 89504 })
  await product.pass(20 * minute)
  expect(await status(first.msg_id)).toBe('SENDING')
  await control('mass', { account: 'service', accepts: true })
  await product.pass(minute)
  expect(await status(first.msg_id)).toBe('SEND_SUCCESS')
  await toAll(text('三'))
  await product.pass(30 * minute)
  const refused = await toAll(text('四'))
  await control('mass', { account: 'service', accepts: false })
  expect(await status(refused.msg_id)).toBe('SEND_FAIL')
  await product.pass(minute)
  expect(await toAll(text('四'))).toMatchObject({ errcode: 89505 })
  expect(events().map(event => event.Status)).toEqual(['send success', 'err(40002)', 'err(40001)'])
  expect(heard('lin')).toHaveLength(1)
})

it('fails for its content or as told, and the draft comes back', async () => {
  await toAll(text('代开发票'))
  await control('account', { account: 'service', reprint: true })
  await toAll({ msgtype: 'mpnews', mpnews: { media_id: await draft() }, send_ignore_reprint: 0 })
  await product.pass(minute)
  await toAll({ msgtype: 'mpnews', mpnews: { media_id: await draft(['乙']) }, send_ignore_reprint: 1 })
  await control('account', { account: 'service', mass: 'send fail' })
  await toAll(text('平常'))
  await product.pass(minute)
  expect(events().map(event => event.Status)).toEqual(['err(20008)', 'err(30003)', 'send fail', 'send fail'])
  expect(events()[1]).toMatchObject({
    SentCount: 0,
    ErrorCount: 3,
    CopyrightCheckResult: { CheckState: 3, ResultList: [{ CanReprint: 0 }] },
  })
  expect(await calls.get('/cgi-bin/draft/count')).toEqual({ total_count: 2 })
})

it('sends at the speed that was set', async () => {
  expect(await calls.post('/cgi-bin/message/mass/speed/get')).toMatchObject({ speed: 0, realspeed: 80 })
  expect(await calls.post('/cgi-bin/message/mass/speed/set', { speed: 4 })).toMatchObject({ errcode: 0 })
  expect(await calls.post('/cgi-bin/message/mass/speed/get')).toMatchObject({ speed: 4, realspeed: 10 })
  expect(await calls.post('/cgi-bin/message/mass/speed/set', { speed: 5 })).toMatchObject({ errcode: 45083 })
  expect(await calls.post('/cgi-bin/message/mass/speed/set', {})).toMatchObject({ errcode: 45084 })
})

it('counts a crowd without keeping what each of it received', async () => {
  const account = sandbox.realm.account('service')
  gatherCrowd(account, 100_000, sandbox.clock.ms())
  const [gone] = leaveCrowd(account, 1)
  await toAll(text('十万人'))
  await calls.post('/cgi-bin/message/mass/send', { touser: [openid('lin'), crowdOpenid(account, 7), gone], ...text('三个人') })
  await product.pass(minute)
  expect(events()).toMatchObject([
    { TotalCount: 100_002, FilterCount: 100_002, SentCount: 100_002 },
    { TotalCount: 3, FilterCount: 2, SentCount: 2 },
  ])
})

it('lets nobody have a fifth message in a month, whatever range it came by', async () => {
  sandbox.realm.account('service').official.mass.received.set(`2026-11 ${openid('lin')}`, 4)
  await to(['lin', 'mei'])
  await product.pass(minute)
  expect([heard('lin').length, heard('mei').length]).toEqual([0, 1])
  expect(events()[0]).toMatchObject({ TotalCount: 2, FilterCount: 1, SentCount: 1 })
})
