/** A world for tests of reports: small, and every number in it can be checked by eye. */
import { expect } from 'vitest'
import { movableClock } from '../infra/clock.ts'
import { type TestApp, testApp } from './app.ts'

/**
 * A brand small enough to count by hand. Days are Shanghai's; times are UTC, so 20:00 lies on the next day.
 * 1: reads (oa), opens (mp, from the oa, named), pays; comes back after 7 days; pays again. 2: opens, then follows (inferred).
 * 3 was merged into 1: watched the Channels before. 4 only got a message. 0 is nobody.
 */
const events: [person: number, at: string, event: string, carrier: string, more?: Record<string, unknown>][] = [
  [3, '2026-03-01T02:00:00.000', 'content.watch', 'channels', { props: '{"topic":"oolong"}' }],
  [1, '2026-03-01T20:00:00.000', 'content.read', 'official_account'],
  [1, '2026-03-01T20:05:00.000', 'mp.launch', 'mini_program', { source: 'official_account', entry: 'oa-menu', touch: 'entry', joined: 1 }],
  [1, '2026-03-01T20:10:00.000', 'order.pay', 'mini_program', { value_fen: 3000 }],
  [1, '2026-03-08T20:10:00.000', 'order.pay', 'mini_program', { value_fen: 2000 }],
  [2, '2026-03-02T04:00:00.000', 'mp.launch', 'mini_program'],
  [2, '2026-03-02T05:00:00.000', 'oa.follow', 'official_account', { entry: '=cmd' }],
  [4, '2026-03-03T04:00:00.000', 'message.sent', 'official_account'],
  [0, '2026-03-03T04:00:00.000', 'account.notice', 'official_account'],
]

/** Days that hold all of it. */
export const range = 'from=2026-03-01&to=2026-03-12'

export type Drillable = { drill: string | null }

export type CountedBrand = TestApp & {
  /** Where the brand's API begins. */
  base: string
  /** Reads below the brand's address; anything but success fails the test. */
  get<T = Record<string, never>>(path: string): Promise<T>
  /** Public ids of the people behind a number. */
  behind(drill: string | null): Promise<string[]>
}

/** The application with the brand in it; the clock stands on 12 March. */
export async function countedBrand(): Promise<CountedBrand> {
  const clock = movableClock('2026-03-12T04:00:00.000Z')
  const t = await testApp({ clock })
  const lines = events.map(([person, at, event, carrier, more], n) =>
    JSON.stringify({
      brand: t.brandId,
      person,
      occurred_at: at,
      received_at: at,
      event,
      carrier,
      carrier_id: `car_${carrier}`,
      identity: `o:app:${person}`,
      props: '{}',
      batch: 1,
      n,
      ...more,
    }),
  )
  await t.events.insert('events', lines.join('\n'), { token: 'world' })
  const edge = (person: number, at: string, n: number, source: string, target: string, more: object) =>
    JSON.stringify({ brand: t.brandId, person, arrived_at: at, batch: 1, n, source, target, live: 1, version: 1, ...more })
  const edges = [
    edge(1, '2026-03-01T20:00:00.000', 1, 'channels', 'official_account', { basis: 'inferred', gap_s: 64_800, joined: 1 }),
    edge(1, '2026-03-01T20:05:00.000', 2, 'official_account', 'mini_program', { basis: 'named', gap_s: 300, joined: 1, entry: 'oa-menu' }),
    edge(2, '2026-03-02T05:00:00.000', 6, 'mini_program', 'official_account', { basis: 'inferred', gap_s: 3600, entry: '=cmd' }),
  ]
  await t.events.insert('edges', edges.join('\n'), { token: 'edges' })
  await t.events.insert('edges', edge(2, '2026-03-02T04:00:00.000', 5, 'channels', 'mini_program', { basis: 'named' }), { token: 'e1' })
  await t.events.insert(
    'edges',
    edge(2, '2026-03-02T04:00:00.000', 5, 'channels', 'mini_program', { basis: 'named', live: 0, version: 2 }),
    { token: 'e2' },
  )
  await t.events.insert('person_merges', JSON.stringify({ brand: t.brandId, from_person: 3, into_person: 1, undone: 0, version: 1 }), {
    token: 'm',
  })
  const persons = [
    [1, null],
    [2, null],
    [3, 1],
    [4, null],
  ] as const
  for (const [no, into] of persons) {
    await t.db.query('insert into persons (brand_id, no, created_at, merged_into) values (:brand, :no, :at, :into)', {
      brand: t.brandId,
      no,
      at: clock.now(),
      into,
    })
  }

  const base = `/api/brands/${t.brandId}`
  const get = async <T = Record<string, never>>(path: string) => {
    const answer = await t.call<T>('GET', base + path)
    expect(answer.status, answer.text).toBe(200)
    return answer.body
  }
  const behind = async (drill: string | null) => {
    const { people, total } = await get<{ people: { id: string }[]; total: number }>(`/people?drill=${drill}`)
    expect(total).toBe(people.length)
    return people.map(person => person.id)
  }
  return { ...t, base, get, behind }
}
