import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addMonths,
  bucketOf,
  calendarQuota,
  dayNumber,
  dayOf,
  instantAt,
  isoWeek,
  isoWeekday,
  minuteOfDay,
  namedRanges,
  offsetMs,
  quietHours,
  rollingCap,
  startOfDay,
  weekStart,
} from './calendar.ts'

const instant = fc.integer({ min: 0, max: 4_000_000_000_000 })
const zone = fc.constantFrom('Asia/Shanghai', 'UTC', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Santiago')

describe('calendar', () => {
  it('puts every instant into exactly one day of the zone', () => {
    fc.assert(
      fc.property(instant, zone, (ms, zone) => {
        const day = dayOf(ms, zone)
        expect(startOfDay(day, zone)).toBeLessThanOrEqual(ms)
        expect(startOfDay(addDays(day, 1), zone)).toBeGreaterThan(ms)
      }),
    )
  })

  it('finds the instant of a wall clock time, or the first after it where the clock jumps', () => {
    fc.assert(
      fc.property(instant, zone, (ms, zone) => {
        const found = instantAt(dayOf(ms, zone), minuteOfDay(ms, zone), zone)
        expect(dayOf(found, zone)).toBe(dayOf(ms, zone))
        expect(minuteOfDay(found, zone)).toBe(minuteOfDay(ms, zone))
      }),
    )
    expect(new Date(instantAt('2026-03-08', 150, 'America/New_York')).toISOString()).toBe('2026-03-08T07:00:00.000Z')
  })

  it('agrees with the runtime on every offset it keeps', () => {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Santiago', dateStyle: 'short', timeStyle: 'medium' })
    fc.assert(
      fc.property(instant, ms => {
        const local = new Date(ms + offsetMs(ms, 'America/Santiago')).toISOString().slice(0, 19).replace('T', ' ')
        expect(local).toBe(format.format(ms))
      }),
    )
  })

  it('counts weeks by the ISO rule: Monday first, week 1 holds the first Thursday', () => {
    expect(isoWeek('2021-01-03')).toBe('2020-W53')
    expect(isoWeek('2024-12-30')).toBe('2025-W01')
    fc.assert(
      fc.property(instant, ms => {
        const day = dayOf(ms)
        expect(isoWeekday(weekStart(day))).toBe(1)
        expect(dayNumber(day) - dayNumber(weekStart(day))).toBe(isoWeekday(day) - 1)
        expect(isoWeek(day)).toBe(isoWeek(weekStart(day)))
      }),
    )
  })

  it('keeps to the last day of shorter months', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
    expect(addMonths('2028-01-31', 1)).toBe('2028-02-29')
    expect(addMonths('2026-03-31', -13)).toBe('2025-02-28')
  })

  it('knows the summer time China had from 1986 to 1991', () => {
    expect(offsetMs(Date.parse('1986-07-01T00:00:00Z'))).toBe(9 * 3_600_000)
    expect(offsetMs(Date.parse('1990-01-01T00:00:00Z'))).toBe(8 * 3_600_000)
  })

  it('never lets the span of last month run into this month', () => {
    fc.assert(
      fc.property(instant, ms => {
        const ranges = namedRanges(dayOf(ms))
        const span = ranges.same_span_of_last_month!
        expect(dayNumber(span.to_exclusive)).toBeLessThanOrEqual(dayNumber(ranges.this_month!.from))
        expect(span.days).toBeLessThanOrEqual(ranges.month_to_date!.days)
      }),
    )
  })

  it('allows sending at the instant it names, and not a minute before', () => {
    const minute = fc.integer({ min: 0, max: 1439 })
    fc.assert(
      fc.property(instant, minute, minute, (ms, start, end) => {
        const now = quietHours(ms, start, end)
        expect(now.next_allowed_ms).toBeGreaterThanOrEqual(ms)
        expect(quietHours(now.next_allowed_ms, start, end).allowed).toBe(true)
        if (!now.allowed) expect(quietHours(now.next_allowed_ms - 1, start, end).allowed).toBe(false)
        if (start === end) expect(now.allowed).toBe(true)
      }),
    )
  })

  it('never accepts more than the limit in a day or in any window', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10 * 86_400_000 })), fc.integer({ min: 1, max: 3 }), (gaps, limit) => {
        let now = 0
        const times = gaps.map(gap => {
          now += gap % 50_000_000
          return now
        })
        const perDay = new Map<string, number>()
        calendarQuota(times, limit, 'day').forEach((ok, i) => {
          if (ok) perDay.set(bucketOf(times[i]!, 'day'), (perDay.get(bucketOf(times[i]!, 'day')) ?? 0) + 1)
        })
        for (const n of perDay.values()) expect(n).toBeLessThanOrEqual(limit)
        const taken = times.filter((_, i) => rollingCap(times, limit, 86_400_000)[i])
        for (const now of taken) expect(taken.filter(t => t <= now && now - t < 86_400_000).length).toBeLessThanOrEqual(limit)
      }),
    )
  })
})
