/** Every act by the word the CLI and the control API use for it. */
import { authorise, withdraw } from '../component/control.ts'
import type { Person } from '../facts.ts'
import { pay } from '../pay/control.ts'
import type { ActContext, ActResult } from './context.ts'
import { book, buy, code, open, page, reserve, track, watch } from './mini-program.ts'
import { agree, consent, follow, menu, message, scan, unfollow } from './official-account.ts'
import { shopOrder } from './shop.ts'

type Act = (context: ActContext, person: Person, options: never) => ActResult | Promise<ActResult>

export const acts = {
  follow,
  unfollow,
  scan,
  menu,
  message,
  consent,
  open,
  page,
  track,
  buy,
  book,
  reserve,
  watch,
  code,
  'shop-order': shopOrder,
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
