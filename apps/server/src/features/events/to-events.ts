/** Lines of the inbox become events: one small file a family says how. */
import { normalizeMessage, parseBody } from '@wematrix/wechat'
import type { CarrierRecord, Directory } from '../inbox/directory.ts'
import type { Line } from '../inbox/lines.ts'
import { type EventParts, type EventRow, eventRow, isStorable } from './event-row.ts'
import { accountEvents, followEvent } from './kinds/official-account.ts'
import { type OrderToRead, shopEvents } from './kinds/shop.ts'
import { namesUnknownCarrier, trackedEvent } from './kinds/tracked.ts'

/** One line with its place in the inbox. */
export type Item = { line: Line; text: string; partition: number; batch: number; index: number }

export type Dropped = { item: Item; reason: string; detail: string }

/** `orders`: payments of a shop that must be read before they are events. */
export type Translated = { rows: EventRow[]; orders: (OrderToRead & { brand: string })[]; dropped: Dropped[] }

/** A push may say several things; each line has room for so many events. */
export const eventsPerLine = 32

/**
 * Translates the lines of a batch.
 *
 * @param into   receives what they become
 * @param unfit  called for a line that cannot be read; it is not among the results
 */
export async function toEvents(
  items: readonly Item[],
  directory: Directory,
  into: Translated,
  unfit: (item: Item, error: Error) => void,
): Promise<void> {
  const worlds = await worldsOf(items, directory)
  for (const item of items) {
    const { line } = item
    const world = worlds.get(line.b)
    if (!world) {
      into.dropped.push({ item, reason: 'unknown_brand', detail: line.b })
      continue
    }
    try {
      if (line.k !== 'cb' && line.k !== 'fol') {
        into.rows.push(rowOf(item, 0, tracked(line, item.text, world)))
        continue
      }
      const parts = line.k === 'cb' ? pushed(line, world.carriers, into) : told(line, world.carriers)
      if (!parts) into.dropped.push({ item, reason: 'unknown_carrier', detail: line.c })
      else into.rows.push(...parts.slice(0, eventsPerLine).map((part, i) => rowOf(item, i, part)))
    } catch (error) {
      unfit(item, error as Error)
    }
  }
}

/** @throws RangeError for a moment that the event store would keep as another one */
function rowOf({ line, batch, index }: Item, i: number, parts: EventParts): EventRow {
  if (!isStorable(parts.at)) throw new RangeError(`An event cannot have happened at ${parts.at} ms.`)
  return eventRow({ brand: line.b, batch, n: index * eventsPerLine + i, receivedAt: line.r }, parts)
}

type World = Parameters<typeof trackedEvent>[1]

/** Brands with their carriers; read anew when a line names an account that was connected only just now. */
async function worldsOf(items: readonly Item[], directory: Directory): Promise<Map<string, World>> {
  const worlds = new Map<string, World>()
  const outdated = new Set<string>()
  for (const { line } of items) {
    let world = worlds.get(line.b)
    if (!world) {
      const brand = directory.brands.peek(line.b) ?? (await directory.brands.load(line.b))
      const carriers = directory.brandCarriers.peek(line.b) ?? (await directory.brandCarriers.load(line.b))
      if (!brand || !carriers) continue
      world = { brand, carriers }
      worlds.set(line.b, world)
    }
    const unknown =
      line.k === 'cb' || line.k === 'fol' ? !world.carriers.has(line.c) : namesUnknownCarrier(line.e, line.c ?? '', world.carriers)
    if (unknown) outdated.add(line.b)
  }
  for (const brandId of outdated) {
    const carriers = await directory.brandCarriers.load(brandId)
    if (carriers) worlds.set(brandId, { ...worlds.get(brandId)!, carriers })
  }
  return worlds
}

function pushed(
  line: Extract<Line, { k: 'cb' }>,
  carriers: ReadonlyMap<string, CarrierRecord>,
  result: Translated,
): EventParts[] | undefined {
  const carrier = carriers.get(line.c)
  if (!carrier) return undefined
  const message = normalizeMessage(parseBody(line.x).fields)
  if (carrier.kind === 'shop') return shopEvents(carrier, message, line.r, order => result.orders.push({ ...order, brand: line.b }))
  return accountEvents(carrier, message, line.r)
}

function told(line: Extract<Line, { k: 'fol' }>, carriers: ReadonlyMap<string, CarrierRecord>): EventParts[] | undefined {
  const carrier = carriers.get(line.c)
  return carrier && [followEvent(carrier, line)]
}

function tracked(line: Exclude<Line, { k: 'cb' | 'fol' }>, text: string, world: World): EventParts {
  const trusted = line.k === 'imp' || line.s === 1
  const type = line.k === 'imp' ? 'track' : line.t
  return trackedEvent({ type, at: line.at, value: line.e, carrierId: line.c ?? '', trusted, line: text }, world)
}
