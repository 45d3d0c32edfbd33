/** Statistics of a Mini Program. Days are `yyyymmdd` in Beijing time, yesterday at the latest. There is no key for Channels: see `scenes.json`. */
import { endpoint } from '../endpoint.ts'
import type { DateRange } from './datacube.ts'
import { miniProgram } from './sources.ts'

const day = { test: /^\d{8}$/, zh: 'yyyymmdd', en: 'yyyymmdd' }
const spanDays: Readonly<Record<string, number>> = { 'Monday to Sunday': 7, 'a natural month': 31, 'last day minus first 0, 6 or 29': 30 }
const analysis = <Answer>(name: string, range: string) =>
  endpoint<DateRange, Answer>({
    method: 'POST',
    path: `/datacube/${name}`,
    auth: 'access_token',
    accounts: ['mini_program'],
    limits: `${range}, up to yesterday`,
    checks: [
      { at: 'begin_date', required: true, pattern: day },
      { at: 'end_date', required: true, pattern: day },
      { span: ['begin_date', 'end_date'], max: spanDays[range] ?? 1, unit: 'days' },
    ],
    source: miniProgram('OpenApiDoc/data-analysis'),
  })

export type VisitTrend = {
  ref_date: string
  session_cnt: number
  visit_pv: number
  visit_uv: number
  visit_uv_new: number
  stay_time_uv?: number
  stay_time_session?: number
  visit_depth?: number
}
type KeyValue = { key: number; value: number }
export type Retention = { ref_date: string; visit_uv_new: KeyValue[]; visit_uv: KeyValue[] }

/** Visitors in all, shares. One day. Source: miniprogram/dev, data-analysis */
export const getDailySummary = analysis<{ list: { ref_date: string; visit_total: number; share_pv: number; share_uv: number }[] }>(
  'getweanalysisappiddailysummarytrend',
  'one day',
)
/** Opens, views, visitors, stay. One day; 61504 busy. Source: miniprogram/dev, data-analysis */
export const getDailyVisitTrend = analysis<{ list: VisitTrend[] }>('getweanalysisappiddailyvisittrend', 'one day')
/** The same by week, `ref_date` `20170306-20170312`. Source: miniprogram/dev, data-analysis */
export const getWeeklyVisitTrend = analysis<{ list: VisitTrend[] }>('getweanalysisappidweeklyvisittrend', 'Monday to Sunday')
/** The same by month, `ref_date` `201703`. Source: miniprogram/dev, data-analysis */
export const getMonthlyVisitTrend = analysis<{ list: VisitTrend[] }>('getweanalysisappidmonthlyvisittrend', 'a natural month')
/** Who came back after key = 0…7, 14, 30 days. Source: miniprogram/dev, data-analysis */
export const getDailyRetention = analysis<Retention>('getweanalysisappiddailyretaininfo', 'one day')
/** Who came back after key = 0…4 weeks. Source: miniprogram/dev, data-analysis */
export const getWeeklyRetention = analysis<Retention>('getweanalysisappidweeklyretaininfo', 'Monday to Sunday')
/** Who came back after key = 0, 1 months. Source: miniprogram/dev, data-analysis */
export const getMonthlyRetention = analysis<Retention>('getweanalysisappidmonthlyretaininfo', 'a natural month')
/** Opens by source, stay and depth. Source: miniprogram/dev, data-analysis */
export const getVisitDistribution = analysis<{ ref_date: string; list: { index: string; item_list: KeyValue[] }[] }>(
  'getweanalysisappidvisitdistribution',
  'one day',
)

export type PageVisits = {
  page_path: string
  page_visit_pv: number
  page_visit_uv: number
  page_staytime_pv: number
  entrypage_pv: number
  exitpage_pv: number
  page_share_pv: number
  page_share_uv: number
}
/** The 200 most seen pages. One day. Source: miniprogram/dev, data-analysis */
export const getVisitPages = analysis<{ ref_date: string; list: PageVisits[] }>('getweanalysisappidvisitpage', 'one day')

type Distribution = { id?: number; name: string; value: number }[]
export type Portrait = Record<'province' | 'city' | 'genders' | 'platforms' | 'devices' | 'ages', Distribution>
/** Distributions of new and active visitors over 1, 7 or 30 days. Source: miniprogram/dev, data-analysis */
export const getUserPortrait = analysis<{ ref_date: string; visit_uv_new: Portrait; visit_uv: Portrait }>(
  'getweanalysisappiduserportrait',
  'last day minus first 0, 6 or 29',
)

/** `module` 10016 rate of opens, 10017 stages of start, 10021 page switches, 10022 memory, 10023 memory faults. Times are unix s. */
export type PerformanceQuery = {
  time: { begin_timestamp: number; end_timestamp: number }
  module: '10016' | '10017' | '10021' | '10022' | '10023'
  params: { field: 'networktype' | 'device_level' | 'device'; value: string }[]
}
export type PerformanceTable = { id: string; zh: string; lines: { fields: { refdate: string; value: string }[] }[] }

/** How quickly the app starts and runs, over up to 30 days. Source: miniprogram/dev, data-analysis */
export const getPerformance = endpoint<PerformanceQuery, { data: { body: { tables: PerformanceTable[]; count: number } } }>({
  method: 'POST',
  path: '/wxa/business/performance/boot',
  auth: 'access_token',
  accounts: ['mini_program'],
  limits: '30 days a call',
  checks: [
    { at: 'module', required: true, oneOf: ['10016', '10017', '10021', '10022', '10023'] },
    { at: 'time.begin_timestamp', required: true },
    { at: 'time.end_timestamp', required: true },
    { span: ['time.begin_timestamp', 'time.end_timestamp'], max: 2_592_000, unit: 'seconds' },
  ],
  source: miniProgram('OpenApiDoc/data-analysis'),
})

/** The scenes that the operations centre knows. Source: miniprogram/dev, operation */
export const listOperationScenes = endpoint<undefined, { scene: { name: string; value: string | number }[] }>({
  method: 'GET',
  path: '/wxaapi/log/get_scene',
  auth: 'access_token',
  accounts: ['mini_program'],
  source: miniProgram('OpenApiDoc/operation'),
})
