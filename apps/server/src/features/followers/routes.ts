import { type Handled, handle } from '../../infra/register.ts'
import { latestBackfill, setBackfillState, startBackfill } from './backfill.ts'
import * as schema from './schema.ts'

export function followerRoutes(): Handled[] {
  return [
    handle(schema.getBackfill, async ({ ctx, params }) => ({ backfill: await latestBackfill(ctx, params.id) })),
    handle(schema.startBackfill, async ({ ctx, params, body }) => ({ backfill: await startBackfill(ctx, params.id, body) })),
    handle(schema.setBackfillState, async ({ ctx, params, body }) => ({ backfill: await setBackfillState(ctx, params.id, body.state) })),
  ]
}
