/** Custom menus, conditional menus and what a phone shows. */
import {
  addConditionalMenu,
  type CurrentMenuButton,
  createMenu,
  deleteConditionalMenu,
  deleteMenu,
  getCurrentMenu,
  getMenu,
  type MenuButton,
  type MenuLeaf,
  tryMatchMenu,
} from '@wematrix/wechat'
import { openingItems } from '../official-account/console-menu.ts'
import { mediaOf } from '../official-account/media.ts'
import { isLinked } from '../official-account/mini-program-links.ts'
import { isOut } from '../official-account/publications.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState } from '../state/state.ts'
import { bytes, type Call, on, Refusal } from './on.ts'

const keyTypes = ['click', 'scancode_push', 'scancode_waitmsg', 'pic_sysphoto', 'pic_photo_or_album', 'pic_weixin', 'location_select']

function checkLeaf(call: Call, leaf: MenuLeaf, top: boolean): void {
  if (!leaf.name) throw new Refusal(40018, 'invalid button name size')
  if (bytes(leaf.name) > (top ? 16 : 60))
    throw new Refusal(top ? 40018 : 40025, top ? 'invalid button name size' : 'invalid sub button name size')
  if (!('type' in leaf) || !leaf.type) throw new Refusal(top ? 40016 : 40023, 'invalid button type')
  if (keyTypes.includes(leaf.type)) {
    const key = 'key' in leaf ? leaf.key : ''
    if (!key || bytes(key) > 128) throw new Refusal(40019, 'invalid button key size')
    return
  }
  if (leaf.type === 'view' || leaf.type === 'miniprogram') {
    if (!leaf.url || bytes(leaf.url) > 1024) throw new Refusal(40020, 'invalid button url size')
    if (!/^https?:\/\//.test(leaf.url)) throw new Refusal(40054, 'invalid sub button url domain')
  }
  if (leaf.type === 'miniprogram') {
    if (!isLinked(call.account, leaf.appid)) throw new Refusal(40013, 'invalid appid: this mini program is not linked to the account')
    if (!leaf.pagepath) throw new Refusal(40165, 'invalid weapp pagepath')
  }
  if (leaf.type === 'media_id') mediaOf(call, leaf.media_id, ['image', 'voice', 'video'], true)
  if ((leaf.type === 'article_id' || leaf.type === 'article_view_limited') && !isOut(call.account, leaf.article_id))
    throw new Refusal(53600, 'article_id is invalid')
}

/** Throws the code WeChat would answer with. A page that the Mini Program does not have is accepted, as it is there. */
export function checkMenu(call: Call, button: MenuButton[]): void {
  if (!Array.isArray(button) || button.length === 0 || button.length > 3) throw new Refusal(40017, 'invalid button size')
  for (const entry of button) {
    if (!('sub_button' in entry) || entry.sub_button.length === 0) {
      checkLeaf(call, entry as MenuLeaf, true)
      continue
    }
    if (entry.sub_button.length > 5) throw new Refusal(40023, 'invalid sub button size')
    if (!entry.name || bytes(entry.name) > 16) throw new Refusal(40018, 'invalid button name size')
    for (const leaf of entry.sub_button) checkLeaf(call, leaf, false)
  }
}

on(createMenu, (call, { button }) => {
  checkMenu(call, button)
  delete call.account.consoleMenu
  call.account.menu = { menuid: 430_000 + call.realm.next(), button }
})

on(getMenu, ({ account }) => {
  if (!account.menu) throw new Refusal(46003, 'menu no exist')
  const conditionalmenu = account.conditional.map(menu => ({ ...menu }))
  return { menu: { ...account.menu }, ...(conditionalmenu.length > 0 ? { conditionalmenu } : {}) }
})

on(deleteMenu, ({ account }) => {
  delete account.consoleMenu
  delete account.menu
  account.conditional = []
})

const mostDomains = 3

/** At most three external domains over all conditional menus. Throws 65316, 65317 for what is no address. */
function checkDomains(menus: readonly MenuButton[][]): void {
  const domains = new Set<string>()
  for (const leaf of menus.flat().flatMap(entry => ('sub_button' in entry ? entry.sub_button : [entry as MenuLeaf]))) {
    if (leaf.type !== 'view') continue
    if (!URL.canParse(leaf.url)) throw new Refusal(65317, 'invalid menu url')
    domains.add(new URL(leaf.url).host)
  }
  if (domains.size > mostDomains) throw new Refusal(65316, 'more than 3 external domains')
}

on(addConditionalMenu, (call, { button, matchrule }) => {
  if (!call.account.menu) throw new Refusal(65303, 'there is no default menu')
  if (['sex', 'country', 'province', 'city', 'language'].some(field => field in (matchrule ?? {})))
    throw new Refusal(65320, 'match rule field is retired')
  if (!matchrule?.tag_id && !matchrule?.client_platform_type) throw new Refusal(65304, 'match rule empty')
  checkMenu(call, button)
  checkDomains([...call.account.conditional.map(menu => menu.button), button])
  const menuid = 430_000 + call.realm.next()
  call.account.conditional.unshift({ menuid, button, matchrule })
  return { menuid: String(menuid) }
})

on(deleteConditionalMenu, ({ account }, { menuid }) => {
  const left = account.conditional.filter(menu => String(menu.menuid) !== String(menuid))
  if (left.length === account.conditional.length) throw new Refusal(65301, 'there is no such menuid')
  account.conditional = left
})

/**
 * The buttons a follower's phone shows: the newest conditional menu that matches, else the default one. Of several tags the one set
 * last counts; language and region match nobody any more.
 */
export function menuFor(realm: Realm, account: AccountState, openid: string): MenuButton[] {
  const tag = account.followers.get(openid)?.tags.at(-1)
  const person = realm.findByOpenid(openid)
  const platform = (person && realm.stateOf(person).platform) ?? '1'
  const match = account.conditional.find(
    ({ matchrule }) =>
      (!matchrule.tag_id || matchrule.tag_id === String(tag)) &&
      (!matchrule.client_platform_type || matchrule.client_platform_type === platform),
  )
  return (match ?? account.menu)?.button ?? openingItems(account)
}

/** By openid, or by WeChat id, which is the person's name here. */
on(tryMatchMenu, ({ realm, account }, { user_id }) => {
  const named = account.followers.has(user_id) ? user_id : realm.known(user_id)?.openids[account.spec.slot!]
  if (named === undefined || !account.followers.get(named)?.subscribed) throw new Refusal(65302, 'there is no such user')
  return { button: menuFor(realm, account, named) }
})

on(getCurrentMenu, ({ account }) => {
  if (account.consoleMenu) return { is_menu_open: 1 as const, selfmenu_info: { button: account.consoleMenu } }
  if (!account.menu) return { is_menu_open: 0 as const }
  const show = (entry: MenuButton): CurrentMenuButton =>
    'sub_button' in entry && entry.sub_button.length > 0
      ? ({ name: entry.name, sub_button: { list: entry.sub_button.map(show) } } as CurrentMenuButton)
      : ({ ...entry } as CurrentMenuButton)
  return { is_menu_open: 1 as const, selfmenu_info: { button: account.menu.button.map(show) } }
})
