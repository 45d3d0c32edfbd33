/** What was planted in the tea shop's world is what the product's screens show, each within its interval. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FlowEntriesReply, FlowReply } from '../apps/server/src/features/reports/flow/schema.ts'
import type { KpisReply } from '../apps/server/src/features/reports/kpis/schema.ts'
import type { MultiCarrierReply } from '../apps/server/src/features/reports/multi-carrier/schema.ts'
import type { RepurchaseReply } from '../apps/server/src/features/reports/repurchase/schema.ts'
import type { RetentionReply } from '../apps/server/src/features/reports/retention/schema.ts'
import type { TrendReply } from '../apps/server/src/features/reports/trend/schema.ts'
import type { Planted, RealisedFacts } from '../packages/sandbox/src/index.ts'
import { type RunningDemo, runDemo } from './running-demo.ts'

let demo: RunningDemo
let planted: Planted
let realised: RealisedFacts
let range: string

beforeAll(async () => {
  demo = await runDemo({ people: 6000 })
  ;({ planted, realised } = await demo.sandbox<{ planted: Planted; realised: RealisedFacts }>('facts'))
  range = `from=${realised.from}&to=${realised.to}`
}, 240_000)

afterAll(() => demo?.close(), 40_000)

/** Within a share of the world's own count: the product sees the same people, but joins some of them later or never. */
function near(got: number | null | undefined, want: number, tolerance: number): void {
  expect(got).not.toBeNull()
  expect(Math.abs(got! - want)).toBeLessThanOrEqual(tolerance * Math.abs(want))
}

it('article to Mini Program converts about 15 %, video to Mini Program about 8 %, and the intervals hold the planted rates', async () => {
  const entries = async (source: string) =>
    (await demo.get<FlowEntriesReply>(`flow/entries?${range}&source=${source}&target=mini_program&basis=named&limit=100`)).entries
  const article = (await entries('official_account')).find(({ entry }) => entry === 'oa-article')
  const video = (await entries('channels')).find(({ entry }) => entry === 'channels-video-link')
  near(article?.rate, realised.articleToMiniProgram.rate, 0.03)
  near(video?.rate, realised.videoToMiniProgram.rate, 0.03)
  expect(article!.wilson95![0]).toBeLessThan(planted.conversion.articleToMiniProgram.rate)
  expect(article!.wilson95![1]).toBeGreaterThan(planted.conversion.articleToMiniProgram.rate)
  expect(video!.wilson95![0]).toBeLessThan(planted.conversion.videoToMiniProgram.rate)
  expect(video!.wilson95![1]).toBeGreaterThan(planted.conversion.videoToMiniProgram.rate)
  expect(article!.wilson95![0]).toBeGreaterThan(video!.wilson95![1])
})

it('shows all six directed edges, with the volumes the world counted', async () => {
  const { edges } = await demo.get<FlowReply>(`flow?${range}&basis=named`)
  const carriers = ['mini_program', 'official_account', 'channels']
  for (const source of carriers)
    for (const target of carriers.filter(other => other !== source)) {
      const want = realised.edges.filter(edge => edge.source === source && edge.target === target)
      const arrivals = want.reduce((sum, edge) => sum + edge.arrivals, 0)
      const got = edges.find(edge => edge.source === source && edge.target === target)
      expect(arrivals, `${source} > ${target}`).toBeGreaterThan(0)
      near(got?.arrivals, arrivals, 0.01)
    }
})

it('shows the day on which reading dropped', async () => {
  const { series } = await demo.get<TrendReply>(`trend?${range}&metric=events&event=oa.menu_click`)
  const value = (day: string) => series[0]?.points.find(point => point.day === day)?.value ?? 0
  expect(value(realised.readingDrop.day)).toBe(realised.readingDrop.onDay['oa.menu_click'])
  expect(value(realised.readingDrop.day)).toBeLessThan(0.65 * realised.readingDrop.usual['oa.menu_click']!)
})

it('finds the menu item that leads to a page that is not there', async () => {
  const { items } = await demo.get<{ items: { event: string; properties: Record<string, unknown> }[] }>(
    `events?${range}&event=mp.page_not_found&limit=50`,
  )
  expect(items.length).toBeGreaterThan(0)
  expect(items.every(({ properties }) => properties.path === planted.missingPage.path)).toBe(true)
})

it('people on two or more carriers convert about half again as often as the others', async () => {
  const { people, atLeast, combinations } = await demo.get<MultiCarrierReply>(`multi-carrier?${range}`)
  near(people, realised.people.visible, 0.02)
  const { two, three } = realised.people.byCarriers
  near(atLeast.find(({ carriers }) => carriers === 2)?.people, two + three, 0.02)
  const rate = (many: boolean) => {
    const rows = combinations.filter(({ carriers }) => carriers.filter(name => name !== 'other').length >= 2 === many)
    return rows.reduce((sum, row) => sum + row.buyers, 0) / rows.reduce((sum, row) => sum + row.people, 0)
  }
  near(rate(true) / rate(false), realised.multiCarrier.ratio, 0.05)
  near(rate(true) / rate(false), planted.multiCarrier.observedRatio, 0.15)
})

it('retention and repurchase are what was planted', async () => {
  const retention = await demo.get<RetentionReply>(`retention?${range}&until=${realised.to}&event=mp.launch&n=1,7,30`)
  for (const [n, want] of [
    [1, realised.retention.d1],
    [7, realised.retention.d7],
    [30, realised.retention.d30],
  ] as const) {
    const point = retention.points.find(point => point.n === n)
    near(point?.exactRate, want.rate, 0.03)
    near(point?.eligible, want.of, 0.02)
  }
  const repurchase = await demo.get<RepurchaseReply>(`repurchase?${range}&until=${realised.to}&n=30`)
  near(repurchase.points[0]?.rate, realised.repurchase.rate, 0.03)
})

it('orders and revenue are the world’s own, to the fen', async () => {
  const { kpis } = await demo.get<KpisReply>(`kpis?${range}`)
  expect(kpis.find(({ id }) => id === 'orders')?.value).toBe(realised.events['order.pay'])
  expect(kpis.find(({ id }) => id === 'gmv')?.value).toBe(realised.revenueFen)
})
