/** How does one metric move over time? Every bucket of the range is there; people are distinct within each bucket. */
import { addDays, addMonths, dayNumber, weekStart } from '../../../stats/calendar.ts'
import { drillToken } from '../common/drill.ts'
import { groupBy } from '../common/group.ts'
import type { Scope } from '../common/query.ts'
import type { Range } from '../common/range.ts'
import { arrivalsByDay } from '../flow/edges.ts'
import { type SeriesRow, series } from '../kpis/people.ts'
import { type CohortSpec, cohortDay, cohortFacts, indexOf } from '../retention/cohorts.ts'
import type { TrendMetric, TrendSeries } from './schema.ts'

export type TrendSpec = {
  metric: TrendMetric
  by: 'none' | 'carrier' | 'event' | 'edge'
  grain: 'day' | 'week' | 'month'
  event?: string | undefined
}

type Point = { day: string; key: string; value: number }

/** One series a key, largest total first, at most 20. */
export async function trend(scope: Scope, range: Range, spec: TrendSpec): Promise<TrendSeries[]> {
  const points = await pointsOf(scope, range, spec)
  const days = bucketDays(range, spec.grain)
  const groups = groupBy(points, point => point.key)
  if (groups.size === 0) groups.set('', [])
  return [...groups]
    .map(([key, own]) => {
      const values = new Map<string, number>()
      for (const point of own) values.set(point.day, (values.get(point.day) ?? 0) + point.value)
      const line = days.map(day => {
        const value = values.get(day) ?? 0
        return { day, value, drill: drillOf(range, spec, key, day, value) }
      })
      return { key, total: line.reduce((sum, point) => sum + point.value, 0), points: line }
    })
    .sort((a, b) => b.total - a.total || (a.key < b.key ? -1 : 1))
    .slice(0, 20)
}

async function pointsOf(scope: Scope, range: Range, spec: TrendSpec): Promise<Point[]> {
  if (spec.metric === 'arrivals') {
    const rows = await arrivalsByDay(scope, range)
    return rows.map(row => ({ day: bucketStart(row.day, spec.grain), key: spec.by === 'none' ? '' : row.key, value: row.value }))
  }
  if (spec.metric === 'new-people') {
    const cohorts: CohortSpec = { from: range.from, until: range.to, grain: spec.grain, event: spec.event }
    const facts = await cohortFacts(scope, cohorts, 0)
    const first = indexOf(range.from, cohorts)
    return facts
      .filter(fact => fact.kind === 0 && fact.c >= first)
      .map(fact => ({ day: cohortDay(cohorts, fact.c), key: '', value: fact.people }))
  }
  const event = spec.metric === 'orders' || spec.metric === 'gmv' ? 'order.pay' : spec.event
  const rows = await series(scope, range, {
    grain: spec.grain,
    by: spec.by === 'edge' ? 'none' : spec.by,
    event,
    peopleOnly: spec.metric === 'people',
  })
  const value = (row: SeriesRow) => (spec.metric === 'people' ? row.people : spec.metric === 'gmv' ? row.gmv : row.events)
  return rows.map(row => ({ day: row.day, key: row.key, value: value(row) }))
}

/** First day of the bucket a day lies in. */
function bucketStart(day: string, grain: TrendSpec['grain']): string {
  return grain === 'day' ? day : grain === 'week' ? weekStart(day) : `${day.slice(0, 7)}-01`
}

function bucketEnd(day: string, grain: TrendSpec['grain']): string {
  return grain === 'day' ? day : addDays(grain === 'week' ? addDays(day, 7) : addMonths(day, 1), -1)
}

function bucketDays(range: Range, grain: TrendSpec['grain']): string[] {
  const days: string[] = []
  let day = bucketStart(range.from, grain)
  while (dayNumber(day) <= dayNumber(range.to)) {
    days.push(day)
    day = addDays(bucketEnd(day, grain), 1)
  }
  return days
}

function drillOf(range: Range, spec: TrendSpec, key: string, day: string, value: number): string | null {
  const end = bucketEnd(day, spec.grain)
  const from = day < range.from ? range.from : day
  const to = end > range.to ? range.to : end
  if (spec.metric === 'arrivals') return null
  if (spec.metric === 'new-people') {
    const event = spec.event === undefined ? {} : { event: spec.event }
    return drillToken({ k: 'cohort', from: range.from, until: range.to, grain: 'day', first: [from, to], how: 'any', ...event }, value)
  }
  const event = spec.metric === 'orders' || spec.metric === 'gmv' ? 'order.pay' : spec.by === 'event' ? key : spec.event
  return drillToken(
    { k: 'active', from, to, ...(event === undefined ? {} : { event }), ...(spec.by === 'carrier' ? { carrier: key } : {}) },
    value,
  )
}
