/** One person's way through the days of the tea shop. */
import { dayMs, dayOf, dayStart, hourMs } from '../../days.ts'
import type { Fact, Person, Slot } from '../../facts.ts'
import { Diary } from '../diary.ts'
import { menuLaunch } from '../launches.ts'
import { instantOf, weekFactor } from '../rhythm.ts'
import { pageView, type Stage } from '../stage.ts'
import type { Article } from '../world.ts'
import { accountDay } from './account-day.ts'
import { articleLaunch, liveLaunch, plainLaunch, type VisitKind } from './entries.ts'
import { sharesPhone } from './phones.ts'
import { drives, liveWeight, planted, visiting } from './planted.ts'
import { bookingSteps, type OrderPlace, orderFacts } from './purchases.ts'

export class Walk extends Diary {
  /** Would this person have bought without the causal multiplier? */
  buysAnyway = false
  orders: number[] = []
  readonly dropDay: number
  private phoneGiven = false

  constructor(person: Person, stage: Stage) {
    super(person, stage, planted.noUnionIdInMiniProgram.share)
    if (sharesPhone(person.index)) this.persona.noUnion = false
    this.dropDay = stage.lastDay + 1 - planted.readingDrop.dayBeforeEnd
  }

  /** Walks all days and returns the facts, unsorted. */
  walk(): Fact[] {
    const { persona, random, stage } = this
    if (persona.follows)
      this.follow(
        persona.origin === 'official_account' ? persona.joinDay : persona.joinDay + random.integer(0, 6),
        persona.origin === 'official_account',
        { service: 0.72, code: 'store0' },
      )
    let firstVisit = Number.POSITIVE_INFINITY
    if (persona.usesMiniProgram)
      firstVisit = persona.joinDay + (persona.origin === 'mini_program' ? 0 : Math.floor(-Math.log(1 - random.next()) * 2))
    if (firstVisit > stage.lastDay) firstVisit = persona.follows ? Number.POSITIVE_INFINITY : stage.lastDay
    const keenVisits = persona.keenness ** 0.5 / 0.963
    for (let day = persona.joinDay; day <= stage.lastDay; day++) {
      const n = day - firstVisit
      const visits =
        n === 0 || (n > 0 && random.chance(Math.min(0.95, visiting.first * n ** -visiting.decay * keenVisits * weekFactor(day))))
      if (visits) this.visit(day, n === 0)
      if (persona.follows) accountDay(this, day)
    }
    if (this.facts.length === 0) this.visit(stage.lastDay, true)
    return this.facts
  }

  /** The shop knew no UnionIDs before it was bound. */
  override tellsUnion(slot: Slot, at: number): boolean {
    return super.tellsUnion(slot, at) && !(slot === 'shop' && at < dayStart(this.stage.firstDay + planted.shopBinding.day))
  }

  /** One visit to the Mini Program: how it begins, what is seen, what comes of it. */
  private visit(day: number, first: boolean): void {
    const { random, persona, stage } = this
    let at = instantOf(day, random)
    const account = this.following(at)
    const live = persona.watches ? stage.content.lives.find(live => dayOf(live.startsAt) === day) : undefined
    const kind = this.visitKind(first, account, live !== undefined, day)
    if (kind === 'live' && live) at = live.startsAt + Math.floor(random.next() * 2 * hourMs)
    const article = kind === 'article' ? this.recentArticle(at) : undefined
    if (day === this.dropDay && (kind === 'article' || kind === 'menu') && !random.chance(planted.readingDrop.factor)) return
    const item = kind === 'menu' ? this.menuItems[random.weighted(this.menuItems.map(item => item.weight))]! : undefined
    const launch = article
      ? articleLaunch(article)
      : item
        ? menuLaunch(item, stage.serviceAppId)
        : kind === 'live' && live
          ? liveLaunch(live)
          : plainLaunch(kind, random, stage.serviceAppId, 1 + Math.floor(((day - stage.firstDay) * 3) / 7))
    if (item && account) {
      this.push(at, account, 'official_account', 'oa.menu_click', { EventKey: item.pagepath, name: item.name, kind: 'view_miniprogram' })
      at += 1500 + random.integer(0, 3000)
    }
    this.push(at, 'mini_program', 'mini_program', 'mp.launch', launch)
    if (item && launch.path === planted.missingPage.path) {
      this.push(at + 300, 'mini_program', 'mini_program', 'mp.page_not_found', { path: launch.path })
      return
    }
    this.browse(at, day, launch.path, kind, first)
  }

  private get menuItems() {
    return this.stage.content.menu.filter(item => item.pagepath)
  }

  /** Newest article with the highest chance; a long tail of older ones. */
  private recentArticle(at: number): Article | undefined {
    const out = this.stage.content.articles.filter(article => article.publishedAt <= at)
    return out[out.length - 1 - Math.min(out.length - 1, Math.floor(-Math.log(1 - this.random.next()) * 1.2))]
  }

