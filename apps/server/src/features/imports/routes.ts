import { type Handled, handle } from '../../infra/register.ts'
import { loadSql } from '../../infra/sql.ts'
import * as schema from './schema.ts'
import { previewUpload, resumeImport, startImport } from './uploaded.ts'
import { createUpload, putPart } from './uploads.ts'

const sql = loadSql(new URL('./imports.sql', import.meta.url), ['list_imports'])

type ImportRow = Omit<schema.Import, 'startedAt' | 'finishedAt' | 'carrierId' | 'resumable'> & {
  started_at: Date
  finished_at: Date | null
  carrier_id: string | null
  upload_id: string | null
  format: string | null
}

export function importRoutes(): Handled[] {
  return [
    handle(schema.getImports, async ({ ctx }) => ({
      imports: (await ctx.db.query<ImportRow>(sql.list_imports, { brand_id: ctx.brandId })).map(
        ({ started_at, finished_at, carrier_id, upload_id, format: _, ...rest }) => ({
          ...rest,
          carrierId: carrier_id,
          resumable: upload_id !== null,
          startedAt: started_at.toISOString(),
          finishedAt: finished_at?.toISOString() ?? null,
        }),
      ),
    })),
    handle(schema.createUpload, ({ ctx, body }) => createUpload(ctx, body)),
    handle(schema.putUploadPart, async ({ ctx, params, body }) => {
      await putPart(ctx, params.id, params.n, body.base64)
      return undefined
    }),
    handle(schema.previewUpload, ({ ctx, params, body }) => previewUpload(ctx, params.id, body)),
    handle(schema.createImport, ({ ctx, body }) => startImport(ctx, body)),
    handle(schema.resumeImport, async ({ ctx, params }) => {
      await resumeImport(ctx, params.id)
      return undefined
    }),
  ]
}
