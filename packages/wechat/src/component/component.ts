/** A third-party platform (第三方平台): one agency that looks after many brands' accounts. */
import { type Client, type ClientOptions, createClient } from '../client/client.ts'
import { WechatError } from '../client/errors.ts'
import { stableTokenSource, type TokenSource } from '../client/token.ts'
import type { TokenStore } from '../client/token-store.ts'
import type { Caller, Endpoint } from '../endpoint.ts'
import type { ComponentPush } from '../messages/types.ts'
import { componentVariant } from './account-paths.ts'
import {
  type AuthorizationInfo,
  createPreAuthCode,
  getComponentToken,
  listAuthorizers,
  queryAuth,
  refreshAuthorizerToken,
  startPushTicket,
} from './endpoints.ts'
import { type AuthorisationLink, phoneLink, scanLink } from './links.ts'
import type { Authorization, ComponentStore } from './store.ts'

export type ComponentOptions = Omit<ClientOptions, 'credentials' | 'tokenStore'> & {
  appId: string
  appSecret: string
  store: ComponentStore
}

/** An account can't be called: nobody authorised it, or no longer. A human at the brand must scan again. */
export class AuthorizationLost extends Error {
  readonly appId: string
  readonly state: 'unknown' | 'lapsed' | 'withdrawn'
  readonly reaction = 'tell_operator'

  constructor(appId: string, state: 'unknown' | 'lapsed' | 'withdrawn', options?: ErrorOptions) {
    const why = { unknown: 'never authorised', lapsed: 'must be authorised again by', withdrawn: 'was withdrawn from' }[state]
    super(`The account ${appId} ${why} this platform; an administrator of the brand has to scan the authorisation code.`, options)
    this.name = 'AuthorizationLost'
    this.appId = appId
    this.state = state
  }
}

/** No ticket has come yet, or the last one is older than its 12 hours. WeChat pushes one every ten minutes. */
export class TicketMissing extends Error {
  readonly reaction = 'wait'
  readonly waitSeconds = 600

  constructor() {
    super('No fresh component_verify_ticket was received; check the authorisation address, or ask for pushes with startTickets().')
    this.name = 'TicketMissing'
  }
}

export type Component = Caller & {
  readonly appId: string
  /** Takes what WeChat pushed to the authorisation address; answer `success` first. Gives the authorisation that changed. */
  take(push: ComponentPush): Promise<Authorization | undefined>
  /** A link for an administrator, made with a pre-auth code of its own; use it once. */
  authorisationLink(link: AuthorisationLink & { on: 'computer' | 'phone' }): Promise<string>
  /** Redeems the `auth_code` of a redirect and stores what it gives. */
  authorise(code: string): Promise<Authorization>
  /** A client for one authorised account: every endpoint, as with an AppSecret. `observe` is told of its calls. */
  client(appId: string, options?: Pick<ClientOptions, 'observe'>): Client
  /** Asks WeChat for everyone who authorised and stores what we did not know. Gives their number. */
  recover(): Promise<number>
  startTickets(): Promise<void>
}

const ticketLifeMs = 12 * 3_600_000

