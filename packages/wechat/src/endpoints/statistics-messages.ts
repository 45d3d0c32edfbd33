/** What people send us, by hour, week, month and by how much; and our callback by hour. `ref_hour` is the hour × 100 (0 … 2300). */
import { datacube } from './datacube.ts'

/** `msg_type` 1 text, 2 image, 3 voice, 4 video, 6 app or link (not verified). */
export type UpstreamRow = { ref_date: string; msg_type: number; msg_user: number; msg_count: number }
/** `count_interval` 0 = none, 1 = 1–5, 2 = 6–10, 3 = more than 10 (not verified). */
export type UpstreamSpread = { ref_date: string; count_interval: number; msg_user: number }

/** Messages by hour. Span 1 day. Source: doc/service/api, datacube */
export const getUpstreamMessagesByHour = datacube<UpstreamRow & { ref_hour: number }>('getupstreammsghour', 1)

/** By week; `ref_date` is its first day. Span 30 days. Source: doc/service/api, datacube */
export const getUpstreamMessagesByWeek = datacube<UpstreamRow>('getupstreammsgweek', 30)

/** By month; `ref_date` is its first day. Span 30 days. Source: doc/service/api, datacube */
export const getUpstreamMessagesByMonth = datacube<UpstreamRow>('getupstreammsgmonth', 30)

/** People by how much they sent in a day. Span 15 days. Source: doc/service/api, datacube */
export const getUpstreamSpread = datacube<UpstreamSpread>('getupstreammsgdist', 15)

/** The same a week. Span 30 days. Source: doc/service/api, datacube */
export const getUpstreamSpreadByWeek = datacube<UpstreamSpread>('getupstreammsgdistweek', 30)

/** The same a month. Span 30 days. Source: doc/service/api, datacube */
export const getUpstreamSpreadByMonth = datacube<UpstreamSpread>('getupstreammsgdistmonth', 30)

/** How WeChat sees our callback, by hour. Span 1 day. Source: doc/service/api, datacube */
export const getInterfaceSummaryByHour = datacube<{
  ref_date: string
  ref_hour: number
  callback_count: number
  fail_count: number
  total_time_cost: number
  max_time_cost: number
}>('getinterfacesummaryhour', 1)
