/** Every error code of the client's table met by the product: what its jobs do then, and what the operator is told. */
import { type Documented, documented, faultFor, prepare, recipes, type Sandbox, startSandbox } from '@wematrix/sandbox'
import {
  getBizSummary,
  getCallbackIps,
  getOrder,
  getQuota,
  getStableToken,
  getUserInfos,
  getUserSummary,
  listFollowers,
  reactionTo,
} from '@wematrix/wechat'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type MovableClock, movableClock } from '../../infra/clock.ts'
import { type JobRunner, openJobs, runJobs } from '../../infra/jobs.ts'
import { type TestApp, testApp, testSecret } from '../../testing/app.ts'
import type { TroubleKind } from '../alarms/schema.ts'
import { findTroubles } from '../alarms/troubles.ts'
import { backfillJobs } from '../followers/jobs.ts'
import type { Backfill } from '../followers/schema.ts'
import { openAccept, openWork, type WorkParts } from '../inbox/intake.ts'
import { planStatistics, statisticsJobs } from '../statistics/jobs.ts'
import { type CallCounter, createCallCounter } from './calls.ts'
import { carrierJobs, planQuotas } from './jobs.ts'
import { nextQuotaDay } from './reaction.ts'
import type { Carrier, TokenHealth, TokenTest } from './schema.ts'
import { createWechat } from './wechat.ts'

let sandbox: Sandbox
let t: TestApp
let clock: MovableClock
let calls: CallCounter
let jobs: JobRunner
let work: WorkParts
let closeAccept: () => Promise<void>
let carrierId: string
const noon = new Date('2026-11-22T04:00:00Z')

beforeAll(async () => {
  clock = movableClock(noon)
  sandbox = await startSandbox({ world: 'empty', clock: { now: noon, frozen: true } })
  t = await testApp({ clock, wechatBaseUrl: sandbox.url })
  const { db, events, log } = t.ctx
  calls = createCallCounter({ db, clock })
  const wechatOf = createWechat({ db, clock, settings: { secret: testSecret, wechatBaseUrl: sandbox.url }, calls })
  const wechat = (brandId: string, carrier: string) => wechatOf(brandId)(carrier)
  const acceptor = await openAccept(t.databaseUrl, db, clock, log)
  closeAccept = acceptor.close
  const deps = { db, events, clock, log, calls, secret: testSecret, wechat, wechatOf }
  work = openWork({ ...deps, accept: acceptor.accept })
  const handlers = { ...carrierJobs(deps), ...statisticsJobs(deps), ...backfillJobs(deps), ...work.jobs }
  jobs = runJobs({ db, clock, log, handlers })
  await connect()
})
afterAll(async () => {
  await closeAccept()
  await sandbox.close()
})

/** A brand of its own with one account, in a world as new at this moment; the accounts before it are archived. */
async function connect(alias = 'service'): Promise<void> {
  sandbox.realm.reset()
  sandbox.clock.set({ at: clock.now().getTime(), frozen: true })
  await t.db.query('delete from jobs')
  await t.db.query('update carriers set archived_at = :now', { now: clock.now() })
  Object.assign(t, await t.brand('Brand'))
  const { kind, type, appId, appSecret } = sandbox.realm.account(alias).spec
  const body = { kind, accountType: type, verifiedAccount: true, name: '会员号', appId, appSecret }
  carrierId = (await t.call<{ carrier: Carrier }>('POST', `/api/brands/${t.brandId}/carriers`, { as: t.cookie, body })).body.carrier.id
}
const carrier = <T = Record<string, unknown>>(method: string, to: string, body?: unknown) =>
  t.call<T>(method, `/api/brands/${t.brandId}/carriers/${carrierId}${to}`, { as: t.cookie, ...(body === undefined ? {} : { body }) })

function goTo(ms: number): void {
  clock.set(new Date(ms))
  sandbox.clock.set({ at: ms, frozen: true })
}
const pass = (ms: number) => goTo(clock.now().getTime() + ms)
const now = () => clock.now().getTime()

type JobRow = { run_at: Date; failed_at: Date | null; last_error: string | null }
/** The job as it stands after everything that is due was done; undefined: it is over. */
async function jobAfter(queue: string): Promise<JobRow | undefined> {
  await jobs.drain()
  await calls.flush()
  return t.db.one<JobRow>('select run_at, failed_at, last_error from jobs where queue = :queue and brand_id = :brand', {
    queue,
    brand: t.brandId,
  })
}
const used = (path: string) =>
  [...sandbox.realm.account('service').used].reduce((sum, [key, n]) => sum + (key.endsWith(` ${path}`) ? n : 0), 0)
const told = async (kinds: readonly TroubleKind[]) =>
  (await findTroubles(t.ctx, kinds, new Set())).map(({ kind, fact }) => ({ kind, ...fact }))
