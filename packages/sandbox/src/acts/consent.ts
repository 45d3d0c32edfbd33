/** What a person says to the consent panel, and what they say later in the settings. */

import type { Person } from '../facts.ts'
import { wrapped } from '../mini-program/subscribe-messages.ts'
import type { AccountState } from '../state/state.ts'
import { type ActContext, type ActResult, accountFor, withSlot } from './context.ts'

export type ConsentOptions = {
  account?: string
  /** One template, or several with commas: what `wx.requestSubscribeMessage` is given. */
  template: string
  answer?: 'accept' | 'reject'
  /** `settings`: turned off in the menu of a message card, without a panel. */
  by?: 'panel' | 'settings'
}

const templatesPerCall = 5

/** Templates the panel shows; of equal titles only the first. Throws as `wx.requestSubscribeMessage` fails. */
function shown(account: AccountState, ids: string[]): { ids: string[]; filtered: string[] } {
  const fail = (code: number, text: string) => new Error(`requestSubscribeMessage:fail ${code} ${text}`)
  if (ids.length === 0) throw fail(10001, 'no template')
  if (ids.length > templatesPerCall) throw fail(20003, 'more than 5 templates')
  const templates = ids.map(id => account.templates.get(id))
  if (templates.some(template => template?.kind !== 'subscribe')) throw fail(20001, 'no such template')
  if (new Set(templates.map(template => template!.type ?? 2)).size > 1) throw fail(20002, 'one-time and long-term templates together')
  const titles = templates.map(template => template!.title)
  const isFirst = (_id: string, n: number) => titles.indexOf(titles[n]!) === n
  return { ids: ids.filter(isFirst), filtered: ids.filter((id, n) => !isFirst(id, n)) }
}

/** Answers the consent panel: each accept of a one-time template is one message. Or takes everything back in the settings. */
export function consent(context: ActContext, person: Person, options: ConsentOptions): ActResult {
  const account = withSlot(accountFor(context, options.account, 'mini_program'))
  const openid = person.openids[account.spec.slot]
  const bySettings = options.by === 'settings'
  const answer = bySettings ? 'reject' : (options.answer ?? 'accept')
  const { ids, filtered } = shown(
    account,
    String(options.template ?? '')
      .split(',')
      .filter(Boolean),
  )
  const keyOf = (id: string) => `${openid} ${id}`
  for (const id of ids) {
    const before = account.consents.get(keyOf(id)) ?? 0
    const longTerm = account.templates.get(id)?.type === 3
    if (answer === 'accept') account.consents.set(keyOf(id), longTerm ? 1 : before + 1)
    else if (bySettings || longTerm) account.consents.set(keyOf(id), 0)
  }
  const items = ids.map(id => ({
    TemplateId: id,
    SubscribeStatusString: answer,
    ...(bySettings ? {} : { PopupScene: account.spec.kind === 'mini_program' ? 0 : 1 }),
  }))
  context.callbacks.push(account, openid, {
    MsgType: 'event',
    Event: bySettings ? 'subscribe_msg_change_event' : 'subscribe_msg_popup_event',
    ...wrapped(account, bySettings ? 'SubscribeMsgChangeEvent' : 'SubscribeMsgPopupEvent', items),
  })
  return {
    act: 'consent',
    person: person.name,
    account: account.spec.alias,
    openid,
    template: options.template,
    answer,
    stock: account.consents.get(keyOf(ids[0]!)) ?? 0,
    ...(filtered.length > 0 ? { filtered } : {}),
  }
}
