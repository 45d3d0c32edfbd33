/** Members of the shop: they join, buy, rise and leave. */
import { getMember, getMemberMiniProgram, getMemberScore, listMemberScoreFlow, listMembers, type ShopMember } from '@wematrix/wechat'
import { type Call, type DueContext, on, Refusal } from '../api/on.ts'
import type { Person } from '../facts.ts'
import type { AccountState } from '../state/state.ts'
import type { MemberState } from './state.ts'
import { takeCoupon } from './user-coupons.ts'

/** Experience that a grade begins with, from grade 1; a yuan paid is one of experience and one point. */
const grades = [0, 100, 500, 2000] as const

function memberOf({ account }: Call, openid: unknown): MemberState {
  const member = account.shop.members.get(String(openid))
  if (!member) throw new Refusal(40097, 'invalid args: openid is no member')
  return member
}
function view({ realm, account }: Call, { openid, grade, experience }: MemberState): ShopMember {
  const person = realm.findByOpenid(openid)
  return {
    openid,
    ...(person && realm.tellsUnion(account.spec) ? { unionid: person.unionid } : {}),
    user_grade_info: { grade, experience_value: String(experience) },
  }
}
function page<Item>(all: readonly Item[], { page_num, page_size }: { page_num: number; page_size: number }) {
  if (!(page_num >= 1) || !(page_size >= 1)) throw new Refusal(40097, 'invalid args: page_num, page_size')
  return all.slice((page_num - 1) * page_size, page_num * page_size)
}

on(listMembers, (call, input) => {
  const all = [...call.account.shop.members.values()]
  return { errcode: 0, errmsg: 'ok', list: page(all, input).map(member => view(call, member)), total_num: all.length }
})
on(getMember, (call, { openid }) => ({ errcode: 0, errmsg: 'ok', info: view(call, memberOf(call, openid)) }))
on(getMemberScore, (call, { openid }) => ({ errcode: 0, errmsg: 'ok', info: { score: String(memberOf(call, openid).score) } }))
on(listMemberScoreFlow, (call, input) => {
  const { flow } = memberOf(call, input.openid)
  const list = page(flow, input).map(({ score, source, remark }) => ({ score: String(score), source, remark }))
  return { errcode: 0, errmsg: 'ok', list, total_num: flow.length }
})

/** The brand's Mini Program looks after the members. */
on(getMemberMiniProgram, ({ realm }) => ({
  errcode: 0,
  errmsg: 'ok',
  wxa_appid: realm.appIdOf('mini-program'),
  info: {
    paths: { register_path: 'pages/member/index', rights_path: 'pages/member/index' },
    whitelist_openids: [],
    display_info: { order_page_display: 1 as const },
  },
  state: 1,
}))

type Fields = Record<string, string | number>
function tell({ push }: DueContext, account: AccountState, openid: string, what: string, fields: Fields): void {
  push(account, openid, { MsgType: 'event', Event: `channels_ec_vip_${what}`, user_info: { openid, ...fields } })
}

/** Somebody joins, and gets the coupons that are gifts for joining (promote_type 10). */
export function joinMembers(context: DueContext, account: AccountState, person: Person): MemberState {
  const openid = person.openids.shop
  const known = account.shop.members.get(openid)
  if (known) return known
  const now = context.realm.clock.seconds()
  const member: MemberState = { openid, joinTime: now, grade: 1, experience: 0, score: 0, flow: [] }
  account.shop.members.set(openid, member)
  const phone_number = person.phone.replace(/^\+86/, '')
  tell(context, account, openid, 'join', { join_time: String(now), phone_number, grade: 1, experience_value: '0' })
  const gifts = [...account.shop.coupons.values()].filter(({ status, made }) => status === 2 && made.promote_info.promote_type === 10)
  for (const { couponId, made, receiveNum } of gifts)
    if (receiveNum < made.receive_info.total_num && made.receive_info.end_time > now && made.receive_info.start_time <= now)
      takeCoupon(context, account, openid, couponId)
  return member
}

export function leaveMembers(context: DueContext, account: AccountState, person: Person): void {
  const openid = person.openids.shop
  if (account.shop.members.delete(openid)) tell(context, account, openid, 'close', { close_time: String(context.realm.clock.seconds()) })
}

/** Points and experience for what a member paid; grades rise with experience. */
export function creditMember(context: DueContext, account: AccountState, openid: string, paidFen: number): void {
  const member = account.shop.members.get(openid)
  const points = Math.floor(paidFen / 100)
  if (!member || points === 0) return
  member.score += points
  member.experience += points
  member.flow.unshift({ score: points, source: 1, remark: '购物' })
  tell(context, account, openid, 'score_update', { score: String(member.score), delta_score: String(points) })
  const grade = grades.filter(from => member.experience >= from).length
  if (grade === member.grade) return
  member.grade = grade
  tell(context, account, openid, 'grade_info_update', { grade, experience_value: String(member.experience) })
}
