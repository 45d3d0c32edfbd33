import Type, { type Static } from 'typebox'
import { route } from '../../infra/route.ts'
import { CarrierParams, MaybeInteger, MaybeText, Words } from './shapes.ts'

/** One endpoint's Beijing day: how much is used, and when it would be gone. */
export const QuotaRow = Type.Object({
  path: Type.String(),
  title: Words,
  /** Calls a day. null: neither WeChat nor its pages tell one. */
  limit: MaybeInteger,
  /** `wechat`: read from openapi/quota/get; `table`: what a new account has by WeChat's pages. */
  limitFrom: Type.Union([Type.Literal('wechat'), Type.Literal('table'), Type.Null()]),
  /** Today so far. With a reading: WeChat's figure then, and our calls since. */
  used: Type.Integer(),
  /** Our own calls today, failed ones included. */
  ours: Type.Integer(),
  failed: Type.Integer(),
  /** Calls an hour: the mean of the day, or that since the last reading when it is higher. */
  perHour: Type.Number(),
  /** When the limit is reached at that pace; null: not today. */
  goneAt: MaybeText,
  state: Type.Union([Type.Literal('fine'), Type.Literal('tight'), Type.Literal('gone'), Type.Literal('unlimited')]),
  readAt: MaybeText,
  /** WeChat's code when it would not tell this endpoint's quota. */
  unreadable: MaybeInteger,
  /** The short window that WeChat told: so many calls in so many seconds. */
  rate: Type.Union([Type.Object({ calls: Type.Integer(), seconds: Type.Integer() }), Type.Null()]),
})
export type QuotaRow = Static<typeof QuotaRow>

export const QuotaMeter = Type.Object({
  /** The Beijing day. */
  day: Type.String(),
  /** When the day's counters begin anew. */
  resetsAt: Type.String(),
  /** The newest reading; null: never read. */
  readAt: MaybeText,
  /** Used most first. */
  rows: Type.Array(QuotaRow),
  clearings: Type.Object({
    perMonth: Type.Integer(),
    /** Of this Beijing month, by this product; those made elsewhere are not known. */
    made: Type.Integer(),
    left: Type.Integer(),
    lastAt: MaybeText,
  }),
})
export type QuotaMeter = Static<typeof QuotaMeter>

export const getQuotas = route({
  method: 'GET',
  path: '/brands/:brandId/carriers/:id/quotas',
  summary: 'Used, limit and forecast of each endpoint the product calls, for today (Beijing)',
  access: 'brand:viewer',
  params: CarrierParams,
  reply: QuotaMeter,
})

export const readQuotas = route({
  method: 'POST',
  path: '/brands/:brandId/carriers/:id/quotas/reading',
  summary: 'Asks WeChat for the quotas now, one call an endpoint; at most once a minute',
  access: 'brand:operator',
  params: CarrierParams,
  reply: QuotaMeter,
})

export const clearQuotas = route({
  method: 'POST',
  path: '/brands/:brandId/carriers/:id/quotas/clearing',
  summary: 'Begins the counters of all endpoints anew; ten times a month. `left` is what the reader saw, so that nobody clears twice',
  access: 'brand:operator',
  params: CarrierParams,
  body: Type.Object({ left: Type.Integer({ minimum: 0, maximum: 10 }) }),
  reply: QuotaMeter,
})
