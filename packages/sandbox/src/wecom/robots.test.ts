import { createRobot, imageOf } from '@wematrix/wechat'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../sandbox.ts'
import { makeRobot } from './robots.ts'

let sandbox: Sandbox
const robotOf = (key: string) => createRobot({ key, baseUrl: sandbox.url, clock: sandbox.clock, perMinute: 1000 })
const text = (content: string) => ({ msgtype: 'text' as const, text: { content } })
const failure = (work: Promise<unknown>) => work.catch((error: unknown) => error)
const post = async (key: string, message: unknown) =>
  (await fetch(`${sandbox.url}/cgi-bin/webhook/send?key=${key}`, { method: 'POST', body: JSON.stringify(message) })).json()

beforeAll(async () => {
  sandbox = await startSandbox({ world: 'empty', clock: { now: new Date('2026-11-22T04:00:00Z'), frozen: true } })
})
afterAll(() => sandbox.close())

it('takes every kind of message, and files for three days', async () => {
  const state = makeRobot(sandbox.realm)
  const robot = robotOf(state.key)
  await robot.send(text('周报来了'))
  await robot.send({ msgtype: 'markdown_v2', markdown_v2: { content: '# 周报\n| 指标 | 本周 |\n| :-- | --: |\n| 访问 | 12 |' } })
  await robot.send({ msgtype: 'news', news: { articles: [{ title: '周报', url: 'https://t.example' }] } })
  await robot.sendImage(Buffer.from('89504e470d0a1a0a00', 'hex'))
  const { media_id } = await robot.upload({ kind: 'file', filename: '周报.csv', data: Buffer.from('a,b\n1,2\n') })
  await robot.send({ msgtype: 'file', file: { media_id } })
  expect(state.received.map(({ message }) => message.msgtype)).toEqual(['text', 'markdown_v2', 'news', 'image', 'file'])
  expect([...state.media.values()]).toMatchObject([{ filename: '周报.csv', bytes: 8 }])
  sandbox.clock.set({ by: 3 * 86_400_000 + 1 })
  expect(await failure(robot.send({ msgtype: 'file', file: { media_id } }))).toMatchObject({ errcode: 40007, reaction: 'fix_request' })
})

it('refuses the twenty-first message of a minute, and takes it a minute later', async () => {
  const { key } = makeRobot(sandbox.realm)
  const robot = robotOf(key)
  for (let n = 0; n < 20; n++) await robot.send(text(`第${n}条`))
  expect(await failure(robot.send(text('多了')))).toMatchObject({ name: 'WecomError', errcode: 45009, reaction: 'wait', waitSeconds: 60 })
  sandbox.clock.set({ by: 60_000 })
  await robot.send(text('现在可以'))
})

it('refuses unknown keys, too long texts, wrong checksums and kinds', async () => {
  expect(await failure(robotOf('gone').send(text('有人吗')))).toMatchObject({ errcode: 93000, reaction: 'tell_operator' })
  const { key } = makeRobot(sandbox.realm)
  expect(await post(key, { msgtype: 'markdown', markdown: { content: 'a'.repeat(4097) } })).toMatchObject({ errcode: 40058 })
  const image = { ...imageOf(Buffer.from('89504e470d0a1a0a', 'hex')), md5: '0'.repeat(32) }
  expect(await post(key, { msgtype: 'image', image })).toMatchObject({ errcode: 40058, errmsg: expect.stringContaining('md5') })
  expect(await post(key, { msgtype: 'poll' })).toMatchObject({ errcode: 40008 })
})
