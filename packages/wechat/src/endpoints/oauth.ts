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

export type OAuthUser = { openid: string; nickname: string; headimgurl: string; privilege: string[]; unionid?: string }

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
