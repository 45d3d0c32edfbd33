/** What a person says to an Official Account, in words, pictures, voice; whom they ask for; what a page of the account records. */
import type { XmlInputFields } from '@wematrix/wechat'
import { allow } from '../api/messages.ts'
import type { Person } from '../facts.ts'
import { autoReply } from '../official-account/auto-replies.ts'
import { heardByStaff, requestStaff } from '../official-account/desk.ts'
import { keepMedia, mediaLifeMs } from '../official-account/media.ts'
import { samples } from '../official-account/sample-files.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState } from '../state/state.ts'
import { publishedPlace } from './articles.ts'
import { type ActContext, type ActResult, accountFor, happened, withSlot } from './context.ts'

type OnAccount = { account?: string }
export type MessageKind = 'text' | 'image' | 'voice' | 'video' | 'shortvideo' | 'location' | 'link'
export type MessageOptions = OnAccount & {
  text?: string
  type?: MessageKind
  /** Id of the tapped entry of a msgmenu message. */
  menuId?: string
  /** The article from whose page it is sent: its address, title or `msg_data_id`. */
  article?: string | number
}

/** Writes to the account; the window for customer messages opens. Nobody hears somebody who stands in the blacklist. */
export function message(context: ActContext, person: Person, options: MessageOptions): ActResult {
  const { realm } = context
  const account = withSlot(accountFor(context, options.account, 'service'))
  const openid = person.openids[account.spec.slot]
  const result: ActResult = { act: 'message', person: person.name, account: account.spec.alias, openid }
  if (account.official.blacklist.has(openid)) return { ...result, blocked: true }
  const type = options.type ?? 'text'
  const text = String(options.text ?? '')
  const content = contentOf(context, account, type, text)
  happened(context, person, account.spec.slot, 'official_account', 'oa.message', { MsgType: type, Content: text })
  if (options.menuId === undefined) allow(account, openid, realm.clock.ms(), 5, 48 * 3_600_000)
  else allow(account, openid, realm.clock.ms(), 3, 60_000)
  if (heardByStaff(realm, account, openid, text || `[${type}]`))
    return { ...result, heardBy: account.official.desk.sessions.get(openid)!.staff }
  if (!account.connection?.callback) autoReply(context, account, person, type === 'text' ? text : undefined)
  context.callbacks.push(account, openid, {
    MsgType: type,
    ...content,
    ...(options.menuId === undefined ? {} : { bizmsgmenuid: options.menuId }),
    ...(options.article === undefined ? {} : fromArticle(realm, account, options.article)),
  })
  return { ...result, ...(typeof content.MediaId === 'string' ? { media_id: content.MediaId } : {}) }
}

function fromArticle(realm: Realm, account: AccountState, word: string | number): XmlInputFields {
  const { publication, index } = publishedPlace(realm, account, word)
  return { MsgDataId: publication.msgDataId, Idx: index + 1 }
}

function contentOf({ realm }: ActContext, account: AccountState, type: MessageKind, text: string): XmlInputFields {
  const keep = (kind: 'image' | 'voice' | 'video' | 'thumb') =>
    keepMedia(realm, account, kind, kind === 'thumb' ? samples.image() : samples[kind](), mediaLifeMs)
  switch (type) {
    case 'image': {
      const { id, url } = keep('image')
      return { PicUrl: url!, MediaId: id }
    }
    case 'voice': {
      const { id } = keep('voice')
      return { MediaId: id, Format: 'amr', MediaId16K: keep('voice').id }
    }
    case 'video':
    case 'shortvideo':
      return { MediaId: keep('video').id, ThumbMediaId: keep('thumb').id }
    case 'location':
      return { Location_X: '30.2489', Location_Y: '120.2052', Scale: 15, Label: text || '杭州市上城区' }
    case 'link':
      return { Title: text || '链接', Description: '', Url: realm.world.content.site }
    case 'text':
      return { Content: text }
    default:
      throw new Error(`A message is text, image, voice, video, shortvideo, location or link, not "${String(type)}".`)
  }
}

/** A page of the account records a voice with the JS-SDK and uploads it: the id that the page hands to its server. */
export function record(context: ActContext, person: Person, options: OnAccount & { seconds?: number } = {}): ActResult {
  const account = withSlot(accountFor(context, options.account, 'service'))
  const seconds = Math.min(60, Number(options.seconds ?? 3))
  const voice = keepMedia(context.realm, account, 'voice', samples.voice(seconds), mediaLifeMs)
  voice.speex = samples.speex(seconds)
  return { act: 'record', person: person.name, account: account.spec.alias, media_id: voice.id }
}

/** Asks for a human: waits for the account's staff, or is served at once when `staff` names one who is online. */
export function ask(context: ActContext, person: Person, options: OnAccount & { text?: string; staff?: string } = {}): ActResult {
  const account = withSlot(accountFor(context, options.account, 'service'))
  const openid = person.openids[account.spec.slot]
  const told = message(context, person, { ...(options.account ? { account: options.account } : {}), text: options.text ?? '找人工' })
  if (told.blocked || told.heardBy) return { ...told, act: 'ask' }
  return { ...told, act: 'ask', ...requestStaff(context.realm, context.callbacks.push, account, openid, options.staff) }
}
