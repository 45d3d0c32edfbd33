/** What a person can do in the Mini Program. Each deed changes the world and is reported by the phone to `/v1/batch`. */

import type { Person } from '../facts.ts'
import { noteTrade } from '../mini-program/trades.ts'
import type { PhoneCall } from '../sdk.ts'
import { pageView } from '../worlds/stage.ts'
import { type ActContext, type ActResult, accountFor, happened, withSlot } from './context.ts'
import { followLink } from './links.ts'

export type OpenOptions = {
  account?: string
  entry?: string
  scene?: number
  path?: string
  /** Fields, or a query string. */
  query?: Record<string, string> | string
  referrerInfo?: { appId?: string }
  start?: 'cold' | 'hot'
  /** A scheme, URL Link or Short Link that is opened; it decides scene, path and query. */
  link?: string
  /** A URL Link tapped inside WeChat instead of in a browser. */
  inWechat?: boolean
  /** Pages seen after the first; a text is cut at its commas. */
  pages?: string[] | string
}

/** Opens the Mini Program and sees its first page, and more when `pages` names them. A path it does not have bounces. */
export async function open(context: ActContext, person: Person, options: OpenOptions = {}): Promise<ActResult> {
  const { realm, phones } = context
  const account = withSlot(accountFor(context, options.account, 'mini_program'))
  const { waysIn } = realm.world.habits
  const entry = waysIn[options.entry ?? 'search']
  if (!entry) throw new Error(`There is no entry "${options.entry}"; there are ${Object.keys(waysIn).join(', ')}.`)
  if (options.link !== undefined) {
    const { link, inWechat, ...rest } = options
    const way = followLink(account, link, realm.clock.ms(), inWechat)
    if ('dead' in way) return { act: 'open', person: person.name, account: account.spec.alias, link, dead: way.dead }
    return open(context, person, { ...way, ...rest })
  }
  const named = options.scene === undefined
  const launch = {
    path: options.path ?? entry.path,
    scene: options.scene ?? entry.scene,
    query:
      typeof options.query === 'string'
        ? Object.fromEntries(new URLSearchParams(options.query))
        : (options.query ?? (named ? (entry.query ?? {}) : {})),
    referrerInfo: options.referrerInfo ?? (named && entry.from ? { appId: realm.appIdOf(entry.from) } : {}),
    start: options.start ?? 'cold',
  }
  const state = realm.stateOf(person)
  const now = realm.clock.ms()
  const exists = realm.world.content.pages.includes(launch.path)
  const seen = exists ? [launch.path, ...(typeof options.pages === 'string' ? options.pages.split(',') : (options.pages ?? []))] : []
  happened(context, person, 'mini_program', 'mini_program', 'mp.launch', launch)
  const calls: PhoneCall[] = [{ event: 'mp.launch', properties: launch, at: now - seen.length }]
  let from = ''
  for (const [n, path] of seen.entries()) {
    const properties = pageView(path, from)
    happened(context, person, 'mini_program', 'mini_program', 'mp.page', properties)
    calls.push({ event: 'mp.page', properties: { path, ...(from ? { from } : {}) }, at: now - seen.length + 1 + n })
    from = path
  }
  if (!exists) calls.push({ event: 'mp.page_not_found', properties: { path: launch.path }, at: now })
  state.visit = { appId: account.spec.appId, path: from || launch.path, launchAt: now }
  const sdk = await phones.send(account, person, calls)
  return {
    act: 'open',
    person: person.name,
    account: account.spec.alias,
    openid: person.openids.mini_program,
    scene: launch.scene,
    path: launch.path,
    query: launch.query,
    exists,
    sdk,
  }
}

/** Anything else the phone reports: `event` with properties, as facts of the Mini Program or of Channels. */
export async function track(
  context: ActContext,
  person: Person,
  options: { account?: string; event: string; properties?: Record<string, unknown> },
): Promise<ActResult> {
  const account = withSlot(accountFor(context, options.account, 'mini_program'))
  const carrier = options.event.startsWith('channels.') ? 'channels' : 'mini_program'
  happened(context, person, 'mini_program', carrier, options.event, options.properties ?? {})
  const sdk = await context.phones.send(account, person, [{ event: options.event, properties: options.properties ?? {} }])
  return {
    act: options.event,
    person: person.name,
    account: account.spec.alias,
    openid: person.openids.mini_program,
    ...options.properties,
    sdk,
  }
}

