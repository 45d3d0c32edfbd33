/** Times as files write them. */

const local = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3})\d*)?)?)?$/
const compact = /^(\d{4})(\d{2})(\d{2})$/

/**
 * The instant in ms: ISO with a zone, a date or a local time in `zone`, or a number of seconds or milliseconds.
 * undefined when the text is none of these.
 */
export function instantIn(text: string, zone: string, unit: 'auto' | 's' | 'ms'): number | undefined {
  if (unit === 'auto' && compact.test(text)) return instantIn(text.replace(compact, '$1-$2-$3'), zone, unit)
  if (/^-?\d+(\.\d+)?$/.test(text)) {
    const number = Number(text)
    return Math.round(unit === 'ms' || (unit === 'auto' && Math.abs(number) >= 1e11) ? number : number * 1000)
  }
  const match = local.exec(text)
  if (match) {
    const [, y, mo, d, h = '0', mi = '0', s = '0', f = '0'] = match as unknown as string[]
    const [month, day] = [Number(mo), Number(d)]
    const clock = Date.UTC(Number(y), month - 1, day, Number(h), Number(mi), Number(s), Number(f.padEnd(3, '0')))
    const back = new Date(clock)
    if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day || Number(h) > 23 || Number(mi) > 59 || Number(s) > 59)
      return undefined
    return clock - offsetMs(zone, clock)
  }
  if (!/[zZ]$|[+-]\d{2}:?\d{2}$/.test(text)) return undefined
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? undefined : ms
}

const formats = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, number>()
const hourMs = 3_600_000

/** How far the zone's clocks are ahead of UTC when they show `clockMs`; kept by the hour. */
function offsetMs(zone: string, clockMs: number): number {
  const hour = Math.floor(clockMs / hourMs)
  const key = `${zone} ${hour}`
  let offset = offsets.get(key)
  if (offset === undefined) {
    const guess = shown(zone, hour * hourMs) - hour * hourMs
    offset = shown(zone, hour * hourMs - guess) - (hour * hourMs - guess)
    if (offsets.size > 100_000) offsets.clear()
    offsets.set(key, offset)
  }
  return offset
}

/** What the zone's clocks show at an instant, as if it were UTC. */
function shown(zone: string, ms: number): number {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(zone, format)
  }
  const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)])) as Record<string, number>
  return Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!)
}
