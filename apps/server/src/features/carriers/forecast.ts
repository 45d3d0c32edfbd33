/** When a day's calls would be used up. Pure; instants are Unix milliseconds. */

const hourMs = 3_600_000
/** Shorter spans make wild paces. */
const leastSpanMs = 15 * 60_000

export type Pace = { perHour: number; goneAtMs: number | null }

/**
 * @param day  begin and end of the Beijing day
 * @param since  our calls since the last reading, and when that was; absent: no reading of today
 * @returns the higher of the day's mean pace and the pace since the reading; `goneAtMs` only when it lies in this day
 */
export function forecast(given: {
  limit: number | null
  used: number
  nowMs: number
  day: { beginMs: number; endMs: number }
  since?: { calls: number; atMs: number }
}): Pace {
  const { limit, used, nowMs, day, since } = given
  const perMs = (calls: number, fromMs: number) => calls / Math.max(nowMs - fromMs, leastSpanMs)
  const pace = Math.max(perMs(used, day.beginMs), since ? perMs(since.calls, since.atMs) : 0)
  const perHour = pace * hourMs
  if (limit === null) return { perHour, goneAtMs: null }
  if (used >= limit) return { perHour, goneAtMs: nowMs }
  const goneAtMs = pace > 0 ? nowMs + (limit - used) / pace : Number.POSITIVE_INFINITY
  return { perHour, goneAtMs: goneAtMs < day.endMs ? Math.ceil(goneAtMs) : null }
}
