/** Everything the sandbox remembers, as plain data: one structured clone is a snapshot. */

import type { CurrentMenuButton, MatchRule, MenuButton, ShopOrder } from '@wematrix/wechat'
import { type ChannelsState, freshChannels } from '../channels/state.ts'
import type { ComponentState } from '../component/state.ts'
import type { Person } from '../facts.ts'
import type { RunningPlan } from '../fault-plans/index.ts'
import { freshMiniProgram, type MiniProgramState } from '../mini-program/state.ts'
import { freshOfficial, type OfficialState } from '../official-account/state.ts'
import type { PayState } from '../pay/state.ts'
import { freshShop, type ShopState } from '../shop/state.ts'
import type { RobotState } from '../wecom/robots.ts'
import type { AccountSpec } from '../worlds/world.ts'
import type { Crowd } from './crowd.ts'

export type Token = { value: string; expiresAt: number; endsAt: number }

export type Follower = {
  openid: string
  subscribed: boolean
  subscribeTime: number
  subscribeScene: string
  qrScene: string
  remark: string
  tags: number[]
}

/** How an account reaches the product. */
export type Connection = {
  callback?: string
  mode: 'plain' | 'compat' | 'safe'
  format: 'xml' | 'json'
  /** Base of the product's `/v1` doors and the key for them; Mini Programs only. */
  product?: string
  writeKey?: string
  /** Refused the check of the address, or none was made. */
  verified: boolean
}

/** A customer-message allowance opened by something a person did. */
export type Allowance = { openedAt: number; until: number; left: number }

export type QrCode = { ticket: string; scene: string; numeric: boolean; expiresAt?: number; url: string }
export type Code = { appId: string; person: number; kind: 'login' | 'phone' | 'oauth'; expiresAt: number; used: boolean; scope?: string }
/** A person's agreement to OAuth at an Official Account; its tokens are no API tokens. */
export type OAuthGrant = {
  appId: string
  person: number
  scope: string
  refresh: string
  access: string
  accessUntil: number
  refreshUntil: number
}

export type Link = {
  kind: 'scheme' | 'url_link' | 'short' | 'nfc'
  path: string
  query: string
  envVersion: 'release' | 'trial' | 'develop'
  createdAt: number
  /** Absent: it never ends. */
  expiresAt?: number
  /** How often it was opened. */
  opened: number
}
/** Somebody who used the Mini Program, or logged in. */
export type Visitor = {
  sessionKey: string
  firstAt: number
  /** The last launch or page, absent before the first. */
  lastAt?: number
  /** Days of visits, in order. */
  days: number[]
  /** The last session: pages seen, the last of them and when. */
  session?: { pages: number; path: string; at: number }
  /** What the person was counted for on the last day. */
  counted?: { day: number; metrics: string[] }
}
export type ReceivedMessage = {
  at: number
  appId: string
  by: 'passive' | 'custom' | 'template' | 'subscribe' | 'notice' | 'mass' | 'preview' | 'staff' | 'auto'
  content: Record<string, unknown>
}
export type ConditionalMenu = { menuid: number; button: MenuButton[]; matchrule: MatchRule }

/** Faults of one account, or of all; see `faults.ts`. */
export type Faults = {
  latencyMs?: number
  /** Shares between 0 and 1. */
  busy?: number
  http500?: number
  dropAnswer?: number
  tooFast?: number
  duplicateCallbacks?: number
  lateCallbacks?: number
  lateMs?: number
  secretExpired?: boolean
  quotaExhausted?: string[]
  /** Error code by path: what WeChat says when something is so that the world has no state for. */
  refuse?: Record<string, number | string>
}

