/**
 * What the planted parameters became, counted from the generated past itself by the product's definitions, so that a test can
 * compare the product's numbers with these and with the planted ones.
 */
import { dayOf, dayText, hourOf, weekday } from '../../days.ts'
import type { Fact } from '../../facts.ts'
import { arrivalOf } from '../arrivals.ts'
import { countArrivals, type EdgeCount, edgeList, paysWithin, visiblePeople } from '../edge-counts.ts'
import { comesTwice } from '../past.ts'
import { newcomers } from '../people.ts'
import { ratio, type Share, share } from '../shares.ts'
import type { Stage } from '../stage.ts'
import type { World } from '../world.ts'
import { planted } from './planted.ts'
import { walkOf } from './tea-shop.ts'

export type RealisedFacts = {
  from: string
  to: string
  people: { simulated: number; visible: number; byCarriers: { one: number; two: number; three: number } }
  events: Record<string, number>
  lines: number
  repeatedLines: number
  repeatedShare: number
  revenueFen: number
  /** Named arrivals by edge and entry; an arrival converts when the same visible person pays within the window after it. */
  edges: EdgeCount[]
  articleToMiniProgram: Share
  videoToMiniProgram: Share
  readingDrop: { day: string; onDay: Record<string, number>; usual: Record<string, number>; ratio: Record<string, number> }
  missingPage: { path: string; arrivals: number; shareOfMenuJumps: Share; pagesAfter: number; conversionsInVisit: number }
  multiCarrier: { one: Share; twoOrMore: Share; ratio: number; withoutCause: Share; causalShareOfUplift: number }
  retention: { d1: Share; d7: Share; d30: Share }
  repurchase: Share
  lives: { evenings: number; perLiveEvening: number; perOtherEvening: number; ratio: number }
  lateUnionId: { people: number; share: number }
  noUnionId: { people: number; share: number }
  sharedPhones: { phones: number; people: number; share: number }
}

type Counting = {
  edges: Map<string, EdgeCount>
  days: Map<string, number>
  sets: Record<string, [number, number]>
  numbers: Record<string, number>
  events: Record<string, number>
}

/** Walks every person once. Takes about as long as generating the past. */
export function countRealised(world: World, stage: Stage): RealisedFacts {
  const c: Counting = { edges: new Map(), days: new Map(), sets: {}, numbers: {}, events: {} }
  const phones = new Map<string, number>()
  for (const person of world.persons.slice(newcomers)) {
    const walk = walkOf(person, stage)
    const facts = walk.facts.sort((a, b) => a.at - b.at)
    for (const fact of facts) {
      const twice = comesTwice(fact, stage.seed, planted.duplicates)
      add(c, 'lines', twice ? 2 : 1)
      if (twice) add(c, 'repeated', 1)
      if (fact.slot === planted.duplicates.account) add(c, 'ofRepeating', 1)
      c.events[fact.event] = (c.events[fact.event] ?? 0) + 1
      if (fact.event === 'order.pay') add(c, 'revenue', Number(fact.properties.value_fen))
      if (fact.event === 'identify') phones.set(person.phone, (phones.get(person.phone) ?? 0) + 1)
      countDay(c, fact)
    }
    const told = new Set(facts.filter(fact => fact.union).map(fact => fact.slot))
    if (told.size > 0 && [...told].some(slot => facts.find(fact => fact.slot === slot)!.union === false && slot !== 'shop'))
      add(c, 'late', 1)
    if (facts.some(fact => fact.slot === 'mini_program') && !told.has('mini_program')) add(c, 'never', 1)
    for (const mine of visiblePeople(facts)) countPerson(c, mine, stage, walk.buysAnyway)
  }
  return sum(c, world, phones)
}

function add(c: Counting, name: string, n: number): void {
  c.numbers[name] = (c.numbers[name] ?? 0) + n
}
function tell(c: Counting, name: string, hit: boolean): void {
  c.sets[name] ??= [0, 0]
  const set = c.sets[name]
  if (hit) set[0]++
  set[1]++
}

/** Day counts for the reading drop and the live evenings. */
function countDay(c: Counting, fact: Fact): void {
  const day = dayOf(fact.at)
  const count = (name: string) => c.days.set(`${name}/${day}`, (c.days.get(`${name}/${day}`) ?? 0) + 1)
  if (fact.event === 'oa.menu_click' || fact.event === 'content.read') count(fact.event)
  if (fact.event !== 'mp.launch' && fact.event !== 'oa.follow') return
  const arrival = arrivalOf(fact)
  if (fact.event === 'mp.launch' && fact.properties.scene === 1058) count('article arrivals')
  if (fact.properties.scene === 1035) {
    add(c, 'menuJumps', 1)
    if (fact.properties.path === planted.missingPage.path) add(c, 'missing', 1)
  }
  const hour = hourOf(fact.at)
  if (arrival?.source === 'channels' && hour >= planted.lives.startHour && hour < planted.lives.startHour + planted.lives.hours) {
    add(c, weekday(day) === planted.lives.weekday ? 'liveEvening' : 'otherEvening', 1)
  }
}

