/** All words in Chinese: the source of the catalogue, and the type of its keys. */
import { alarms } from './zh/alarms.ts'
import { carriers } from './zh/carriers.ts'
import { checkHealth } from './zh/check-health.ts'
import { checkMedia } from './zh/check-media.ts'
import { checkRules } from './zh/check-rules.ts'
import { checkUpdates } from './zh/check-updates.ts'
import { checks } from './zh/checks.ts'
import { events } from './zh/events.ts'
import { followers } from './zh/followers.ts'
import { imports } from './zh/imports.ts'
import { measures } from './zh/measures.ts'
import { overview } from './zh/overview.ts'
import { people } from './zh/people.ts'
import { platforms } from './zh/platforms.ts'
import { settings } from './zh/settings.ts'
import { shell } from './zh/shell.ts'
import { statistics } from './zh/statistics.ts'

export const zh = {
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
