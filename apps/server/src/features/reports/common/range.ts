/** Which days a report is about, and where it counts. */
import type { Context } from '../../../context.ts'
import { AppError } from '../../../errors.ts'
import { addDays, dayNumber, dayOf, isZone, shanghai, startOfDay } from '../../../stats/calendar.ts'
import { catalogue, type MetricId } from '../metrics/catalogue.ts'
import type { Scope } from './query.ts'
import type { Honesty, Words } from './schema.ts'

/** Days inclusive, instants half-open, in the brand's zone. */
export type Range = { from: string; to: string; fromMs: number; toMs: number; today: string }

/** `asOf`: when the answer was asked of the stores, ISO in UTC. */
export type Frame = { scope: Scope; range: Range; asOf: string }

/** The longest range of a report, in days. */
const longest = 3660

/** Where the brand counts. */
export async function scopeOf(ctx: Context): Promise<Scope> {
  const brand = await ctx.db.one<{ time_zone: string }>('select time_zone from brands where id = :id', { id: ctx.brandId })
  const zone = brand?.time_zone ?? shanghai
  return { events: ctx.events, brandId: ctx.brandId, zone: isZone(zone) ? zone : shanghai }
}

/** The days asked for: `to` defaults to today, `from` to 30 days ending at `to`. Throws `invalid_input`. */
export async function frameOf(ctx: Context, query: { from?: string | undefined; to?: string | undefined }, days = 30): Promise<Frame> {
  const scope = await scopeOf(ctx)
  const now = ctx.clock.now()
  const today = dayOf(now.getTime(), scope.zone)
  const to = checkedDay(query.to ?? today)
  const from = checkedDay(query.from ?? addDays(to, 1 - days))
  if (from > to) throw new AppError('invalid_input', `The range begins (${from}) after it ends (${to}).`)
  if (dayNumber(to) - dayNumber(from) >= longest) throw new AppError('invalid_input', `A range has at most ${longest} days.`)
  return { scope, range: rangeOf(scope, from, to, today), asOf: now.toISOString() }
}

export function rangeOf(scope: Scope, from: string, to: string, today = to): Range {
  return { from, to, fromMs: startOfDay(from, scope.zone), toMs: startOfDay(addDays(to, 1), scope.zone), today }
}

/** The range of the same length just before. */
export function previousRange(scope: Scope, range: Range): Range {
  const days = dayNumber(range.to) - dayNumber(range.from) + 1
  return rangeOf(scope, addDays(range.from, -days), addDays(range.to, -days), range.today)
}

/** A day that exists; `2026-02-30` does not. */
export function checkedDay(day: string): string {
  if (Number.isNaN(dayNumber(day)) || addDays(day, 0) !== day) throw new AppError('invalid_input', `${day} is no day of the calendar.`)
  return day
}

/** Head of a report's answer. */
export function headOf(
  id: MetricId,
  { scope, range, asOf }: Frame,
): { metricId: MetricId; definition: Words; honesty: Honesty; from: string; to: string; timeZone: string; asOf: string } {
  const { definition, honesty } = catalogue[id]
  return { metricId: id, definition, honesty, from: range.from, to: range.to, timeZone: scope.zone, asOf }
}

/** `1,7,30` → [1, 7, 30], each once, ascending. */
export function numberList(text: string | undefined, fallback: readonly number[]): number[] {
  return text === undefined ? [...fallback] : [...new Set(text.split(',').map(Number))].sort((a, b) => a - b)
}
