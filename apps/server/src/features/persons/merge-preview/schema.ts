import Type, { type Static } from 'typebox'
import { route } from '../../../infra/route.ts'
import { Identity } from '../schema.ts'

/** What undoing a merge would give back: ids and events of the person who comes out again. */
export const MergePreview = Type.Object({
  id: Type.String(),
  /** Who comes out again, and from whom. */
  from: Type.String(),
  into: Type.String(),
  identities: Type.Array(Type.Pick(Identity, ['kind', 'appId', 'value'])),
  events: Type.Integer(),
  /** Payments among them, in fen. */
  valueFen: Type.Integer(),
  /** False: taken back before, or its ids have moved on. */
  possible: Type.Boolean(),
})
export type MergePreview = Static<typeof MergePreview>

export const getMergePreview = route({
  method: 'GET',
  path: '/brands/:brandId/merges/:id/reversal',
  summary: 'What undoing a merge would give back; changes nothing',
  access: 'brand:viewer',
  params: Type.Object({ brandId: Type.String({ minLength: 1, maxLength: 64 }), id: Type.String({ maxLength: 64 }) }),
  reply: MergePreview,
})
