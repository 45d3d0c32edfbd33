/** One round of a worker: what it took from the inbox, and what the steps make of it. */

import type { Db } from '../../infra/postgres.ts'
import type { EventRow } from '../events/event-row.ts'
import type { OrderToRead } from '../events/kinds/shop.ts'
import type { Dropped, Item } from '../events/to-events.ts'
import type { Changes } from '../identity/people.ts'
import { type Line, unpackLines } from './lines.ts'
import type { SeenKeys } from './seen-keys.ts'

/** `doubted`: it was parked whole and is replayed, so its events may be stored already. */
export type InboxBatch = {
  id: number
  partition: number
  items: number
  received_at: Date
  packed: boolean
  doubted: boolean
  body: Buffer
}

export type Partition = { id: number; seed: number; round: number; seen: SeenKeys }

/** A line that cannot become an event; it is parked, the rest goes on. */
export type Unfit = { batch: InboxBatch; index: number; text: string; error: string }

export type Round = {
  /** The transaction that deletes the batches. */
  db: Db
  at: Date
  partitions: Map<number, Partition>
  batches: InboxBatch[]
  /** Some of it may be in the event store already. */
  suspect: boolean
  /** Batches of the same lost round that wait for a later one. */
  left: number[]
  /** What its statements in the event store are known by. */
  mark: string
  /** Nobody else writes events at the same time, so what is known in memory is the whole truth. */
  exclusive: boolean
  /** To be awaited before anything of it is sent to the event store: from then on, if the round is lost, its batches are suspect. */
  announce(): Promise<void>
  rows: EventRow[]
  orders: (OrderToRead & { brand: string })[]
  /** What this round's sightings changed about who is who, by brand. */
  changes: Map<string, Changes>
  dropped: Dropped[]
  unfit: Unfit[]
  /** Halves of the new key hashes by partition. */
  newKeys: Map<number, number[]>
  /** Persons by brand whose arrivals must be worked out again. */
  dirty: Map<string, Set<number>>
}

export function newRound(
  parts: Pick<Round, 'db' | 'at' | 'partitions' | 'batches' | 'suspect' | 'left' | 'mark' | 'exclusive' | 'announce'>,
): Round {
  return {
    ...parts,
    rows: [],
    orders: [],
    changes: new Map(),
    dropped: [],
    unfit: [],
    newKeys: new Map(),
    dirty: new Map(),
  }
}

/** The lines of a batch; those that are no JSON are put aside. */
export function linesOf(round: Round, batch: InboxBatch): Item[] {
  const lines = unpackLines(batch)
  const items: Item[] = []
  for (let index = 0; index < lines.length; index++) {
    const text = lines[index]!
    try {
      items.push({ line: JSON.parse(text) as Line, text, partition: batch.partition, batch: batch.id, index })
    } catch (error) {
      round.unfit.push({ batch, index, text, error: (error as Error).message })
    }
  }
  return items
}

export function markDirty(round: Round, brand: string, person: number): void {
  const set = round.dirty.get(brand)
  if (set) set.add(person)
  else round.dirty.set(brand, new Set([person]))
}
