/** Back-fills over HTTP against the sandbox: every follower once, within the day's calls, whatever goes wrong on the way. */
import { type Sandbox, startSandbox } from '@wematrix/sandbox'
import { getUserInfos, listFollowers } from '@wematrix/wechat'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type MovableClock, movableClock } from '../../infra/clock.ts'
import { type JobRunner, runJobs } from '../../infra/jobs.ts'
import { dayOf } from '../../stats/calendar.ts'
import { type TestApp, testApp, testSecret } from '../../testing/app.ts'
import { createWechat } from '../carriers/wechat.ts'
import { openAccept, openWork, type WorkParts } from '../inbox/intake.ts'
import { backfillJobs, rescueBackfills } from './jobs.ts'
import type { Backfill } from './schema.ts'

let sandbox: Sandbox
let t: TestApp
let clock: MovableClock
let work: WorkParts
let jobs: JobRunner
let carrierId: string
let closeAccept: () => Promise<void>

const info = getUserInfos.row.path
const list = listFollowers.row.path

beforeAll(async () => {
  clock = movableClock(new Date('2026-11-22T04:00:00Z'))
  sandbox = await startSandbox({ world: 'empty', clock: { now: clock.now(), frozen: true } })
  t = await testApp({ clock, wechatBaseUrl: sandbox.url })
  const { db, events, log } = t.ctx
  const wechatOf = createWechat({ db, clock, settings: { secret: testSecret, wechatBaseUrl: sandbox.url } })
  const wechat = (brandId: string, carrier: string) => wechatOf(brandId)(carrier)
  const acceptor = await openAccept(t.databaseUrl, db, clock, log)
  closeAccept = acceptor.close
  work = openWork({ db, events, accept: acceptor.accept, clock, log, secret: testSecret, wechat })
  jobs = runJobs({ db, clock, log, handlers: backfillJobs({ db, events, clock, log, wechat }) })
})
afterAll(async () => {
  await closeAccept()
  await sandbox.close()
})

/** A brand of its own with the service account; 2,500 followers. */
beforeEach(async () => {
  sandbox.realm.reset()
  sandbox.clock.set({ at: clock.now().getTime(), frozen: true })
  await control('crowd', { account: 'service', followers: 2500 })
  Object.assign(t, await t.brand('Brand'))
  const { kind, type, appId, appSecret, name } = sandbox.accounts.find(account => account.alias === 'service')!
  const body = { kind, accountType: type, verifiedAccount: true, name, appId, appSecret }
  carrierId = (await call<{ carrier: { id: string } }>('POST', `/api/brands/${t.brandId}/carriers`, { body })).body.carrier.id
})

const call: TestApp['call'] = (method, path, options = {}) => t.call(method, path, { as: t.cookie, ...options })

async function control<T = unknown>(name: string, body: object): Promise<T> {
  const answer = await fetch(`${sandbox.control}/${name}`, { method: 'POST', body: JSON.stringify(body) })
  expect(answer.status).toBe(200)
  return (await answer.json()) as T
}
const path = () => `/api/brands/${t.brandId}/carriers/${carrierId}/followers/backfill`
const start = (body: object = {}) => call<{ backfill: Backfill }>('POST', path(), { body })
const set = (state: string) => call<{ backfill: Backfill; detail: string }>('PUT', `${path()}/state`, { body: { state } })
const now = async () => (await call<{ backfill: Backfill }>('GET', path())).body.backfill
/** Everything that is due, and what it brought. */
async function drain(): Promise<Backfill> {
  await jobs.drain()
  await work.worker.drain()
  return now()
}
function later(ms: number): void {
  clock.advance(ms)
  sandbox.clock.set({ by: ms })
}
const used = (api: string) => sandbox.realm.account('service').used.get(`${dayNumber()} ${api}`) ?? 0
const dayNumber = () => Math.floor((sandbox.realm.clock.ms() + 8 * 3_600_000) / 86_400_000)

/** All that a back-fill leaves behind, without when it was looked at. */
async function everything() {
  const db = <T>(sql: string) => t.ctx.db.query<T>(sql, { brand: t.brandId })
  return {
    events: await t.events.query(
      'select person, event, occurred_at, source, entry, touch, trace, identity, joined from events where brand = {brand:String} order by occurred_at, identity',
      { brand: t.brandId },
    ),
    people: await db('select no, merged_into from persons where brand_id = :brand order by no'),
    ids: await db('select kind, value, person from identities where brand_id = :brand order by kind, value'),
    followers: await db('select openid, subscribed, followed_at, scene, tags from followers where brand_id = :brand order by openid'),
  }
}

