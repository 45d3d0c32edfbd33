import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { Context } from '../../context.ts'
import { movableClock } from '../../infra/clock.ts'
import type { JobRunner } from '../../infra/jobs.ts'
import { type TestApp, testApp } from '../../testing/app.ts'
import { runCheckJobs } from '../../testing/check-jobs.ts'
import type { BrandRule, Waiver } from './brand-schema.ts'
import { leave, setLive } from './doors.ts'
import type { CheckTask, Scan } from './packs-schema.ts'
import type { Review, RuleInForce, StoredReview } from './schema.ts'

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

const call = <T>(method: string, path: string, body?: unknown, as?: string | null) =>
  t.call<T>(method, `/api/brands/${t.brandId}/checks${path}`, {
    ...(body === undefined ? {} : { body }),
    ...(as === undefined ? { as: t.cookie } : { as }),
  })

const copy = (text: string) => ({ carrier: 'oa' as const, surface: 'article_body' as const, text })
const forbid = (words: string[], severity = 'block') =>
  call<BrandRule>('POST', '/brand-rules', { name: '禁词', words, severity, reason: '品牌手册第三章' })
const reviewOf = (id: string, text: string) =>
  call<StoredReview>('POST', '/review', { artefact: { kind: 'note', id, name: id }, content: copy(text) })
const live = async (ctx: Context, id: string, text: string) => {
  const { body } = await reviewOf(id, text)
  await setLive(ctx, 'article', [body])
  return body
}
/** WeChat takes it: `leave` gives the verdict that it left under. */
const send = async (review: StoredReview) => review
const lastScan = async () => (await call<{ scans: Scan[] }>('GET', '/scans')).body.scans[0]!
const codeOf = (body: unknown) => (body as { code: string }).code

it('reads text that no store takes, and keeps it with a replacement character in its place', async () => {
  const { status, body } = await reviewOf('odd\0', '关注公众号，立减 5 元\0半个\ud83d')
  expect([status, body.artefact.id, body.verdict]).toEqual([200, 'odd\ufffd', 'block'])
  expect((await call('GET', '/scans/%00')).status).toBe(404)
})

it('finds the brand’s words where they stand, by UTF-16 units, and stores nothing while somebody types', async () => {
  const { body: rule } = await forbid(['神器'])
  const { body } = await call<Review>('POST', '/text', copy('😀养生神器'))
  expect(body.verdict).toBe('block')
  expect(body.findings).toMatchObject([{ rule: rule.id, start: 4, end: 6, quote: '神器', reason: { zh: '品牌手册第三章' } }])
  expect((await call<{ reviews: unknown[] }>('GET', '/reviews')).body.reviews).toHaveLength(0)
  expect((await call<Review>('POST', '/text', copy('养生好物'))).body.verdict).toBe('pass')
})

it('reads a draft, and says no to another brand, to nobody and to a role that may not', async () => {
  expect((await call<Review>('POST', '/draft', { kind: 'menu', draft: { buttons: [] } })).status).toBe(200)
  const viewer = await t.member('viewer', t.brandId)
  const other = await t.brand('Other')
  for (const path of [
    '/rules',
    '/reviews',
    '/waivers',
    '/packs',
    '/scans',
    '/tasks',
    '/health',
    '/brand-rules',
    '/doors',
    '/second-opinions',
  ]) {
    expect((await call('GET', path, undefined, viewer)).status, path).toBe(200)
    expect((await call('GET', path, undefined, other.cookie)).status, path).toBe(404)
    expect((await call('GET', path, undefined, null)).status, path).toBe(401)
  }
  const rule = { name: 'x', words: ['x'], severity: 'block', reason: 'because' }
  expect((await call('POST', '/brand-rules', rule, viewer)).status).toBe(403)
  expect((await call('POST', '/brand-rules', rule, t.secretKey)).status).toBe(201)
  const severity = { severity: null, reason: 'because' }
  expect((await call('PUT', '/rules/WX-SHARE-01/severity', severity, t.secretKey)).status).toBe(403)
  expect((await call('PUT', '/rules/WX-NONE-01/severity', severity)).status).toBe(404)
})

it('keeps one verdict for one content of an artefact, and another brand sees nothing of it', async () => {
  await forbid(['神器'])
  const first = await reviewOf('a', '养生神器')
  const again = await reviewOf('a', '养生神器')
  expect([first.status, first.body.verdict]).toEqual([200, 'block'])
  expect(again.body).toEqual(first.body)
  expect((await reviewOf('a', '养生好物')).body.id).not.toBe(first.body.id)
  const listed = (await call<{ reviews: StoredReview[]; counts: object }>('GET', '/reviews?verdict=block')).body
  expect(listed.reviews.map(({ id }) => id)).toEqual([first.body.id])
  expect(listed.counts).toEqual({ block: 1, warn: 0, pass: 1 })
  const { body } = await call<{ content: { text: string } }>('GET', `/reviews/${first.body.id}`)
  expect(body.content.text).toBe('养生神器')
  const other = await t.brand('Other')
  expect((await t.call('GET', `/api/brands/${other.brandId}/checks/reviews/${first.body.id}`, { as: other.cookie })).status).toBe(404)
})