export type AccountState = {
  spec: AccountSpec
  connection?: Connection
  ipWhitelist?: string[]
  abilitiesOff: boolean
  tokens: { plain: Token[]; stable: Token[]; forcedAt: number; forcedDay: number; forced: number; serial: number }
  /** Calls by `day path`. */
  used: Map<string, number>
  /** Calls of the running minute and second. */
  rate: Record<'minute' | 'second', { number: number; calls: Map<string, number> }>
  clears: { month: string; n: number }
  followers: Map<string, Follower>
  /** Many more of them, of whom only the number is kept. */
  crowd?: Crowd
  /** Calls a day by path, where they are not the table's. */
  limits?: Record<string, number>
  tags: { id: number; name: string }[]
  menu?: { menuid: number; button: MenuButton[] }
  /** Made in the web console, in place of one made by API. */
  consoleMenu?: CurrentMenuButton[]
  faults: Faults
  conditional: ConditionalMenu[]
  qrCodes: Map<string, QrCode>
  allowances: Map<string, Allowance[]>
  templates: Map<
    string,
    {
      title: string
      content: string
      kind: 'template' | 'subscribe'
      /** Subscription templates: 2 one-time, 3 long-term. */
      type?: 2 | 3
      example?: string
      /** Values of enum keywords by key. */
      enums?: Record<string, readonly string[]>
    }
  >
  /** Accepts not yet spent, by `openid template`. */
  consents: Map<string, number>
  links: Map<string, Link>
  miniProgram: MiniProgramState
  channels: ChannelsState
  shop: ShopState
  shortKeys: Map<string, { data: string; createdAt: number; expiresAt: number }>
  visitors: Map<string, Visitor>
  orders: Map<string, ShopOrder>
  reservations: Set<string>
  /** Day figures: `day metric` or `day metric/dimension`. */
  figures: Map<string, number>
  /** What each person sent in the running day, week and month, by `unit openid`: its first day, how much, a bit for each type. */
  senders: Map<string, { start: number; n: number; types: number }>
  /** Media, articles, mass messages, staff, links. */
  official: OfficialState
}

export type PersonState = {
  received: ReceivedMessage[]
  sessions: Map<string, { at: number; openid: string; unionid?: string }>
  visit?: { appId: string; path: string; launchAt: number }
  /** The phone: 1 iOS (when absent), 2 Android, 3 other. */
  platform?: '1' | '2' | '3'
}

/** Something to do at an instant of the world's clock: its kind, whom it is about, and how often it was tried. */
export type Due = { at: number; kind: string; ref: string; n?: number }

export type State = {
  accounts: Map<string, AccountState>
  strangers: Person[]
  people: Map<number, PersonState>
  codes: Map<string, Code>
  openAppId: string
  bound: Set<string>
  faults: Faults
  faultPlan?: RunningPlan
  rids: Map<string, { at: number; appId: string; url: string; body: string; response: string; ip: string; costMs: number }>
  serial: number
  agenda: Due[]
  pay: PayState
  component: ComponentState
  robots: Map<string, RobotState>
  /** OAuth grants by refresh token. */
  grants: Map<string, OAuthGrant>
}

/** A fresh account as the world describes it. */
export function freshAccount(spec: AccountSpec): AccountState {
  return {
    spec: { ...spec },
    abilitiesOff: false,
    tokens: { plain: [], stable: [], forcedAt: 0, forcedDay: 0, forced: 0, serial: 0 },
    used: new Map(),
    rate: { minute: { number: 0, calls: new Map() }, second: { number: 0, calls: new Map() } },
    clears: { month: '', n: 0 },
    followers: new Map(),
    tags: [{ id: 2, name: '星标组' }],
    faults: {},
    conditional: [],
    qrCodes: new Map(),
    allowances: new Map(),
    templates: new Map(),
    consents: new Map(),
    links: new Map(),
    miniProgram: freshMiniProgram(),
    channels: freshChannels(),
    shop: freshShop(),
    shortKeys: new Map(),
    visitors: new Map(),
    orders: new Map(),
    reservations: new Set(),
    figures: new Map(),
    senders: new Map(),
    official: freshOfficial(),
  }
}
