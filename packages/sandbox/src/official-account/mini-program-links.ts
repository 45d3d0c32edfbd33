/** Mini Programs linked to an Official Account (公众号关联小程序): asked for by API, confirmed by two administrators on their phones. */
import { linkMiniProgram, listLinkedMiniPrograms, unlinkMiniProgram } from '@wematrix/wechat'
import { needsPlatform, on, Refusal } from '../api/on.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState } from '../state/state.ts'

/** Limits of linking change at WeChat: ten of the same subject is the last that was read. */
const mostLinks = 10

/** May the account show this Mini Program, in menus, cards and articles? */
export function isLinked(account: AccountState, appId: string): boolean {
  return account.official.links.get(appId)?.status === 1
}

on(listLinkedMiniPrograms, call => {
  needsPlatform(call)
  const items = [...call.account.official.links].map(([appid, { status }]) => {
    const spec = call.realm.state.accounts.get(appid)?.spec
    return {
      status,
      ...(status === 3 ? {} : { appid }),
      username: spec?.originalId ?? '',
      nickname: spec?.name ?? '',
      headimg_url: '',
      selected: 0 as const,
      nearby_display_status: 0 as const,
      released: 1 as const,
    }
  })
  return { errcode: 0, errmsg: 'ok', wxopens: { items } }
})

on(linkMiniProgram, (call, { appid, notify_users, show_profile }) => {
  needsPlatform(call)
  const { links } = call.account.official
  if (call.realm.state.accounts.get(appid)?.spec.kind !== 'mini_program') throw new Refusal(40013, 'invalid appid')
  for (const flag of [notify_users, show_profile]) if (![0, 1].includes(flag)) throw new Refusal(40035, 'invalid parameter')
  const status = links.get(appid)?.status
  if (status === 1 || status === 2 || status === 12) throw new Refusal(1003, 'linked already, or waiting for an administrator')
  if ([...links.values()].filter(link => link.status === 1).length >= mostLinks) throw new Refusal(1005, 'admin has reached the limit')
  links.set(appid, { status: 12, showProfile: show_profile === 1, notifyUsers: notify_users === 1 })
})

on(unlinkMiniProgram, (call, { appid }) => {
  needsPlatform(call)
  if (!call.account.official.links.delete(appid)) throw new Refusal(40013, 'invalid appid: it is not linked')
})

/** An administrator answers: first the account's (12 → 2), then the Mini Program's (2 → 1). No makes it 3. Throws a plain error. */
export function answerLink(realm: Realm, account: AccountState, word: string, accepts: boolean) {
  const appid = realm.account(word).spec.appId
  const link = account.official.links.get(appid)
  if (link?.status !== 12 && link?.status !== 2) throw new Error(`No link of "${account.spec.alias}" with "${word}" waits for an answer.`)
  link.status = accepts ? (link.status === 12 ? 2 : 1) : 3
  return { account: account.spec.alias, appid, status: link.status }
}
