/** Life after the past: people go on doing what they did, through real callbacks and real batches. */
import { type ActContext, acts } from './acts/index.ts'
import { dayMs, hourOf } from './days.ts'
import type { Person } from './facts.ts'
import { Random } from './random.ts'
import { newcomers } from './worlds/people.ts'
import type { Persona } from './worlds/persona.ts'
import { hourFactor } from './worlds/rhythm.ts'
import { videoTrace } from './worlds/traces.ts'

export type LifeState = { running: boolean; perSecond: number; episodes: number; underWay: number; skipped: number }

const beatMs = 250
/** About this many events come of one episode. */
const eventsPerEpisode = 3
const mostUnderWay = 24

export class Life {
  /** Events a second of the world's clock, on average over the day. */
  perSecond = 2
  private readonly context: ActContext
  private readonly random: Random
  private timer: NodeJS.Timeout | undefined
  private episodes = 0
  private underWay = 0
  private skipped = 0
  private due = 0

  constructor(context: ActContext) {
    this.context = context
    this.random = new Random(context.realm.world.seed, 777)
  }

  get state(): LifeState {
    return {
      running: this.timer !== undefined,
      perSecond: this.perSecond,
      episodes: this.episodes,
      underWay: this.underWay,
      skipped: this.skipped,
    }
  }

  /** Starts, or changes the pace. Nobody moves while the clock is frozen. */
  start(perSecond = this.perSecond): void {
    this.perSecond = perSecond
    this.timer ??= setInterval(() => this.beat(), beatMs)
    this.timer.unref()
  }
  stop(): void {
    clearInterval(this.timer)
    this.timer = undefined
  }

  private beat(): void {
    const { clock, world } = this.context.realm
    if (clock.frozen || world.persons.length <= newcomers) return
    const busy = 0.5 + 0.5 * hourFactor(hourOf(clock.ms()))
    this.due += (this.perSecond / eventsPerEpisode) * (beatMs / 1000) * clock.speed * busy * 2 * this.random.next()
    for (; this.due >= 1; this.due--) {
      if (this.underWay >= mostUnderWay) {
        this.skipped++
        continue
      }
      this.underWay++
      this.episodes++
      void this.episode()
        .catch(() => undefined)
        .finally(() => this.underWay--)
    }
  }

  /** One person does one thing, as their persona would. */
  async episode(): Promise<void> {
    const { random, context } = this
    const { persons, habits } = context.realm.world
    const person = persons[random.integer(newcomers, persons.length - 1)]!
    const persona = habits.personaOf(person)
    const account = (['service', 'subscription'] as const).find(slot => this.follows(person, slot))
    if (account && random.chance(0.3)) return this.onAccount(person, account)
    if (persona.usesMiniProgram) return this.visit(person, persona, account)
    if (!account) {
      const scene = persona.origin === 'channels' ? (this.live() ? 'ADD_SCENE_LIVESTREAM' : 'ADD_SCENE_CHANNELS') : 'ADD_SCENE_SEARCH'
      acts.follow(context, person, { account: random.chance(0.7) ? 'service' : 'subscription', scene })
      return
    }
    return this.onAccount(person, account)
  }

  private follows(person: Person, slot: 'service' | 'subscription'): boolean {
    return this.context.realm.account(slot).followers.get(person.openids[slot])?.subscribed ?? false
  }

  private live() {
    const now = this.context.realm.clock.ms()
    return this.context.realm.world.content.lives.find(live => live.startsAt <= now && now < live.endsAt)
  }

  private async onAccount(person: Person, account: 'service' | 'subscription'): Promise<void> {
    const { random, context } = this
    const { content, habits } = context.realm.world
    const items = content.menu
    const way = random.weighted([52, 28, 14, 4, 2])
    if (way === 0)
      await acts.menu(context, person, {
        account,
        item: items[random.weighted(items.map(item => (item.key ? item.weight : item.weight / 2)))]!.name,
      })
    else if (way === 1) acts.message(context, person, { account, text: random.pick(habits.questions) })
    else if (way === 2) acts.scan(context, person, { account: 'service', scene: `${habits.code}${random.integer(1, 9)}` })
    else if (way === 3) acts.unfollow(context, person, { account })
    else acts['shop-order'](context, person, { from: 'article' })
  }

  private async visit(person: Person, persona: Persona, account: string | undefined): Promise<void> {
    const { random, context } = this
    const { content, habits } = context.realm.world
    const live = persona.watches ? this.live() : undefined
    const now = context.realm.clock.ms()
    const kinds = ['article', 'card', 'template', 'video', 'live', 'profile', 'search', 'chat', 'qrcode', 'return']
    const entry =
      kinds[
        random.weighted([
          account ? 1.1 : 0,
          account ? 0.25 : 0,
          account ? 0.2 : 0,
          persona.watches ? 1.1 : 0,
          live ? 3 : 0,
          persona.watches ? 0.25 : 0,
          0.25,
          0.3,
          0.15,
          1.6,
        ])
      ]!
    const article = content.articles.findLast(article => article.publishedAt <= now)
    const trace =
      entry === 'article' && article
        ? article.trace
        : entry === 'live' && live
          ? live.trace
          : entry === 'video'
            ? videoTrace(1 + (Math.floor(((now / dayMs) * 3) / 7) % 60))
            : undefined
    const pages = Array.from({ length: random.integer(0, 3) }, () => random.pick(content.pages))
    await acts.open(context, person, { entry, pages, ...(trace ? { query: { t: trace } } : {}) })
    if (article && random.chance(0.2))
      await acts.track(context, person, {
        event: 'content.read',
        properties: { content: `article-${article.number}`, title: article.title, seconds: random.integer(5, 180) },
      })
    if (random.chance(0.05)) await acts.reserve(context, person).catch(() => undefined)
    if (random.chance(0.05)) await acts.watch(context, person, { what: 'video', fromMiniProgram: true })
    if (!account && persona.follows && random.chance(0.15)) acts.follow(context, person, { account: 'service', scene: 'ADD_SCENE_WXA' })
    for (const { after, chance, events } of habits.deeds)
      if (after.includes(entry) && random.chance(chance)) for (const event of events) await acts.track(context, person, event)
    const { wishes } = habits
    const wish = (entry in wishes ? wishes[entry as keyof typeof wishes] : wishes.other) * persona.keenness ** 0.5
    if (random.chance(wish))
      await (entry === 'live' && random.chance(0.5) ? acts['shop-order'](context, person, { from: 'live' }) : acts.buy(context, person))
    if (random.chance(habits.booking.chance)) await acts.book(context, person)
  }
}