it('lets nothing leave that blocks; what warns leaves once a person has confirmed that very content', async () => {
  await forbid(['神器'])
  await forbid(['好物'], 'warn')
  const leaving = (text: string) => ({ artefact: { kind: 'note', id: 'a', name: '推文' }, content: copy(text) })
  await expect(leave(t.ctx, 'article', leaving('养生神器'), send)).rejects.toMatchObject({ code: 'blocked_by_check', status: 422 })
  await expect(leave(t.ctx, 'article', leaving('养生好物'), send)).rejects.toMatchObject({ code: 'needs_confirmation' })
  const kept = (await call<{ reviews: StoredReview[] }>('GET', '/reviews')).body.reviews
  expect(kept.map(({ verdict, liveSince }) => [verdict, liveSince]).sort()).toEqual([
    ['block', null],
    ['warn', null],
  ])
  const warned = kept.find(({ verdict }) => verdict === 'warn')!
  const blocked = kept.find(({ verdict }) => verdict === 'block')!
  expect((await call('POST', `/reviews/${warned.id}/confirmation`, undefined, t.secretKey)).status).toBe(403)
  expect((await call('POST', `/reviews/${blocked.id}/confirmation`)).status).toBe(409)
  expect((await call<StoredReview>('POST', `/reviews/${warned.id}/confirmation`)).body.confirmed).toMatchObject({ by: { name: 'Brand' } })
  expect(await leave(t.ctx, 'article', leaving('养生好物'), send)).toMatchObject({ verdict: 'warn' })
  await leave(t.ctx, 'article', leaving('普通推文'), send)
  const listed = (await call<{ reviews: StoredReview[] }>('GET', '/reviews?live=true')).body.reviews
  expect(listed.map(({ excerpt, door }) => [excerpt, door])).toEqual([['普通推文', 'article']])
})

it('keeps one verdict and one live content when many ask at the same moment', async () => {
  const leaving = (text: string) => ({ artefact: { kind: 'note', id: 'a', name: '推文' }, content: copy(text) })
  const left = await Promise.all(
    ['春茶到店', '夏茶到店', '春茶到店', '秋茶到店', '夏茶到店'].map(text => leave(t.ctx, 'article', leaving(text), send)),
  )
  expect(new Set(left.map(({ id }) => id)).size).toBe(3)
  const { body } = await call<{ reviews: StoredReview[]; counts: object }>('GET', '/reviews?live=true')
  expect([body.reviews.length, body.counts]).toEqual([1, { block: 0, warn: 0, pass: 1 }])
})

it('reads everything live again when the brand forbids a word, opens one task, and closes it when the word is allowed', async () => {
  await live(t.ctx, 'a', '养生神器')
  await live(t.ctx, 'b', '普通推文')
  const { body: rule } = await forbid(['神器'])
  await jobs.drain()
  expect(await lastScan()).toMatchObject({
    state: 'done',
    total: 2,
    done: 2,
    changed: 1,
    worse: 1,
    moves: { 'pass>block': 1 },
    tasksOpened: 1,
  })
  const { body: found } = await call<{ changes: unknown[] }>('GET', `/scans/${(await lastScan()).id}`)
  expect(found.changes).toMatchObject([{ artefact: { id: 'a' }, was: 'pass', becomes: 'block', added: [rule.id], gone: [] }])
  const tasks = () => call<{ tasks: CheckTask[]; open: number }>('GET', '/tasks')
  expect((await tasks()).body).toMatchObject({
    open: 1,
    tasks: [{ artefact: { id: 'a' }, verdict: 'block', rules: [rule.id], done: null }],
  })

  await call('POST', '/scans', {})
  await jobs.drain()
  expect(await lastScan()).toMatchObject({ state: 'done', changed: 0, tasksOpened: 0 })
  const task = (await tasks()).body.tasks[0]!
  expect((await call<CheckTask>('PATCH', `/tasks/${task.id}`, { done: true })).body.done).toMatchObject({ by: { name: 'Brand' } })
  expect((await call<CheckTask>('PATCH', `/tasks/${task.id}`, { done: false })).body.done).toBeNull()

  await call('DELETE', `/brand-rules/${rule.id}`)
  await jobs.drain()
  expect(await lastScan()).toMatchObject({ better: 1, moves: { 'block>pass': 1 } })
  expect((await tasks()).body).toMatchObject({ open: 0, tasks: [{ done: { by: { id: 'system:checks' } } }] })
})

