import { asText } from './as-text.ts'
import { type Message, shopOtherEventNames } from './types.ts'

export type * from './types.ts'
export { shopOtherEventNames } from './types.ts'

const messageTypes = new Set(['text', 'image', 'voice', 'video', 'shortvideo', 'location', 'link', 'miniprogrampage'])
const infoTypes = new Set(['component_verify_ticket', 'authorized', 'updateauthorized', 'unauthorized'])

/** Event names as WeChat spells them; some pushes differ in case, so they are found by their lower case. */
const eventNames = new Map(
  [
    'subscribe unsubscribe SCAN LOCATION CLICK VIEW view_miniprogram scancode_push scancode_waitmsg pic_sysphoto pic_photo_or_album pic_weixin',
    'location_select TEMPLATESENDJOBFINISH MASSSENDJOBFINISH PUBLISHJOBFINISH subscribe_msg_popup_event subscribe_msg_change_event',
    'subscribe_msg_sent_event user_info_modified user_authorization_revoke user_authorization_cancellation wxa_media_check',
    'user_enter_tempsession qualification_verify_success qualification_verify_fail naming_verify_success naming_verify_fail annual_renew',
    'verify_expired kf_create_session kf_close_session kf_switch_session notify_service_msg_send_result trade_manage_remind_access_api',
    'trade_manage_remind_shipping trade_manage_order_settlement wxa_trade_controlled channels_ec_order_new channels_ec_order_pay',
    'channels_ec_order_cancel channels_ec_order_wait_shipping channels_ec_order_deliver channels_ec_order_confirm channels_ec_order_settle',
    'channels_ec_order_ext_info_update channels_ec_aftersale_update channels_ec_coupon_receive channels_ec_user_coupon_use',
    'channels_ec_user_coupon_unuse',
    ...shopOtherEventNames,
  ]
    .flatMap(names => names.split(' '))
    .map(name => [name.toLowerCase(), name]),
)

/** Fields that count or date; read as numbers when their text is a safe number. */
const numberFields = new Set(
  [
    'CreateTime Idx Location_X Location_Y Scale Latitude Longitude Precision Count TotalCount FilterCount SentCount ErrorCount ErrorCode PopupScene',
    'ArticleIdx UserDeclareState AuditState OriginalArticleType CanReprint NeedReplaceContent NeedShowReprintSource CheckState publish_status',
    'count idx fail_idx ExpiredTime FailTime AuthorizationCodeExpiredTime version errcode label prob level notify_type card_status fail_ret',
    'pay_time cancel_type finish_delivery confirm_type settle_time type wxa_vip_discounted_price receive_time use_time unuse_time create_time',
    'delete_time expire_time change_time invalid_time join_time close_time grade experience_value score delta_score add_time shipped_time',
    'estimated_settlement_time confirm_receive_method confirm_receive_time settlement_time',
  ].flatMap(names => names.split(' ')),
)

/** Fields that name a thing; JSON may show them as bare digits. */
const isIdField = /(?:id|Id|ID|EventKey|_no|_id_str|mobile|phone_number)$/

/** Text that people wrote: kept to the last blank. */
const verbatimFields = new Set(['Content', 'Recognition', 'Title', 'Description', 'Label', 'ScanResult', 'SessionFrom', 'EventKey'])

/** Lists, which XML shows as repeats and JSON as one object when there is one entry. */
const listFields = new Set(['List', 'item', 'fail_idx', 'PicList', 'ResultList', 'detail'])

/** Lists that are wrapped in `item`. */
const wrappedLists = new Set(['PicList', 'ResultList'])

const subscribeWrappers = ['SubscribeMsgPopupEvent', 'SubscribeMsgChangeEvent', 'SubscribeMsgSentEvent'] as const

const maxDepth = 8

/**
 * Gives a push its one shape, whether it came as XML or JSON: numbers, ids as strings, lists as arrays, trimmed names.
 * Never fails: what is not known gets kind `unknown` with all its fields.
 */
