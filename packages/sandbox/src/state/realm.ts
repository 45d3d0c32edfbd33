/** The living world: the clock, the accounts and people of a world, and everything that happened, with snapshot and restore. */
import { seedChannels } from '../channels/state.ts'
import type { WorldClock } from '../clock.ts'
import { freshComponent } from '../component/platform.ts'
import type { Fact, Person } from '../facts.ts'
import { beginPlan } from '../fault-plans/index.ts'
import { freshPay } from '../pay/merchant.ts'
import { hex, letters, Random } from '../random.ts'
import { agePastOrders } from '../shop/past.ts'
import { seedShop } from '../shop/state.ts'
import { makePerson, strangerIndex } from '../worlds/people.ts'
import type { AccountSpec, World } from '../worlds/world.ts'
import { foldFact } from './fold.ts'
import { type AccountState, freshAccount, type PersonState, type ReceivedMessage, type State } from './state.ts'
import { periodStart } from './upstream.ts'

export type Snapshot = { state: State; clock: WorldClock['state']; random: number }

/** Messages that a phone remembers. */
const phoneKeeps = 300

export class Realm {
  readonly world: World
  readonly clock: WorldClock
  readonly random: Random
  state: State
  /** Keys of calls under way, see `Call.hold`; no part of the state. */
  readonly held = new Set<string>()
  private readonly byName = new Map<string, Person>()
  private readonly byOpenid = new Map<string, Person>()
  private readonly fresh: Snapshot

  constructor(world: World, clock: WorldClock, firstId = 0) {
    this.world = world
    this.clock = clock
    this.random = new Random(world.seed, 1234)
    this.state = {
      accounts: new Map(world.accounts.map(spec => [spec.appId, freshAccount(spec)])),
      strangers: [],
      people: new Map(),
      codes: new Map(),
      openAppId: `wx${hex(16, world.seed, 4321)}`,
      bound: new Set(world.accounts.filter(spec => spec.boundSince !== undefined).map(spec => spec.appId)),
      faults: {},
      rids: new Map(),
      serial: firstId,
      agenda: [],
      pay: freshPay(world.seed),
      component: freshComponent(world.seed),
      robots: new Map(),
      grants: new Map(),
    }
    for (const person of world.persons) this.know(person)
    for (const day of world.facts()) {
      let last: Fact | undefined
      for (const fact of day) {
        if (fact !== last) this.fold(fact)
        last = fact
      }
    }
    for (const account of this.accounts()) {
      for (const key of account.figures.keys())
        if (key.startsWith('last ') && account.figures.get(key) !== world.lastDay) account.figures.delete(key)
      for (const [key, { start }] of account.senders)
        if (start < periodStart(world.lastDay, key.split(' ')[0] as 'day' | 'week' | 'month')) account.senders.delete(key)
      const share = account.spec.slot && world.duplicates[account.spec.slot]
      if (share) account.faults = { duplicateCallbacks: share }
      seedContent(account, world, this.appIdOf('mini-program'))
      if (account.spec.kind === 'shop') agePastOrders(account, clock.ms())
    }
    this.fresh = this.snapshot()
  }

  accounts(): AccountState[] {
    return [...this.state.accounts.values()]
  }

  /** An account by AppID, alias (`service`), kind, type or name. Throws with the list of accounts. */
  account(word: string): AccountState {
    const found =
      this.state.accounts.get(word) ??
      this.accounts().find(({ spec }) => spec.alias === word || spec.type === word || spec.originalId === word) ??
      this.accounts().find(({ spec }) => spec.kind === word || spec.name === word || `${spec.alias}-account` === word)
    if (!found)
      throw new Error(
        `There is no account "${word}"; there are ${this.accounts()
          .map(({ spec }) => spec.alias)
          .join(', ')}.`,
      )
    return found
  }

  appIdOf(alias: string): string {
    return this.world.accounts.find(account => account.alias === alias)?.appId ?? ''
  }

  /** A person by name, `p17`, openid or UnionID; an unknown plain name makes a new person. */
  person(word: string): Person {
    const known = this.byName.get(word) ?? this.byOpenid.get(word)
    if (known) return known
    if (!/^[a-z][a-z0-9-]{0,30}$/.test(word))
      throw new Error(`There is no person "${word}"; call people by name (lin), place (p17), openid or UnionID.`)
    const stranger = makePerson(strangerIndex(word), word, this.world.seed)
    this.state.strangers.push(stranger)
    this.know(stranger)
    return stranger
  }

