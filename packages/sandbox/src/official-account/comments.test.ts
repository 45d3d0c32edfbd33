import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Sandbox } from '../sandbox.ts'
import { type Calls, callsOf, coverOf } from '../testing/calls.ts'
import { quietWorld } from '../testing/worlds.ts'
import { publishMs } from './publications.ts'

let sandbox: Sandbox
let calls: Calls
let place: { msg_data_id: unknown; index: number }

beforeAll(async () => {
  sandbox = await quietWorld()
  calls = callsOf(sandbox)
})
beforeEach(async () => {
  sandbox.realm.reset()
  const thumb_media_id = await coverOf(calls)
  const articles = [
    { title: '甲', content: '甲', thumb_media_id, need_open_comment: 1 },
    { title: '乙', content: '乙', thumb_media_id, need_open_comment: 1, only_fans_can_comment: 1 },
    { title: '丙', content: '丙', thumb_media_id },
  ]
  const { media_id } = await calls.post('/cgi-bin/draft/add', { articles })
  const { msg_data_id } = await calls.post('/cgi-bin/freepublish/submit', { media_id })
  sandbox.clock.set({ by: publishMs })
  await sandbox.agenda.settled()
  place = { msg_data_id, index: 0 }
})
afterAll(() => sandbox.close())

const call = (path: string, more: Record<string, unknown> = {}) => calls.post(`/cgi-bin/comment/${path}`, { ...place, ...more })
const list = (type = 0, more: Record<string, unknown> = {}) => call('list', { begin: 0, count: 49, type, ...more })
const say = async (text: string, name = 'lin', article = '甲') => (await sandbox.act('comment', name, { article, text })).user_comment_id

it('shows what people wrote, the newest first, with openid, and elects', async () => {
  const first = await say('好茶')
  await say('第二', 'mei')
  expect(await list()).toMatchObject({
    total: 2,
    comment: [
      { content: '第二', comment_type: 0 },
      { user_comment_id: first, openid: sandbox.person('lin').openids.service, content: '好茶' },
    ],
  })
  expect(await call('markelect', { user_comment_id: first })).toMatchObject({ errcode: 0 })
  expect(await list(2)).toMatchObject({ total: 1, comment: [{ content: '好茶', comment_type: 1 }] })
  expect(await list(1)).toMatchObject({ total: 1, comment: [{ content: '第二' }] })
  expect(await call('unmarkelect', { user_comment_id: first })).toMatchObject({ errcode: 0 })
  expect(await list(2)).toMatchObject({ total: 0, comment: [] })
  expect(await list(0, { begin: 1, count: 1 })).toMatchObject({ total: 2, comment: [{ content: '好茶' }] })
})

it('keeps one reply to a comment, and forgets comments', async () => {
  const user_comment_id = await say('几点开门')
  const reply = (content: string) => call('reply/add', { user_comment_id, content })
  expect(await reply('')).toMatchObject({ errcode: 88007 })
  expect(await reply('九点')).toMatchObject({ errcode: 0 })
  expect(await reply('十点')).toMatchObject({ errcode: 88005 })
  expect(await list()).toMatchObject({ comment: [{ reply: { content: '九点', create_time: 1_795_320_010 } }] })
  expect(await call('reply/delete', { user_comment_id })).toMatchObject({ errcode: 0 })
  expect(await call('reply/delete', { user_comment_id })).toMatchObject({ errcode: 88008 })
  expect(await call('delete', { user_comment_id })).toMatchObject({ errcode: 0 })
  expect(await list()).toMatchObject({ total: 0 })
  for (const path of ['markelect', 'unmarkelect', 'delete', 'reply/add'])
    expect(await call(path, { user_comment_id, content: 'x' })).toMatchObject({ errcode: 88008 })
})

it('opens and closes, and lets only followers write where the article says so', async () => {
  await call('close')
  await expect(say('还在吗')).rejects.toThrow('closed')
  await call('open')
  await say('又开了')
  await expect(say('我', 'mei', '乙')).rejects.toThrow('followers')
  await sandbox.person('mei').follow('service')
  await say('我', 'mei', '乙')
  await expect(say('我', 'mei', '丙')).rejects.toThrow('closed')
  expect(await list(0, { index: 1 })).toMatchObject({ total: 1 })
})

it('refuses articles that do not exist, page sizes of fifty, and accounts without the privilege', async () => {
  expect(await list(0, { msg_data_id: 1 })).toMatchObject({ errcode: 88001 })
  expect(await list(0, { index: 3 })).toMatchObject({ errcode: 88001 })
  for (const count of [0, 50]) expect(await list(0, { count })).toMatchObject({ errcode: 88010 })
  expect(await list(3)).toMatchObject({ errcode: 40035 })
  const { official } = sandbox.realm.account('service')
  const board = official.comments.get(`${place.msg_data_id} 0`)!
  for (let n = 0; n < 101; n++) board.list.push({ id: n + 1_000_000, openid: 'o', at: 0, content: '好', elected: n < 100 })
  expect(await call('markelect', { user_comment_id: 1_000_100 })).toMatchObject({ errcode: 88003 })
  official.habit.comments = false
  for (const path of ['open', 'close', 'list', 'delete']) expect(await call(path)).toMatchObject({ errcode: 88000 })
})
