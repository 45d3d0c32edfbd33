import { type AccountKind, endpoint } from '../endpoint.ts'
import { miniProgram } from './sources.ts'

const accounts: readonly AccountKind[] = ['mini_program']

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
  source: miniProgram('OpenApiDoc/user-info/basic-info/getPaidUnionid.html'),
})

export type UnlimitedCode = {
  /** ≤ 32 characters of digits, letters and `!#$&'()*+,/:;=?@-._~`; arrives in `query.scene`. */
  scene: string
  /** Without leading slash and query; default: home. */
  page?: string
  check_path?: boolean
  env_version?: 'release' | 'trial' | 'develop'
  /** 280–1280. */
  width?: number
  auto_color?: boolean
  line_color?: { r: number; g: number; b: number }
  is_hyaline?: boolean
}

/**
 * The picture of a mini-program code; any number of codes. 40129 bad scene, 40169 scene too long, 41030 page not released.
 * Limits: 5,000 a minute.
 * Source: developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/qr-code/getUnlimitedQRCode.html
 */
export const getUnlimitedCode = endpoint<UnlimitedCode, Uint8Array>({
  method: 'POST',
  path: '/wxa/getwxacodeunlimit',
  auth: 'access_token',
  reply: 'binary',
  accounts,
  ratePerMinute: 5000,
  limits: 'scene 32 characters; 60,000 distinct pages with check_path=false',
  source: miniProgram('OpenApiDoc/qrcode-link/qr-code/getUnlimitedQRCode.html'),
})

/** `expire_type` 0 with `expire_time` (unix s), or 1 with `expire_interval` (days ≤ 30). */
export type LinkExpiry = { is_expire?: boolean; expire_type?: 0 | 1; expire_time?: number; expire_interval?: number }

/**
 * A `weixin://` link that opens the app from outside WeChat.
 * Limits: 500,000 made a day together with URL Links, 100 a second, 30 days.
 * Source: developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/url-scheme/generateScheme.html
 */
export const generateScheme = endpoint<
  { jump_wxa?: { path?: string; query?: string; env_version?: 'release' | 'trial' | 'develop' } } & LinkExpiry,
  { openlink: string }
>({
  method: 'POST',
  path: '/wxa/generatescheme',
  auth: 'access_token',
  accounts,
  quotaPerDay: 500_000,
  limits: 'query 1024 characters; 30 days',
  source: miniProgram('OpenApiDoc/qrcode-link/url-scheme/generateScheme.html'),
})

/**
 * An `https://wxaurl.cn/…` link for SMS, mail and web pages. 85401 expiry outside 1 min–30 days, 40165 path, 40212 query.
 * Source: developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/url-link/generateUrlLink.html
 */
export const generateUrlLink = endpoint<
  { path?: string; query?: string; env_version?: 'release' | 'trial' | 'develop' } & LinkExpiry,
  { url_link: string }
>({
  method: 'POST',
  path: '/wxa/generate_urllink',
  auth: 'access_token',
  accounts,
  quotaPerDay: 500_000,
  limits: 'query 1024 characters; 30 days',
  source: miniProgram('OpenApiDoc/qrcode-link/url-link/generateUrlLink.html'),
})

/**
 * A `#小程序://…` link that opens inside WeChat. Permanent ones: 100,000 ever (85400); temporary ones live 30 days.
 * Source: developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/short-link/generateShortLink.html
 */
export const generateShortLink = endpoint<{ page_url: string; page_title?: string; is_permanent?: boolean }, { link: string }>({
  method: 'POST',
  path: '/wxa/genwxashortlink',
  auth: 'access_token',
  accounts,
  quotaPerDay: 10_000_000,
  limits: 'page_url 1024 characters; page_title 20',
  source: miniProgram('OpenApiDoc/qrcode-link/short-link/generateShortLink.html'),
})

export type TextCheck = {
  version: 2
  /** 1 profile, 2 comment, 3 forum, 4 social log. */
  scene: 1 | 2 | 3 | 4
  openid: string
  content: string
  title?: string
  nickname?: string
  signature?: string
}
export type Suggestion = 'risky' | 'pass' | 'review'
export type TextVerdict = {
  result: { suggest: Suggestion; label: number }
  detail: { strategy: string; errcode: number; suggest: Suggestion; label: number; keyword?: string; prob?: number; level?: number }[]
  trace_id: string
}

/**
 * Verdict on a text written by someone who used the app within 2 h (else 61010); text ≤ 2,500 characters.
 * Limits: 4,000 a minute, 2 million a day.
 * Source: developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/sec-center/sec-check/msgSecCheck.html
 */
export const checkText = endpoint<TextCheck, TextVerdict>({
  method: 'POST',
  path: '/wxa/msg_sec_check',
  auth: 'access_token',
  accounts,
  quotaPerDay: 2_000_000,
  ratePerMinute: 4000,
  limits: 'content 2,500 characters; the person used the app within 2 h',
  source: miniProgram('OpenApiDoc/sec-center/sec-check/msgSecCheck.html'),
})

export type MediaCheck = { version: 2; scene: 1 | 2 | 3 | 4; openid: string; media_url: string; media_type: 1 | 2 }

/**
 * Orders a check of a picture (2) or sound (1) up to 10 MB; the verdict comes as `wxa_media_check` within 30 minutes.
 * Limits: 2,000 a minute, 200,000 a day.
 * Source: developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/sec-center/sec-check/mediaCheckAsync.html
 */
export const checkMedia = endpoint<MediaCheck, { trace_id: string }>({
  method: 'POST',
  path: '/wxa/media_check_async',
  auth: 'access_token',
  accounts,
  quotaPerDay: 200_000,
  ratePerMinute: 2000,
  source: miniProgram('OpenApiDoc/sec-center/sec-check/mediaCheckAsync.html'),
})
