/**
 * A fact: one thing a person did on one account. The generated past, acts and life all speak in facts; the world's state is
 * their fold, the history file is their list.
 */

export type Carrier = 'mini_program' | 'official_account' | 'channels'

/** Which account of the brand an id belongs to. */
export type Slot = 'mini_program' | 'service' | 'subscription' | 'shop'
export const slots = ['mini_program', 'service', 'subscription', 'shop'] as const satisfies readonly Slot[]

/** A human of the world with an id on every account, used or not. */
export type Person = {
  /** Place in the world; also the seed of everything the person does. */
  index: number
  /** Short name by which acts call the person: `lin`, or `p123`. */
  name: string
  unionid: string
  openids: Record<Slot, string>
  phone: string
}

export type Fact = {
  /** Milliseconds since 1970. */
  at: number
  person: Person
  slot: Slot
  carrier: Carrier
  /** `oa.follow` and so on; `identify` carries traits in `properties`. */
  event: string
  properties: Readonly<Record<string, unknown>>
  /** Unique in the world, and the tie-breaker of equal times within a person. */
  id: string
  /** Does WeChat tell the UnionID with this fact? */
  union: boolean
}

/** A line of the history file, in the product's import form (Segment spec). */
export type HistoryItem = {
  type: 'track' | 'identify'
  event?: string
  messageId: string
  timestamp: string
  context: { carrier: Carrier; appId: string; openid: string; unionid?: string }
  properties?: Readonly<Record<string, unknown>>
  traits?: Readonly<Record<string, unknown>>
}

/** The fact as the product imports it. */
export function toItem(fact: Fact, appIds: Record<Slot, string>): HistoryItem {
  const context: HistoryItem['context'] = { carrier: fact.carrier, appId: appIds[fact.slot], openid: fact.person.openids[fact.slot] }
  if (fact.union) context.unionid = fact.person.unionid
  const timestamp = new Date(fact.at).toISOString()
  return fact.event === 'identify'
    ? { type: 'identify', messageId: fact.id, timestamp, context, traits: fact.properties }
    : { type: 'track', event: fact.event, messageId: fact.id, timestamp, context, properties: fact.properties }
}
