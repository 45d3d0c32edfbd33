/**
 * Calendar arithmetic as a brand's people live it: days, ISO weeks, months, named ranges, quiet hours, quotas.
 * Days are `YYYY-MM-DD`, instants Unix milliseconds, zones IANA names (default Asia/Shanghai).
 */
import { addDays, dayNumber, dayOf, dayOfNumber, instantAt, minuteOfDay, offsetMs, shanghai, startOfDay } from './zone.ts'

export { addDays, dayNumber, dayOf, dayOfNumber, instantAt, isZone, minuteOfDay, offsetMs, shanghai, startOfDay } from './zone.ts'

/** 1 = Monday … 7 = Sunday. */
export function isoWeekday(day: string): number {
  return ((((dayNumber(day) + 3) % 7) + 7) % 7) + 1
}

/** The Monday of the day's week. */
export function weekStart(day: string): string {
  return addDays(day, 1 - isoWeekday(day))
}

/** `2020-W53`: the year is the one that holds the week's Thursday. */
export function isoWeek(day: string): string {
  const thursday = addDays(weekStart(day), 3)
  const year = thursday.slice(0, 4)
  const week = Math.floor((dayNumber(thursday) - dayNumber(`${year}-01-01`)) / 7) + 1
  return `${year}-W${String(week).padStart(2, '0')}`
}

export function monthOf(day: string): string {
  return day.slice(0, 7)
}

export function quarterOf(day: string): string {
  return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`
}

/** The same day of another month, or that month's last day when it is shorter. */
export function addMonths(day: string, n: number): string {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + n
  const first = firstOfMonth(months)
  const length = dayNumber(firstOfMonth(months + 1)) - dayNumber(first)
  return addDays(first, Math.min(Number(day.slice(8, 10)), length) - 1)
}

function firstOfMonth(months: number): string {
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((((months % 12) + 12) % 12) + 1).padStart(2, '0')}-01`
}

export type InstantDescription = {
  date: string
  hour: number
  minute_of_day: number
  iso_weekday: number
  iso_week: string
  week_start: string
  month: string
  quarter: string
}

/** What the calendar on the wall says at an instant. */
export function describeInstant(ms: number, zone = shanghai): InstantDescription {
  const date = dayOf(ms, zone)
  const minute = minuteOfDay(ms, zone)
  return {
    date,
    hour: Math.floor(minute / 60),
    minute_of_day: minute,
    iso_weekday: isoWeekday(date),
    iso_week: isoWeek(date),
    week_start: weekStart(date),
    month: monthOf(date),
    quarter: quarterOf(date),
  }
}

/** Half-open in days and in instants. */
export type DayRange = { from: string; to_exclusive: string; from_ms: number; to_ms: number; days: number }

export function dayRange(from: string, toExclusive: string, zone = shanghai): DayRange {
  return {
    from,
    to_exclusive: toExclusive,
    from_ms: startOfDay(from, zone),
    to_ms: startOfDay(toExclusive, zone),
    days: dayNumber(toExclusive) - dayNumber(from),
  }
}

/** The ranges people name, for a given today. Weeks begin on Monday unless told. */
export function namedRanges(today: string, zone = shanghai, weekStarts: 'Monday' | 'Sunday' = 'Monday'): Record<string, DayRange> {
  const tomorrow = addDays(today, 1)
  const week = weekStarts === 'Monday' ? weekStart(today) : addDays(today, -(isoWeekday(today) % 7))
  const month = `${today.slice(0, 7)}-01`
  const lastMonth = addMonths(month, -1)
  const quarter = addMonths(month, -((Number(today.slice(5, 7)) - 1) % 3))
  const year = `${today.slice(0, 4)}-01-01`
  const daysOfMonth = dayNumber(tomorrow) - dayNumber(month)
  const spanEnd = dayOfNumber(Math.min(dayNumber(lastMonth) + daysOfMonth, dayNumber(month)))
  const range = (from: string, to: string) => dayRange(from, to, zone)
  return {
    today: range(today, tomorrow),
    yesterday: range(addDays(today, -1), today),
    last_7_complete_days: range(addDays(today, -7), today),
    last_30_complete_days: range(addDays(today, -30), today),
    last_7_days_including_today: range(addDays(today, -6), tomorrow),
    last_30_days_including_today: range(addDays(today, -29), tomorrow),
    this_week: range(week, addDays(week, 7)),
    last_week: range(addDays(week, -7), week),
    this_month: range(month, addMonths(month, 1)),
    last_month: range(lastMonth, month),
    month_to_date: range(month, tomorrow),
    same_span_of_last_month: range(lastMonth, spanEnd),
    this_quarter: range(quarter, addMonths(quarter, 3)),
    last_quarter: range(addMonths(quarter, -3), quarter),
    this_year: range(year, addMonths(year, 12)),
    last_year: range(addMonths(year, -12), year),
    week_to_date: range(week, tomorrow),
    same_days_of_last_week: range(addDays(week, -7), addDays(tomorrow, -7)),
  }
}

