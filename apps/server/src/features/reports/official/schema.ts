import Type, { type Static } from 'typebox'
import { route } from '../../../infra/route.ts'
import { answer, BrandParams, rangeQuery, Words } from '../common/schema.ts'

const Amount = Type.Union([Type.Number(), Type.Null()])

/** One figure of WeChat by day, and beside it what we counted ourselves, where there is something to compare. */
export const OfficialMetric = Type.Object({
  id: Type.String(),
  name: Words,
  /** How days come together: added up, as the mean of a day (people are not to be added), or the last day's. */
  over: Type.Union([Type.Literal('sum'), Type.Literal('mean'), Type.Literal('last')]),
  /** What values are: a number of things, a share between 0 and 1, or seconds. */
  unit: Type.Union([Type.Literal('count'), Type.Literal('share'), Type.Literal('seconds')]),
  value: Amount,
  /** Ours over the days that WeChat has given; null when we count nothing of the kind. */
  ours: Amount,
  /** What we count, in words. */
  oursIs: Type.Union([Words, Type.Null()]),
  /** (ours − WeChat's) ÷ WeChat's, over the same days. */
  difference: Amount,
  days: Type.Array(Type.Object({ day: Type.String(), value: Amount, ours: Amount })),
  /** By WeChat's own dimension (source of followers, place of reading, video), largest first. */
  parts: Type.Array(Type.Object({ name: Words, value: Type.Number() })),
})
export type OfficialMetric = Static<typeof OfficialMetric>

export const OfficialReply = answer({
  carrierId: Type.String(),
  /** False: WeChat gives no day figures of this kind of account by API. */
  given: Type.Boolean(),
  /** When WeChat's figures come, and which of them still change. */
  delay: Words,
  /** When they were last read; null: never yet. */
  readAt: Type.Union([Type.String(), Type.Null()]),
  /** The newest day that has figures. */
  newest: Type.Union([Type.String(), Type.Null()]),
  metrics: Type.Array(OfficialMetric),
})
export type OfficialReply = Static<typeof OfficialReply>

export const getOfficial = route({
  method: 'GET',
  path: '/brands/:brandId/official',
  summary: 'What WeChat itself reports of an account by day, beside what arrived here',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Object({ ...rangeQuery, carrier: Type.String({ minLength: 1, maxLength: 64 }) }),
  reply: OfficialReply,
})
