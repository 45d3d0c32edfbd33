/** A world's past as the product imports it: NDJSON lines of the Segment spec, in order of time. */

import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { type HistoryItem, toItem } from './facts.ts'
import { appIdsOf, type World } from './worlds/world.ts'

/** The past, item by item. Repeated callbacks come as repeated items with equal `messageId`. */
export async function* history(world: World): AsyncGenerator<HistoryItem> {
  for (const items of historyDays(world)) yield* items
}

/** The past, a day of items at a time; the way to read it fast. */
export function* historyDays(world: World): Generator<HistoryItem[]> {
  const appIds = appIdsOf(world.accounts)
  for (const day of world.facts()) yield day.map(fact => toItem(fact, appIds))
}

/** The past as chunks of NDJSON, about a day each. */
export function* historyChunks(world: World): Generator<string> {
  for (const items of historyDays(world)) {
    if (items.length === 0) continue
    let text = ''
    for (const item of items) text += `${JSON.stringify(item)}\n`
    yield text
  }
}

export type WrittenHistory = { file: string; lines: number; bytes: number; sha256: string }

/** Writes the past to a file and says how much it was; the hash depends on world, seed, people and last day only. */
export async function writeHistory(world: World, file: string): Promise<WrittenHistory> {
  const out = createWriteStream(file)
  const hash = createHash('sha256')
  let lines = 0
  let bytes = 0
  for (const chunk of historyChunks(world)) {
    const data = Buffer.from(chunk)
    hash.update(data)
    bytes += data.length
    for (let at = data.indexOf(10); at >= 0; at = data.indexOf(10, at + 1)) lines++
    if (!out.write(data)) await once(out, 'drain')
  }
  out.end()
  await finished(out)
  return { file, lines, bytes, sha256: hash.digest('hex') }
}
