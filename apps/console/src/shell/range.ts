/** The days a screen looks at: kept in the URL as a preset (`range=30d`) or as two brand days, both inclusive. */
import { useNavigate, useSearch } from '@tanstack/react-router'

export const PRESETS = ['1d', '7d', '30d', '90d'] as const
export type Preset = (typeof PRESETS)[number]
export type RangeSearch = { range?: Preset | undefined; from?: string | undefined; to?: string | undefined }
export type Range = { preset: Preset | 'custom'; from: string; to: string }

const DAY = /^\d{4}-\d{2}-\d{2}$/
const day = (value: unknown) => (typeof value === 'string' && DAY.test(value) ? value : undefined)

/** What of a URL's search is a range; anything else is dropped. */
export function rangeSearch(search: Record<string, unknown>): RangeSearch {
  const preset = PRESETS.find(known => known === search.range)
  const from = day(search.from)
  const to = day(search.to)
  if (from && to && from <= to) return { from, to }
  return preset ? { range: preset } : {}
}

const MS = 86_400_000
export const addDays = (from: string, days: number) => new Date(Date.parse(`${from}T00:00:00Z`) + days * MS).toISOString().slice(0, 10)
export const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / MS) + 1
export const brandToday = (zone: string, now: Date) => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(now)

/** A preset as brand days. `1d` is yesterday; the others end today. */
export function daysOf(search: RangeSearch, today: string): Range {
  if (search.from && search.to) return { preset: 'custom', from: search.from, to: search.to }
  const preset = search.range ?? '30d'
  if (preset === '1d') return { preset, from: addDays(today, -1), to: addDays(today, -1) }
  return { preset, from: addDays(today, 1 - Number.parseInt(preset, 10)), to: today }
}

/** The range in the URL, and how to change it; every other filter of the screen stays. */
export function useRange(zone = 'Asia/Shanghai') {
  const search = useSearch({ strict: false }) as RangeSearch
  const navigate = useNavigate()
  const range = daysOf(search, brandToday(zone, new Date()))
  const choose = (next: RangeSearch) =>
    navigate({
      to: '.',
      search: (old: Record<string, unknown>) => ({ ...old, range: undefined, from: undefined, to: undefined, ...next }),
    } as never)
  return { ...range, choose }
}
