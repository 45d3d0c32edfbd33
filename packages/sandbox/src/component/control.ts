/** What the control API may do with the third-party platform, and how a brand's administrator authorises it. */
import { permissionSets } from '@wematrix/wechat'
import type { ActContext, ActResult } from '../acts/context.ts'
import type { Agenda } from '../agenda.ts'
import type { Person } from '../facts.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState } from '../state/state.ts'
import { pushTicket, tellPlatform } from './platform.ts'
import type { ComponentState } from './state.ts'

/** The platform as its developer sees it in the console. */
export function componentView(realm: Realm) {
  const { tickets, preAuthCodes: _codes, authCodes: _authCodes, tokens: _tokens, ...component } = realm.state.component
  return {
    ...component,
    lastTicketAt: tickets.at(-1)?.at ?? null,
    lastTicket: tickets.at(-1)?.value ?? null,
    authorizations: Object.fromEntries(
      [...component.authorizations].map(([appId, { sets, authorisedAt, options }]) => [appId, { sets, authorisedAt, options }]),
    ),
    issued: Object.fromEntries(component.issued),
  }
}

const settable = ['eventUrl', 'messageUrl', 'token', 'encodingAesKey', 'ipWhitelist', 'sets', 'rotate', 'ticketsOn', 'appSecret'] as const

/** Sets the platform's addresses and habits. Setting `eventUrl` starts the ticket; `null` takes a setting away. */
export async function changeComponent(realm: Realm, agenda: Agenda, change: Record<string, unknown>) {
  const { component } = realm.state
  for (const [name, value] of Object.entries(change)) {
    if (!(settable as readonly string[]).includes(name)) throw new Error(`The platform has no "${name}"; there are ${settable.join(', ')}.`)
    if (value === null) delete (component as Record<string, unknown>)[name]
    else (component as Record<string, unknown>)[name] = value
  }
  if (change.eventUrl !== undefined && change.ticketsOn === undefined) component.ticketsOn = true
  if (component.eventUrl !== undefined && component.ticketsOn) await pushTicket(realm, agenda)
  return componentView(realm)
}

export type AuthoriseOptions = {
  account?: string
  /** The link that the platform made; without one, as if scanned from its page with all sets. */
  link?: string
  /** Sets granted, `1,2,3` or a list; default: all that were asked. */
  sets?: string | readonly number[]
}

const codeSeconds = 600
const kindsOf: Record<string, readonly string[]> = {
  1: ['official_account'],
  2: ['mini_program'],
  3: ['official_account', 'mini_program'],
  5: ['channels'],
  6: ['official_account', 'mini_program', 'channels'],
}

/** An administrator scans the platform's code: the redirect with the `auth_code`, and the event that carries the same code. */
export function authorise(context: ActContext, person: Person, options: AuthoriseOptions = {}): ActResult {
  const { realm, agenda } = context
  const { component } = realm.state
  const account = realm.account(options.account ?? 'service')
  const { appId } = account.spec
  const now = realm.clock.ms()
  const query = options.link === undefined ? undefined : scanned(component, account, new URL(options.link), now)
  const asked = query?.get('category_id_list')?.split('|').map(Number) ?? component.sets
  const granted = options.sets === undefined ? asked : listOf(options.sets)
  const sets = granted.filter(set => component.sets.includes(set) && permissionSets[set])
  const before = component.authorizations.get(appId)
  const code = `queryauthcode@@@${realm.id(60, 35)}`
  component.authCodes.set(code, { appId, expiresAt: now + codeSeconds * 1000, used: false })
  component.authorizations.set(appId, {
    sets,
    refreshToken: `refreshtoken@@@${realm.id(43, 34)}`,
    tokens: before?.tokens ?? [],
    authorisedAt: now,
    options: before?.options ?? {},
  })
  const changed = !before || sets.length !== before.sets.length || sets.some(set => !before.sets.includes(set))
  if (changed)
    tellPlatform(realm, agenda, {
      InfoType: before ? 'updateauthorized' : 'authorized',
      AuthorizerAppid: appId,
      AuthorizationCode: code,
      AuthorizationCodeExpiredTime: Math.floor(now / 1000) + codeSeconds,
      PreAuthCode: query?.get('pre_auth_code') ?? '',
    })
  const redirect = query && new URL(query.get('redirect_uri') ?? '')
  redirect?.searchParams.set('auth_code', code)
  redirect?.searchParams.set('expires_in', String(codeSeconds))
  return {
    act: 'authorise',
    person: person.name,
    account: account.spec.alias,
    appId,
    code,
    sets,
    ...(redirect ? { redirect: redirect.href } : {}),
  }
}

/** The page behind a link, which refuses what WeChat's refuses. */
function scanned(component: ComponentState, account: AccountState, link: URL, now: number): URLSearchParams {
  const query = link.searchParams
  if (query.get('component_appid') !== component.appId) throw new Error('The link is for another platform.')
  const code = component.preAuthCodes.get(query.get('pre_auth_code') ?? '')
  if (!code || code.used) throw new Error('The pre_auth_code is unknown or was used; make a new link.')
  if (code.expiresAt <= now) throw new Error('The pre_auth_code is expired; make a new link.')
  const biz = query.get('biz_appid')
  const type = query.get('auth_type')
  if (biz !== null && biz !== account.spec.appId) throw new Error(`The link is for the account ${biz} only.`)
  if (biz === null && type !== null && !kindsOf[type]?.includes(account.spec.kind))
    throw new Error(`The page does not offer "${account.spec.alias}" for auth_type ${type}; a shop authorises in the service market.`)
  code.used = true
  return query
}

const listOf = (sets: string | number | readonly number[]): number[] => (Array.isArray(sets) ? sets : String(sets).split(',')).map(Number)

/** The brand takes its authorisation back: tokens die at once, an event says so. */
export function withdraw(context: ActContext, person: Person, options: { account?: string } = {}): ActResult {
  const { realm, agenda } = context
  const { spec } = realm.account(options.account ?? 'service')
  if (!realm.state.component.authorizations.delete(spec.appId)) throw new Error(`"${spec.alias}" has not authorised the platform.`)
  tellPlatform(realm, agenda, { InfoType: 'unauthorized', AuthorizerAppid: spec.appId })
  return { act: 'withdraw', person: person.name, account: spec.alias, appId: spec.appId }
}
