/**
 * Accounts and sessions of the customer service, and the record of what was said. The codes 61451-61457 and 65400 are WeChat's; which
 * of them says what is from the older table of return codes, paths and fields from public SDK models.
 */
import {
  addServiceAccount,
  closeServiceSession,
  deleteServiceAccount,
  getServiceSession,
  inviteServiceWorker,
  listOnlineServiceAccounts,
  listServiceAccounts,
  listServiceRecords,
  listServiceSessions,
  listWaitingSessions,
  openServiceSession,
  setServicePicture,
  updateServiceAccount,
} from '@wematrix/wechat'
import { deliver, receiver } from '../api/messages.ts'
import { type Call, on, Refusal } from '../api/on.ts'
import type { Push } from '../callbacks.ts'
import { dayMs, seconds } from '../days.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState } from '../state/state.ts'
import { needsVerified } from './capabilities.ts'
import { closeSession, openSession, saidByStaff } from './desk.ts'
import { keepMedia, mediaLifeMs } from './media.ts'
import { formatOf } from './media-files.ts'
import type { DeskState, Staff } from './state.ts'

const mostStaff = 100
const inviteMs = dayMs

/** The desk while customer service is switched on. Throws 65400. */
function deskOf({ account }: Call): DeskState {
  needsVerified(account)
  if (!account.official.desk.on) throw new Refusal(65400, 'customer service is not enabled')
  return account.official.desk
}

/** Throws 61452 for nobody's. */
function staffOf(call: Call, name: unknown): Staff {
  const staff = deskOf(call).staff.get(String(name))
  if (!staff) throw new Refusal(61452, 'invalid kf_account')
  return staff
}

function checkNickname(nickname: unknown): string {
  if (typeof nickname !== 'string' || nickname === '' || [...nickname].length > 16) throw new Refusal(61451, 'invalid parameter: nickname')
  return nickname
}

on(addServiceAccount, (call, { kf_account, nickname }) => {
  const desk = deskOf(call)
  const [prefix = '', suffix = ''] = String(kf_account ?? '').split('@')
  if (!prefix || !suffix) throw new Refusal(61452, 'invalid kf_account')
  if (prefix.length > 10) throw new Refusal(61454, 'invalid kf_acount length')
  if (!/^[A-Za-z0-9_]+$/.test(prefix)) throw new Refusal(61455, 'illegal character in kf_account')
  if (desk.staff.has(kf_account)) throw new Refusal(61453, 'kf_account exsited')
  if (desk.staff.size >= mostStaff) throw new Refusal(61456, 'kf_account count exceeded')
  const id = 1001 + desk.staff.size
  desk.staff.set(kf_account, { account: kf_account, nickname: checkNickname(nickname), id, headimgUrl: '', online: false })
})
on(updateServiceAccount, (call, { kf_account, nickname }) => {
  staffOf(call, kf_account).nickname = checkNickname(nickname)
})
on(deleteServiceAccount, (call, { kf_account }) => {
  const { account } = staffOf(call, kf_account)
  const desk = deskOf(call)
  desk.staff.delete(account)
  for (const [openid, session] of desk.sessions) if (session.staff === account) closeSession(call.push, call.account, openid, account)
})
on(setServicePicture, (call, { kf_account, media }) => {
  const staff = staffOf(call, kf_account)
  const data = (media as { data?: Uint8Array } | undefined)?.data
  if (!data) throw new Refusal(41005, 'media data missing')
  const format = formatOf(data)
  if (format?.extension !== 'jpg') throw new Refusal(61457, 'invalid file type')
  staff.headimgUrl = keepMedia(call.realm, call.account, 'image', { name: media.filename, data, format }, mediaLifeMs).url ?? ''
})

/** The person sees the invitation on their phone for a day. */
on(inviteServiceWorker, (call, { kf_account, invite_wx }) => {
  const staff = staffOf(call, kf_account)
  if (!call.realm.known(invite_wx)) throw new Refusal(65401, 'invalid wx: nobody has this WeChat id')
  if (staff.wx !== undefined) throw new Refusal(65407, 'this kf_account has a worker')
  for (const { wx, account } of deskOf(call).staff.values()) if (wx === invite_wx) throw new Refusal(65408, `this person is ${account}`)
  if (staff.invite?.status === 'waiting' && staff.invite.expiresAt > call.now) throw new Refusal(65409, 'an invitation is waiting')
  staff.invite = { wx: invite_wx, expiresAt: call.now + inviteMs, status: 'waiting' }
})

