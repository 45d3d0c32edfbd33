/** What of an address each screen understands; the rest is dropped. The funnel's is beside the funnel. */
import type { CarrierKind } from '@wematrix/server/features/carriers/schema'
import type { MediaSurface } from '@wematrix/server/features/checks/media-schema'
import type { TextContent } from '@wematrix/server/features/checks/schema'
import type { TrendMetric } from '@wematrix/server/features/reports/schema'

type Search = Record<string, unknown>

export type OverviewSearch = { edge?: string; view?: 'sankey'; metric?: TrendMetric; by?: 'none' }
export type RetentionSearch = {
  grain?: 'week' | 'month' | undefined
  count?: 'rolling' | 'range' | undefined
  carrier?: string | undefined
}
export type PathsSearch = { of?: 'entry' | 'event' | undefined; length?: number | undefined }
export type PeopleSearch = {
  q?: string | undefined
  drill?: string | undefined
  show?: 'events' | undefined
  sort?: 'newest' | undefined
}
export type SettingsSearch = { tab?: 'members' | 'brand' | 'platform' | 'alarms' | 'account' | undefined }

export type ImportSearch = { upload?: string; file?: string }
export type FiguresSearch = { upload?: string; file?: string; carrier?: string }
export type ConnectSearch = { kind?: CarrierKind; mode?: 'component'; carrier?: string }
export type CarrierView = (typeof CARRIER_VIEWS)[number]
export type CarrierSearch = { figure?: string; view?: CarrierView; group?: string; allowed?: 'yes' | 'no' | 'unsure' }

export type CheckView = (typeof CHECK_VIEWS)[number]
/** The text itself is never in an address. */
export type ChecksSearch = {
  view?: CheckView | undefined
  carrier?: TextContent['carrier'] | undefined
  surface?: TextContent['surface'] | undefined
  /** Where a picture or video stands. */
  place?: MediaSurface | undefined
  family?: string | undefined
  scan?: string | undefined
  days?: number | undefined
}

export const CHECK_VIEWS = ['text', 'media', 'rules', 'updates', 'health', 'ideas'] as const
export const CHECK_CARRIERS: TextContent['carrier'][] = ['oa', 'mp', 'ch', 'h5', 'cross']
export const CARRIER_VIEWS = ['overview', 'endpoints', 'quota', 'diagnosis'] as const
export const ALLOWED = ['yes', 'no', 'unsure'] as const

export const TREND_METRICS: TrendMetric[] = ['people', 'new-people', 'arrivals', 'orders', 'gmv', 'events']

export function overviewSearch(search: Search): OverviewSearch {
  const metric = TREND_METRICS.find(known => known === search.metric)
  return {
    ...(typeof search.edge === 'string' && search.edge.includes('>') ? { edge: search.edge } : {}),
    ...(search.view === 'sankey' ? { view: 'sankey' as const } : {}),
    ...(metric ? { metric } : {}),
    ...(search.by === 'none' ? { by: 'none' as const } : {}),
  }
}

export function retentionSearch(search: Search): RetentionSearch {
  return {
    ...(search.grain === 'week' || search.grain === 'month' ? { grain: search.grain } : {}),
    ...(search.count === 'rolling' || search.count === 'range' ? { count: search.count } : {}),
    ...(typeof search.carrier === 'string' ? { carrier: search.carrier } : {}),
  }
}

export function pathsSearch(search: Search): PathsSearch {
  const length = Number(search.length)
  return {
    ...(search.of === 'entry' || search.of === 'event' ? { of: search.of } : {}),
    ...(length >= 2 && length <= 10 ? { length } : {}),
  }
}

export function peopleSearch(search: Search): PeopleSearch {
  return {
    ...(search.q !== undefined && search.q !== '' ? { q: String(search.q) } : {}),
    ...(typeof search.drill === 'string' ? { drill: search.drill } : {}),
    ...(search.show === 'events' ? { show: 'events' as const } : {}),
    ...(search.sort === 'newest' ? { sort: 'newest' as const } : {}),
  }
}

export function settingsSearch(search: Search): SettingsSearch {
  const { tab } = search
  return tab === 'members' || tab === 'brand' || tab === 'platform' || tab === 'alarms' || tab === 'account' ? { tab } : {}
}

export function importSearch(search: Search): ImportSearch {
  if (typeof search.upload !== 'string') return {}
  return { upload: search.upload, ...(typeof search.file === 'string' ? { file: search.file } : {}) }
}

export function figuresSearch(search: Search): FiguresSearch {
  return { ...importSearch(search), ...(typeof search.carrier === 'string' ? { carrier: search.carrier } : {}) }
}

export function carrierSearch(search: Search): CarrierSearch {
  const view = CARRIER_VIEWS.find(known => known === search.view)
  const allowed = ALLOWED.find(known => known === search.allowed)
  return {
    ...(typeof search.figure === 'string' ? { figure: search.figure } : {}),
    ...(view && view !== 'overview' ? { view } : {}),
    ...(typeof search.group === 'string' ? { group: search.group } : {}),
    ...(allowed ? { allowed } : {}),
  }
}

export function checksSearch(search: Search): ChecksSearch {
  const view = CHECK_VIEWS.find(known => known === search.view)
  const carrier = CHECK_CARRIERS.find(known => known === search.carrier)
  const days = Number(search.days)
  return {
    ...(view && view !== 'text' ? { view } : {}),
    ...(carrier ? { carrier } : {}),
    // Whether there is such a place is for the screen to say: it has the list.
    ...(typeof search.surface === 'string' ? { surface: search.surface as TextContent['surface'] } : {}),
    ...(typeof search.place === 'string' ? { place: search.place as MediaSurface } : {}),
    ...(typeof search.family === 'string' ? { family: search.family } : {}),
    ...(typeof search.scan === 'string' ? { scan: search.scan } : {}),
    ...([7, 28, 90].includes(days) ? { days } : {}),
  }
}

export const KINDS: CarrierKind[] = ['official_account', 'mini_program', 'channels', 'shop']

export function connectSearch(search: Search): ConnectSearch {
  const kind = KINDS.find(known => known === search.kind)
  if (!kind) return {}
  if (search.mode !== 'component') return { kind }
  return { kind, mode: 'component', ...(typeof search.carrier === 'string' ? { carrier: search.carrier } : {}) }
}
