import { beforeAll, describe, expect, it } from 'vitest'
import { type MovableClock, movableClock } from '../../infra/clock.ts'
import { type TestApp, testApp } from '../../testing/app.ts'
import { rebuildEdgeDays } from '../events/mend-edges.ts'
import { edgeVolumes } from './flow/edges.ts'
import { arrivalsFromEvents, carrierChanges, transitions } from './flow/transitions.ts'

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

let t: TestApp
let clock: MovableClock
let base: string

beforeAll(async () => {
  clock = movableClock('2026-03-12T04:00:00.000Z')
  t = await testApp({ clock })
  base = `/api/brands/${t.brandId}`
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
})

const get = async <T = Record<string, never>>(path: string) => {
  const answer = await t.call<T>('GET', base + path)
  expect(answer.status, answer.text).toBe(200)
  return answer.body
}
const range = 'from=2026-03-01&to=2026-03-12'
type Drillable = { drill: string | null }
const behind = async (drill: string | null) => {
  const { people, total } = await get<{ people: { id: string }[]; total: number }>(`/people?drill=${drill}`)
  expect(total).toBe(people.length)
  return people.map(person => person.id)
}

describe('reports over a brand counted by hand', () => {
  it('counts merged people once and what was sent to people not at all', async () => {
    type Kpis = { kpis: ({ id: string; value: number; numerator?: number; denominator?: number } & Drillable)[] }
    const { kpis } = await get<Kpis>(`/kpis?${range}`)
    const of = (id: string) => kpis.find(kpi => kpi.id === id)!
    expect(of('people').value).toBe(2)
    expect(of('orders').value).toBe(2)
    expect(of('gmv').value).toBe(5000)
    expect(of('multi-carrier')).toMatchObject({ value: 1, numerator: 2, denominator: 2 })
    expect(of('retention-7')).toMatchObject({ denominator: 2, numerator: 0 })
    expect(await behind(of('people').drill)).toEqual(['per_1', 'per_2'])
  })

  it('shows arrivals per edge with coverage, conversion and the people behind', async () => {
    type Edge = {
      source: string
      target: string
      arrivals: number
      people: number
      named: number
      coverage: number | null
      converted: number
      convertedDrill: string | null
    } & Drillable
    const { edges } = await get<{ edges: Edge[] }>(`/flow?${range}`)
    expect(edges).toHaveLength(6)
    const edge = edges.find(e => e.source === 'official_account' && e.target === 'mini_program')!
    expect(edge).toMatchObject({ arrivals: 1, people: 1, named: 1, coverage: 1, converted: 1 })
    expect(edges.find(e => e.source === 'channels' && e.target === 'mini_program')!.arrivals).toBe(0)
    expect(edges.find(e => e.source === 'mini_program')!).toMatchObject({ arrivals: 1, converted: 0 })
    expect(await behind(edge.convertedDrill)).toEqual(['per_1'])
    const { entries } = await get<{ entries: { entry: string }[] }>(`/flow/entries?${range}&source=official_account`)
    expect(entries.map(entry => entry.entry)).toEqual(['oa-menu'])
  })

  it('finds the same arrivals in the events as intake wrote down', async () => {
    const scope = { events: t.events, brandId: t.brandId, zone: 'Asia/Shanghai' }
    const days = { fromMs: Date.parse('2026-03-01T00:00:00Z'), toMs: Date.parse('2026-03-12T00:00:00Z') }
    const raw = await arrivalsFromEvents(scope, { ...days, gapMs: 86_400_000 })
    const written = await edgeVolumes(scope, { ...days, windowHours: 24, goal: 'order.pay', withinDays: 7 }, 'edge')
    const plain = (rows: readonly { source: string; target: string; arrivals: number; people: number; named: number }[]) =>
      rows.map(row => `${row.source}>${row.target} ${row.arrivals} ${row.people} ${row.named}`).sort()
    expect(plain(raw)).toEqual(plain(written))
    expect(raw).toHaveLength(3)
    // Whole days of Shanghai are answered from the roll-up: the day that was mended from the arrivals, then from the roll-up too.
    const whole = { fromMs: Date.parse('2026-02-28T16:00:00Z'), toMs: Date.parse('2026-03-11T16:00:00Z') }
    const ofDays = () => edgeVolumes(scope, { ...whole, windowHours: 24, goal: 'order.pay', withinDays: 7 }, 'edge')
    const mended = await ofDays()
    expect(plain(mended)).toEqual(plain(written))
    expect(await rebuildEdgeDays(t.events)).toBeGreaterThan(0)
    expect(await rebuildEdgeDays(t.events)).toBe(0)
    expect(await ofDays()).toEqual(mended)
    const changes = (await carrierChanges(scope, 86_400_000)).filter(change => change.n > 0)
    const plainly = (await transitions(scope, { stateOf: 'carrier', maxGapMs: 86_400_000 })).filter(change => change.from !== change.to)
    const lines = (list: typeof changes) => list.map(change => JSON.stringify(change)).sort()
    expect(lines(changes)).toEqual(lines(plainly))
  })

  it('passes people through a funnel of steps with filters, with a median and a breakdown', async () => {
    const steps = encodeURIComponent(
      JSON.stringify([{ event: 'mp.launch' }, { event: 'order.pay', where: [{ property: 'valueFen', op: 'at-least', value: '2500' }] }]),
    )
    type Funnel = {
      steps: ({ people: number; lostDrill: string | null } & Drillable)[]
      medianSecondsToComplete: number
      breakdown: ({ value: string; people: number[] } & Drillable)[]
    }
    const funnel = await get<Funnel>(`/funnel?${range}&steps=${steps}&by=entry`)
    expect(funnel.steps.map(step => step.people)).toEqual([2, 1])
    expect(funnel.medianSecondsToComplete).toBe(300)
    expect(await behind(funnel.steps[1]!.drill)).toEqual(['per_1'])
    expect(await behind(funnel.steps[1]!.lostDrill)).toEqual(['per_2'])
    expect(funnel.breakdown.map(group => [group.value, group.people])).toEqual([
      ['', [1, 0]],
      ['oa-menu', [1, 1]],
    ])
    expect(await behind(funnel.breakdown[1]!.drill)).toEqual(['per_1'])
    const watched = encodeURIComponent(
      JSON.stringify([{ event: 'content.watch', where: [{ property: 'props.topic', op: 'is', value: 'oolong' }] }, { event: 'order.pay' }]),
    )
    expect((await get<Funnel>(`/funnel?${range}&steps=${watched}`)).steps.map(step => step.people)).toEqual([1, 1])
  })

  it('gives the same retention from the roll-ups as from the events', async () => {
    const { points, people } = await get<{ points: ({ n: number; exact: number; eligible: number } & Drillable)[]; people: number }>(
      `/retention?${range}&n=1,8`,
    )
    expect(people).toBe(2)
    expect(points).toMatchObject([
      { n: 1, eligible: 2, exact: 1, rolling: 1, range: 1 },
      { n: 8, eligible: 2, exact: 1, rolling: 1, range: 1 },
    ])
    expect(await behind(points[1]!.drill)).toEqual(['per_1'])
    const { rows } = await get<{ rows: { cohort: string; size: number; active: number[]; drills: (string | null)[] }[] }>(
      `/retention/triangle?${range}&grain=week`,
    )
    expect(rows.map(row => [row.cohort, row.size, row.active])).toEqual([
      ['2026-02-23', 1, [1, 1, 1]],
      ['2026-03-02', 1, [1, 0]],
      ['2026-03-09', 0, [0]],
    ])
    expect(await behind(rows[0]!.drills[2]!)).toEqual(['per_1'])
    await t.db.query("update brands set time_zone = 'Asia/Singapore' where id = :id", { id: t.brandId })
    const raw = await get<{ points: object[]; readFrom: string }>(`/retention?${range}&n=1,8`)
    await t.db.query("update brands set time_zone = 'Asia/Shanghai' where id = :id", { id: t.brandId })
    expect(raw.readFrom).toBe('raw')
    expect(raw.points).toEqual(points)
  })

  it('counts repurchase, lifecycle, carriers, paths and diagnoses', async () => {
    const repurchase = await get<{ points: ({ n: number } & Drillable)[]; period: object }>(`/repurchase?${range}&n=6,7`)
    expect(repurchase.points).toMatchObject([
      { n: 6, buyers: 1, repurchased: 0 },
      { n: 7, buyers: 1, repurchased: 1 },
    ])
    expect(repurchase.period).toMatchObject({ buyers: 1, buyersTwoDays: 1, buyersTwoOrders: 1 })
    expect(await behind(repurchase.points[1]!.drill)).toEqual(['per_1'])
    const board = await get<{ cohorts: Record<'traffic' | 'stay' | 'convert' | 'repurchase', { people: number } & Drillable>[] }>(
      `/lifecycle?${range}`,
    )
    expect(board.cohorts.map(week => [week.traffic.people, week.stay.people, week.convert.people, week.repurchase.people])).toEqual([
      [1, 1, 1, 1],
      [1, 0, 0, 0],
    ])
    expect(await behind(board.cohorts[0]!.repurchase.drill)).toEqual(['per_1'])
    const carriers = await get<{ combinations: ({ carriers: string[]; people: number; buyers: number } & Drillable)[] }>(
      `/multi-carrier?${range}`,
    )
    expect(carriers.combinations.map(set => [set.carriers.length, set.people, set.buyers])).toEqual([
      [2, 1, 0],
      [3, 1, 1],
    ])
    expect(await behind(carriers.combinations[1]!.drill)).toEqual(['per_1'])
    const paths = await get<{ paths: ({ steps: string[]; people: number } & Drillable)[] }>(`/paths?${range}`)
    expect(paths.paths.map(path => path.steps.join(' '))).toEqual([
      'channels official_account mini_program',
      'mini_program official_account',
    ])
    expect(await behind(paths.paths[0]!.drill)).toEqual(['per_1'])
    const { diagnoses } = await get<{ diagnoses: { id: string; verdict: string; measured: { people: number; of: number } & Drillable }[] }>(
      `/diagnoses?${range}`,
    )
    expect(diagnoses.map(d => [d.id, d.measured.people, d.measured.of, d.verdict])).toEqual([
      ['traffic-does-not-stay', 1, 1, 'too-few'],
      ['service-does-not-land', 1, 2, 'too-few'],
      ['reach-does-not-spread', 2, 2, 'too-few'],
    ])
    expect(await behind(diagnoses[0]!.measured.drill)).toEqual(['per_1'])
  })

  it('draws a trend without gaps and keeps notes', async () => {
    await t.call('POST', `${base}/annotations`, { body: { day: '2026-03-02', text: 'live' } })
    const trend = await get<{
      series: { key: string; total: number; points: ({ day: string; value: number } & Drillable)[] }[]
      annotations: object[]
    }>(`/trend?${range}&metric=people`)
    expect(trend.series[0]!.points).toHaveLength(12)
    expect(trend.series[0]!.points.map(point => point.value)).toEqual([1, 2, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0])
    expect(await behind(trend.series[0]!.points[1]!.drill)).toEqual(['per_1', 'per_2'])
    expect(trend.annotations).toMatchObject([{ day: '2026-03-02', text: 'live' }])
    for (const metric of ['new-people', 'events', 'arrivals', 'orders', 'gmv']) await get(`/trend?${range}&metric=${metric}&grain=week`)
    expect((await get<{ metrics: object[] }>('/metrics')).metrics.length).toBeGreaterThan(15)
    expect((await get<{ events: { event: string }[] }>(`/event-names?${range}`)).events.map(row => row.event)).toContain('order.pay')
  })

  it('writes files that a spreadsheet opens safely', async () => {
    const { text, headers } = await t.call('GET', `${base}/flow/entries?${range}&format=csv`)
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(headers.get('content-disposition')).toContain('entries.csv')
    expect(text).toContain("'=cmd")
    expect(text.split('\r\n').length).toBe(5)
    const bytes = new Uint8Array(
      await (await fetch(`${t.url}${base}/kpis?${range}&format=csv`, { headers: { cookie: t.cookie } })).arrayBuffer(),
    )
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  })

  it('shows the events behind a number and refuses a token that is none', async () => {
    const { kpis } = await get<{ kpis: ({ id: string } & Drillable)[] }>(`/kpis?${range}`)
    const orders = await get<{ items: { event: string; person: string; valueFen: number }[]; cursor: string | null }>(
      `/events?drill=${kpis.find(k => k.id === 'orders')!.drill}`,
    )
    expect(orders.items.map(item => item.valueFen)).toEqual([2000, 3000])
    const { edges } = await get<{ edges: (Drillable & { source: string })[] }>(`/flow?${range}`)
    await get(`/events?drill=${edges.find(edge => edge.source === 'channels' && edge.drill)!.drill}`)
    expect((await t.call('GET', `${base}/people?drill=eyJrIjoieCJ9`)).status).toBe(400)
    expect((await t.call('GET', `${base}/kpis?from=2026-02-30`)).status).toBe(400)
  })

  it('shows one person over all carriers, saying what is concluded', async () => {
    const person = await get<{ id: string; mergedFrom: string[]; events: number; highNeed: boolean; interests: object[] }>('/people/per_3')
    expect(person).toMatchObject({
      id: 'per_1',
      mergedFrom: ['per_3'],
      events: 5,
      orders: 2,
      valueFen: 5000,
      highNeed: true,
      interests: [{ topic: 'oolong', score: 2 }],
    })
    type Timeline = { items: { id: string; recordedAs: string; honesty: string }[]; cursor: string | null }
    const first = await get<Timeline>('/people/per_1/timeline?limit=3')
    const second = await get<Timeline>(`/people/per_1/timeline?limit=3&cursor=${first.cursor}`)
    expect([...first.items, ...second.items].map(item => item.id)).toEqual(['evt_1_4', 'evt_1_3', 'evt_1_2', 'evt_1_1', 'evt_1_0'])
    expect(second.items.at(-1)).toMatchObject({ recordedAs: 'per_3', honesty: 'inferred' })
    expect((await t.call('GET', `${base}/people/per_99`)).status).toBe(404)
    expect((await get<{ people: object[] }>('/people?q=per_3')).people).toMatchObject([{ id: 'per_1' }])
    expect((await get<{ people: object[] }>('/people')).people).toHaveLength(3)
    await get('/conflicts')
  })

  it('keeps a brand’s numbers from others', async () => {
    const other = await t.brand('Other')
    expect((await t.call('GET', `${base}/kpis`, { as: other.cookie })).status).toBe(404)
    const empty = await t.call<{ kpis: { value: number | null }[] }>('GET', `/api/brands/${other.brandId}/kpis`, { as: other.cookie })
    expect(empty.body.kpis[0]!.value).toBe(0)
  })
})
