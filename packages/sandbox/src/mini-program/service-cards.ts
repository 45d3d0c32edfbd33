/** Service cards (服务卡片): activated by a payment or a button, then updated until they end. */
import { eventErrors, setServiceCard } from '@wematrix/wechat'
import { type Call, on, Refusal } from '../api/on.ts'
import { systemSender } from '../api/sender.ts'
import { dayMs } from '../days.ts'
import { refusalOf } from '../faults.ts'
import { findRiskyWord } from '../risky-words.ts'
import { personOf } from './sessions.ts'
import type { CardState } from './state.ts'

/** From the code to the activation, and from there to the last update: by payment, by button. */
const limits = { payment: { activateMs: dayMs, updateMs: 30 * dayMs }, button: { activateMs: 300_000, updateMs: dayMs } }

/** Codes by which a front-end button began a card; a payment's code is its transaction_id. */
function cardOf({ account, now }: Call, code: string): CardState {
  const { cards, trades } = account.miniProgram
  const known = cards.get(code)
  if (known) return known
  const trade = trades.get(code)
  if (!trade || trade.foundAt > now) throw new Refusal(85437, 'invalid notify_code')
  const until = trade.order.pay_time * 1000 + limits.payment.activateMs
  return { openid: trade.order.openid, until, status: 0, content: '', byPayment: true }
}

function parsed(text: string, code: number, name: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // answered below
  }
  throw new Refusal(code, `invalid ${name}`)
}

on(setServiceCard, (call, { openid, notify_type, notify_code, content_json, check_json }) => {
  const { account, now } = call
  const { settings, cards, trades } = account.miniProgram
  personOf(call, openid)
  if (!settings.cardTypes.includes(notify_type)) throw new Refusal(85434, 'invalid notify_type')
  const content = parsed(content_json, 85435, 'content_json')
  if (content.cur_status === undefined) throw new Refusal(85440, 'content_json lack need field')
  if (!Number.isInteger(content.cur_status)) throw new Refusal(85441, 'content_json has unformat field')
  if (findRiskyWord(content_json)) throw new Refusal(85442, 'content_json blocked by securiy audit')
  const card = cardOf(call, notify_code)
  if (card.openid !== openid) throw new Refusal(85437, 'invalid notify_code')
  if (card.until <= now) throw new Refusal(85438, 'notify_code expired')
  const status = Number(content.cur_status)
  if (card.activatedAt !== undefined && card.content === content_json) throw new Refusal(85448, 'notify_code has used')
  if (status < card.status) throw new Refusal(85439, 'content_json with wrong status')
  if (card.activatedAt === undefined) {
    const order = trades.get(notify_code)?.order
    if (card.byPayment && order) {
      const check = parsed(check_json ?? '', 85433, 'check_json')
      if (check.pay_amount !== order.paid_amount || check.pay_time !== order.pay_time) throw new Refusal(85433, 'invalid check_json')
    }
    card.activatedAt = now
    card.until = now + (card.byPayment ? limits.payment : limits.button).updateMs
  }
  Object.assign(card, { status, content: content_json })
  cards.set(notify_code, card)
  const told = refusalOf(call.realm, account, 'notify_service_msg_send_result')
  if (told !== undefined) return fails(call, { openid, notify_type, notify_code, card_status: status, fail_ret: told })
  call.realm.receive(personOf(call, openid), { at: now, appId: account.spec.appId, by: 'notice', content })
})

/** The card did not reach the person: told afterwards, and only by the fault `refuse`, for the reference does not say when. */
function fails({ push, account }: Call, told: Record<string, string | number>): undefined {
  const { fail_ret } = told
  push(account, systemSender(account), {
    MsgType: 'event',
    Event: 'notify_service_msg_send_result',
    ...told,
    fail_msg: eventErrors.find(([event, code]) => event === 'notify_service_msg_send_result' && code === fail_ret)?.[2].meaning.en ?? '',
  })
  return undefined
}

/** The code that a tap on `<button open-type="liveActivity">` gives: five minutes to activate the card. */
export function startCard({ account, now, openid, code }: { account: Call['account']; now: number; openid: string; code: string }): void {
  account.miniProgram.cards.set(code, { openid, until: now + limits.button.activateMs, status: 0, content: '', byPayment: false })
}
