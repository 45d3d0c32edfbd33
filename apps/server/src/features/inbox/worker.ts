/**
 * The worker takes what is in the inbox through the pipeline, a round at a time. A round's effects on PostgreSQL
 * commit together with the deletion of its batches; what it sends to the event store goes there before, under names
 * that make sending it twice harmless. Any number of workers share the partitions through row locks.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../../infra/clock.ts'
import type { Log } from '../../infra/log.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadSql } from '../../infra/sql.ts'
import { Batcher, isStoreFailure } from './bisect.ts'
import { parkBatch, parkLines } from './park.ts'
import { type PipelineDeps, pipeline } from './pipeline.ts'
import { type InboxBatch, newRound, type Partition, type Round } from './round.ts'
import { keepHours, SeenKeys } from './seen-keys.ts'

const sql = loadSql(new URL('./inbox.sql', import.meta.url), [
  'lock_partitions',
  'intents',
  'write_intents',
  'next_batches',
  'doubted_batches',
  'seen_keys_since',
  'add_seen_keys',
  'forget_seen_keys',
  'finish_partitions',
  'delete_batches',
  'count_drops',
])

export type WorkerOptions = {
  db: Db
  clock: Clock
  log: Log
  deps: PipelineDeps
  /** Work between rounds: moved events, arrivals to be mended. */
  between?: () => Promise<void>
  roundItems?: number
  /** How many partitions one worker takes at once; at home all. */
  share?: number
  /**
   * Rounds that are not full begin at most this often: an insert costs the event store as much CPU as thousands of its rows,
   * a part on the disk for every table that it feeds.
   */
  paceMs?: number
  /** A quiet inbox is looked at this often. */
  quietMs?: number
}

export type Worker = {
  start(): void
  /** Ends after the round under way. */
  stop(): Promise<void>
  /** Works until the inbox is empty; returns how many lines were worked on. */
  drain(): Promise<number>
}

/** Of bodies, most of them deflated to a fifth: events may have 32 KB each, and a round is in memory as a whole. */
const roundBytes = 16 << 20

type Intent = { partition: number; round: number; batches: (string | number)[]; mark: string }
type PartitionRow = { id: number; owner: string; rounds: number; seed: number; total: number }

