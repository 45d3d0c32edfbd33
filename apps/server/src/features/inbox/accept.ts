/**
 * Accept: what came through a door is on the disk before it is acknowledged. Everything that arrives within a few
 * milliseconds is one commit, a row a partition, so that the log's cost follows bytes and not events.
 */
import type pg from 'pg'
import { hash32 } from './hash.ts'
import { packLines } from './lines.ts'

/** Called once the lines of a request are durable, or with the error that kept them from it. */
export type Settled = (error?: Error) => void

export type Accept = {
  /** False while too much waits for the disk: answer "come back later". */
  readonly open: boolean
  /** Adds a line to the group being gathered; `who` is the strongest id, which keeps one id's events in order. */
  add(who: string, line: string): void
  /** Hears of the group that the lines just added are in. */
  settle(done: Settled): void
  /** Waits for what was added so far. */
  flushed(): Promise<void>
  readonly waitingBytes: number
}

export type AcceptOptions = { partitions: number; limitBytes?: number; inFlight?: number; delayMs?: number; rowLines?: number; now(): Date }

/** A group of this size does not wait. */
const largeBytes = 128 << 10
const firstDelayMs = 1

type Group = { lines: string[][]; bytes: number; waiting: Settled[] }

/** @param pool  its own small pool: a busy console must not keep WeChat waiting */
export function createAccept(pool: pg.Pool, options: AcceptOptions): Accept {
  const { partitions, limitBytes = 64 << 20, inFlight = 2, delayMs = 3, rowLines = 5000 } = options
  let group = newGroup()
  let flying = 0
  let bytes = 0
  let timer: NodeJS.Timeout | undefined

  function newGroup(): Group {
    return { lines: Array.from({ length: partitions }, () => []), bytes: 0, waiting: [] }
  }

  /** The first waits a moment for company, later ones a little longer: a commit costs the same for one and for fifty. */
  function schedule(): void {
    if (timer || flying >= inFlight) return
    if (group.bytes > largeBytes) flush()
    else timer = setTimeout(flush, flying === 0 ? firstDelayMs : delayMs)
  }

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    if (group.waiting.length === 0 && group.bytes === 0) return
    if (flying >= inFlight) return
    const sending = group
    group = newGroup()
    flying++
    write(pool, sending.lines, rowLines, options.now()).then(
      () => finish(sending),
      (error: Error) => finish(sending, error),
    )
  }

  function finish(sent: Group, error?: Error): void {
    flying--
    bytes -= sent.bytes
    for (const done of sent.waiting) done(error)
    if (group.bytes > 0 || group.waiting.length > 0) schedule()
  }

  const settle = (done: Settled) => {
    group.waiting.push(done)
    schedule()
  }

  return {
    get open() {
      return bytes < limitBytes
    },
    get waitingBytes() {
      return bytes
    },
    add(who, line) {
      group.lines[hash32(who, 0) % partitions]!.push(line)
      group.bytes += line.length
      bytes += line.length
    },
    settle,
    flushed: () => new Promise((resolve, reject) => settle(error => (error ? reject(error) : resolve()))),
  }
}

async function write(pool: pg.Pool, byPartition: string[][], rowLines: number, now: Date): Promise<void> {
  const values: unknown[] = []
  let rows = 0
  for (let partition = 0; partition < byPartition.length; partition++) {
    const lines = byPartition[partition]!
    for (let from = 0; from < lines.length; from += rowLines) {
      const batch = packLines(partition, lines.length <= rowLines ? lines : lines.slice(from, from + rowLines))
      values.push(batch.partition, batch.items, now, batch.packed, batch.body)
      rows++
    }
  }
  if (rows > 0) await pool.query({ name: `accept_${rows}`, text: statement(rows), values })
}

const statements: string[] = []

/** One prepared statement for each number of rows. A single statement commits by itself: no begin, no extra round trips. */
function statement(rows: number): string {
  const known = statements[rows]
  if (known) return known
  const tuples = Array.from({ length: rows }, (_, i) => `($${i * 5 + 1}, $${i * 5 + 2}, $${i * 5 + 3}, $${i * 5 + 4}, $${i * 5 + 5})`)
  const text = `insert into inbox (partition, items, received_at, packed, body) values ${tuples.join(', ')}`
  statements[rows] = text
  return text
}
