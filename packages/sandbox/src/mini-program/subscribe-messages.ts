/** Subscription messages: an accept of a one-time template is one message, of a long-term one as many as one likes. */
import { sendServiceSubscribeMessage, sendSubscribeMessage, type TemplateData } from '@wematrix/wechat'
import { bigId, deliver, receiver } from '../api/messages.ts'
import { type Call, on, Refusal } from '../api/on.ts'
import { findRiskyWord } from '../risky-words.ts'
import type { AccountState } from '../state/state.ts'
import { checkData } from './template-data.ts'

type Message = { touser: string; template_id: string; data: TemplateData; miniprogram_state?: string; lang?: string }
const states: readonly unknown[] = [undefined, 'developer', 'trial', 'formal']
const languages: readonly unknown[] = [undefined, 'zh_CN', 'en_US', 'zh_HK', 'zh_TW']

function sendSubscribed(call: Call, message: Message) {
  const { account } = call
  const template = account.templates.get(message.template_id)
  if (template?.kind !== 'subscribe') throw new Refusal(40037, 'invalid template_id')
  const person = receiver(call, message.touser)
  if (!states.includes(message.miniprogram_state) || !languages.includes(message.lang)) throw new Refusal(47003, 'argument invalid!')
  if (!call.hold(`subscribe ${account.spec.appId} ${message.touser}`)) throw new Refusal(43108, 'two messages to one person at once')
  const key = `${message.touser} ${message.template_id}`
  const stock = account.consents.get(key) ?? 0
  if (stock < 1) throw new Refusal(43101, 'user refuse to accept the msg')
  checkData(message.data, template.content, template.enums)
  if (Object.values(message.data).some(({ value }) => findRiskyWord(String(value)))) throw new Refusal(45168, 'sensitive words')
  if (template.type !== 3) account.consents.set(key, stock - 1)
  const msgid = bigId(call)
  const { touser: _, ...content } = message
  deliver(call, person, 'subscribe', content)
  const item = { TemplateId: message.template_id, MsgID: msgid, ErrorCode: 0, ErrorStatus: 'success' }
  call.push(account, message.touser, {
    MsgType: 'event',
    Event: 'subscribe_msg_sent_event',
    ...wrapped(account, 'SubscribeMsgSentEvent', [item]),
  })
  return { errcode: 0, errmsg: 'ok', msgid }
}
on(sendSubscribeMessage, sendSubscribed)
on(sendServiceSubscribeMessage, sendSubscribed)

type Item = Record<string, string | number | bigint>

/** XML wraps the list of a subscription event; JSON puts it on top, an object when it is one, every number as text. */
export function wrapped(account: AccountState, name: string, items: Item[]) {
  if (account.connection?.format !== 'json') return { [name]: { List: items } }
  const texts = items.map(item => Object.fromEntries(Object.entries(item).map(([key, value]) => [key, String(value)])))
  return { List: texts.length === 1 ? texts[0]! : texts }
}