  /** Somebody who is there already, by name (which is their WeChat id), or undefined. */
  known(name: string): Person | undefined {
    return this.byName.get(name)
  }

  /** The person behind an openid, or undefined. */
  findByOpenid(openid: string): Person | undefined {
    return this.byOpenid.get(openid)
  }

  stateOf(person: Person): PersonState {
    let state = this.state.people.get(person.index)
    if (!state) {
      state = { received: [], sessions: new Map() }
      this.state.people.set(person.index, state)
    }
    return state
  }

  /** Lands on a person's phone, which keeps the last ones. */
  receive(person: Person, message: ReceivedMessage): void {
    const { received } = this.stateOf(person)
    received.push(message)
    if (received.length > phoneKeeps) received.shift()
  }

  /** Does WeChat tell this account people's UnionIDs? */
  tellsUnion(spec: AccountSpec): boolean {
    return this.state.bound.has(spec.appId)
  }

  fold(fact: Fact): void {
    const account = this.accounts().find(account => account.spec.slot === fact.slot)
    if (account)
      foldFact(
        account,
        this.accounts().find(account => account.spec.kind === 'channels'),
        fact,
      )
  }

  /** A number that never comes twice, for ids. */
  next(): number {
    return ++this.state.serial
  }
  /** An id of `length` letters that never comes twice. */
  id(length: number, salt = 0): string {
    return letters(length, this.world.seed, salt, this.next())
  }

  snapshot(): Snapshot {
    return { state: structuredClone(this.state), clock: this.clock.state, random: this.random.place }
  }
  /** Goes back to a snapshot; the clock too unless it is kept. */
  restore(snapshot: Snapshot, keepClock = false): void {
    this.state = structuredClone(snapshot.state)
    this.random.place = snapshot.random
    if (!keepClock) this.clock.restore(snapshot.clock)
    for (const person of this.state.strangers) this.know(person)
  }
  /** Back to the first moment; connections to the product stay, and a fault plan begins anew. */
  reset(): void {
    const connections = this.accounts().map(account => [account.spec.appId, account.connection] as const)
    const { eventUrl, messageUrl, ticketsOn } = this.state.component
    const { hosts } = this.state.pay.habit
    const { faultPlan, serial } = this.state
    this.restore(this.fresh)
    // The product remembers messages and orders of before.
    this.state.serial = serial
    if (faultPlan) beginPlan(this, faultPlan.plan)
    this.state.pay.habit.hosts = hosts
    Object.assign(this.state.component, { ...(eventUrl ? { eventUrl } : {}), ...(messageUrl ? { messageUrl } : {}), ticketsOn })
    if (ticketsOn) this.state.agenda.push({ at: this.clock.ms(), kind: 'component-ticket', ref: '' })
    for (const [appId, connection] of connections) if (connection) this.state.accounts.get(appId)!.connection = connection
  }

  private know(person: Person): void {
    this.byName.set(person.name, person)
    this.byName.set(`p${person.index}`, person)
    this.byOpenid.set(person.unionid, person)
    for (const openid of Object.values(person.openids)) this.byOpenid.set(openid, person)
  }
}

/** The menu that the brand has put up, and two templates to send. */
function seedContent(account: AccountState, world: World, miniProgramAppId: string): void {
  const { spec } = account
  if (spec.kind === 'official_account') {
    const jumps = world.content.menu.filter(item => item.pagepath)
    const keys = world.content.menu.filter(item => item.key)
    account.official.links.set(miniProgramAppId, { status: 1, showProfile: true, notifyUsers: false })
    account.menu = {
      menuid: 430_001,
      button: [
        {
          name: world.content.menuName,
          sub_button: jumps.map(item => ({
            type: 'miniprogram',
            name: item.name,
            url: world.content.site,
            appid: miniProgramAppId,
            pagepath: item.pagepath!,
          })),
        },
        { name: '服务', sub_button: keys.map(item => ({ type: 'click', name: item.name, key: item.key! })) },
      ],
    }
  }
  if (spec.kind === 'shop') seedShop(account.shop, world)
  if (spec.kind === 'channels') seedChannels(account.channels, world)
  if (spec.type === 'service')
    account.templates.set('TPL_ORDER_SHIPPED', {
      title: '发货通知',
      content: '单号:{{character_string1.DATA}}\n商品:{{thing2.DATA}}\n',
      kind: 'template',
    })
  if (spec.kind === 'mini_program')
    account.templates.set('TPL_BOOKING', { title: '预约提醒', content: '项目:{{thing1.DATA}}\n时间:{{time2.DATA}}\n', kind: 'subscribe' })
}
