import { resolveArrival } from '@wematrix/wechat'
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
  const code = codeOf(properties.query)
  const named = code === '' && typeof properties.trace === 'string' ? properties.trace.slice(0, 128) : code
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

/** The trace code as it came: our parameter `t`, or the text of a mini-program code. */
function codeOf(query: unknown): string {
  if (typeof query === 'string') {
    const fields = new URLSearchParams(query)
    return (fields.get('t') ?? fields.get('scene') ?? '').slice(0, 128)
  }
  const fields = (typeof query === 'object' && query !== null ? query : {}) as Json
  const code = fields.t ?? fields.scene
  if (typeof code !== 'string') return ''
  try {
    return decodeURIComponent(code).slice(0, 128)
  } catch {
    return code.slice(0, 128)
  }
}
