import Type, { type Static } from 'typebox'
import { route } from '../../../infra/route.ts'
import { answer, BrandParams, Drill, Honesty, rangeQuery, Wilson, Words } from '../common/schema.ts'

/** One figure of the overview's first row, with the same figure of the period before. */
export const Kpi = Type.Object({
  id: Type.Union([
    Type.Literal('people'),
    Type.Literal('unified-people'),
    Type.Literal('retention-7'),
    Type.Literal('retention-30'),
    Type.Literal('multi-carrier'),
    Type.Literal('repurchase-30'),
    Type.Literal('orders'),
    Type.Literal('gmv'),
  ]),
  name: Words,
  definition: Words,
  honesty: Honesty,
  unit: Type.Union([Type.Literal('people'), Type.Literal('share'), Type.Literal('orders'), Type.Literal('fen')]),
  value: Type.Union([Type.Number(), Type.Null()]),
  previous: Type.Union([Type.Number(), Type.Null()]),
  numerator: Type.Optional(Type.Integer()),
  denominator: Type.Optional(Type.Integer()),
  wilson95: Type.Optional(Wilson),
  drill: Drill,
})
export type Kpi = Static<typeof Kpi>

/** A total that WeChat itself reports: shown beside, never mixed with people. */
export const OfficialFigure = Type.Object({
  carrierId: Type.String(),
  metric: Type.String(),
  value: Type.Number(),
  days: Type.Integer(),
  honesty: Type.Literal('aggregate-only'),
})

export const KpisReply = answer({
  previousFrom: Type.String(),
  previousTo: Type.String(),
  kpis: Type.Array(Kpi),
  official: Type.Array(OfficialFigure),
})
export type KpisReply = Static<typeof KpisReply>

export const getKpis = route({
  method: 'GET',
  path: '/brands/:brandId/kpis',
  summary: 'The figures of the overview, each with its definition and the period before',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Object({ ...rangeQuery }),
  reply: KpisReply,
})
