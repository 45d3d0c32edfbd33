import Type, { type Static } from 'typebox'
import { route } from '../../../infra/route.ts'
import { answer, BrandParams, CarrierName, Drill, Rate, rangeQuery, Wilson, Words } from '../common/schema.ts'

/** What is counted on an edge or on one entry of it. */
const counts = {
  arrivals: Type.Integer(),
  people: Type.Integer(),
  /** Arrivals that name where they came from (person-level). */
  named: Type.Integer(),
  /** Arrivals concluded from the order of events within the window (inferred). */
  inferred: Type.Integer(),
  /** Arrivals whose person has a UnionID, and their share: how much of the edge can be joined. */
  joined: Type.Integer(),
  coverage: Rate,
  /** Arrivals followed by the goal event of the same person, their share and its interval. */
  converted: Type.Integer(),
  rate: Rate,
  wilson95: Wilson,
  drill: Drill,
  convertedDrill: Drill,
}

export const Edge = Type.Object({
  source: CarrierName,
  target: CarrierName,
  ...counts,
  medianGapSeconds: Type.Union([Type.Number(), Type.Null()]),
})
export type Edge = Static<typeof Edge>

export const FlowNode = Type.Object({ carrier: CarrierName, people: Type.Integer(), events: Type.Integer(), drill: Drill })

const flowQuery = {
  ...rangeQuery,
  /** Longest gap between the event on A and the arrival on B for an arrival to be inferred; at most 24. */
  windowHours: Type.Optional(Type.Integer({ minimum: 1, maximum: 24 })),
  /** Event that counts as conversion; default `order.pay`. */
  goal: Type.Optional(Type.String({ maxLength: 100 })),
  /** Days in which the goal must follow; default 7. */
  withinDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 90 })),
  basis: Type.Optional(Type.Union([Type.Literal('all'), Type.Literal('named')])),
}

/** Always three nodes and six edges, zeros included. */
export const FlowReply = answer({
  windowHours: Type.Integer(),
  goal: Type.String(),
  withinDays: Type.Integer(),
  nodes: Type.Array(FlowNode),
  edges: Type.Array(Edge),
  /** Where to put effort: the edge whose conversion is surely better than another's; null when none is. */
  suggestion: Type.Union([Words, Type.Null()]),
})
export type FlowReply = Static<typeof FlowReply>

export const getFlow = route({
  method: 'GET',
  path: '/brands/:brandId/flow',
  summary: 'How people move between the three carriers, with volume, conversion and coverage per edge',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Object(flowQuery),
  reply: FlowReply,
})

export const FlowEntry = Type.Object({ source: CarrierName, target: CarrierName, entry: Type.String(), ...counts })
export type FlowEntry = Static<typeof FlowEntry>

export const FlowEntriesReply = answer({
  goal: Type.String(),
  withinDays: Type.Integer(),
  entries: Type.Array(FlowEntry),
  suggestion: Type.Union([Words, Type.Null()]),
})
export type FlowEntriesReply = Static<typeof FlowEntriesReply>

export const getFlowEntries = route({
  method: 'GET',
  path: '/brands/:brandId/flow/entries',
  summary: 'The entries behind an edge, most used first; an empty entry name means it is not known',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Object({
    ...flowQuery,
    source: Type.Optional(CarrierName),
    target: Type.Optional(CarrierName),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  }),
  reply: FlowEntriesReply,
})
