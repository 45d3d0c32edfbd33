/** Statistics that agree with what people did: the day figures of the fold, and aggregates grown from them. */
import { getInterfaceSummary, getUserCumulate, getUserSummary } from '@wematrix/wechat'
import { dayOf, dayStart, dayText, hourMs, parseDay } from '../days.ts'
import { figure } from '../state/fold.ts'
import { type Call, on, Refusal } from './on.ts'

/** Day numbers of a range. Throws 61500, 61501, 61503 as the platform does. */
export function daysOf(call: Call, input: { begin_date: string; end_date: string }, span: number): number[] {
  const begin = parseDay(input.begin_date ?? '')
  const end = parseDay(input.end_date ?? '')
  if (begin === undefined || end === undefined) throw new Refusal(61500, 'date format error')
  if (end < begin || end - begin + 1 > span) throw new Refusal(61501, 'date range error')
  if (dayStart(end + 1) > call.now) throw new Refusal(61501, 'date range error: end_date is yesterday at the latest')
  if (dayStart(end + 1) + 8 * hourMs > call.now) throw new Refusal(61503, 'data not ready, please try later')
  return Array.from({ length: end - begin + 1 }, (_, n) => begin + n)
}

/** `dimension` → value of one metric on one day. */
export function split({ account }: Call, day: number, metric: string): [string, number][] {
  const start = `${day} ${metric}/`
  return [...account.figures].filter(([key]) => key.startsWith(start)).map(([key, value]) => [key.slice(start.length), value])
}

on(getUserSummary, (call, input) => ({
  list: daysOf(call, input, 7).flatMap(day => {
    const sources = new Set([...split(call, day, 'new_user'), ...split(call, day, 'cancel_user')].map(([source]) => source))
    return [...sources]
      .sort((a, b) => Number(a) - Number(b))
      .map(source => ({
        ref_date: dayText(day),
        user_source: Number(source),
        new_user: figure(call.account, day, `new_user/${source}`),
        cancel_user: figure(call.account, day, `cancel_user/${source}`),
      }))
  }),
}))

/** Followers at each day's end: those of now, taken back by what happened since. */
on(getUserCumulate, (call, input) => {
  const asked = daysOf(call, input, 7)
  let followers = [...call.account.followers.values()].filter(follower => follower.subscribed).length
  const atEnd = new Map<number, number>()
  for (let day = dayOf(call.now); day >= asked[0]!; day--) {
    atEnd.set(day, followers)
    const change = (metric: string) => split(call, day, metric).reduce((sum, [, n]) => sum + n, 0)
    followers += change('cancel_user') - change('new_user')
  }
  return { list: asked.map(day => ({ ref_date: dayText(day), user_source: 0, cumulate_user: atEnd.get(day) ?? 0 })) }
})

on(getInterfaceSummary, (call, input) => ({
  list: daysOf(call, input, 30).map(day => ({
    ref_date: dayText(day),
    callback_count: figure(call.account, day, 'callback_count'),
    fail_count: figure(call.account, day, 'callback_fail'),
    total_time_cost: figure(call.account, day, 'callback_ms'),
    max_time_cost: figure(call.account, day, 'callback_max_ms'),
  })),
}))
