/** Who calls with a platform's proof, and what such a caller may. */
import { directPath, findComponentEndpoint, setsFor } from '@wematrix/wechat'
import type { Agenda } from '../agenda.ts'
import { handlerOf, Refusal } from '../api/index.ts'
import type { Push } from '../callbacks.ts'
import { roll } from '../faults.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState, Token } from '../state/state.ts'
import { platformHandlerOf } from './handlers.ts'

type Given = { realm: Realm; agenda: Agenda; push: Push; method: string; url: URL; ip: string; input: () => Record<string, unknown> }
export type PlatformAnswer = { account?: AccountState; value: unknown }

/** Answers a platform's own call or its variant of an account's call; undefined when the path is neither. Throws Refusal. */
export function answerPlatform(given: Given): PlatformAnswer | undefined {
  const { realm, agenda, method, url, ip } = given
  if (!url.pathname.includes('/component/')) return undefined
  const own = findComponentEndpoint(method, url.pathname)
  const direct = directPath(url.pathname)
  if (!own && direct === undefined) return undefined
  const { component } = realm.state
  const now = realm.clock.ms()
  const input = { ...Object.fromEntries(url.searchParams), ...given.input() }
  if (input.component_appid !== component.appId) throw new Refusal(40013, 'invalid component_appid')
  if (component.ipWhitelist && !component.ipWhitelist.includes(ip)) throw new Refusal(61004, `access clientip is not registered, ip ${ip}`)
  if (roll(realm, undefined, 'busy', url.pathname)) throw new Refusal(-1, 'system error')
  const secretIsProof = own ? !own.endpoint.row.query?.includes('component_access_token') : 'appsecret' in input
  if (!secretIsProof) checkToken(component.tokens, url.searchParams.get('component_access_token') ?? undefined, now)
  if (own) return { value: platformHandlerOf(url.pathname)?.({ realm, agenda, now }, input) }
  if (secretIsProof && input.appsecret !== component.appSecret) throw new Refusal(40125, 'invalid appsecret')
  const account = authorisedAccount(realm, String(input.appid), url.pathname)
  return {
    account,
    value: handlerOf(direct!)?.({ realm, account, now, push: given.push, agenda, headers: {}, hold: () => true, byPlatform: true }, input),
  }
}

function authorisedAccount(realm: Realm, appId: string, path: string): AccountState {
  const account = realm.state.accounts.get(appId)
  if (!account) throw new Refusal(40013, 'invalid appid')
  const authorization = realm.state.component.authorizations.get(appId)
  if (!authorization) throw new Refusal(61003, 'component is not authorized by this account')
  checkSets(authorization.sets, path)
  return account
}

function checkToken(tokens: readonly Token[], value: string | undefined, now: number): void {
  if (!value) throw new Refusal(41001, 'component_access_token missing')
  const token = tokens.find(token => token.value === value)
  if (token && token.endsAt > now) return
  if (token && token.expiresAt <= now) throw new Refusal(42001, 'component_access_token expired')
  throw new Refusal(40001, 'invalid credential, component_access_token is invalid or not latest')
}

function checkSets(sets: readonly number[], path: string): void {
  const needed = setsFor(path)
  if (needed.length > 0 && !needed.some(set => sets.includes(set)))
    throw new Refusal(61007, `api is unauthorized to component, set ${needed.join(' or ')} is missing`)
}

/** The account whose authorizer token this is; undefined when the token is no authorizer's. Throws 42001, 40001, 61007. */
export function accountOfAuthorizerToken(realm: Realm, value: string | undefined, now: number, path: string): AccountState | undefined {
  if (!value) return undefined
  for (const [appId, { tokens, sets }] of realm.state.component.authorizations) {
    if (!tokens.some(token => token.value === value)) continue
    checkToken(tokens, value, now)
    checkSets(sets, path)
    return realm.state.accounts.get(appId)
  }
  return undefined
}
