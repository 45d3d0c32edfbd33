/** What acts share: the world, the way to the product, and how a deed becomes a fact. */
import type { Agenda } from '../agenda.ts'
import type { Callbacks } from '../callbacks.ts'
import type { Carrier, Fact, Person, Slot } from '../facts.ts'
import type { Phones, SdkAnswer } from '../sdk.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState } from '../state/state.ts'

export type ActContext = { realm: Realm; callbacks: Callbacks; phones: Phones; agenda: Agenda }

/** What came of an act. `sdk` says how the product answered the phone; callbacks go out by themselves. */
export type ActResult = { act: string; person: string; account: string; [more: string]: unknown; sdk?: SdkAnswer }

/** An account that has people: throws when it is a Channels account. */
export function withSlot(account: AccountState): AccountState & { spec: { slot: Slot } } {
  if (!account.spec.slot)
    throw new Error(`Account "${account.spec.alias}" has no people of its own; choose the Mini Program, an Official Account or the shop.`)
  return account as AccountState & { spec: { slot: Slot } }
}

/** The account named, or the first of a kind. */
export function accountFor(context: ActContext, word: string | undefined, kind: 'service' | 'mini_program' | 'shop'): AccountState {
  return context.realm.account(word ?? (kind === 'mini_program' ? 'mini-program' : kind))
}

/** Writes a deed into the world's state, so that statistics and user/info know it. */
export function happened(
  context: ActContext,
  person: Person,
  slot: Slot,
  carrier: Carrier,
  event: string,
  properties: Fact['properties'],
): void {
  const { realm } = context
  const account = realm.accounts().find(({ spec }) => spec.slot === slot)
  realm.fold({
    at: realm.clock.ms(),
    person,
    slot,
    carrier,
    event,
    properties,
    id: `l${realm.next()}`,
    union: account ? realm.tellsUnion(account.spec) : false,
  })
}
