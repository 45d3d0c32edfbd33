/** What WeChat refuses, met by each job and route that calls it: they go on, wait or stand still, and say so. */
import { prepare } from '@wematrix/sandbox'
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
import { beforeEach, describe, expect, it } from 'vitest'
import { openJobs } from '../../infra/jobs.ts'
import { refusedAccount } from '../../testing/refused-account.ts'
import type { Backfill } from '../followers/schema.ts'
import { planStatistics } from '../statistics/jobs.ts'
import { planQuotas } from './jobs.ts'
import { nextQuotaDay } from './reaction.ts'
import type { Carrier, TokenTest } from './schema.ts'

const { world, connect, carrier, goTo, pass, now, jobAfter, used, told, refuse, wellAgain, recipe } = refusedAccount()

describe('statistics', () => {
  const pulled = async () =>
    Number(
      (
        await world.t.events.query<{ n: string }>('select uniqExact(day) as n from carrier_stats where brand = {brand:String}', {
          brand: world.t.brandId,
        })
      )[0]!.n,
    )
  const plan = async () => {
    await world.t.db.query("delete from jobs where queue = 'statistics.plan'")
    await planStatistics({ db: world.t.db, clock: world.clock })
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
    await world.t.db.query('delete from jobs')
    await prepare(world.sandbox.url, recipe(code))
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
    await fetch(`${world.sandbox.control}/account`, {
      method: 'POST',
      body: JSON.stringify({ account: 'service', limits: { [getUserSummary.row.path]: 0 } }),
    })
    const due = nextQuotaDay(now())
    expect((await plan())?.run_at.getTime()).toBe(due)
    pass(3_600_000)
    expect((await plan())?.run_at.getTime()).toBe(due)
    expect(used(getUserSummary.row.path)).toBe(0)
    delete world.sandbox.realm.account('service').limits
    goTo(due)
    expect(await jobAfter('statistics.pull')).toBeUndefined()
  })

  it('stand still where WeChat does not let this server in, tell which address, and go on as soon as an operator verifies', async () => {
    await prepare(world.sandbox.url, recipe(40164))
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
    delete world.sandbox.realm.account('service').ipWhitelist
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
    await world.t.events.command(
      'alter table carrier_stats delete where brand = {brand:String}',
      { brand: world.t.brandId },
      { mutations_sync: '2' },
    )
    await plan()
    expect([await pulled(), used(getBizSummary.row.path)]).toEqual([30, 1])
    wellAgain()
    await world.t.events.command(
      'alter table carrier_stats delete where brand = {brand:String}',
      { brand: world.t.brandId },
      { mutations_sync: '2' },
    )
    await carrier('POST', '/verification')
    await jobAfter('statistics.pull')
    expect(used(getBizSummary.row.path)).toBeGreaterThan(1)
    expect(await told(['call_refused'])).toEqual([])
  })

  it('ask for every day although WeChat has nothing of the first ones, and again an hour later', async () => {
    await refuse({ table: 'answer', code: '61501' }, getUserSummary.row.path)
    expect(await plan()).toBeUndefined()
    expect([await pulled(), used(getUserSummary.row.path)]).toEqual([30, 30])
    await world.t.events.command(
      'alter table carrier_stats delete where brand = {brand:String}',
      { brand: world.t.brandId },
      { mutations_sync: '2' },
    )
    pass(3_600_000)
    await plan()
    expect(used(getUserSummary.row.path)).toBe(60)
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
    await fetch(`${world.sandbox.control}/crowd`, { method: 'POST', body: JSON.stringify({ account: 'service', followers: 120 }) })
    await refuse({ table: 'answer', code: String(code) }, listFollowers.row.path)
    expect((await carrier('POST', path, {})).status).toBe(201)
    await world.jobs.drain()
    expect(await current()).toMatchObject(expected)
    wellAgain()
    if (expected.state === 'failed') await carrier('PUT', `${path}/state`, { state: 'running' })
    else goTo(new Date((await current()).resumeAt!).getTime())
    await world.jobs.drain()
    expect(await current()).toMatchObject({ state: 'done', done: 120 })
  })
})

describe('one thing at a time', () => {
  beforeEach(() => connect())
  const add = (queue: string, payload: object) =>
    openJobs(world.t.db, world.clock).add(queue, { carrierId: world.carrierId, ...payload }, { brandId: world.t.brandId })

  it('a follower whom WeChat does not know is let be, and counted', async () => {
    await add('follows.ask', { openid: 'nobody', appId: 'wx', batch: 1, n: 0, person: 1, at: now() })
    expect(await jobAfter('follows.ask')).toBeUndefined()
    const rows = await world.t.db.query(
      'select errcode, n::int as n from carrier_refusals where carrier_id = :carrierId and path = :path',
      {
        carrierId: world.carrierId,
        path: getUserInfos.row.path,
      },
    )
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

  it('followers are asked about again within seconds when WeChat did not answer, not a day later', async () => {
    await carrier('POST', '/verification')
    world.sandbox.realm.account('service').faults = { http500: 1 }
    await add('follows.ask', { openid: 'nobody', appId: 'wx', batch: 1, n: 0, person: 1, at: now() })
    const job = await jobAfter('follows.ask')
    expect(job!.run_at.getTime() - now()).toBeLessThan(5000)
    wellAgain()
    goTo(job!.run_at.getTime())
    expect(await jobAfter('follows.ask')).toBeUndefined()
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
    await world.work.worker.drain()
    expect(
      await world.t.events.query('select event, value_fen from events where brand = {brand:String}', { brand: world.t.brandId }),
    ).toMatchObject([{ event: 'order.pay' }])
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
    await world.t.db.query(
      'insert into carrier_calls (brand_id, carrier_id, day, path, calls, failed) values (:brand, :carrierId, :day, :path, 1, 0)',
      {
        brand: world.t.brandId,
        carrierId: world.carrierId,
        day: new Date(now() + 8 * 3_600_000).toISOString().slice(0, 10),
        path: listFollowers.row.path,
      },
    )
    const plan = async () => {
      await world.t.db.query("delete from jobs where queue = 'quotas.plan'")
      await planQuotas({ db: world.t.db, clock: world.clock })
      return jobAfter('quotas.read')
    }
    const first = await plan()
    const n = used(getQuota.row.path)
    pass(60_000)
    expect([(await plan())?.run_at, used(getQuota.row.path)]).toEqual([first!.run_at, n])
  })
})
