import Type, { type Static } from 'typebox'
import { route } from '../../../infra/route.ts'
import { Annotation } from '../annotations/schema.ts'
import { answer, BrandParams, Drill, rangeQuery } from '../common/schema.ts'

export const TrendMetric = Type.Union([
  Type.Literal('people'),
  Type.Literal('new-people'),
  Type.Literal('events'),
  Type.Literal('arrivals'),
  Type.Literal('orders'),
  Type.Literal('gmv'),
])
export type TrendMetric = Static<typeof TrendMetric>

/** One line of the chart: every day (week, month) of the range is there, zeros included. `day` is the first day of the bucket. */
export const TrendSeries = Type.Object({
  key: Type.String(),
  total: Type.Number(),
  points: Type.Array(Type.Object({ day: Type.String(), value: Type.Number(), drill: Drill })),
})
export type TrendSeries = Static<typeof TrendSeries>

export const TrendReply = answer({
  metric: TrendMetric,
  by: Type.String(),
  grain: Type.String(),
  series: Type.Array(TrendSeries),
  annotations: Type.Array(Annotation),
})
export type TrendReply = Static<typeof TrendReply>

export const getTrend = route({
  method: 'GET',
  path: '/brands/:brandId/trend',
  summary: 'One metric by day, week or month without gaps, with the notes of the team',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Object({
    ...rangeQuery,
    metric: Type.Optional(TrendMetric),
    by: Type.Optional(Type.Union([Type.Literal('none'), Type.Literal('carrier'), Type.Literal('event'), Type.Literal('edge')])),
    grain: Type.Optional(Type.Union([Type.Literal('day'), Type.Literal('week'), Type.Literal('month')])),
    event: Type.Optional(Type.String({ maxLength: 100 })),
  }),
  reply: TrendReply,
})
