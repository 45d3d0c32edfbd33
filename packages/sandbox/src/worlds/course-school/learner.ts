/** One person's way through the school: article, video or live class, trial lesson, course, lessons, renewal. */
import { dayMs, dayOf, hourMs } from '../../days.ts'
import type { Fact, Person } from '../../facts.ts'
import { letters } from '../../random.ts'
import { Diary } from '../diary.ts'
import { type Launch, launch, organicLaunch, returnLaunch } from '../launches.ts'
import { instantOf, weekFactor } from '../rhythm.ts'
import { pageView, type Stage } from '../stage.ts'
import { traceOf, videoTrace } from '../traces.ts'
import type { Article, Product } from '../world.ts'
import { teacherOf } from './content.ts'
import { articleOwn, diligence, drives, planted, trialAfter } from './planted.ts'

const trialPage = 'pages/trial/index'
const { teachers, trialToCourse, renewal, brokenTrial } = planted

export class Learner extends Diary {
  private readonly brokenDay: number
  private readonly diligent: boolean
  private tried = false
  /** Until when a paid course runs. */
  private learnsUntil = 0

  constructor(person: Person, stage: Stage) {
    super(person, stage, planted.noUnionIdInMiniProgram.share)
    this.brokenDay = stage.lastDay + 1 - brokenTrial.dayBeforeEnd
    this.diligent = this.random.chance(diligence.share)
  }

  /** Lives all days and returns the facts, unsorted. */
  live(): Fact[] {
    const { persona, random, stage } = this
    if (persona.follows) this.follow(persona.joinDay, persona.origin === 'official_account', { service: 0.3, code: 'class0' })
    for (let day = persona.joinDay; day <= stage.lastDay; day++) {
      const pull = persona.keenness ** 0.5 * weekFactor(day)
      const first = day === persona.joinDay
      if (this.following(instantOf(day, random)) && random.chance(drives.article * pull)) this.byArticle(day)
      if (persona.watches && random.chance(drives.video * pull)) this.byVideo(day)
      this.byLiveClass(day)
      if ((first && persona.origin === 'mini_program') || random.chance(drives.organic * pull)) this.byThemselves(day)
      if (this.following(instantOf(day, random)) && random.chance(0.004 * pull)) this.asks(day)
    }
    if (this.facts.length === 0) this.byThemselves(stage.lastDay)
    return this.facts
  }

  private byArticle(day: number): void {
    const at = instantOf(day, this.random)
    const article = this.stage.content.articles.findLast(({ publishedAt }) => publishedAt <= at)
    if (!article) return
    this.visit(at, launch(trialPage, 1058, { t: article.trace }, 'cold'))
    this.reads(at, article)
    this.maybeTry(at, articleOwn * (teacherOf(article) === teachers.better ? teachers.betterRate : teachers.otherRate))
  }

  private byVideo(day: number): void {
    const at = instantOf(day, this.random)
    const video = 1 + Math.floor((day - this.stage.firstDay) / 2)
    this.visit(at, launch('pages/course/detail', 1184, { t: videoTrace(video) }, 'cold'))
    this.maybeTry(at, trialAfter.video)
  }

  /** Sunday's class on Channels: some reserve it before; its card leads into the Mini Program. */
  private byLiveClass(day: number): void {
    const { random, persona, stage } = this
    const live = stage.content.lives.find(({ startsAt }) => dayOf(startsAt) === day)
    if (!live) return
    const learns = this.learnsUntil > live.startsAt
    const comes = random.chance(
      Math.min(0.9, (learns ? drives.liveLearner : persona.watches ? drives.liveViewer : 0) * persona.keenness ** 0.5),
    )
    if (!comes) return
    if (persona.usesMiniProgram && random.chance(0.35)) {
      const at = live.startsAt - dayMs - Math.floor(random.next() * 10 * hourMs)
      this.visit(at, launch('pages/live/index', 1043, { t: traceOf('oa-template-message', 'n1') }, 'cold', stage.serviceAppId))
      this.reserve(at + 20_000, live.noticeId, 'mp-live-reservation')
    }
    const at = live.startsAt + Math.floor(random.next() * (live.endsAt - live.startsAt))
    this.visit(at, launch('pages/course/detail', 1177, { t: live.trace }, 'cold'))
    this.maybeTry(at, trialAfter.live)
  }

  private byThemselves(day: number): void {
    const at = instantOf(day, this.random)
    this.visit(at, organicLaunch(this.random, 'class0'))
    this.maybeTry(at, trialAfter.organic)
  }

