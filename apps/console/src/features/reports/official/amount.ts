/** How a figure of WeChat is written: people and plays as numbers, shares as per cent, seconds as a duration. */
import type { OfficialMetric } from '@wematrix/server/features/reports/schema'
import type { Format } from '../../../locales/format.ts'

type Shown = Pick<OfficialMetric, 'unit' | 'over'>

/** @param exact  to the last one, as a table wants it; else as short as a tile */
export function amountOf(f: Format, { unit, over }: Shown, value: number | null, exact = false): string {
  if (unit === 'share') return f.percent(value)
  if (unit === 'seconds') return f.duration(value === null ? null : value * 1000)
  if (exact) return f.int(value)
  return over === 'mean' ? f.one(value) : f.short(value)
}
