/** After a separation: the events of an id follow it to its own person. */
import type { Events } from '../../infra/clickhouse.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadChSql } from '../../infra/sql.ts'
import { rebuildDays } from './rollups.ts'

const sql = loadChSql(new URL('./move-events.ch.sql', import.meta.url), ['days_to_move', 'copy_events', 'not_copied', 'delete_moved'])

type Move = { id: number; brand_id: string; from_persons: number[]; to_person: number; nodes: string[] }

/**
 * Carries out what identity asked for. The person is in the key of the table, so rows are copied and then deleted;
 * every step can be repeated after a crash. Nothing else may write events meanwhile.
 */
export async function moveEvents(db: Db, events: Events): Promise<number> {
  const moves = await db.query<Move>('select id, brand_id, from_persons, to_person, nodes from event_moves order by id limit 100')
  for (const move of moves) {
    const params = { brand: move.brand_id, from: move.from_persons, to: move.to_person, nodes: move.nodes }
    const days = await events.query<{ day: string }>(sql.days_to_move, params)
    await events.command(sql.copy_events, params, { max_partitions_per_insert_block: '0', insert_deduplicate: 0 })
    const [left] = await events.query<{ missing: string }>(sql.not_copied, params)
    if (left?.missing !== '0') throw new Error(`${left?.missing} events of move ${move.id} were not copied; nothing is deleted.`)
    await events.command(sql.delete_moved, params, { lightweight_deletes_sync: '2' })
    if (days.length > 0)
      await rebuildDays(
        events,
        move.brand_id,
        days.map(row => row.day.slice(0, 10)),
      )
    await db.transaction(async db => {
      await db.query(
        'insert into edges_dirty (brand_id, person) select :brand, no from unnest(:persons::int[]) as q (no) on conflict do nothing',
        { brand: move.brand_id, persons: [...move.from_persons, move.to_person] },
      )
      await db.query('delete from event_moves where id = :id', { id: move.id })
    })
  }
  return moves.length
}
