import { beforeEach, expect, it } from 'vitest'
import { hourMs } from '../days.ts'
import { heardAccount } from '../testing/worlds.ts'

const { sandbox, calls: mini, heard } = await heardAccount('mini-program')
const openid = () => sandbox.person('lin').openids.mini_program!
beforeEach(() => sandbox.person('lin').open())

const text = (more: object) => mini.post('/wxa/msg_sec_check', { version: 2, scene: 2, openid: openid(), content: '好茶', ...more })
const media = (media_url: string, more: object = {}) =>
  mini.post('/wxa/media_check_async', { version: 2, scene: 1, openid: openid(), media_url, media_type: 2, ...more })

it('judges a text by the word list, title and nickname included', async () => {
  expect(await text({})).toMatchObject({
    result: { suggest: 'pass', label: 100 },
    trace_id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{8}){2}$/),
  })
  expect(await text({ content: '这里可以赌博' })).toMatchObject({
    result: { suggest: 'risky', label: 20006 },
    detail: [{ strategy: 'content_model' }, { strategy: 'keyword', keyword: '赌博', level: 20 }],
  })
  expect(await text({ nickname: '扫码进群' })).toMatchObject({ result: { suggest: 'review', label: 10001 } })
})

it('wants the openid of somebody who was here within two hours', async () => {
  expect((await text({ openid: 'nobody' })).errcode).toBe(40003)
  expect((await text({ openid: sandbox.person('lin').openids.service })).errcode).toBe(43104)
  expect((await text({ openid: sandbox.person('mei').openids.mini_program })).errcode).toBe(61010)
  sandbox.clock.set({ by: 2 * hourMs + 1 })
  expect((await text({})).errcode).toBe(61010)
  expect((await media('https://a.example/b.jpg')).errcode).toBe(61010)
})

it.each([
  [{ version: 1 }, 40097],
  [{ scene: 5 }, 40129],
  [{ content: '' }, 47001],
  [{ content: '茶'.repeat(2501) }, 45002],
])('refuses a text with %j by %i', async (more, errcode) => {
  expect((await text(more)).errcode).toBe(errcode)
})

it('sends the verdict on a medium within half an hour, matched by its trace id', async () => {
  const good = await media('https://a.example/tea.jpg')
  const bad = await media(`https://a.example/${encodeURIComponent('色情')}.jpg`)
  const gone = await media('https://a.invalid/tea.mp3', { media_type: 1 })
  expect(heard.events('wxa_media_check')).toHaveLength(0)
  expect((await media('https://a.example/tea.jpg')).errcode).toBe(87020)
  await heard.pass(30 * 60_000)
  const verdicts = heard.events('wxa_media_check')
  const of = (answer: Record<string, unknown>) => verdicts.find(({ trace_id }) => trace_id === answer.trace_id)
  expect(of(good)).toMatchObject({
    version: 2,
    errcode: 0,
    result: { suggest: 'pass', label: 100 },
    appid: sandbox.realm.account('mini-program').spec.appId,
  })
  expect(of(bad)).toMatchObject({
    errcode: 0,
    result: { suggest: 'risky', label: 20002 },
    detail: [{ strategy: 'content_model', prob: 90 }],
  })
  expect(of(gone)).toMatchObject({ errcode: -1008 })
  expect((await media('https://a.example/tea.jpg')).errcode).toBe(0)
})

it('refuses media of another kind', async () => {
  expect((await media('https://a.example/b', { media_type: 3 })).errcode).toBe(40004)
  expect((await media('not-an-address')).errcode).toBe(40097)
})

it('allows 4,000 texts a minute, then 44991', async () => {
  const account = sandbox.realm.account('mini-program')
  account.rate.minute = { number: Math.floor(sandbox.clock.ms() / 60_000), calls: new Map([['/wxa/msg_sec_check', 4000]]) }
  expect((await text({})).errcode).toBe(44991)
  sandbox.clock.set({ by: 60_000 })
  expect((await text({})).errcode).toBe(0)
})
