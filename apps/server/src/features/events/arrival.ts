import { type Arrival, encodeTrace, resolveArrival } from '@wematrix/wechat'
import type { CarrierRecord } from '../inbox/directory.ts'
import type { EventParts } from './event-row.ts'

type Json = Record<string, unknown>

/**
 * Where a launch of the Mini Program came from, as columns of the event. A return keeps no source of its own: the
 * person was here before, and what brought them then stays what it was.
 */
export function arrivalOf(
  properties: Json,
  carriers: ReadonlyMap<string, CarrierRecord>,
): Pick<EventParts, 'source' | 'entry' | 'touch' | 'trace'> {
  const launch = { ...properties, scene: Number(properties.scene) } as Parameters<typeof resolveArrival>[0]['launch']
  const start = properties.start === 'hot' ? 'hot' : 'cold'
  const arrival = resolveArrival({ launch, start, prev: (properties.prev ?? null) as null })
  const named = traceOf(arrival, properties)
  if (arrival.touch !== 'entry') return { source: '', entry: arrival.entry, touch: arrival.touch, trace: named }
  const account = arrival.source_appid ? carriers.get(arrival.source_appid) : undefined
  const [carrier = '', entry = arrival.entry] = (arrival.attributed ?? '').split('/')
  const source = account?.kind === 'official_account' ? 'official_account' : carrier === 'other' ? '' : carrier
  return {
    source,
    entry: typeof properties.entry === 'string' && properties.entry !== '' ? properties.entry : entry,
    touch: 'entry',
    trace: named,
  }
}

const elsewhere = new Set(['oa.unfollow', 'message.sent', 'message.failed'])

/** What concerns a person who is not there at that moment, so that it is no arrival, whoever reports it: they leave, or are written to. */
export const isElsewhere = (event: string) => elsewhere.has(event) || event.startsWith('privacy.')

/** Our trace code, else the text of a mini-program code, else the one named beside. */
function traceOf({ trace, decoded }: Arrival, properties: Json): string {
  const code = trace ? encodeTrace(trace) : decoded
  return (code || (typeof properties.trace === 'string' ? properties.trace : '')).slice(0, 128)
}
