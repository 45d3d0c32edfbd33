/** OAuth2 for web pages inside WeChat; its tokens are not API tokens. Codes are one-shot: 40029 invalid, 40163 used, 42003 expired. */
import { endpoint } from '../endpoint.ts'
import { service } from './sources.ts'

const source = service('webdev/access')

export type OAuthToken = {
  access_token: string
  expires_in: number
  refresh_token: string
  openid: string
  scope: string
  unionid?: string
  /** 1 on a snapshot page: a made-up person, never bind this openid. */
  is_snapshotuser?: 1
}

/** Exchanges the code of the redirect (once, 5 minutes). Limits: 50,000 a minute. Source: developers.weixin.qq.com/doc/service/api/webdev/access */
export const getOAuthToken = endpoint<{ code: string }, OAuthToken>({
  method: 'GET',
  path: '/sns/oauth2/access_token',
  fixed: { grant_type: 'authorization_code' },
  auth: 'secret',
  accounts: ['official_account'],
  checks: [{ at: 'code', required: true }],
  ratePerMinute: 50_000,
  source,
})

/** A fresh OAuth token from a refresh token (30 days). 42002 expired. Source: developers.weixin.qq.com/doc/service/api/webdev/access */
export const refreshOAuthToken = endpoint<{ appid: string; refresh_token: string }, Omit<OAuthToken, 'unionid'>>({
  method: 'GET',
  path: '/sns/oauth2/refresh_token',
  fixed: { grant_type: 'refresh_token' },
  auth: 'none',
  accounts: ['official_account'],
  source,
})

/** Sex and place are no longer delivered: 0 and empty. */
export type OAuthUser = {
  openid: string
  nickname: string
  headimgurl: string
  privilege: string[]
  unionid?: string
  sex?: number
  province?: string
  city?: string
  country?: string
}

/** Nickname and picture of someone who agreed to `snsapi_userinfo`. Source: developers.weixin.qq.com/doc/service/api/webdev/access */
export const getOAuthUser = endpoint<{ access_token: string; openid: string; lang?: string }, OAuthUser>({
  method: 'GET',
  path: '/sns/userinfo',
  auth: 'none',
  accounts: ['official_account'],
  source,
})

/** Is this OAuth token still good? Source: developers.weixin.qq.com/doc/service/api/webdev/access */
export const checkOAuthToken = endpoint<{ access_token: string; openid: string }, void>({
  method: 'GET',
  path: '/sns/auth',
  auth: 'none',
  accounts: ['official_account'],
  source,
})

/**
 * Address of WeChat's consent page; it comes back as `redirectUri?code=…&state=…`. The order of the parameters matters.
 * @param state at most 128 characters of a–z, A–Z, 0–9
 * @throws RangeError when `state` is anything else
 */
export function oauthUrl(given: {
  appId: string
  redirectUri: string
  scope: 'snsapi_base' | 'snsapi_userinfo'
  state?: string
  forcePopup?: boolean
}): string {
  const { appId, redirectUri, scope, state = '', forcePopup } = given
  if (!/^[a-zA-Z0-9]{0,128}$/.test(state)) throw new RangeError('The state of an OAuth link is at most 128 characters of a–z, A–Z, 0–9.')
  const more = `${state === '' ? '' : `&state=${state}`}${forcePopup ? '&forcePopup=true' : ''}`
  return `https://open.weixin.qq.com/connect/oauth2/authorize?appid=${appId}&redirect_uri=${encodeURIComponent(redirectUri)}&response_type=code&scope=${scope}${more}#wechat_redirect`
}
