/** After a separation: the events of an id follow it to its own person. */
import type { Events } from '../../infra/clickhouse.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadChSql } from '../../infra/sql.ts'
import { rebuildDays } from './rollups.ts'
import { alone } from './turns.ts'

const sql = loadChSql(new URL('./move-events.ch.sql', import.meta.url), ['days_to_move', 'copy_events', 'not_copied', 'delete_moved'])

type Move = { id: number; brand_id: string; from_persons: number[]; to_person: number; nodes: string[] }

/** Everything that waits for one brand, as one: where the events of each id belong now. */
type Moves = { ids: number[]; brand: string; from: number[]; nodes: string[]; to: number[] }

/**
 * Carries out what identity asked for, a brand at a time: a thousand separations cost as many statements as one. The
 * person is in the key of the table, so rows are copied and then deleted; every step can be repeated after a crash.
 * Alone with the event store.
 */
export async function moveEvents(db: Db, events: Events): Promise<number> {
  if (!(await db.one('select 1 from event_moves limit 1'))) return 0
  return db.transaction(async tx => {
    await alone(tx)
    return moveAll(db, events)
  })
}

async function moveAll(db: Db, events: Events): Promise<number> {
  const waiting = await db.query<Move>('select id, brand_id, from_persons, to_person, nodes from event_moves order by id limit 500')
  for (const { ids, brand, from, nodes, to } of byBrand(waiting)) {
    const params = { brand, from, nodes, to }
    const days = await events.query<{ day: string }>(sql.days_to_move, params)
    if (days.length > 0) {
      await events.command(sql.copy_events, params, { max_partitions_per_insert_block: '0', insert_deduplicate: 0 })
      const [left] = await events.query<{ missing: string }>(sql.not_copied, params)
      if (left?.missing !== '0') throw new Error(`${left?.missing} events of ${ids.length} moves were not copied; nothing is deleted.`)
      await events.command(sql.delete_moved, params, { lightweight_deletes_sync: '2' })
      await rebuildDays(
        events,
        brand,
        days.map(row => row.day.slice(0, 10)),
      )
    }
    await db.transaction(async db => {
      await db.query(
        'insert into edges_dirty (brand_id, person) select :brand, no from unnest(:persons::int[]) as q (no) order by no on conflict do nothing',
        { brand, persons: [...new Set([...from, ...to])] },
      )
      // Who keeps in memory where these persons were seen last must look again.
      await db.query('update brands set identity_epoch = identity_epoch + 1 where id = :brand', { brand })
      await db.query('delete from event_moves where id = any(:ids::bigint[])', { ids })
    })
  }
  return waiting.length
}

/** The newest move of an id says where it belongs. */
function byBrand(waiting: readonly Move[]): Moves[] {
  const brands = new Map<string, { ids: number[]; from: Set<number>; places: Map<string, number> }>()
  for (const { id, brand_id, from_persons, to_person, nodes } of waiting) {
    const moves = brands.get(brand_id) ?? { ids: [], from: new Set<number>(), places: new Map<string, number>() }
    brands.set(brand_id, moves)
    moves.ids.push(id)
    for (const person of [...from_persons, to_person]) moves.from.add(person)
    for (const node of nodes) moves.places.set(node, to_person)
  }
  return [...brands].map(([brand, { ids, from, places }]) => ({
    ids,
    brand,
    from: [...from],
    nodes: [...places.keys()],
    to: [...places.values()],
  }))
}
