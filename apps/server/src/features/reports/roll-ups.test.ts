/** Three ways to the same numbers: what the roll-ups say, what the events say, and plain counting, for people made at random. */
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { dayNumber, dayOf, shanghai, weekStart } from '../../stats/calendar.ts'
import { type TestApp, testApp } from '../../testing/app.ts'
import { measureAll } from './diagnoses/diagnoses.ts'
import { funnelBreakdown, funnelLevels } from './funnel/funnel.ts'
import { series } from './kpis/people.ts'
import { firstDays } from './kpis/returns.ts'
import { lifecycleWeeks } from './lifecycle/lifecycle.ts'
import { carrierSets } from './multi-carrier/multi-carrier.ts'
import { cohortFacts } from './retention/cohorts.ts'
import { didCount } from './segment/did.ts'

const names = ['mp.page', 'order.pay', 'service.book', 'content.read', 'content.watch', 'oa.follow', 'message.sent'] as const
const carriers = ['mini_program', 'official_account', 'channels', 'other'] as const
const people = 400
const first = Date.parse('2026-01-20T00:00:00+08:00')

let t: TestApp
/** Per person what they did: the day (as a number), on which carrier; merged people as one. */
const lives = new Map<number, { day: number; event: string; carrier: string }[]>()
const mergedInto = (person: number) => (person <= 197 && person % 5 === 2 ? person - 1 : person)

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
  for (const { person, half, event, carrier } of events!) {
    const who = mergedInto(person)
    const life = lives.get(who) ?? []
    lives.set(who, [...life, { day: dayNumber(dayOf(first + half * 500, shanghai)), event, carrier }])
  }
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

/** Days of what a person did of their own, where `test` holds. */
function daysOf(
  life: readonly { day: number; event: string; carrier: string }[],
  test: (act: { event: string; carrier: string }) => boolean,
) {
  return [...new Set(life.filter(act => act.event !== 'message.sent' && test(act)).map(act => act.day))].sort((a, b) => a - b)
}

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
    const [low, high] = [dayNumber(from), dayNumber(to)]
    const weeks = new Map<string, { traffic: number; stay: number; convert: number; repurchase: number }>()
    for (const life of lives.values()) {
      const until = (day: number) => day <= high
      const [day, next] = daysOf(life, () => true).filter(until)
      const [goal, again] = daysOf(life, act => act.event === 'order.pay').filter(until)
      if (day === undefined || day < low) continue
      const convert = goal !== undefined && goal - day <= 30
      const week = weekStart(new Date(day * 86_400_000).toISOString().slice(0, 10))
      const row = weeks.get(week) ?? { traffic: 0, stay: 0, convert: 0, repurchase: 0 }
      row.traffic++
      if (next !== undefined && next - day <= 7) row.stay++
      if (convert) row.convert++
      if (convert && again !== undefined && again - goal <= 30) row.repurchase++
      weeks.set(week, row)
    }
    expect(ready).toEqual([...weeks].sort().map(([week, row]) => ({ week, ...row })))
  })

  it('in the three diagnoses', async () => {
    const [ready, raw] = await both(zone => measureAll(scope(zone), { from, to }))
    expect(ready).toEqual(raw)
    const good = (carrier: string, low: number, test: (act: { event: string; carrier: string }) => boolean) => {
      const counts = { people: 0, of: 0 }
      for (const life of lives.values()) {
        const [first] = daysOf(life, act => act.carrier === carrier).filter(day => day >= dayNumber(from) && day <= dayNumber(to))
        if (first === undefined || first > dayNumber(to) - 7) continue
        counts.of++
        if (daysOf(life, test).some(day => day >= first + low && day <= first + 7)) counts.people++
      }
      return counts
    }
    expect(ready['traffic-does-not-stay'].of).toBeGreaterThan(0)
    expect(ready).toEqual({
      'traffic-does-not-stay': good('channels', 1, () => true),
      'service-does-not-land': good('mini_program', 0, act => ['order.pay', 'service.book'].includes(act.event)),
      'reach-does-not-spread': good('official_account', 0, act => ['mini_program', 'channels'].includes(act.carrier)),
    })
  })

  it('in the sets of carriers and who bought', async () => {
    const [ready, raw] = await both(zone => carrierSets(scope(zone), { from, to }))
    expect(ready).toEqual(raw)
    const sets = new Map<number, { mask: number; people: number; buyers: number }>()
    for (const life of lives.values()) {
      const own = life.filter(act => act.event !== 'message.sent' && act.day >= dayNumber(from) && act.day <= dayNumber(to))
      if (own.length === 0) continue
      const mask = carriers.slice(0, 3).reduce((bits, carrier, i) => bits | (own.some(act => act.carrier === carrier) ? 1 << i : 0), 0)
      const set = sets.get(mask) ?? { mask, people: 0, buyers: 0 }
      set.people++
      if (own.some(act => act.event === 'order.pay')) set.buyers++
      sets.set(mask, set)
    }
    expect(ready).toEqual([...sets.values()].sort((a, b) => a.mask - b.mask))
  })

  it('in first days and returns', async () => {
    const [ready, raw] = await both(zone => firstDays(scope(zone), { from, to }))
    const byDay = (rows: typeof ready) => [...rows].filter(row => row.people + row.buyers > 0).sort((a, b) => (a.day < b.day ? -1 : 1))
    expect(byDay(ready)).toEqual(byDay(raw))
    const [low, high] = [dayNumber(from), dayNumber(to)]
    const counts = { people: 0, back7: 0, back30: 0, buyers: 0, again30: 0 }
    for (const life of lives.values()) {
      const days = daysOf(life, () => true).filter(day => day <= high)
      const [bought, again] = daysOf(life, act => act.event === 'order.pay').filter(day => day <= high)
      const met = days[0]
      if (met !== undefined && met >= low) {
        counts.people++
        if (days.includes(met + 7)) counts.back7++
        if (days.includes(met + 30)) counts.back30++
      }
      if (bought !== undefined && bought >= low) {
        counts.buyers++
        if (again !== undefined && again - bought <= 30) counts.again30++
      }
    }
    const sum = (name: keyof typeof counts) => ready.reduce((total, row) => total + row[name], 0)
    expect(Object.fromEntries(Object.keys(counts).map(name => [name, sum(name as keyof typeof counts)]))).toEqual(counts)
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

  it.each([
    { read: 2, paid: 1 },
    { read: 1, paid: 1 },
    { read: 3, paid: 2 },
  ])('in who did what how often: %o', async ({ read, paid }) => {
    const acts = [
      { event: 'content.read', atLeast: read },
      { event: 'order.pay', atLeast: paid },
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
