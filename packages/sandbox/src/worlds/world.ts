/** What a world is made of: accounts, people, content and a past. The sandbox adds the clock and everything that happens next. */
import type { Fact, Person, Slot } from '../facts.ts'
import type { Persona } from './persona.ts'

/** `talent` and `league` are partners of the brand, made on demand. */
export type AccountKind = 'official_account' | 'mini_program' | 'channels' | 'shop' | 'talent' | 'league'

/** An account as its owner would connect it to a product. */
export type AccountSpec = {
  kind: AccountKind
  type: 'service' | 'subscription' | 'mini_program' | 'channels' | 'shop' | 'talent' | 'league'
  /** Short English name for the CLI: `service`, `mini-program`. */
  alias: string
  name: string
  appId: string
  appSecret: string
  token: string
  encodingAesKey: string
  /** `gh_…`; a Channels account shows its `sph…` id here. */
  originalId: string
  verified: boolean
  /** Bound to the brand's Open Platform account since this instant; never for Channels. */
  boundSince?: number
  slot?: Slot
}

export type Article = { number: number; slot: 'service' | 'subscription'; publishedAt: number; title: string; trace: string }
export type Live = { number: number; exportId: string; noticeId: string; startsAt: number; endsAt: number; title: string; trace: string }
export type Product = { productId: string; skuId: string; title: string; priceFen: number }
export type MenuItem = { name: string; key?: string; pagepath?: string; weight: number }

/** What the brand has put up: pages of the Mini Program, a menu, articles, lives, goods. */
export type Content = {
  /** Name of the menu's first button, which leads into the Mini Program. */
  menuName: string
  /** The brand's own web site. */
  site: string
  pages: readonly string[]
  menu: readonly MenuItem[]
  products: readonly Product[]
  articles: readonly Article[]
  lives: readonly Live[]
}

/** A way into the Mini Program: scene, page, query; `from` is the account that the client names as referrer. */
export type WayIn = { scene: number; path: string; query?: Record<string, string>; from?: 'service' }

/** What people do by themselves after the past, in this world's words. */
export type Habits = {
  personaOf(person: Person): Persona
  /** By the entry names of the scene table, with short words beside them. */
  waysIn: Readonly<Record<string, WayIn>>
  questions: readonly string[]
  /** Numbered codes on the spot: `store0`. */
  code: string
  /** What is booked, and how often after a visit. */
  booking: { service: string; chance: number }
  /** Chance of an order after a visit, before keenness. */
  wishes: { article: number; video: number; live: number; other: number }
  /** What the Mini Program reports besides, after a visit by one of the ways; a later deed follows the one before it. */
  deeds: readonly { after: readonly string[]; chance: number; events: readonly { event: string; properties: Record<string, unknown> }[] }[]
}

export type World = {
  name: string
  seed: number
  /** First and last Shanghai day of the past; the last one is the day before the world's clock starts. */
  firstDay: number
  lastDay: number
  accounts: readonly AccountSpec[]
  persons: readonly Person[]
  content: Content
  /** The past, one day of facts at a time, in order of time. The same on every call. */
  facts(): Iterable<readonly Fact[]>
  /** Share of a slot's callbacks that WeChat delivers twice. */
  duplicates: Partial<Record<Slot, number>>
  /** What was planted and what came out of it; counts the whole past at the first call. */
  planted?: () => { planted: unknown; realised: object }
  habits: Habits
}

/** The AppIDs of a world's slots. */
export function appIdsOf(accounts: readonly AccountSpec[]): Record<Slot, string> {
  const ids: Record<Slot, string> = { mini_program: '', service: '', subscription: '', shop: '' }
  for (const account of accounts) if (account.slot) ids[account.slot] = account.appId
  return ids
}
