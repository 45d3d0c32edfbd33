/** The tea shop: a seeded brand on three carriers with ninety days behind it. */
import { dayOf } from '../../days.ts'
import type { Fact } from '../../facts.ts'
import { mix, Random } from '../../random.ts'
import { makePeople, newcomers } from '../people.ts'
import type { World } from '../world.ts'
import { teaShopAccounts } from './accounts.ts'
import { contentOf } from './content.ts'
import { sharePhones, sharesPhone } from './phones.ts'
import { planted } from './planted.ts'
import { countRealised } from './realised.ts'
import type { Stage } from './stage.ts'
import { Walk } from './walk.ts'

export type TeaShopOptions = { seed?: number; people?: number; now: number }

/** Builds the world; the past is generated whenever it is asked for and is the same each time. */
export function teaShop(options: TeaShopOptions): World {
  const seed = options.seed ?? 1
  const lastDay = dayOf(options.now) - 1
  const firstDay = lastDay - planted.days + 1
  const accounts = teaShopAccounts(seed, firstDay)
  const persons = makePeople(options.people ?? planted.people, seed)
  sharePhones(persons)
  const content = contentOf(firstDay, lastDay, seed)
  const appId = (alias: string) => accounts.find(account => account.alias === alias)!
  const stage: Stage = {
    seed,
    firstDay,
    lastDay,
    content,
    serviceAppId: appId('service').appId,
    miniProgramAppId: appId('mini-program').appId,
    finderId: appId('channels').originalId,
  }
  const duplicates = { service: planted.duplicates.share }
  const world: World = {
    name: 'tea-shop',
    seed,
    firstDay,
    lastDay,
    accounts,
    persons,
    content,
    duplicates,
    facts: () => facts(world, stage),
  }
  let counted: ReturnType<NonNullable<World['planted']>> | undefined
  world.planted = () => {
    counted ??= { planted, realised: countRealised(world, stage) }
    return counted
  }
  return world
}

function* facts(world: World, stage: Stage): Generator<Fact[]> {
  const days: Fact[][] = Array.from({ length: planted.days }, () => [])
  for (const person of world.persons.slice(newcomers)) {
    for (const fact of pastOf(person, stage)) days[dayOf(fact.at) - stage.firstDay]!.push(fact)
  }
  for (let n = 0; n < days.length; n++) {
    const today = days[n]!.sort((a, b) => a.at - b.at || a.person.index - b.person.index)
    days[n] = []
    yield today.flatMap(fact => (isTwice(fact, stage.seed) ? [fact, fact] : fact))
  }
}

/** Is this one of the callbacks that WeChat delivered twice? */
export function isTwice(fact: Fact, seed: number): boolean {
  return (
    fact.slot === planted.duplicates.account &&
    mix(seed, 99, fact.person.index, Math.floor(fact.at / 1000), fact.at % 1000) / 4294967296 < planted.duplicates.share
  )
}

/** One person's facts with the planted identity troubles applied. */
export function pastOf(person: Fact['person'], stage: Stage): Fact[] {
  return walkOf(person, stage).facts
}

/** The walk behind a past, with what only the world knows: persona, and whether the person would have bought anyway. */
export function walkOf(person: Fact['person'], stage: Stage): Walk {
  const walk = new Walk(person, stage)
  const facts = walk.walk()
  if (sharesPhone(person.index) && !facts.some(fact => fact.event === 'identify')) {
    const last = facts.filter(fact => fact.union).reduce((a, b) => (a.at >= b.at ? a : b), facts[0]!)
    walk.push(last.at + 1, last.slot, last.carrier, 'identify', { phone: person.phone, phoneVerified: true })
  }
  hideEarlyUnionIds(facts, person.index, stage.seed)
  return walk
}

/** For a planted share of people, WeChat tells the UnionID only from somewhere in the middle of their past. */
function hideEarlyUnionIds(facts: Fact[], index: number, seed: number): void {
  const random = new Random(seed, 55, index)
  if (facts.length < 4 || sharesPhone(index) || !random.chance(planted.lateUnionId.share * 1.18)) return
  const times = facts.map(fact => fact.at).sort((a, b) => a - b)
  const from = times[Math.floor(times.length * (0.25 + 0.4 * random.next()))]!
  for (const fact of facts) if (fact.at < from) fact.union = false
}
