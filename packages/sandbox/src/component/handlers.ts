/** The platform's own calls. */
import {
  type AuthorizationInfo,
  type AuthorizerInfo,
  createPreAuthCode,
  type Endpoint,
  getAuthorizerInfo,
  getAuthorizerOption,
  getComponentToken,
  listAuthorizers,
  permissionSets,
  queryAuth,
  refreshAuthorizerToken,
  setAuthorizerOption,
  startPushTicket,
} from '@wematrix/wechat'
import type { Agenda } from '../agenda.ts'
import { Refusal } from '../api/on.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountSpec } from '../worlds/world.ts'
import { issueToken, pushTicket } from './platform.ts'
import type { AuthorizationState } from './state.ts'

export type PlatformCall = { realm: Realm; agenda: Agenda; now: number }
type Handler = (call: PlatformCall, input: Record<string, unknown>) => unknown

const handlers = new Map<string, Handler>()
function onPlatform<Request, Response>(
  endpoint: Endpoint<Request, Response>,
  answer: (call: PlatformCall, input: NonNullable<Request>) => Response,
): void {
  handlers.set(endpoint.row.path, answer as Handler)
}
/** The answer registered for a platform's path. */
export function platformHandlerOf(path: string): Handler | undefined {
  return handlers.get(path)
}

const ticketLifeMs = 12 * 3_600_000
/** The page text says 1800 s, its sample 600: the answer decides, and ours says 1800. */
const preAuthSeconds = 1800

onPlatform(getComponentToken, ({ realm, now }, { component_appsecret, component_verify_ticket }) => {
  const { component } = realm.state
  if (component_appsecret !== component.appSecret) throw new Refusal(40125, 'invalid appsecret')
  const ticket = component.tickets.find(({ value }) => value === component_verify_ticket)
  if (!ticket) throw new Refusal(61006, 'component ticket is invalid')
  if (now - ticket.at > ticketLifeMs) throw new Refusal(61005, 'component ticket is expired')
  const token = issueToken(realm, component.tokens, 'component')
  return { component_access_token: token.value, expires_in: 7200 }
})

onPlatform(startPushTicket, ({ realm, agenda }, { component_secret }) => {
  const { component } = realm.state
  if (component_secret !== component.appSecret) throw new Refusal(40125, 'invalid appsecret')
  component.ticketsOn = true
  void pushTicket(realm, agenda)
})

onPlatform(createPreAuthCode, ({ realm, now }) => {
  const code = `preauthcode@@@${realm.id(60, 33)}`
  realm.state.component.preAuthCodes.set(code, { expiresAt: now + preAuthSeconds * 1000, used: false })
  return { pre_auth_code: code, expires_in: preAuthSeconds }
})

/** One use: whether WeChat takes a code twice is not documented. */
onPlatform(queryAuth, ({ realm, now }, { authorization_code }) => {
  const { authCodes, authorizations } = realm.state.component
  const code = authCodes.get(authorization_code)
  const authorization = code && authorizations.get(code.appId)
  if (!code || !authorization || code.used) throw new Refusal(61009, 'code is invalid')
  if (code.expiresAt <= now) throw new Refusal(61010, 'code is expired')
  code.used = true
  const token = issueToken(realm, authorization.tokens, code.appId)
  return {
    authorization_info: {
      authorizer_appid: code.appId,
      authorizer_access_token: token.value,
      expires_in: 7200,
      authorizer_refresh_token: authorization.refreshToken,
      func_info: funcInfo(authorization),
    },
  }
})

function funcInfo({ sets }: AuthorizationState): AuthorizationInfo['func_info'] {
  return sets.map(id => ({ funcscope_category: { id, type: 0, name: permissionSets[id]?.zh ?? `权限集${id}`, desc: '' } }))
}

function authorizationOf(realm: Realm, appId: string): AuthorizationState {
  if (!realm.state.accounts.has(appId)) throw new Refusal(40013, 'invalid appid')
  const authorization = realm.state.component.authorizations.get(appId)
  if (!authorization) throw new Refusal(61003, 'component is not authorized by this account')
  return authorization
}

onPlatform(refreshAuthorizerToken, ({ realm }, { authorizer_appid, authorizer_refresh_token }) => {
  const authorization = authorizationOf(realm, authorizer_appid)
  if (authorizer_refresh_token !== authorization.refreshToken) throw new Refusal(61023, 'refresh_token is invalid')
  if (realm.state.component.rotate) authorization.refreshToken = `refreshtoken@@@${realm.id(43, 34)}`
  const token = issueToken(realm, authorization.tokens, authorizer_appid)
  return { authorizer_access_token: token.value, expires_in: 7200, authorizer_refresh_token: authorization.refreshToken }
})

onPlatform(getAuthorizerInfo, ({ realm }, { authorizer_appid }) => {
  const authorization = authorizationOf(realm, authorizer_appid)
  const { spec } = realm.state.accounts.get(authorizer_appid)!
  return {
    authorizer_info: infoOf(spec),
    authorization_info: {
      authorizer_appid,
      authorizer_refresh_token: authorization.refreshToken,
      func_info: funcInfo(authorization),
    },
  }
})

function infoOf(spec: AccountSpec): AuthorizerInfo {
  return {
    nick_name: spec.name,
    service_type_info: { id: spec.type === 'service' ? 2 : 0 },
    verify_type_info: { id: spec.verified ? 0 : -1 },
    user_name: spec.originalId,
    principal_name: '山野茶业有限公司',
    business_info: { open_store: 0, open_scan: 0, open_pay: 1, open_card: 0, open_shake: 0 },
    account_status: 1,
    ...(spec.kind === 'mini_program' ? { MiniProgramInfo: { network: {}, categories: [], visit_status: 0 } } : {}),
    ...(spec.kind === 'channels' ? { channels_info: { finder_username: spec.originalId } } : {}),
    ...(spec.kind === 'shop' ? { store_info: { nickname: spec.name } } : {}),
  }
}

onPlatform(listAuthorizers, ({ realm }, { offset, count }) => {
  if (!(count >= 1 && count <= 500)) throw new Refusal(40097, 'invalid args: count must be 1 to 500')
  const all = [...realm.state.component.authorizations]
  return {
    total_count: all.length,
    list: all.slice(offset, offset + count).map(([authorizer_appid, { refreshToken, authorisedAt }]) => ({
      authorizer_appid,
      refresh_token: refreshToken,
      auth_time: Math.floor(authorisedAt / 1000),
    })),
  }
})

const optionValues: Record<string, readonly string[]> = {
  location_report: ['0', '1', '2'],
  voice_recognize: ['0', '1'],
  customer_service: ['0', '1'],
}
onPlatform(getAuthorizerOption, ({ realm }, { authorizer_appid, option_name }) => {
  const { options } = authorizationOf(realm, authorizer_appid)
  if (!optionValues[option_name]) throw new Refusal(40097, 'invalid option_name')
  return { authorizer_appid, option_name, option_value: options[option_name] ?? '0' }
})
onPlatform(setAuthorizerOption, ({ realm }, { authorizer_appid, option_name, option_value }) => {
  const { options } = authorizationOf(realm, authorizer_appid)
  if (!optionValues[option_name]?.includes(option_value)) throw new Refusal(40097, 'invalid option value')
  options[option_name] = option_value
})
