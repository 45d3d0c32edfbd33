import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type TestStores, testStores } from '../testing/stores.ts'
import { movableClock } from './clock.ts'
import { backoffMs, countJobs, JobError, type JobHandler, type JobRunnerOptions, openJobs, runJobs } from './jobs.ts'
import { createLog } from './log.ts'

let stores: TestStores
const log = createLog({ level: 'silent' })
const clock = movableClock()
beforeAll(async () => {
  stores = await testStores()
})
beforeEach(() => stores.db.script('truncate jobs'))

const jobs = () => openJobs(stores.db, clock)
const runner = (handler: JobHandler, options: Partial<JobRunnerOptions> = {}) =>
  runJobs({ db: stores.db, clock, log, handlers: { q: handler }, ...options })
const left = () =>
  stores.db.query<{ attempts: number; failed: boolean; last_error: string | null }>(
    'select attempts, failed_at is not null as failed, last_error from jobs',
  )

describe('the queue', () => {
  it('gives each of 400 jobs to exactly one of four workers', async () => {
    for (let i = 0; i < 400; i++) await jobs().add('q', { i })
    const ran: number[] = []
    const handler: JobHandler = async job => {
      ran.push((job.payload as { i: number }).i)
      await new Promise(resolve => setImmediate(resolve))
    }
    await Promise.all(Array.from({ length: 4 }, () => runner(handler, { claim: 20 }).drain()))
    expect(ran.length).toBe(400)
    expect(new Set(ran).size).toBe(400)
    expect(await left()).toEqual([])
  })

  it('adds a job with its transaction or not at all', async () => {
    await stores.db
      .transaction(async db => {
        await openJobs(db, clock).add('q', {})
        throw new Error('undo')
      })
      .catch(() => undefined)
    expect(await left()).toEqual([])
  })

  it('runs a job at its time, not before', async () => {
    let ran = 0
    const handler: JobHandler = async () => void ran++
    await jobs().add('q', {}, { runAt: new Date(clock.now().getTime() + 60_000) })
    await runner(handler).drain()
    expect(ran).toBe(0)
    clock.advance(60_000)
    await runner(handler).drain()
    expect(ran).toBe(1)
  })

  it('keeps one waiting job for a key, with the newest payload and the earlier time', async () => {
    const later = new Date(clock.now().getTime() + 60_000)
    const first = await jobs().add('q', { v: 1 }, { key: 'k', runAt: later })
    expect(await jobs().add('q', { v: 2 }, { key: 'k' })).toBe(first)
    const seen: unknown[] = []
    await runner(async job => void seen.push(job.payload)).drain()
    expect(seen).toEqual([{ v: 2 }])
  })

  it('runs once more when asked for again while running', async () => {
    let runs = 0
    await jobs().add('q', {}, { key: 'k' })
    await runner(async () => {
      if (++runs === 1) await jobs().add('q', {}, { key: 'k' })
    }).drain()
    expect(runs).toBe(2)
    expect(await left()).toEqual([])
  })

  it('tries again later after an error, and keeps the message', async () => {
    let runs = 0
    const work = runner(async () => {
      if (++runs < 3) throw new Error(`no ${runs}`)
    })
    await jobs().add('q', {})
    await work.drain()
    expect(runs).toBe(1)
    expect(await left()).toEqual([{ attempts: 1, failed: false, last_error: 'no 1' }])
    clock.advance(2000)
    await work.drain()
    clock.advance(5000)
    await work.drain()
    expect(runs).toBe(3)
    expect(await left()).toEqual([])
  })

  it('sets aside what cannot succeed, and what failed too often; the key is free again', async () => {
    await jobs().add('q', {}, { key: 'k' })
    await runner(() => Promise.reject(new JobError('template deleted', { retry: false }))).drain()
    expect(await left()).toEqual([{ attempts: 1, failed: true, last_error: 'template deleted' }])
    await jobs().add('q', {}, { key: 'k' })
    const failing = runner(() => Promise.reject(new Error('no')), { maxAttempts: 2 })
    await failing.drain()
    clock.advance(3_600_000)
    await failing.drain()
    expect(await countJobs(stores.db)).toEqual([{ queue: 'q', waiting: 0, running: 0, failed: 2 }])
  })

  it('gives a job whose lease ran out to another worker, and ignores the slow one’s end', async () => {
    await jobs().add('q', {})
    let runs = 0
    const slow = runner(
      async () => {
        runs++
        clock.advance(61_000)
        await runner(async () => void runs++).drain()
        expect(await left()).toEqual([])
        await jobs().add('q', { next: true }, { runAt: new Date(clock.now().getTime() + 1e6) })
      },
      { leaseMs: 60_000 },
    )
    await slow.drain()
    expect(runs).toBe(2)
    expect(await left()).toHaveLength(1)
  })

  it('waits longer each time, at most an hour', () => {
    expect([1, 2, 3, 20].map(attempts => backoffMs(attempts))).toEqual([1000, 4000, 16000, 3_600_000])
  })

  it('ends without leaving a job half done', async () => {
    for (let i = 0; i < 10; i++) await jobs().add('q', {})
    let done = 0
    const work = runner(
      async () => {
        await new Promise(resolve => setTimeout(resolve, 20))
        done++
      },
      { concurrency: 2, pollMs: 10 },
    )
    work.start()
    await new Promise(resolve => setTimeout(resolve, 60))
    await work.stop()
    const rest = (await left()).length
    expect(done + rest).toBe(10)
  })
})
