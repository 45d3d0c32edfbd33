/** Every act by the word the CLI and the control API use for it. */
import { authorise, withdraw } from '../component/control.ts'
import type { Person } from '../facts.ts'
import { pay } from '../pay/control.ts'
import { comment, read } from './articles.ts'
import { consent } from './consent.ts'
import type { ActContext, ActResult } from './context.ts'
import { card, phoneData, receive, risk } from './handovers.ts'
import { lead } from './leads.ts'
import { book, buy, code, open, page, reserve, track, watch } from './mini-program.ts'
import { agree, follow, menu, scan, unfollow } from './official-account.ts'
import { phone, subscribeOnce } from './phone.ts'
import { location, privacy } from './privacy.ts'
import { afterSale, shopCoupon, shopMember, shopOrder, shopPay, shopStep } from './shop.ts'
import { ask, message, record } from './talk.ts'

type Act = (context: ActContext, person: Person, options: never) => ActResult | Promise<ActResult>

export const acts = {
  follow,
  unfollow,
  scan,
  menu,
  message,
  ask,
  record,
  read,
  comment,
  phone,
  'subscribe-once': subscribeOnce,
  location,
  privacy,
  consent,
  open,
  page,
  track,
  buy,
  book,
  reserve,
  watch,
  code,
  'phone-data': phoneData,
  card,
  receive,
  risk,
  'shop-order': shopOrder,
  'shop-pay': shopPay,
  'shop-step': shopStep,
  'shop-coupon': shopCoupon,
  'shop-member': shopMember,
  'after-sale': afterSale,
  lead,
  pay,
  agree,
  authorise,
  withdraw,
} satisfies Record<string, Act>
export type ActName = keyof typeof acts

/** Does an act by name. Throws a plain error that says what is wrong. */
export async function act(
  context: ActContext,
  name: string,
  personWord: string,
  options: Record<string, unknown> = {},
): Promise<ActResult> {
  const run = (acts as Record<string, Act | undefined>)[name]
  if (!run) throw new Error(`There is no act "${name}"; there are ${Object.keys(acts).join(', ')}.`)
  return run(context, context.realm.person(personWord), options as never)
}
export type { ActContext, ActResult }
