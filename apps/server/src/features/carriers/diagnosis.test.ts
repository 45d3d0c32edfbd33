import { type Sandbox, startSandbox } from '@wematrix/sandbox'
import { getCallbackIps } from '@wematrix/wechat'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MovableClock, movableClock } from '../../infra/clock.ts'
import { runJobs } from '../../infra/jobs.ts'
import { createLog } from '../../infra/log.ts'
import { type TestApp, testApp, testSecret } from '../../testing/app.ts'
import { testStores } from '../../testing/stores.ts'
import { openAccept, openDoors } from '../inbox/intake.ts'
import { planStatistics, statisticsJobs } from '../statistics/jobs.ts'
import { explain } from './callback-health.ts'
import { createCallCounter } from './calls.ts'
import type { CallbackHealth, Carrier, TokenHealth, TokenTest } from './schema.ts'
import { tokenAdvice } from './token-health.ts'
import { createWechat } from './wechat.ts'

let sandbox: Sandbox
let t: TestApp
let clock: MovableClock
let parts: ReturnType<typeof openDoors>
let path: string
let id: string
let calls: ReturnType<typeof createCallCounter>
let wechatOf: ReturnType<typeof createWechat>

beforeAll(async () => {
  clock = movableClock(new Date('2026-11-22T04:00:00Z'))
  sandbox = await startSandbox({
    world: 'empty',
    clock: { now: clock.now(), frozen: true },
    delivery: { pausesMs: { other: [0], shop: [0] } },
  })
  const stores = await testStores()
  const acceptor = await openAccept(stores.databaseUrl, stores.db, clock, createLog({ level: 'silent' }))
  parts = openDoors({ db: stores.db, accept: acceptor.accept, clock, secret: testSecret })
  t = await testApp({ clock, stores, wechatBaseUrl: sandbox.url, doors: parts.doors })
  const { appId, appSecret, token, encodingAesKey } = sandbox.accounts.find(one => one.alias === 'service')!
  const body = {
    kind: 'official_account',
    accountType: 'service',
    verifiedAccount: true,
    name: '会员号',
    appId,
    appSecret,
    token,
    encodingAesKey,
  }
  id = (await t.call<{ carrier: Carrier }>('POST', `/api/brands/${t.brandId}/carriers`, { body })).body.carrier.id
  path = `/api/brands/${t.brandId}/carriers/${id}`
  calls = createCallCounter({ db: t.db, clock })
  wechatOf = createWechat({ db: t.db, clock, settings: { secret: testSecret, wechatBaseUrl: sandbox.url }, calls })
  await sandbox.connect({ account: 'service', callback: `${t.url}/callback/${id}` })
  afterAll(async () => {
    await parts.close()
    await acceptor.close()
    await sandbox.close()
  })
})

const pass = (ms: number) => {
  clock.advance(ms)
  sandbox.clock.set({ by: ms })
}
const health = async () => (await t.call<TokenHealth>('GET', `${path}/token`)).body
const test = async () => (await t.call<TokenTest>('POST', `${path}/token/test`)).body

