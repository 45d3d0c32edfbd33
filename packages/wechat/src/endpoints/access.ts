import type { Check } from '../client/checks.ts'
import { type AccountKind, endpoint } from '../endpoint.ts'
import { service } from './sources.ts'

const everyAccount: readonly AccountKind[] = ['official_account', 'mini_program', 'channels', 'shop']

/** An API's path as the quota calls want it: leading slash, no host, no query; `/sns/*` can't be asked. */
const cgiPath: Check = {
  at: 'cgi_path',
  required: true,
  pattern: {
    test: /^\/(?!sns\/)[\w/.-]+$/,
    zh: '以 / 开头的路径，不带域名与参数，不含 /sns/',
    en: 'a path with its leading slash, no host, no query, not below /sns/',
  },
}

export type TokenAnswer = { access_token: string; expires_in: number }

/**
 * A new access token; the one before stays valid about 5 minutes. Prefer {@link getStableToken}: tokens of the two do not disturb each other.
 * Limits: 2,000 a day (test account 200).
 * Source: developers.weixin.qq.com/doc/service/api/base/api_getaccesstoken.html
 */
export const getToken = endpoint<undefined, TokenAnswer>({
  method: 'GET',
  path: '/cgi-bin/token',
  fixed: { grant_type: 'client_credential' },
  auth: 'secret',
  accounts: everyAccount,
  quotaPerDay: 2000,
  source: service('base/api_getaccesstoken.html'),
})

/**
 * The account's one access token with its remaining seconds; the platform renews it 5 minutes before its end, both valid meanwhile.
 * `force_refresh` ends the old token at once: 20 a day, at least 30 s apart.
 * Limits: 10,000 a minute, 500,000 a day.
 * Source: developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken.html
 */
export const getStableToken = endpoint<{ grant_type?: 'client_credential'; force_refresh?: boolean } | undefined, TokenAnswer>({
  method: 'POST',
  path: '/cgi-bin/stable_token',
  fixed: { grant_type: 'client_credential' },
  auth: 'secret',
  accounts: everyAccount,
  quotaPerDay: 500_000,
  ratePerMinute: 10_000,
  limits: 'force_refresh 20 a day and at least 30 s apart',
  source: service('base/api_getstableaccesstoken.html'),
})

/**
 * Addresses that WeChat's callbacks come from; entries may be CIDR. Refresh daily.
 * Source: developers.weixin.qq.com/doc/service/api/base/api_getcallbackip.html
 */
export const getCallbackIps = endpoint<undefined, { ip_list: string[] }>({
  method: 'GET',
  path: '/cgi-bin/getcallbackip',
  auth: 'access_token',
  accounts: everyAccount,
  source: service('base/api_getcallbackip.html'),
})

/**
 * Addresses of WeChat's API servers.
 * Source: developers.weixin.qq.com/doc/service/api/base/api_getapidomainip.html
 */
export const getApiDomainIps = endpoint<undefined, { ip_list: string[] }>({
  method: 'GET',
  path: '/cgi-bin/get_api_domain_ip',
  auth: 'access_token',
  accounts: everyAccount,
  source: service('base/api_getapidomainip.html'),
})

export type CallbackCheck = { action: 'dns' | 'ping' | 'all'; check_operator: 'CHINANET' | 'UNICOM' | 'CAP' | 'DEFAULT' }
export type CallbackCheckAnswer = {
  dns?: { ip: string; real_operator: string }[]
  ping?: { ip: string; from_operator: string; package_loss: string; time: string }[]
}

/**
 * Asks WeChat to resolve and ping our callback address. 40201 no URL set, 40202 bad action, 40203 bad operator.
 * Source: developers.weixin.qq.com/doc/service/api/base/api_callbackcheck.html
 */
