/** The drill: a pack with one changed rule, everything live read again, and exactly the difference that was expected. */
import { basePacks, type Pack, type Rule } from '@wematrix/checks'
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { movableClock } from '../../infra/clock.ts'
import type { JobRunner } from '../../infra/jobs.ts'
import { type TestApp, testApp } from '../../testing/app.ts'
import { runCheckJobs } from '../../testing/check-jobs.ts'
import { setLive } from './doors.ts'
import type { Uploaded } from './packs.ts'
import type { CheckTask, PackLine, Scan, ScanChange } from './packs-schema.ts'
import { readLive } from './read-live.ts'
import { reviewAll } from './reviews.ts'

const noon = new Date('2026-11-23T04:00:00Z')
const dayMs = 86_400_000
const clock = movableClock(noon)
let t: TestApp
let jobs: JobRunner

beforeAll(async () => {
  t = await testApp({ clock })
  jobs = runCheckJobs(t, clock)
})
beforeEach(async () => {
  clock.set(noon)
  Object.assign(t, await t.brand('Brand'))
})
afterEach(() => t.db.query('delete from jobs'))

const call = <T>(method: string, path: string, body?: unknown, as = t.cookie) =>
  t.call<T>(method, `/api/brands/${t.brandId}/checks${path}`, { as, ...(body === undefined ? {} : { body }) })

const rule = (id: string, words: string[], severity: Rule['severity'] = 'block'): Rule => ({
  ...{ id, family: 'content', name: { zh: id, en: id }, check: ['text'], severity, source: 'S', grade: 'S', from: '2026-01-01' },
  ...{ forbids: { zh: '不许', en: 'no' }, penalty: { zh: '无', en: 'none' }, rewrite: { zh: '换', en: 'other' }, words: { words } },
})
const pack = (version: string, rules: Rule[], from = '2026-01-01'): Pack => ({
  ...{ id: 'drill', version, name: { zh: '演练', en: 'Drill' }, from, rules },
})
const first = pack('1', [rule('DRILL-A-01', ['甲等']), rule('DRILL-B-01', ['乙等'], 'warn')])
const second = pack('2', [rule('DRILL-A-01', ['甲等', '丙等']), rule('DRILL-B-01', ['乙等'], 'warn')])

const upload = (body: unknown) => call<Uploaded>('POST', '/packs', { pack: body })
const force = ({ id, version }: Pack, body = {}) =>
  call<{ pack: PackLine; scan: Scan }>('PUT', `/packs/${id}/versions/${version}/force`, body)
const scanOf = async (id: string) =>
  (await call<{ scan: Scan; changes: ScanChange[]; next: string | null }>('GET', `/scans/${id}?limit=500`)).body
const openTasks = async () => (await call<{ tasks: CheckTask[]; open: number }>('GET', '/tasks?state=open')).body

/** `n` artefacts: of each hundred three hold 丙等, two 甲等, five 乙等, the others nothing. */
async function publish(n: number): Promise<void> {
  const word = (i: number) => (i % 100 < 3 ? '丙等' : i % 100 < 5 ? '甲等' : i % 100 < 10 ? '乙等' : '常等')
  for (let from = 0; from < n; from += 500) {
    const asked = Array.from({ length: Math.min(500, n - from) }, (_, i) => ({
      artefact: { kind: 'note', id: `n${from + i}`, name: `第 ${from + i} 篇` },
      content: {
        carrier: 'oa' as const,
        surface: 'article_body' as const,
        text: `春茶上市，${word(from + i)}茶叶每日限量，欢迎到店品尝。`,
      },
    }))
    const rows = await reviewAll(t.ctx, asked)
    const live = rows.map(row => ({ id: row.id, artefact: { kind: row.kind, id: row.artefact_id, name: row.name } }))
    await setLive(t.ctx, 'article', live)
  }
}

