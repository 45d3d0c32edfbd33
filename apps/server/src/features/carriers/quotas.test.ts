import { type Sandbox, startSandbox } from '@wematrix/sandbox'
import { type Client, listFollowers } from '@wematrix/wechat'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MovableClock, movableClock } from '../../infra/clock.ts'
import { runJobs } from '../../infra/jobs.ts'
import { type TestApp, testApp, testSecret } from '../../testing/app.ts'
import { createCallCounter } from './calls.ts'
import { forecast } from './forecast.ts'
import { carrierJobs, planQuotas } from './jobs.ts'
import type { Carrier, QuotaMeter } from './schema.ts'
import { createWechat } from './wechat.ts'

const at = (time: string) => Date.parse(`2026-11-22T${time}+08:00`)
const day = { beginMs: at('00:00:00'), endMs: at('00:00:00') + 86_400_000 }
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())

describe('the forecast', () => {
  it('goes on at the day’s mean pace', () => {
    // 200 in 12 hours; 50 more take 3 hours.
    const { perHour, goneAtMs } = forecast({ limit: 250, used: 200, nowMs: at('12:00:00'), day })
    expect([perHour.toFixed(3), iso(goneAtMs)]).toEqual(['16.667', iso(at('15:00:00'))])
    expect(forecast({ limit: 500, used: 200, nowMs: at('12:00:00'), day }).goneAtMs).toBeNull()
  })
  it('takes the pace since the last reading when that is higher', () => {
    const since = { calls: 100, atMs: at('11:00:00') }
    expect(iso(forecast({ limit: 250, used: 200, nowMs: at('12:00:00'), day, since }).goneAtMs)).toBe(iso(at('12:30:00')))
  })
  it('knows used up, no limit, and makes no wild pace of the first minutes', () => {
    expect(forecast({ limit: 10, used: 10, nowMs: at('12:00:00'), day }).goneAtMs).toBe(at('12:00:00'))
    expect(forecast({ limit: null, used: 10, nowMs: at('12:00:00'), day }).goneAtMs).toBeNull()
    expect(forecast({ limit: 1000, used: 10, nowMs: at('00:01:00'), day }).perHour).toBeCloseTo(40)
  })
})

describe('the meter', () => {
  let t: TestApp
  let sandbox: Sandbox
  let clock: MovableClock
  let client: Client
  let id: string
  let path: string
  const meter = async (method = 'GET', to = '', body?: unknown) =>
    (await t.call<QuotaMeter & { code?: string }>(method, `${path}${to}`, body ? { body } : {})).body
  const row = (found: QuotaMeter, of = '/cgi-bin/user/get') => found.rows.find(one => one.path === of)
  const pass = (ms: number) => {
    clock.advance(ms)
    sandbox.clock.set({ by: ms })
  }
  let calls: ReturnType<typeof createCallCounter>
  beforeAll(async () => {
    clock = movableClock(new Date(at('12:00:00')))
    sandbox = await startSandbox({ people: 10, clock: { now: clock.now(), frozen: true } })
    t = await testApp({ clock, wechatBaseUrl: sandbox.url })
    const { appId, appSecret } = sandbox.accounts.find(one => one.alias === 'service')!
    const body = { kind: 'official_account', accountType: 'service', verifiedAccount: true, name: '会员号', appId, appSecret }
    id = (await t.call<{ carrier: Carrier }>('POST', `/api/brands/${t.brandId}/carriers`, { body })).body.carrier.id
    path = `/api/brands/${t.brandId}/carriers/${id}/quotas`
    calls = createCallCounter({ db: t.db, clock })
    client = await createWechat({ db: t.db, clock, settings: { secret: testSecret, wechatBaseUrl: sandbox.url }, calls })(t.brandId)(id)
  })
  afterAll(() => sandbox.close())

  it('counts our own calls against the table until WeChat is asked', async () => {
    for (let n = 0; n < 400; n++) await listFollowers(client, {})
    await calls.flush()
    expect(row(await meter())).toMatchObject({
      used: 400,
      ours: 400,
      limit: 500,
      limitFrom: 'table',
      state: 'tight',
      goneAt: iso(at('15:00:00')),
    })
  })

  it('reads WeChat’s figure, which knows of others, and goes on from it', async () => {
    const account = sandbox.realm.account('service')
    const key = [...account.used.keys()].find(one => one.endsWith('/cgi-bin/user/get'))!
    account.used.set(key, 440)
    const read = await meter('POST', '/reading')
    expect(row(read)).toMatchObject({ used: 440, ours: 400, limit: 500, limitFrom: 'wechat', rate: { calls: 5000, seconds: 60 } })
    expect(read.rows.find(one => one.path === '/cgi-bin/stable_token')?.limitFrom).toBe('table')
    await listFollowers(client, {})
    await calls.flush()
    expect(row(await meter())).toMatchObject({ used: 441, ours: 401 })
    expect(await meter('POST', '/reading')).toMatchObject({ code: 'too_many_requests' })
  })

  it('is cleared once for what the reader saw, told to WeChat, and written down', async () => {
    const viewer = await t.member('viewer')
    expect((await t.call('POST', `${path}/clearing`, { body: { left: 10 }, as: viewer })).status).toBe(403)
    expect(await meter('POST', '/clearing', { left: 9 })).toMatchObject({ code: 'conflict' })
    const cleared = await meter('POST', '/clearing', { left: 10 })
    expect(cleared.clearings).toMatchObject({ made: 1, left: 9 })
    expect(row(cleared)).toMatchObject({ used: 0, state: 'fine' })
    expect([...sandbox.realm.account('service').used.values()].reduce((sum, n) => sum + n, 0)).toBe(0)
    expect(await t.db.query("select act, detail from audit where act = 'carrier.quota.clear'")).toEqual([
      { act: 'carrier.quota.clear', detail: { left: 9 } },
    ])
  })

  it('believes WeChat when it says that none is left, and remembers it', async () => {
    sandbox.realm.account('service').clears = { month: '2026-11', n: 10 }
    expect(await meter('POST', '/clearing', { left: 9 })).toMatchObject({ code: 'clearings_used' })
    expect((await meter()).clearings.left).toBe(0)
    expect(await meter('POST', '/clearing', { left: 0 })).toMatchObject({ code: 'clearings_used' })
  })

  it('is read by itself every six hours, and begins anew at midnight of Beijing', async () => {
    pass(13 * 3_600_000)
    expect(row(await meter())).toMatchObject({ used: 0, limit: 500, limitFrom: 'wechat' })
    const { db, events, log } = t.ctx
    const wechatOf = createWechat({ db, clock, settings: { secret: testSecret, wechatBaseUrl: sandbox.url }, calls })
    await planQuotas({ db, clock })
    await runJobs({ db, clock, log, handlers: carrierJobs({ db, events, clock, log, calls, secret: testSecret, wechatOf }) }).drain()
    expect((await meter()).readAt).toBe(clock.now().toISOString())
    const jobs = await db.query<{ queue: string; run_at: Date }>('select queue, run_at from jobs where failed_at is null')
    expect(jobs.map(job => [job.queue, (job.run_at.getTime() - clock.now().getTime()) / 3_600_000])).toEqual([['quotas.plan', 6]])
  })
})
