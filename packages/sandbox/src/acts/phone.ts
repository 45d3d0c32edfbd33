/** What a person settles on the phone: which phone it is, and the consent page of one-time messages. */
import type { Person } from '../facts.ts'
import { type ActContext, type ActResult, accountFor, withSlot } from './context.ts'

const platforms = { ios: '1', android: '2', other: '3' } as const

/** Uses another kind of phone from now on; conditional menus look at it. */
export function phone(context: ActContext, person: Person, options: { platform: keyof typeof platforms }): ActResult {
  const platform = platforms[options.platform]
  if (!platform) throw new Error(`A phone is ${Object.keys(platforms).join(', ')}, not "${options.platform}".`)
  context.realm.stateOf(person).platform = platform
  return { act: 'phone', person: person.name, account: '', platform: options.platform }
}

/** Accepts on the page of one-time messages (`mp/subscribemsg`): one message of this template and scene. */
export function subscribeOnce(
  context: ActContext,
  person: Person,
  options: { account?: string; template: string; scene: number },
): ActResult {
  const account = withSlot(accountFor(context, options.account, 'service'))
  const openid = person.openids[account.spec.slot]
  const key = `${openid} ${options.template} ${Number(options.scene)}`
  const { oneTime } = account.official
  oneTime.set(key, (oneTime.get(key) ?? 0) + 1)
  return { act: 'subscribe-once', person: person.name, account: account.spec.alias, openid, stock: oneTime.get(key) }
}
