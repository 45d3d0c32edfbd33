/** The routes of the features that stand right of carriers, from left to right. */
import type { KeepDays } from './config.ts'
import type { AlarmSettings } from './features/alarms/alarms.ts'
import { alarmRoutes } from './features/alarms/routes.ts'
import { checkRoutes } from './features/checks/routes.ts'
import { followerRoutes } from './features/followers/routes.ts'
import { importRoutes } from './features/imports/routes.ts'
import type { Refusals } from './features/inbox/refusals.ts'
import { inboxRoutes } from './features/inbox/routes.ts'
import { personRoutes } from './features/persons/routes.ts'
import { reportRoutes } from './features/reports/routes.ts'
import { statisticRoutes } from './features/statistics/routes.ts'
import type { Handled } from './infra/register.ts'

/**
 * @param deps.refusals  what this process's doors refused, for the live tail
 * @param deps.keep  how long parked batches are kept
 * @param deps.answersSeconds  how long at most a report's answer that took long is given again
 * @param deps.alarms  what the robots in WeCom groups need
 */
export function featureRoutes(deps: { refusals: Refusals; keep: KeepDays; answersSeconds: number; alarms: AlarmSettings }): Handled[] {
  return [
    ...inboxRoutes(deps),
    ...followerRoutes(),
    ...importRoutes(),
    ...statisticRoutes(),
    ...personRoutes(),
    ...reportRoutes(deps),
    ...alarmRoutes(deps.alarms),
    ...checkRoutes(),
  ]
}
