/** Numbers, money and times as a reader of one language writes them. `null` and `undefined` are an honest dash. */
import type { Lang } from './index.tsx'

type Maybe = number | null | undefined
export type Format = ReturnType<typeof makeFormat>

const DASH = '–'
const known = (value: Maybe): value is number => typeof value === 'number' && Number.isFinite(value)

export function makeFormat(lang: Lang, zone = 'Asia/Shanghai') {
  const locale = lang === 'zh' ? 'zh-CN' : 'en-US'
  const int = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
  const one = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
  const short = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 })
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency: 'CNY', currencyDisplay: 'narrowSymbol' })
  const shortMoney = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'CNY',
    currencyDisplay: 'narrowSymbol',
    notation: 'compact',
    maximumFractionDigits: 1,
  })
  const time = new Intl.DateTimeFormat(locale, { timeZone: zone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
  const clock = new Intl.DateTimeFormat(locale, { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const date = new Intl.DateTimeFormat(locale, { timeZone: zone, year: 'numeric', month: 'short', day: 'numeric' })
  const dayMonth = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: lang === 'zh' ? 'numeric' : 'short', day: 'numeric' })
  const weekday = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'short' })
  const list = new Intl.ListFormat(locale, { type: 'unit', style: 'short' })
  const utc = (day: string) => new Date(`${day}T00:00:00Z`)

  const percent = (share: Maybe, digits = 1) => (known(share) ? `${(share * 100).toFixed(digits)}%` : DASH)
  return {
    int: (value: Maybe) => (known(value) ? int.format(value) : DASH),
    one: (value: Maybe) => (known(value) ? one.format(value) : DASH),
    /** 12.3万 / 123K; exact below a hundred thousand. */
    short: (value: Maybe) => (known(value) ? (Math.abs(value) < 100_000 ? int : short).format(value) : DASH),
    money: (fen: Maybe) => (known(fen) ? money.format(fen / 100) : DASH),
    shortMoney: (fen: Maybe) => (known(fen) ? (Math.abs(fen) < 1_000_000 ? money : shortMoney).format(fen / 100) : DASH),
    percent,
    interval: (low: Maybe, high: Maybe) => (known(low) && known(high) ? `${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)}%` : DASH),
    /** +3.2% / −3.2% of a change given as a share. */
    change: (share: Maybe) => (known(share) ? `${share > 0 ? '+' : share < 0 ? '−' : ''}${Math.abs(share * 100).toFixed(1)}%` : DASH),
    points: (share: Maybe) => (known(share) ? `${share > 0 ? '+' : share < 0 ? '−' : ''}${Math.abs(share * 100).toFixed(1)}` : DASH),
    time: (iso: string) => time.format(new Date(iso)),
    clock: (iso: string) => clock.format(new Date(iso)),
    date: (iso: string) => date.format(new Date(iso)),
    moment: (iso: string) => `${date.format(new Date(iso))} ${clock.format(new Date(iso))}`,
    /** A brand day `YYYY-MM-DD` on an axis: 3/5 or Mar 5. */
    day: (day: string) => dayMonth.format(utc(day)),
    longDay: (day: string) => `${dayMonth.format(utc(day))} ${weekday.format(utc(day))}`,
    /** The brand day of an instant, as the calendar of the brand's zone writes it. */
    brandDay: (iso: string) => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date(iso)),
    list: (items: string[]) => list.format(items),
    /** Names one after another: 甲、乙 or A, B. */
    names: (items: readonly string[]) => items.join(lang === 'zh' ? '、' : ', '),
    /** 312 KB, 1.5 MB, of 1,024 each. */
    bytes: (n: Maybe) => (known(n) ? (n < 1 << 20 ? `${int.format(Math.ceil(n / 1024))} KB` : `${one.format(n / (1 << 20))} MB`) : DASH),
    /** 45 秒, 3.2 分钟, 5 小时, 2.1 天 */
    duration: (ms: Maybe) => {
      if (!known(ms)) return DASH
      const units = lang === 'zh' ? ['秒', '分钟', '小时', '天'] : ['s', 'min', 'h', 'd']
      const steps = [1000, 60_000, 3_600_000, 86_400_000]
      const at = ms < 60_000 ? 0 : ms < 3_600_000 ? 1 : ms < 86_400_000 * 2 ? 2 : 3
      return `${one.format(ms / (steps[at] ?? 1000))} ${units[at]}`
    },
    ago: (iso: string, now: Date) => {
      const seconds = Math.round((new Date(iso).getTime() - now.getTime()) / 1000)
      const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
      const size = Math.abs(seconds)
      if (size < 60) return relative.format(seconds, 'second')
      if (size < 3600) return relative.format(Math.round(seconds / 60), 'minute')
      if (size < 86_400) return relative.format(Math.round(seconds / 3600), 'hour')
      return relative.format(Math.round(seconds / 86_400), 'day')
    },
  }
}
