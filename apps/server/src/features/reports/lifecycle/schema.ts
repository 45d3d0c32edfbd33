import Type, { type Static } from 'typebox'
import { route } from '../../../infra/route.ts'
import { answer, BrandParams, rangeQuery, Share } from '../common/schema.ts'

/** People first seen in one week and how far they came; `complete` tells whether the stage's window is over for all of them. */
const Stage = Type.Object({ ...Share.properties, complete: Type.Boolean() })

export const LifecycleCohort = Type.Object({
  /** Monday of the week, and the ISO week as `2026-W14`. */
  week: Type.String(),
  isoWeek: Type.String(),
  traffic: Stage,
  stay: Stage,
  convert: Stage,
  repurchase: Stage,
})
export type LifecycleCohort = Static<typeof LifecycleCohort>

export const LifecycleReply = answer({
  stayDays: Type.Integer(),
  convertDays: Type.Integer(),
  repurchaseDays: Type.Integer(),
  goal: Type.String(),
  cohorts: Type.Array(LifecycleCohort),
  total: Type.Object({ traffic: Share, stay: Share, convert: Share, repurchase: Share }),
})
export type LifecycleReply = Static<typeof LifecycleReply>

export const getLifecycle = route({
  method: 'GET',
  path: '/brands/:brandId/lifecycle',
  summary: 'Per week of first contact: how many stayed, converted, bought again',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Object({
    ...rangeQuery,
    carrier: Type.Optional(Type.String()),
    goal: Type.Optional(Type.String({ maxLength: 100 })),
    stayDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 90 })),
    convertDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 365 })),
    repurchaseDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 365 })),
  }),
  reply: LifecycleReply,
})
