import { asText } from './as-text.ts'
import type { Message } from './types.ts'

/**
 * The key that all deliveries of one push share: `MsgId`; for shop events event, order and second; for other events
 * person, second, event and key. Results of sends add the id they speak of, since several may fall on one second.
 */
export function dedupeKey(message: Message): string {
  const fields: Readonly<Record<string, unknown>> = message
  const messageId = asText(fields.MsgId)
  if (messageId !== '') return messageId
  if (message.kind === 'component')
    return `${message.InfoType}:${asText(message.AuthorizerAppid) || asText(message.AppId)}:${message.CreateTime}:${asText(message.AuthorizationCode)}`
  const event = asText(fields.Event)
  if (/^(channels_ec_|product_|head_supplier_|related_shop_|cooperation_shop_)/.test(event)) {
    const subject = shopSubject(fields)
    if (subject !== '') return `${event}:${subject}:${message.CreateTime}`
  }
  return `${message.FromUserName}:${message.CreateTime}:${event}:${asText(fields.EventKey)}${sendSubject(fields)}`
}

const shopIds = ['after_sale_order_id', 'complaint_id', 'guarantee_order_id', 'order_id', 'user_coupon_id', 'coupon_id', 'product_id']

function shopSubject(fields: Readonly<Record<string, unknown>>): string {
  for (const value of Object.values(fields))
    if (isFields(value)) {
      const name = shopIds.find(id => value[id] !== undefined)
      if (name) return asText(value[name])
    }
  return ''
}

function sendSubject(fields: Readonly<Record<string, unknown>>): string {
  const direct = asText(fields.MsgID ?? fields.trace_id)
  if (direct !== '') return `:${direct}`
  if (Array.isArray(fields.List))
    return fields.List.map(entry => (isFields(entry) ? `:${asText(entry.MsgID ?? entry.TemplateId)}` : '')).join('')
  return isFields(fields.PublishEventInfo) ? `:${asText(fields.PublishEventInfo.publish_id)}` : ''
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
