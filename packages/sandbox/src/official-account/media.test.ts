import { createClient, getTemporaryMedia, uploadTemporaryMedia } from '@wematrix/wechat'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { dayMs } from '../days.ts'
import { type Sandbox, startSandbox } from '../sandbox.ts'
import { type Calls, callsOf, files } from '../testing/calls.ts'

let sandbox: Sandbox
let calls: Calls

beforeAll(async () => {
  sandbox = await startSandbox({ world: 'empty', clock: { now: new Date('2026-11-22T04:00:00Z'), frozen: true } })
  calls = callsOf(sandbox)
})
beforeEach(() => sandbox.realm.reset())
afterAll(() => sandbox.close())

const upload = (type: string, media = files.jpg()) => calls.upload(`/cgi-bin/media/upload?type=${type}`, { media })
const add = (type: string, media = files.jpg(), more: Record<string, string> = {}) =>
  calls.upload(`/cgi-bin/material/add_material?type=${type}`, { media, ...more })

it('keeps a temporary file for three days, byte for byte', async () => {
  const media = files.png(3000)
  const answer = await upload('image', media)
  expect(answer).toMatchObject({ type: 'image', created_at: 1_795_320_000 })
  const path = `/cgi-bin/media/get?media_id=${answer.media_id}`
  expect(await calls.bytes(path)).toEqual({ type: 'image/png', data: media.data })
  sandbox.clock.set({ by: 3 * dayMs - 1 })
  expect((await calls.bytes(path)).data).toEqual(media.data)
  sandbox.clock.set({ by: 1 })
  expect(await calls.get(path)).toMatchObject({ errcode: 40007 })
})

it('answers a thumb with thumb_media_id and a video with its address, which can be read', async () => {
  expect(await upload('thumb')).toHaveProperty('thumb_media_id')
  const video = await upload('video', files.mp4(200))
  const { video_url } = await calls.get(`/cgi-bin/media/get?media_id=${video.media_id}`)
  const read = await fetch(`${sandbox.url}${new URL(String(video_url)).pathname}`)
  expect([read.headers.get('content-type'), (await read.arrayBuffer()).byteLength]).toEqual(['video/mp4', 200])
})

it('refuses other kinds, no file, empty files, wrong formats, and what is too large or too long', async () => {
  const megabyte = 1_048_576
  const code = async (type: string, media = files.jpg()) => (await upload(type, media)).errcode ?? 0
  expect(await code('sticker')).toBe(40004)
  expect(await calls.post('/cgi-bin/media/upload?type=image', {})).toMatchObject({ errcode: 41005 })
  expect(await calls.upload('/cgi-bin/media/upload?type=image', { media: 'text' })).toMatchObject({ errcode: 41005 })
  expect(await code('image', { name: 'a.jpg', data: new Uint8Array() })).toBe(44001)
  expect(await code('image', files.text())).toBe(40137)
  expect(await code('thumb', files.png())).toBe(40137)
  expect(await code('voice', files.mp4())).toBe(40005)
  expect(await code('video', files.amr())).toBe(40005)
  expect(await code('image', files.jpg(10 * megabyte))).toBe(0)
  expect(await code('image', files.jpg(10 * megabyte + 1))).toBe(40009)
  expect(await code('thumb', files.jpg(65_536))).toBe(0)
  expect(await code('thumb', files.jpg(65_537))).toBe(40012)
  expect(await code('video', files.mp4(10 * megabyte + 1))).toBe(40011)
  expect(await code('voice', files.amr(60))).toBe(0)
  expect(await code('voice', files.amr(61))).toBe(45007)
  expect(
    await code('voice', {
      name: 'a.mp3',
      data: files
        .jpg(2 * megabyte + 1)
        .data.fill(0x49, 0, 1)
        .fill(0x44, 1, 2)
        .fill(0x33, 2, 3),
    }),
  ).toBe(40010)
})

it('keeps accounts apart, Mini Programs too', async () => {
  const { media_id } = await upload('image')
  for (const alias of ['subscription', 'mini-program'])
    expect(await callsOf(sandbox, alias).get(`/cgi-bin/media/get?media_id=${media_id}`)).toMatchObject({ errcode: 40007 })
  const own = await callsOf(sandbox, 'mini-program').upload('/cgi-bin/media/upload?type=image', { media: files.jpg() })
  expect(own).toHaveProperty('media_id')
  expect(await calls.get('/cgi-bin/media/get')).toMatchObject({ errcode: 41006 })
})

