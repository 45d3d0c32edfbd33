import { beforeAll, expect, it } from 'vitest'
import { movableClock } from '../../../infra/clock.ts'
import { type TestApp, testApp } from '../../../testing/app.ts'
import type { FunnelReply, FunnelTimesReply } from './schema.ts'

/**
 * 1: a 0, a 10, b 20, c 50 min: the first start completes: 20, 30. 2: a 0 (too early to complete within two hours), a 200, b 205,
 * b 206, c 300: 5, 95. 3 (was 4 before): a 0, c 5 (out of turn), b 10, c 40: 10, 30. 5 never completes.
 */
const events: [person: number, minute: number, event: string][] = [
  [1, 0, 'a'],
  [1, 10, 'a'],
  [1, 20, 'b'],
  [1, 50, 'c'],
  [2, 0, 'a'],
  [2, 200, 'a'],
  [2, 205, 'b'],
  [2, 206, 'b'],
  [2, 300, 'c'],
  [4, 0, 'a'],
  [3, 5, 'c'],
  [4, 10, 'b'],
  [3, 40, 'c'],
  [5, 0, 'a'],
  [5, 7, 'b'],
]

let t: TestApp
const ask = async <T>(path: string, names: readonly string[], windowSeconds = 7200) => {
  const steps = encodeURIComponent(JSON.stringify(names.map(event => ({ event }))))
  const query = `from=2026-03-01&to=2026-03-02&windowSeconds=${windowSeconds}&steps=${steps}`
  return (await t.call<T>('GET', `/api/brands/${t.brandId}/${path}?${query}`)).body
}
beforeAll(async () => {
  t = await testApp({ clock: movableClock('2026-03-12T04:00:00.000Z') })
  const lines = events.map(([person, minute, event], n) => {
    const at = new Date(Date.UTC(2026, 2, 1, 2, minute)).toISOString().slice(0, -1)
    return JSON.stringify({
      brand: t.brandId,
      person,
      occurred_at: at,
      received_at: at,
      event,
      carrier: 'mini_program',
      props: '{}',
      batch: 1,
      n,
    })
  })
  await t.events.insert('events', lines.join('\n'), { token: 'times' })
  const merge = { brand: t.brandId, from_person: 4, into_person: 3, undone: 0, version: 1 }
  await t.events.insert('person_merges', JSON.stringify(merge), { token: 'merge' })
})

it('gives the median of each step over those who complete, from their first start that can', async () => {
  const { stepSeconds, metricId } = await ask<FunnelTimesReply>('funnel/times', ['a', 'b', 'c'])
  expect([metricId, stepSeconds]).toEqual(['funnel-times', [null, 600, 1800]])
})

it('agrees with the median of the whole where there is one step only to take', async () => {
  for (const names of [
    ['a', 'b'],
    ['b', 'c'],
    ['a', 'c'],
  ]) {
    const whole = (await ask<FunnelReply>('funnel', names)).medianSecondsToComplete
    expect((await ask<FunnelTimesReply>('funnel/times', names)).stepSeconds).toEqual([null, whole])
  }
})

it('knows nothing of funnels that nobody completes, nor of one step', async () => {
  expect((await ask<FunnelTimesReply>('funnel/times', ['c', 'a'], 60)).stepSeconds).toEqual([null, null])
  expect((await ask<FunnelTimesReply>('funnel/times', ['a'])).stepSeconds).toEqual([null])
})

it('lets one event serve one step', async () => {
  expect((await ask<FunnelTimesReply>('funnel/times', ['a', 'a', 'b'])).stepSeconds).toEqual([null, 600, 600])
})
