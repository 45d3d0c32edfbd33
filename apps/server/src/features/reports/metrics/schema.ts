import Type, { type Static } from 'typebox'
import { route } from '../../../infra/route.ts'
import { BrandParams, Honesty, Words } from '../common/schema.ts'

/** One measure of the product: its only definition, its unit, its mark, and the report that shows it. */
export const Metric = Type.Object({
  id: Type.String(),
  name: Words,
  definition: Words,
  unit: Type.Union([
    Type.Literal('people'),
    Type.Literal('share'),
    Type.Literal('orders'),
    Type.Literal('fen'),
    Type.Literal('events'),
    Type.Literal('seconds'),
  ]),
  honesty: Honesty,
  report: Type.String(),
})
export type Metric = Static<typeof Metric>

export const MetricsReply = Type.Object({ metrics: Type.Array(Metric) })
export type MetricsReply = Static<typeof MetricsReply>

export const getMetrics = route({
  method: 'GET',
  path: '/brands/:brandId/metrics',
  summary: 'The catalogue of measures: one definition each',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Object({ format: Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('csv')])) }),
  reply: MetricsReply,
})
