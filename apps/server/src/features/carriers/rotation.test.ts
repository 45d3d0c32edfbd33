import { type Sandbox, startSandbox } from '@wematrix/sandbox'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type MovableClock, movableClock } from '../../infra/clock.ts'
import { runJobs } from '../../infra/jobs.ts'
import { createLog } from '../../infra/log.ts'
import { type TestApp, testApp, testSecret } from '../../testing/app.ts'
import { testStores } from '../../testing/stores.ts'
import { openAccept, openDoors } from '../inbox/intake.ts'
import { createCallCounter } from './calls.ts'
import { carrierJobs } from './jobs.ts'
import type { CallbackSettings, Carrier, RotationState } from './schema.ts'
import { openSecrets } from './secrets.ts'
import { createWechat } from './wechat.ts'

let sandbox: Sandbox
let t: TestApp
let clock: MovableClock
let parts: ReturnType<typeof openDoors>
let carrier: Carrier
let path: string
const account = () => sandbox.realm.account('service')
let original: { appSecret: string; token: string; encodingAesKey: string }

beforeAll(async () => {
  clock = movableClock(new Date('2026-11-22T04:00:00Z'))
  sandbox = await startSandbox({ people: 20, clock: { now: clock.now(), frozen: true }, delivery: { pausesMs: { other: [0], shop: [0] } } })
  const stores = await testStores()
  const log = createLog({ level: 'silent' })
  const acceptor = await openAccept(stores.databaseUrl, stores.db, clock, log)
  parts = openDoors({ db: stores.db, accept: acceptor.accept, clock, secret: testSecret })
  t = await testApp({ clock, stores, wechatBaseUrl: sandbox.url, doors: parts.doors })
  original = { ...account().spec }
  afterAll(async () => {
    await parts.close()
    await acceptor.close()
    await sandbox.close()
  })
})

/** A brand with the account connected on both sides. */
beforeEach(async () => {
  Object.assign(t, await t.brand('Brand'))
  const { appSecret, token, encodingAesKey } = original
  account().spec = { ...account().spec, appSecret, token, encodingAesKey }
  const body = {
    kind: 'official_account',
    accountType: 'service',
    name: '会员号',
    appId: account().spec.appId,
    appSecret,
    token,
    encodingAesKey,
  }
  carrier = (await t.call<{ carrier: Carrier }>('POST', `/api/brands/${t.brandId}/carriers`, { as: t.cookie, body })).body.carrier
  path = `/api/brands/${t.brandId}/carriers/${carrier.id}/rotation`
  expect((await sandbox.connect({ account: 'service', callback: `${t.url}/callback/${carrier.id}` })).verified).toBe(true)
})

const call = <T = RotationState>(method: string, to = '', body?: unknown) => t.call<T>(method, `${path}${to}`, { as: t.cookie, body })
type Begun = { state: RotationState; callback: CallbackSettings | null }

/** One push with the secrets the sandbox has; whether it was taken. */
async function push(): Promise<boolean> {
  parts.directory.forget()
  clock.advance(1000)
  sandbox.clock.set({ by: 1000 })
  await sandbox.person('lin').message(`第 ${clock.now().getTime()} 条`, 'service')
  await sandbox.callbacks.settled()
  await parts.refusals.save()
  return sandbox.callbacks.log.at(-1)?.state === 'answered'
}

const paste = ({ token, encodingAesKey }: CallbackSettings) => {
  account().spec = { ...account().spec, token, encodingAesKey }
}

it('loses no push: old and new are taken, the operator sees which WeChat uses, and the old end when told', async () => {
  expect(await push()).toBe(true)
  const begun = await call<Begun>('POST', '', { renewCallback: true, overlapHours: 2 })
  expect(begun.status).toBe(201)
  expect(begun.body.state.rotation).toMatchObject({
    changed: ['token', 'encodingAesKey'],
    until: '2026-11-22T06:00:01.000Z',
    reversed: false,
  })
  expect(await push()).toBe(true)
  const before = (await call('GET')).body
  expect(before).toMatchObject({ withCurrentAt: null, withOtherAt: clock.now().toISOString() })
  paste(begun.body.callback!)
  expect(await push()).toBe(true)
  expect((await call('GET')).body.withCurrentAt).toBe(clock.now().toISOString())
  expect((await call('DELETE')).status).toBe(204)
  account().spec = { ...account().spec, token: original.token, encodingAesKey: original.encodingAesKey }
  expect(await push()).toBe(false)
  paste(begun.body.callback!)
  expect(await push()).toBe(true)
  const kept = await t.db.one<{ secrets: Buffer }>('select secrets from carriers where id = :id', { id: carrier.id })
  expect(Object.keys(openSecrets(testSecret, carrier.id, kept!.secrets)).sort()).toEqual(['appSecret', 'encodingAesKey', 'token'])
})

