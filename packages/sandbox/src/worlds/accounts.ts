/** A brand's five accounts, with credentials that depend on the seed only. */
import { hashText, hex, letters } from '../random.ts'
import type { AccountKind, AccountSpec } from './world.ts'

const alphabetEnd = 'AEIMQUYcgkosw048'

/** Credentials of one account; a brand's name keeps its ids apart from another world's. The last character of an EncodingAESKey carries no leftover bits here. */
export function credentials(
  kind: AccountKind,
  alias: string,
  seed: number,
  brand = '',
): Pick<AccountSpec, 'appId' | 'appSecret' | 'token' | 'encodingAesKey' | 'originalId'> {
  const salt = hashText(`${brand}${kind}/${alias}`)
  return {
    appId: `wx${hex(16, seed, salt, 1)}`,
    appSecret: hex(32, seed, salt, 2),
    token: letters(24, seed, salt, 3),
    encodingAesKey: letters(42, seed, salt, 4) + alphabetEnd[(seed + salt) % alphabetEnd.length],
    originalId: kind === 'channels' ? `sph${letters(13, seed, salt, 5)}` : `gh_${hex(12, seed, salt, 5)}`,
  }
}

/** Names of a brand's accounts by alias. */
export type AccountNames = Record<'service' | 'subscription' | 'mini-program' | 'channels' | 'shop', string>

const kinds = [
  { kind: 'official_account', type: 'service', alias: 'service', slot: 'service' },
  { kind: 'official_account', type: 'subscription', alias: 'subscription', slot: 'subscription' },
  { kind: 'mini_program', type: 'mini_program', alias: 'mini-program', slot: 'mini_program' },
  { kind: 'channels', type: 'channels', alias: 'channels' },
  { kind: 'shop', type: 'shop', alias: 'shop', slot: 'shop' },
] as const

/** The accounts as they stand on the last day: bound to the Open Platform since an instant, the shop since another; Channels never. */
export function brandAccounts(names: AccountNames, seed: number, bound: { since: number; shopSince: number }, brand = ''): AccountSpec[] {
  return kinds.map(account => ({
    ...account,
    name: names[account.alias],
    verified: true,
    ...(account.kind === 'channels' ? {} : { boundSince: account.kind === 'shop' ? bound.shopSince : bound.since }),
    ...credentials(account.kind, account.alias, seed, brand),
  }))
}
