import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayMs, dayOf, dayText } from '../days.ts'
import type { Sandbox } from '../sandbox.ts'
import { startSandbox } from '../sandbox.ts'
import { type Calls, callsOf } from '../testing/calls.ts'
import { noon } from '../testing/worlds.ts'

let sandbox: Sandbox
let mini: Calls
/** Days of visits by person, from the world's own facts. */
const visits = new Map<number, Set<number>>()

beforeAll(async () => {
  sandbox = await startSandbox({ people: 500, clock: { now: noon, frozen: true } })
  mini = callsOf(sandbox, 'mini-program')
  for (const day of sandbox.world.facts())
    for (const fact of day)
      if (fact.event === 'mp.launch') visits.set(fact.person.index, (visits.get(fact.person.index) ?? new Set()).add(dayOf(fact.at)))
})
afterAll(() => sandbox.close())

const compact = (day: number) => dayText(day).replaceAll('-', '')
const ask = (name: string, from: number, to = from) =>
  mini.post(`/datacube/getweanalysisappid${name}`, { begin_date: compact(from), end_date: compact(to) })
/** People who visited in [from, to], and those whose first visit it was. */
const people = (from: number, to: number) =>
  [...visits].filter(([, days]) => [...days].some(day => day >= from && day <= to)).map(([index]) => index)
const fresh = (from: number, to: number) => people(from, to).filter(index => Math.min(...visits.get(index)!) >= from)
const again = (who: number[], from: number, to: number) => {
  const came = new Set(people(from, to))
  return who.filter(index => came.has(index)).length
}
// 2026-11-22 is a Sunday.
const sunday = dayOf(noon.getTime())
const yesterday = sunday - 1
const monday = sunday - 13

describe('what the figures say is what people did', () => {
  it('by week and month, people counted once', async () => {
    const daily = await Promise.all(Array.from({ length: 7 }, (_, n) => ask('dailyvisittrend', monday + n)))
    const { list } = (await ask('weeklyvisittrend', monday, monday + 6)) as unknown as { list: Record<string, number | string>[] }
    const sum = (name: string) =>
      daily.reduce((total, answer) => total + (answer as unknown as { list: Record<string, number>[] }).list[0]![name]!, 0)
    expect(list[0]).toMatchObject({
      ref_date: `${compact(monday)}-${compact(monday + 6)}`,
      session_cnt: sum('session_cnt'),
      visit_pv: sum('visit_pv'),
      visit_uv: people(monday, monday + 6).length,
      visit_uv_new: fresh(monday, monday + 6).length,
    })
    expect(Number(list[0]!.visit_uv)).toBeLessThan(sum('visit_uv'))
    const october = [dayOf(Date.parse('2026-10-01T04:00:00Z')), dayOf(Date.parse('2026-10-31T04:00:00Z'))] as const
    const month = (await ask('monthlyvisittrend', ...october)) as unknown as { list: unknown[] }
    expect(month.list[0]).toMatchObject({ ref_date: '202610', visit_uv: people(...october).length })
    expect(await ask('monthlyretaininfo', ...october)).toMatchObject({
      ref_date: '202610',
      visit_uv: [{ key: 0, value: people(...october).length }],
    })
  })

  it('by who came back, without keys for days that are not over', async () => {
    const day = yesterday - 10
    const answer = (await ask('dailyretaininfo', day)) as unknown as Record<'visit_uv' | 'visit_uv_new', { key: number; value: number }[]>
    const keys = [0, 1, 2, 3, 4, 5, 6, 7]
    expect(answer.visit_uv).toEqual(keys.map(key => ({ key, value: again(people(day, day), day + key, day + key) })))
    expect(answer.visit_uv_new).toEqual(keys.map(key => ({ key, value: again(fresh(day, day), day + key, day + key) })))
    const weeks = (await ask('weeklyretaininfo', monday - 7, monday - 1)) as unknown as typeof answer
    expect(weeks.visit_uv).toEqual(
      [0, 1].map(key => ({ key, value: again(people(monday - 7, monday - 1), monday - 7 + 7 * key, monday - 1 + 7 * key) })),
    )
    expect(answer.visit_uv[1]!.value).toBeGreaterThan(0)
  })

  it('by who they are: every distribution sums to the visitors', async () => {
    const answer = (await ask('userportrait', yesterday - 6, yesterday)) as unknown as Record<
      'visit_uv' | 'visit_uv_new',
      Record<string, { value: number }[]>
    >
    for (const distribution of Object.values(answer.visit_uv))
      expect(distribution.reduce((total, { value }) => total + value, 0)).toBe(people(yesterday - 6, yesterday).length)
    for (const distribution of Object.values(answer.visit_uv_new))
      expect(distribution.reduce((total, { value }) => total + value, 0)).toBe(fresh(yesterday - 6, yesterday).length)
  })
})

