/** What is kept of a content while it leaves: before WeChat has taken it, after, and when nobody knows. */
import { type Sandbox, startSandbox } from '@wematrix/sandbox'
import { createMenu } from '@wematrix/wechat'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { movableClock } from '../../infra/clock.ts'
import type { JobRunner } from '../../infra/jobs.ts'
import { type TestApp, testApp } from '../../testing/app.ts'
import { runCheckJobs } from '../../testing/check-jobs.ts'
import type { Carrier } from '../carriers/schema.ts'
import { leave } from './doors.ts'
import type { CheckTask } from './packs-schema.ts'
import type { StoredReview } from './schema.ts'

const noon = new Date('2026-11-23T04:00:00Z')
const clock = movableClock(noon)
let sandbox: Sandbox
let t: TestApp
let jobs: JobRunner
let carrierId: string

beforeAll(async () => {
  sandbox = await startSandbox({ world: 'empty', clock: { now: noon, frozen: true } })
  afterAll(() => sandbox.close())
  t = await testApp({ clock, wechatBaseUrl: sandbox.url })
  jobs = runCheckJobs(t, clock)
})
beforeEach(async () => {
  sandbox.realm.reset()
  await t.db.query('update carriers set archived_at = :now', { now: noon })
  Object.assign(t, await t.brand('Brand'))
  const { kind, type, appId, appSecret, token, encodingAesKey } = sandbox.realm.account('service').spec
  const body = { kind, accountType: type, verifiedAccount: true, name: 'service', appId, appSecret, token, encodingAesKey }
  const made = await call<{ carrier: Carrier }>('POST', 'carriers', body)
  expect(made.status, made.text).toBe(201)
  carrierId = made.body.carrier.id
})

const call = <T>(method: string, path: string, body?: unknown) =>
  t.call<T>(method, `/api/brands/${t.brandId}/${path}`, { as: t.cookie, ...(body === undefined ? {} : { body }) })
const faults = (change: object) => fetch(`${sandbox.control}/faults`, { method: 'POST', body: JSON.stringify(change) })

/** What is out there or may be: its name, whether it is live, whether it is on its way. */
async function outThere(): Promise<[string, boolean, boolean][]> {
  const { reviews } = (await call<{ reviews: StoredReview[] }>('GET', 'checks/reviews?live=true')).body
  return reviews.map(({ excerpt, liveSince, leavingSince }) => [
    /"name": "([^"]*)"/.exec(excerpt)![1]!,
    liveSince !== null,
    leavingSince !== null,
  ])
}

async function publish(name: string, { meanwhile = async () => {}, key = 'k' } = {}): Promise<void> {
  const content = { kind: 'menu', draft: { buttons: [{ name, target: { kind: 'message' } }] }, carrier: 'oa' as const }
  await leave(t.ctx, 'menu', { artefact: { kind: 'menu', id: carrierId, name: '菜单' }, content }, async () => {
    await meanwhile()
    await createMenu(await t.ctx.wechat(carrierId), { button: [{ type: 'click', name, key }] })
    await meanwhile()
  })
}

it('is live once WeChat has taken it, not before; until then what it replaces stays live', async () => {
  await publish('春茶')
  expect(await outThere()).toEqual([['春茶', true, false]])
  const during: unknown[] = []
  await publish('夏茶', { meanwhile: async () => void during.push((await outThere()).sort()) })
  const both = [
    ['夏茶', false, true],
    ['春茶', true, false],
  ]
  expect(during).toEqual([both, both])
  expect(await outThere()).toEqual([['夏茶', true, false]])
})

it('is not live when WeChat refuses it, and what was live still is', async () => {
  await publish('春茶')
  await faults({ refuse: { '/cgi-bin/menu/create': 40018 } })
  await expect(publish('夏茶')).rejects.toMatchObject({ errcode: 40018 })
  expect(await outThere()).toEqual([['春茶', true, false]])
  // Refused before anything was sent.
  await expect(publish('秋茶', { key: 'k'.repeat(129) })).rejects.toMatchObject({ name: 'WechatInputError' })
  expect(await outThere()).toEqual([['春茶', true, false]])
})

it('without an answer may be out there: a change of rules reaches it until something later of the same artefact is taken', async () => {
  await publish('春茶')
  await faults({ dropAnswer: 1 })
  await expect(publish('神器')).rejects.toMatchObject({ name: 'WechatUnreachable' })
  await faults({ dropAnswer: null })
  expect(JSON.stringify(sandbox.realm.account('service').menu)).toContain('神器')
  expect(await outThere()).toEqual([
    ['神器', false, true],
    ['春茶', true, false],
  ])

  const rule = { name: '禁词', words: ['神器'], severity: 'block', reason: '品牌手册第三章' }
  await call('POST', 'checks/brand-rules', rule)
  await jobs.drain()
  const { body } = await call<{ tasks: CheckTask[]; open: number }>('GET', 'checks/tasks')
  expect(body).toMatchObject({ open: 1, tasks: [{ verdict: 'block', artefact: { kind: 'menu' } }] })

  await publish('秋茶')
  expect(await outThere()).toEqual([['秋茶', true, false]])
})
