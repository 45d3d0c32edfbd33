/** An event on its way into the event store, and how it is written there. */
import { NativeBlock } from '../../infra/native-block.ts'
import type { Ids } from '../identity/nodes.ts'

export type DataCarrier = 'mini_program' | 'official_account' | 'channels' | 'other'

/** A row of `events`. `person` 0 is nobody; `(batch, n)` names it for good; times are ms. */
export type EventRow = {
  brand: string
  person: number
  at: number
  event: string
  carrier: DataCarrier
  carrierId: string
  source: string
  entry: string
  touch: string
  trace: string
  joined: boolean
  identity: string
  valueFen: number
  /** JSON text. */
  props: string
  batch: number
  n: number
  receivedAt: number
  ids: Ids
  /** For ordering sightings of one moment. */
  seq: number
  /** Traits to be remembered, from identify calls. */
  traits: Record<string, unknown> | undefined
  /** Nothing more is to be asked of WeChat about it. */
  whole: boolean
}

/** What a kind decides; the rest is filled in by {@link eventRow}. */
export type EventParts = Pick<EventRow, 'at' | 'event' | 'carrier' | 'carrierId' | 'ids'> &
  Partial<Pick<EventRow, 'source' | 'entry' | 'touch' | 'trace' | 'valueFen' | 'props' | 'traits' | 'whole'>>

export type Place = { brand: string; batch: number; n: number; receivedAt: number }

/** Every row has the same shape, which keeps the hot loop quick. */
export function eventRow(place: Place, parts: EventParts): EventRow {
  return {
    brand: place.brand,
    person: 0,
    at: parts.at,
    event: parts.event,
    carrier: parts.carrier,
    carrierId: parts.carrierId,
    source: parts.source ?? '',
    entry: parts.entry ?? '',
    touch: parts.touch ?? '',
    trace: parts.trace ?? '',
    joined: false,
    identity: '',
    valueFen: parts.valueFen ?? 0,
    props: parts.props ?? '',
    batch: place.batch,
    n: place.n,
    receivedAt: place.receivedAt,
    ids: parts.ids,
    seq: place.batch * 1_000_000 + place.n,
    traits: parts.traits,
    whole: parts.whole ?? false,
  }
}

const quoted = new Map<string, string>()

/** JSON of a text that comes again and again. */
export function quote(text: string): string {
  let json = quoted.get(text)
  if (json === undefined) {
    json = JSON.stringify(text)
    if (quoted.size > 20_000) quoted.clear()
    quoted.set(text, json)
  }
  return json
}

/** Seconds with three decimals, as DateTime64(3) reads them. */
export function seconds(ms: number): string {
  if (!(ms >= 1000)) return (ms / 1000).toFixed(3)
  const digits = String(Math.round(ms))
  return `${digits.slice(0, -3)}.${digits.slice(-3)}`
}

/** A `Date` of the event store reaches from 1970 to 6 June 2149, and days begin east of Greenwich. */
const latestMs = 65_535 * 86_400_000

/** False for a moment that the event store would keep as another one. */
export const isStorable = (ms: number) => ms >= 0 && ms < latestMs

/** Rows as a block of `events`. */
export function eventBlock(rows: readonly EventRow[]): Buffer {
  return new NativeBlock(rows, 17)
    .word('brand', r => r.brand)
    .uint32('person', r => r.person)
    .int64('occurred_at', "DateTime64(3, 'UTC')", r => Math.round(r.at))
    .word('event', r => r.event)
    .word('carrier', r => r.carrier)
    .word('carrier_id', r => r.carrierId)
    .word('source', r => r.source)
    .word('entry', r => r.entry)
    .word('touch', r => r.touch)
    .text('trace', r => r.trace)
    .uint8('joined', r => (r.joined ? 1 : 0))
    .text('identity', r => r.identity)
    .int64('value_fen', 'Int64', r => r.valueFen)
    .text('props', r => (r.props === '{}' ? '' : r.props))
    .int64('batch', 'UInt64', r => r.batch)
    .uint32('n', r => r.n)
    .int64('received_at', "DateTime64(3, 'UTC')", r => Math.round(r.receivedAt))
    .bytes()
}
