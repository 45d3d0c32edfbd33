/**
 * Records that nobody here made, through the front door: the CDNOW purchase log, a hospital's sepsis log and a police
 * force's traffic fines by `wematrix import`, published callbacks by `/callback/:carrierId`. The API says the oracles' numbers.
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { differences, type Expected } from '../apps/server/src/features/compute/oracle.ts'
import type { ImportResult } from '../apps/server/src/features/imports/import-file.ts'
import type { PeopleReply, TimelineReply } from '../apps/server/src/features/persons/schema.ts'
import type { FunnelReply } from '../apps/server/src/features/reports/funnel/schema.ts'
import type { KpisReply } from '../apps/server/src/features/reports/kpis/schema.ts'
import type { RepurchaseReply } from '../apps/server/src/features/reports/repurchase/schema.ts'
import type { RetentionReply, TriangleReply } from '../apps/server/src/features/reports/retention/schema.ts'
import { type RunningServer, runServer, type StoryBrand } from './running-server.ts'
import { envelopeOf, messageVectors, queryOf } from './vectors.ts'

const own = fileURLToPath(new URL('../apps/server/src/features/compute/cases/', import.meta.url))
// Data whose licence keeps it out of this repository lies beside the checkout, or nowhere.
const beside = process.env.WEMATRIX_ORACLES ?? fileURLToPath(new URL('../../shared/data/oracles/', import.meta.url))
const readJson = <T>(file: string) => JSON.parse(readFileSync(file, 'utf8')) as T
const rowsOf = (file: string) => parse(readFileSync(file), { columns: true }) as Record<string, string>[]

type Case = { id: string; kind: string; input: Record<string, unknown> }
/** The cases of a topic about one file, each with what is expected. */
function casesOf(folder: string, file: string): (Case & { expected: Expected })[] {
  const expected = readJson<Record<string, Expected>>(join(folder, 'expected.json'))
  return readJson<Case[]>(join(folder, 'cases.json'))
    .filter(({ input }) => input.file === file)
    .map(found => ({ ...found, expected: expected[found.id]! }))
}

let server: RunningServer
beforeAll(async () => {
  server = await runServer()
}, 120_000)
afterAll(() => server?.close(), 40_000)

/** A brand of its own with the file's rows in its event store, every one of them. */
async function imported(file: string, ...options: string[]): Promise<StoryBrand> {
  const brand = await server.brand(file.slice(dirname(file).length + 1))
  const { code, out, err } = await server.command('import', file, '--brand', brand.id, ...options)
  expect(`${code} ${err}`).toMatch(/^0 /)
  const result = JSON.parse(out) as ImportResult
  expect(result).toMatchObject({ state: 'done', accepted: rowsOf(file).length, rejected: 0 })
  await server.settled()
  return brand
}

const path = (name: string, query: Record<string, unknown>) =>
  `${name}?${new URLSearchParams(Object.fromEntries(Object.entries(query).map(([key, value]) => [key, String(value)])))}`

describe.each(['sepsis', 'fines'])('the %s log', name => {
  const modes = ['ordered', 'ordered_tie_any', 'first_start', 'strict', 'unordered'] as const
  const file = join(own, 'funnel', `${name}.csv`)
  const cases = casesOf(dirname(file), `${name}.csv`)
  const days = rowsOf(file)
    .map(row => new Date(Number(row.ts) * 1000 + 8 * 3_600_000).toISOString().slice(0, 10))
    .sort()
  let brand: StoryBrand
  beforeAll(async () => {
    brand = await imported(file)
  }, 120_000)

  it('adds nothing when it is read in a second time', async () => {
    const { out } = await server.command('import', file, '--brand', brand.id)
    expect(JSON.parse(out)).toMatchObject({ state: 'already', accepted: days.length })
  })

  it.each(cases)('$id: the funnel in every mode', async ({ input, expected }) => {
    const steps = JSON.stringify((input.steps as string[]).map(event => ({ event })))
    const got: Record<string, unknown> = {}
    for (const mode of modes.filter(mode => mode in (expected.expect as object))) {
      const query = { from: days[0], to: days.at(-1), steps, mode, windowSeconds: input.window_seconds }
      const answer = await brand.get<FunnelReply>(path('funnel', query))
      got[mode] = answer.steps.map(step => step.people)
      if (mode === 'ordered') got.median_seconds_to_complete = answer.medianSecondsToComplete
    }
    expect(Object.keys(got).length).toBeGreaterThanOrEqual(5)
    expect(differences(got, expected)).toEqual([])
  })
})

const cdnow = join(beside, 'clv', 'cdnow.csv')
const orders = join(beside, 'retention', 'cdnow-orders.csv')
const isThere = existsSync(cdnow) && existsSync(orders)
if (!isThere) process.stdout.write(`real records: the CDNOW purchase log was not run; it needs ${beside}\n`)

