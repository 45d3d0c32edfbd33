/** Accounts beside the brand's own: a talent that sells its goods, an institution of the league. Made when somebody asks for them. */
import { letters } from '../random.ts'
import type { Realm } from '../state/realm.ts'
import { type AccountState, freshAccount } from '../state/state.ts'
import { credentials } from '../worlds/accounts.ts'

const names = { talent: '山野带货达人', league: '山野带货机构' } as const
export type PartnerKind = keyof typeof names

/** The world's account of this kind, made at the first call; bound to the Open Platform unless told otherwise. */
export function partner(realm: Realm, kind: PartnerKind, bound = true): AccountState {
  if (!(kind in names)) throw new Error(`A partner is ${Object.keys(names).join(' or ')}, not "${String(kind)}".`)
  const known = realm.accounts().find(({ spec }) => spec.kind === kind)
  if (known) return known
  const { seed } = realm.world
  const account = freshAccount({
    ...credentials(kind, kind, seed),
    kind,
    type: kind,
    alias: kind,
    name: names[kind],
    originalId: `${kind}${letters(16, seed, 88)}`,
    verified: true,
  })
  for (const { productId } of realm.world.content.products) account.channels.window.set(productId, { hidden: false })
  realm.state.accounts.set(account.spec.appId, account)
  if (bound) realm.state.bound.add(account.spec.appId)
  return account
}