  private asks(day: number): void {
    const at = instantOf(day, this.random)
    const slot = this.following(at)
    if (slot) this.push(at, slot, 'official_account', 'oa.message', { MsgType: 'text', Content: this.random.pick(questions) })
  }

  private visit(at: number, way: Launch): void {
    const { random } = this
    this.push(at, 'mini_program', 'mini_program', 'mp.launch', way)
    this.push(at + 200, 'mini_program', 'mini_program', 'mp.page', pageView(way.path, ''))
    if (random.chance(0.5))
      this.push(at + random.integer(4000, 30_000), 'mini_program', 'mini_program', 'mp.page', pageView('pages/course/list', way.path))
  }

  private reads(at: number, article: Article): void {
    if (this.random.chance(0.3))
      this.push(at + 30_000, 'mini_program', 'mini_program', 'content.read', {
        content: `article-${article.number}`,
        title: article.title,
        seconds: this.random.integer(20, 240),
      })
  }

  /** The trial lesson is taken once; who finishes it buys more often. On the broken day its film stops. */
  private maybeTry(at: number, chance: number): void {
    const { random } = this
    if (this.tried || !random.chance(chance)) return
    this.tried = true
    const start = at + random.integer(15_000, 90_000)
    this.push(start, 'mini_program', 'mini_program', 'lesson.start', { lesson: 'trial' })
    const plays = dayOf(start) !== this.brokenDay || random.chance(brokenTrial.factor)
    const finished = plays && random.chance(planted.trial.finishes)
    const end = start + random.integer(6, 14) * 60_000
    if (finished)
      this.push(end, 'mini_program', 'mini_program', 'lesson.finish', { lesson: 'trial', seconds: Math.floor((end - start) / 1000) })
    if (!random.chance(finished ? trialToCourse.finished : trialToCourse.unfinished)) return
    const buys = end + (random.chance(0.5) ? 120_000 : Math.floor(random.next() * (trialToCourse.windowDays - 0.2) * dayMs))
    this.pay(buys, random.pick(this.stage.content.products), 'course')
  }

  /** Pays a month of a course, learns, and renews or not. */
  private pay(at: number, course: Product, kind: 'course' | 'renewal'): void {
    if (dayOf(at) > this.stage.lastDay) return
    const { random, stage, person } = this
    this.visit(at - 60_000, returnLaunch(random, kind === 'course' ? 'pages/index/index' : 'pages/learning/index'))
    const order = { order_id: `MP${letters(14, stage.seed, person.index, this.facts.length, 9)}`, value_fen: course.priceFen }
    this.push(at - 20_000, 'mini_program', 'mini_program', 'order.create', order)
    this.push(at, 'mini_program', 'mini_program', 'order.pay', { ...order, product_id: course.productId, count: 1, kind })
    if (kind === 'course') this.push(at + 4000, 'mini_program', 'mini_program', 'identify', { phone: person.phone, phoneVerified: true })
    const done = this.lessons(at, course)
    this.learnsUntil = at + renewal.courseDays * dayMs
    if (random.chance(done >= renewal.goodLessons ? renewal.good : renewal.others))
      this.pay(this.learnsUntil + Math.floor(random.next() * (renewal.withinDays - 1) * dayMs), course, 'renewal')
  }

  /** A course's lessons, spread over its weeks; returns how many were finished. */
  private lessons(from: number, course: Product): number {
    const { random } = this
    const gapMs = (renewal.courseDays * dayMs) / renewal.lessons
    let done = 0
    for (let lesson = 1; lesson <= renewal.lessons; lesson++) {
      const at = from + Math.floor((lesson - 1 + 0.1 + 0.7 * random.next()) * gapMs)
      const properties = { lesson: `${course.productId}-${lesson}`, course: course.productId }
      const finishes = random.chance(this.diligent ? diligence.diligent : diligence.other)
      if (!finishes && random.chance(0.5)) continue
      this.visit(at, returnLaunch(random, 'pages/learning/index'))
      this.push(at + 5000, 'mini_program', 'mini_program', 'lesson.start', properties)
      if (!finishes) continue
      done++
      this.push(at + random.integer(10, 25) * 60_000, 'mini_program', 'mini_program', 'lesson.finish', properties)
    }
    return done
  }
}

export const questions = ['什么时候上课', '可以退款吗', '没有基础能学吗', '回放在哪里看', '怎么续费'] as const