const refuse = (one: Pick<Documented, 'table' | 'code'>, path: string) =>
  fetch(`${sandbox.control}/faults`, { method: 'POST', body: JSON.stringify(faultFor(one, path)) })
const wellAgain = () => {
  sandbox.realm.state.faults = {}
  for (const account of sandbox.realm.accounts()) account.faults = {}
}
const recipe = (code: number) => recipes.find(one => one.table === 'answer' && one.code === String(code) && one.at === undefined)!

describe('a job', () => {
  const path = getQuota.row.path
  /** These say that an endpoint's quota can't be told: kept on its row, and the reading goes on. */
  const ofTheEndpoint = new Set(['76003', '76021', '76022'])
  const codes = documented.filter(({ table, at, code }) => table === 'answer' && at === undefined && !ofTheEndpoint.has(code))
  const expectedCalls: Record<string, number> = { retry: 3, refresh_token: 2 }

  it.each(codes.map(one => [one.code, one.row.reaction, one] as const))(
    'answered %s does what %s asks for',
    async (code, reaction, one) => {
      pass(120_000)
      const before = used(path)
      await refuse(one, path)
      await openJobs(t.db, clock).add('quotas.read', { carrierId }, { key: `quotas:${carrierId}`, brandId: t.brandId })
      const job = await jobAfter('quotas.read')
      expect(used(path) - before, 'calls').toBe(expectedCalls[reaction] ?? 1)
      const counted = await t.db.one<{ n: number }>(
        'select sum(n)::int as n from carrier_refusals where carrier_id = :carrierId and path = :path and errcode = :code',
        { carrierId, path, code: Number(code) },
      )
      expect(counted?.n, 'counted').toBe(used(path) - before)
      const waitsMs = job && !job.failed_at ? job.run_at.getTime() - now() : undefined
      switch (reaction) {
        case 'retry':
        case 'refresh_token':
          expect(waitsMs).toBeGreaterThan(0)
          expect(waitsMs).toBeLessThan(3000)
          break
        case 'wait':
          expect(waitsMs).toBe(one.row.waitSeconds! * 1000)
          break
        case 'quota_stop':
        case 'tell_operator':
          expect(job?.run_at.getTime()).toBe(nextQuotaDay(now()))
          break
        case 'fix_request':
          expect(job?.failed_at).not.toBeNull()
          expect(job?.last_error).toContain(code)
          break
        default:
          expect(job).toBeUndefined()
      }
      if (reaction === 'tell_operator') await isTold(Number(code))
      wellAgain()
      if (waitsMs === undefined) return void (await t.db.query('delete from jobs'))
      goTo(job!.run_at.getTime() + 1)
      expect(await jobAfter('quotas.read'), 'well again').toBeUndefined()
      if (reaction === 'tell_operator') expect(await told(['token_refused', 'call_refused'])).toEqual([])
    },
  )

  /** On the diagnosis and for the alarm, in both languages, with what to do. */
  async function isTold(code: number): Promise<void> {
    const { body } = await carrier<TokenHealth>('GET', '/token')
    const shown = body.refusals.find(({ errcode }) => errcode === code)
    const { meaning } = reactionTo(code)
    expect(shown).toMatchObject({ meaning, path })
    expect(shown!.advice.zh).toMatch(/[\u4e00-\u9fff]{6}/)
    expect(shown!.advice.en).toMatch(/[a-z ]{12}/i)
    const troubles = await told(['token_refused', 'call_refused'])
    expect(
      troubles.filter(({ zh, en }) => zh.includes(`${code}：${meaning.zh}。${shown!.advice.zh}`) && en.includes(shown!.advice.en)),
    ).toHaveLength(1)
  }
})

