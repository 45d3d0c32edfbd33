/** Pushes of Official Accounts and Mini Programs: what a person did there, what became of a message. */
import type { Message } from '@wematrix/wechat'
import { openidNode } from '../../identity/nodes.ts'
import type { CarrierRecord } from '../../inbox/directory.ts'
import type { DataCarrier, EventParts } from '../event-row.ts'

type Fields = Readonly<Record<string, unknown>>

/** Where a follow came from, as `user/info` says. */
export function followSource(scene: string): { source: DataCarrier | ''; entry: string } {
  const name = scene.replace(/^ADD_SCENE_/, '').toLowerCase()
  const entry = name ? `oa-follow-${name}` : 'oa-follow'
  if (name === 'channels' || name === 'livestream') return { source: 'channels', entry }
  return { source: name === 'wxa' ? 'mini_program' : '', entry }
}

export type ToldFollow = { at: number; openid: string; unionid?: string; scene: string; qr: string }

/** A follow as `user/info` tells of it: the same event as of the push, with all that is asked of WeChat after a push. */
export function followEvent(carrier: CarrierRecord, { at, openid, unionid, scene, qr }: ToldFollow): EventParts {
  return {
    at,
    event: 'oa.follow',
    carrier: 'official_account',
    carrierId: carrier.id,
    ids: { openid: openidNode(carrier.appId, openid), ...(unionid ? { unionid: `u:${unionid}` } : {}) },
    ...followSource(scene),
    touch: 'entry',
    trace: qr,
    whole: true,
  }
}

/** Events of one push; a push about several templates is several events. */
export function accountEvents(carrier: CarrierRecord, message: Message, receivedAt: number): EventParts[] {
  const fields = message as unknown as Fields
  const prefix = carrier.kind === 'mini_program' ? 'mp' : 'oa'
  const openid = text(fields.FromUserName)
  const common = {
    at: Number(fields.CreateTime) * 1000 || receivedAt,
    carrier: (carrier.kind === 'mini_program' ? 'mini_program' : 'official_account') as DataCarrier,
    carrierId: carrier.id,
    ids: openid ? { openid: openidNode(carrier.appId, openid) } : {},
  }
  const one = (event: string, more: Partial<EventParts> = {}): EventParts[] => [{ ...common, event, ...more }]
  if (fields.MsgType !== 'event')
    return one(`${prefix}.message`, {
      props: props({ type: fields.MsgType, content: text(fields.Content).slice(0, 200), article: fields.MsgDataId, index: fields.Idx }),
    })
  const key = text(fields.EventKey)
  switch (fields.Event) {
    case 'subscribe': {
      const trace = key.replace(/^qrscene_/, '')
      return one('oa.follow', { trace, touch: 'entry', entry: trace ? 'oa-follow-qr_code' : 'oa-follow' })
    }
    case 'unsubscribe':
      return one('oa.unfollow', { touch: notHere })
    case 'SCAN':
      return one('oa.scan', { trace: key, touch: 'entry' })
    case 'CLICK':
    case 'VIEW':
    case 'view_miniprogram':
    case 'scancode_push':
    case 'scancode_waitmsg':
    case 'pic_sysphoto':
    case 'pic_photo_or_album':
    case 'pic_weixin':
    case 'location_select':
      return one('oa.menu_click', { props: props({ kind: String(fields.Event).toLowerCase(), key, menu: fields.MenuId }) })
    case 'LOCATION':
      return one('oa.location', { props: props({ latitude: fields.Latitude, longitude: fields.Longitude }) })
    case 'subscribe_msg_popup_event':
      return items(fields).map(item => ({
        ...common,
        event: item.SubscribeStatusString === 'accept' ? 'consent.accept' : 'consent.reject',
        props: props({ template: item.TemplateId, scene: item.PopupScene }),
      }))
    case 'subscribe_msg_change_event':
      return items(fields).map(item => ({ ...common, event: 'consent.reject', props: props({ template: item.TemplateId, setting: true }) }))
    case 'subscribe_msg_sent_event':
      return items(fields).map(item => ({
        ...common,
        ...sent(Number(item.ErrorCode) === 0, {
          template: item.TemplateId,
          message: item.MsgID,
          error: item.ErrorCode,
          reason: item.ErrorStatus,
        }),
      }))
    case 'TEMPLATESENDJOBFINISH':
      return one('', sent(fields.Status === 'success', { message: fields.MsgID, reason: fields.Status }))
    case 'MASSSENDJOBFINISH':
      return one('oa.mass_result', {
        ids: {},
        props: props({
          message: fields.MsgID,
          status: fields.Status,
          total: fields.TotalCount,
          sent: fields.SentCount,
          failed: fields.ErrorCount,
        }),
      })
    case 'PUBLISHJOBFINISH':
      return one('oa.publish_result', { ids: {}, props: props({ ...(fields.PublishEventInfo as Fields) }) })
    case 'user_info_modified':
    case 'user_authorization_revoke':
    case 'user_authorization_cancellation': {
      const of = text(fields.OpenID) || openid
      return one(`privacy.${String(fields.Event).replace('user_', '')}`, {
        ids: of ? { openid: openidNode(carrier.appId, of) } : {},
        touch: notHere,
        props: props({ revoked: fields.RevokeInfo }),
      })
    }
    case 'wxa_media_check': {
      const { suggest, label } = (fields.result ?? {}) as Fields
      return one(`${prefix}.wxa_media_check`, {
        ids: {},
        props: props({ trace_id: fields.trace_id, errcode: fields.errcode, suggest, label }),
      })
    }
    default:
      return one(`${prefix}.${eventName(fields.Event)}`, { props: props({ key: fields.EventKey }) })
  }
}

/** The touch of what {@link import('../arrival.ts').isElsewhere} says of tracked and imported events. */
const notHere = 'exclude'

function sent(success: boolean, detail: Fields): Pick<EventParts, 'event' | 'touch' | 'props'> {
  return { event: success ? 'message.sent' : 'message.failed', touch: notHere, props: props(detail) }
}

const items = (fields: Fields) => (Array.isArray(fields.List) ? (fields.List as Fields[]) : [])
const text = (value: unknown) => (typeof value === 'string' ? value : '')

/** A name that we do not know, as the second half of ours. */
export const eventName = (value: unknown) =>
  String(value || 'event')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .slice(0, 60)

/** Properties as JSON; what is absent or empty is left out. */
export function props(values: Fields): string {
  return JSON.stringify(values, (_key, value: unknown) =>
    value === '' || value === null ? undefined : typeof value === 'bigint' ? String(value) : value,
  )
}
