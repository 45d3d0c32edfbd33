/**
 * Arrivals worked out again from the events themselves, for persons about whom an earlier fact came in or who turned
 * out to be one with another: exactly by the definition, in a few statements for many persons.
 */

import type { Events } from '../../infra/clickhouse.ts'
import type { Clock } from '../../infra/clock.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadChSql } from '../../infra/sql.ts'
import type { Round } from '../inbox/round.ts'
import { windowHours } from './last-touch.ts'
import { alone } from './turns.ts'

const sql = loadChSql(new URL('./mend-edges.ch.sql', import.meta.url), [
  'mend_edges',
  'drop_stale_edges',
  'marked',
  'delete_edge_days',
  'fill_edge_days',
  'unmark',
])

/** How many persons are mended in one statement. */
const chunk = 2000

/** Keeps the persons whose arrivals must be worked out again, until that is done. */
export async function rememberDirty({ db, dirty }: Round): Promise<void> {
  // In one order for all: two rounds may mark the same persons.
  for (const [brand, persons] of [...dirty].sort(([a], [b]) => (a < b ? -1 : 1)))
    await db.query(
      'insert into edges_dirty (brand_id, person) select :brand, no from unnest(:persons::int[]) as q (no) order by no on conflict do nothing',
      { brand, persons: [...persons] },
    )
}

/** Mends what is marked, alone with the event store; returns how many persons. */
export async function mendEdges(db: Db, events: Events, clock: Clock): Promise<number> {
  let mended = 0
  for (;;) {
    if (!(await db.one('select 1 from edges_dirty limit 1'))) return mended
    const done = await db.transaction(async db => {
      await alone(db)
      const rows = await db.query<{ brand_id: string; person: number }>(
        `delete from edges_dirty where (brand_id, person) in (
           select brand_id, person from edges_dirty where brand_id = (select min(brand_id) from edges_dirty) limit :chunk for update skip locked
         ) returning brand_id, person`,
        { chunk },
      )
      if (rows.length === 0) return 0
      await mendPersons(
        db,
        events,
        clock,
        rows[0]!.brand_id,
        rows.map(row => row.person),
      )
      return rows.length
    })
    if (done === 0) return mended
    mended += done
  }
}

async function mendPersons(db: Db, events: Events, clock: Clock, brand: string, dirty: number[]): Promise<void> {
  // Everyone who is one with them: the roots, and all numbers that lead to these roots.
  const members = await db.query<{ no: number; root: number }>(
    `with roots as (select distinct coalesce(merged_into, no) as no from persons where brand_id = :brand and no = any(:dirty::int[]))
     select p.no, coalesce(p.merged_into, p.no) as root from persons p join roots r on r.no = coalesce(p.merged_into, p.no) where p.brand_id = :brand`,
    { brand, dirty },
  )
  if (members.length === 0) return
  const joined = await db.query<{ person: number }>(
    `select distinct person from identities where brand_id = :brand and kind = 'unionid' and person = any(:roots::int[])`,
    { brand, roots: [...new Set(members.map(m => m.root))] },
  )
  const params = {
    brand,
    persons: members.map(m => m.no),
    roots: members.map(m => m.root),
    joined: joined.map(j => j.person),
    window_s: windowHours * 3600,
    version: clock.now().getTime(),
  }
  const settings = { max_execution_time: 300, max_partitions_per_insert_block: '0', insert_deduplicate: 0 as const }
  await events.command(sql.drop_stale_edges, params, settings)
  await events.command(sql.mend_edges, params, settings)
}

/** Marked days are answered from the arrivals themselves, so writing their roll-up anew can wait: it reads much. */
const rebuildEveryMs = 600_000

/** Writes the roll-up of marked days anew, at most every ten minutes. Nothing else may write arrivals meanwhile. */
export function edgeDaysKeeper(events: Events, clock: Clock): () => Promise<void> {
  let last = 0
  return async () => {
    if (clock.now().getTime() - last < rebuildEveryMs) return
    last = clock.now().getTime()
    await rebuildEdgeDays(events)
  }
}

/** Returns how many days were written anew. A day stays marked until all of it is there. */
export async function rebuildEdgeDays(events: Events): Promise<number> {
  const settings = { max_execution_time: 600, mutations_sync: '2', lightweight_deletes_sync: '2', insert_deduplicate: 0 as const } as const
  const marked = await events.query<{ brand: string; days: string[]; marks: string[] }>(sql.marked, {}, { max_execution_time: 300 })
  for (const { brand, days, marks } of marked) {
    await events.command(sql.delete_edge_days, { brand, days }, settings)
    await events.command(sql.fill_edge_days, { brand, days }, settings)
    await events.command(sql.unmark, { brand, days, marks: marks.map(Number) }, settings)
  }
  return marked.reduce((sum, row) => sum + row.days.length, 0)
}
