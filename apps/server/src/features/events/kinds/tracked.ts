/** Segment calls from the SDK, from servers and from files. */
import { phoneHash } from '../../../infra/crypto.ts'
import { type Ids, openidNode } from '../../identity/nodes.ts'
import type { BrandRecord, CarrierRecord } from '../../inbox/directory.ts'
import type { CallType } from '../../inbox/segment.ts'
import { arrivalOf, isElsewhere } from '../arrival.ts'
import type { DataCarrier, EventParts } from '../event-row.ts'
import { rawObject } from '../raw-object.ts'

type Json = Record<string, unknown>

/** `line` is the whole line as it stands in the inbox. `trusted`: a secret key or a file of the operator's own sent it. */
export type TrackedCall = { type: CallType; at: number; value: Json; carrierId: string; trusted: boolean; line: string }

export type TrackedWorld = { brand: BrandRecord; carriers: ReadonlyMap<string, CarrierRecord> }

export function trackedEvent(call: TrackedCall, world: TrackedWorld): EventParts {
  const { value } = call
  const context = object(value.context)
  const wechat = object(context.wechat)
  const traits = bothOf(context.traits, value.traits)
  const record = carrierOf(call, world)
  const carrier = record ? dataCarrier(record) : named(context.carrier)
  const ids = idsOf(call, wechat, context, traits, record, world.brand)
  const properties = object(value.properties)
  if (call.type === 'track') return tracked(call, String(value.event), properties, carrier, record?.id ?? '', ids, world)
  const base = { at: call.at, carrier, carrierId: record?.id ?? '', ids }
  switch (call.type) {
    case 'identify':
      return { ...base, event: 'user.identify', props: JSON.stringify(publicTraits(traits)), traits: publicTraits(traits) }
    case 'page':
    case 'screen':
      return {
        ...base,
        event: carrier === 'mini_program' ? 'mp.page' : `web.${call.type}`,
        props: JSON.stringify(value.name ? { name: value.name, ...properties } : properties),
      }
    case 'group':
      return { ...base, event: 'user.group', props: JSON.stringify({ groupId: value.groupId, ...publicTraits(traits) }) }
    case 'alias':
      return { ...base, event: 'user.alias', props: JSON.stringify({ previousId: value.previousId }) }
  }
}

/** The hot one: a single literal, no copies. */
function tracked(
  call: TrackedCall,
  event: string,
  properties: Json,
  carrier: DataCarrier,
  carrierId: string,
  ids: Ids,
  world: TrackedWorld,
): EventParts {
  const inChannels = event.startsWith('channels.')
  const source = sourceOf(properties) || (inChannels ? 'mini_program' : '')
  const parts: EventParts = {
    at: call.at,
    event,
    carrier: inChannels ? 'channels' : carrier,
    carrierId,
    ids,
    source,
    entry: short(properties.entry),
    touch: source === '' ? '' : 'entry',
    trace: short(properties.trace),
    valueFen: valueFen(event, properties),
    props: rawObject(call.line, 'properties') ?? JSON.stringify(properties),
  }
  if (event === 'mp.launch') return { ...parts, ...arrivalOf(properties, world.carriers) }
  return isElsewhere(event) ? { ...parts, source: '', touch: 'exclude' } : parts
}

/** Where a call says that it happened, by our id or by AppID, the most exact first. `carrierId` is that of the key. */
function carrierOf({ value, carrierId }: TrackedCall, { carriers }: TrackedWorld): CarrierRecord | undefined {
  const context = object(value.context)
  return (
    carrierNamed(context.carrierId, carriers) ??
    carrierNamed(object(context.wechat).appId, carriers) ??
    carrierNamed(context.appId, carriers) ??
    carrierNamed(carrierId, carriers)
  )
}

/** True when a call names an account that is not among these: it may have been connected only just now. */
export function namesUnknownCarrier(value: Json, carrierId: string, carriers: TrackedWorld['carriers']): boolean {
  const context = object(value.context)
  return (
    isUnknown(context.carrierId, carriers) ||
    isUnknown(object(context.wechat).appId, carriers) ||
    isUnknown(context.appId, carriers) ||
    isUnknown(carrierId, carriers)
  )
}

