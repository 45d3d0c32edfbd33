import type { Checks } from '../client/checks.ts'
import { type AccountKind, endpoint } from '../endpoint.ts'
import { service } from './sources.ts'

const accounts: readonly AccountKind[] = ['official_account']
const source = service('custommenu')

/** A leaf of a menu: `type` and what that type needs. Name ≤ 16 bytes on top, ≤ 60 bytes below. */
export type MenuLeaf = { name: string } & (
  | {
      type: 'click' | 'scancode_push' | 'scancode_waitmsg' | 'pic_sysphoto' | 'pic_photo_or_album' | 'pic_weixin' | 'location_select'
      /** ≤ 128 bytes. */
      key: string
    }
  | { type: 'view' /** ≤ 1024 bytes. */; url: string }
  | { type: 'miniprogram'; url: string; appid: string; pagepath: string }
  | { type: 'media_id' | 'view_limited'; media_id: string }
  | { type: 'article_id' | 'article_view_limited'; article_id: string }
)
/** A top button: a leaf, or a name with up to 5 leaves. */
export type MenuButton = MenuLeaf | { name: string; sub_button: MenuLeaf[] }
export type Menu = { button: MenuButton[] }
/** At least one field. `client_platform_type`: 1 iOS, 2 Android, 3 other. */
export type MatchRule = { tag_id?: string; client_platform_type?: '1' | '2' | '3' }
export type ConditionalMenu = Menu & { matchrule: MatchRule }

const keyTypes = ['click', 'scancode_push', 'scancode_waitmsg', 'pic_sysphoto', 'pic_photo_or_album', 'pic_weixin', 'location_select']
const leafTypes = [...keyTypes, 'view', 'miniprogram', 'media_id', 'view_limited', 'article_id', 'article_view_limited']
const leafChecks = (at: string): Checks => [
  { at: `${at}.type`, oneOf: leafTypes },
  { at: `${at}.key`, maxBytes: 128 },
  { at: `${at}.key`, when: { './type': keyTypes }, required: true },
  { at: `${at}.url`, maxBytes: 1024 },
  { at: `${at}.url`, when: { './type': ['view', 'miniprogram'] }, required: true },
  { at: `${at}.appid`, when: { './type': 'miniprogram' }, required: true },
  { at: `${at}.pagepath`, when: { './type': 'miniprogram' }, required: true },
  { at: `${at}.media_id`, when: { './type': ['media_id', 'view_limited'] }, required: true },
  { at: `${at}.article_id`, when: { './type': ['article_id', 'article_view_limited'] }, required: true },
]
const buttons: Checks = [
  { at: 'button', required: true, maxItems: 3 },
  { at: 'button[].name', required: true, maxBytes: 16 },
  { at: 'button[].sub_button', maxItems: 5 },
  { at: 'button[].sub_button[].name', required: true, maxBytes: 60 },
  { at: 'button[].sub_button[].type', required: true },
  leafChecks('button[]'),
  leafChecks('button[].sub_button[]'),
]

/**
 * Replaces the account's whole menu: at most 3 buttons of at most 5 items each.
 * Names show 4 and 8 Chinese characters; the rest is cut by the phone. A phone asks again after 5 minutes.
 * Source: developers.weixin.qq.com/doc/subscription/api/custommenu/api_createcustommenu.html
 */
export const createMenu = endpoint<Menu, void>({
  method: 'POST',
  path: '/cgi-bin/menu/create',
  auth: 'access_token',
  accounts,
  quotaPerDay: 1000,
  limits: '3 buttons of 5 items; name 16 / 60 bytes, key 128 bytes, url 1024 bytes',
  checks: buttons,
  source: 'developers.weixin.qq.com/doc/subscription/api/custommenu/api_createcustommenu.html',
})

export type StoredMenu = {
  menu: { button: MenuButton[]; menuid?: string }
  conditionalmenu?: { button: MenuButton[]; matchrule: MatchRule & { group_id?: string }; menuid: string }[]
}

