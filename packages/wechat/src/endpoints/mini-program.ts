/** Who is behind a visit of a mini program: login, session key, phone, UnionID, risk. */
import type { Checks } from '../client/checks.ts'
import { type AccountKind, endpoint } from '../endpoint.ts'
import { miniProgram } from './sources.ts'

const accounts: readonly AccountKind[] = ['mini_program']
/** `signature` = hmac_sha256(session_key, ''). */
const signed: Checks = [
  { at: 'openid', required: true },
  { at: 'signature', required: true, pattern: { test: /^[0-9a-f]{64}$/, zh: '64 位小写十六进制', en: '64 lower-case hex digits' } },
  { at: 'sig_method', required: true, oneOf: ['hmac_sha256'] },
]

/**
 * The person behind a `wx.login` code (5 minutes, one use). `unionid` is absent, never empty, when the app is not bound.
 * 40029 bad or used code, 40226 blocked user, 45011 too fast. `session_key` never leaves the server.
 * Source: developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/code2Session.html
 */
export const code2Session = endpoint<{ js_code: string }, { openid: string; session_key: string; unionid?: string }>({
  method: 'GET',
  path: '/sns/jscode2session',
  fixed: { grant_type: 'authorization_code' },
  auth: 'secret',
  accounts,
  checks: [{ at: 'js_code', required: true }],
  source: miniProgram('OpenApiDoc/user-login/code2Session.html'),
})

export type SessionCheck = { openid: string; signature: string; sig_method: 'hmac_sha256' }

/**
 * Is this session key the latest? `signature` = hmac_sha256(session_key, ''). 87009 when not.
 * Source: developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/checkSessionKey.html
 */
export const checkSession = endpoint<SessionCheck, void>({
  method: 'GET',
  path: '/wxa/checksession',
  auth: 'access_token',
  accounts,
  checks: signed,
  source: miniProgram('OpenApiDoc/user-login/checkSessionKey.html'),
})

export type PhoneAnswer = {
  phone_info: {
    phoneNumber: string
    purePhoneNumber: string
    countryCode: string
    watermark: { timestamp: number; appid: string }
  }
}

/**
 * The phone number behind a `getPhoneNumber` code (5 minutes, one use, not the login code). Each success is paid for.
 * Source: developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-info/phone-number/getPhoneNumber.html
 */
export const getPhoneNumber = endpoint<{ code: string; openid?: string }, PhoneAnswer>({
  method: 'POST',
  path: '/wxa/business/getuserphonenumber',
  auth: 'access_token',
  accounts,
  checks: [{ at: 'code', required: true }],
  ids: ['phoneNumber', 'purePhoneNumber', 'countryCode'],
  source: miniProgram('OpenApiDoc/user-info/phone-number/getPhoneNumber.html'),
})

export type PaidUnionid = { openid: string; transaction_id?: string; mch_id?: string; out_trade_no?: string }

/**
 * The UnionID of someone who paid within the last 5 minutes. 89002 not bound, 89300 order invalid.
 * Source: developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-info/basic-info/getPaidUnionid.html
 */
export const getPaidUnionid = endpoint<PaidUnionid, { unionid: string }>({
  method: 'GET',
  path: '/wxa/getpaidunionid',
  auth: 'access_token',
  accounts,
  checks: [{ at: 'openid', required: true }, { anyOf: ['transaction_id', 'out_trade_no'] }, { together: ['mch_id', 'out_trade_no'] }],
  source: miniProgram('OpenApiDoc/user-info/basic-info/getPaidUnionid.html'),
})

/**
 * A new session key for a person; it keeps the old one's end. 87007–87009 session or signature wrong.
 * Limits: 60,000 a minute.
 * Source: developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/ResetUserSessionKey.html
 */
export const resetSessionKey = endpoint<SessionCheck, { openid: string; session_key: string }>({
  method: 'GET',
  path: '/wxa/resetusersessionkey',
  auth: 'access_token',
  accounts,
  ratePerMinute: 60_000,
  checks: signed,
  source: miniProgram('OpenApiDoc/user-login/ResetUserSessionKey.html'),
})

/**
 * Did WeChat make this encrypted data? Phone data of the last 3 days only. `vaild` is WeChat's own spelling.
 * Source: developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-info/basic-info/checkEncryptedData.html
 */
export const checkEncryptedData = endpoint<{ encrypted_msg_hash: string }, { vaild: boolean; create_time: number }>({
  method: 'POST',
  path: '/wxa/business/checkencryptedmsg',
  auth: 'access_token',
  accounts,
  checks: [
    {
      at: 'encrypted_msg_hash',
      required: true,
      pattern: { test: /^[0-9a-fA-F]{64}$/, zh: 'SHA-256 的 64 位十六进制', en: '64 hex digits of SHA-256' },
    },
  ],
  source: miniProgram('OpenApiDoc/user-info/basic-info/checkEncryptedData.html'),
})

export type EncryptKey = { encrypt_key: string; version: number; expire_in: number; iv: string; create_time: number }

/** The last three keys of a person for encrypted network channels, 3600 s each. Source: miniprogram/dev, user-info/internet */
export const getUserEncryptKey = endpoint<SessionCheck, { key_info_list: EncryptKey[] }>({
  method: 'GET',
  path: '/wxa/business/getuserencryptkey',
  auth: 'access_token',
  accounts,
  checks: signed,
  source: miniProgram('OpenApiDoc/user-info/internet/getUserEncryptKey.html'),
})

/** `scene` 0 registering, 1 cheating at promotions, 2 content of users. */
export type RiskQuery = {
  appid: string
  openid: string
  scene: 0 | 1 | 2
  client_ip: string
  mobile_no?: string
  email_address?: string
  extended_info?: string
  is_test?: boolean
}

/**
 * How risky a person is, 0 to 4; they used the app within 2 h (else 61010). `unoin_id` is WeChat's own spelling. 61080, 61081 parameters.
 * Source: developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/sec-center/safety-control-capability/getUserRiskRank.html
 */
export const getUserRiskRank = endpoint<RiskQuery, { risk_rank: 0 | 1 | 2 | 3 | 4; unoin_id: string }>({
  method: 'POST',
  path: '/wxa/getuserriskrank',
  auth: 'access_token',
  accounts,
  limits: 'the person used the app within 2 h',
  ids: ['unoin_id'],
  checks: [
    { at: 'appid', required: true },
    { at: 'openid', required: true },
    { at: 'scene', required: true, oneOf: [0, 1, 2] },
    { at: 'client_ip', required: true },
  ],
  source: miniProgram('OpenApiDoc/sec-center/safety-control-capability/getUserRiskRank.html'),
})
