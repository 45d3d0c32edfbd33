import { type Sandbox, startSandbox } from '@wematrix/sandbox'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type MovableClock, movableClock } from '../../infra/clock.ts'
import { runJobs } from '../../infra/jobs.ts'
import { addDays, dayOf } from '../../stats/calendar.ts'
import { type TestApp, testApp, testSecret } from '../../testing/app.ts'
import { createWechat } from '../carriers/wechat.ts'
import type { KpisReply } from '../reports/kpis/schema.ts'
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
async function work(): Promise<void> {
  const { db, events, log } = t.ctx
  const wechat = createWechat({ db, clock, settings: { secret: testSecret, wechatBaseUrl: sandbox.url } })
  const handlers = statisticsJobs({ db, events, clock, log, wechat: (brandId, carrierId) => wechat(brandId)(carrierId) })
  await planStatistics({ db, clock })
  await runJobs({ db, clock, log, handlers }).drain()
}

const rows = () =>
  t.ctx.events.query<{ metric: string; day: string; dimension: string; value: number }>(
    'select metric, toString(day) as day, dimension, value from carrier_stats final where brand = {brand:String} order by metric, day, dimension',
    { brand: t.brandId },
  )

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
