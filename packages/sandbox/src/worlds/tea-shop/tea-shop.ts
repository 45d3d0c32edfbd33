/** The tea shop: a seeded brand on three carriers with ninety days behind it. */
import { dayOf } from '../../days.ts'
import type { Fact } from '../../facts.ts'
import { Random } from '../../random.ts'
import { pastByDay } from '../past.ts'
import { makePeople } from '../people.ts'
import type { Stage } from '../stage.ts'
import type { World } from '../world.ts'
import { teaShopAccounts } from './accounts.ts'
import { contentOf } from './content.ts'
import { teaShopHabits } from './habits.ts'
import { sharePhones, sharesPhone } from './phones.ts'
import { type Planted, planted } from './planted.ts'
import { countRealised, type RealisedFacts } from './realised.ts'
import { Walk } from './walk.ts'

export type TeaShopOptions = { seed?: number; people?: number; now: number }

export type TeaShop = Omit<World, 'planted'> & { planted(): { planted: Planted; realised: RealisedFacts } }

/** Builds the world; the past is generated whenever it is asked for and is the same each time. */
export function teaShop(options: TeaShopOptions): TeaShop {
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
  let counted: ReturnType<TeaShop['planted']> | undefined
  const world: TeaShop = {
    name: 'tea-shop',
    seed,
    firstDay,
    lastDay,
    accounts,
    persons,
    content,
    duplicates,
    habits: teaShopHabits(stage),
    facts: () => pastByDay(world, person => pastOf(person, stage), planted.duplicates),
    planted: () => (counted ??= { planted, realised: countRealised(world, stage) }),
  }
  return world
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
