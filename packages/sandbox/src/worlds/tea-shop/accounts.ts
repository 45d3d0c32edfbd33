/** The five accounts of 山野茶铺. */
import { dayStart } from '../../days.ts'
import { brandAccounts } from '../accounts.ts'
import type { AccountSpec } from '../world.ts'
import { planted } from './planted.ts'

/** The accounts as they stand on the last day; the shop was bound to the Open Platform only after some days. */
export function teaShopAccounts(seed: number, firstDay: number): AccountSpec[] {
  return brandAccounts(
    { service: '山野茶铺会员', subscription: '山野茶事', 'mini-program': '山野茶铺', channels: '山野茶铺', shop: '山野茶铺小店' },
    seed,
    { since: dayStart(firstDay), shopSince: dayStart(firstDay + planted.shopBinding.day) },
  )
}
