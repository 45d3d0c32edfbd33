/** A path that leads nowhere is told once it is known which pages there are, and by whom. */
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { movableClock } from '../../infra/clock.ts'
import type { JobRunner } from '../../infra/jobs.ts'
import { type TestApp, testApp } from '../../testing/app.ts'
import { runCheckJobs } from '../../testing/check-jobs.ts'
import { setLive } from './doors.ts'
import type { CheckTask } from './packs-schema.ts'
import { pagesOf } from './pages.ts'
import type { AppPages } from './pages-schema.ts'
import type { Review, StoredReview } from './schema.ts'

const clock = movableClock(new Date('2026-11-23T04:00:00Z'))
let t: TestApp
let jobs: JobRunner

beforeAll(async () => {
  t = await testApp({ clock })
  jobs = runCheckJobs(t, clock)
})
beforeEach(async () => {
  Object.assign(t, await t.brand('Brand'))
})

const call = <T>(method: string, path: string, body?: unknown, as = t.cookie) =>
  t.call<T>(method, `/api/brands/${t.brandId}/${path}`, { as, ...(body === undefined ? {} : { body }) })

async function connect(name: string): Promise<string> {
  const appId = `wx${Math.abs(Math.imul(name.length * 7919 + name.charCodeAt(0), 2654435761))
    .toString(16)
    .padStart(16, '0')}`
  const body = { kind: 'mini_program', name, appId }
  const made = await call<{ carrier: { id: string } }>('POST', 'carriers', body)
  expect(made.status, made.text).toBe(201)
  return made.body.carrier.id
}

const app = { pages: ['pages/home/home', '/pages/booking/booking'], subPackages: [{ root: 'member/', pages: ['pages/card'] }] }
const give = (carrierId: string, body: object = { app }) => call<AppPages>('PUT', `checks/pages/${carrierId}`, body)
const slot = (path: string, more: object = {}) => ({
  kind: 'slot',
  draft: { pageRole: 'home', entries: [{ label: '预约', target: { kind: 'mini_program_page', path, ...more } }] },
})
const toldOf = async (path: string, more: object = {}) => {
  const { status, body, text } = await t.call<Review>('POST', `/api/brands/${t.brandId}/checks/draft`, {
    as: t.cookie,
    body: slot(path, more),
  })
  expect(status, text).toBe(200)
  return body.findings.filter(({ rule }) => rule === 'WX-CONT-12').map(({ reason }) => reason.zh)
}

it('tells a path that the app.json does not have, says by which, and nothing while nothing is known', async () => {
  const id = await connect('茶铺')
  expect(await toldOf('pages/gone')).toEqual([])
  expect((await call<{ apps: AppPages[] }>('GET', 'checks/pages')).body.apps).toEqual([{ carrierId: id, name: '茶铺', known: null }])
  const { body } = await give(id)
  expect(body.known).toMatchObject({ pages: ['pages/home/home', 'pages/booking/booking', 'member/pages/card'], by: { name: 'Brand' } })
  expect(await toldOf('pages/gone?from=oa')).toEqual(['小程序里没有这个页面（按 2026-11-23 提供的 app.json）'])
  for (const path of ['/pages/home/home?x=1', 'member/pages/card']) expect(await toldOf(path)).toEqual([])
  expect(await toldOf('pages/theirs', { subject: 'related' })).toEqual([])
  expect((await call('DELETE', `checks/pages/${id}`)).status).toBe(204)
  expect(await toldOf('pages/gone')).toEqual([])
  expect((await call('DELETE', `checks/pages/${id}`)).status).toBe(404)
})

it('is silent while one of several Mini Programs is unknown, also one connected a moment ago', async () => {
  const first = await connect('茶铺')
  await give(first)
  expect(await toldOf('member/home')).toHaveLength(1)
  const second = await connect('会员中心')
  expect(await toldOf('member/home')).toEqual([])
  await give(second, { app: { pages: ['member/home'] } })
  expect([await toldOf('member/home'), (await toldOf('member/gone')).length]).toEqual([[], 1])
})

it('reads everything live again when the pages change', async () => {
  const id = await connect('茶铺')
  const artefact = { kind: 'slot', id: 'home', name: '首页入口' }
  const { body } = await call<StoredReview>('POST', 'checks/review', { artefact, content: slot('pages/gone') })
  await setLive(t.ctx, 'menu', [body])
  await give(id)
  await jobs.drain()
  const { tasks } = (await call<{ tasks: CheckTask[] }>('GET', 'checks/tasks?state=open')).body
  expect(tasks).toMatchObject([{ artefact, rules: expect.arrayContaining(['WX-CONT-12']) }])
})

it('takes an app.json of a Mini Program of the brand, from operators alone', async () => {
  const id = await connect('茶铺')
  expect(await give(id, { app: { page: 'x' } })).toMatchObject({
    status: 400,
    body: { code: 'invalid_input', words: { zh: expect.stringContaining('app.json') } },
  })
  expect((await give('car_none')).status).toBe(404)
  const viewer = await t.member('viewer', t.brandId)
  expect((await call('GET', 'checks/pages', undefined, viewer)).status).toBe(200)
  expect((await call('PUT', `checks/pages/${id}`, { app }, viewer)).status).toBe(403)
  const other = await t.brand('Other')
  expect((await t.call('PUT', `/api/brands/${other.brandId}/checks/pages/${id}`, { as: other.cookie, body: { app } })).status).toBe(404)
  expect(() => pagesOf({ pages: Array.from({ length: 2001 }, (_, i) => `p/${i}`) })).toThrow('app.json')
  expect(pagesOf({ pages: ['a', 'a', '/b', 3], subpackages: [null, { root: 'c', pages: ['d'] }] })).toEqual(['a', 'b', 'c/d'])
})
