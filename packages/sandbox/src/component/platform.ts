/** The third-party platform of a world: its secrets, and what WeChat pushes to its authorisation address. */
import { type CallbackCodec, createCallbackCodec, permissionSets } from '@wematrix/wechat'
import type { Agenda } from '../agenda.ts'
import { skewMs } from '../fault-plans/index.ts'
import { hex, letters } from '../random.ts'
import type { Realm } from '../state/realm.ts'
import type { Token } from '../state/state.ts'
import type { ComponentState } from './state.ts'

export const ticketEveryMs = 600_000
/** Real milliseconds the platform has for its answer. */
const answerMs = 5000
const tries = 3

export function freshComponent(seed: number): ComponentState {
  return {
    appId: `wx${hex(16, seed, 2001)}`,
    appSecret: hex(32, seed, 2002),
    token: letters(16, seed, 2003),
    encodingAesKey: `${letters(42, seed, 2004)}A`,
    sets: Object.keys(permissionSets).map(Number),
    rotate: true,
    ticketsOn: false,
    tickets: [],
    tokens: [],
    preAuthCodes: new Map(),
    authCodes: new Map(),
    authorizations: new Map(),
    pushes: [],
    issued: new Map(),
  }
}

const codecs = new WeakMap<Realm, { key: string; codec: CallbackCodec }>()

/** The platform's codec: events and accounts' messages are encrypted with the same key. */
export function platformCodec(realm: Realm): CallbackCodec {
  const { appId, token, encodingAesKey } = realm.state.component
  const key = `${appId} ${token} ${encodingAesKey}`
  let made = codecs.get(realm)
  if (made?.key !== key) {
    const clock = { now: () => new Date(realm.clock.ms() + skewMs(realm)) }
    made = { key, codec: createCallbackCodec({ appId, token, encodingAesKey, mode: 'safe' }, { clock }) }
    codecs.set(realm, made)
  }
  return made.codec
}

/** Where an authorised account's messages go, when the platform has an address for them. */
export function messageAddress(realm: Realm, appId: string): string | undefined {
  const { messageUrl, authorizations } = realm.state.component
  return messageUrl !== undefined && authorizations.has(appId) ? messageUrl.replaceAll('$APPID$', appId) : undefined
}

/** A new token of the platform or of one of its accounts; those before stay good for `overlapMs` more. */
export function issueToken(realm: Realm, tokens: Token[], who: string, overlapMs = 300_000): Token {
  const now = realm.clock.ms()
  const { issued } = realm.state.component
  issued.set(who, (issued.get(who) ?? 0) + 1)
  for (const token of tokens) token.endsAt = Math.min(token.endsAt, now + overlapMs)
  const token = { value: `${60 + (realm.next() % 30)}_${realm.id(120, 31)}`, expiresAt: now + 7_200_000, endsAt: now + 7_200_000 }
  tokens.splice(0, tokens.length, ...tokens.filter(({ endsAt }) => endsAt > now), token)
  return token
}

/** What is due at the platform. */
export function planComponent(realm: Realm, agenda: Agenda): void {
  agenda.on('component-ticket', () => pushTicket(realm, agenda))
  agenda.on('component-push', ({ ref }) => deliver(realm, JSON.parse(ref) as Record<string, string | number>))
}

/** A new ticket now, and the next one ten minutes later. */
export async function pushTicket(realm: Realm, agenda: Agenda): Promise<void> {
  const { component } = realm.state
  agenda.drop('component-ticket')
  if (component.eventUrl === undefined || !component.ticketsOn) return
  const now = realm.clock.ms()
  agenda.add({ at: now + ticketEveryMs, kind: 'component-ticket', ref: '' })
  const ticket = { value: `ticket@@@${realm.id(80, 32)}`, at: now }
  component.tickets = [...component.tickets.filter(({ at }) => at > now - 12 * 3_600_000), ticket]
  await deliver(realm, { InfoType: 'component_verify_ticket', ComponentVerifyTicket: ticket.value })
}

/** Queues an event for the authorisation address. */
export function tellPlatform(realm: Realm, agenda: Agenda, fields: Record<string, string | number>): void {
  agenda.add({ at: realm.clock.ms(), kind: 'component-push', ref: JSON.stringify({ CreateTime: realm.clock.seconds(), ...fields }) })
}

/** Posts one event; three tries, as for other pushes. The platform must answer `success`. */
async function deliver(realm: Realm, fields: Record<string, string | number>): Promise<void> {
  const { component } = realm.state
  if (component.eventUrl === undefined) return
  const push = { AppId: component.appId, CreateTime: realm.clock.seconds(), ...fields }
  const what = String(fields.InfoType)
  for (let tried = 0; tried < tries; tried++) {
    const { query, body, contentType } = platformCodec(realm).forgePush(push, { mode: 'safe', format: 'xml' })
    const url = new URL(component.eventUrl)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    const sent = await post(url, body.replace('<xml>', `<xml><AppId><![CDATA[${component.appId}]]></AppId>`), contentType)
    const account = fields.AuthorizerAppid === undefined ? {} : { account: String(fields.AuthorizerAppid) }
    component.pushes.push({ at: realm.clock.ms(), what, ...account, ...sent })
    if (component.pushes.length > 1000) component.pushes.shift()
    if (sent.answered) return
  }
}

async function post(url: URL, body: string, contentType: string) {
  try {
    const signal = AbortSignal.timeout(answerMs)
    const answer = await fetch(url, { method: 'POST', body, headers: { 'content-type': contentType }, signal, redirect: 'error' })
    const text = await answer.text()
    const answered = answer.status === 200 && text === 'success'
    return { status: answer.status, answered, ...(answered ? {} : { note: text.slice(0, 200) }) }
  } catch (cause) {
    return { status: 0, answered: false, note: cause instanceof Error ? cause.message : String(cause) }
  }
}
