/** The five accounts of 山野茶铺, with credentials that depend on the seed only. */
import { dayStart } from '../../days.ts'
import { hashText, hex, letters } from '../../random.ts'
import type { AccountKind, AccountSpec } from '../world.ts'
import { planted } from './planted.ts'

const alphabetEnd = 'AEIMQUYcgkosw048'

/** Credentials of one account. The last character of an EncodingAESKey carries no leftover bits here. */
export function credentials(
  kind: AccountKind,
  alias: string,
  seed: number,
): Pick<AccountSpec, 'appId' | 'appSecret' | 'token' | 'encodingAesKey' | 'originalId'> {
  const salt = hashText(`${kind}/${alias}`)
  return {
    appId: `wx${hex(16, seed, salt, 1)}`,
    appSecret: hex(32, seed, salt, 2),
    token: letters(24, seed, salt, 3),
    encodingAesKey: letters(42, seed, salt, 4) + alphabetEnd[(seed + salt) % alphabetEnd.length],
    originalId: kind === 'channels' ? `sph${letters(13, seed, salt, 5)}` : `gh_${hex(12, seed, salt, 5)}`,
  }
}

/** The accounts as they stand on the last day; the shop was bound to the Open Platform only after some days. */
export function teaShopAccounts(seed: number, firstDay: number): AccountSpec[] {
  const bound = dayStart(firstDay)
  const shopBound = dayStart(firstDay + planted.shopBinding.day)
  return [
    {
      kind: 'official_account',
      type: 'service',
      alias: 'service',
      name: '山野茶铺会员',
      slot: 'service',
      verified: true,
      boundSince: bound,
    },
    {
      kind: 'official_account',
      type: 'subscription',
      alias: 'subscription',
      name: '山野茶事',
      slot: 'subscription',
      verified: true,
      boundSince: bound,
    },
    {
      kind: 'mini_program',
      type: 'mini_program',
      alias: 'mini-program',
      name: '山野茶铺',
      slot: 'mini_program',
      verified: true,
      boundSince: bound,
    },
    { kind: 'channels', type: 'channels', alias: 'channels', name: '山野茶铺', verified: true },
    { kind: 'shop', type: 'shop', alias: 'shop', name: '山野茶铺小店', slot: 'shop', verified: true, boundSince: shopBound },
  ].map(account => ({ ...account, ...credentials(account.kind as AccountKind, account.alias, seed) })) as AccountSpec[]
}