export function createWorker(options: WorkerOptions): Worker {
  const { db, clock, log, deps, between, roundItems = 20_000, share = 64, paceMs = 400, quietMs = 100 } = options
  const owner = randomUUID()
  const partitions = new Map<number, Partition>()
  const batcher = new Batcher(roundItems)
  let stopping = false
  let loop: Promise<void> | undefined
  let forgotAt = 0

  /** One round; returns how many lines it took. */
  async function round(): Promise<number> {
    let now: Round | undefined
    try {
      const done = await db.transaction(async tx => {
        now = await begin(tx)
        if (!now) return 0
        for (const step of pipeline) await step(now, deps)
        await finish(now)
        return now.batches.reduce((sum, batch) => sum + batch.items, 0)
      })
      if (now) {
        for (const partition of now.partitions.values()) partition.round++
        batcher.succeeded()
      }
      return done
    } catch (error) {
      deps.store.forget()
      // The key sets may hold keys of the lost round: they are read anew.
      partitions.clear()
      if (!now || isStoreFailure(error)) throw error
      const batch = batcher.failed(now.batches)
      if (!batch) {
        log.warn({ err: error, batches: now.batches.length }, 'a round failed; looking for the batch at fault')
        return 1
      }
      log.error({ err: error, batch: batch.id }, 'a batch was parked')
      await parkBatch(db, clock.now(), batch, error as Error)
      return batch.items
    }
  }

  async function begin(tx: Db): Promise<Round | undefined> {
    const at = clock.now()
    const locked = await tx.query<PartitionRow>(sql.lock_partitions, { owner, share })
    if (locked.length === 0) return undefined
    const ids = locked.map(row => row.id)
    const doubted = await doubtedBatches(tx, locked)
    const known =
      doubted.length > 0 ? await tx.query<InboxBatch>(sql.doubted_batches, { partitions: ids, doubted, items: batcher.items }) : []
    const batches =
      known.length > 0 ? known : await tx.query<InboxBatch>(sql.next_batches, { partitions: ids, items: batcher.items, bytes: roundBytes })
    if (batches.length === 0) return undefined
    const suspect = known.length > 0 || batches.some(batch => batch.doubted)
    let foreign = locked.length < locked[0]!.total
    const taken = new Map<number, Partition>()
    for (const row of locked) {
      const partition = partitions.get(row.id)
      if (partition && partition.round !== row.rounds) foreign = true
      taken.set(row.id, await catchUp(tx, row, at))
    }
    if (foreign) deps.store.forget()
    const mark = `round ${randomUUID()}`
    const left = suspect ? doubted.filter(id => !batches.some(batch => batch.id === id)) : []
    const intent = { partitions: ids, mark, batches: [...batches.map(batch => batch.id), ...left] }
    // On a connection of its own: it must outlive this transaction.
    const announce = async () => {
      await db.query(sql.write_intents, { ...intent, rounds: locked.map(row => row.rounds + 1) })
    }
    const exclusive = locked.length === locked[0]!.total
    return newRound({ db: tx, at, partitions: taken, batches, suspect, left, mark, exclusive, announce })
  }

  /** Batches of rounds that were begun and not finished: they, at most, may be in the event store. Nothing writes them any more. */
  async function doubtedBatches(tx: Db, locked: readonly PartitionRow[]): Promise<number[]> {
    const rounds = new Map(locked.map(row => [row.id, row.rounds]))
    const intents = await tx.query<Intent>(sql.intents, { partitions: [...rounds.keys()] })
    const cutOff = intents.filter(intent => intent.round > rounds.get(intent.partition)!)
    if (cutOff.length === 0) return []
    await deps.store.endLeftRunning([...new Set(cutOff.map(intent => intent.mark))])
    return [...new Set(cutOff.flatMap(intent => intent.batches.map(Number)))]
  }

  async function catchUp(tx: Db, row: PartitionRow, at: Date): Promise<Partition> {
    let partition = partitions.get(row.id)
    if (!partition) {
      partition = { id: row.id, seed: row.seed, round: -1, seen: new SeenKeys(row.seed) }
      partitions.set(row.id, partition)
    }
    if (partition.round === row.rounds) return partition
    const since = new Date(at.getTime() - keepHours * 3_600_000)
    const rounds = await tx.query<{ round: number; received_at: Date; keys: Buffer }>(sql.seen_keys_since, {
      partition: row.id,
      round: partition.round,
      since,
    })
    for (const { received_at, keys } of rounds)
      for (let i = 0; i < keys.length; i += 8) partition.seen.addHash(keys.readUInt32LE(i), keys.readUInt32LE(i + 4), received_at.getTime())
    partition.round = row.rounds
    return partition
  }

  async function finish(round: Round): Promise<void> {
    const { db: tx, at, batches } = round
    await parkLines(round)
    for (const [partition, hashes] of round.newKeys) {
      if (hashes.length === 0) continue
      await tx.query(sql.add_seen_keys, {
        partition,
        round: round.partitions.get(partition)!.round + 1,
        at,
        keys: Buffer.from(Uint32Array.from(hashes).buffer),
      })
    }
    await countDrops(round)
    // What is left of a lost round is doubted still when this one is done.
    if (round.left.length > 0) {
      const taken = [...round.partitions.values()]
      const rounds = taken.map(partition => partition.round + 2)
      await tx.query(sql.write_intents, { partitions: taken.map(({ id }) => id), rounds, batches: round.left, mark: round.mark })
    }
    await tx.query(sql.finish_partitions, { partitions: [...round.partitions.keys()], owner, at })
    await tx.query(sql.delete_batches, { ids: batches.map(batch => batch.id) })
  }

  async function countDrops({ db: tx, at, dropped }: Round): Promise<void> {
    if (dropped.length === 0) return
    const counts = new Map<string, number>()
    for (const { item, reason } of dropped) {
      const key = `${item.line.b}\n${item.line.c ?? ''}\n${reason}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    // In one order for all: rounds of several workers count the same drops.
    const rows = [...counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, n]) => [...key.split('\n'), n] as [string, string, string, number])
    await tx.query(sql.count_drops, {
      at,
      brands: rows.map(r => r[0]),
      carriers: rows.map(r => r[1]),
      reasons: rows.map(r => r[2]),
      ns: rows.map(r => r[3]),
    })
  }

  async function tidy(): Promise<void> {
    await between?.()
    const nowMs = clock.now().getTime()
    if (Math.abs(nowMs - forgotAt) < 600_000) return
    forgotAt = nowMs
    await db.query(sql.forget_seen_keys, { before: new Date(nowMs - keepHours * 3_600_000) })
  }

  async function run(): Promise<void> {
    let failures = 0
    while (!stopping) {
      const began = performance.now()
      try {
        const lines = await round()
        failures = 0
        // There is more, or a fault is being looked for.
        if (lines >= roundItems || (lines > 0 && batcher.items < roundItems)) continue
        await tidy()
        await pause(Math.max(10, (lines === 0 ? quietMs : paceMs) - (performance.now() - began)))
      } catch (error) {
        log.error({ err: error, failures }, 'a round failed and will be tried again')
        await pause(Math.min(5000, 100 * 2 ** failures++))
      }
    }
  }

  return {
    start() {
      loop ??= run()
    },
    async stop() {
      stopping = true
      await loop
    },
    async drain() {
      let total = 0
      for (let lines = await round(); lines > 0; lines = await round()) total += lines
      await tidy()
      return total
    },
  }
}
