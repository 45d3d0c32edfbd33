/** Who may call what, and pages of lists: what the endpoints of an Official Account share. */
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

/** A page of `offset` and 1–20 `count`, with the counts WeChat names. Throws 40035. */
export function pageOf<Item>(all: readonly Item[], offset: unknown, count: unknown) {
  const [from, most] = [Number(offset), Number(count)]
  if (!Number.isInteger(from) || from < 0) throw new Refusal(40035, 'invalid parameter: offset')
  if (!Number.isInteger(most) || most < 1 || most > 20) throw new Refusal(40035, 'invalid parameter: count')
  const part = all.slice(from, from + most)
  return { total_count: all.length, item_count: part.length, part }
}

/** Milliseconds as WeChat writes times. */
export const seconds = (ms: number): number => Math.floor(ms / 1000)

/** The sender of events that nobody in particular caused: WeChat's own account. */
export const systemOpenid = 'oFJ0Dsnm_PMuD1qXZwPbaXfkNTjM'

/** Beijing's month of an instant, `2026-11`. */
export const monthOf = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 7)
