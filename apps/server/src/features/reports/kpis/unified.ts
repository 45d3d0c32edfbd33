/** Whose second account became known in a time? */
import type { Db } from '../../../infra/postgres.ts'
import { loadSql } from '../../../infra/sql.ts'

const sql = loadSql(new URL('./kpis.sql', import.meta.url), ['unified_people'])

/** People (numbers) whose second openid of another app was first seen in [fromMs, toMs). */
export async function unifiedPeople(db: Db, brandId: string, range: { fromMs: number; toMs: number }): Promise<number[]> {
  const params = { brand_id: brandId, from: new Date(range.fromMs), to: new Date(range.toMs) }
  const rows = await db.query<{ person: number }>(sql.unified_people, params)
  return rows.map(row => row.person)
}
