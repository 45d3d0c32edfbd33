/** What all reports have in common: merged people, notes, files, drills, walls between brands. */
import { beforeAll, expect, it } from 'vitest'
import { type CountedBrand, countedBrand, type Drillable, range } from '../../testing/counted-brand.ts'

let t: CountedBrand
beforeAll(async () => {
  t = await countedBrand()
})

it('counts merged people once and what was sent to people not at all', async () => {
  type Kpis = { kpis: ({ id: string; value: number; numerator?: number; denominator?: number } & Drillable)[] }
  const { kpis } = await t.get<Kpis>(`/kpis?${range}`)
  const of = (id: string) => kpis.find(kpi => kpi.id === id)!
  expect(of('people').value).toBe(2)
  expect(of('orders').value).toBe(2)
  expect(of('gmv').value).toBe(5000)
  expect(of('multi-carrier')).toMatchObject({ value: 1, numerator: 2, denominator: 2 })
  expect(of('retention-7')).toMatchObject({ denominator: 2, numerator: 0 })
  expect(await t.behind(of('people').drill)).toEqual(['per_1', 'per_2'])
})

it('draws a trend without gaps and keeps notes', async () => {
  await t.call('POST', `${t.base}/annotations`, { body: { day: '2026-03-02', text: 'live' } })
  const trend = await t.get<{
    series: { key: string; total: number; points: ({ day: string; value: number } & Drillable)[] }[]
    annotations: object[]
  }>(`/trend?${range}&metric=people`)
  expect(trend.series[0]!.points).toHaveLength(12)
  expect(trend.series[0]!.points.map(point => point.value)).toEqual([1, 2, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0])
  expect(await t.behind(trend.series[0]!.points[1]!.drill)).toEqual(['per_1', 'per_2'])
  expect(trend.annotations).toMatchObject([{ day: '2026-03-02', text: 'live' }])
  for (const metric of ['new-people', 'events', 'arrivals', 'orders', 'gmv']) await t.get(`/trend?${range}&metric=${metric}&grain=week`)
  expect((await t.get<{ metrics: object[] }>('/metrics')).metrics.length).toBeGreaterThan(15)
  expect((await t.get<{ events: { event: string }[] }>(`/event-names?${range}`)).events.map(row => row.event)).toContain('order.pay')
})

it('writes files that a spreadsheet opens safely', async () => {
  const { text, headers } = await t.call('GET', `${t.base}/flow/entries?${range}&format=csv`)
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(headers.get('content-disposition')).toContain('entries.csv')
  expect(text).toContain("'=cmd")
  expect(text.split('\r\n').length).toBe(5)
  const bytes = new Uint8Array(
    await (await fetch(`${t.url}${t.base}/kpis?${range}&format=csv`, { headers: { cookie: t.cookie } })).arrayBuffer(),
  )
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
})

it('shows the events behind a number and refuses a token that is none', async () => {
  const { kpis } = await t.get<{ kpis: ({ id: string } & Drillable)[] }>(`/kpis?${range}`)
  const orders = await t.get<{ items: { event: string; person: string; valueFen: number }[]; cursor: string | null }>(
    `/events?drill=${kpis.find(k => k.id === 'orders')!.drill}`,
  )
  expect(orders.items.map(item => item.valueFen)).toEqual([2000, 3000])
  const { edges } = await t.get<{ edges: (Drillable & { source: string })[] }>(`/flow?${range}`)
  await t.get(`/events?drill=${edges.find(edge => edge.source === 'channels' && edge.drill)!.drill}`)
  expect((await t.call('GET', `${t.base}/people?drill=eyJrIjoieCJ9`)).status).toBe(400)
  expect((await t.call('GET', `${t.base}/kpis?from=2026-02-30`)).status).toBe(400)
})

it('keeps a brand’s numbers from others', async () => {
  const other = await t.brand('Other')
  expect((await t.call('GET', `${t.base}/kpis`, { as: other.cookie })).status).toBe(404)
  const empty = await t.call<{ kpis: { value: number | null }[] }>('GET', `/api/brands/${other.brandId}/kpis`, { as: other.cookie })
  expect(empty.body.kpis[0]!.value).toBe(0)
})