it('reads every follower once, with their UnionIDs, times, sources and tags; a second reading changes nothing', async () => {
  expect((await start()).status).toBe(201)
  expect((await start()).status, 'one at a time').toBe(409)
  const first = await drain()
  expect(first).toMatchObject({ state: 'done', total: 2500, done: 2500, following: 2500, fresh: 2500, linked: 0, gone: 0, unknown: 0 })
  const before = await everything()
  expect([before.events.length, before.people.length, before.ids.length]).toEqual([2500, 2500, 5000])
  expect(before.events[0]).toMatchObject({ event: 'oa.follow', touch: 'entry', joined: 1 })
  expect(before.events.some(event => (event as { source: string }).source === 'channels')).toBe(true)
  expect(before.followers.some(row => (row as { tags: number[] }).tags.includes(2))).toBe(true)
  expect(await t.ctx.db.query('select name from follower_tags where brand_id = :brand', { brand: t.brandId })).toEqual([{ name: '星标组' }])
  await start()
  expect(await drain()).toMatchObject({ state: 'done', done: 2500, fresh: 0, linked: 0 })
  // The repeats of the last days are forgotten: the list of followers alone must tell.
  await t.ctx.db.query('delete from seen_keys')
  await start()
  await drain()
  expect(await everything()).toEqual(before)
})

it('counts a follow once whether its push came before, after or not at all', async () => {
  const lin = sandbox.person('lin')
  await lin.follow('service')
  const { subscribeTime } = sandbox.realm.account('service').followers.get(lin.openids.service!)!
  const push = (key: string, minutes: number) =>
    t.ctx.db.query('insert into inbox (partition, items, received_at, packed, body) values (0, 1, :at, false, :body)', {
      at: clock.now(),
      body: Buffer.from(
        JSON.stringify({
          k: 'imp',
          b: t.brandId,
          c: carrierId,
          r: clock.now().getTime(),
          key,
          at: (subscribeTime + minutes * 60) * 1000,
          e: { event: 'oa.follow', context: { wechat: { openid: lin.openids.service } }, properties: {} },
        }),
      ),
    })
  // Told by an event that is in the store since before there was a list of followers.
  await push('before', 0)
  await work.worker.drain()
  await t.ctx.db.query('delete from followers where brand_id = :brand', { brand: t.brandId })
  await start()
  expect(await drain()).toMatchObject({ done: 2501, fresh: 2500 })
  const follows = await t.events.query('select identity from events where brand = {brand:String} and endsWith(identity, {id:String})', {
    brand: t.brandId,
    id: lin.openids.service,
  })
  expect(follows.length).toBe(1)
})

it('gives known followers the UnionID that came late, and merges by it', async () => {
  await control('account', { account: 'service', bound: false })
  await start()
  expect(await drain()).toMatchObject({ fresh: 2500, linked: 0 })
  expect((await everything()).ids.length).toBe(2500)
  await control('account', { account: 'service', bound: true })
  await start()
  expect(await drain()).toMatchObject({ fresh: 0, linked: 2500 })
  const { ids, people } = await everything()
  expect([ids.length, people.length]).toEqual([5000, 2500])
  await start()
  expect(await drain()).toMatchObject({ fresh: 0, linked: 0 })
})

it('notes who left without inventing when, and asks again about those who come back', async () => {
  await start()
  await drain()
  later(3_600_000)
  const { left } = await control<{ left: string[] }>('crowd', { account: 'service', leave: 3, join: 5 })
  await start()
  expect(await drain()).toMatchObject({ state: 'done', total: 2502, following: 2502, gone: 3 })
  const gone = await t.ctx.db.query<{ openid: string }>(
    'select openid from followers where brand_id = :brand and not subscribed order by openid',
    { brand: t.brandId },
  )
  expect(gone.map(row => row.openid)).toEqual(left.sort())
  const events = await t.events.query<{ event: string; n: string }>(
    'select event, count() as n from events where brand = {brand:String} group by event',
    { brand: t.brandId },
  )
  expect(events).toEqual([{ event: 'oa.follow', n: '2505' }])
})

it('leaves half of the day’s calls to others, waits for midnight in Beijing and says so', async () => {
  await control('account', { account: 'service', limits: { [info]: 20 } })
  await start()
  const waiting = await drain()
  expect(waiting).toMatchObject({ state: 'waiting', reason: 'quota', resumeAt: '2026-11-22T16:01:00.000Z', done: 1000, daysByQuota: 3 })
  expect(waiting.calls!.info).toMatchObject({ limit: 20, ours: 10, left: 0 })
  expect([used(info), used(list)]).toEqual([10, 1])
  const today = dayOf(clock.now().getTime())
  for (const done of [2000, 2500]) {
    later(new Date((await now()).resumeAt!).getTime() - clock.now().getTime())
    expect(await drain()).toMatchObject({ done })
    expect(used(info)).toBeLessThanOrEqual(10)
  }
  expect(dayOf(clock.now().getTime())).not.toBe(today)
  expect(await now()).toMatchObject({ state: 'done', following: 2500 })
  expect((await everything()).events.length).toBe(2500)
})

