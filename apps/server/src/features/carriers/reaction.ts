/** What a job does when WeChat says no: the error table's reaction, as the queue of jobs carries it out. */
import { WechatError, WechatInputError } from '@wematrix/wechat'
import { AppError } from '../../errors.ts'
import type { Clock } from '../../infra/clock.ts'
import { JobError, type JobHandler } from '../../infra/jobs.ts'
import type { Log } from '../../infra/log.ts'
import { addDays, dayOf, startOfDay } from '../../stats/calendar.ts'

/** Counts of WeChat begin anew at midnight in Beijing; a minute later its clocks agree. */
export function nextQuotaDay(nowMs: number): number {
  return startOfDay(addDays(dayOf(nowMs), 1)) + 60_000
}

/** `again` with the usual backoff, `later` at an instant, `never` for what only people or another request can mend, `quiet`: it is over. */
export type Next = { what: 'again' } | { what: 'later'; atMs: number; needsPeople: boolean } | { what: 'never' } | { what: 'quiet' }

/** Pure. What is none of WeChat's goes on with the usual backoff; an account that is gone or has no secret is over. */
export function nextAfter(error: unknown, nowMs: number): Next {
  if (error instanceof AppError) return { what: 'quiet' }
  if (error instanceof WechatInputError) return { what: 'never' }
  if (!(error instanceof WechatError)) return { what: 'again' }
  switch (error.reaction) {
    case 'retry':
    case 'refresh_token':
      return { what: 'again' }
    case 'wait':
      return { what: 'later', atMs: nowMs + (error.waitSeconds ?? 60) * 1000, needsPeople: false }
    case 'quota_stop':
      return { what: 'later', atMs: nextQuotaDay(nowMs), needsPeople: false }
    // Told to people by diagnosis and alarm; they may ask again at any time, and a day later it is looked at by itself.
    case 'tell_operator':
      return { what: 'later', atMs: nextQuotaDay(nowMs), needsPeople: true }
    case 'fix_request':
      return { what: 'never' }
    default:
      return { what: 'quiet' }
  }
}

/** A handler that ends, waits or gives up as the reaction to WeChat's answer wants it. The refusal itself is counted by the client. */
export function byReaction({ clock, log }: { clock: Clock; log: Log }, handler: JobHandler): JobHandler {
  return async (job, control) => {
    try {
      await handler(job, control)
    } catch (error) {
      const nowMs = clock.now().getTime()
      const next = nextAfter(error, nowMs)
      const { message } = error as Error
      if (next.what === 'again') throw error
      if (next.what === 'later') throw new JobError(message, { afterMs: next.atMs - nowMs, cause: error })
      if (next.what === 'never') throw new JobError(message, { retry: false, cause: error })
      log.info({ queue: job.queue, job: job.id, reason: message }, 'a job ended without effect')
    }
  }
}
