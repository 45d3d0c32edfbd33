import Type, { type Static } from 'typebox'
import { route } from '../../../infra/route.ts'
import { answer, BrandParams, Drill, Rate, rangeQuery, Wilson } from '../common/schema.ts'

/** A test on one field of an event: a column (`carrier`, `carrierId`, `source`, `entry`, `touch`, `trace`, `valueFen`) or `props.<name>`. */
export const StepFilter = Type.Object({
  property: Type.String({ pattern: '^(carrier|carrierId|source|entry|touch|trace|valueFen|props\\.[\\p{L}\\p{N}_.-]{1,100})$' }),
  op: Type.Union([
    Type.Literal('is'),
    Type.Literal('is-not'),
    Type.Literal('contains'),
    Type.Literal('at-least'),
    Type.Literal('at-most'),
    Type.Literal('exists'),
  ]),
  value: Type.Optional(Type.String({ maxLength: 500 })),
})
export type StepFilter = Static<typeof StepFilter>

/** A step is an event by name, narrowed by filters that must all hold. */
export const FunnelStep = Type.Object({
  event: Type.String({ minLength: 1, maxLength: 100 }),
  where: Type.Optional(Type.Array(StepFilter, { maxItems: 10 })),
})
export type FunnelStep = Static<typeof FunnelStep>

/** The JSON text of the query parameter `steps`. */
export const FunnelSteps = Type.Array(FunnelStep, { minItems: 1, maxItems: 20 })

export const FunnelMode = Type.Union([
  Type.Literal('ordered'),
  Type.Literal('ordered_tie_any'),
  Type.Literal('first_start'),
  Type.Literal('strict'),
  Type.Literal('unordered'),
])
export type FunnelMode = Static<typeof FunnelMode>

export const FunnelStepResult = Type.Object({
  event: Type.String(),
  people: Type.Integer(),
  ofFirst: Rate,
  ofPrevious: Rate,
  wilson95: Wilson,
  drill: Drill,
  /** People who reached the step before and not this one. */
  lostDrill: Drill,
})

export const FunnelReply = answer({
  mode: FunnelMode,
  windowSeconds: Type.Integer(),
  steps: Type.Array(FunnelStepResult),
  medianSecondsToComplete: Type.Union([Type.Number(), Type.Null()]),
  by: Type.Union([Type.String(), Type.Null()]),
  /** One row per value of the property at the person's first step, largest first; the rest is summed up in `…`. */
  breakdown: Type.Array(Type.Object({ value: Type.String(), people: Type.Array(Type.Integer()), drill: Drill })),
})
export type FunnelReply = Static<typeof FunnelReply>

export const getFunnel = route({
  method: 'GET',
  path: '/brands/:brandId/funnel',
  summary: 'How many people pass a chain of steps within a window',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Object({
    ...rangeQuery,
    /** JSON of FunnelSteps: `[{"event":"oa.follow"},{"event":"order.pay","where":[{"property":"carrier","op":"is","value":"channels"}]}]`. */
    steps: Type.String({ minLength: 2, maxLength: 8000 }),
    mode: Type.Optional(FunnelMode),
    windowSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000 })),
    by: Type.Optional(Type.String({ pattern: '^(carrier|carrierId|source|entry|touch|trace|props\\.[\\p{L}\\p{N}_.-]{1,100})$' })),
  }),
  reply: FunnelReply,
})

export const FunnelTimesReply = answer({
  /** Median seconds from the step before to this one, of the people who complete; null for the first step. */
  stepSeconds: Type.Array(Type.Union([Type.Number(), Type.Null()])),
})
export type FunnelTimesReply = Static<typeof FunnelTimesReply>

export const getFunnelTimes = route({
  method: 'GET',
  path: '/brands/:brandId/funnel/times',
  summary: 'How long each step of a funnel takes those who complete it',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Omit(getFunnel.query, ['mode', 'by']),
  reply: FunnelTimesReply,
})

/** What can be chosen as a step: event names and properties seen in the range. */
export const getEventNames = route({
  method: 'GET',
  path: '/brands/:brandId/event-names',
  summary: 'Event names in the range with how often and by how many people',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Object({ ...rangeQuery }),
  reply: answer({
    events: Type.Array(
      Type.Object({ event: Type.String(), carriers: Type.Array(Type.String()), n: Type.Integer(), people: Type.Integer() }),
    ),
    properties: Type.Array(Type.String()),
  }),
})
