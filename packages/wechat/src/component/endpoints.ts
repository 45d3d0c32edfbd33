/** A third-party platform's own calls. `component_access_token` and `component_appid` are added by `createComponent`. */
import { type AccountKind, type AnyEndpoint, endpoint, isEndpoint } from '../endpoint.ts'
import { openPlatform } from '../endpoints/sources.ts'

const source = openPlatform('authorization-management')
const base = {
  method: 'POST',
  auth: 'none',
  query: ['component_access_token'],
  accounts: ['open_platform'] as readonly AccountKind[],
  source,
} as const

/** What a platform's call carries besides its own fields. */
export type ComponentProof = { component_appid?: string; component_access_token?: string }

export type FuncInfo = { funcscope_category: { id: number; type?: number; name?: string; desc?: string } }
export type AuthorizationInfo = {
  authorizer_appid: string
  authorizer_access_token?: string
  expires_in?: number
  authorizer_refresh_token?: string
  func_info: FuncInfo[]
}

/** A component_access_token, 7200 s, against the ticket that WeChat pushes. 61004 address not registered, 61005 and 61006 ticket old or wrong. */
export const getComponentToken = endpoint<
  { component_appid: string; component_appsecret: string; component_verify_ticket: string },
  { component_access_token: string; expires_in: number }
>({ ...base, query: [], path: '/cgi-bin/component/api_component_token' })

/** Starts the pushes of the ticket again when they stopped. */
export const startPushTicket = endpoint<{ component_appid: string; component_secret: string }, void>({
  ...base,
  query: [],
  path: '/cgi-bin/component/api_start_push_ticket',
})

/** A pre-auth code for one authorisation link; its life is in the answer (page text 1800 s, sample 600). */
export const createPreAuthCode = endpoint<ComponentProof, { pre_auth_code: string; expires_in: number }>({
  ...base,
  path: '/cgi-bin/component/api_create_preauthcode',
})

/** Turns the code of a redirect or an event into tokens and permission sets. 61009 invalid, 61010 expired. */
export const queryAuth = endpoint<ComponentProof & { authorization_code: string }, { authorization_info: AuthorizationInfo }>({
  ...base,
  path: '/cgi-bin/component/api_query_auth',
})

export type AuthorizerToken = { authorizer_access_token: string; expires_in: number; authorizer_refresh_token: string }

/** A fresh token of an authorised account. The refresh token may change: keep the newest before using the access token. 61023 it is void. */
export const refreshAuthorizerToken = endpoint<
  ComponentProof & { authorizer_appid: string; authorizer_refresh_token: string },
  AuthorizerToken
>({ ...base, path: '/cgi-bin/component/api_authorizer_token' })

/** Who authorised. The block that is present tells the kind: MiniProgramInfo, channels_info, store_info, talent_info, else an Official Account. */
export type AuthorizerInfo = {
  nick_name: string
  head_img?: string
  /** Official Account: 0 subscription, 1 upgraded subscription, 2 service. */
  service_type_info?: { id: number }
  /** -1 not verified, 0 verified by WeChat. */
  verify_type_info?: { id: number }
  user_name: string
  alias?: string
  /** The subject: compare across carriers of one brand. */
  principal_name?: string
  qrcode_url?: string
  business_info?: Readonly<Record<string, number>>
  MiniProgramInfo?: Readonly<Record<string, unknown>>
  /** 1 normal, 14 closed, 16 banned, 18 warned, 19 frozen. */
  account_status?: number
  channels_info?: Readonly<Record<string, unknown>>
  store_info?: Readonly<Record<string, unknown>>
  talent_info?: Readonly<Record<string, unknown>>
  [more: string]: unknown
}

/** Name, kind, subject and sets of an authorised account. 61003 not authorised. */
export const getAuthorizerInfo = endpoint<
  ComponentProof & { authorizer_appid: string },
  { authorizer_info: AuthorizerInfo; authorization_info: AuthorizationInfo }
>({ ...base, path: '/cgi-bin/component/api_get_authorizer_info' })

/** Everyone who authorised, with their refresh tokens: the way back when one was lost. At most 500 a page. */
export const listAuthorizers = endpoint<
  ComponentProof & { offset: number; count: number },
  { total_count: number; list: { authorizer_appid: string; refresh_token: string; auth_time: number }[] }
>({ ...base, path: '/cgi-bin/component/api_get_authorizer_list', limits: 'count at most 500' })

export type AuthorizerOption = 'location_report' | 'voice_recognize' | 'customer_service'

/** One option of an Official Account. */
export const getAuthorizerOption = endpoint<
  ComponentProof & { authorizer_appid: string; option_name: AuthorizerOption },
  { authorizer_appid: string; option_name: AuthorizerOption; option_value: string }
>({ ...base, path: '/cgi-bin/component/api_get_authorizer_option' })

/** location_report 0 off, 1 at the start of a session, 2 every 5 s; voice_recognize and customer_service 0 or 1. */
export const setAuthorizerOption = endpoint<
  ComponentProof & { authorizer_appid: string; option_name: AuthorizerOption; option_value: string },
  void
>({ ...base, path: '/cgi-bin/component/api_set_authorizer_option' })

/** By name, for the sandbox and the docs. */
export const componentEndpoints: Readonly<Record<string, AnyEndpoint>> = {
  getComponentToken,
  startPushTicket,
  createPreAuthCode,
  queryAuth,
  refreshAuthorizerToken,
  getAuthorizerInfo,
  listAuthorizers,
  getAuthorizerOption,
  setAuthorizerOption,
}

/** The platform's own endpoint behind a path. */
export function findComponentEndpoint(method: string, path: string): { name: string; endpoint: AnyEndpoint } | undefined {
  for (const [name, value] of Object.entries(componentEndpoints))
    if (isEndpoint(value) && value.row.method === method && value.row.path === path) return { name, endpoint: value }
  return undefined
}
