import type { Check, Checks } from '../client/checks.ts'
import { type AccountKind, endpoint } from '../endpoint.ts'
import { service } from './sources.ts'

const accounts: readonly AccountKind[] = ['official_account']
const userinfo = service('usermanage/userinfo')
const tags = service('usermanage/tag')
const tagName: Checks = [{ at: 'tag.name', required: true, maxChars: 30 }]
/** 0, 1 and 2 are the system's: 45058. */
const ownTag: Check = { at: 'tag.id', required: true, min: 3 }

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
  /** No longer delivered: absent, empty or 0. */
  language?: string
  nickname?: string
  headimgurl?: string
  sex?: number
  city?: string
  province?: string
  country?: string
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
  checks: [{ at: 'openid', required: true }],
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
  checks: [
    { at: 'user_list', required: true, maxItems: 100 },
    { at: 'user_list[].openid', required: true },
  ],
  source: userinfo,
})

/**
 * Our remark on a follower: below 30. The page says bytes in one place and characters in another; we refuse only what breaks both.
 * Source: developers.weixin.qq.com/doc/service/api/usermanage/userinfo
 */
export const updateRemark = endpoint<{ openid: string; remark: string }, void>({
  method: 'POST',
  path: '/cgi-bin/user/info/updateremark',
  auth: 'access_token',
  accounts,
  checks: [
    { at: 'openid', required: true },
    { at: 'remark', maxChars: 29 },
  ],
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
  checks: tagName,
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
  checks: [tagName, ownTag],
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
  checks: [ownTag],
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
  checks: [
    { at: 'openid_list', required: true, maxItems: 50 },
    { at: 'tagid', required: true },
  ],
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
  checks: [
    { at: 'openid_list', required: true, maxItems: 50 },
    { at: 'tagid', required: true },
  ],
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

/**
 * People in our blacklist, 1,000 a page (an older sample: 10,000).
 * Source: developers.weixin.qq.com/doc/service/api/usermanage/userinfo
 */
export const listBlacklist = endpoint<{ begin_openid?: string }, OpenidPage>({
  method: 'POST',
  path: '/cgi-bin/tags/members/getblacklist',
  auth: 'access_token',
  accounts,
  limits: '1,000 openids a page',
  source: userinfo,
})

const upTo20: Checks = [{ at: 'openid_list', required: true, minItems: 1, maxItems: 20 }]

/** Puts up to 20 people into our blacklist: they can't write to us, nor we to them (43019). Source: …/api/usermanage/userinfo */
export const blockUsers = endpoint<{ openid_list: string[] }, void>({
  method: 'POST',
  path: '/cgi-bin/tags/members/batchblacklist',
  auth: 'access_token',
  accounts,
  limits: '20 openids a call',
  checks: upTo20,
  source: userinfo,
})

/** Takes up to 20 people out of our blacklist. Source: …/api/usermanage/userinfo */
export const unblockUsers = endpoint<{ openid_list: string[] }, void>({
  method: 'POST',
  path: '/cgi-bin/tags/members/batchunblacklist',
  auth: 'access_token',
  accounts,
  limits: '20 openids a call',
  checks: upTo20,
  source: userinfo,
})

/**
 * After an account migration (账号迁移): the openids of the old account as they are in this one. Called with the new account's token;
 * an entry with `err_msg` other than `ok` has no `new_openid`.
 * Source: developers.weixin.qq.com/doc/offiaccount, older page
 */
export const changeOpenids = endpoint<
  { from_appid: string; openid_list: string[] },
  { result_list: { ori_openid: string; new_openid?: string; err_msg: string }[] }
>({
  method: 'POST',
  path: '/cgi-bin/changeopenid',
  auth: 'access_token',
  accounts,
  limits: '100 openids a call',
  checks: [
    { at: 'from_appid', required: true },
    { at: 'openid_list', required: true, maxItems: 100 },
  ],
  source: 'developers.weixin.qq.com/doc/offiaccount/User_Management',
})
