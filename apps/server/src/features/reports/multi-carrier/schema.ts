import Type, { type Static } from 'typebox'
import { route } from '../../../infra/route.ts'
import { answer, BrandParams, CarrierName, Drill, Rate, rangeQuery, Share, Wilson } from '../common/schema.ts'

/** People by the set of carriers they used in the range, and what people on one and on several carriers do. */
export const MultiCarrierReply = answer({
  people: Type.Integer(),
  atLeast: Type.Array(Type.Object({ carriers: Type.Integer(), ...Share.properties })),
  combinations: Type.Array(
    Type.Object({
      carriers: Type.Array(CarrierName),
      people: Type.Integer(),
      buyers: Type.Integer(),
      rate: Rate,
      wilson95: Wilson,
      drill: Drill,
    }),
  ),
})
export type MultiCarrierReply = Static<typeof MultiCarrierReply>

export const getMultiCarrier = route({
  method: 'GET',
  path: '/brands/:brandId/multi-carrier',
  summary: 'Share of people on two or more carriers',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Object({ ...rangeQuery, goal: Type.Optional(Type.String({ maxLength: 100 })) }),
  reply: MultiCarrierReply,
})