describe('statistics', () => {
  const pulled = async () =>
    Number(
      (
        await t.events.query<{ n: string }>('select uniqExact(day) as n from carrier_stats where brand = {brand:String}', {
          brand: t.brandId,
        })
      )[0]!.n,
    )
  const plan = async () => {
    await t.db.query("delete from jobs where queue = 'statistics.plan'")
    await planStatistics({ db: t.db, clock })
    return jobAfter('statistics.pull')
  }
  beforeEach(async () => {
    goTo(Math.ceil((now() + 3_600_000) / 86_400_000) * 86_400_000 + 4 * 3_600_000)
    await connect()
  })

  it.each([
    ['busy', -1],
    ['refused for a dead token that no other replaced', 40001],
    ['too fast', 45011],
  ])('go on by themselves when WeChat was %s', async (_name, code) => {
    await carrier('POST', '/verification')
    await t.db.query('delete from jobs')
    await prepare(sandbox.url, recipe(code))
    if (code === 45011) await refuse({ table: 'answer', code: '45011' }, getUserSummary.row.path)
    const refreshes = used(getStableToken.row.path)
    const job = await plan()
    if (code === 40001) {
      expect(used(getStableToken.row.path) - refreshes, 'one new token').toBe(1)
      expect([job, await pulled()]).toEqual([undefined, 30])
      return
    }
    expect([job?.failed_at, await pulled()]).toEqual([null, 0])
    wellAgain()
    goTo(job!.run_at.getTime())
    expect(await jobAfter('statistics.pull')).toBeUndefined()
    expect(await pulled()).toBe(30)
    expect(await told(['token_refused', 'call_refused'])).toEqual([])
  })

  it('wait for the next day when the calls of this one are used up, and the hourly plan does not hurry them', async () => {
    await fetch(`${sandbox.control}/account`, {
      method: 'POST',
      body: JSON.stringify({ account: 'service', limits: { [getUserSummary.row.path]: 0 } }),
    })
    const due = nextQuotaDay(now())
    expect((await plan())?.run_at.getTime()).toBe(due)
    pass(3_600_000)
    expect((await plan())?.run_at.getTime()).toBe(due)
    expect(used(getUserSummary.row.path)).toBe(0)
    delete sandbox.realm.account('service').limits
    goTo(due)
    expect(await jobAfter('statistics.pull')).toBeUndefined()
  })

  it('stand still where WeChat does not let this server in, tell which address, and go on as soon as an operator verifies', async () => {
    await prepare(sandbox.url, recipe(40164))
    const first = await plan()
    const tried = used(getStableToken.row.path)
    for (let hour = 0; hour < 3; hour++) {
      pass(3_600_000)
      expect((await plan())?.run_at).toEqual(first!.run_at)
    }
    expect(used(getStableToken.row.path)).toBe(tried)
    expect(await told(['token_refused'])).toMatchObject([
      { zh: expect.stringContaining('IP 白名单'), en: expect.stringContaining('IP list') },
    ])
    const verified = await carrier<Carrier>('POST', '/verification')
    expect(verified.body.verification.find(({ id }) => id === 'ip_list')).toMatchObject({ state: 'failed', ip: '127.0.0.1' })
    delete sandbox.realm.account('service').ipWhitelist
    await carrier('POST', '/verification')
    expect(await jobAfter('statistics.pull')).toBeUndefined()
    expect(await pulled()).toBe(30)
  })

  it('leave out an endpoint that the account may not call, for a day or until an operator verifies; the other figures come', async () => {
    await refuse({ table: 'answer', code: '48001' }, getBizSummary.row.path)
    expect(await plan()).toBeUndefined()
    expect([await pulled(), used(getBizSummary.row.path)]).toEqual([30, 1])
    const [trouble, ...more] = await told(['call_refused', 'token_refused'])
    expect(more).toEqual([])
    expect(trouble).toMatchObject({ kind: 'call_refused', zh: expect.stringContaining('48001：账号没有这个接口的权限') })
    expect(trouble!.zh).toContain('认证')
    pass(3_600_000)
    await t.events.command('alter table carrier_stats delete where brand = {brand:String}', { brand: t.brandId }, { mutations_sync: '2' })
    await plan()
    expect([await pulled(), used(getBizSummary.row.path)]).toEqual([30, 1])
    wellAgain()
    await t.events.command('alter table carrier_stats delete where brand = {brand:String}', { brand: t.brandId }, { mutations_sync: '2' })
    await carrier('POST', '/verification')
    await jobAfter('statistics.pull')
    expect(used(getBizSummary.row.path)).toBeGreaterThan(1)
    expect(await told(['call_refused'])).toEqual([])
  })

  it('take a day that is not ready for one to be read later', async () => {
    await refuse({ table: 'answer', code: '61503' }, getUserSummary.row.path)
    expect(await plan()).toBeUndefined()
    expect(await pulled()).toBe(29)
    wellAgain()
    pass(3_600_000)
    expect(await plan()).toBeUndefined()
    expect(await pulled()).toBe(30)
  })
})

describe('a back-fill of followers', () => {
  const path = '/followers/backfill'
  const current = async () => (await carrier<{ backfill: Backfill }>('GET', path)).body.backfill
  const cases = [
    [-1, { state: 'waiting', reason: 'busy' }],
    [42001, { state: 'waiting', reason: 'token' }],
    [45011, { state: 'waiting', reason: 'too_fast' }],
    [45009, { state: 'waiting', reason: 'quota' }],
    [48001, { state: 'failed', problem: { zh: expect.stringContaining('认证'), en: expect.stringContaining('verified') } }],
    [40035, { state: 'failed', problem: { zh: expect.stringContaining('40035'), en: expect.stringContaining('40035') } }],
  ] as const
  it.each(cases)('answered %i stands still and says why; it ends well when WeChat is', async (code, expected) => {
    await connect()
    await fetch(`${sandbox.control}/crowd`, { method: 'POST', body: JSON.stringify({ account: 'service', followers: 120 }) })
    await refuse({ table: 'answer', code: String(code) }, listFollowers.row.path)
    expect((await carrier('POST', path, {})).status).toBe(201)
    await jobs.drain()
    expect(await current()).toMatchObject(expected)
    wellAgain()
    if (expected.state === 'failed') await carrier('PUT', `${path}/state`, { state: 'running' })
    else goTo(new Date((await current()).resumeAt!).getTime())
    await jobs.drain()
    expect(await current()).toMatchObject({ state: 'done', done: 120 })
  })
})

