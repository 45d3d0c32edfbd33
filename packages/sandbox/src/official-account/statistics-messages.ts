/** What people sent, by hour, day, week and month and by how much; our callback by hour. Figures are kept as the messages come. */
import {
  getInterfaceSummaryByHour,
  getUpstreamMessages,
  getUpstreamMessagesByHour,
  getUpstreamMessagesByMonth,
  getUpstreamMessagesByWeek,
  getUpstreamSpread,
  getUpstreamSpreadByMonth,
  getUpstreamSpreadByWeek,
} from '@wematrix/wechat'
import { type Call, on } from '../api/on.ts'
import { daysOf } from '../api/statistics.ts'
import { dayText } from '../days.ts'
import { figure } from '../state/fold.ts'
import { messageTypes, periodStart } from '../state/upstream.ts'

type Range = { begin_date: string; end_date: string }
const types = [...new Set(Object.values(messageTypes))]

/** Rows of one period that begins on `day`; types nobody sent have none. */
const byType = ({ account }: Call, day: number, unit: string) =>
  types.flatMap(msg_type => {
    const of = (what: 'user' | 'count') => figure(account, day, `upstream_${what}${unit}/${msg_type}`)
    return of('count') > 0 ? [{ ref_date: dayText(day), msg_type, msg_user: of('user'), msg_count: of('count') }] : []
  })

/** Weeks begin on Monday; periods that begin within the range, with what was sent until yesterday or their end. */
const starts = (call: Call, input: Range, unit: 'week' | 'month') => daysOf(call, input, 30).filter(day => periodStart(day, unit) === day)

on(getUpstreamMessages, (call, input) => ({ list: daysOf(call, input, 7).flatMap(day => byType(call, day, '')) }))
on(getUpstreamMessagesByHour, (call, input) => ({
  list: daysOf(call, input, 1).flatMap(day =>
    Array.from({ length: 24 }, (_, hour) => byType(call, day, `/${hour}`).map(row => ({ ...row, ref_hour: hour * 100 }))).flat(),
  ),
}))
on(getUpstreamMessagesByWeek, (call, input) => ({ list: starts(call, input, 'week').flatMap(day => byType(call, day, '_week')) }))
on(getUpstreamMessagesByMonth, (call, input) => ({ list: starts(call, input, 'month').flatMap(day => byType(call, day, '_month')) }))

/** People who sent something, by how much; nobody is counted with 0. */
const spread = ({ account }: Call, day: number, unit: 'day' | 'week' | 'month') =>
  [1, 2, 3].flatMap(count_interval => {
    const msg_user = figure(account, day, `upstream_spread_${unit}/${count_interval}`)
    return msg_user > 0 ? [{ ref_date: dayText(day), count_interval, msg_user }] : []
  })

on(getUpstreamSpread, (call, input) => ({ list: daysOf(call, input, 15).flatMap(day => spread(call, day, 'day')) }))
on(getUpstreamSpreadByWeek, (call, input) => ({ list: starts(call, input, 'week').flatMap(day => spread(call, day, 'week')) }))
on(getUpstreamSpreadByMonth, (call, input) => ({ list: starts(call, input, 'month').flatMap(day => spread(call, day, 'month')) }))

on(getInterfaceSummaryByHour, ({ account, ...call }, input) => ({
  list: daysOf({ account, ...call }, input, 1).flatMap(day =>
    Array.from({ length: 24 }, (_, hour) => {
      const of = (metric: string) => figure(account, day, `callback_${metric}/${hour}`)
      return {
        ref_date: dayText(day),
        ref_hour: hour * 100,
        callback_count: of('count'),
        fail_count: of('fail'),
        total_time_cost: of('ms'),
        max_time_cost: of('max_ms'),
      }
    }).filter(row => row.callback_count > 0),
  ),
}))