it('stops at 45009 whatever the reading said, slows down at 45011 and -1, and goes on by itself', async () => {
  await control('faults', { account: 'service', quotaExhausted: [info] })
  await start()
  expect(await drain()).toMatchObject({ state: 'waiting', reason: 'quota', done: 0 })
  await control('faults', { account: 'service', quotaExhausted: null, tooFast: 1 })
  await set('running')
  const slow = await drain()
  expect(slow).toMatchObject({ state: 'waiting', reason: 'too_fast' })
  expect(new Date(slow.resumeAt!).getTime() - clock.now().getTime()).toBe(60_000)
  await control('faults', { account: 'service', tooFast: null, http500: 1 })
  later(60_000)
  expect(await drain()).toMatchObject({ state: 'waiting', reason: 'unreachable' })
  const flights = await t.ctx.db.one<{ in_flight: number }>('select in_flight from follower_backfills where brand_id = :brand', {
    brand: t.brandId,
  })
  expect(flights!.in_flight).toBeLessThan(8)
  await control('faults', { account: 'service', http500: null })
  later(15_000)
  expect(await drain()).toMatchObject({ state: 'done', done: 2500 })
})

it('tells the operator what only they can mend, and goes on when it is', async () => {
  await control('account', { account: 'service', ipWhitelist: ['203.0.113.1'] })
  await start()
  const failed = await drain()
  expect(failed.state).toBe('failed')
  expect(failed.problem!.zh).toContain('40164')
  await control('account', { account: 'service', ipWhitelist: null })
  expect((await set('running')).status).toBe(200)
  expect(await drain()).toMatchObject({ state: 'done', done: 2500, problem: null })
})

it('is paused, goes on and ends by an operator’s word, which only operators have', async () => {
  const viewer = await t.member('viewer', t.brandId)
  expect((await call('POST', path(), { body: {}, as: viewer })).status).toBe(403)
  await start()
  expect((await set('paused')).body.backfill.state).toBe('paused')
  expect(await drain()).toMatchObject({ state: 'paused', done: 0 })
  expect((await set('paused')).status).toBe(409)
  await set('running')
  expect((await drain()).state).toBe('done')
  expect((await set('cancelled')).status).toBe(409)
  await start()
  expect((await set('cancelled')).body.backfill).toMatchObject({ state: 'cancelled' })
  expect((await drain()).state).toBe('cancelled')
  const other = await t.brand('Other')
  expect((await call('POST', path().replace(t.brandId, other.brandId), { body: {}, as: other.cookie })).status).toBe(404)
})

it('goes on when the last one of a page left before the next page was asked for', async () => {
  await control('crowd', { account: 'service', followers: 10_500 })
  await control('account', { account: 'service', limits: { [list]: 2 } })
  await start()
  expect(await drain()).toMatchObject({ state: 'waiting', reason: 'quota', done: 10_000 })
  const row = await t.ctx.db.one<{ cursor: string }>('select cursor from follower_backfills where brand_id = :brand', { brand: t.brandId })
  const crowd = sandbox.realm.account('service').crowd!
  crowd.left.add(Number.parseInt(row!.cursor.slice(7, 14), 36))
  await control('account', { account: 'service', limits: { [list]: 500 } })
  await set('running')
  expect(await drain()).toMatchObject({ state: 'done', following: 10_500, total: 10_499 })
})

it('finds the openid that WeChat does not know among a hundred, and counts it', async () => {
  await start()
  await t.ctx.db.query(
    "update follower_backfills set page = array['nobody'], cursor = '', total = 1, last_page = false where brand_id = :brand",
    {
      brand: t.brandId,
    },
  )
  expect(await drain()).toMatchObject({ state: 'done', unknown: 1, following: 2500 })
})

it('is found again when its job is gone, and a worker that lost it stores nothing', async () => {
  await start()
  await t.ctx.db.query('delete from jobs where brand_id = :brand', { brand: t.brandId })
  expect(await drain()).toMatchObject({ state: 'running', done: 0 })
  await rescueBackfills({ db: t.ctx.db, clock })
  await rescueBackfills({ db: t.ctx.db, clock })
  expect(await drain()).toMatchObject({ state: 'done', done: 2500 })
})
