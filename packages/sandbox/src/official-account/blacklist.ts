/** The blacklist: who stands in it hears nothing of the account, and the account nothing of them. Openids after a migration. */
import { blockUsers, changeOpenids, listBlacklist, unblockUsers } from '@wematrix/wechat'
import { type Call, on, Refusal } from '../api/on.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState } from '../state/state.ts'
import { belongs, needsVerified } from './capabilities.ts'

const pageSize = 1000
const perCall = 20
const migratedPerCall = 100

on(listBlacklist, ({ account }, { begin_openid }) => {
  needsVerified(account)
  const all = [...account.official.blacklist]
  const from = begin_openid ? all.indexOf(begin_openid) + 1 : 0
  if (begin_openid && from === 0) throw new Refusal(40003, 'invalid openid')
  const part = all.slice(from, from + pageSize)
  return {
    total: all.length,
    count: part.length,
    ...(part.length > 0 ? { data: { openid: part } } : {}),
    next_openid: part.at(-1) ?? '',
  }
})

/** Up to twenty of the account's people. Throws 40031, 40032, 49003. */
function listed({ realm, account }: Call, openids: unknown): string[] {
  needsVerified(account)
  if (!Array.isArray(openids) || openids.length === 0) throw new Refusal(40031, 'invalid openid list')
  if (openids.length > perCall) throw new Refusal(40032, 'invalid openid list size')
  for (const openid of openids) if (!belongs(realm, account, openid)) throw new Refusal(49003, 'not match openid with appid')
  return openids
}
on(blockUsers, (call, { openid_list }) => {
  for (const openid of listed(call, openid_list)) call.account.official.blacklist.add(openid)
})
on(unblockUsers, (call, { openid_list }) => {
  for (const openid of listed(call, openid_list)) call.account.official.blacklist.delete(openid)
})

on(changeOpenids, ({ realm, account }, { from_appid, openid_list }) => {
  needsVerified(account)
  const from = realm.state.accounts.get(from_appid)
  if (!from || !account.official.habit.migratedFrom.includes(from_appid)) throw new Refusal(40013, 'invalid appid: it did not move here')
  if (!Array.isArray(openid_list) || openid_list.length === 0) throw new Refusal(40031, 'invalid openid list')
  if (openid_list.length > migratedPerCall) throw new Refusal(40032, 'invalid openid list size')
  return {
    errcode: 0,
    errmsg: 'ok',
    result_list: openid_list.map(ori_openid => {
      const person = realm.findByOpenid(ori_openid)
      const moved = person?.openids[from.spec.slot!] === ori_openid && from.followers.get(ori_openid)?.subscribed
      return moved
        ? { ori_openid, new_openid: person.openids[account.spec.slot!], err_msg: 'ok' }
        : { ori_openid, err_msg: 'ori_openid error' }
    }),
  }
})

/** The followers of an account move to another (账号迁移): they follow it from now on. */
export function migrate(realm: Realm, from: AccountState, to: AccountState): void {
  if (to.official.habit.migratedFrom.includes(from.spec.appId)) return
  to.official.habit.migratedFrom.push(from.spec.appId)
  for (const follower of from.followers.values()) {
    const openid = realm.findByOpenid(follower.openid)?.openids[to.spec.slot!]
    if (!follower.subscribed || !openid || to.followers.get(openid)?.subscribed) continue
    to.followers.set(openid, {
      openid,
      subscribed: true,
      subscribeTime: realm.clock.seconds(),
      subscribeScene: 'ADD_SCENE_ACCOUNT_MIGRATION',
      qrScene: '',
      remark: '',
      tags: [],
    })
  }
}
