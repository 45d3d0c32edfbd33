import { beforeAll, describe, expect, it } from 'vitest'
import type { Job } from '../../infra/jobs.ts'
import { runJobs } from '../../infra/jobs.ts'
import { type TestApp, testApp } from '../../testing/app.ts'
import { type Import, type ImportPreview, mostUploadBytes, uploadPartBytes } from './schema.ts'
import { importJobs } from './uploaded.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})

const rows = (n: number, bad: readonly number[] = []) =>
  `顾客,paid_at,amount,note\n${Array.from({ length: n }, (_, i) => `c${i % 97},${bad.includes(i) ? 'never' : '2026-03-01 08:00:00'},${i % 50}.5,第 ${i} 单，${'茶'.repeat(12)}`).join('\n')}\n`
const mapping = { event: { constant: 'order.pay' }, external: { column: '顾客' }, time: { column: 'paid_at' } }

/** Hands a file over in parts, as the console does. */
async function upload(name: string, text: string, options: { as?: string; brandId?: string } = {}) {
  const { brandId = t.brandId, as = t.cookie } = options
  const bytes = Buffer.from(text)
  const made = await t.call<{ id: string; parts: number }>('POST', `/api/brands/${brandId}/uploads`, {
    as,
    body: { name, bytes: bytes.length },
  })
  expect(made.status).toBe(201)
  for (let n = made.body.parts - 1; n >= 0; n--) {
    const part = bytes.subarray(n * uploadPartBytes, (n + 1) * uploadPartBytes)
    const path = `/api/brands/${brandId}/uploads/${made.body.id}/parts/${n}`
    expect((await t.call('PUT', path, { as, body: { base64: part.toString('base64') } })).status).toBe(204)
  }
  return { ...made.body, path: `/api/brands/${brandId}/uploads/${made.body.id}` }
}
const preview = (path: string, body = {}) => t.call<ImportPreview>('POST', `${path}/preview`, { body })
const list = async () => (await t.call<{ imports: Import[] }>('GET', `/api/brands/${t.brandId}/imports`)).body.imports
const waiting = async () => (await t.db.one<{ n: number }>('select coalesce(sum(items), 0)::int as n from inbox'))!.n
const drain = () => runJobs({ db: t.db, clock: t.clock, log: t.ctx.log, handlers: importJobs(t) }).drain()

describe('files handed over in the console', () => {
  it('shows what a file would become, asks for what the columns do not say, and writes nothing', async () => {
    const { path } = await upload('订单.csv', rows(30, [7]))
    const asked = await preview(path)
    expect(asked.body).toMatchObject({
      columns: ['顾客', 'paid_at', 'amount', 'note'],
      mapping: null,
      problem: expect.stringContaining('time=COLUMN'),
    })
    const { body } = await preview(path, { mapping })
    expect(body).toMatchObject({ problem: null, rows: 30, accepted: 29, rejected: 1, whole: true })
    expect(body.errors).toEqual([{ line: 9, reason: '"never" is no time', raw: expect.stringContaining('never') }])
    expect(body.mapping).toMatchObject({ value: { column: 'amount' } })
    expect(body.sample[0]).toMatchObject({
      at: '2026-03-01T00:00:00.000Z',
      value: { event: 'order.pay', userId: 'c0', properties: { value_fen: 50 } },
    })
    expect([await waiting(), await list()]).toEqual([0, []])
  })

  it('reads it in by a job that goes on where it was cut off, keeps the bad rows, and knows the file again', async () => {
    const text = rows(12_000, [3, 11_000])
    const { id: uploadId, parts } = await upload('orders.csv', text)
    expect(parts).toBeGreaterThan(1)
    const start = () =>
      t.call<{ id: string; already: boolean }>('POST', `/api/brands/${t.brandId}/imports`, { body: { uploadId, mapping } })
    const { id } = (await start()).body
    // A worker that loses its lease after the first chunk leaves the rest to the next one.
    const job = { brand_id: t.brandId, payload: { importId: id }, attempts: 1 } as unknown as Job
    const run = importJobs(t)['imports.run']!
    await expect(run(job, { extend: async () => false, signal: new AbortController().signal })).rejects.toThrow('Another worker')
    expect(await list()).toMatchObject([{ id, state: 'running', accepted: 5000, rejected: 1, resumable: true }])
    await drain()
    const [done] = await list()
    expect(done).toMatchObject({ state: 'done', line: 12_001, accepted: 11_998, rejected: 2, problem: '', resumable: false })
    expect(done!.errors.map(error => error.line)).toEqual([5, 11_002])
    expect(await waiting()).toBe(11_998)
    const again = await upload('orders again.csv', text)
    const body = { uploadId: again.id, mapping: Object.fromEntries(Object.entries(mapping).reverse()) }
    expect((await t.call('POST', `/api/brands/${t.brandId}/imports`, { body })).body).toEqual({ id, already: true })
    await drain()
    expect(await waiting()).toBe(11_998)
  })

  it('marks an import as failed when the columns do not fit, and says so', async () => {
    t.clock.advance(1000)
    const { id: uploadId } = await upload('wrong.csv', 'a,b\n1,2\n')
    await t.call('POST', `/api/brands/${t.brandId}/imports`, { body: { uploadId, mapping } })
    await drain()
    expect((await list())[0]).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('The file has no column'),
      resumable: true,
    })
  })

  it('is for operators of the brand only, and for files of a size', async () => {
    const other = await t.brand('Other')
    const { id, path } = await upload('mine.csv', rows(3))
    const steal = { as: other.cookie, body: { uploadId: id } }
    expect((await t.call('POST', `/api/brands/${other.brandId}/imports`, steal)).status).toBe(404)
    expect((await t.call('POST', `/api/brands/${other.brandId}/uploads/${id}/preview`, { as: other.cookie, body: {} })).status).toBe(404)
    const part = { as: other.cookie, body: { base64: 'YQ==' } }
    expect((await t.call('PUT', `/api/brands/${other.brandId}/uploads/${id}/parts/0`, part)).status).toBe(404)
    const viewer = await t.member('viewer')
    expect((await t.call('POST', `${path}/preview`, { as: viewer, body: {} })).status).toBe(403)
    const large = { name: 'large.csv', bytes: mostUploadBytes + 1 }
    expect((await t.call('POST', `/api/brands/${t.brandId}/uploads`, { body: large })).status).toBe(413)
    expect((await t.call('PUT', `${path}/parts/0`, { body: { base64: 'YQ==' } })).status).toBe(400)
  })

  it('waits for all parts', async () => {
    const made = await t.call<{ id: string }>('POST', `/api/brands/${t.brandId}/uploads`, { body: { name: 'half.csv', bytes: 10 } })
    expect((await preview(`/api/brands/${t.brandId}/uploads/${made.body.id}`)).status).toBe(409)
  })
})
