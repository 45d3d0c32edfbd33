import type { Clock } from '../../infra/clock.ts'
import type { Db } from '../../infra/postgres.ts'
import { type Handled, handle } from '../../infra/register.ts'
import { createBrand, listBrands, readBrand, updateBrand } from './brands.ts'
import * as schema from './schema.ts'

export function brandRoutes(deps: { db: Db; clock: Clock }): Handled[] {
  return [
    handle(schema.listBrands, async ({ request }) => ({ brands: await listBrands(deps.db, request.user!.id) })),
    handle(schema.createBrand, ({ request, body }) => createBrand(deps, request.user!.id, body)),
    handle(schema.getBrand, ({ ctx }) => readBrand(ctx.db, ctx.brandId)),
    handle(schema.updateBrand, ({ ctx, body }) => updateBrand(ctx, body)),
  ]
}
