import { reactionTo } from '@wematrix/wechat'
import type { Db } from '../../infra/postgres.ts'
import { loadSql } from '../../infra/sql.ts'
import { dayOf } from '../../stats/calendar.ts'
import { noAnswer } from './calls.ts'

const sql = loadSql(new URL('./calls.sql', import.meta.url), ['refused_since'])

/**
 * Paths that WeChat refused an account today, for a reason that only people can mend, and has not answered well since.
 * A WeChat that did not answer refused nothing: it is asked again.
 */
export async function refusedToday(db: Db, brand_id: string, carrier_id: string, nowMs: number): Promise<Set<string>> {
  const rows = await db.query<{ path: string; errcode: number }>(sql.refused_since, { brand_id, carrier_id, day: dayOf(nowMs) })
  return new Set(
    rows
      .filter(({ errcode, path }) => errcode !== noAnswer && reactionTo(errcode, path).reaction === 'tell_operator')
      .map(({ path }) => path),
  )
}
