import Type, { type Static } from 'typebox'
import { route } from '../../infra/route.ts'

/** A file that was read in, or is being read in: how far it got, and the first rows that were refused. */
export const Import = Type.Object({
  id: Type.String(),
  file: Type.String(),
  state: Type.Union([Type.Literal('running'), Type.Literal('done'), Type.Literal('failed'), Type.Literal('dry')]),
  line: Type.Integer(),
  accepted: Type.Integer(),
  rejected: Type.Integer(),
  errors: Type.Array(Type.Object({ line: Type.Integer(), reason: Type.String(), raw: Type.String() })),
  startedAt: Type.String(),
  finishedAt: Type.Union([Type.String(), Type.Null()]),
})
export type Import = Static<typeof Import>

export const getImports = route({
  method: 'GET',
  path: '/brands/:brandId/imports',
  summary: 'Files that were read in',
  access: 'brand:viewer',
  reply: Type.Object({ imports: Type.Array(Import) }),
})
