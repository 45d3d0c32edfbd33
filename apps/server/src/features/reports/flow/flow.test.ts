import { beforeAll, expect, it } from 'vitest'
import { type CountedBrand, countedBrand, type Drillable, range } from '../../../testing/counted-brand.ts'
import { rebuildEdgeDays } from '../../events/mend-edges.ts'
import { edgeVolumes } from './edges.ts'
import { arrivalsFromEvents, carrierChanges, transitions } from './transitions.ts'

let t: CountedBrand
beforeAll(async () => {
  t = await countedBrand()
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
  const { edges } = await t.get<{ edges: Edge[] }>(`/flow?${range}`)
  expect(edges).toHaveLength(6)
  const edge = edges.find(e => e.source === 'official_account' && e.target === 'mini_program')!
  expect(edge).toMatchObject({ arrivals: 1, people: 1, named: 1, coverage: 1, converted: 1 })
  expect(edges.find(e => e.source === 'channels' && e.target === 'mini_program')!.arrivals).toBe(0)
  expect(edges.find(e => e.source === 'mini_program')!).toMatchObject({ arrivals: 1, converted: 0 })
  expect(await t.behind(edge.convertedDrill)).toEqual(['per_1'])
  const { entries } = await t.get<{ entries: { entry: string }[] }>(`/flow/entries?${range}&source=official_account`)
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