/**
 * The menus made by API. 46003 means "no menu", which is not a failure.
 * Source: developers.weixin.qq.com/doc/service/api/custommenu
 */
export const getMenu = endpoint<undefined, StoredMenu>({
  method: 'GET',
  path: '/cgi-bin/menu/get',
  auth: 'access_token',
  accounts,
  quotaPerDay: 10_000,
  ids: ['menuid'],
  source,
})

/**
 * Removes the default menu and every conditional one.
 * Source: developers.weixin.qq.com/doc/service/api/custommenu
 */
export const deleteMenu = endpoint<undefined, void>({
  method: 'GET',
  path: '/cgi-bin/menu/delete',
  auth: 'access_token',
  accounts,
  quotaPerDay: 1000,
  source,
})

/**
 * A menu for some of the followers; a default menu must exist (65303). Newest first, first match wins.
 * Limits: 2,000 a day together with {@link deleteConditionalMenu}; at most 3 external domains over all menus (65316).
 * Source: developers.weixin.qq.com/doc/service/api/custommenu
 */
export const addConditionalMenu = endpoint<ConditionalMenu, { menuid: string }>({
  method: 'POST',
  path: '/cgi-bin/menu/addconditional',
  auth: 'access_token',
  accounts,
  quotaPerDay: 2000,
  limits: 'add and delete share the day; 3 external domains',
  checks: [
    buttons,
    { at: 'matchrule', required: true },
    { anyOf: ['matchrule.tag_id', 'matchrule.client_platform_type'] },
    { at: 'matchrule.client_platform_type', oneOf: ['1', '2', '3'] },
    // Retired fields: 65320.
    { at: 'matchrule.sex', absent: true },
    { at: 'matchrule.country', absent: true },
    { at: 'matchrule.province', absent: true },
    { at: 'matchrule.city', absent: true },
    { at: 'matchrule.language', absent: true },
  ],
  ids: ['menuid'],
  source,
})

/**
 * Removes one conditional menu.
 * Source: developers.weixin.qq.com/doc/service/api/custommenu
 */
export const deleteConditionalMenu = endpoint<{ menuid: string }, void>({
  method: 'POST',
  path: '/cgi-bin/menu/delconditional',
  auth: 'access_token',
  accounts,
  checks: [{ at: 'menuid', required: true }],
  quotaPerDay: 2000,
  source,
})

/**
 * The menu one follower sees; `user_id` is an openid or a WeChat id.
 * Source: developers.weixin.qq.com/doc/service/api/custommenu
 */
export const tryMatchMenu = endpoint<{ user_id: string }, { button: MenuButton[] }>({
  method: 'POST',
  path: '/cgi-bin/menu/trymatch',
  auth: 'access_token',
  accounts,
  checks: [{ at: 'user_id', required: true }],
  quotaPerDay: 20_000,
  source,
})

/** A button as the console shows it: here `sub_button` is an object with `list`, in menu/get an array. */
export type CurrentMenuButton = {
  name: string
  type?: string
  key?: string
  url?: string
  value?: string
  appid?: string
  pagepath?: string
  news_info?: {
    list: {
      title: string
      author: string
      digest: string
      content_url: string
      cover_url: string
      source_url: string
      show_cover?: 0 | 1
    }[]
  }
  sub_button?: { list: CurrentMenuButton[] }
}

/**
 * The menu as it stands, whether made by API or in the web console.
 * Source: developers.weixin.qq.com/doc/service/api/custommenu
 */
export const getCurrentMenu = endpoint<undefined, { is_menu_open: 0 | 1; selfmenu_info?: { button: CurrentMenuButton[] } }>({
  method: 'GET',
  path: '/cgi-bin/get_current_selfmenu_info',
  auth: 'access_token',
  accounts,
  source,
})
