/** OAuth2 of web pages inside WeChat: codes of a redirect, tokens of a person at an Official Account. */
import { checkOAuthToken, getOAuthToken, getOAuthUser, refreshOAuthToken } from '@wematrix/wechat'
import type { Person } from '../facts.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState, OAuthGrant } from '../state/state.ts'
import { type Call, on, Refusal } from './on.ts'

const accessMs = 7_200_000
const refreshMs = 30 * 86_400_000

on(getOAuthToken, (call, { code }) => {
  const { realm, account, now } = call
  const kept = realm.state.codes.get(code)
  if (kept?.kind !== 'oauth' || kept.appId !== account.spec.appId) throw new Refusal(40029, 'invalid code')
  if (kept.used) throw new Refusal(40163, 'code been used')
  if (kept.expiresAt <= now) throw new Refusal(42003, 'code expired')
  kept.used = true
  const refresh = `${realm.id(86, 41)}`
  const grant: OAuthGrant = {
    appId: account.spec.appId,
    person: kept.person,
    scope: kept.scope ?? 'snsapi_base',
    refresh,
    access: '',
    accessUntil: 0,
    refreshUntil: now + refreshMs,
  }
  realm.state.grants.set(refresh, grant)
  return { ...renew(call, grant), ...unionOf(realm, account, grant) }
})

on(refreshOAuthToken, (call, { refresh_token }) => {
  const grant = call.realm.state.grants.get(refresh_token)
  if (!grant || grant.appId !== call.account.spec.appId) throw new Refusal(40030, 'invalid refresh_token')
  if (grant.refreshUntil <= call.now) throw new Refusal(42002, 'refresh_token expired')
  return renew(call, grant)
})

on(getOAuthUser, ({ realm, account, now }, { access_token, openid }) => {
  const grant = goodGrant(realm, access_token, openid, now)
  if (grant.scope !== 'snsapi_userinfo') throw new Refusal(48001, 'api unauthorized')
  const person = personOf(realm, grant)
  return {
    openid,
    nickname: person.name,
    sex: 0,
    language: 'zh_CN',
    city: '',
    province: '',
    country: '',
    headimgurl: '',
    privilege: [],
    ...unionOf(realm, account, grant),
  }
})

on(checkOAuthToken, ({ realm, now }, { access_token, openid }) => {
  goodGrant(realm, access_token, openid, now)
})

/** The account an OAuth call is about: by its appid, or by the token it carries. Throws 40013, 40001. */
export function accountOfGrant(realm: Realm, input: Record<string, unknown>): AccountState {
  const grant = [...realm.state.grants.values()].find(({ access }) => access === input.access_token)
  const account = realm.state.accounts.get(String(input.appid ?? grant?.appId ?? ''))
  if (account) return account
  throw input.appid === undefined ? new Refusal(40001, 'invalid credential, access_token is invalid') : new Refusal(40013, 'invalid appid')
}

function renew({ realm, now }: Call, grant: OAuthGrant) {
  grant.access = `${realm.id(86, 42)}`
  grant.accessUntil = now + accessMs
  const { refresh: refresh_token, access: access_token, scope } = grant
  return { access_token, expires_in: accessMs / 1000, refresh_token, openid: openidOf(realm, grant), scope }
}

function goodGrant(realm: Realm, access: string, openid: string, now: number): OAuthGrant {
  const grant = [...realm.state.grants.values()].find(grant => grant.access === access)
  if (!grant) throw new Refusal(40001, 'invalid credential, access_token is invalid')
  if (grant.accessUntil <= now) throw new Refusal(42001, 'access_token expired')
  if (openidOf(realm, grant) !== openid) throw new Refusal(40003, 'invalid openid')
  return grant
}

const personOf = (realm: Realm, { person }: OAuthGrant): Person => realm.person(`p${person}`)

function openidOf(realm: Realm, grant: OAuthGrant): string {
  const slot = realm.state.accounts.get(grant.appId)?.spec.slot
  return slot ? personOf(realm, grant).openids[slot] : ''
}

/** A UnionID comes to bound accounts, with the scope that asks for more than the openid. */
function unionOf(realm: Realm, { spec }: AccountState, grant: OAuthGrant) {
  return grant.scope === 'snsapi_userinfo' && realm.tellsUnion(spec) ? { unionid: personOf(realm, grant).unionid } : {}
}
