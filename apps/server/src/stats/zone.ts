/**
 * Wall clock of an IANA zone: instants to local time and back. Instants are Unix milliseconds, days `YYYY-MM-DD`.
 * Offsets are kept per quarter of an hour: a formatter call costs a microsecond or two, a look-up fifty nanoseconds.
 */
const dayMs = 86_400_000
const quarterMs = 900_000

export const shanghai = 'Asia/Shanghai'

type Zone = { format: Intl.DateTimeFormat; offsets: Map<number, number> }
const zones = new Map<string, Zone>()

function zoneOf(name: string): Zone {
  let zone = zones.get(name)
  if (!zone) {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      era: 'short',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    zone = { format, offsets: new Map() }
    zones.set(name, zone)
  }
  return zone
}

/** True when the runtime knows the zone. */
export function isZone(name: string): boolean {
  try {
    zoneOf(name)
    return true
  } catch {
    return false
  }
}

/** Local time minus UTC at an instant, in milliseconds. */
export function offsetMs(ms: number, zone = shanghai): number {
  const { format, offsets } = zoneOf(zone)
  const quarter = Math.floor(ms / quarterMs)
  const known = offsets.get(quarter)
  if (known !== undefined) return known
  const part: Record<string, string> = {}
  for (const { type, value } of format.formatToParts(ms)) part[type] = value
  const year = part.era === 'BC' ? 1 - Number(part.year) : Number(part.year)
  const local = Date.UTC(year, Number(part.month) - 1, Number(part.day), Number(part.hour), Number(part.minute), Number(part.second))
  const offset = local - Math.floor(ms / 1000) * 1000
  if (offsets.size > 100_000) offsets.clear()
  // Before 1970 changes fell on odd seconds; those are not kept.
  if (ms >= 0) offsets.set(quarter, offset)
  return offset
}

/** Days since 1970-01-01 of a calendar day. */
export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / dayMs
}

export function dayOfNumber(number: number): string {
  return new Date(number * dayMs).toISOString().slice(0, 10)
}

export function addDays(day: string, n: number): string {
  return dayOfNumber(dayNumber(day) + n)
}

/** The local calendar day of an instant. */
export function dayOf(ms: number, zone = shanghai): string {
  return dayOfNumber(Math.floor((ms + offsetMs(ms, zone)) / dayMs))
}

/** Minutes of the local wall clock since midnight. */
export function minuteOfDay(ms: number, zone = shanghai): number {
  const local = ms + offsetMs(ms, zone)
  return Math.floor((local - Math.floor(local / dayMs) * dayMs) / 60_000)
}

/**
 * The first instant whose wall clock shows this day and minute, or, when the clock jumps over it, the first after it.
 * A minute shown twice gives the earlier instant.
 */
export function instantAt(day: string, minute: number, zone = shanghai): number {
  const local = dayNumber(day) * dayMs + minute * 60_000
  const candidates = [offsetMs(local - dayMs, zone), offsetMs(local + dayMs, zone)].map(offset => local - offset).sort((a, b) => a - b)
  for (const ms of candidates) if (ms + offsetMs(ms, zone) === local) return ms
  // In a gap: the earlier candidate lies before the jump, the later one after it. Search the jump between them.
  let [before, after] = candidates as [number, number]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (middle + offsetMs(middle, zone) < local) before = middle
    else after = middle
  }
  return after
}

/** The instant at which a local day begins. */
export function startOfDay(day: string, zone = shanghai): number {
  return instantAt(day, 0, zone)
}