/** Everything that is counted per visible person. `facts` are in order of time. */
function countPerson(c: Counting, facts: readonly Fact[], stage: Stage, buysAnyway: boolean): void {
  const deeds = facts.filter(fact => fact.event !== 'identify')
  if (deeds.length === 0) return
  const pays = deeds.filter(fact => fact.event === 'order.pay').map(fact => fact.at)
  countArrivals(c.edges, facts, planted.conversion)
  for (const fact of deeds) {
    const converted = paysWithin(pays, fact.at, planted.conversion)
    if (fact.event === 'mp.launch' && fact.properties.scene === 1058) tell(c, 'article', converted)
    if (fact.event === 'mp.launch' && fact.properties.scene === 1184) tell(c, 'video', converted)
  }
  const carriers = new Set(deeds.map(fact => fact.carrier)).size
  add(c, `carriers${carriers}`, 1)
  tell(c, carriers >= 2 ? 'multi' : 'single', pays.length > 0)
  if (carriers >= 2) tell(c, 'multiAnyway', buysAnyway || (pays.length > 0 && facts.every(fact => fact.event !== 'mp.launch')))
  const visits = new Set(deeds.filter(fact => fact.event === 'mp.launch').map(fact => dayOf(fact.at)))
  const first = Math.min(...visits)
  for (const n of [1, 7, 30]) if (visits.size > 0 && first + n <= stage.lastDay) tell(c, `d${n}`, visits.has(first + n))
  const payDay = pays.length > 0 ? dayOf(pays[0]!) : Number.POSITIVE_INFINITY
  const days = planted.repurchase.days
  if (payDay + days <= stage.lastDay)
    tell(
      c,
      'repurchase',
      pays.some(at => dayOf(at) > payDay && dayOf(at) <= payDay + days),
    )
}

function sum(c: Counting, world: World, phones: Map<string, number>): RealisedFacts {
  const set = (name: string) => share(...(c.sets[name] ?? [0, 0]))
  const number = (name: string) => c.numbers[name] ?? 0
  const dropDay = world.lastDay + 1 - planted.readingDrop.dayBeforeEnd
  const on = (name: string, day: number) => c.days.get(`${name}/${day}`) ?? 0
  const names = ['oa.menu_click', 'content.read', 'article arrivals']
  const onDay = Object.fromEntries(names.map(name => [name, on(name, dropDay)]))
  const usual = Object.fromEntries(names.map(name => [name, [-14, -7, 7, 14].reduce((n, gap) => n + on(name, dropDay + gap), 0) / 4]))
  const [one, more, anyway] = [set('single'), set('multi'), set('multiAnyway')]
  const lives = world.content.lives.filter(live => dayOf(live.startsAt) <= world.lastDay).length
  const perLive = number('liveEvening') / Math.max(1, lives)
  const perOther = number('otherEvening') / Math.max(1, planted.days - lives)
  const simulated = world.persons.length - newcomers
  const shared = [...phones.values()].filter(n => n > 1).length
  return {
    from: dayText(world.firstDay),
    to: dayText(world.lastDay),
    people: {
      simulated,
      visible: number('carriers1') + number('carriers2') + number('carriers3'),
      byCarriers: { one: number('carriers1'), two: number('carriers2'), three: number('carriers3') },
    },
    events: c.events,
    lines: number('lines'),
    repeatedLines: number('repeated'),
    repeatedShare: ratio(number('repeated'), number('ofRepeating')),
    revenueFen: number('revenue'),
    edges: edgeList(c.edges),
    articleToMiniProgram: set('article'),
    videoToMiniProgram: set('video'),
    readingDrop: {
      day: dayText(dropDay),
      onDay,
      usual,
      ratio: Object.fromEntries(names.map(name => [name, ratio(onDay[name]!, usual[name]!)])),
    },
    missingPage: {
      path: planted.missingPage.path,
      arrivals: number('missing'),
      shareOfMenuJumps: share(number('missing'), number('menuJumps')),
      pagesAfter: 0,
      conversionsInVisit: 0,
    },
    multiCarrier: {
      one,
      twoOrMore: more,
      ratio: ratio(more.rate, one.rate),
      withoutCause: anyway,
      causalShareOfUplift: ratio(more.rate - anyway.rate, more.rate - one.rate),
    },
    retention: { d1: set('d1'), d7: set('d7'), d30: set('d30') },
    repurchase: set('repurchase'),
    lives: { evenings: lives, perLiveEvening: perLive, perOtherEvening: perOther, ratio: ratio(perLive, perOther) },
    lateUnionId: { people: number('late'), share: ratio(number('late'), simulated) },
    noUnionId: { people: number('never'), share: ratio(number('never'), simulated) },
    sharedPhones: { phones: shared, people: shared * 2, share: ratio(shared * 2, simulated) },
  }
}
