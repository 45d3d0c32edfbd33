/** A past out of people's own pasts: by day, in order of time, some callbacks twice. */
import { dayOf } from '../days.ts'
import type { Fact, Person, Slot } from '../facts.ts'
import { mix } from '../random.ts'
import { newcomers } from './people.ts'
import type { World } from './world.ts'

type Twice = { account: string; share: number }

/** The facts of every day, in order of time. */
export function* pastByDay(world: World, pastOf: (person: Person) => Fact[], twice: Twice): Generator<Fact[]> {
  const days: Fact[][] = Array.from({ length: world.lastDay - world.firstDay + 1 }, () => [])
  for (const person of world.persons.slice(newcomers)) for (const fact of pastOf(person)) days[dayOf(fact.at) - world.firstDay]!.push(fact)
  for (let n = 0; n < days.length; n++) {
    const today = days[n]!.sort((a, b) => a.at - b.at || a.person.index - b.person.index)
    days[n] = []
    yield today.flatMap(fact => (comesTwice(fact, world.seed, twice) ? [fact, fact] : fact))
  }
}

/** Is this one of the callbacks that WeChat delivered twice? */
export function comesTwice(fact: Fact, seed: number, { account, share }: Twice): boolean {
  return (
    fact.slot === (account as Slot) && mix(seed, 99, fact.person.index, Math.floor(fact.at / 1000), fact.at % 1000) / 4294967296 < share
  )
}
