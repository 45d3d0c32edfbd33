/** Follows that were told before there was a list of followers: read from the event store once, before a back-fill. */
import type { Events } from '../../infra/clickhouse.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadChSql, loadSql } from '../../infra/sql.ts'

const sql = loadSql(new URL('./followers.sql', import.meta.url), ['remember_past'])
const ch = loadChSql(new URL('./followers.ch.sql', import.meta.url), ['past_follows', 'count_follows'])

/** People in one answer, about. */
const share = 50_000

export async function rememberPast({ db, events }: { db: Db; events: Events }, brandId: string, carrierId: string): Promise<void> {
  const scope = { brand: brandId, carrier: carrierId }
  const [count] = await events.query<{ n: string }>(ch.count_follows, scope)
  const shares = Math.ceil(Number(count?.n ?? 0) / share)
  for (let at = 0; at < shares; at++) {
    const rows = await events.query<{ identity: string; at: string }>(
      ch.past_follows,
      { ...scope, shares, share: at },
      { max_execution_time: 300 },
    )
    await db.query(sql.remember_past, {
      brand_id: brandId,
      carrier_id: carrierId,
      openids: rows.map(({ identity }) => identity.slice(identity.indexOf(':', 2) + 1)),
      followed_at: rows.map(({ at }) => new Date(Number(at))),
    })
  }
}
