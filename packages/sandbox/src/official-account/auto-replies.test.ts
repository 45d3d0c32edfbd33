import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Sandbox } from '../sandbox.ts'
import { type Calls, callsOf } from '../testing/calls.ts'
import { listener, quietWorld } from '../testing/worlds.ts'

let sandbox: Sandbox
let calls: Calls

beforeAll(async () => {
  sandbox = await quietWorld()
  calls = callsOf(sandbox)
})
beforeEach(() => sandbox.realm.reset())
afterAll(() => sandbox.close())

const rule = (rule_name: string, match_mode: string, keyword: string, replies: string[], reply_mode = 'reply_all') => ({
  rule_name,
  create_time: 1_795_000_000,
  reply_mode,
  keyword_list_info: [{ type: 'text', match_mode, content: keyword }],
  reply_list_info: replies.map(content => ({ type: 'text', content })),
})
const rules = {
  is_add_friend_reply_open: 1,
  is_autoreply_open: 1,
  add_friend_autoreply_info: { type: 'text', content: '欢迎' },
  message_default_autoreply_info: { type: 'text', content: '稍后回复' },
  keyword_autoreply_info: {
    list: [rule('时间', 'contain', '几点', ['九点', '到晚九点']), rule('券', 'equal', '券', ['甲券', '乙券'], 'random_one')],
  },
}
const set = (autoReplies: unknown) =>
  fetch(`${sandbox.control}/account`, { method: 'POST', body: JSON.stringify({ account: 'service', autoReplies }) })
const heard = () =>
  sandbox
    .person('lin')
    .received()
    .map(({ content }) => content.content)

it('reads the rules of the console, or that there are none', async () => {
  const read = () => calls.get('/cgi-bin/get_current_autoreply_info')
  expect(await read()).toEqual({ is_add_friend_reply_open: 0, is_autoreply_open: 0 })
  await set(rules)
  expect(await read()).toEqual(rules)
  await set(null)
  expect(await read()).toEqual({ is_add_friend_reply_open: 0, is_autoreply_open: 0 })
})

it('answers a follow, a keyword and everything else while nobody is connected', async () => {
  await set(rules)
  await sandbox.person('lin').follow('service')
  for (const text of ['几点开门', '券', '优惠券']) await sandbox.person('lin').message(text)
  expect(heard()).toEqual(['欢迎', '九点', '到晚九点', expect.stringMatching(/^[甲乙]券$/), '稍后回复'])
})

it('is silent while a callback is connected', async () => {
  const product = await listener(sandbox, 'service')
  await set(rules)
  await sandbox.person('lin').follow('service')
  await sandbox.person('lin').message('几点')
  expect(heard()).toEqual([])
  await product.close()
})

it('keeps a picture that a rule answers with', async () => {
  const { media } = sandbox.realm.account('service').official
  media.set('M', { id: 'M', kind: 'image', name: 'a.jpg', data: new Uint8Array(1), mime: 'image/jpeg', at: 0 })
  await set({ ...rules, message_default_autoreply_info: { type: 'img', content: 'M' } })
  expect(await calls.post('/cgi-bin/material/del_material', { media_id: 'M' })).toMatchObject({ errcode: 48005 })
})
