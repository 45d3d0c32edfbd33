/** Days as WeChat counts them: Asia/Shanghai, which has had no daylight saving since 1991. */

export const hourMs = 3_600_000
export const dayMs = 24 * hourMs
const offsetMs = 8 * hourMs

/** Number of the Shanghai day that holds an instant. */
export function dayOf(at: number): number {
  return Math.floor((at + offsetMs) / dayMs)
}

/** The instant at which a Shanghai day begins. */
export function dayStart(day: number): number {
  return day * dayMs - offsetMs
}

/** `YYYY-MM-DD` of a day number. */
export function dayText(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}

/** Day number of `YYYY-MM-DD` or `YYYYMMDD`; undefined when it is no date. */
export function parseDay(text: string): number | undefined {
  const parts = /^(\d{4})-?(\d\d)-?(\d\d)$/.exec(text)
  if (!parts) return undefined
  const at = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]))
  return Number.isNaN(at) || dayText(at / dayMs) !== `${parts[1]}-${parts[2]}-${parts[3]}` ? undefined : at / dayMs
}

/** 0 Sunday … 6 Saturday. */
export function weekday(day: number): number {
  return (day + 4) % 7
}

/** Hour of the Shanghai day, 0 … 23. */
export function hourOf(at: number): number {
  return Math.floor((at + offsetMs - dayOf(at) * dayMs) / hourMs)
}

/** Milliseconds of `90s`, `15m`, `2h`, `+1d`, `-30m`; undefined when the text is none of these. */
export function parseSpan(text: string): number | undefined {
  const parts = /^([+-]?)(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text.trim())
  if (!parts) return undefined
  const unit = { ms: 1, s: 1000, m: 60_000, h: hourMs, d: dayMs }[parts[3] as 'ms' | 's' | 'm' | 'h' | 'd']
  return Number(parts[2]) * unit * (parts[1] === '-' ? -1 : 1)
}

/** Milliseconds as WeChat writes times. */
export const seconds = (ms: number): number => Math.floor(ms / 1000)

/** Month that holds an instant, `2026-11`. */
export const monthOf = (ms: number): string => dayText(dayOf(ms)).slice(0, 7)