/** Makes a platform over its store. Any number of processes may share the store. */
export function createComponent(options: ComponentOptions): Component {
  const { appId, appSecret, store, ...clientOptions } = options
  const clock = options.clock ?? { now: () => new Date() }
  const never = (): Promise<string> => Promise.reject(new TypeError('The platform itself has no account token.'))
  const plain = createClient({ ...clientOptions, credentials: { appId, tokens: { current: never, replace: never } } })
  const tokens = stableTokenSource({ appId, store: store.tokens, clock, fetchToken })
  const accounts = new Map<string, TokenSource>()

  async function fetchToken() {
    const kept = await store.ticket()
    if (!kept || clock.now().getTime() - kept.createdAt > ticketLifeMs) throw new TicketMissing()
    const given = { component_appid: appId, component_appsecret: appSecret, component_verify_ticket: kept.ticket }
    const { component_access_token: access_token, expires_in } = await getComponentToken(plain, given)
    return { access_token, expires_in }
  }

  /** A platform's call, with its proof; a token that failed is replaced once. */
  const call: Component['call'] = (endpoint, input) => callBy(plain, endpoint, input)

  async function callBy<Request, Response>(by: Client, endpoint: Endpoint<Request, Response>, input: Request): Promise<Response> {
    const proven = (component_access_token: string) =>
      by.call(endpoint, { component_appid: appId, ...input, component_access_token } as Request)
    const token = await tokens.current()
    try {
      return await proven(token)
    } catch (error) {
      if (!(error instanceof WechatError) || error.reaction !== 'refresh_token') throw error
    }
    return proven(await tokens.replace(token))
  }
  const self: Caller = { call }

  /** Changes a record until the change holds; `change` gives undefined to leave it. */
  async function update(
    account: string,
    change: (stored: Authorization | undefined) => Omit<Authorization, 'version'> | undefined,
  ): Promise<Authorization | undefined> {
    for (;;) {
      const stored = await store.authorization(account)
      const next = change(stored)
      if (!next) return stored
      const version = stored?.version ?? 0
      const record = { ...next, version: version + 1 }
      if (await store.compareAndSwap(account, version, record)) return record
    }
  }

  async function keep(info: AuthorizationInfo, code: string, since: number): Promise<Authorization> {
    const now = clock.now().getTime()
    const kept = await update(info.authorizer_appid, stored => ({
      appId: info.authorizer_appid,
      refreshToken: info.authorizer_refresh_token ?? stored?.refreshToken ?? '',
      ...(info.authorizer_access_token
        ? { accessToken: info.authorizer_access_token, expiresAt: now + (info.expires_in ?? 7200) * 1000 }
        : {}),
      sets: info.func_info.map(({ funcscope_category }) => funcscope_category.id),
      state: 'authorised',
      since,
      code,
    }))
    return kept!
  }

  /** The redirect and the event bring the same code at the same moment, to any process: whoever is first redeems it. */
  function authorise(code: string, since = clock.now().getTime()): Promise<Authorization> {
    return store.tokens.lock(`${appId} authorise`, async () => {
      const redeemed = (await store.authorizations()).find(stored => stored.code === code && stored.state === 'authorised')
      return redeemed ?? keep((await queryAuth(self, { authorization_code: code })).authorization_info, code, since)
    })
  }

  async function take(push: ComponentPush): Promise<Authorization | undefined> {
    if (push.AppId !== appId) throw new TypeError(`This push is for the platform ${push.AppId}, not for ${appId}.`)
    const at = push.CreateTime * 1000
    const account = push.AuthorizerAppid ?? ''
    switch (push.InfoType) {
      case 'component_verify_ticket':
        await store.keepTicket({ ticket: push.ComponentVerifyTicket ?? '', createdAt: at })
        return undefined
      case 'unauthorized':
        // An older push may come late, after the brand has scanned again.
        return update(account, stored => {
          if (!stored || stored.since > at) return undefined
          const { accessToken: _accessToken, expiresAt: _expiresAt, ...rest } = stored
          return { ...rest, state: 'withdrawn', since: at }
        })
      default:
        return authorise(push.AuthorizationCode ?? '', at)
    }
  }

  /** Refreshes under the lease; the new refresh token is in the store before anyone gets the access token. */
  function accountTokens(account: string): TokenSource {
    const refreshTokens = new Map<string, string>()
    const accountStore: TokenStore = {
      async get() {
        const stored = await store.authorization(account)
        if (stored?.state !== 'authorised') throw new AuthorizationLost(account, stored?.state ?? 'unknown')
        return stored.accessToken === undefined ? undefined : { token: stored.accessToken, expiresAt: stored.expiresAt ?? 0 }
      },
      async compareAndSwap(_appId, expected, next) {
        const kept = await update(account, stored =>
          stored && stored.accessToken === expected && stored.state === 'authorised'
            ? {
                ...stored,
                refreshToken: refreshTokens.get(next.token) ?? stored.refreshToken,
                accessToken: next.token,
                expiresAt: next.expiresAt,
              }
            : undefined,
        )
        return kept?.accessToken === next.token
      },
      lock: store.tokens.lock,
    }
    return stableTokenSource({
      appId: account,
      store: accountStore,
      clock,
      async fetchToken() {
        const answer = await refreshed(account)
        refreshTokens.clear()
        refreshTokens.set(answer.authorizer_access_token, answer.authorizer_refresh_token)
        return { access_token: answer.authorizer_access_token, expires_in: answer.expires_in }
      },
    })
  }

  async function refreshed(account: string) {
    const stored = await store.authorization(account)
    if (stored?.state !== 'authorised') throw new AuthorizationLost(account, stored?.state ?? 'unknown')
    const ask = (authorizer_refresh_token: string) => refreshAuthorizerToken(self, { authorizer_appid: account, authorizer_refresh_token })
    try {
      return await ask(stored.refreshToken)
    } catch (error) {
      if (!isLost(error)) throw error
      // A process may have died between WeChat's answer and the store: WeChat still knows the newest one.
      const newest = error.errcode === 61023 ? await newestRefreshToken(account) : undefined
      if (newest !== undefined && newest !== stored.refreshToken) return ask(newest)
      await update(account, now => (now && now.refreshToken === stored.refreshToken ? { ...now, state: 'lapsed' } : undefined))
      throw new AuthorizationLost(account, 'lapsed', { cause: error })
    }
  }

  async function* everyone() {
    for (let offset = 0; ; offset += 500) {
      const { list } = await listAuthorizers(self, { offset, count: 500 })
      yield* list
      if (list.length < 500) return
    }
  }

  async function newestRefreshToken(account: string): Promise<string | undefined> {
    for await (const { authorizer_appid, refresh_token } of everyone()) if (authorizer_appid === account) return refresh_token
    return undefined
  }

  async function recover(): Promise<number> {
    let count = 0
    for await (const { authorizer_appid, refresh_token, auth_time } of everyone()) {
      count++
      await update(authorizer_appid, stored =>
        stored?.state === 'authorised' || (stored && stored.since > auth_time * 1000)
          ? undefined
          : {
              appId: authorizer_appid,
              sets: stored?.sets ?? [],
              refreshToken: refresh_token,
              state: 'authorised',
              since: auth_time * 1000,
            },
      )
    }
    return count
  }

  /** One for all clients of an account, so that many callers cause one call. */
  function tokensOf(account: string): TokenSource {
    const known = accounts.get(account) ?? accountTokens(account)
    accounts.set(account, known)
    return known
  }

  const client: Component['client'] = (account, { observe = clientOptions.observe } = {}) => {
    const credentials = { appId: account, tokens: tokensOf(account) }
    const direct = createClient({ ...clientOptions, credentials, ...(observe ? { observe } : {}) })
    return {
      ...direct,
      call: (endpoint, input) => {
        const variant = componentVariant(endpoint)
        if (!variant) return direct.call(endpoint, input)
        const secret = variant.row.path.endsWith('/clear_quota/v2') ? { appsecret: appSecret } : {}
        return callBy(direct, variant, { appid: account, ...secret, ...input })
      },
    }
  }

  return {
    appId,
    call,
    take,
    authorise: code => authorise(code),
    client,
    recover,
    async authorisationLink({ on, ...link }) {
      const { pre_auth_code } = await createPreAuthCode(self, {})
      return (on === 'phone' ? phoneLink : scanLink)(appId, pre_auth_code, link)
    },
    startTickets: () => startPushTicket(plain, { component_appid: appId, component_secret: appSecret }),
  }
}

/** The refresh token is void, or the account no longer knows this platform. */
function isLost(error: unknown): error is WechatError {
  return error instanceof WechatError && (error.errcode === 61023 || error.errcode === 61003)
}