describe('the token', () => {
  it('says where it comes from, who fetched it and how often', async () => {
    expect(await health()).toMatchObject({ source: 'stable', state: 'none', refreshedBy: null, refusals: [] })
    expect(await test()).toMatchObject({ ok: true, errcode: null })
    const found = await health()
    expect(found).toMatchObject({
      state: 'valid',
      refreshedAt: clock.now().toISOString(),
      refreshedBy: expect.stringContaining(`#${process.pid}`),
    })
    expect(found.days.map(day => day.refreshes)).toEqual([0, 0, 0, 0, 0, 0, 1])
  })
  it('keeps what WeChat refused with what to do, a replaced token included that mended itself', async () => {
    const client = await wechatOf(t.brandId)(id)
    await getCallbackIps(client, undefined)
    for (const token of sandbox.realm.account('service').tokens.stable) token.endsAt = 0
    await getCallbackIps(client, undefined)
    sandbox.realm.account('service').ipWhitelist = ['203.0.113.9']
    await getCallbackIps(client, undefined).catch(() => undefined)
    await calls.flush()
    expect(await test()).toMatchObject({ ok: false, errcode: 40164, ip: '127.0.0.1', advice: { zh: expect.stringContaining('白名单') } })
    delete sandbox.realm.account('service').ipWhitelist
    const { refusals } = await health()
    expect(refusals.map(({ errcode, path }) => [errcode, path])).toEqual(
      expect.arrayContaining([
        [40001, '/cgi-bin/getcallbackip'],
        [40164, '/cgi-bin/getcallbackip'],
      ]),
    )
    expect(refusals.find(({ errcode }) => errcode === 40001)?.rid).toMatch(/^[0-9a-f-]{26}$/)
  })
  it('reads a code by where it stands', () => {
    expect(tokenAdvice(40001, '/cgi-bin/stable_token')?.en).toContain('AppSecret is wrong')
    expect(tokenAdvice(40001, '/cgi-bin/user/get')?.en).toContain('tries once more')
    expect(tokenAdvice(45009, '/cgi-bin/user/get')).toBeUndefined()
    expect(tokenAdvice(40003, '/cgi-bin/user/info')).toBeUndefined()
  })
})

describe('callbacks', () => {
  it('stand beside WeChat’s own count of the same day, and differences are explained', async () => {
    for (const text of ['一', '二', '三']) {
      pass(1000)
      await sandbox.person('lin').message(text, 'service')
    }
    await sandbox.callbacks.settled()
    const { token } = sandbox.realm.account('service').spec
    sandbox.realm.account('service').spec.token = 'NotOurs'
    pass(1000)
    await sandbox.person('lin').message('四', 'service')
    await sandbox.callbacks.settled()
    sandbox.realm.account('service').spec.token = token
    await parts.refusals.save()
    pass(86_400_000)
    const { db, events, log } = t.ctx
    const handlers = statisticsJobs({ db, events, clock, log, wechat: (brandId, carrierId) => wechatOf(brandId)(carrierId) })
    await planStatistics({ db, clock })
    await runJobs({ db, clock, log, handlers }).drain()
    const { body } = await t.call<CallbackHealth>('GET', `${path}/callbacks?days=3`)
    const day = body.days.find(one => one.day === '2026-11-22')!
    expect(day.theirs).toMatchObject({ count: 4, failed: 1, meanMs: expect.any(Number), maxMs: expect.any(Number) })
    expect(day.ours).toMatchObject({ answered: 3, refused: 1, repeats: 0, meanMs: expect.any(Number) })
    expect(day.why.map(why => why.en)).toEqual([expect.stringContaining('We refused 1')])
    expect(body.refusals).toEqual([{ reason: 'bad_signature', n: 1 }])
    expect(body.days.at(-1)).toMatchObject({ day: '2026-11-23', theirs: null, why: [] })
    const other = await t.brand('Other')
    expect((await t.call('GET', `${path.replace(t.brandId, other.brandId)}/callbacks`, { as: other.cookie })).status).toBe(404)
  })
  it('tell pushes that never came from those we refused, and a slow way from slow work', () => {
    const ours = { answered: 900, repeats: 0, refused: 2, meanMs: 8, maxMs: 90 }
    const said = explain({ count: 1000, failed: 100, meanMs: 620, maxMs: 5000 }, ours, true).map(why => why.en)
    expect(said).toEqual([
      expect.stringContaining('counts 98 more'),
      expect.stringContaining('2 of them refused'),
      expect.stringContaining('612 ms more'),
    ])
    expect(explain({ count: 902, failed: 0, meanMs: 20, maxMs: 30 }, { ...ours, refused: 0 }, true)).toEqual([])
    expect(explain({ count: 1000, failed: 0, meanMs: null, maxMs: null }, { ...ours, answered: 0, refused: 0 }, false)).toHaveLength(1)
  })
})
