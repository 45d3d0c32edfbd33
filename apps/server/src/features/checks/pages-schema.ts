/** The pages that a brand's Mini Programs have, so that a path that leads nowhere is told. */
import Type, { type Static } from 'typebox'
import { route } from '../../infra/route.ts'
import { BrandParams, By, orNull } from './schema.ts'

/** `known` null: nobody has given the list. `at`: when it was given, by whom; pages added since are not in it. */
export const AppPages = Type.Object({
  carrierId: Type.String(),
  name: Type.String(),
  known: orNull(Type.Object({ pages: Type.Array(Type.String()), by: By, at: Type.String() })),
})
export type AppPages = Static<typeof AppPages>

export const listPages = route({
  method: 'GET',
  path: '/brands/:brandId/checks/pages',
  summary: 'The Mini Programs of the brand with the pages that are known of each; paths are checked once all of them are known',
  access: 'brand:viewer',
  params: BrandParams,
  reply: Type.Object({ apps: Type.Array(AppPages) }),
})

const AppParams = Type.Object({ ...BrandParams.properties, carrierId: Type.String({ minLength: 1, maxLength: 64 }) })

export const setPages = route({
  method: 'PUT',
  path: '/brands/:brandId/checks/pages/:carrierId',
  summary: 'Keeps the pages of a Mini Program from its app.json (pages and subpackages); everything live is read again',
  access: 'brand:operator',
  params: AppParams,
  body: Type.Object({ app: Type.Record(Type.String({ maxLength: 200 }), Type.Unknown()) }),
  reply: AppPages,
})

export const forgetPages = route({
  method: 'DELETE',
  path: '/brands/:brandId/checks/pages/:carrierId',
  summary: 'Forgets the pages of a Mini Program: its paths are checked no more',
  access: 'brand:operator',
  params: AppParams,
})
