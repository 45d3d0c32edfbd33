/** Access tokens of both endpoints, and which account a token speaks for. */
import {
  checkCallback,
  clearApiQuota,
  clearQuota,
  clearQuotaBySecret,
  findEndpoint,
  getApiDomainIps,
  getCallbackIps,
  getQuota,
  getRequestByRid,
  getStableToken,
  getTicket,
  getToken,
} from '@wematrix/wechat'
import { dayOf, dayText } from '../days.ts'
import { isSecretExpired } from '../faults.ts'
import { dailyLimit } from '../quotas.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState, Token } from '../state/state.ts'
import { on, Refusal } from './on.ts'

const lifeMs = 7_200_000
const overlapMs = 300_000

function issue(realm: Realm, account: AccountState, now: number): Token {
  account.tokens.serial++
  return { value: `${90 + (account.tokens.serial % 10)}_${realm.id(120, 3)}`, expiresAt: now + lifeMs, endsAt: now + lifeMs }
}

/** A new one each time; the one before stays valid for five minutes. */
on(getToken, ({ realm, account, now }) => {
  for (const token of account.tokens.plain) token.endsAt = Math.min(token.endsAt, now + overlapMs)
  const token = issue(realm, account, now)
  account.tokens.plain = [...account.tokens.plain.filter(token => token.endsAt > now), token]
  return { access_token: token.value, expires_in: lifeMs / 1000 }
})

/** The same one until five minutes before its end; forced refresh ends the old one at once. */
on(getStableToken, ({ realm, account, now }, { force_refresh }) => {
  const { tokens } = account
  tokens.stable = tokens.stable.filter(token => token.endsAt > now)
  if (force_refresh) {
    const day = dayOf(now)
    if (tokens.forcedDay !== day) Object.assign(tokens, { forcedDay: day, forced: 0 })
    if (now - tokens.forcedAt < 30_000) throw new Refusal(45011, 'api minute-quota reached, force_refresh needs 30 s between calls')
    if (tokens.forced >= 20) throw new Refusal(45009, 'reach max api daily quota limit, force_refresh 20 a day')
    Object.assign(tokens, { forcedAt: now, forced: tokens.forced + 1, stable: [] })
  }
  let token = tokens.stable.at(-1)
  if (!token || token.expiresAt - now < overlapMs) {
    token = issue(realm, account, now)
    tokens.stable.push(token)
  }
  return { access_token: token.value, expires_in: Math.floor((token.expiresAt - now) / 1000) }
})

/** The account whose token this is. Throws 41001, 40001 and 42001 as WeChat does. */
export function accountOfToken(realm: Realm, value: string | undefined, now: number): AccountState {
  if (!value) throw new Refusal(41001, 'access_token missing')
  for (const account of realm.accounts()) {
    const token = [...account.tokens.plain, ...account.tokens.stable].find(token => token.value === value)
    if (!token) continue
    if (token.endsAt > now) return account
    throw token.expiresAt > now
      ? new Refusal(40001, 'invalid credential, access_token is invalid or not latest')
      : new Refusal(42001, 'access_token expired')
  }
  throw new Refusal(40001, 'invalid credential, access_token is invalid or not latest')
}

/** The account whose AppID and AppSecret these are. Throws 41002, 40013, 41004, 40125. */
export function accountOfSecret(realm: Realm, appId: unknown, secret: unknown): AccountState {
  if (!appId) throw new Refusal(41002, 'appid missing')
  const account = realm.state.accounts.get(String(appId))
  if (!account) throw new Refusal(40013, 'invalid appid')
  if (!secret) throw new Refusal(41004, 'appsecret missing')
  if (isSecretExpired(realm, account) || secret !== account.spec.appSecret) throw new Refusal(40125, 'invalid appsecret')
  return account
}

on(getCallbackIps, () => ({ ip_list: ['127.0.0.1', '::1'] }))
on(getApiDomainIps, () => ({ ip_list: ['127.0.0.1'] }))

on(checkCallback, ({ account }, { action, check_operator }) => {
  if (!account.connection?.callback) throw new Refusal(40201, 'callback url not set')
  if (!['dns', 'ping', 'all'].includes(action)) throw new Refusal(40202, 'invalid action')
  if (!['CHINANET', 'UNICOM', 'CAP', 'DEFAULT'].includes(check_operator)) throw new Refusal(40203, 'invalid check_operator')
  return {
    dns: [{ ip: '127.0.0.1', real_operator: 'DEFAULT' }],
    ping: [{ ip: '127.0.0.1', from_operator: 'DEFAULT', package_loss: '0%', time: '0.4ms' }],
  }
})

on(getQuota, ({ account, now }, { cgi_path }) => {
  if (cgi_path.startsWith('/sns/')) throw new Refusal(76022, 'could not use this cgi_path')
  const row = (findEndpoint('POST', cgi_path) ?? findEndpoint('GET', cgi_path))?.endpoint.row
  if (!row) throw new Refusal(76021, 'cgi_path not found')
  const limit = dailyLimit(account, row) ?? 1_000_000
  const used = account.used.get(`${dayOf(now)} ${cgi_path}`) ?? 0
  return {
    quota: { daily_limit: limit, used, remain: Math.max(0, limit - used) },
    rate_limit: { call_count: row.ratePerMinute ?? 5000, refresh_second: 60 },
  }
})

function clearAll(account: AccountState, now: number): void {
  const month = dayText(dayOf(now)).slice(0, 7)
  if (account.clears.month !== month) account.clears = { month, n: 0 }
  if (account.clears.n >= 10) throw new Refusal(48006, 'forbid to clear quota because of reaching the limit')
  account.clears.n++
  account.used.clear()
  delete account.faults.quotaExhausted
}
on(clearQuota, ({ account, now }, { appid }) => {
  if (appid !== account.spec.appId) throw new Refusal(40013, 'invalid appid')
  clearAll(account, now)
})
on(clearQuotaBySecret, ({ account, now }) => clearAll(account, now))
on(clearApiQuota, ({ account, now }, { cgi_path }) => {
  account.used.delete(`${dayOf(now)} ${cgi_path}`)
})

on(getRequestByRid, ({ realm, account, now }, { rid }) => {
  const kept = realm.state.rids.get(rid)
  if (!kept) throw new Refusal(76001, 'rid not found')
  if (kept.appId !== account.spec.appId) throw new Refusal(76003, 'rid does not belong to this account')
  if (now - kept.at > 7 * 86_400_000) throw new Refusal(76004, 'rid is too old')
  return {
    request: {
      invoke_time: Math.floor(kept.at / 1000),
      cost_in_ms: kept.costMs,
      request_url: kept.url,
      request_body: kept.body,
      response_body: kept.response,
      client_ip: kept.ip,
    },
  }
})

on(getTicket, ({ realm, account }, { type }) => ({ ticket: `${type}_${account.spec.appId}_${realm.world.seed}`, expires_in: 7200 }))