describe('one thing at a time', () => {
  beforeEach(() => connect())
  const add = (queue: string, payload: object) => openJobs(t.db, clock).add(queue, { carrierId, ...payload }, { brandId: t.brandId })

  it('a follower whom WeChat does not know is let be, and counted', async () => {
    await add('follows.ask', { openid: 'nobody', appId: 'wx', batch: 1, n: 0, person: 1, at: now() })
    expect(await jobAfter('follows.ask')).toBeUndefined()
    const rows = await t.db.query('select errcode, n::int as n from carrier_refusals where carrier_id = :carrierId and path = :path', {
      carrierId,
      path: getUserInfos.row.path,
    })
    expect(rows).toEqual([{ errcode: 40003, n: 1 }])
  })

  it('followers of an account that may not ask about them wait for the next day, after one refusal', async () => {
    await refuse({ table: 'answer', code: '48001' }, getUserInfos.row.path)
    for (const openid of ['a', 'b', 'c']) {
      await add('follows.ask', { openid, appId: 'wx', batch: 1, n: 0, person: 1, at: now() })
      expect((await jobAfter('follows.ask'))?.run_at.getTime()).toBe(nextQuotaDay(now()))
    }
    expect(used(getUserInfos.row.path)).toBe(1)
  })

  it.each([
    [100002, 0],
    [48001, 1],
  ])('a payment whose order is answered %i is written down without its value after %i days', async (code, days) => {
    await connect('shop')
    if (code !== 100002) await refuse({ table: 'answer', code: String(code) }, getOrder.row.path)
    await add('orders.read', { orderId: '1', openid: 'o-lin', at: now() })
    for (let day = 0; day < days; day++) {
      const job = await jobAfter('orders.read')
      expect(job?.run_at.getTime()).toBe(nextQuotaDay(now()))
      goTo(job!.run_at.getTime())
    }
    expect(await jobAfter('orders.read')).toBeUndefined()
    await work.worker.drain()
    expect(await t.events.query('select event, value_fen from events where brand = {brand:String}', { brand: t.brandId })).toMatchObject([
      { event: 'order.pay' },
    ])
  })

  it.each([50007, 48001])('a check that is answered %i says so, with what to do', async code => {
    await refuse({ table: 'answer', code: String(code) }, getCallbackIps.row.path)
    const { meaning } = reactionTo(code)
    const { body } = await carrier<Carrier>('POST', '/verification')
    const step = body.verification.find(({ id }) => id === 'ip_list')!
    const fact = { zh: `微信返回 ${code}：${meaning.zh}。`, en: `WeChat answered ${code}: ${meaning.en}.` }
    expect(step).toMatchObject({ state: 'failed', fact })
    expect(step.help).toMatchObject({ zh: expect.stringContaining('微信后台'), en: expect.stringContaining('WeChat’s console') })
    expect((await carrier<TokenTest>('POST', '/token/test')).body).toMatchObject({ ok: false, errcode: code, meaning, advice: step.help })
    await refuse({ table: 'answer', code: String(code) }, getQuota.row.path)
    pass(120_000)
    const read = await carrier<{ words: { zh: string } }>('POST', '/quotas/reading')
    expect([read.status, read.body.words.zh]).toEqual([502, expect.stringContaining(`返回 ${code}：${meaning.zh}`)])
  })

  it('quotas that only people can mend are not read again that day by the plan', async () => {
    await refuse({ table: 'answer', code: '50004' }, getQuota.row.path)
    await carrier('POST', '/token/test')
    await t.db.query(
      'insert into carrier_calls (brand_id, carrier_id, day, path, calls, failed) values (:brand, :carrierId, :day, :path, 1, 0)',
      {
        brand: t.brandId,
        carrierId,
        day: new Date(now() + 8 * 3_600_000).toISOString().slice(0, 10),
        path: listFollowers.row.path,
      },
    )
    const plan = async () => {
      await t.db.query("delete from jobs where queue = 'quotas.plan'")
      await planQuotas({ db: t.db, clock })
      return jobAfter('quotas.read')
    }
    const first = await plan()
    const n = used(getQuota.row.path)
    pass(60_000)
    expect([(await plan())?.run_at, used(getQuota.row.path)]).toEqual([first!.run_at, n])
  })
})
