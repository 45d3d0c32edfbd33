import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Sandbox } from '../sandbox.ts'
import { type Calls, callsOf, coverOf, files } from '../testing/calls.ts'
import { listener, quietWorld } from '../testing/worlds.ts'

let sandbox: Sandbox
let calls: Calls

beforeAll(async () => {
  sandbox = await quietWorld()
  calls = callsOf(sandbox)
})
beforeEach(async () => {
  sandbox.realm.reset()
  await sandbox.person('lin').follow('service')
  await sandbox.person('lin').message('在吗')
})
afterAll(() => sandbox.close())

const touser = () => sandbox.person('lin').openids.service
const send = async (msgtype: string, part: unknown, more: Record<string, unknown> = {}) =>
  (await calls.post('/cgi-bin/message/custom/send', { touser: touser(), msgtype, [msgtype]: part, ...more })).errcode

it('sends media that exist, temporary or permanent, of the right kind', async () => {
  const image = await coverOf(calls)
  const voice = (await calls.upload('/cgi-bin/media/upload?type=voice', { media: files.amr() })).media_id
  expect(await send('image', { media_id: image })).toBe(0)
  expect(await send('voice', { media_id: voice })).toBe(0)
  expect(await send('image', { media_id: voice })).toBe(40007)
  expect(await send('image', {})).toBe(41006)
  const video = (await calls.upload('/cgi-bin/media/upload?type=video', { media: files.mp4() })).media_id
  expect(await send('video', { media_id: video, thumb_media_id: image })).toBe(0)
  expect(await send('video', { media_id: video, thumb_media_id: 'none' })).toBe(40007)
  expect(await send('music', { musicurl: 'https://tea.example', hqmusicurl: '', thumb_media_id: image })).toBe(0)
  expect(await send('mpnews', { media_id: 'none' })).toBe(40007)
})

it('reads links in text, and the cards of linked Mini Programs only', async () => {
  const appid = sandbox.realm.appIdOf('mini-program')
  const link = (attributes: string) => send('text', { content: `<a ${attributes}>去看</a>` })
  expect(await link('href="https://tea.example/?a=1&b=2"')).toBe(0)
  expect(await link(`data-miniprogram-appid="${appid}" data-miniprogram-path="pages/index/index" href="https://tea.example"`)).toBe(0)
  expect(await link('href="https://tea.example" onclick="x"')).toBe(45086)
  expect(await send('text', { content: '' })).toBe(44004)
  const card = async (id: string, thumb_media_id?: string) =>
    send('miniprogrampage', {
      title: '物流',
      appid: id,
      pagepath: 'pages/order/list',
      thumb_media_id: thumb_media_id ?? (await coverOf(calls)),
    })
  expect(await card(appid)).toBe(0)
  expect(await card('wx00000000000000aa')).toBe(40013)
  expect(await card(appid, 'none')).toBe(40007)
})

it('refuses types that do not exist, two articles, and leaves the allowance alone', async () => {
  expect(await send('sticker', {})).toBe(40008)
  expect(await send('news', { articles: [{}, {}] })).toBe(45008)
  for (let n = 0; n < 8; n++) expect(await send('text', { content: `${n}` })).toBe(n < 8 ? 0 : 45047)
  expect(await send('text', { content: '够了' })).toBe(45047)
})

it('shows typing for fifteen seconds, not twice, to people who were just there', async () => {
  const typing = async (command = 'Typing', alias = 'service') =>
    (await callsOf(sandbox, alias).post('/cgi-bin/message/custom/typing', { touser: touser(), command })).errcode
  expect(await typing('Typings')).toBe(45072)
  expect(await typing()).toBe(0)
  expect(await typing()).toBe(45081)
  expect(await typing('CancelTyping')).toBe(0)
  expect(await typing()).toBe(0)
  sandbox.clock.set({ by: 15_000 })
  expect(await typing()).toBe(0)
  sandbox.clock.set({ by: 16_000 })
  expect(await typing()).toBe(45080)
  const own = { touser: sandbox.person('lin').openids.mini_program, command: 'Typing' }
  expect(await callsOf(sandbox, 'mini-program').post('/cgi-bin/message/custom/business/typing', own)).toMatchObject({ errcode: 45080 })
})

it('brings pictures, voices and places of people to the callback, with media that can be read', async () => {
  const product = await listener(sandbox, 'service')
  for (const type of ['image', 'voice', 'video', 'location', 'link'] as const) await sandbox.act('message', 'lin', { type })
  await sandbox.callbacks.settled()
  const heard = product.product.callbacks.map(({ fields }) => fields)
  expect(heard.map(({ MsgType }) => MsgType).sort()).toEqual(['image', 'link', 'location', 'video', 'voice'])
  const image = heard.find(({ MsgType }) => MsgType === 'image')!
  expect((await calls.bytes(`/cgi-bin/media/get?media_id=${image.MediaId}`)).type).toBe('image/jpeg')
  expect((await fetch(`${sandbox.url}${new URL(String(image.PicUrl)).pathname}`)).status).toBe(200)
  expect((await fetch(`${sandbox.url}/mmbiz_jpg/none/0`)).status).toBe(404)
  await product.close()
})