/**
 * Whether something may be sent now, and if not, when. Quiet are the local minutes [start, end); the span may cross
 * midnight; start = end means never quiet.
 */
export function quietHours(
  ms: number,
  startMinute: number,
  endMinute: number,
  zone = shanghai,
): { allowed: boolean; next_allowed_ms: number } {
  const minute = minuteOfDay(ms, zone)
  const crosses = startMinute > endMinute
  const quiet = crosses ? minute >= startMinute || minute < endMinute : minute >= startMinute && minute < endMinute
  if (!quiet) return { allowed: true, next_allowed_ms: ms }
  const today = dayOf(ms, zone)
  const endDay = crosses && minute >= startMinute ? addDays(today, 1) : today
  return { allowed: false, next_allowed_ms: instantAt(endDay, endMinute, zone) }
}

export type Grain = 'hour' | 'day' | 'week' | 'month'

/** The bucket an instant falls into: `2026-03-31`, `2026-W14`, `2026-03`, and `00` to `23` for hours of the day. */
export function bucketOf(ms: number, grain: Grain, zone = shanghai): string {
  if (grain === 'hour') return String(Math.floor(minuteOfDay(ms, zone) / 60)).padStart(2, '0')
  const day = dayOf(ms, zone)
  return grain === 'day' ? day : grain === 'week' ? isoWeek(day) : monthOf(day)
}

/** Decides each request in turn: accepted while fewer than `limit` were accepted in its day, week or month. */
export function calendarQuota(instants: readonly number[], limit: number, grain: Exclude<Grain, 'hour'>, zone = shanghai): boolean[] {
  const accepted = new Map<string, number>()
  return instants.map(ms => {
    const bucket = bucketOf(ms, grain, zone)
    const n = accepted.get(bucket) ?? 0
    if (n >= limit) return false
    accepted.set(bucket, n + 1)
    return true
  })
}

/** Decides each request in turn: accepted while fewer than `limit` accepted ones are younger than the window. */
export function rollingCap(instants: readonly number[], limit: number, windowMs: number): boolean[] {
  const accepted: number[] = []
  return instants.map(now => {
    if (accepted.filter(then => now - then < windowMs).length >= limit) return false
    accepted.push(now)
    return true
  })
}

export type BucketCounts = Record<'day' | 'iso_week' | 'month' | 'hour', Record<string, number>> & { naive_utc_day_differs: number }

/** Counts by local day, ISO week, month and hour of day, and how many a UTC day would misplace. */
export function bucketCounts(instants: Iterable<number>, zone = shanghai): BucketCounts {
  const counts: BucketCounts = { day: {}, iso_week: {}, month: {}, hour: {}, naive_utc_day_differs: 0 }
  const add = (part: Record<string, number>, key: string) => {
    part[key] = (part[key] ?? 0) + 1
  }
  for (const ms of instants) {
    const day = dayOf(ms, zone)
    add(counts.day, day)
    add(counts.iso_week, isoWeek(day))
    add(counts.month, monthOf(day))
    add(counts.hour, bucketOf(ms, 'hour', zone))
    if (day !== dayOf(ms, 'UTC')) counts.naive_utc_day_differs++
  }
  return counts
}

/** The local day and the offset in force then, for instants of any year. */
export function historicOffset(ms: number, zone = shanghai): { date: string; offset_hours: number } {
  return { date: dayOf(ms, zone), offset_hours: offsetMs(ms, zone) / 3_600_000 }
}