export const checkCallback = endpoint<CallbackCheck, CallbackCheckAnswer>({
  method: 'POST',
  path: '/cgi-bin/callback/check',
  auth: 'access_token',
  accounts: everyAccount,
  checks: [
    { at: 'action', required: true, oneOf: ['dns', 'ping', 'all'] },
    { at: 'check_operator', required: true, oneOf: ['CHINANET', 'UNICOM', 'CAP', 'DEFAULT'] },
  ],
  source: service('base/api_callbackcheck.html'),
})

export type Quota = {
  quota: { daily_limit: number; used: number; remain: number }
  rate_limit?: { call_count: number; refresh_second: number }
  component_rate_limit?: { call_count: number; refresh_second: number }
}

/**
 * What is left of one API's day. `cgi_path` has its leading slash, no host, no query; `/sns/*` can't be asked (76022).
 * Source: developers.weixin.qq.com/doc/service/api/apimanage/api_getapiquota.html
 */
export const getQuota = endpoint<{ cgi_path: string }, Quota>({
  method: 'POST',
  path: '/cgi-bin/openapi/quota/get',
  auth: 'access_token',
  accounts: everyAccount,
  checks: [cgiPath],
  source: service('apimanage/api_getapiquota.html'),
})

/**
 * Resets every API's counter of the day. 48006 when the month's 10 are used up (shared with {@link clearQuotaBySecret}).
 * Source: developers.weixin.qq.com/doc/service/api/apimanage
 */
export const clearQuota = endpoint<{ appid: string }, void>({
  method: 'POST',
  path: '/cgi-bin/clear_quota',
  auth: 'access_token',
  accounts: everyAccount,
  checks: [{ at: 'appid', required: true }],
  limits: '10 a month together with clear_quota/v2',
  source: service('apimanage'),
})

/**
 * The same with AppSecret, for when no token can be had any more.
 * Source: developers.weixin.qq.com/doc/service/api/apimanage/api_clearquotabyappsecret.html
 */
export const clearQuotaBySecret = endpoint<undefined, void>({
  method: 'POST',
  path: '/cgi-bin/clear_quota/v2',
  auth: 'secret',
  secretField: 'appsecret',
  accounts: everyAccount,
  limits: '10 a month together with clear_quota',
  source: service('apimanage/api_clearquotabyappsecret.html'),
})

/**
 * Resets the counter of one API: 50 a month.
 * Source: developers.weixin.qq.com/doc/service/api/apimanage/api_clearapiquota.html
 */
export const clearApiQuota = endpoint<{ cgi_path: string }, void>({
  method: 'POST',
  path: '/cgi-bin/openapi/quota/clear',
  auth: 'access_token',
  accounts: everyAccount,
  limits: '50 a month',
  checks: [cgiPath],
  source: service('apimanage/api_clearapiquota.html'),
})

export type RidAnswer = {
  request: {
    invoke_time: number
    cost_in_ms: number
    request_url: string
    request_body: string
    response_body: string
    client_ip: string
  }
}

/**
 * One failed call as WeChat saw it, by the `rid` of its error; kept 7 days. 76001 not found, 76003 not yours, 76004 too old.
 * Source: developers.weixin.qq.com/doc/service/api/apimanage/api_getridinfo.html
 */
export const getRequestByRid = endpoint<{ rid: string }, RidAnswer>({
  method: 'POST',
  path: '/cgi-bin/openapi/rid/get',
  auth: 'access_token',
  accounts: everyAccount,
  checks: [{ at: 'rid', required: true }],
  source: service('apimanage/api_getridinfo.html'),
})

/**
 * Ticket that signs JS-SDK pages, 7200 s; cache it centrally.
 * Source: developers.weixin.qq.com/doc/service/api/webdev/jssdk/api_getticket.html
 */
export const getTicket = endpoint<{ type: 'jsapi' | 'wx_card' }, { ticket: string; expires_in: number }>({
  method: 'GET',
  path: '/cgi-bin/ticket/getticket',
  auth: 'access_token',
  checks: [{ at: 'type', required: true, oneOf: ['jsapi', 'wx_card'] }],
  accounts: ['official_account'],
  source: service('webdev/jssdk/api_getticket.html'),
})