describe.runIf(isThere).each([
  ['the purchase log', cdnow, []],
  ['its orders by day', orders, ['--mapping', 'event:=order.pay']],
])('CDNOW, %s', (_what, file, options) => {
  const [from, last] = ['1997-01-01', '1998-06-30']
  let brand: StoryBrand
  beforeAll(async () => {
    brand = await imported(file, ...options)
  }, 120_000)

  const ask: Record<string, (input: Record<string, unknown>) => Promise<unknown>> = {
    async retention({ n }) {
      const { points } = await brand.get<RetentionReply>(path('retention', { from, to: last, until: last, n }))
      return Object.fromEntries(
        points.map(({ n, exactRate, rollingRate, rangeRate, ...counts }) => [
          n,
          { ...counts, exact_rate: exactRate, rolling_rate: rollingRate, range_rate: rangeRate },
        ]),
      )
    },
    async repurchase({ n }) {
      const { points } = await brand.get<RepurchaseReply>(path('repurchase', { from, to: last, until: last, n }))
      return Object.fromEntries(points.map(({ n, ...point }) => [n, point]))
    },
    async period_repurchase({ from, to }) {
      const { period } = await brand.get<RepurchaseReply>(path('repurchase', { from, to, until: last }))
      return {
        buyers: period.buyers,
        buyers_2_days: period.buyersTwoDays,
        buyers_2_orders: period.buyersTwoOrders,
        rate_days: period.rateDays,
        rate_orders: period.rateOrders,
      }
    },
    async month_cohorts() {
      const { rows } = await brand.get<TriangleReply>(path('retention/triangle', { from, to: last, until: last, grain: 'month' }))
      const { cohorts } = await brand.get<RepurchaseReply>(path('repurchase', { from, to: last, until: last, grain: 'month' }))
      const byMonth = (list: { cohort: string; active: number[] }[]) =>
        Object.fromEntries(list.filter(row => row.active[0]! > 0).map(row => [row.cohort.slice(0, 7), row.active]))
      expect(byMonth(cohorts)).toEqual(byMonth(rows))
      return byMonth(rows)
    },
    async cohort_triangle({ first_day, days, columns }) {
      const to = new Date(Date.parse(String(first_day)) + (Number(days) - 1) * 86_400_000).toISOString().slice(0, 10)
      return (await brand.get<TriangleReply>(path('retention/triangle', { from: first_day, to, until: last, columns }))).rows
    },
  }

  it.each(isThere ? casesOf(dirname(orders), 'cdnow-orders.csv') : [])('$id: what the oracle says', async ({ kind, input, expected }) => {
    expect(input.last_day).toBe(last)
    expect(differences(await ask[kind]!(input), expected)).toEqual([])
  })

  it('counts every purchase, and what was paid to the cent', async () => {
    const { kpis } = await brand.get<KpisReply>(path('kpis', { from, to: last }))
    const rows = rowsOf(file)
    expect(kpis.find(({ id }) => id === 'orders')?.value).toBe(rows.length)
    const paid = rows.reduce((sum, row) => sum + Math.round(Number(row.value ?? 0) * 100), 0)
    expect(kpis.find(({ id }) => id === 'gmv')?.value ?? 0).toBe(paid)
  })
})

describe('published callbacks', () => {
  it.each(messageVectors)('$name becomes an event of the right person', async vector => {
    const { message } = vector
    const brand = await server.brand(vector.name)
    const { token, app_id: appId, encoding_aes_key: encodingAesKey } = vector
    const carrier = await brand.carrier({ token, appId, encodingAesKey, name: vector.name })
    const push = () =>
      fetch(`${server.url}/callback/${carrier}?${queryOf(vector)}`, { method: 'POST', body: envelopeOf(vector, message.format) })
    // WeChat pushes again when it hears nothing.
    for (const answer of [await push(), await push()]) expect([answer.status, await answer.text()]).toEqual([200, 'success'])
    await server.settled()

    const at = new Date(message.createTime * 1000)
    const day = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
    const { items } = await brand.get<TimelineReply>(path('events', { from: day, to: day }))
    expect(items).toMatchObject([
      {
        event: message.event,
        at: at.toISOString(),
        carrier: 'official_account',
        carrierId: carrier,
        ...(message.content ? { properties: { content: message.content } } : {}),
      },
    ])
    const { people } = await brand.get<PeopleReply>(path('people', { q: message.from }))
    expect(people).toMatchObject([{ id: items[0]!.person, events: 1, identities: 1 }])
    const { identityList } = await brand.get<{ identityList: unknown[] }>(`people/${people[0]!.id}`)
    expect(identityList).toMatchObject([{ kind: 'openid', appId, carrierId: carrier, value: message.from }])
  })
})
