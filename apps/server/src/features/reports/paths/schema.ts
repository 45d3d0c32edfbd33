import Type, { type Static } from 'typebox'
import { route } from '../../../infra/route.ts'
import { answer, BrandParams, Drill, Rate, rangeQuery, Wilson } from '../common/schema.ts'

/** A sequence of places in the order people went through them; repeats in a row count as one. */
export const PathRow = Type.Object({
  steps: Type.Array(Type.String()),
  people: Type.Integer(),
  share: Rate,
  converted: Type.Integer(),
  rate: Rate,
  wilson95: Wilson,
  drill: Drill,
})
export type PathRow = Static<typeof PathRow>

export const PathsReply = answer({
  of: Type.String(),
  length: Type.Integer(),
  people: Type.Integer(),
  paths: Type.Array(PathRow),
})
export type PathsReply = Static<typeof PathsReply>

export const getPaths = route({
  method: 'GET',
  path: '/brands/:brandId/paths',
  summary: 'The most common ways through carriers, entries or events',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Object({
    ...rangeQuery,
    of: Type.Optional(Type.Union([Type.Literal('carrier'), Type.Literal('entry'), Type.Literal('event')])),
    length: Type.Optional(Type.Integer({ minimum: 2, maximum: 10 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    goal: Type.Optional(Type.String({ maxLength: 100 })),
  }),
  reply: PathsReply,
})
