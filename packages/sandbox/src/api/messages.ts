/** Messages out of an account: customer messages inside their windows, templates, subscription messages that spend consent. */
import {
  addSubscribeTemplate,
  deleteSubscribeTemplate,
  listSubscribeTemplates,
  listTemplates,
  sendCustomMessage,
  sendServiceSubscribeMessage,
  sendSubscribeMessage,
  sendTemplateMessage,
  showTyping,
  type TemplateData,
} from '@wematrix/wechat'
import type { Person } from '../facts.ts'
import type { AccountState, ReceivedMessage } from '../state/state.ts'
import { type Call, on, Refusal } from './on.ts'

function receiver({ realm, account }: Call, openid: string): Person {
  const person = realm.findByOpenid(openid)
  if (!person || !account.spec.slot || person.openids[account.spec.slot] !== openid) throw new Refusal(40003, 'invalid openid')
  return person
}

function deliver({ realm, account, now }: Call, person: Person, by: ReceivedMessage['by'], content: Record<string, unknown>): void {
  realm.stateOf(person).received.push({ at: now, appId: account.spec.appId, by, content })
}

/** Opens an allowance of customer messages: `n` within `ms`. */
export function allow(account: AccountState, openid: string, now: number, n: number, ms: number): void {
  const open = (account.allowances.get(openid) ?? []).filter(allowance => allowance.until > now)
  account.allowances.set(openid, [...open, { openedAt: now, until: now + ms, left: n }])
}

on(sendCustomMessage, (call, message) => {
  const { account, now } = call
  const person = receiver(call, message.touser)
  if (account.spec.kind === 'official_account' && !account.followers.get(message.touser)?.subscribed)
    throw new Refusal(45015, 'response out of time limit or subscription is canceled')
  const open = (account.allowances.get(message.touser) ?? []).filter(allowance => allowance.until > now)
  if (open.length === 0) throw new Refusal(45015, 'response out of time limit or subscription is canceled')
  const usable = open.find(allowance => allowance.left > 0)
  if (!usable) throw new Refusal(45047, 'out of response count limit')
  if (message.msgtype === 'news' && message.news.articles.length !== 1) throw new Refusal(45008, 'article size out of limit')
  if (message.msgtype === 'text' && !message.text?.content) throw new Refusal(44004, 'empty content')
  usable.left--
  const { touser: _, ...content } = message
  deliver(call, person, 'custom', content)
})

on(showTyping, (call, { touser, command }) => {
  receiver(call, touser)
  if (command !== 'Typing' && command !== 'CancelTyping') throw new Refusal(45072, 'invalid typing command')
  if (!(call.account.allowances.get(touser) ?? []).some(allowance => call.now - allowance.openedAt <= 30_000))
    throw new Refusal(45080, 'no interaction in 30 s')
})

const limits: Record<string, (value: string) => boolean> = {
  thing: value => [...value].length <= 20,
  number: value => /^\d+(\.\d+)?$/.test(value) && value.length <= 32,
  letter: value => /^[A-Za-z]{1,32}$/.test(value),
  character_string: value => value.length <= 32 && !/[\u4e00-\u9fff]/.test(value),
  phrase: value => /^[\u4e00-\u9fff]{1,5}$/.test(value),
  name: value => (/[\u4e00-\u9fff]/.test(value) ? [...value].length <= 10 : value.length <= 20),
  phone_number: value => value.length <= 17,
  car_number: value => [...value].length <= 8,
  amount: value => /^[¥￥$€]?\d{1,10}(\.\d{1,2})?元?$/.test(value),
}

/** Throws 47003 with the field's name when a value is missing or breaks its type's rule. */
function checkData(data: TemplateData, content: string): void {
  for (const [, key = ''] of content.matchAll(/\{\{(\w+)\.DATA\}\}/g)) {
    const value = data?.[key]?.value
    const rule = limits[key.replace(/\d+$/, '')]
    if (typeof value !== 'string' || value === '' || /[\n\r]/.test(value) || (rule && !rule(value)))
      throw new Refusal(47003, `argument invalid! data.${key}.value invalid`)
  }
}