/** Sees another page. */
export async function page(context: ActContext, person: Person, options: { account?: string; path: string }): Promise<ActResult> {
  const visit = context.realm.stateOf(person).visit
  const from = visit?.path
  if (visit) visit.path = options.path
  return track(context, person, {
    ...(options.account ? { account: options.account } : {}),
    event: 'mp.page',
    properties: { path: options.path, ...(from ? { from } : {}) },
  })
}

/** Orders and pays in the Mini Program. */
export async function buy(context: ActContext, person: Person, options: { account?: string; valueFen?: number } = {}): Promise<ActResult> {
  const { realm, phones } = context
  const account = withSlot(accountFor(context, options.account, 'mini_program'))
  const product = realm.random.pick(realm.world.content.products)
  const order = { order_id: `MP${realm.id(14, 50)}`, value_fen: options.valueFen ?? product.priceFen }
  happened(context, person, 'mini_program', 'mini_program', 'order.pay', { ...order, product_id: product.productId, count: 1 })
  const transactionId = `42000${realm.clock.seconds()}${String(realm.next()).padStart(12, '0')}`
  noteTrade({ realm, push: context.callbacks.push, agenda: context.agenda }, account, {
    transactionId,
    number: order.order_id,
    openid: person.openids.mini_program,
    fen: order.value_fen,
    description: product.title,
    createdAt: realm.clock.ms(),
  })
  const sdk = await phones.send(account, person, [
    { event: 'order.create', properties: order, at: realm.clock.ms() - 1 },
    { event: 'order.pay', properties: { ...order, product_id: product.productId, count: 1 } },
  ])
  return { act: 'buy', person: person.name, account: account.spec.alias, ...order, transaction_id: transactionId, sdk }
}

/** Books what the brand offers: a tea tasting, a talk with a teacher. */
export function book(context: ActContext, person: Person, options: { account?: string; store?: string } = {}): Promise<ActResult> {
  return track(context, person, {
    ...(options.account ? { account: options.account } : {}),
    event: 'service.book',
    properties: {
      booking_id: `BK${context.realm.id(10, 51)}`,
      store: options.store ?? `${context.realm.world.habits.code}1`,
      service: context.realm.world.habits.booking.service,
    },
  })
}

/** Reserves the next live inside the Mini Program. */
export async function reserve(context: ActContext, person: Person, options: { account?: string; entry?: string } = {}): Promise<ActResult> {
  const { realm } = context
  const live = realm.world.content.lives.find(live => live.startsAt > realm.clock.ms())
  if (!live) throw new Error('No live is announced.')
  const channels = realm.account('channels')
  const key = `${person.index} ${live.noticeId}`
  const state = channels.reservations.has(key) ? 8 : 6
  channels.reservations.add(key)
  return track(context, person, {
    ...(options.account ? { account: options.account } : {}),
    event: 'channels.reserve',
    properties: {
      what: 'live',
      finder: channels.spec.originalId,
      noticeId: live.noticeId,
      state,
      entry: options.entry ?? 'mp-live-reservation',
      source: options.entry?.startsWith('oa-') ? 'official_account' : 'mini_program',
    },
  })
}

/** Watches a video or the live on Channels. Nobody is told who did: only the day's figures move, unless the way in was ours. */
export async function watch(
  context: ActContext,
  person: Person,
  options: { what?: 'profile' | 'video' | 'live'; fromMiniProgram?: boolean } = {},
): Promise<ActResult> {
  const { realm } = context
  const channels = realm.account('channels')
  const what = options.what ?? 'video'
  channels.figures.set(`watched ${what}`, (channels.figures.get(`watched ${what}`) ?? 0) + 1)
  if (!options.fromMiniProgram) return { act: 'watch', person: person.name, account: channels.spec.alias, what, told: 'nobody' }
  return track(context, person, {
    event: 'channels.open',
    properties: { what, finder: channels.spec.originalId, entry: 'mp-channels-entry' },
  })
}

/** Hands a code of `getPhoneNumber` or `wx.login` to whoever asks, as the phone would. */
export function code(context: ActContext, person: Person, options: { account?: string; kind?: 'login' | 'phone' } = {}): ActResult {
  const account = withSlot(accountFor(context, options.account, 'mini_program'))
  return {
    act: 'code',
    person: person.name,
    account: account.spec.alias,
    code: context.phones.code(account, person, options.kind ?? 'login'),
  }
}
