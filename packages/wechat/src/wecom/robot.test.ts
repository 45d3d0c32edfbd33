import { expect, it } from 'vitest'
import { checkRobotMessage, createRobot, cutToBytes, imageOf, type RobotMessage, WecomInputError } from './index.ts'

const png = Buffer.from('89504e470d0a1a0a', 'hex')

it.each<[string, RobotMessage]>([
  ['text.content', { msgtype: 'text', text: { content: '茶'.repeat(683) } }],
  ['text.content', { msgtype: 'text', text: { content: '' } }],
  ['markdown.content', { msgtype: 'markdown', markdown: { content: 'a'.repeat(4097) } }],
  ['markdown_v2.content', { msgtype: 'markdown_v2', markdown_v2: { content: '茶'.repeat(1366) } }],
  ['news.articles', { msgtype: 'news', news: { articles: [] } }],
  ['news.articles[0].title', { msgtype: 'news', news: { articles: [{ title: '茶'.repeat(43), url: 'https://t.example' }] } }],
  ['image.base64', { msgtype: 'image', image: imageOf(Buffer.from('GIF89a')) }],
  ['image.md5', { msgtype: 'image', image: { ...imageOf(png), md5: 'no' } }],
])('names the limit of %s before anything is sent', (field, message) => {
  expect(() => checkRobotMessage(message)).toThrow(expect.objectContaining({ name: 'WecomInputError', field }))
})

it('takes what just fits', () => {
  checkRobotMessage({ msgtype: 'text', text: { content: `${'茶'.repeat(682)}ab` } })
  checkRobotMessage({ msgtype: 'image', image: imageOf(png) })
})

it('cuts a report at a line and never inside a character', () => {
  expect(cutToBytes('一行\n二行\n三行', 15)).toBe('一行\n二行')
  expect(cutToBytes('茶茶茶', 7)).toBe('茶茶')
  expect(cutToBytes('短', 3)).toBe('短')
})

it('sends at most twenty messages in a minute, the rest when there is room', async () => {
  let now = 1_000_000
  const times: number[] = []
  const robot = createRobot({
    key: 'k',
    clock: { now: () => new Date(now) },
    sleep: async ms => {
      now += ms
    },
    fetch: async () => {
      times.push(now)
      return Response.json({ errcode: 0, errmsg: 'ok' })
    },
  })
  await Promise.all(Array.from({ length: 45 }, () => robot.send({ msgtype: 'text', text: { content: '好' } })))
  for (const [at, time] of times.entries()) if (at >= 20) expect(time - times[at - 20]!).toBeGreaterThanOrEqual(60_000)
  expect(now - 1_000_000).toBe(120_000)
})

it('refuses files of a wrong size by itself', async () => {
  const robot = createRobot({ key: 'k', fetch: () => Promise.reject(new Error('never asked')) })
  await expect(robot.upload({ kind: 'file', filename: 'a.txt', data: Buffer.from('12345') })).rejects.toThrow(WecomInputError)
})

it('never tells the key in an error', async () => {
  const robot = createRobot({ key: 'top-secret-key', fetch: () => Promise.reject(new TypeError('fetch failed')) })
  const error = await robot.send({ msgtype: 'text', text: { content: '好' } }).catch((error: unknown) => error)
  expect(String(error)).not.toContain('top-secret-key')
})
