/** Messages out of an account: customer messages inside their windows, templates, subscription messages that spend consent. */
import {
  listTemplates,
  sendCustomMessage,
  sendTemplateMessage,
  showTyping,
  showTypingInMiniProgram,
  type TemplateMessage,
} from '@wematrix/wechat'
import type { Person } from '../facts.ts'
import { checkData } from '../mini-program/template-data.ts'
import { saidByStaff } from '../official-account/desk.ts'
import { checkMessage } from '../official-account/message-rules.ts'
import { findRiskyWord } from '../risky-words.ts'
import type { AccountState, ReceivedMessage } from '../state/state.ts'
import { type Call, on, Refusal } from './on.ts'

export function receiver({ realm, account }: Call, openid: string): Person {
  const person = realm.findByOpenid(openid)
  if (!person || !account.spec.slot || person.openids[account.spec.slot] !== openid) throw new Refusal(40003, 'invalid openid')
  return person
}

/** Lands on the person's phone. */
export function deliver(
  { realm, account, now }: Pick<Call, 'realm' | 'account' | 'now'>,
  person: Person,
  by: ReceivedMessage['by'],
  content: Record<string, unknown>,
): void {
  realm.receive(person, { at: now, appId: account.spec.appId, by, content })
}

function refuseBlocked(account: AccountState, openid: string): void {
  if (account.official.blacklist.has(openid)) throw new Refusal(43019, 'receiver is in the blacklist')
}

/** Opens an allowance of customer messages: `n` within `ms`. */
export function allow(account: AccountState, openid: string, now: number, n: number, ms: number): void {
  const open = (account.allowances.get(openid) ?? []).filter(allowance => allowance.until > now)
  account.allowances.set(openid, [...open, { openedAt: now, until: now + ms, left: n }])
}

on(sendCustomMessage, (call, message) => {
  const { account, now } = call
  const person = receiver(call, message.touser)
  refuseBlocked(account, message.touser)
  if (account.spec.kind === 'official_account' && !account.followers.get(message.touser)?.subscribed)
    throw new Refusal(45015, 'response out of time limit or subscription is canceled')
  const open = (account.allowances.get(message.touser) ?? []).filter(allowance => allowance.until > now)
  if (open.length === 0) throw new Refusal(45015, 'response out of time limit or subscription is canceled')
  const usable = open.find(allowance => allowance.left > 0)
  if (!usable) throw new Refusal(45047, 'out of response count limit')
  checkMessage(call, message)
  const staff = message.customservice?.kf_account
  if (staff && !account.official.desk.staff.has(staff)) throw new Refusal(61452, 'invalid kf_account')
  usable.left--
  const { touser: _, ...content } = message
  deliver(call, person, 'custom', content)
  const text = message.msgtype === 'text' ? message.text.content : `[${message.msgtype}]`
  if (staff) saidByStaff(call.realm, account, message.touser, text, staff)
})

/** How long a phone shows that somebody types. */
const typingMs = 15_000

function typing(call: Call, { touser, command }: { touser: string; command: string }): void {
  receiver(call, touser)
  if (command !== 'Typing' && command !== 'CancelTyping') throw new Refusal(45072, 'invalid typing command')
  if (!(call.account.allowances.get(touser) ?? []).some(allowance => call.now - allowance.openedAt <= 30_000))
    throw new Refusal(45080, 'no interaction in 30 s')
  const shown = call.account.official.typing
  if (command === 'CancelTyping') shown.delete(touser)
  else if ((shown.get(touser) ?? 0) > call.now) throw new Refusal(45081, 'already typing')
  else shown.set(touser, call.now + typingMs)
}
on(showTyping, typing)
on(showTypingInMiniProgram, typing)

/** A MsgID beyond 2^53, as WeChat's are. */
export const bigId = (call: Call) => 3_900_112_233_000_000_000n + BigInt(call.realm.next())

/** How long a `client_msg_id` makes a repeat harmless. */
const rememberMs = 600_000

on(sendTemplateMessage, (call, message) => {
  const { account } = call
  const template = account.templates.get(message.template_id)
  if (template?.kind !== 'template') throw new Refusal(40037, 'invalid template_id')
  const person = receiver(call, message.touser)
  if (!account.followers.get(message.touser)?.subscribed) throw new Refusal(43004, 'require subscribe')
  refuseBlocked(account, message.touser)
  const { sentTemplates } = account.official
  const repeatKey = message.client_msg_id === undefined ? undefined : `${message.touser} ${message.client_msg_id}`
  const before = repeatKey === undefined ? undefined : sentTemplates.get(repeatKey)
  if (before && call.now - before.at < rememberMs) return { errcode: 0, errmsg: 'ok', msgid: before.msgid }
  checkData(message.data, template.content)
  const msgid = bigId(call)
  if (repeatKey !== undefined) sentTemplates.set(repeatKey, { msgid, at: call.now })
  const { touser: _, ...content } = message
  if (holdBack(call, message, template.title)) {
    call.push(account, message.touser, { MsgType: 'event', Event: 'TEMPLATESENDJOBFINISH', MsgID: msgid, Status: 'failed: system failed' })
    return { errcode: 0, errmsg: 'ok', msgid }
  }
  deliver(call, person, 'template', content)
  call.push(account, message.touser, { MsgType: 'event', Event: 'TEMPLATESENDJOBFINISH', MsgID: msgid, Status: 'success' })
  return { errcode: 0, errmsg: 'ok', msgid }
})

/** WeChat keeps back what looks like marketing or worse; `queryblocktmplmsg` tells. */
function holdBack({ realm, account, now }: Call, message: TemplateMessage, title: string): boolean {
  const content = Object.values(message.data)
    .map(({ value }) => value)
    .join('\n')
  if (!findRiskyWord(content)) return false
  const { template_id: tmpl_msg_id, touser: openid } = message
  account.official.heldBack.push({ id: realm.next(), tmpl_msg_id, title, content, send_timestamp: Math.floor(now / 1000), openid })
  return true
}

on(listTemplates, ({ account }) => ({
  template_list: [...account.templates]
    .filter(([, template]) => template.kind === 'template')
    .map(([template_id, { title, content }]) => ({ template_id, title, primary_industry: '', deputy_industry: '', content, example: '' })),
}))
