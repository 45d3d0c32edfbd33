import Type, { type Static } from 'typebox'
import { route } from '../../infra/route.ts'

/**
 * One arrival and what became of it. `stored` became an event of a person; `checked` was only WeChat looking whether the
 * address is ours; the others say why not.
 */
export const Arrival = Type.Object({
  at: Type.String(),
  carrierId: Type.String(),
  door: Type.String(),
  outcome: Type.Union([
    Type.Literal('stored'),
    Type.Literal('checked'),
    Type.Literal('dropped'),
    Type.Literal('parked'),
    Type.Literal('refused'),
  ]),
  event: Type.String(),
  person: Type.String(),
  reason: Type.String(),
  detail: Type.String(),
})
export type Arrival = Static<typeof Arrival>

/** Refusals by reason in the last 24 hours. */
export const DropCount = Type.Object({ carrierId: Type.String(), door: Type.String(), reason: Type.String(), n: Type.Integer() })

export const ParkedBatch = Type.Object({
  id: Type.Integer(),
  items: Type.Integer(),
  receivedAt: Type.String(),
  parkedAt: Type.String(),
  error: Type.String(),
  detail: Type.String(),
  replayedAt: Type.Union([Type.String(), Type.Null()]),
  /** When it will be deleted; null: never. */
  deletedAt: Type.Union([Type.String(), Type.Null()]),
})

export const getTail = route({
  method: 'GET',
  path: '/brands/:brandId/tail',
  summary: 'What arrived last and what became of it',
  access: 'brand:viewer',
  query: Type.Object({ carrier: Type.Optional(Type.String({ maxLength: 64 })), after: Type.Optional(Type.String({ maxLength: 40 })) }),
  reply: Type.Object({
    arrivals: Type.Array(Arrival),
    drops: Type.Array(DropCount),
    backlog: Type.Object({ batches: Type.Integer(), items: Type.Integer(), oldest: Type.Union([Type.String(), Type.Null()]) }),
  }),
})

export const getParked = route({
  method: 'GET',
  path: '/brands/:brandId/parked',
  summary: 'Batches that could not be processed, with their error',
  access: 'brand:viewer',
  reply: Type.Object({ parked: Type.Array(ParkedBatch) }),
})

export const replayParkedBatch = route({
  method: 'POST',
  path: '/brands/:brandId/parked/:id/replay',
  summary: 'Puts a parked batch back into the inbox',
  access: 'brand:operator',
  params: Type.Object({ brandId: Type.String({ maxLength: 64 }), id: Type.Integer({ minimum: 1 }) }),
  reply: Type.Object({ id: Type.Integer() }),
  status: 202,
})
