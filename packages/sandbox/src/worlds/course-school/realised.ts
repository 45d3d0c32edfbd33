/**
 * What the planted parameters became, counted from the world's own history and nothing else: the lines that a product imports,
 * grouped into the people that a product can see.
 */
import { dayMs, dayOf, dayText, hourMs, hourOf, weekday } from '../../days.ts'
import type { Fact } from '../../facts.ts'
import { arrivalOf } from '../arrivals.ts'
import { countArrivals, type EdgeCount, edgeList, paysWithin, visiblePeople } from '../edge-counts.ts'
import { newcomers } from '../people.ts'
import { ratio, type Share, share } from '../shares.ts'
import type { World } from '../world.ts'
import { teacherOf } from './content.ts'
import { planted } from './planted.ts'

export type SchoolFacts = {
  from: string
  to: string
  people: { simulated: number; visible: number }
  lines: number
  repeatedShare: number
  revenueFen: number
  events: Record<string, number>
  edges: EdgeCount[]
  /** Article arrivals of people who had not tried: who starts the trial within a day, by the article's teacher. */
  teachers: { better: Share; other: Share }
  trial: { finishes: Share; toCourse: { finished: Share; unfinished: Share } }
  /** Months that are over: paid again in time, by the lessons finished in them. */
  renewal: { good: Share; others: Share }
  brokenTrial: { day: string; onDay: Share; usual: Share }
  liveClass: { evenings: number; perEvening: number; perOtherEvening: number; ratio: number }
  noUnionId: { people: number; share: number }
}

const { trial, trialToCourse, renewal, liveClass } = planted

/** Reads the whole history once. */
export function countSchool(world: World): SchoolFacts {
  const tally = new Tally(world)
  const mine = new Map<number, Fact[]>()
  for (const day of world.facts())
    for (const [n, fact] of day.entries()) {
      if (!tally.line(fact, fact === day[n - 1])) continue
      const own = mine.get(fact.person.index)
      if (own) own.push(fact)
      else mine.set(fact.person.index, [fact])
    }
  for (const facts of mine.values()) tally.human(facts)
  return tally.facts()
}

class Tally {
  private readonly world: World
  private readonly numbers: Record<string, number> = {}
  private readonly hits: Record<string, [hits: number, of: number]> = {}
  private readonly events: Record<string, number> = {}
  private readonly edges = new Map<string, EdgeCount>()
  private readonly teacherByTrace: Map<string, string>

  constructor(world: World) {
    this.world = world
    this.teacherByTrace = new Map(world.content.articles.map(article => [article.trace, teacherOf(article)]))
  }

  private add(name: string, n = 1): void {
    this.numbers[name] = (this.numbers[name] ?? 0) + n
  }
  private tell(name: string, hit: boolean): void {
    this.hits[name] ??= [0, 0]
    if (hit) this.hits[name][0]++
    this.hits[name][1]++
  }

  /** Counts a line; false for the second of a callback that came twice. */
  line(fact: Fact, repeated: boolean): boolean {
    this.add('lines')
    if (repeated) {
      this.add('repeated')
      return false
    }
    if (fact.slot === planted.duplicates.account) this.add('ofRepeating')
    this.events[fact.event] = (this.events[fact.event] ?? 0) + 1
    if (fact.event === 'order.pay') this.add('revenue', Number(fact.properties.value_fen))
    const hour = hourOf(fact.at)
    const evening = hour >= liveClass.startHour && hour < liveClass.startHour + liveClass.hours
    if (evening && fact.event === 'mp.launch' && arrivalOf(fact)?.source === 'channels')
      this.add(weekday(dayOf(fact.at)) === liveClass.weekday ? 'classEvening' : 'otherEvening')
    return true
  }

  /** Counts a human, who may be several visible people. `facts` are in order of time. */
  human(facts: readonly Fact[]): void {
    const inMiniProgram = facts.filter(({ slot }) => slot === 'mini_program')
    if (inMiniProgram.length > 0 && inMiniProgram.every(({ union }) => !union)) this.add('noUnion')
    for (const visible of visiblePeople(facts)) {
      this.add('visible')
      countArrivals(this.edges, visible, planted.conversion)
      this.countTrial(visible)
      this.countMonths(visible)
    }
  }

  private countTrial(facts: readonly Fact[]): void {
    const started = facts.find(({ event, properties }) => event === trial.event && properties.lesson === trial.lesson)
    for (const { event, properties, at } of facts) {
      if (event !== 'mp.launch' || properties.scene !== 1058 || (started && started.at < at)) continue
      const teacher = this.teacherByTrace.get((properties.query as Record<string, string>).t ?? '')
      this.tell(`teacher ${teacher}`, started !== undefined && started.at <= at + trial.withinHours * hourMs)
    }
    if (!started) return
    const finished = facts.find(({ event, properties }) => event === 'lesson.finish' && properties.lesson === trial.lesson)
    const broken = dayOf(started.at) === this.brokenDay
    this.tell(broken ? 'finish on the day' : 'finish', finished !== undefined)
    if (dayOf(started.at) + trialToCourse.windowDays + 1 > this.world.lastDay) return
    const pays = facts.filter(({ event }) => event === 'order.pay').map(({ at }) => at)
    this.tell(finished ? 'finished pays' : 'unfinished pays', paysWithin(pays, (finished ?? started).at, trialToCourse))
  }

  private countMonths(facts: readonly Fact[]): void {
    const pays = facts.filter(({ event }) => event === 'order.pay').map(({ at }) => at)
    for (const at of pays) {
      const end = at + renewal.courseDays * dayMs
      if (dayOf(end) + renewal.withinDays > this.world.lastDay) continue
      const lessons = facts.filter(
        fact => fact.event === 'lesson.finish' && fact.properties.course && fact.at >= at && fact.at < end,
      ).length
      this.tell(lessons >= renewal.goodLessons ? 'good renews' : 'other renews', paysWithin(pays, end, renewalWindow))
    }
  }

  private get brokenDay(): number {
    return this.world.lastDay + 1 - planted.brokenTrial.dayBeforeEnd
  }

  facts(): SchoolFacts {
    const { world, numbers } = this
    const of = (name: string) => share(...(this.hits[name] ?? [0, 0]))
    const number = (name: string) => numbers[name] ?? 0
    const evenings = world.content.lives.filter(({ startsAt }) => dayOf(startsAt) <= world.lastDay).length
    const perEvening = ratio(number('classEvening'), evenings)
    const perOther = ratio(number('otherEvening'), world.lastDay - world.firstDay + 1 - evenings)
    const simulated = world.persons.length - newcomers
    return {
      from: dayText(world.firstDay),
      to: dayText(world.lastDay),
      people: { simulated, visible: number('visible') },
      lines: number('lines'),
      repeatedShare: ratio(number('repeated'), number('ofRepeating')),
      revenueFen: number('revenue'),
      events: this.events,
      edges: edgeList(this.edges),
      teachers: { better: of(`teacher ${planted.teachers.better}`), other: of(`teacher ${planted.teachers.other}`) },
      trial: { finishes: of('finish'), toCourse: { finished: of('finished pays'), unfinished: of('unfinished pays') } },
      renewal: { good: of('good renews'), others: of('other renews') },
      brokenTrial: { day: dayText(this.brokenDay), onDay: of('finish on the day'), usual: of('finish') },
      liveClass: { evenings, perEvening, perOtherEvening: perOther, ratio: ratio(perEvening, perOther) },
      noUnionId: { people: number('noUnion'), share: ratio(number('noUnion'), simulated) },
    }
  }
}

const renewalWindow = { windowDays: renewal.withinDays }
