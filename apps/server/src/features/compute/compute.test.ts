import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { run } from '../../commands/compute.ts'
import { differences, type Expected } from './oracle.ts'
import { computeCase } from './run.ts'
import { openCaseStore } from './store.ts'
import type { CaseInput } from './table.ts'

const topics = ['identity', 'funnel', 'retention', 'transitions', 'time']
const own = fileURLToPath(new URL('./cases/', import.meta.url))
const identityCases = fileURLToPath(new URL('../identity/cases/', import.meta.url))
// Data whose licence keeps it out of this repository lies beside the checkout, or nowhere.
const beside = process.env.WEMATRIX_ORACLES ?? fileURLToPath(new URL('../../../../../../shared/data/oracles/', import.meta.url))
const folder = (topic: string) =>
  existsSync(join(beside, topic, 'cases.json')) ? join(beside, topic) : topic === 'identity' ? identityCases : join(own, topic)

const store = openCaseStore(inject('clickhouseUrl'))
afterAll(() => store.close())

type Case = { id: string; kind: string; input: CaseInput }
const readJson = <T>(file: string) => JSON.parse(readFileSync(file, 'utf8')) as T

for (const topic of topics) {
  describe(`compute ${topic}`, () => {
    const dir = folder(topic)
    const expected = readJson<Record<string, Expected>>(join(dir, 'expected.json'))
    if (!dir.startsWith(beside))
      process.stdout.write(`compute ${topic}: only the cases of this repository ran; the others need ${beside}\n`)
    it.each(readJson<Case[]>(join(dir, 'cases.json')))('$id equals what is expected', async ({ id, kind, input }) => {
      const result: unknown = JSON.parse(JSON.stringify(await computeCase(topic, kind, { input, dir, store })))
      expect(differences(result, expected[id]!)).toEqual([])
    })
  })
}

describe('compute', () => {
  const dir = mkdtempSync(join(tmpdir(), 'wm-compute-test-'))
  const file = (name: string, text: string) => {
    writeFileSync(join(dir, name), text)
    return join(dir, name)
  }
  const call = (topic: string, kind: string, input: CaseInput) => computeCase(topic, kind, { input, dir, store })

  it('judges arrivals by the rules of the Mini Program', async () => {
    const launch = { path: 'pages/index', scene: 1035, query: {}, referrerInfo: { appId: 'wx1' } }
    const arrival = await call('arrival', 'arrival', { launch, start: 'cold', prev: null })
    expect(arrival).toMatchObject({ carrier: 'official_account', touch: 'entry', source_appid: 'wx1' })
  })

  it('takes empty files, one person and names nobody knows', async () => {
    file('empty.csv', 'person,event,ts,seq\n')
    expect(await call('funnel', 'funnel', { file: 'empty.csv', steps: ['a', 'b'], window_seconds: 60 })).toEqual({
      ordered: [0, 0],
      ordered_tie_any: [0, 0],
      first_start: [0, 0],
      strict: [0, 0],
      unordered: [0, 0],
      median_seconds_to_complete: null,
    })
    file('one.csv', 'person,event,ts,seq\nx,a,100,2\nx,b,100,1\nx,b,7000000000,3\n')
    expect(await call('funnel', 'funnel', { file: 'one.csv', steps: ['a', 'b', 'c'], window_seconds: 1e10 })).toMatchObject({
      ordered: [1, 1, 0],
      ordered_tie_any: [1, 1, 0],
      strict: [1, 1, 0],
    })
    expect(await call('funnel', 'funnel', { file: 'one.csv', steps: ['a', 'b'], window_seconds: 10 })).toMatchObject({
      ordered: [1, 0],
      ordered_tie_any: [1, 1],
    })
    file('orders.csv', 'person,date\n')
    expect(await call('retention', 'repurchase', { file: 'orders.csv', last_day: '2026-01-31', n: [30] })).toEqual({
      30: { buyers: 0, repurchased: 0, rate: null },
    })
    expect(await call('transitions', 'multi_carrier', { rows: [] })).toEqual({ people: 0, at_least_1: 0, at_least_2: 0, all_3: 0 })
  })

  it('says what is wrong with an input and leaves with code 2', async () => {
    const said: string[] = []
    const io = { out: (text: string) => void said.push(text), err: (text: string) => void said.push(text) }
    file('short.csv', 'person,event\nx,a\n')
    const input = file('case.json', JSON.stringify({ kind: 'funnel', input: { file: 'short.csv', steps: ['a'], window_seconds: 1 } }))
    expect(await run(['funnel', '--input', input], io)).toBe(2)
    expect(said.pop()).toContain('has no column "ts"')
    expect(await run(['nothing', '--input', input], io)).toBe(2)
    expect(await run(['funnel', '--input', join(dir, 'absent.json')], io)).toBe(2)
    expect(await run(['funnel'], io)).toBe(2)
    expect(
      await run(
        ['funnel', '--input', file('evil.json', '{"kind":"funnel","input":{"file":"../../etc/passwd","steps":["a"],"window_seconds":1}}')],
        io,
      ),
    ).toBe(2)
    const time = file('time.json', '{"kind":"add_months","input":{"items":[["2026-01-31",1]]}}')
    expect(await run(['time', '--input', time], io)).toBe(0)
    expect(said.pop()).toBe('["2026-02-28"]\n')
  })
})