it('shows before a pack is put in force which live artefacts it changes, and changes nothing by that', async () => {
  await publish(1000)
  expect((await upload(first)).status).toBe(201)
  await force(first)
  await jobs.drain()
  const { body } = await upload(second)
  expect(body.difference).toEqual({ added: [], removed: [], changed: [{ rule: 'DRILL-A-01', fields: ['words'] }] })
  expect(body.pack).toMatchObject({ state: 'waiting', source: 'uploaded', rules: 2 })
  await jobs.drain()
  const { scan, changes } = await scanOf(body.scan.id)
  expect(scan).toMatchObject({
    kind: 'preview',
    state: 'done',
    total: 1000,
    done: 1000,
    changed: 30,
    worse: 30,
    better: 0,
    moves: { 'pass>block': 30 },
  })
  expect(changes.map(({ artefact }) => Number(artefact.id.slice(1)) % 100).every(place => place < 3)).toBe(true)
  expect(changes[0]).toMatchObject({ was: 'pass', becomes: 'block', added: ['DRILL-A-01'], gone: [] })
  const kept = await t.db.one<{ n: number }>(
    "select count(*)::int as n from check_reviews where brand_id = :brand and 'DRILL-A-01' = any(rules)",
    { brand: t.brandId },
  )
  expect([kept!.n, (await openTasks()).open]).toEqual([20, 70])
})

it('reads ten thousand live artefacts again when the pack is put in force, and finds exactly the difference', async () => {
  await upload(first)
  await force(first)
  await publish(10_000)
  await upload(second)
  const { body } = await force(second)
  await jobs.drain()
  const { scan, changes } = await scanOf(body.scan.id)
  expect(scan).toMatchObject({ kind: 'apply', state: 'done', total: 10_000, done: 10_000, changed: 300, worse: 300, better: 0 })
  expect([scan.moves, scan.tasksOpened]).toEqual([{ 'pass>block': 300 }, 300])
  const places = changes.map(({ artefact }) => Number(artefact.id.slice(1))).sort((a, b) => a - b)
  expect(places).toEqual(Array.from({ length: 10_000 }, (_, i) => i).filter(i => i % 100 < 3))
  expect((await openTasks()).open).toBe(300)

  await call('DELETE', '/packs/drill/versions/2/force')
  await jobs.drain()
  expect((await call<{ scans: Scan[] }>('GET', '/scans')).body.scans[0]).toMatchObject({
    better: 300,
    moves: { 'block>pass': 300 },
    done: 10_000,
  })
  expect((await openTasks()).open).toBe(0)
}, 240_000)

it('goes on where it was when its worker is killed, and counts nothing twice', async () => {
  await publish(900)
  await upload(second)
  const { body } = await force(second)
  // Killed between two sets: what was done is committed, the rest is another worker's.
  let sets = 0
  await readLive(t.ctx, body.scan.id, async () => sets++ < 2)
  expect((await scanOf(body.scan.id)).scan).toMatchObject({ state: 'running', done: 500 })
  // Killed within a set: its transaction is undone.
  await expect(
    t.ctx.transaction(async ctx => {
      await readLive(ctx, body.scan.id, async () => true)
      throw new Error('killed')
    }),
  ).rejects.toThrow('killed')
  expect((await scanOf(body.scan.id)).scan).toMatchObject({ state: 'running', done: 500 })
  // Two workers at once.
  await Promise.all([jobs.drain(), readLive(t.ctx, body.scan.id, async () => true)])
  const { scan, changes } = await scanOf(body.scan.id)
  expect(scan).toMatchObject({ state: 'done', done: 900, changed: 90, worse: 90, tasksOpened: 90 })
  expect(new Set(changes.map(({ reviewId }) => reviewId)).size).toBe(90)
  expect((await openTasks()).open).toBe(90)
})

it('holds from its day on: a planned pack changes nothing today, and everything live is read again when its day comes', async () => {
  await publish(100)
  await upload(pack('3', second.rules, '2026-11-25'))
  const { body } = await force(pack('3', []))
  expect(body.pack.state).toBe('planned')
  await jobs.drain()
  expect((await scanOf(body.scan.id)).scan).toMatchObject({ state: 'done', changed: 0 })
  clock.advance(2 * dayMs)
  await t.ctx.jobs.add('checks.look', {})
  await jobs.drain()
  const { scans } = (await call<{ scans: Scan[] }>('GET', '/scans')).body
  expect(scans[0]).toMatchObject({ cause: 'day', state: 'done', worse: 10, by: { id: 'system:checks' } })
  await t.db.query('delete from jobs')
  await t.ctx.jobs.add('checks.look', {})
  await jobs.drain()
  expect((await call<{ scans: Scan[] }>('GET', '/scans')).body.scans).toHaveLength(scans.length)
  expect((await call<{ packs: PackLine[] }>('GET', '/packs')).body.packs.find(({ id }) => id === 'drill')).toMatchObject({
    state: 'in_force',
  })
})