  private visitKind(first: boolean, account: string | undefined, liveToday: boolean, day: number): VisitKind {
    const { origin, watches } = this.persona
    if (first && origin === 'mini_program') return 'organic'
    const oa = account ? 1 : 0
    const ch = watches ? 1 : 0
    const back = first ? 0 : 2.6
    const evening = liveToday ? liveWeight : 0
    const hasArticle = day > this.stage.firstDay ? 1 : 0
    const kinds: VisitKind[] = ['article', 'menu', 'card', 'template', 'video', 'live', 'profile', 'organic', 'return']
    const weights = [
      oa * hasArticle,
      oa * 0.8,
      oa * 0.25,
      account === 'service' ? 0.2 : 0,
      ch * 1.1,
      evening,
      ch * 0.25,
      first ? 0.05 : 0.5,
      back,
    ]
    return kinds[this.random.weighted(weights)]!
  }

  /** Pages, reading, shares, steps to other carriers, bookings and orders of one visit. */
  private browse(start: number, day: number, path: string, kind: VisitKind, first: boolean): void {
    const { random, persona, stage } = this
    let at = start
    const later = (ms: number) => {
      at += ms
      return at
    }
    let from = path
    const seen = 1 + Math.min(6, Math.floor(-Math.log(1 - random.next()) * 1.5))
    for (let n = 0; n < seen; n++) {
      const to = n === 0 ? path : random.pick(stage.content.pages)
      this.push(
        later(n === 0 ? 200 : random.integer(4000, 45_000)),
        'mini_program',
        'mini_program',
        'mp.page',
        n === 0 ? pageView(to, '') : pageView(to, from),
      )
      from = to
    }
    const calm = day === this.dropDay ? planted.readingDrop.factor : 1
    if (random.chance(0.22 * calm)) {
      const article = this.recentArticle(at)
      if (article)
        this.push(later(random.integer(8000, 90_000)), 'mini_program', 'mini_program', 'content.read', {
          content: `article-${article.number}`,
          title: article.title,
          seconds: random.integer(5, 180),
        })
    }
    if (random.chance(0.02)) this.push(later(5000), 'mini_program', 'mini_program', 'mp.share', { path: from, via: 'button' })
    if (persona.multi && random.chance(0.035))
      this.push(later(6000), 'mini_program', 'channels', 'channels.open', {
        what: random.pick(['profile', 'video', 'video', 'live']),
        finder: stage.finderId,
        entry: 'mp-channels-entry',
      })
    const live = persona.multi ? stage.content.lives.find(live => dayOf(live.startsAt) > day && dayOf(live.startsAt) - day <= 3) : undefined
    if (live && random.chance(0.03)) this.reserve(later(6000), live.noticeId, 'mp-live-reservation')
    if (random.chance(0.012 * persona.keenness)) bookingSteps(this, at + 20_000)
    this.maybeOrder(at + random.integer(10_000, 300_000), first && kind === 'organic' ? 'first' : kind)
  }

  /** The one draw that decides whether this visit leads to an order, now or within six days. */
  private maybeOrder(at: number, kind: VisitKind | 'first'): void {
    const { random, persona } = this
    const base = drives[kind] * persona.keenness ** 0.5
    const u = random.next()
    if (u < base) this.buysAnyway = true
    if (u >= base * (persona.multi ? planted.multiCarrier.causalMultiplier : 1)) return
    const wait = random.chance(0.65) ? 0 : Math.floor(random.next() * 6 * dayMs)
    const place: OrderPlace =
      kind === 'live'
        ? random.chance(0.5)
          ? 'live'
          : 'mini-program'
        : persona.multi && random.chance(0.06)
          ? 'store-product'
          : 'mini-program'
    this.order(at + wait, place, 'service', wait > 0)
  }

  /** Places an order and, by chance, the next one within the repurchase window. */
  order(at: number, place: OrderPlace, account: 'service' | 'subscription', comesBack = false): void {
    if (dayOf(at) > this.stage.lastDay) return
    if (comesBack)
      this.push(at - 60_000, 'mini_program', 'mini_program', 'mp.launch', plainLaunch('return', this.random, this.stage.serviceAppId, 0))
    orderFacts(this, at, place, account)
    this.orders.push(at)
    if (!this.phoneGiven && place === 'mini-program' && this.random.chance(0.4)) {
      this.phoneGiven = true
      this.push(at + 4000, 'mini_program', 'mini_program', 'identify', { phone: this.person.phone, phoneVerified: true })
    }
    if (this.random.chance(drives.repurchase))
      this.order(at + Math.floor((1 + this.random.next() * 28) * dayMs), 'mini-program', account, true)
  }
}
