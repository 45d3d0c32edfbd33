/** Writes a round into the event store: events, and the arrivals among them. */
import { createHash } from 'node:crypto'
import type { Events } from '../../infra/clickhouse.ts'
import { markDirty, type Round } from '../inbox/round.ts'
import { type EventRow, eventBlock } from './event-row.ts'
import { edgeLines, type LastTouch, warmLastTouch } from './last-touch.ts'
import { endLeftRunning } from './left-running.ts'
import { rebuildRollups } from './rollups.ts'

export type EventStore = {
  /** The round has its turn (`turns.ts`): alone when it is suspect. */
  write(round: Round): Promise<void>
  /** After a round that did not come through, or when others write too: what is in memory may be ahead or behind. */
  forget(): void
  /** Stops what lost rounds of these marks left running. */
  endLeftRunning(marks: readonly string[]): Promise<void>
}

/** An old log spans more months in one batch than the engine expects of anyone. */
const settingsOf = (round: Round) => ({ max_partitions_per_insert_block: '0', log_comment: round.mark })

export function createEventStore(events: Events): EventStore {
  /** `epoch`: up to which change of who is who the memory of a brand is right. */
  const touches = new Map<string, { touch: LastTouch; epoch: number }>()

  /** Last touches of the brands of this round, as they were before it, by those who its persons are now. */
  async function remember(round: Round): Promise<void> {
    const now = await epochs(round)
    for (const [brand, { since, epoch, merged }] of round.changes) {
      const known = touches.get(brand)
      // Another process was here after this round's persons were looked up: their arrivals are worked out later.
      if (now.get(brand) !== epoch) touches.delete(brand)
      else if (known?.epoch === since && merged) {
        for (const [from, into] of merged) known.touch.merge(from, into)
        known.epoch = epoch
      } else if (known?.epoch !== epoch) touches.set(brand, { touch: await warmLastTouch(events, brand), epoch })
    }
  }

  async function writeEdges(round: Round, rows: readonly EventRow[], token: string): Promise<void> {
    if (!round.exclusive) touches.clear()
    let text = ''
    for (const brand of new Set(rows.map(row => row.brand))) {
      const known = touches.get(brand)
      if (!known) {
        for (const row of rows) if (row.brand === brand && row.carrier !== 'other' && row.person > 0) markDirty(round, brand, row.person)
        continue
      }
      const dirty = new Set<number>()
      const own = rows.filter(row => row.brand === brand).sort((a, b) => a.at - b.at || a.batch - b.batch || a.n - b.n)
      text += edgeLines(known.touch.edges(own, dirty), round.at.getTime())
      for (const person of dirty) markDirty(round, brand, person)
    }
    if (text !== '') await events.insert('edges', text, { token: `${token}-edges`, settings: settingsOf(round) })
  }

  return {
    async write(round) {
      const token = tokenOf(round)
      // Warmed before anything of this round is in the store, or its own events would look like the past.
      if (round.exclusive) await remember(round)
      const fresh = round.suspect ? await notYetStored(events, round) : round.rows
      if (fresh.length > 0) {
        const block = eventBlock(fresh)
        await round.announce()
        await events.insert('events', block, { token, format: 'Native', settings: settingsOf(round) })
      }
      await writeEdges(round, fresh, token)
      if (!round.suspect) return
      await rebuildRollups(events, round.rows)
      for (const row of round.rows) if (row.person > 0) markDirty(round, row.brand, row.person)
    },
    forget: () => touches.clear(),
    endLeftRunning: marks => endLeftRunning(events, marks),
  }
}

/** How often who is who has changed by now, by brand. Nobody moves events while the round has its turn. */
async function epochs(round: Round): Promise<Map<string, number>> {
  const rows = await round.db.query<{ id: string; identity_epoch: number }>(
    'select id, identity_epoch from brands where id = any(:ids::text[])',
    {
      ids: [...round.changes.keys()],
    },
  )
  return new Map(rows.map(row => [row.id, row.identity_epoch]))
}

/** The same batches give the same token, so that a round sent again is not stored again. A suspect one sends only what is missing. */
function tokenOf(round: Round): string {
  return createHash('sha1')
    .update(round.suspect ? round.mark : round.batches.map(batch => batch.id).join(','))
    .digest('hex')
}

/** After a crash: the rows of these batches that are not there. Their (batch, n) name them for good. */
async function notYetStored(events: Events, round: Round): Promise<EventRow[]> {
  const stored = await events.query<{ batch: string; n: number }>(
    'select batch, n from events where brand in {brands:Array(String)} and batch in {batches:Array(UInt64)}',
    { brands: [...new Set(round.rows.map(row => row.brand))], batches: round.batches.map(batch => batch.id) },
    { max_execution_time: 300 },
  )
  const there = new Set(stored.map(row => `${row.batch}.${row.n}`))
  return round.rows.filter(row => !there.has(`${row.batch}.${row.n}`))
}
