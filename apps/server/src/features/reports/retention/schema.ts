import Type, { type Static } from 'typebox'
import { route } from '../../../infra/route.ts'
import { answer, BrandParams, Day, Drill, Rate, rangeQuery, Wilson } from '../common/schema.ts'

/**
 * Day 0 is the first active day. Eligible for n are those whose day 0 + n lies in the observed time.
 * exact: active on day n; rolling: on day n or later; range: on any of the days 1..n.
 */
export const RetentionPoint = Type.Object({
  n: Type.Integer(),
  eligible: Type.Integer(),
  exact: Type.Integer(),
  rolling: Type.Integer(),
  range: Type.Integer(),
  exactRate: Rate,
  rollingRate: Rate,
  rangeRate: Rate,
  wilson95: Wilson,
  drill: Drill,
})
export type RetentionPoint = Static<typeof RetentionPoint>

const retentionQuery = {
  ...rangeQuery,
  /** Last day of observation; default `to`. Activity after it is ignored. */
  until: Type.Optional(Day),
  /** Only this event counts as activity; default: any event. */
  event: Type.Optional(Type.String({ maxLength: 100 })),
  carrier: Type.Optional(Type.String({ maxLength: 30 })),
}

export const RetentionReply = answer({
  until: Type.String(),
  people: Type.Integer(),
  drill: Drill,
  /** From roll-ups (`rollup`) or from the events themselves (`raw`); the numbers are the same. */
  readFrom: Type.Union([Type.Literal('rollup'), Type.Literal('raw')]),
  points: Type.Array(RetentionPoint),
})
export type RetentionReply = Static<typeof RetentionReply>

export const getRetention = route({
  method: 'GET',
  path: '/brands/:brandId/retention',
  summary: 'Share of people first seen in the range who come back n days later',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Object({
    ...retentionQuery,
    /** Days, comma separated; default 1 to 30. */
    n: Type.Optional(Type.String({ pattern: '^\\d{1,4}(,\\d{1,4}){0,199}$' })),
  }),
  reply: RetentionReply,
})

/** One row of the triangle: cell j is j days (weeks, months) after the cohort; only cells that can already be observed. */
export const TriangleRow = Type.Object({
  cohort: Type.String(),
  size: Type.Integer(),
  drill: Drill,
  active: Type.Array(Type.Integer()),
  drills: Type.Array(Drill),
})
export type TriangleRow = Static<typeof TriangleRow>

export const TriangleReply = answer({
  until: Type.String(),
  grain: Type.Union([Type.Literal('day'), Type.Literal('week'), Type.Literal('month')]),
  rows: Type.Array(TriangleRow),
})
export type TriangleReply = Static<typeof TriangleReply>

export const getRetentionTriangle = route({
  method: 'GET',
  path: '/brands/:brandId/retention/triangle',
  summary: 'People by day, week or month of first activity, and how many are active each time after',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Object({
    ...retentionQuery,
    grain: Type.Optional(Type.Union([Type.Literal('day'), Type.Literal('week'), Type.Literal('month')])),
    columns: Type.Optional(Type.Integer({ minimum: 1, maximum: 400 })),
  }),
  reply: TriangleReply,
})
