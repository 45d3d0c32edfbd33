/** What WeChat remembers of one third-party platform, as plain data. */
import type { AuthorizerOption } from '@wematrix/wechat'
import type { Token } from '../state/state.ts'

export type AuthorizationState = {
  sets: number[]
  refreshToken: string
  tokens: Token[]
  authorisedAt: number
  options: Partial<Record<AuthorizerOption, string>>
}

export type PlatformPush = { at: number; what: string; account?: string; status: number; answered: boolean; note?: string }

export type ComponentState = {
  appId: string
  appSecret: string
  token: string
  encodingAesKey: string
  /** The address of authorisation events (授权事件URL); pushes start when it is set. */
  eventUrl?: string
  /** The address of accounts' messages, with `$APPID$` in its path. */
  messageUrl?: string
  ipWhitelist?: string[]
  /** Permission sets published by the platform. */
  sets: number[]
  /** Does a refresh replace the refresh token? */
  rotate: boolean
  ticketsOn: boolean
  /** Good for twelve hours each. */
  tickets: { value: string; at: number }[]
  tokens: Token[]
  preAuthCodes: Map<string, { expiresAt: number; used: boolean }>
  authCodes: Map<string, { appId: string; expiresAt: number; used: boolean }>
  authorizations: Map<string, AuthorizationState>
  pushes: PlatformPush[]
  /** How often a token was given out: `component`, or the account's AppID. */
  issued: Map<string, number>
}
