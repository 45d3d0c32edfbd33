/** What a person hands over or confirms in the Mini Program outside of its pages: phone data, a card's code, a parcel's receipt, a name. */
import { createCipheriv } from 'node:crypto'
import type { Person } from '../facts.ts'
import { startCard } from '../mini-program/service-cards.ts'
import { noteEncrypted, phoneInfo, visitorOf } from '../mini-program/sessions.ts'
import { confirmReceipt, stateOf } from '../mini-program/trades.ts'
import { hex } from '../random.ts'
import { type ActContext, type ActResult, accountFor, withSlot } from './context.ts'

type OnApp = { account?: string }

/** The phone number as the old way of `getPhoneNumber` gives it: encrypted with the session key. */
export function phoneData(context: ActContext, person: Person, options: OnApp = {}): ActResult {
  const { realm } = context
  const account = withSlot(accountFor(context, options.account, 'mini_program'))
  const key = Buffer.from(visitorOf(realm, account, person).sessionKey, 'base64')
  const iv = Buffer.from(hex(32, realm.world.seed, person.index, realm.next()), 'hex')
  const cipher = createCipheriv('aes-128-cbc', key, iv)
  const text = JSON.stringify(phoneInfo(account, person, realm.clock.ms()))
  const encryptedData = Buffer.concat([cipher.update(text), cipher.final()]).toString('base64')
  noteEncrypted(account, encryptedData, realm.clock.ms())
  return { act: 'phone-data', person: person.name, account: account.spec.alias, encryptedData, iv: iv.toString('base64') }
}

/** Taps a button with `open-type="liveActivity"`: its code activates a service card within five minutes. */
export function card(context: ActContext, person: Person, options: OnApp = {}): ActResult {
  const { realm } = context
  const account = withSlot(accountFor(context, options.account, 'mini_program'))
  const code = realm.id(32, 72)
  startCard({ account, now: realm.clock.ms(), openid: person.openids.mini_program, code })
  return { act: 'card', person: person.name, account: account.spec.alias, notify_code: code }
}

/** Confirms that the goods of an order are there; `order` is WeChat's transaction or our number. */
export function receive(context: ActContext, person: Person, options: OnApp & { order: string }): ActResult {
  const { realm, callbacks, agenda } = context
  const account = withSlot(accountFor(context, options.account, 'mini_program'))
  const trade = [...account.miniProgram.trades.values()].find(
    ({ order }) => order.transaction_id === String(options.order) || order.merchant_trade_no === String(options.order),
  )
  if (!trade || trade.order.openid !== person.openids.mini_program) throw new Error(`${person.name} has no order "${options.order}".`)
  if (stateOf(realm, trade) !== 2) throw new Error('Only an order whose goods are on their way can be confirmed.')
  confirmReceipt({ realm, push: callbacks.push, agenda }, account, trade, 1)
  return { act: 'receive', person: person.name, account: account.spec.alias, order: trade.order.merchant_trade_no, state: 3 }
}

/** Gives a person a risk rank, 0 to 4; at 4 login is refused with 40226. */
export function risk(context: ActContext, person: Person, options: OnApp & { rank: 0 | 1 | 2 | 3 | 4 }): ActResult {
  const account = withSlot(accountFor(context, options.account, 'mini_program'))
  const rank = Number(options.rank) as 0 | 1 | 2 | 3 | 4
  if (![0, 1, 2, 3, 4].includes(rank)) throw new Error('A risk rank is 0, 1, 2, 3 or 4.')
  account.miniProgram.risks.set(person.openids.mini_program, rank)
  return { act: 'risk', person: person.name, account: account.spec.alias, rank }
}
