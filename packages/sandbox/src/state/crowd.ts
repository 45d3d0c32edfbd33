/**
 * A crowd: followers by the hundred thousand of whom nothing is kept but how many there are and who left. Who number 17 is,
 * when they followed and how, is worked out of the number, and the number out of the openid.
 */
import type { UserInfo } from '@wematrix/wechat'
import { hashText, letters, mix } from '../random.ts'
import type { AccountState } from './state.ts'

export type Crowd = {
  /** Everyone who ever followed; the first followed first. */
  size: number
  /** When the first of them followed, seconds. */
  from: number
  /** Seconds between one and the next. */
  everyS: number
  /** Numbers of those who left. */
  left: Set<number>
}

const pageSize = 10_000
const digits = 7
const scenes = [
  'ADD_SCENE_QR_CODE',
  'ADD_SCENE_SEARCH',
  'ADD_SCENE_PROFILE_CARD',
  'ADD_SCENE_WXA',
  'ADD_SCENE_CHANNELS',
  'ADD_SCENE_LIVESTREAM',
]

/** Followers that the account has from now on: `size` of them over the two years before `now` (milliseconds), none of them gone. */
export function gatherCrowd(account: AccountState, size: number, now: number): void {
  const spanS = 2 * 365 * 86_400
  account.crowd = { size, from: Math.floor(now / 1000) - spanS, everyS: spanS / Math.max(1, size), left: new Set() }
}

/** Lets `count` of them leave, spread over all; returns their openids. */
export function leaveCrowd(account: AccountState, count: number): string[] {
  const crowd = account.crowd
  if (!crowd) return []
  const gone: string[] = []
  for (let i = 0; gone.length < count && crowd.left.size < crowd.size; i++) {
    const index = mix(i, 71) % crowd.size
    if (crowd.left.has(index)) continue
    crowd.left.add(index)
    gone.push(crowdOpenid(account, index))
  }
  return gone
}

/** So many more, who follow at this moment. */
export function joinCrowd(account: AccountState, count: number): void {
  if (account.crowd) account.crowd.size += count
}

const place = (index: number) => index.toString(36).padStart(digits, '0')
const seedOf = (account: AccountState) => hashText(account.spec.appId)

export function crowdOpenid(account: AccountState, index: number): string {
  return `o${letters(5, seedOf(account), 7)}C${place(index)}${letters(14, seedOf(account), 8, index)}`
}

/** Which of them this is; undefined for anybody else. */
export function crowdIndex(account: AccountState, openid: string): number | undefined {
  if (!account.crowd || openid[6] !== 'C') return undefined
  const index = Number.parseInt(openid.slice(7, 7 + digits), 36)
  return index < account.crowd.size && crowdOpenid(account, index) === openid ? index : undefined
}

export const crowdCount = ({ crowd }: AccountState) => (crowd ? crowd.size - crowd.left.size : 0)

/** A page of `user/get`; the account's other followers come first. Undefined: `next` is nobody who follows. */
export function crowdPage(account: AccountState, others: readonly string[], next: string | undefined): string[] | undefined {
  const crowd = account.crowd!
  const part: string[] = []
  const after = next ? crowdIndex(account, next) : undefined
  if (after !== undefined && crowd.left.has(after)) return undefined
  let index = after === undefined ? 0 : after + 1
  if (after === undefined) {
    const from = next ? others.indexOf(next) + 1 : 0
    if (next && from === 0) return undefined
    part.push(...others.slice(from, from + pageSize))
  }
  for (; part.length < pageSize && index < crowd.size; index++) if (!crowd.left.has(index)) part.push(crowdOpenid(account, index))
  return part
}

/** What `user/info` says of one of them. */
export function crowdInfo(account: AccountState, index: number, tellsUnion: boolean): UserInfo {
  const crowd = account.crowd!
  const openid = crowdOpenid(account, index)
  if (crowd.left.has(index)) return { subscribe: 0, openid }
  const draw = mix(index, 9)
  const scene = scenes[draw % scenes.length]!
  return {
    subscribe: 1,
    openid,
    language: 'zh_CN',
    subscribe_time: Math.floor(crowd.from + index * crowd.everyS),
    ...(tellsUnion ? { unionid: `o6_bmC${place(index)}${letters(15, seedOf(account), 10, index)}` } : {}),
    remark: '',
    groupid: 0,
    tagid_list: draw % 5 === 0 ? [2] : [],
    subscribe_scene: scene,
    qr_scene: 0,
    qr_scene_str: scene === 'ADD_SCENE_QR_CODE' && draw % 2 === 0 ? `shop-${draw % 100}` : '',
  }
}
