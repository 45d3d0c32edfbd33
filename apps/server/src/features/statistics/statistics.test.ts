import { type Sandbox, startSandbox } from '@wematrix/sandbox'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type MovableClock, movableClock } from '../../infra/clock.ts'
import { runJobs } from '../../infra/jobs.ts'
import { addDays, dayOf } from '../../stats/calendar.ts'
import { type TestApp, testApp, testSecret } from '../../testing/app.ts'
import type { Carrier } from '../carriers/schema.ts'
import { createWechat } from '../carriers/wechat.ts'
import type { KpisReply } from '../reports/kpis/schema.ts'
import type { OfficialReply } from '../reports/official/schema.ts'
import { planStatistics, statisticsJobs } from './jobs.ts'

let sandbox: Sandbox
let t: TestApp
let clock: MovableClock
beforeAll(async () => {
  clock = movableClock(new Date('2026-11-22T04:00:00Z'))
  sandbox = await startSandbox({ people: 300, clock: { now: clock.now(), frozen: true } })
  t = await testApp({ clock, wechatBaseUrl: sandbox.url })
  Object.assign(t, await t.brand('Brand'))
  for (const alias of ['service', 'mini-program']) {
    const { kind, type, appId, appSecret, name } = sandbox.accounts.find(account => account.alias === alias)!
    const body = { kind, accountType: type, verifiedAccount: true, name, appId, appSecret }
    expect((await t.call('POST', `/api/brands/${t.brandId}/carriers`, { as: t.cookie, body })).status).toBe(201)
  }
})
afterAll(() => sandbox.close())

/** Everything that is due now, as a worker does it. */
async function drain(): Promise<void> {
  const { db, events, log } = t.ctx
  const wechat = createWechat({ db, clock, settings: { secret: testSecret, wechatBaseUrl: sandbox.url } })
  const handlers = statisticsJobs({ db, events, clock, log, wechat: (brandId, carrierId) => wechat(brandId)(carrierId) })
  await runJobs({ db, clock, log, handlers }).drain()
}

async function work(): Promise<void> {
  await planStatistics(t.ctx)
  await drain()
}

const rows = () =>
  t.ctx.events.query<{ metric: string; day: string; dimension: string; value: number }>(
    'select metric, toString(day) as day, dimension, value from carrier_stats final where brand = {brand:String} order by metric, day, dimension',
    { brand: t.brandId },
  )

it('reads an account as soon as WeChat lets it in, and nothing of one that it does not', async () => {
  const { body } = await t.call<{ carriers: Carrier[] }>('GET', `/api/brands/${t.brandId}/carriers`, { as: t.cookie })
  const { id } = body.carriers.find(carrier => carrier.kind === 'official_account')!
  const refused = { kind: 'mini_program', name: 'Wrong', appId: 'wx0123456789abcdef', appSecret: '0'.repeat(32) }
  const wrong = await t.call<{ carrier: Carrier }>('POST', `/api/brands/${t.brandId}/carriers`, { as: t.cookie, body: refused })
  for (const each of [id, wrong.body.carrier.id])
    expect((await t.call('POST', `/api/brands/${t.brandId}/carriers/${each}/verification`, { as: t.cookie })).status).toBe(200)
  const waiting = await t.ctx.db.query<{ carrier: string }>("select payload ->> 'carrierId' as carrier from jobs where queue = :queue", {
    queue: 'statistics.pull',
  })
  expect(waiting).toEqual([{ carrier: id }])
  await drain()
  expect(new Set((await rows()).map(row => row.metric.split('.')[0]))).toEqual(new Set(['oa']))
  await t.call('DELETE', `/api/brands/${t.brandId}/carriers/${wrong.body.carrier.id}`, { as: t.cookie })
})

it('reads a month back, and yesterday’s figures agree with what people did', async () => {
  await work()
  const found = await rows()
  const yesterday = addDays(dayOf(clock.now().getTime()), -1)
  expect(new Set(found.map(row => row.day)).size).toBe(30)
  expect(found.some(row => row.day === yesterday)).toBe(true)
  const followed = found.filter(row => row.metric === 'oa.new_user' && row.dimension === '')
  const bySource = found.filter(row => row.metric === 'oa.new_user' && row.dimension !== '')
  const sum = (list: typeof found) => list.reduce((total, row) => total + row.value, 0)
  expect(sum(followed)).toBeGreaterThan(0)
  expect(sum(bySource)).toBe(sum(followed))
})

it('shows them beside the figures about people, marked as totals', async () => {
  const { body } = await t.call<KpisReply>('GET', `/api/brands/${t.brandId}/kpis?from=2026-10-25&to=2026-11-22`, { as: t.cookie })
  expect(body.official.find(figure => figure.metric === 'mp.opens')).toMatchObject({ honesty: 'aggregate-only', value: expect.any(Number) })
})

it('shows one account by day beside what arrived from it, unknown days as unknown', async () => {
  const carriers = await t.call<{ carriers: { id: string; kind: string }[] }>('GET', `/api/brands/${t.brandId}/carriers`, { as: t.cookie })
  const { id } = carriers.body.carriers.find(carrier => carrier.kind === 'official_account')!
  const follow = { brand: t.brandId, person: 7, event: 'oa.follow', carrier: 'official_account', carrier_id: id, props: '{}', batch: 1 }
  const at = (day: string, n: number) => ({ ...follow, occurred_at: `${day}T10:00:00.000`, received_at: `${day}T10:00:00.000`, n })
  const left = { ...at('2026-11-20', 2), event: 'oa.unfollow', touch: 'exclude' }
  const lines = [at('2026-11-20', 0), at('2026-11-20', 1), left]
  await t.events.insert('events', lines.map(line => JSON.stringify(line)).join('\n'), { token: 'follows' })
  const path = `/api/brands/${t.brandId}/official?carrier=${id}&from=2026-11-19&to=2026-11-22`
  const { body } = await t.call<OfficialReply>('GET', path, { as: t.cookie })
  expect(body).toMatchObject({ honesty: 'aggregate-only', metricId: 'official', given: true, newest: '2026-11-21' })
  const followed = body.metrics.find(metric => metric.id === 'oa.new_user')!
  expect(followed.days.map(day => [day.day, day.ours])).toEqual([
    ['2026-11-19', 0],
    ['2026-11-20', 2],
    ['2026-11-21', 0],
  ])
  const theirs = followed.days.reduce((sum, day) => sum + day.value!, 0)
  expect(body.metrics.find(metric => metric.id === 'oa.cancel_user')!.ours).toBe(1)
  expect([followed.value, followed.ours, followed.difference]).toEqual([theirs, 2, 2 / theirs - 1])
  expect(followed.parts.reduce((sum, part) => sum + part.value, 0)).toBe(theirs)
  const other = await t.brand('Other')
  expect((await t.call('GET', path.replace(t.brandId, other.brandId), { as: other.cookie })).status).toBe(404)
})

it('asks for nothing twice within the hour, replaces corrected days the next day, and adds the new one', async () => {
  const before = await rows()
  await work()
  expect(await rows()).toEqual(before)
  clock.advance(86_400_000)
  sandbox.clock.set({ by: 86_400_000 })
  await work()
  const after = await rows()
  expect(new Set(after.map(row => row.day)).size).toBe(31)
  expect(after.filter(row => row.day === '2026-11-21').length).toBe(before.filter(row => row.day === '2026-11-21').length)
})
