/**
 * What happens to what came in, in order. Every step takes the whole round; dropped lines are counted by reason,
 * unfit ones are parked and can be replayed.
 */

import type { Reactions } from '../../reactions.ts'
import type { Enrich } from '../events/enrich.ts'
import type { EventRow } from '../events/event-row.ts'
import type { EventStore } from '../events/store.ts'
import { type Item, toEvents as translate } from '../events/to-events.ts'
import { alone, besideOthers } from '../events/turns.ts'
import type { People } from '../identity/people.ts'
import type { Directory } from './directory.ts'
import { type InboxBatch, linesOf, type Round } from './round.ts'

export type PipelineDeps = { directory: Directory; people: People; store: EventStore; enrich: Enrich; reactions: Reactions }

export type Step = (round: Round, deps: PipelineDeps) => Promise<void>

/** Lines become events batch by batch: what was read of one is gone before the next is read, and never grows old. */
const readLines: Step = async (round, deps) => {
  for (const batch of round.batches) await toEvents(skipRepeats(linesOf(round, batch), round), batch, round, deps)
  await deps.enrich.follows(round.rows)
}

/** Repeats of the last 72 hours are dropped: WeChat's retries, a client's second sending. */
function skipRepeats(items: Item[], round: Round): Item[] {
  return items.filter(item => {
    const { key, b, r } = item.line
    if (key === undefined) return true
    const hashes = listOf(round.newKeys, item.partition)
    if (round.partitions.get(item.partition)!.seen.add(`${b}|${key}`, r, hashes)) return true
    round.dropped.push({ item, reason: 'repeat', detail: key })
    return false
  })
}

const toEvents = (items: readonly Item[], batch: InboxBatch, round: Round, { directory }: PipelineDeps) =>
  translate(items, directory, round, (item, error) => {
    round.unfit.push({ batch, index: item.index, text: item.text, error: error.message })
  })

/**
 * The turn with the event store begins before persons are looked up: what a separation moves is moved before that, or
 * after the round's events are there.
 */
const takeTurn: Step = round => (round.suspect ? alone : besideOthers)(round.db)

const resolvePersons: Step = async (round, { people }) => {
  const byBrand = new Map<string, EventRow[]>()
  for (const row of round.rows) {
    const rows = byBrand.get(row.brand)
    if (rows) rows.push(row)
    else byBrand.set(row.brand, [row])
  }
  await people.refresh([...byBrand.keys()])
  for (const [brand, rows] of byBrand) round.changes.set(brand, await people.resolve(brand, rows))
}

const store: Step = (round, { store }) => store.write(round)

const react: Step = async (round, { reactions }) => {
  for (const reaction of reactions) await reaction(round)
}

export const pipeline: readonly Step[] = [readLines, takeTurn, resolvePersons, store, react]

function listOf(map: Map<number, number[]>, key: number): number[] {
  let list = map.get(key)
  if (!list) {
    list = []
    map.set(key, list)
  }
  return list
}