describe('pages and depth', () => {
  /** Pages of each session of a day. */
  const sessions = (day: number) => {
    const found: string[][] = []
    const running = new Map<number, string[]>()
    for (const facts of sandbox.world.facts())
      for (const { event, at, person, properties } of facts) {
        if (event === 'mp.launch') {
          running.set(person.index, [])
          if (dayOf(at) === day) found.push(running.get(person.index)!)
        } else if (event === 'mp.page') running.get(person.index)?.push(String(properties.path))
      }
    return found
  }

  it('agree with the sessions of the day', async () => {
    const day = yesterday - 3
    const all = sessions(day).filter(pages => pages.length > 0)
    const { list } = (await ask('visitdistribution', day)) as unknown as {
      list: { index: string; item_list: { key: number; value: number }[] }[]
    }
    const depths = list.find(({ index }) => index === 'access_depth_info')!.item_list
    expect(depths.reduce((total, { value }) => total + value, 0)).toBe(all.length)
    expect(depths.find(({ key }) => key === 1)!.value).toBe(all.filter(pages => pages.length === 1).length)
    const pages = ((await ask('visitpage', day)) as unknown as { list: Record<string, number | string>[] }).list
    for (const { page_path, page_visit_pv, page_visit_uv, entrypage_pv, exitpage_pv } of pages) {
      expect(page_visit_pv).toBe(all.flat().filter(path => path === page_path).length)
      expect(Number(page_visit_uv)).toBeLessThanOrEqual(Number(page_visit_pv))
      expect(entrypage_pv).toBe(all.filter(([first]) => first === page_path).length)
      expect(exitpage_pv).toBe(all.filter(one => one.at(-1) === page_path).length)
    }
  })
})

it.each([
  ['weeklyvisittrend', monday + 1, monday + 7, 61501],
  ['weeklyretaininfo', monday, monday + 5, 61501],
  ['monthlyvisittrend', monday, monday + 27, 61501],
  ['userportrait', yesterday - 2, yesterday, 61501],
  ['dailyretaininfo', sunday, sunday, 61501],
])('%s refuses %i to %i with %i', async (name, from, to, errcode) => {
  expect((await ask(name, from, to)).errcode).toBe(errcode)
})

it('yesterday is ready at eight in the morning', async () => {
  sandbox.clock.set({ at: Date.parse('2026-11-22T23:59:00Z') })
  expect((await ask('dailyretaininfo', sunday)).errcode).toBe(61503)
  sandbox.clock.set({ by: 60_000 })
  expect((await ask('dailyretaininfo', sunday)).ref_date).toBe('20261122')
  sandbox.clock.set({ at: noon.getTime() })
})

it('somebody who logged in before the first visit is new at the first visit', async () => {
  const { appId, appSecret } = sandbox.realm.account('mini-program').spec
  const code = await sandbox.person('zoe').code()
  await fetch(`${sandbox.url}/sns/jscode2session?appid=${appId}&secret=${appSecret}&js_code=${code}&grant_type=authorization_code`)
  sandbox.clock.set({ by: dayMs })
  await sandbox.person('zoe').open()
  sandbox.clock.set({ by: dayMs })
  expect((await ask('dailyretaininfo', sunday + 1)).visit_uv_new).toEqual([{ key: 0, value: 1 }])
  expect((await ask('dailysummarytrend', sunday)).list).toEqual([expect.objectContaining({ visit_total: visits.size })])
  sandbox.clock.set({ at: noon.getTime() })
})

describe('the operations centre', () => {
  it('names the sources of visits', async () => {
    const { scene } = (await mini.get('/wxaapi/log/get_scene')) as unknown as { scene: { name: string; value: unknown }[] }
    expect(scene).toHaveLength(58)
    expect(scene.slice(0, 2)).toEqual([
      { name: '全部', value: '@_all' },
      { name: '小程序历史列表', value: 1 },
    ])
    sandbox.realm.account('mini-program').miniProgram.settings.released = false
    expect((await mini.get('/wxaapi/log/get_scene')).errcode).toBe(507_010)
  })

  it('tells performance by whole days, thirty at most', async () => {
    const boot = (begin: number, end: number, module = '10022') =>
      mini.post('/wxa/business/performance/boot', {
        time: { begin_timestamp: begin / 1000, end_timestamp: end / 1000 },
        module,
        params: [{ field: 'networktype', value: '-1' }],
      })
    const now = noon.getTime()
    const answer = (await boot(now - 2 * dayMs, now)) as unknown as {
      data: { body: { tables: { lines: { fields: unknown[] }[] }[]; count: number } }
    }
    expect(answer.data.body.count).toBe(2)
    expect(answer.data.body.tables[0]!.lines[0]!.fields).toHaveLength(2)
    expect((await boot(now - 31 * dayMs, now)).errcode).toBe(40097)
    expect((await boot(now - dayMs, now, '1')).errcode).toBe(40097)
  })
})