const isName = (name: unknown): name is string => typeof name === 'string' && name !== ''
const carrierNamed = (name: unknown, carriers: TrackedWorld['carriers']) => (isName(name) ? carriers.get(name) : undefined)
const isUnknown = (name: unknown, carriers: TrackedWorld['carriers']) => isName(name) && !carriers.has(name)

export const dataCarrier = ({ kind }: CarrierRecord): DataCarrier => (kind === 'shop' ? 'channels' : kind)

/** The row's ids. Phones only from those who may vouch for them; a device names a person only when nothing else does. */
function idsOf(call: TrackedCall, wechat: Json, context: Json, traits: Json, record: CarrierRecord | undefined, brand: BrandRecord): Ids {
  const ids: Ids = {}
  const openid = id(wechat.openid ?? context.openid ?? traits.openid)
  const unionid = id(wechat.unionid ?? context.unionid ?? traits.unionid)
  const appId = id(wechat.appId ?? context.appId ?? traits.appId) || record?.appId || ''
  if (openid && appId) ids.openid = openidNode(appId, openid)
  if (unionid) ids.unionid = `u:${unionid}`
  const external = id(call.value.userId)
  if (external) ids.external = `e:${external}`
  if (call.type === 'alias') nameBefore(ids, id(call.value.previousId), id(call.value.anonymousId))
  const phone = call.trusted && traits.phoneVerified === true ? e164(traits.phone) : ''
  if (phone) ids.phone = `p:${phoneHash(brand.phoneSalt, phone)}`
  if (!ids.openid && !ids.unionid && !ids.external && !ids.phone) {
    const device = id(call.value.anonymousId) || (openid ? `openid:${openid}` : '')
    if (device) ids.anonymous = `d:${device}`
  }
  return ids
}

/** Segment does not say whether what an alias names was a customer number or a device; if it is the device of the call, it is that. */
function nameBefore(ids: Ids, before: string, device: string): void {
  if (!before || !ids.external || ids.external === `e:${before}`) return
  ids.device = `d:${before}`
  if (before !== device) ids.previous = `e:${before}`
}

/** Fen out of `value_fen`, or out of an amount in yuan. Only events about orders and those that name a value have one. */
export function valueFen(event: string, properties: Json): number {
  if (properties.value_fen !== undefined) return whole(Number(properties.value_fen))
  const yuan = properties.revenue ?? properties.value ?? (event.startsWith('order.') ? properties.total : undefined)
  if (typeof yuan !== 'number' && typeof yuan !== 'string') return 0
  return yuan === '' ? 0 : whole(Math.round(Number(yuan) * 100))
}

const whole = (value: number) =>
  Number.isSafeInteger(value) ? value : Number.isFinite(value) && Math.abs(value) < 9e15 ? Math.round(value) : 0

/** Chinese mobile numbers get their country; others must have one. */
export function e164(value: unknown): string {
  const digits = typeof value === 'string' || typeof value === 'number' ? String(value).replace(/[\s()-]/g, '') : ''
  if (/^1\d{10}$/.test(digits)) return `+86${digits}`
  if (/^(\+|00)\d{6,15}$/.test(digits)) return `+${digits.replace(/^(\+|00)/, '')}`
  return ''
}

/** Traits without what is an id or a secret of its own. */
function publicTraits(traits: Json): Json {
  const { openid: _o, unionid: _u, appId: _a, phone: _p, phoneVerified: _v, ...rest } = traits
  return rest
}

const carriersInData: readonly string[] = ['mini_program', 'official_account', 'channels']
const named = (value: unknown): DataCarrier => (carriersInData.includes(String(value)) ? (value as DataCarrier) : 'other')
const sourceOf = ({ source }: Json): DataCarrier | '' => (carriersInData.includes(String(source)) ? (source as DataCarrier) : '')
const short = (value: unknown) => (typeof value === 'string' ? value.slice(0, 128) : '')
const nothing: Json = Object.freeze({})
const object = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : nothing)
/** The second wins. */
const bothOf = (first: unknown, second: unknown): Json =>
  first === undefined ? object(second) : second === undefined ? object(first) : { ...object(first), ...object(second) }
const id = (value: unknown) => (typeof value === 'string' ? value.slice(0, 255) : typeof value === 'number' ? String(value) : '')
