import type { Message } from './types.ts'

/**
 * The key that all deliveries of one push share: `MsgId`; for shop events event, order and second; for other events
 * person, second, event and key. Results of sends add the id they speak of, since several may fall on one second.
 */
export function dedupeKey(message: Message): string {
  const fields: Readonly<Record<string, unknown>> = message
  if (fields.MsgId !== undefined && fields.MsgId !== '') return String(fields.MsgId)
  if (message.kind === 'component')
    return `${message.InfoType}:${message.AuthorizerAppid ?? message.AppId}:${message.CreateTime}:${message.AuthorizationCode ?? ''}`
  const event = String(fields.Event ?? '')
  if (/^(channels_ec_|product_|head_supplier_|related_shop_|cooperation_shop_)/.test(event)) {
    const subject = shopSubject(fields)
    if (subject !== '') return `${event}:${subject}:${message.CreateTime}`
  }
  return `${message.FromUserName}:${message.CreateTime}:${event}:${fields.EventKey ?? ''}${sendSubject(fields)}`
}

const shopIds = ['after_sale_order_id', 'complaint_id', 'guarantee_order_id', 'order_id', 'user_coupon_id', 'coupon_id', 'product_id']

function shopSubject(fields: Readonly<Record<string, unknown>>): string {
  for (const value of Object.values(fields)) {
    if (typeof value !== 'object' || value === null) continue
    const inner = value as Record<string, unknown>
    for (const name of shopIds) if (inner[name] !== undefined) return String(inner[name])
  }
  return ''
}

function sendSubject(fields: Readonly<Record<string, unknown>>): string {
  const direct = fields.MsgID ?? fields.trace_id
  if (direct !== undefined) return `:${direct}`
  const list = fields.List
  if (Array.isArray(list)) return list.map(entry => `:${entry.MsgID ?? entry.TemplateId ?? ''}`).join('')
  const publish = fields.PublishEventInfo
  return typeof publish === 'object' && publish !== null && 'publish_id' in publish ? `:${publish.publish_id}` : ''
}