it('takes the address check with a new Token before anything else came', async () => {
  const { callback } = (await call<Begun>('POST', '', { renewCallback: true })).body
  parts.directory.forget()
  const { token, encodingAesKey, url } = callback!
  expect((await sandbox.connect({ account: 'service', callback: url, token, encodingAesKey })).verified).toBe(true)
  await parts.refusals.save()
  expect((await call('GET')).body.withCurrentAt).toBe(clock.now().toISOString())
})

it('is undone while it runs, and both go on being taken', async () => {
  const { callback } = (await call<Begun>('POST', '', { renewCallback: true })).body
  expect((await call('POST', '/reversal')).body.rotation).toMatchObject({ reversed: true })
  expect(await push()).toBe(true)
  paste(callback!)
  expect(await push()).toBe(true)
  expect((await call('GET')).body).toMatchObject({ withOtherAt: clock.now().toISOString() })
})

it('ends by its time at the doors at once, and on the disk by a job that writes it down', async () => {
  await call<Begun>('POST', '', { renewCallback: true, overlapHours: 1 })
  clock.advance(3_600_000)
  sandbox.clock.set({ by: 3_600_000 })
  expect(await push()).toBe(false)
  expect((await call('GET')).body.rotation).toBeNull()
  const { db, events, log } = t.ctx
  const wechatOf = createWechat({ db, clock, settings: { secret: testSecret, wechatBaseUrl: sandbox.url } })
  const calls = createCallCounter({ db, clock })
  await runJobs({ db, clock, log, handlers: carrierJobs({ db, events, clock, log, calls, secret: testSecret, wechatOf }) }).drain()
  const row = await db.one<{ rotation: unknown; secrets: Buffer }>('select rotation, secrets from carriers where id = :id', {
    id: carrier.id,
  })
  expect(row!.rotation).toBeNull()
  expect(openSecrets(testSecret, carrier.id, row!.secrets).previousToken).toBeUndefined()
  const acts = await db.query<{ act: string; actor: string }>(
    "select act, actor from audit where brand_id = :brandId and act like 'carrier.rotation%' order by at, id",
    { brandId: t.brandId },
  )
  expect(acts).toEqual([
    { act: 'carrier.rotation.start', actor: `user:${t.ownerId}` },
    { act: 'carrier.rotation.end', actor: 'system:carriers' },
  ])
})

it('proves a new AppSecret at WeChat first, leaves the old alone when it is refused, and tells no secret', async () => {
  const fresh = 'a1b2c3d4'.repeat(4)
  const refused = await call<{ code: string }>('POST', '', { appSecret: fresh })
  expect([refused.status, refused.body.code]).toEqual([422, 'secret_refused'])
  account().spec = { ...account().spec, appSecret: fresh }
  const begun = await call<Begun>('POST', '', { appSecret: fresh })
  expect(begun.body).toMatchObject({ callback: null, state: { rotation: { changed: ['appSecret'] } } })
  expect((await call<{ code: string }>('POST', '', { renewCallback: true })).body.code).toBe('conflict')
  const undone = await call<{ code: string }>('POST', '/reversal')
  expect(undone.body.code).toBe('secret_refused')
  const audit = JSON.stringify(await t.db.query('select * from audit'))
  const seen = [
    begun.text,
    (await call('GET')).text,
    (await t.call('GET', path.replace('/rotation', ''), { as: t.cookie })).text,
    t.logged(),
    audit,
  ]
  for (const text of seen) for (const secret of [fresh, original.appSecret, original.token]) expect(text).not.toContain(secret)
  const row = await t.db.one<{ secrets: Buffer }>('select secrets from carriers where id = :id', { id: carrier.id })
  expect(openSecrets(testSecret, carrier.id, row!.secrets)).toMatchObject({ appSecret: fresh, previousAppSecret: original.appSecret })
})

it('is for operators of the brand', async () => {
  const viewer = await t.member('viewer', t.brandId)
  expect((await t.call('POST', path, { as: viewer, body: { renewCallback: true } })).status).toBe(403)
  const other = await t.brand('Other')
  expect((await t.call('POST', path.replace(t.brandId, other.brandId), { as: other.cookie, body: { renewCallback: true } })).status).toBe(
    404,
  )
  expect((await call<{ code: string }>('POST', '', {})).body.code).toBe('invalid_input')
})