it('takes pictures for articles below 1 MB, and serves them where it says', async () => {
  const form = (media = files.jpg()) => calls.upload('/cgi-bin/media/uploadimg', { media })
  const { url } = await form(files.png(500))
  expect(url).toMatch(/^http:\/\/mmbiz\.qpic\.cn\//)
  expect((await (await fetch(`${sandbox.url}${new URL(String(url)).pathname}`)).arrayBuffer()).byteLength).toBe(500)
  expect(await form(files.jpg(1_048_575))).toHaveProperty('url')
  expect(await form(files.jpg(1_048_576))).toMatchObject({ errcode: 40009 })
  expect(await form({ name: 'a.gif', data: new Uint8Array(Buffer.from('GIF89a…')) })).toMatchObject({ errcode: 40137 })
  expect(await calls.get('/cgi-bin/material/get_materialcount')).toMatchObject({ image_count: 0 })
})

it('counts, lists, reads and deletes the library', async () => {
  const image = await add('image')
  expect(image.url).toMatch(/^http/)
  const title = { description: JSON.stringify({ title: '泡茶', introduction: '三步' }) }
  const video = await add('video', files.mp4(), title)
  const voice = await add('voice', files.amr())
  expect(await calls.get('/cgi-bin/material/get_materialcount')).toEqual({
    voice_count: 1,
    video_count: 1,
    image_count: 1,
    news_count: 0,
  })
  const list = (type: string, offset = 0, count = 20) => calls.post('/cgi-bin/material/batchget_material', { type, offset, count })
  expect(await list('image')).toMatchObject({
    total_count: 1,
    item_count: 1,
    item: [{ media_id: image.media_id, name: '图.jpg', url: image.url }],
  })
  expect(await list('video')).toMatchObject({ item: [{ name: '泡茶' }] })
  expect(await list('news')).toEqual({ total_count: 0, item_count: 0, item: [] })
  expect(await list('thumb')).toMatchObject({ errcode: 40004 })
  for (const [offset, count] of [
    [0, 0],
    [0, 21],
    [-1, 5],
  ])
    expect(await list('image', offset, count)).toMatchObject({ errcode: 40035 })
  expect((await calls.bytes('/cgi-bin/material/get_material', { media_id: image.media_id })).data).toEqual(files.jpg().data)
  expect(await calls.post('/cgi-bin/material/get_material', { media_id: video.media_id })).toMatchObject({
    title: '泡茶',
    description: '三步',
  })
  expect(await calls.post('/cgi-bin/material/del_material', { media_id: voice.media_id })).toMatchObject({ errcode: 0 })
  expect(await calls.post('/cgi-bin/material/get_material', { media_id: voice.media_id })).toMatchObject({ errcode: 40007 })
  expect(await add('video', files.mp4())).toMatchObject({ errcode: 47001 })
  expect(await add('video', files.mp4(), { description: '{}' })).toMatchObject({ errcode: 40035 })
})

it('keeps a material that a menu shows, and no more than a thousand voices', async () => {
  const { media_id } = await add('image')
  const button = [{ type: 'media_id', name: '海报', media_id }]
  expect(await calls.post('/cgi-bin/menu/create', { button })).toMatchObject({ errcode: 0 })
  expect(await calls.post('/cgi-bin/material/del_material', { media_id })).toMatchObject({ errcode: 48005 })
  await calls.get('/cgi-bin/menu/delete')
  expect(await calls.post('/cgi-bin/material/del_material', { media_id })).toMatchObject({ errcode: 0 })
  const { media } = sandbox.realm.account('service').official
  const voice = await add('voice', files.amr())
  const first = media.get(String(voice.media_id))!
  for (let n = 1; n < 1000; n++) media.set(`v${n}`, { ...first, id: `v${n}` })
  expect(await add('voice', files.amr())).toMatchObject({ errcode: 45001 })
})

it('makes an uploaded video ready for a mass message', async () => {
  const video = await upload('video', files.mp4())
  const ready = await calls.post('/cgi-bin/media/uploadvideo', { media_id: video.media_id, title: '泡茶', description: '三步' })
  expect(ready).toMatchObject({ type: 'video' })
  expect(ready.media_id).not.toBe(video.media_id)
  expect(await calls.post('/cgi-bin/media/uploadvideo', { media_id: 'none' })).toMatchObject({ errcode: 40007 })
})

it('gives the speex of a voice that a page recorded, and of no other', async () => {
  const recorded = await sandbox.act('record', 'lin', { seconds: 2 })
  const jssdk = `/cgi-bin/media/get/jssdk?media_id=${recorded.media_id}`
  expect((await calls.bytes(jssdk)).type).toBe('audio/speex')
  expect((await calls.bytes(`/cgi-bin/media/get?media_id=${recorded.media_id}`)).type).toBe('audio/amr')
  const other = await upload('voice', files.amr())
  expect(await calls.get(`/cgi-bin/media/get/jssdk?media_id=${other.media_id}`)).toMatchObject({ errcode: 40007 })
})

it('keeps the library from accounts that are not verified', async () => {
  sandbox.realm.account('service').spec.verified = false
  expect(await add('image')).toMatchObject({ errcode: 48001 })
  expect(await upload('image')).toHaveProperty('media_id')
})

it('speaks with our own client', async () => {
  const { appId, appSecret } = sandbox.realm.account('service').spec
  const client = createClient({ credentials: { appId, appSecret }, baseUrl: sandbox.url, clock: sandbox.clock })
  const media = { filename: 'a.jpg', contentType: 'image/jpeg', data: files.jpg(900).data }
  const { media_id } = await uploadTemporaryMedia(client, { type: 'image', media })
  expect(await getTemporaryMedia(client, { media_id: media_id! })).toEqual(media.data)
})
