/** Customer service: what was said, the staff's accounts and sessions, and the bond of a mini program with WeCom's service. */
import type { Checks } from '../client/checks.ts'
import { endpointsOf, type Upload } from '../endpoint.ts'
import { miniProgram, service } from './sources.ts'

const kf = endpointsOf({ method: 'POST', auth: 'access_token', accounts: ['official_account'], source: service('notify/message') })

/** Times are unix s; `opercode` 2002 staff sent, 2003 staff received (older pages). */
export type ServiceRecord = { openid: string; opercode: number; text: string; time: number; worker: string }

/** What was said, at most 24 h and 10,000 records a call; go on with the `msgid` of the answer. Source: …/api/notify/message */
export const listServiceRecords = kf<
  { starttime: number; endtime: number; msgid: number | string; number: number },
  { recordlist: ServiceRecord[]; number: number; msgid: string }
>('/customservice/msgrecord/getmsglist', {
  limits: '24 h, 10,000 records',
  ids: ['msgid'],
  checks: [
    { at: 'starttime', required: true },
    { at: 'endtime', required: true },
    { at: 'msgid', required: true, min: 1 },
    { at: 'number', required: true, min: 1, max: 10_000 },
    { span: ['starttime', 'endtime'], max: 86_400, unit: 'seconds' },
  ],
})

/** The staff: error codes are on official pages we read (61450–61457), the pages of the calls are not. */
const unverified = 'only its error codes are on pages we read; path and fields are from public SDK models'
const account: Checks = [{ at: 'kf_account', required: true }]
const session: Checks = [account, { at: 'openid', required: true }]

/** An account is `name@wechat-id`. */
export type ServiceAccount = {
  kf_account: string
  kf_nick: string
  kf_id: string
  kf_headimgurl?: string
  kf_wx?: string
  invite_wx?: string
  invite_expire_time?: number
  invite_status?: 'waiting' | 'rejected' | 'expired'
}

/** The staff's accounts. 65400 customer service is off. Unverified. Source: …/api/notify/message */
export const listServiceAccounts = kf<undefined, { kf_list: ServiceAccount[] }>('/cgi-bin/customservice/getkflist', {
  method: 'GET',
  ids: ['kf_id'],
  unverified,
})

/** Who is online, with how many sessions; `status` 1 web. Unverified. Source: …/api/notify/message */
export const listOnlineServiceAccounts = kf<
  undefined,
  { kf_online_list: { kf_account: string; status: number; kf_id: string; accepted_case: number }[] }
>('/cgi-bin/customservice/getonlinekflist', { method: 'GET', ids: ['kf_id'], unverified })

/** A new account. 61451–61457 name, account or picture wrong. Unverified. Source: …/api/notify/message */
export const addServiceAccount = kf<{ kf_account: string; nickname: string; password?: string }, void>('/customservice/kfaccount/add', {
  checks: [account, { at: 'nickname', required: true }],
  unverified,
})

/** Renames an account. Unverified. Source: …/api/notify/message */
export const updateServiceAccount = kf<{ kf_account: string; nickname: string; password?: string }, void>(
  '/customservice/kfaccount/update',
  { checks: [account, { at: 'nickname', required: true }], unverified },
)

/** Asks a person's WeChat to be this account. Unverified. Source: …/api/notify/message */
export const inviteServiceWorker = kf<{ kf_account: string; invite_wx: string }, void>('/customservice/kfaccount/inviteworker', {
  checks: [account, { at: 'invite_wx', required: true }],
  unverified,
})

/** Sets an account's picture. Unverified. Source: …/api/notify/message */
export const setServicePicture = kf<{ kf_account: string; media: Upload }, void>('/customservice/kfaccount/uploadheadimg', {
  query: ['kf_account'],
  body: 'multipart',
  checks: [account, { at: 'media', required: true }],
  unverified,
})

/** Deletes an account. Unverified. Source: …/api/notify/message */
export const deleteServiceAccount = kf<{ kf_account: string }, void>('/customservice/kfaccount/del', {
  query: ['kf_account'],
  checks: account,
  unverified,
})

/** Gives a person to an account. Unverified. Source: …/api/notify/message */
export const openServiceSession = kf<{ kf_account: string; openid: string }, void>('/customservice/kfsession/create', {
  checks: session,
  unverified,
})

/** Ends a session. Unverified. Source: …/api/notify/message */
export const closeServiceSession = kf<{ kf_account: string; openid: string }, void>('/customservice/kfsession/close', {
  checks: session,
  unverified,
})

/** Who serves a person. Unverified. Source: …/api/notify/message */
export const getServiceSession = kf<{ openid: string }, { kf_account?: string; createtime?: number }>(
  '/customservice/kfsession/getsession',
  { method: 'GET', checks: [{ at: 'openid', required: true }], unverified },
)

/** Whom an account serves. Unverified. Source: …/api/notify/message */
export const listServiceSessions = kf<{ kf_account: string }, { sessionlist: { openid: string; createtime: number }[] }>(
  '/customservice/kfsession/getsessionlist',
  { method: 'GET', checks: account, unverified },
)

/** Who waits. Unverified. Source: …/api/notify/message */
export const listWaitingSessions = kf<undefined, { count: number; waitcaselist: { openid: string; latest_time: number }[] }>(
  '/customservice/kfsession/getwaitcase',
  { method: 'GET', unverified },
)

const work = endpointsOf({
  method: 'POST',
  auth: 'access_token',
  accounts: ['mini_program'],
  source: miniProgram('OpenApiDoc/kf-mgnt/kf-work'),
})

/** The WeCom company whose customer service a mini program uses. Source: miniprogram/dev, kf-mgnt */
export const getWecomService = work<undefined, { entityName?: string; corpid?: string; bindTime?: number }>('/customservice/work/get')

/** Binds it. Source: miniprogram/dev, kf-mgnt */
export const bindWecomService = work<{ corpid: string }, void>('/customservice/work/bind', {
  checks: [{ at: 'corpid', required: true }],
})

/** Unbinds it. Source: miniprogram/dev, kf-mgnt */
export const unbindWecomService = work<{ corpid: string }, void>('/customservice/work/unbind', {
  checks: [{ at: 'corpid', required: true }],
})
