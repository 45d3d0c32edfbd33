import Type, { type Static } from 'typebox'
import { route } from '../../../infra/route.ts'
import { answer, BrandParams, Day, Drill, Rate, rangeQuery, Wilson } from '../common/schema.ts'

/** Of the buyers whose first order is at least n days old, those with an order on a later day within n days. */
export const RepurchasePoint = Type.Object({
  n: Type.Integer(),
  buyers: Type.Integer(),
  repurchased: Type.Integer(),
  rate: Rate,
  wilson95: Wilson,
  drill: Drill,
  buyersDrill: Drill,
})
export type RepurchasePoint = Static<typeof RepurchasePoint>

export const RepurchaseReply = answer({
  until: Type.String(),
  event: Type.String(),
  points: Type.Array(RepurchasePoint),
  grain: Type.Union([Type.Literal('day'), Type.Literal('month')]),
  /** By day or month of the first order. `active[j]` = buyers with an order j days (months) after. */
  cohorts: Type.Array(
    Type.Object({
      cohort: Type.String(),
      buyers: Type.Integer(),
      drill: Drill,
      active: Type.Array(Type.Integer()),
      points: Type.Array(Type.Object({ n: Type.Integer(), buyers: Type.Integer(), repurchased: Type.Integer(), rate: Rate })),
    }),
  ),
  /** Within the range itself: buyers, those with orders on two days, those with two orders. */
  period: Type.Object({
    buyers: Type.Integer(),
    buyersTwoDays: Type.Integer(),
    buyersTwoOrders: Type.Integer(),
    rateDays: Rate,
    rateOrders: Rate,
    drill: Drill,
  }),
})
export type RepurchaseReply = Static<typeof RepurchaseReply>

export const getRepurchase = route({
  method: 'GET',
  path: '/brands/:brandId/repurchase',
  summary: 'Share of first buyers who buy again within n days',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Object({
    ...rangeQuery,
    until: Type.Optional(Day),
    /** Days, comma separated; default 30,60,90. */
    n: Type.Optional(Type.String({ pattern: '^\\d{1,4}(,\\d{1,4}){0,49}$' })),
    event: Type.Optional(Type.String({ maxLength: 100 })),
    grain: Type.Optional(Type.Union([Type.Literal('day'), Type.Literal('month')])),
  }),
  reply: RepurchaseReply,
})
