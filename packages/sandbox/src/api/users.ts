/** Followers and tags. */
import {
  createTag,
  deleteTag,
  getUserInfo,
  getUserInfos,
  getUserTags,
  listFollowers,
  listTagMembers,
  listTags,
  tagUsers,
  type UserInfo,
  untagUsers,
  updateRemark,
  updateTag,
} from '@wematrix/wechat'
import { crowdCount, crowdIndex, crowdInfo, crowdPage } from '../state/crowd.ts'
import type { AccountState, Follower } from '../state/state.ts'
import { bytes, type Call, on, Refusal } from './on.ts'

function page(openids: string[], next: string | undefined, total?: number) {
  const from = next ? openids.indexOf(next) + 1 : 0
  if (next && from === 0) throw new Refusal(40003, 'invalid openid')
  const part = openids.slice(from, from + 10_000)
  return {
    ...(total === undefined ? {} : { total }),
    count: part.length,
    ...(part.length > 0 ? { data: { openid: part } } : {}),
    next_openid: part.at(-1) ?? '',
  }
}

const following = (account: AccountState) => [...account.followers.values()].filter(follower => follower.subscribed)

on(listFollowers, ({ account }, input) => {
  const openids = following(account).map(follower => follower.openid)
  if (!account.crowd) return page(openids, input?.next_openid, openids.length)
  const part = crowdPage(account, openids, input?.next_openid)
  if (!part) throw new Refusal(40003, 'invalid openid')
  return page(part, undefined, openids.length + crowdCount(account))
})

/** Somebody who does not follow is two fields, whatever was known before. */
function info({ realm, account }: Call, openid: string): UserInfo {
  const index = crowdIndex(account, openid)
  if (index !== undefined) return crowdInfo(account, index, realm.tellsUnion(account.spec))
  const person = realm.findByOpenid(openid)
  if (!person || (account.spec.slot && person.openids[account.spec.slot] !== openid)) throw new Refusal(40003, 'invalid openid')
  const follower = account.followers.get(openid)
  if (!follower?.subscribed) return { subscribe: 0, openid }
  return {
    subscribe: 1,
    openid,
    language: 'zh_CN',
    subscribe_time: follower.subscribeTime,
    ...(realm.tellsUnion(account.spec) ? { unionid: person.unionid } : {}),
    remark: follower.remark,
    groupid: follower.tags[0] ?? 0,
    tagid_list: [...follower.tags],
    subscribe_scene: follower.subscribeScene,
    qr_scene: /^\d+$/.test(follower.qrScene) ? Number(follower.qrScene) : 0,
    qr_scene_str: /^\d+$/.test(follower.qrScene) ? '' : follower.qrScene,
  }
}

on(getUserInfo, (call, { openid }) => info(call, openid))
on(getUserInfos, (call, { user_list }) => {
  if (!Array.isArray(user_list)) throw new Refusal(47001, 'data format error')
  if (user_list.length > 100) throw new Refusal(40032, 'invalid openid list size')
  return { user_info_list: user_list.map(({ openid }) => info(call, openid)) }
})

function followerOf(account: AccountState, openid: string): Follower {
  const follower = account.followers.get(openid)
  if (!follower?.subscribed) throw new Refusal(46004, 'user not exist')
  return follower
}

on(updateRemark, ({ account }, { openid, remark }) => {
  if (bytes(remark) >= 30) throw new Refusal(40035, 'remark too long')
  followerOf(account, openid).remark = remark
})

function checkName(account: AccountState, name: string | undefined): asserts name is string {
  if (typeof name !== 'string' || name === '') throw new Refusal(40035, 'invalid parameter: tag.name')
  if (account.tags.some(tag => tag.name === name)) throw new Refusal(45157, 'invalid tag name, already exists')
  if (name.length > 30) throw new Refusal(45158, 'tag name too long')
}
function checkId(account: AccountState, id: number): void {
  if (id <= 2) throw new Refusal(45058, "can't modify sys tag")
  if (!account.tags.some(tag => tag.id === id)) throw new Refusal(45159, 'invalid tag id')
}

on(createTag, ({ account }, { tag: { name } }) => {
  if (account.tags.length >= 101) throw new Refusal(45056, 'too many tag now, at most 100')
  checkName(account, name)
  const tag = { id: Math.max(99, ...account.tags.map(tag => tag.id)) + 1, name }
  account.tags.push(tag)
  return { tag }
})
on(listTags, ({ account }) => ({
  tags: account.tags.map(tag => ({ ...tag, count: following(account).filter(follower => follower.tags.includes(tag.id)).length })),
}))
on(updateTag, ({ account }, { tag: { id, name } }) => {
  checkId(account, id)
  checkName(account, name)
  account.tags = account.tags.map(tag => (tag.id === id ? { id, name } : tag))
})
on(deleteTag, ({ account }, { tag: { id } }) => {
  checkId(account, id)
  account.tags = account.tags.filter(tag => tag.id !== id)
  for (const follower of account.followers.values()) follower.tags = follower.tags.filter(tag => tag !== id)
})
on(listTagMembers, ({ account }, { tagid, next_openid }) =>
  page(
    following(account)
      .filter(follower => follower.tags.includes(tagid))
      .map(follower => follower.openid),
    next_openid,
  ),
)

/** Tags or untags a list; those who can't be are named in 45171. */
function retag(account: AccountState, openids: string[], change: (follower: Follower) => void): void {
  if (openids.length > 50) throw new Refusal(40032, 'invalid openid list size')
  const failed: string[] = []
  for (const openid of openids) {
    const follower = account.followers.get(openid)
    if (follower?.subscribed) change(follower)
    else failed.push(openid)
  }
  if (failed.length > 0) throw new Refusal(45171, 'some openids failed', { fail_openid_list: failed })
}
on(tagUsers, ({ account }, { openid_list, tagid }) => {
  if (!account.tags.some(tag => tag.id === tagid)) throw new Refusal(45159, 'invalid tag id')
  retag(account, openid_list, follower => {
    if (follower.tags.includes(tagid)) return
    if (follower.tags.length >= 20) throw new Refusal(45059, 'user has too many tags')
    follower.tags.push(tagid)
  })
})
on(untagUsers, ({ account }, { openid_list, tagid }) =>
  retag(account, openid_list, follower => {
    follower.tags = follower.tags.filter(tag => tag !== tagid)
  }),
)
on(getUserTags, ({ account }, { openid }) => ({ tagid_list: [...followerOf(account, openid).tags] }))
