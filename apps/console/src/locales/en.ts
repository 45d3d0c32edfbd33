/** All words in English; one that is missing or left over fails the type check. */
import { alarms } from './en/alarms.ts'
import { carriers } from './en/carriers.ts'
import { checkHealth } from './en/check-health.ts'
import { checkMedia } from './en/check-media.ts'
import { checkRules } from './en/check-rules.ts'
import { checkUpdates } from './en/check-updates.ts'
import { checks } from './en/checks.ts'
import { events } from './en/events.ts'
import { followers } from './en/followers.ts'
import { imports } from './en/imports.ts'
import { measures } from './en/measures.ts'
import { overview } from './en/overview.ts'
import { people } from './en/people.ts'
import { platforms } from './en/platforms.ts'
import { settings } from './en/settings.ts'
import { shell } from './en/shell.ts'
import { statistics } from './en/statistics.ts'
import type { zh } from './zh.ts'

export const en: Record<keyof typeof zh, string> = {
  ...alarms,
  ...carriers,
  ...checkHealth,
  ...checkMedia,
  ...checkRules,
  ...checkUpdates,
  ...checks,
  ...events,
  ...followers,
  ...imports,
  ...measures,
  ...overview,
  ...people,
  ...platforms,
  ...settings,
  ...shell,
  ...statistics,
}