it('lets pass what a waiver covers, only until it ends, and writes down who granted it', async () => {
  const { body: rule } = await forbid(['神器'])
  await jobs.drain()
  const review = await live(t.ctx, 'a', '养生神器')
  const until = (days: number) => new Date(clock.now().getTime() + days * dayMs).toISOString()
  const grant = (more: object, as?: string) =>
    call<Waiver>('POST', '/waivers', { rule: rule.id, until: until(7), reason: '法务已确认', ...more }, as)
  expect((await grant({}, t.secretKey)).status).toBe(403)
  expect((await grant({ until: until(91) })).status).toBe(400)
  expect((await grant({ until: until(-1) })).status).toBe(400)
  expect((await grant({ rule: 'WX-NONE-01' })).status).toBe(404)
  const { body: waiver } = await grant({ artefact: { kind: 'note', id: 'a' } })
  expect(waiver).toMatchObject({ state: 'in_force', by: { name: 'Brand' } })
  const read = async () => (await call<{ review: StoredReview }>('GET', `/reviews/${review.id}`)).body.review
  expect(await read()).toMatchObject({ verdict: 'pass', findings: [{ severity: 'info', waived: waiver.id }] })
  expect((await reviewOf('b', '养生神器')).body.verdict).toBe('block')
  const leaving = { artefact: { kind: 'note', id: 'a', name: 'a' }, content: copy('养生神器') }
  expect((await leave(t.ctx, 'article', leaving, send)).verdict).toBe('pass')
  await jobs.drain()
  expect((await call<{ counts: object }>('GET', '/reviews?live=true')).body.counts).toEqual({ block: 0, warn: 0, pass: 1 })

  clock.advance(7 * dayMs)
  expect(await read()).toMatchObject({ verdict: 'block' })
  await expect(leave(t.ctx, 'article', leaving, send)).rejects.toMatchObject({ code: 'blocked_by_check' })
  await jobs.drain()
  expect((await call<{ counts: object }>('GET', '/reviews?live=true')).body.counts).toEqual({ block: 1, warn: 0, pass: 0 })
  expect((await call<{ open: number }>('GET', '/tasks')).body.open).toBe(1)
  expect(codeOf((await call('DELETE', `/waivers/${waiver.id}`)).body)).toBe('conflict')

  const { body: second } = await grant({})
  expect((await reviewOf('b', '养生神器')).body.verdict).toBe('pass')
  expect((await call('DELETE', `/waivers/${second.id}`)).status).toBe(204)
  expect((await reviewOf('b', '养生神器')).body.verdict).toBe('block')
  const { body } = await call<{ waivers: Waiver[] }>('GET', '/waivers')
  expect(body.waivers.map(({ state }) => state)).toEqual(['ended', 'over'])
  const audit = await t.db.query<{ act: string }>('select act from audit where brand_id = :brand order by id', { brand: t.brandId })
  expect(audit.map(({ act }) => act).filter(act => act.startsWith('checks.waiver'))).toEqual([
    'checks.waiver.grant',
    'checks.waiver.grant',
    'checks.waiver.end',
  ])
})

it('changes a severity with a reason, on one carrier or all, and goes back', async () => {
  const ruleOf = async () => (await call<{ rules: RuleInForce[] }>('GET', '/rules')).body.rules.find(({ id }) => id === 'WX-INTERACT-01')!
  const before = await ruleOf()
  expect(before).toMatchObject({ severity: before.packSeverity, changes: [], grade: expect.any(String), source: expect.any(String) })
  const set = (body: object) => call('PUT', '/rules/WX-INTERACT-01/severity', { reason: '只在视频号直播中使用', ...body })
  expect((await set({ carrier: 'oa', severity: 'info' })).status).toBe(200)
  expect((await ruleOf()).changes).toMatchObject([{ carrier: 'oa', severity: 'info', by: { name: 'Brand' } }])
  expect((await ruleOf()).on.oa).toBe('info')
  expect((await set({ severity: null })).status).toBe(200)
  expect(await ruleOf()).toMatchObject({ severity: null, changes: [{ carrier: null, severity: null }] })
  expect((await call('DELETE', '/rules/WX-INTERACT-01/severity')).status).toBe(204)
  expect(await ruleOf()).toEqual(before)
  expect((await call('DELETE', '/rules/WX-INTERACT-01/severity')).status).toBe(404)
})
