import type { Clock } from './clock.ts'
import type { Log } from './log.ts'
import type { Db } from './postgres.ts'
import { loadSql } from './sql.ts'

/** Work for later. Adding inside a transaction makes the job appear with that transaction or not at all. */
export type Jobs = {
  /** @returns the job's id; with a `key` that waits already, the id of that one */
  add(queue: string, payload: object, options?: { key?: string; runAt?: Date; brandId?: string }): Promise<number>
  /** Queues nothing while a job of this key waits: one that was told to come back later is not hurried. */
  addOnce(queue: string, payload: object, options: { key: string; runAt?: Date; brandId?: string }): Promise<void>
}

export type Job<P = Record<string, unknown>> = {
  id: number
  queue: string
  key: string | null
  brand_id: string | null
  payload: P
  /** 1 at the first run. */
  attempts: number
  run_at: Date
}

/** A failure that knows whether trying again can help. */
export class JobError extends Error {
  readonly retry: boolean
  /** When to try again, in ms from now; absent: the usual backoff. */
  readonly afterMs?: number

  constructor(message: string, options: { retry?: boolean; afterMs?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'JobError'
    this.retry = options.retry ?? true
    if (options.afterMs !== undefined) this.afterMs = options.afterMs
  }
}

/** Carries out one job. `extend` keeps the lease of a long one; false means another worker has it now: stop. */
export type JobHandler = (job: Job, control: { extend(): Promise<boolean>; signal: AbortSignal }) => Promise<void>

export type JobRunnerOptions = {
  db: Db
  clock: Clock
  log: Log
  handlers: Record<string, JobHandler>
  claim?: number
  concurrency?: number
  leaseMs?: number
  pollMs?: number
  maxAttempts?: number
}

export type JobRunner = {
  /** Claims and runs what is due now, and what that brings; resolves with how many jobs ran. */
  drain(): Promise<number>
  /** Polls until stopped. */
  start(): void
  /** Lets running jobs end. */
  stop(): Promise<void>
}

const sql = loadSql(new URL('./jobs.sql', import.meta.url), [
  'add_job',
  'add_job_once',
  'claim_jobs',
  'finish_job',
  'retry_job',
  'fail_job',
  'extend_job',
  'count_jobs',
])

/** The queue as seen through one connection: give it a transaction's `db` to enqueue with the change that causes it. */
export function openJobs(db: Db, clock: Clock): Jobs {
  const row = (queue: string, payload: object, { key, runAt, brandId }: { key?: string; runAt?: Date; brandId?: string }) => ({
    queue,
    key: key ?? null,
    brand_id: brandId ?? null,
    payload,
    run_at: runAt ?? clock.now(),
  })
  return {
    async add(queue, payload, options = {}) {
      const added = await db.one<{ id: number }>(sql.add_job, row(queue, payload, options))
      return added!.id
    },
    async addOnce(queue, payload, options) {
      await db.query(sql.add_job_once, row(queue, payload, options))
    },
  }
}

/** Waiting, running and failed jobs by queue. */
export function countJobs(db: Db): Promise<{ queue: string; waiting: number; running: number; failed: number }[]> {
  return db.query(sql.count_jobs)
}

/** 1 s, 4 s, 16 s, … at most an hour; the job's id spreads those that failed together. */
export function backoffMs(attempts: number, id = 0): number {
  return Math.min(3_600_000, 1000 * 4 ** (attempts - 1)) + ((id * 7919) % 1000)
}

/** Runs jobs of the queues it has handlers for. Any number of runners may work on one database. */
export function runJobs({
  db,
  clock,
  log,
  handlers,
  claim = 50,
  concurrency = 4,
  leaseMs = 60_000,
  pollMs = 500,
  maxAttempts = 8,
}: JobRunnerOptions): JobRunner {
  const queues = Object.keys(handlers)
  const abort = new AbortController()
  let loop: Promise<void> | undefined

  async function carryOut(job: Job): Promise<void> {
    const fence = { id: job.id, attempts: job.attempts }
    const extend = async () => (await db.one(sql.extend_job, { ...fence, until: new Date(clock.now().getTime() + leaseMs) })) !== undefined
    try {
      await handlers[job.queue]!(job, { extend, signal: abort.signal })
      await db.query(sql.finish_job, { ...fence, now: clock.now() })
    } catch (error) {
      const message = String((error as Error)?.message ?? error).slice(0, 2000)
      const final = (error instanceof JobError && !error.retry) || job.attempts >= maxAttempts
      log[final ? 'error' : 'warn'](
        { err: error, queue: job.queue, job: job.id, attempts: job.attempts },
        final ? 'job failed for good' : 'job failed, will be tried again',
      )
      if (final) await db.query(sql.fail_job, { ...fence, error: message, now: clock.now() })
      else {
        const wait = (error instanceof JobError ? error.afterMs : undefined) ?? backoffMs(job.attempts, job.id)
        await db.query(sql.retry_job, { ...fence, error: message, run_at: new Date(clock.now().getTime() + wait) })
      }
    }
  }

  /** One claim: its jobs run a few at a time, in order of their due time. */
  async function round(): Promise<number> {
    const now = clock.now()
    const jobs = await db.query<Job>(sql.claim_jobs, { queues, now, until: new Date(now.getTime() + leaseMs), limit: claim })
    jobs.sort((a, b) => a.run_at.getTime() - b.run_at.getTime() || a.id - b.id)
    let next = 0
    const lane = async () => {
      while (next < jobs.length && !abort.signal.aborted) await carryOut(jobs[next++]!)
    }
    await Promise.all(Array.from({ length: Math.min(concurrency, jobs.length) }, lane))
    return jobs.length
  }

  return {
    async drain() {
      let total = 0
      for (;;) {
        const ran = await round()
        if (ran === 0) return total
        total += ran
      }
    },
    start() {
      loop ??= (async () => {
        while (!abort.signal.aborted) {
          const ran = await round().catch((error: unknown) => {
            log.error({ err: error }, 'the job queue does not answer')
            return 0
          })
          if (ran < claim) await pause(pollMs, abort.signal)
        }
      })()
    },
    async stop() {
      abort.abort()
      await loop
    },
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}
