/** Who may call what, and about whom. */
import { Refusal } from '../api/on.ts'
import { crowdIndex } from '../state/crowd.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState } from '../state/state.ts'

/** Verified accounts only. Throws 48001. */
export function needsVerified({ spec }: AccountState): void {
  if (!spec.verified) throw new Refusal(48001, 'api unauthorized: the account is not verified')
}

/** Verified service accounts only. Throws 48001. */
export function needsService(account: AccountState): void {
  if (account.spec.type !== 'service') throw new Refusal(48001, 'api unauthorized: service accounts only')
  needsVerified(account)
}

/** Is this the openid of somebody at this account, whether they follow or not? The crowd counts. */
export function belongs(realm: Realm, account: AccountState, openid: string): boolean {
  return realm.findByOpenid(openid)?.openids[account.spec.slot!] === openid || crowdIndex(account, openid) !== undefined
}