/** A MsgID beyond 2^53, as WeChat's are. */
const bigId = (call: Call) => 3_900_112_233_000_000_000n + BigInt(call.realm.next())

on(sendTemplateMessage, (call, message) => {
  const { account } = call
  const template = account.templates.get(message.template_id)
  if (template?.kind !== 'template') throw new Refusal(40037, 'invalid template_id')
  const person = receiver(call, message.touser)
  if (!account.followers.get(message.touser)?.subscribed) throw new Refusal(43004, 'require subscribe')
  checkData(message.data, template.content)
  const msgid = bigId(call)
  const { touser: _, ...content } = message
  deliver(call, person, 'template', content)
  call.push(account, message.touser, { MsgType: 'event', Event: 'TEMPLATESENDJOBFINISH', MsgID: msgid, Status: 'success' })
  return { errcode: 0, errmsg: 'ok', msgid }
})

function sendSubscribed(call: Call, message: { touser: string; template_id: string; data: TemplateData }) {
  const { account } = call
  const template = account.templates.get(message.template_id)
  if (template?.kind !== 'subscribe') throw new Refusal(40037, 'invalid template_id')
  const person = receiver(call, message.touser)
  const key = `${message.touser} ${message.template_id}`
  const stock = account.consents.get(key) ?? 0
  if (stock < 1) throw new Refusal(43101, 'user refuse to accept the msg')
  checkData(message.data, template.content)
  account.consents.set(key, stock - 1)
  const msgid = bigId(call)
  const { touser: _, ...content } = message
  deliver(call, person, 'subscribe', content)
  const item = { TemplateId: message.template_id, MsgID: msgid, ErrorCode: 0, ErrorStatus: 'success' }
  call.push(account, message.touser, {
    MsgType: 'event',
    Event: 'subscribe_msg_sent_event',
    ...wrapped(account, 'SubscribeMsgSentEvent', item),
  })
  return { errcode: 0, errmsg: 'ok', msgid }
}
on(sendSubscribeMessage, sendSubscribed)
on(sendServiceSubscribeMessage, sendSubscribed)

/** XML wraps the list of a subscription event; JSON puts it on top, an object when it is one, every number as text. */
export function wrapped(account: AccountState, name: string, item: Record<string, string | number | bigint>) {
  if (account.connection?.format !== 'json') return { [name]: { List: item } }
  return { List: Object.fromEntries(Object.entries(item).map(([key, value]) => [key, String(value)])) }
}

on(listTemplates, ({ account }) => ({
  template_list: [...account.templates]
    .filter(([, template]) => template.kind === 'template')
    .map(([template_id, { title, content }]) => ({ template_id, title, primary_industry: '', deputy_industry: '', content, example: '' })),
}))
on(listSubscribeTemplates, ({ account }) => ({
  data: [...account.templates]
    .filter(([, template]) => template.kind === 'subscribe')
    .map(([priTmplId, { title, content }]) => ({ priTmplId, title, content, example: '', type: 2 as const })),
}))
on(addSubscribeTemplate, ({ realm, account }, { tid, kidList, sceneDesc = '' }) => {
  if (!tid) throw new Refusal(200014, 'invalid tid')
  if (!Array.isArray(kidList) || kidList.length < 2 || kidList.length > 5) throw new Refusal(200020, 'invalid kidList')
  if ([...sceneDesc].length > 15) throw new Refusal(200021, 'invalid sceneDesc')
  if (account.templates.size >= 50) throw new Refusal(200012, 'private template count exceed')
  const priTmplId = realm.id(43, 8)
  account.templates.set(priTmplId, {
    title: sceneDesc || `模板 ${tid}`,
    content: kidList.map(kid => `项${kid}:{{thing${kid}.DATA}}\n`).join(''),
    kind: 'subscribe',
  })
  return { priTmplId }
})
on(deleteSubscribeTemplate, ({ account }, { priTmplId }) => {
  if (!account.templates.delete(priTmplId)) throw new Refusal(40037, 'invalid template_id')
})
