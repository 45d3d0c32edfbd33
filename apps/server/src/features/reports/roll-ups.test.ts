/** Two ways to the same numbers: what the roll-ups say, and what the events say, for people made at random. */
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../../testing/app.ts'
import { measureAll } from './diagnoses/diagnoses.ts'
import { funnelBreakdown, funnelLevels } from './funnel/funnel.ts'
import { series } from './kpis/people.ts'
import { lifecycleWeeks } from './lifecycle/lifecycle.ts'
import { carrierSets } from './multi-carrier/multi-carrier.ts'
import { cohortFacts } from './retention/cohorts.ts'
import { didCount } from './segment/did.ts'

const names = ['mp.page', 'order.pay', 'service.book', 'content.read', 'content.watch', 'oa.follow', 'message.sent'] as const
const carriers = ['mini_program', 'official_account', 'channels', 'other'] as const
const people = 400
const first = Date.parse('2026-01-20T00:00:00+08:00')

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  // Half-second steps put events on the edges of days; few people, so that most have a life.
  const event = fc.record({
    person: fc.integer({ min: 1, max: people }),
    half: fc.integer({ min: 0, max: 2 * 86_400 * 100 }),
    event: fc.constantFrom(...names),
    carrier: fc.constantFrom(...carriers),
  })
  const [events] = fc.sample(fc.array(event, { minLength: 6000, maxLength: 6000, size: 'max' }), { numRuns: 1, seed: 11 })
  const lines = events!.map(({ person, half, event, carrier }, n) =>
    JSON.stringify({
      brand: t.brandId,
      person,
      occurred_at: new Date(first + half * 500).toISOString().slice(0, 23).replace('T', ' '),
      received_at: '2026-05-01 00:00:00.000',
      event,
      carrier,
      carrier_id: 'car_1',
      identity: `o:app:${person}`,
      props: '{}',
      batch: 1,
      n,
    }),
  )
  await t.events.insert('events', lines.join('\n'), { token: 'lives' })
  const merges = Array.from({ length: 40 }, (_, i) =>
    JSON.stringify({ brand: t.brandId, from_person: 5 * i + 2, into_person: 5 * i + 1, undone: 0, version: 1 }),
  )
  await t.events.insert('person_merges', merges.join('\n'), { token: 'merges' })
})

/** The same question in the roll-ups' zone and in one with the same days that only the events can answer. */
const both = async <T>(ask: (zone: string) => Promise<T>): Promise<[T, T]> => [await ask('Asia/Shanghai'), await ask('Asia/Singapore')]
const scope = (zone: string) => ({ events: t.events, brandId: t.brandId, zone })

/** Within a month, over months, from before the first event, and longer than the widest integer. */
const ranges = [
  { from: '2026-02-03', to: '2026-02-24' },
  { from: '2026-01-31', to: '2026-03-31' },
  { from: '2025-12-01', to: '2026-04-29' },
  { from: '2025-06-01', to: '2026-04-29' },
]

describe.each(ranges)('from $from to $to the roll-ups agree with the events', ({ from, to }) => {
  it('in retention, of all activity, of one event and of one carrier', async () => {
    for (const only of [{}, { event: 'order.pay' }, { carrier: 'channels' }, { event: 'content.read', carrier: 'official_account' }]) {
      const sorted = async (zone: string) =>
        (await cohortFacts(scope(zone), { from, until: to, grain: 'day', ...only }, 30, 'all')).map(fact => JSON.stringify(fact)).sort()
      const [ready, raw] = await both(sorted)
      expect(ready.length).toBeGreaterThan(0)
      expect(ready).toEqual(raw)
    }
  })

  it('in exact returns, which are read from fewer bits', async () => {
    const spec = { from, until: to, grain: 'day' } as const
    const all = await cohortFacts(scope('Asia/Shanghai'), spec, 30, 'all')
    const exact = await cohortFacts(scope('Asia/Shanghai'), spec, 30, 'exact')
    const text = (facts: typeof all) => facts.map(fact => JSON.stringify(fact)).sort()
    expect(text(exact)).toEqual(text(all.filter(fact => fact.kind === 0)))
  })

  it('in the lifecycle', async () => {
    const spec = { from, to, until: to, goal: 'order.pay', stayDays: 7, convertDays: 30, repurchaseDays: 30 }
    const [ready, raw] = await both(zone => lifecycleWeeks(scope(zone), spec))
    expect(ready).toEqual(raw)
  })

  it('in the three diagnoses', async () => {
    const [ready, raw] = await both(zone => measureAll(scope(zone), { from, to }))
    expect(ready['traffic-does-not-stay'].of).toBeGreaterThan(0)
    expect(ready).toEqual(raw)
  })

  it('in the sets of carriers and who bought', async () => {
    const [ready, raw] = await both(zone => carrierSets(scope(zone), { from, to }))
    expect(ready).toEqual(raw)
  })

  it('in the people of a day and carrier', async () => {
    const [ready, raw] = await both(zone => series(scope(zone), { from, to }, { grain: 'week', by: 'carrier' }))
    const [, alone] = await both(zone => series(scope(zone), { from, to }, { grain: 'week', by: 'carrier', peopleOnly: true }))
    const text = (rows: typeof ready, counts = true) =>
      rows.map(row => `${row.day} ${row.key} ${row.people}${counts ? ` ${row.events}` : ''}`).sort()
    expect(text(ready)).toEqual(text(raw))
    const seen = (rows: typeof ready) => rows.filter(row => row.people > 0)
    expect(text(seen(alone), false)).toEqual(text(seen(ready), false))
  })

  it('in who did what how often', async () => {
    const acts = [
      { event: 'content.read', atLeast: 2 },
      { event: 'order.pay', atLeast: 1 },
    ]
    const [ready, raw] = await both(zone => didCount(scope(zone), { from, to, acts }))
    expect(ready).toBeGreaterThan(0)
    expect(ready).toBe(raw)
  })

  it('in a funnel, judged pack by pack and person by person', async () => {
    const fromMs = Date.parse(`${from}T00:00:00+08:00`)
    const toMs = Date.parse(`${to}T00:00:00+08:00`) + 86_400_000
    const steps = [{ event: 'content.read' }, { event: 'mp.page' }, { event: 'order.pay' }]
    const spec = { steps, mode: 'ordered' as const, windowMs: 14 * 86_400_000, fromMs, toMs, readUntilMs: toMs }
    const packed = await funnelLevels(scope('Asia/Shanghai'), spec)
    // All have the same entry; a breakdown is judged person by person.
    const [all] = await funnelBreakdown(scope('Asia/Shanghai'), { ...spec, by: 'entry' })
    expect(packed[2]).toBeGreaterThan(0)
    expect(packed).toEqual(all!.people)
  })
})