it('takes a version once, refuses what is no pack with every place, and is put in force by people only', async () => {
  const tests = [
    { carrier: 'oa' as const, surface: 'button' as const, text: '甲等茶', hit: true },
    { carrier: 'oa' as const, surface: 'button' as const, text: '常等茶', hit: true },
  ]
  const tested = await upload({ ...first, version: '0', rules: [{ ...first.rules[0]!, tests }] })
  expect(tested.body.failedTests).toEqual([{ rule: 'DRILL-A-01', text: '常等茶', hit: true }])
  expect((await upload(first)).status).toBe(201)
  expect((await upload(first)).body.failedTests).toEqual([])
  const changed = { ...first, rules: second.rules }
  expect(await upload(changed)).toMatchObject({ status: 409, body: { code: 'conflict' } })
  expect(await upload({ ...basePacks[0]!, rules: first.rules })).toMatchObject({ status: 409 })
  const broken = { ...first, version: '9', rules: [{ ...first.rules[0]!, severity: 'fatal' }] }
  const refused = await call<{ errors: { message: string }[] }>('POST', '/packs', { pack: broken })
  expect([refused.status, refused.body.errors[0]!.message]).toEqual([400, expect.stringContaining('DRILL-A-01')])
  expect((await call('PUT', '/packs/drill/versions/1/force', {}, t.secretKey)).status).toBe(403)
  expect((await call('PUT', '/packs/drill/versions/8/force', {})).status).toBe(404)
  expect((await call('DELETE', '/packs/drill/versions/1/force')).status).toBe(409)
  const other = await t.brand('Other')
  expect(
    (await t.call('PUT', `/api/brands/${other.brandId}/checks/packs/drill/versions/1/force`, { as: other.cookie, body: {} })).status,
  ).toBe(404)
})

it('puts no pack in force that fails its own tests, unless a person says why, and writes that down', async () => {
  const tests = [{ carrier: 'oa' as const, surface: 'button' as const, text: '常等茶', hit: true }]
  const failing = pack('5', [{ ...first.rules[0]!, tests }])
  await upload(failing)
  const missed = { rule: 'DRILL-A-01', text: '常等茶', hit: true }
  expect((await call('GET', '/packs/drill/versions/5/tests')).body).toEqual({ failedTests: [missed] })
  const refused = await call<{ code: string; errors: object[] }>('PUT', '/packs/drill/versions/5/force', {})
  expect([refused.status, refused.body.code]).toEqual([422, 'pack_fails_tests'])
  expect(refused.body.errors).toEqual([{ path: 'DRILL-A-01', message: 'not found: 常等茶' }])
  expect((await force(failing, { despite: '短' })).status).toBe(400)
  const lines = async () => (await call<{ packs: PackLine[] }>('GET', '/packs')).body.packs
  expect((await lines()).find(({ version }) => version === '5')).toMatchObject({ state: 'waiting', forced: null })

  const despite = '例子写错了，下一版改正'
  expect((await force(failing, { despite })).body.pack).toMatchObject({ state: 'in_force', forced: { by: { name: 'Brand' }, despite } })
  const audit = await t.db.query<{ detail: object }>(
    "select detail from audit where brand_id = :brand and act = 'checks.pack.force' order by id",
    {
      brand: t.brandId,
    },
  )
  expect(audit.at(-1)!.detail).toMatchObject({ despite, failedTests: 1, rules: ['DRILL-A-01'] })

  // A reason that is not needed is not kept.
  await upload(first)
  expect((await force(first, { despite })).body.pack.forced).toMatchObject({ despite: null })
})

it('puts a pack of the product’s id in the place of the product’s', async () => {
  const [base] = basePacks
  await upload({ ...base!, version: '9999.1', rules: base!.rules.map((one, i) => (i === 0 ? { ...one, severity: 'info', on: {} } : one)) })
  const { body } = await force({ ...base!, version: '9999.1' })
  expect(body.pack.state).toBe('in_force')
  const { packs } = (await call<{ packs: PackLine[] }>('GET', '/packs')).body
  expect(packs.filter(({ id }) => id === base!.id).map(({ source, state }) => [source, state])).toEqual([
    ['built_in', 'replaced'],
    ['uploaded', 'in_force'],
  ])
})
