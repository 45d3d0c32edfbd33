import type { FunnelMode, FunnelStep } from '@wematrix/server/features/reports/schema'

export type FunnelSearch = {
  steps?: FunnelStep[] | undefined
  mode?: FunnelMode | undefined
  window?: number | undefined
  by?: string | undefined
}
export const MODES: FunnelMode[] = ['ordered', 'ordered_tie_any', 'first_start', 'strict', 'unordered']

/** What of a URL's search is a funnel. */
export function funnelSearch(search: Record<string, unknown>): FunnelSearch {
  const steps = Array.isArray(search.steps) ? (search.steps as FunnelStep[]).filter(step => typeof step?.event === 'string') : undefined
  const mode = MODES.find(known => known === search.mode)
  const window = Number(search.window)
  return {
    ...(steps?.length ? { steps } : {}),
    ...(mode ? { mode } : {}),
    ...(window > 0 ? { window } : {}),
    ...(typeof search.by === 'string' ? { by: search.by } : {}),
  }
}
