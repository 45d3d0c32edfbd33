import { checkJobs } from '../features/checks/jobs.ts'
import type { Clock } from '../infra/clock.ts'
import { type JobRunner, runJobs } from '../infra/jobs.ts'
import type { TestApp } from './app.ts'

/** The jobs of the checks, to be run by hand; no WeChat answers them. */
export function runCheckJobs({ ctx: { db, events, log } }: TestApp, clock: Clock): JobRunner {
  const wechatOf = () => () => Promise.reject(new Error('no WeChat here'))
  return runJobs({ db, clock, log, handlers: checkJobs({ db, events, clock, log, wechatOf }) })
}
