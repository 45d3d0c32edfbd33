import { type AccountKind, endpoint } from '../endpoint.ts'
import { service } from './sources.ts'

const accounts: readonly AccountKind[] = ['official_account']
const userinfo = service('usermanage/userinfo')
const tags = service('usermanage/tag')

/** A page of followers. `data` is absent when `count` is 0; stop when `next_openid` is empty. */
export type OpenidPage = { total?: number; count: number; data?: { openid: string[] }; next_openid: string }

/**
 * The followers' openids, 10,000 a page.
 * Source: developers.weixin.qq.com/doc/service/api/usermanage/userinfo
 */
export const listFollowers = endpoint<{ next_openid?: string } | undefined, OpenidPage>({
  method: 'GET',
  path: '/cgi-bin/user/get',
  auth: 'access_token',
  accounts,
  quotaPerDay: 500,
  limits: '10,000 openids a page',
  source: userinfo,
})

/** A follower. Someone who left comes back as `{subscribe: 0, openid}` only, so keep the UnionID from the time of following. */
export type UserInfo = {
  subscribe: 0 | 1
  openid: string
  unionid?: string
  subscribe_time?: number
  remark?: string
  groupid?: number
  tagid_list?: number[]
  /** ADD_SCENE_…; unknown values are text like any other. */
  subscribe_scene?: string
  qr_scene?: number
  qr_scene_str?: string
  language?: string
}

/**
 * One follower: scene of following, tags, UnionID when the account is bound to an Open Platform account.
 * Source: developers.weixin.qq.com/doc/service/api/usermanage/userinfo
 */
export const getUserInfo = endpoint<{ openid: string; lang?: string }, UserInfo>({
  method: 'GET',
  path: '/cgi-bin/user/info',
  auth: 'access_token',
  accounts,
  quotaPerDay: 500_000,
  source: userinfo,
})

/**
 * Up to 100 followers at once; more gives 40032.
 * Source: developers.weixin.qq.com/doc/service/api/usermanage/userinfo
 */
export const getUserInfos = endpoint<{ user_list: { openid: string; lang?: string }[] }, { user_info_list: UserInfo[] }>({
  method: 'POST',
  path: '/cgi-bin/user/info/batchget',
  auth: 'access_token',
  accounts,
  limits: '100 openids a call',
  source: userinfo,
})

/**
 * Our remark on a follower: below 30 bytes.
 * Source: developers.weixin.qq.com/doc/service/api/usermanage/userinfo
 */
export const updateRemark = endpoint<{ openid: string; remark: string }, void>({
  method: 'POST',
  path: '/cgi-bin/user/info/updateremark',
  auth: 'access_token',
  accounts,
  quotaPerDay: 10_000,
  source: userinfo,
})

/**
 * A new tag: name ≤ 30 characters, at most 100 tags. 45056 too many, 45157 name exists, 45158 too long.
 * Source: developers.weixin.qq.com/doc/service/api/usermanage/tag
 */
export const createTag = endpoint<{ tag: { name: string } }, { tag: { id: number; name: string } }>({
  method: 'POST',
  path: '/cgi-bin/tags/create',
  auth: 'access_token',
  accounts,
  limits: '100 tags; name 30 characters',
  source: tags,
})

/**
 * All tags with their number of followers.
 * Source: developers.weixin.qq.com/doc/service/api/usermanage/tag
 */
export const listTags = endpoint<undefined, { tags: { id: number; name: string; count: number }[] }>({
  method: 'GET',
  path: '/cgi-bin/tags/get',
  auth: 'access_token',
  accounts,
  source: tags,
})

/**
 * Renames a tag; 0, 1 and 2 are the system's (45058).
 * Source: developers.weixin.qq.com/doc/service/api/usermanage/tag
 */
export const updateTag = endpoint<{ tag: { id: number; name: string } }, void>({
  method: 'POST',
  path: '/cgi-bin/tags/update',
  auth: 'access_token',
  accounts,
  source: tags,
})

/**
 * Deletes a tag.
 * Source: developers.weixin.qq.com/doc/service/api/usermanage/tag
 */
export const deleteTag = endpoint<{ tag: { id: number } }, void>({
  method: 'POST',
  path: '/cgi-bin/tags/delete',
  auth: 'access_token',
  accounts,
  source: tags,
})

/**
 * Followers with a tag, 10,000 a page.
 * Source: developers.weixin.qq.com/doc/service/api/usermanage/tag
 */
export const listTagMembers = endpoint<{ tagid: number; next_openid?: string }, OpenidPage>({
  method: 'POST',
  path: '/cgi-bin/user/tag/get',
  auth: 'access_token',
  accounts,
  limits: '10,000 openids a page',
  source: tags,
})

/**
 * Tags up to 50 followers; 20 tags a person at most (45059). A partial failure answers 45171 with `fail_openid_list`.
 * Source: developers.weixin.qq.com/doc/service/api/usermanage/tag
 */
export const tagUsers = endpoint<{ openid_list: string[]; tagid: number }, void>({
  method: 'POST',
  path: '/cgi-bin/tags/members/batchtagging',
  auth: 'access_token',
  accounts,
  limits: '50 openids a call; 20 tags a person',
  source: tags,
})

/**
 * Takes a tag from up to 50 followers.
 * Source: developers.weixin.qq.com/doc/service/api/usermanage/tag
 */
export const untagUsers = endpoint<{ openid_list: string[]; tagid: number }, void>({
  method: 'POST',
  path: '/cgi-bin/tags/members/batchuntagging',
  auth: 'access_token',
  accounts,
  limits: '50 openids a call',
  source: tags,
})

/**
 * Tags of one follower.
 * Source: developers.weixin.qq.com/doc/service/api/usermanage/tag
 */
export const getUserTags = endpoint<{ openid: string }, { tagid_list: number[] }>({
  method: 'POST',
  path: '/cgi-bin/tags/getidlist',
  auth: 'access_token',
  accounts,
  source: tags,
})
