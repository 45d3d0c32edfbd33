/** What the same people do over days and weeks, counted by hand. */
import { beforeAll, expect, it } from 'vitest'
import { type CountedBrand, countedBrand, type Drillable, range } from '../../testing/counted-brand.ts'

let t: CountedBrand
beforeAll(async () => {
  t = await countedBrand()
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
  const funnel = await t.get<Funnel>(`/funnel?${range}&steps=${steps}&by=entry`)
  expect(funnel.steps.map(step => step.people)).toEqual([2, 1])
  expect(funnel.medianSecondsToComplete).toBe(300)
  expect(await t.behind(funnel.steps[1]!.drill)).toEqual(['per_1'])
  expect(await t.behind(funnel.steps[1]!.lostDrill)).toEqual(['per_2'])
  expect(funnel.breakdown.map(group => [group.value, group.people])).toEqual([
    ['', [1, 0]],
    ['oa-menu', [1, 1]],
  ])
  expect(await t.behind(funnel.breakdown[1]!.drill)).toEqual(['per_1'])
  const watched = encodeURIComponent(
    JSON.stringify([{ event: 'content.watch', where: [{ property: 'props.topic', op: 'is', value: 'oolong' }] }, { event: 'order.pay' }]),
  )
  expect((await t.get<Funnel>(`/funnel?${range}&steps=${watched}`)).steps.map(step => step.people)).toEqual([1, 1])
})

it('gives the same retention from the roll-ups as from the events', async () => {
  const { points, people } = await t.get<{ points: ({ n: number; exact: number; eligible: number } & Drillable)[]; people: number }>(
    `/retention?${range}&n=1,8`,
  )
  expect(people).toBe(2)
  expect(points).toMatchObject([
    { n: 1, eligible: 2, exact: 1, rolling: 1, range: 1 },
    { n: 8, eligible: 2, exact: 1, rolling: 1, range: 1 },
  ])
  expect(await t.behind(points[1]!.drill)).toEqual(['per_1'])
  const { rows } = await t.get<{ rows: { cohort: string; size: number; active: number[]; drills: (string | null)[] }[] }>(
    `/retention/triangle?${range}&grain=week`,
  )
  expect(rows.map(row => [row.cohort, row.size, row.active])).toEqual([
    ['2026-02-23', 1, [1, 1, 1]],
    ['2026-03-02', 1, [1, 0]],
    ['2026-03-09', 0, [0]],
  ])
  expect(await t.behind(rows[0]!.drills[2]!)).toEqual(['per_1'])
  await t.db.query("update brands set time_zone = 'Asia/Singapore' where id = :id", { id: t.brandId })
  const raw = await t.get<{ points: object[]; readFrom: string }>(`/retention?${range}&n=1,8`)
  await t.db.query("update brands set time_zone = 'Asia/Shanghai' where id = :id", { id: t.brandId })
  expect(raw.readFrom).toBe('raw')
  expect(raw.points).toEqual(points)
})

it('counts repurchase, lifecycle, carriers, paths and diagnoses', async () => {
  const repurchase = await t.get<{ points: ({ n: number } & Drillable)[]; period: object }>(`/repurchase?${range}&n=6,7`)
  expect(repurchase.points).toMatchObject([
    { n: 6, buyers: 1, repurchased: 0 },
    { n: 7, buyers: 1, repurchased: 1 },
  ])
  expect(repurchase.period).toMatchObject({ buyers: 1, buyersTwoDays: 1, buyersTwoOrders: 1 })
  expect(await t.behind(repurchase.points[1]!.drill)).toEqual(['per_1'])
  const board = await t.get<{ cohorts: Record<'traffic' | 'stay' | 'convert' | 'repurchase', { people: number } & Drillable>[] }>(
    `/lifecycle?${range}`,
  )
  expect(board.cohorts.map(week => [week.traffic.people, week.stay.people, week.convert.people, week.repurchase.people])).toEqual([
    [1, 1, 1, 1],
    [1, 0, 0, 0],
  ])
  expect(await t.behind(board.cohorts[0]!.repurchase.drill)).toEqual(['per_1'])
  const carriers = await t.get<{ combinations: ({ carriers: string[]; people: number; buyers: number } & Drillable)[] }>(
    `/multi-carrier?${range}`,
  )
  expect(carriers.combinations.map(set => [set.carriers.length, set.people, set.buyers])).toEqual([
    [2, 1, 0],
    [3, 1, 1],
  ])
  expect(await t.behind(carriers.combinations[1]!.drill)).toEqual(['per_1'])
  const paths = await t.get<{ paths: ({ steps: string[]; people: number } & Drillable)[] }>(`/paths?${range}`)
  expect(paths.paths.map(path => path.steps.join(' '))).toEqual(['channels official_account mini_program', 'mini_program official_account'])
  expect(await t.behind(paths.paths[0]!.drill)).toEqual(['per_1'])
  const { diagnoses } = await t.get<{ diagnoses: { id: string; verdict: string; measured: { people: number; of: number } & Drillable }[] }>(
    `/diagnoses?${range}`,
  )
  expect(diagnoses.map(d => [d.id, d.measured.people, d.measured.of, d.verdict])).toEqual([
    ['traffic-does-not-stay', 1, 1, 'too-few'],
    ['service-does-not-land', 1, 2, 'too-few'],
    ['reach-does-not-spread', 2, 2, 'too-few'],
  ])
  expect(await t.behind(diagnoses[0]!.measured.drill)).toEqual(['per_1'])
})