export function normalizeMessage(fields: Readonly<Record<string, unknown>>): Message {
  const message: Record<string, unknown> = { kind: 'unknown' }
  for (const name in fields) if (Object.hasOwn(fields, name)) set(message, name, normalizeField(name, fields[name], 0))
  message.ToUserName = asText(message.ToUserName)
  message.FromUserName = asText(message.FromUserName)
  if (typeof message.CreateTime !== 'number') message.CreateTime = 0
  const type = asText(message.MsgType)
  message.MsgType = type
  if (type === 'event') nameEvent(message)
  else if (messageTypes.has(type) && typeof message.MsgId === 'string' && (type !== 'text' || typeof message.Content === 'string'))
    message.kind = 'message'
  else if (type === '' && infoTypes.has(asText(message.InfoType))) nameComponentPush(message)
  return message as Message
}

function nameEvent(message: Record<string, unknown>): void {
  const event = asText(message.Event)
  message.Event = event
  const name = eventNames.get(event.toLowerCase())
  if (name === undefined) return
  message.kind = 'event'
  message.Event = name
  if (name.startsWith('subscribe_msg_')) liftList(message)
  else if (name === 'TEMPLATESENDJOBFINISH') message.Status = tidyStatus(message.Status)
  else if (name === 'subscribe') message.EventKey ??= ''
}

function nameComponentPush(message: Record<string, unknown>): void {
  message.kind = 'component'
  delete message.MsgType
}

/** The entries of a subscription event stand under `List`, in or out of a wrapper that one old page even misnames. */
function liftList(message: Record<string, unknown>): void {
  for (const wrapper of subscribeWrappers) {
    const inner = message[wrapper]
    if (!isFields(inner)) continue
    message.List ??= inner.List
    delete message[wrapper]
  }
  message.List ??= []
}

/** `failed: System failed` and `failed:system failed` are the same. */
function tidyStatus(status: unknown): string {
  return asText(status).toLowerCase().replace(/:\s+/, ':')
}

function normalizeField(name: string, value: unknown, depth: number): unknown {
  if (listFields.has(name)) return normalizeList(name, value, depth)
  if (typeof value === 'string') return normalizeText(name, value)
  if (typeof value === 'number') return isIdField.test(name) ? String(value) : value
  return normalizeNested(name, value, depth)
}

function normalizeNested(name: string, value: unknown, depth: number): unknown {
  if (depth > maxDepth) return value
  if (Array.isArray(value)) return value.map(entry => normalizeField(name, entry, depth + 1))
  if (!isFields(value)) return value
  const out: Record<string, unknown> = {}
  for (const key in value) if (Object.hasOwn(value, key)) set(out, key, normalizeField(key, value[key], depth + 1))
  return out
}

function normalizeList(name: string, value: unknown, depth: number): unknown {
  let entries = value
  if (wrappedLists.has(name) && isFields(value) && 'item' in value) entries = value.item
  if (typeof entries === 'string' && entries.trim() === '') entries = []
  const list = Array.isArray(entries) ? entries : entries === undefined || entries === null ? [] : [entries]
  return list.map(entry => (typeof entry === 'object' ? normalizeNested(name, entry, depth + 1) : normalizeScalar(name, entry)))
}

function normalizeScalar(name: string, value: unknown): unknown {
  if (typeof value === 'string') return normalizeText(name, value)
  return typeof value === 'number' && isIdField.test(name) ? String(value) : value
}

const decimal = /^[+-]?\d+(?:\.\d+)?$/

function normalizeText(name: string, value: string): string | number {
  if (verbatimFields.has(name)) return value
  const text = value.trim()
  if (!numberFields.has(name) || !decimal.test(text)) return text
  const number = Number(text)
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : text
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function set(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') Object.defineProperty(target, name, { value, enumerable: true, writable: true, configurable: true })
  else target[name] = value
}
