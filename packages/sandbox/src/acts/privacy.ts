/** What a person lets an account know, and takes back: where they are, and what they once agreed to. */
import type { Person } from '../facts.ts'
import type { AccountState } from '../state/state.ts'
import { type ActContext, type ActResult, accountFor, withSlot } from './context.ts'

export type LocationOptions = { account?: string; latitude?: number; longitude?: number; precision?: number }

/** Enters a service account that may ask where people are, and tells it once: LOCATION, in degrees and metres. */
export function location(context: ActContext, person: Person, options: LocationOptions = {}): ActResult {
  const account = withSlot(accountFor(context, options.account, 'service'))
  const openid = person.openids[account.spec.slot]
  if (account.spec.type !== 'service' || !account.spec.verified)
    throw new Error(`"${account.spec.alias}" is not told where people are: only verified service accounts are.`)
  if (!account.followers.get(openid)?.subscribed) throw new Error(`${person.name} does not follow "${account.spec.alias}".`)
  const { latitude = 30.2489, longitude = 120.2052, precision = 40 } = options
  context.callbacks.push(account, openid, {
    MsgType: 'event',
    Event: 'LOCATION',
    Latitude: latitude.toFixed(6),
    Longitude: longitude.toFixed(6),
    Precision: precision.toFixed(6),
  })
  return { act: 'location', person: person.name, account: account.spec.alias, openid, latitude, longitude }
}

const events = {
  modify: 'user_info_modified',
  revoke: 'user_authorization_revoke',
  cancel: 'user_authorization_cancellation',
} as const

/** Numbers of RevokeInfo: plate, address, invoice, bluetooth, microphone, profile, camera, phone … avatar picker. */
const revocable = [1, 2, 3, 4, 5, 6, 7, 8, 12, 13, 14, 15, 16, 18, 19, 20]

export type PrivacyOptions = { account?: string; event?: keyof typeof events; data?: number }

/**
 * Changes the own profile (`modify`), takes back what was agreed to (`revoke`, of a kind of data), or closes the account
 * (`cancel`). WeChat itself forgets OAuth agreements then; the product has to erase what it knows.
 */
export function privacy(context: ActContext, person: Person, options: PrivacyOptions = {}): ActResult {
  const { realm, callbacks } = context
  const account = withSlot(accountFor(context, options.account, 'mini_program'))
  const openid = person.openids[account.spec.slot]
  const Event = events[options.event ?? 'revoke']
  if (!Event) throw new Error(`There is no "${options.event}"; there are ${Object.keys(events).join(', ')}.`)
  const data = Number(options.data ?? 6)
  if (!revocable.includes(data)) throw new Error(`RevokeInfo ${data} names no data; there are ${revocable.join(', ')}.`)
  if (Event !== 'user_info_modified') forget(context, person, account)
  callbacks.push(account, openid, {
    MsgType: 'event',
    Event,
    OpenID: openid,
    ...(account.spec.kind === 'official_account' && realm.tellsUnion(account.spec) ? { UnionID: person.unionid } : {}),
    AppID: account.spec.appId,
    ...(Event === 'user_authorization_cancellation' ? {} : { RevokeInfo: String(data) }),
  })
  return { act: 'privacy', person: person.name, account: account.spec.alias, openid, event: Event }
}

function forget({ realm }: ActContext, person: Person, { spec }: AccountState): void {
  const { grants } = realm.state
  for (const [key, grant] of grants) if (grant.appId === spec.appId && grant.person === person.index) grants.delete(key)
  realm.stateOf(person).sessions.delete(spec.appId)
}
