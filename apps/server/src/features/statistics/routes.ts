import { type Handled, handle } from '../../infra/register.ts'
import { importStatisticFile, listStatisticChanges, listStatisticFiles, previewStatisticFile } from './files.ts'
import * as schema from './schema.ts'

export function statisticRoutes(): Handled[] {
  return [
    handle(schema.getStatisticFiles, async ({ ctx }) => ({ files: await listStatisticFiles(ctx) })),
    handle(schema.getStatisticChanges, async ({ ctx, params }) => ({ changes: await listStatisticChanges(ctx, params.id) })),
    handle(schema.previewStatisticFile, ({ ctx, params, body }) => previewStatisticFile(ctx, params.id, body)),
    handle(schema.importStatisticFile, ({ ctx, body }) => importStatisticFile(ctx, body)),
  ]
}
