/**
 * Segment's tracking calls, checked by hand: one pass, exact reasons, no schema library on the hot path.
 * What passes is kept as it came; what an event is made of is decided later, in the pipeline.
 */

export const callTypes = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const
export type CallType = (typeof callTypes)[number]

/** Segment's own limits. */
export const limits = { eventBytes: 32 << 10, batchBytes: 500 << 10, batchItems: 2500 }

/** Earlier is a broken clock: WeChat began in January 2011. */
const earliestMs = Date.UTC(2011, 0, 1)
const aheadMs = 24 * 3_600_000

export type ItemError = { index: number; code: string; message: string }

/** A call that may be kept: `at` is when it happened, `who` the id that decides its partition. */
export type Call = { type: CallType; at: number; who: string; messageId: string; value: Record<string, unknown> }

export type Refused = { code: string; message: string }

type Json = Record<string, unknown>

/**
 * One call, checked.
 *
 * @param type    the path's type; undefined in a batch, where each item names its own
 * @param sentAt  the batch's, for items without one
 */
export function readCall(value: unknown, type: CallType | undefined, sentAt: unknown, nowMs: number): Call | Refused {
  if (!isObject(value)) return { code: 'bad_item', message: 'An item must be a JSON object.' }
  const kind = type ?? (value.type === undefined && typeof value.event === 'string' ? 'track' : value.type)
  if (!isCallType(kind)) return { code: 'bad_type', message: `"type" must be one of ${callTypes.join(', ')}.` }
  const refused = checkFields(value, kind)
  if (refused) return refused
  const who = strongestId(value)
  if (!who) return { code: 'missing_identity', message: 'Give "userId", "anonymousId", or "openid" or "unionid" in context.' }
  const at = happenedAt(value, sentAt, nowMs)
  if (typeof at !== 'number') return at
  return { type: kind, at, who, messageId: (value.messageId as string) ?? '', value }
}

export function isRefused(result: Call | Refused): result is Refused {
  return 'code' in result
}

function checkFields(value: Json, kind: CallType): Refused | undefined {
  const { messageId, userId, anonymousId } = value
  if (messageId !== undefined && (typeof messageId !== 'string' || messageId.length === 0 || messageId.length > 255))
    return { code: 'bad_message_id', message: '"messageId" must be text of 1 to 255 characters.' }
  if (!isId(userId)) return { code: 'bad_user_id', message: '"userId" must be text of at most 255 characters.' }
  if (!isId(anonymousId)) return { code: 'bad_anonymous_id', message: '"anonymousId" must be text of at most 255 characters.' }
  for (const part of ['context', 'properties', 'traits', 'integrations'] as const) {
    const given = value[part]
    if (given !== undefined && given !== null && !isObject(given))
      return { code: `bad_${part}`, message: `"${part}" must be a JSON object.` }
  }
  if (kind === 'track') {
    const { event } = value
    if (typeof event !== 'string' || event.length === 0)
      return { code: 'missing_event', message: '"event" must be the name of what happened.' }
    if (event.length > 200) return { code: 'event_name_too_long', message: '"event" may have at most 200 characters.' }
    return checkReserved(event, value.properties as Json | undefined)
  }
  if (kind === 'group' && typeof value.groupId !== 'string') return { code: 'missing_group_id', message: '"groupId" must be text.' }
  if (kind === 'alias' && typeof value.previousId !== 'string')
    return { code: 'missing_previous_id', message: '"previousId" must be text.' }
  if (value.name !== undefined && value.name !== null && typeof value.name !== 'string')
    return { code: 'bad_name', message: '"name" must be text.' }
  return undefined
}

/** Reserved names are checked only where a wrong shape would make a wrong number. */
function checkReserved(event: string, properties: Json | undefined): Refused | undefined {
  if (event === 'mp.launch') {
    const scene = properties?.scene
    if (typeof scene !== 'number' && !(typeof scene === 'string' && /^\d{1,6}$/.test(scene)))
      return { code: 'missing_scene', message: '"mp.launch" needs properties.scene, the number that the launch options give.' }
  }
  if (properties && event.startsWith('order.')) {
    for (const name of ['value_fen', 'value', 'revenue', 'total'] as const) {
      const amount = properties[name]
      if (
        amount !== undefined &&
        amount !== null &&
        (typeof amount === 'string' ? amount.trim() === '' || Number.isNaN(Number(amount)) : typeof amount !== 'number')
      )
        return { code: 'bad_value', message: `properties.${name} must be a number.` }
    }
  }
  return undefined
}

/** An openid first: it is in every row of its carrier, so one id's events stay in one partition. */
function strongestId(value: Json): string {
  const context = value.context as Json | undefined
  const traits = value.traits as Json | undefined
  const wechat = context?.wechat
  const found =
    (isObject(wechat) && (text(wechat.openid) || text(wechat.unionid))) ||
    text(context?.openid) ||
    text(context?.unionid) ||
    text(traits?.openid) ||
    text(traits?.unionid) ||
    value.userId ||
    value.anonymousId
  return found ? String(found) : ''
}

/**
 * When it happened. A device's clock may be wrong, so Segment takes the distance between happening and sending from
 * the device and hangs it on our own clock: receivedAt − (sentAt − timestamp).
 */
function happenedAt(value: Json, batchSentAt: unknown, nowMs: number): number | Refused {
  const given = value.originalTimestamp ?? value.timestamp
  if (given === undefined || given === null) return nowMs
  const stamp = readTime(given)
  if (stamp === undefined)
    return { code: 'bad_timestamp', message: '"timestamp" must be an ISO 8601 instant such as 2026-03-01T08:00:00.000Z.' }
  const sent = readTime(value.sentAt ?? batchSentAt)
  const at = sent === undefined ? stamp : nowMs - (sent - stamp)
  if (at < earliestMs)
    return { code: 'timestamp_too_old', message: 'The event lies before 2011; check the clock or the unit of "timestamp".' }
  if (at > nowMs + aheadMs)
    return { code: 'timestamp_in_future', message: 'The event lies more than 24 hours in the future; check the clock of the sender.' }
  return at
}

/** ISO text or milliseconds; undefined when it is neither. */
function readTime(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.floor(value) : undefined
  if (typeof value !== 'string' || value.length < 10) return undefined
  const ms = Date.parse(value)
  return Number.isNaN(ms) ? undefined : ms
}

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const isCallType = (value: unknown): value is CallType => callTypes.includes(value as CallType)
const isId = (value: unknown) =>
  value === undefined || value === null || (typeof value === 'string' ? value.length <= 255 : Number.isSafeInteger(value))
const text = (value: unknown) => (typeof value === 'string' && value.length <= 255 ? value : '')
