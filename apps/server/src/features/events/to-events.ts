/** Lines of the inbox become events: one small file a family says how. */
import { normalizeMessage, parseBody } from '@wematrix/wechat'
import type { CarrierRecord, Directory } from '../inbox/directory.ts'
import type { Line } from '../inbox/lines.ts'
import { type EventParts, type EventRow, eventRow } from './event-row.ts'
import { accountEvents } from './kinds/official-account.ts'
import { type OrderToRead, shopEvents } from './kinds/shop.ts'
import { namedCarriers as namedInCall, trackedEvent } from './kinds/tracked.ts'

/** One line with its place in the inbox. */
export type Item = { line: Line; text: string; partition: number; batch: number; index: number }

export type Dropped = { item: Item; reason: string; detail: string }

/** `orders`: payments of a shop that must be read before they are events. */
export type Translated = { rows: EventRow[]; orders: (OrderToRead & { brand: string })[]; dropped: Dropped[] }

/** A push may say several things; each line has room for so many events. */
export const eventsPerLine = 32

/** @param unfit  called for a line that cannot be read; it is not among the results */
export async function toEvents(
  items: readonly Item[],
  directory: Directory,
  unfit: (item: Item, error: Error) => void,
): Promise<Translated> {
  const result: Translated = { rows: [], orders: [], dropped: [] }
  const worlds = await worldsOf(items, directory)
  for (const item of items) {
    const { line } = item
    const world = worlds.get(line.b)
    if (!world) {
      result.dropped.push({ item, reason: 'unknown_brand', detail: line.b })
      continue
    }
    let parts: EventParts[] | undefined
    try {
      parts = line.k === 'cb' ? pushed(line, world.carriers, result) : tracked(line, item.text, world)
    } catch (error) {
      unfit(item, error as Error)
      continue
    }
    if (!parts) {
      result.dropped.push({ item, reason: 'unknown_carrier', detail: line.c ?? '' })
      continue
    }
    for (let i = 0; i < parts.length && i < eventsPerLine; i++)
      result.rows.push(eventRow({ brand: line.b, batch: item.batch, n: item.index * eventsPerLine + i, receivedAt: line.r }, parts[i]!))
  }
  return result
}

type World = Parameters<typeof trackedEvent>[1]

/** Brands with their carriers; read anew when a line names an account that was connected only just now. */
async function worldsOf(items: readonly Item[], directory: Directory): Promise<Map<string, World>> {
  const worlds = new Map<string, World>()
  for (const brandId of new Set(items.map(item => item.line.b))) {
    const brand = directory.brands.peek(brandId) ?? (await directory.brands.load(brandId))
    const carriers = directory.brandCarriers.peek(brandId) ?? (await directory.brandCarriers.load(brandId))
    if (brand && carriers) worlds.set(brandId, { brand, carriers })
  }
  const outdated = new Set<string>()
  for (const { line } of items) {
    const carriers = worlds.get(line.b)?.carriers
    if (carriers && namedCarriers(line).some(name => !carriers.has(name))) outdated.add(line.b)
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

function tracked(line: Exclude<Line, { k: 'cb' }>, text: string, world: World): EventParts[] {
  const trusted = line.k === 'imp' || line.s === 1
  return [
    trackedEvent(
      { type: line.k === 'imp' ? 'track' : line.t, at: line.at, value: line.e, carrierId: line.c ?? '', trusted, line: text },
      world,
    ),
  ]
}

/** Accounts that a line names, by our id or by AppID. */
const namedCarriers = (line: Line): string[] => (line.k === 'cb' ? [line.c] : namedInCall(line.e, line.c ?? ''))