on(listServiceAccounts, call => ({
  kf_list: [...deskOf(call).staff.values()].map(({ account, nickname, id, headimgUrl, wx, invite }) => ({
    kf_account: account,
    kf_nick: nickname,
    kf_id: id,
    kf_headimgurl: headimgUrl,
    ...(wx === undefined ? {} : { kf_wx: wx }),
    ...(wx === undefined && invite
      ? {
          invite_wx: invite.wx,
          invite_expire_time: seconds(invite.expiresAt),
          invite_status: invite.status === 'waiting' && invite.expiresAt <= call.now ? ('expired' as const) : invite.status,
        }
      : {}),
  })),
}))
on(listOnlineServiceAccounts, call => {
  const { staff, sessions } = deskOf(call)
  return {
    kf_online_list: [...staff.values()]
      .filter(({ online }) => online)
      .map(({ account, id }) => ({
        kf_account: account,
        status: 1,
        kf_id: id,
        accepted_case: [...sessions.values()].filter(session => session.staff === account).length,
      })),
  }
})

on(openServiceSession, (call, { kf_account, openid }) => {
  const staff = staffOf(call, kf_account)
  receiver(call, openid)
  if (!staff.online) throw new Refusal(65415, 'kf_account is not online')
  if (deskOf(call).sessions.has(openid)) throw new Refusal(65414, 'another kf_account serves this person')
  openSession(call.realm, call.push, call.account, openid, kf_account)
})
on(closeServiceSession, (call, { kf_account, openid }) => {
  staffOf(call, kf_account)
  receiver(call, openid)
  if (deskOf(call).sessions.get(openid)?.staff !== kf_account) throw new Refusal(65413, 'no such session')
  closeSession(call.push, call.account, openid, kf_account)
})
on(getServiceSession, (call, { openid }) => {
  receiver(call, openid)
  const session = deskOf(call).sessions.get(openid)
  return { errcode: 0, errmsg: 'ok', kf_account: session?.staff ?? '', createtime: session ? seconds(session.since) : 0 }
})
on(listServiceSessions, (call, { kf_account }) => {
  staffOf(call, kf_account)
  return {
    sessionlist: [...deskOf(call).sessions]
      .filter(([, { staff }]) => staff === kf_account)
      .map(([openid, { since }]) => ({ openid, createtime: seconds(since) })),
  }
})
on(listWaitingSessions, call => {
  const all = [...deskOf(call).waiting]
  return { count: all.length, waitcaselist: all.slice(0, 100).map(([openid, since]) => ({ openid, latest_time: seconds(since) })) }
})

/** What was said in a span of at most 24 hours, from `msgid` on. Throws 65416. */
on(listServiceRecords, (call, { starttime, endtime, msgid, number }) => {
  const from = Number(msgid)
  if (![starttime, endtime].every(Number.isInteger) || endtime < starttime || endtime - starttime > 86_400)
    throw new Refusal(65416, 'invalid time range')
  if (!Number.isInteger(from) || from < 1) throw new Refusal(65416, 'invalid msgid')
  if (!Number.isInteger(number) || number < 1 || number > 10_000) throw new Refusal(65416, 'invalid number')
  const records = deskOf(call)
    .records.filter(({ id, at }) => id >= from && seconds(at) >= starttime && seconds(at) <= endtime)
    .slice(0, number)
  return {
    recordlist: records.map(({ openid, opercode, text, at, worker }) => ({ openid, opercode, text, time: seconds(at), worker })),
    number: records.length,
    msgid: records.length > 0 ? records.at(-1)!.id + 1 : from,
  }
})

export type StaffChange = {
  staff: string
  online?: boolean
  /** The invited person's answer. */
  accepts?: boolean
  /** Takes the next who waits, or the person named. */
  take?: string | true
  /** Writes to somebody served. */
  say?: string
  to?: string
}

/** What a member of staff does at the desk or on the phone. Throws plain errors. */
export function atDesk(realm: Realm, push: Push, account: AccountState, change: StaffChange): Staff {
  const { desk } = account.official
  const staff = desk.staff.get(change.staff)
  if (!staff) throw new Error(`"${account.spec.alias}" has no staff "${change.staff}"; add it by /customservice/kfaccount/add.`)
  if (change.accepts !== undefined) {
    if (staff.invite?.status !== 'waiting' || staff.invite.expiresAt <= realm.clock.ms()) throw new Error('No invitation is waiting.')
    if (change.accepts) staff.wx = staff.invite.wx
    else staff.invite.status = 'rejected'
  }
  if (change.online !== undefined) staff.online = change.online
  const openidOf = (word: string) => realm.person(word).openids[account.spec.slot!]
  if (change.take !== undefined) {
    const openid = change.take === true ? desk.waiting.keys().next().value : openidOf(change.take)
    if (openid === undefined) throw new Error('Nobody waits.')
    openSession(realm, push, account, openid, staff.account)
  }
  if (change.say !== undefined) {
    const person = realm.person(change.to ?? '')
    const openid = person.openids[account.spec.slot!]
    if (desk.sessions.get(openid)?.staff !== staff.account) throw new Error(`${staff.account} does not serve ${person.name}.`)
    deliver({ realm, account, now: realm.clock.ms() }, person, 'staff', {
      msgtype: 'text',
      text: { content: change.say },
      kf_account: staff.account,
    })
    saidByStaff(realm, account, openid, change.say, staff.account)
  }
  return staff
}
