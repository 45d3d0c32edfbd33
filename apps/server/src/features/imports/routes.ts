import { type Handled, handle } from '../../infra/register.ts'
import { loadSql } from '../../infra/sql.ts'
import { getImports, type Import } from './schema.ts'

const sql = loadSql(new URL('./imports.sql', import.meta.url), ['list_imports'])

type ImportRow = Omit<Import, 'startedAt' | 'finishedAt'> & { started_at: Date; finished_at: Date | null }

export function importRoutes(): Handled[] {
  return [
    handle(getImports, async ({ ctx }) => ({
      imports: (await ctx.db.query<ImportRow>(sql.list_imports, { brand_id: ctx.brandId })).map(({ started_at, finished_at, ...rest }) => ({
        ...rest,
        startedAt: started_at.toISOString(),
        finishedAt: finished_at?.toISOString() ?? null,
      })),
    })),
  ]
}
