/** What people send to an account, counted as it comes: by type and hour, and by how much each person sent a day, week and month. */
import { dayOf, dayText, hourOf, parseDay, weekday } from '../days.ts'
import { count, countOnce } from './fold.ts'
import type { AccountState } from './state.ts'

/** `msg_type` of the statistics. */
export const messageTypes: Readonly<Record<string, number>> = {
  text: 1,
  image: 2,
  voice: 3,
  video: 4,
  shortvideo: 4,
  link: 6,
  location: 6,
  miniprogrampage: 6,
}

/** First day of the week (Monday) or month that holds a day. */
export function periodStart(day: number, unit: 'day' | 'week' | 'month'): number {
  if (unit === 'day') return day
  if (unit === 'week') return day - ((weekday(day) + 6) % 7)
  return parseDay(`${dayText(day).slice(0, 8)}01`)!
}

/** `count_interval`: 1 up to five, 2 up to ten, 3 more. */
const interval = (n: number) => (n <= 5 ? 1 : n <= 10 ? 2 : 3)

export function countMessage(account: AccountState, at: number, openid: string, type: string): void {
  const number = messageTypes[type] ?? 6
  count(account, at, `upstream_count/${number}`)
  countOnce(account, at, `upstream_user/${number}`, openid)
  count(account, at, `upstream_count/${hourOf(at)}/${number}`)
  countOnce(account, at, `upstream_user/${hourOf(at)}/${number}`, openid)
  for (const unit of ['day', 'week', 'month'] as const) {
    const start = periodStart(dayOf(at), unit)
    const add = (metric: string, n = 1) => {
      const key = `${start} ${metric}`
      account.figures.set(key, (account.figures.get(key) ?? 0) + n)
    }
    const key = `${unit} ${openid}`
    const known = account.senders.get(key)
    const sent = known?.start === start ? known : { start, n: 0, types: 0 }
    if (sent.n > 0) add(`upstream_spread_${unit}/${interval(sent.n)}`, -1)
    sent.n++
    add(`upstream_spread_${unit}/${interval(sent.n)}`)
    if (unit !== 'day') {
      add(`upstream_count_${unit}/${number}`)
      if ((sent.types & (1 << number)) === 0) add(`upstream_user_${unit}/${number}`)
      sent.types |= 1 << number
    }
    account.senders.set(key, sent)
  }
}
