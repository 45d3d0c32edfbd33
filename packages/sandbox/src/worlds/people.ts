/** People with their ids on every account. Ids depend on the seed and the person's place only. */
import type { Person, Slot } from '../facts.ts'
import { hashText, letters } from '../random.ts'

const slotSalt: Record<Slot, number> = { mini_program: 11, service: 12, subscription: 13, shop: 14 }

/** One person. Openids and UnionIDs have WeChat's length of 28. */
export function makePerson(index: number, name: string, seed: number): Person {
  const openid = (slot: Slot) => `o${letters(5, seed, slotSalt[slot])}-${letters(21, seed, slotSalt[slot], index)}`
  return {
    index,
    name,
    unionid: `o6_bm${letters(23, seed, 10, index)}`,
    openids: {
      mini_program: openid('mini_program'),
      service: openid('service'),
      subscription: openid('subscription'),
      shop: openid('shop'),
    },
    phone: `+8613${String(800_000_000 + ((index * 7919) % 199_999_991)).padStart(9, '0')}`,
  }
}

/** Names for people who are called by name in stories. The first three have no past: they begin when a story begins. */
export const names = ['lin', 'mei', 'hao', 'yan', 'bo', 'jia', 'ning', 'tao', 'xue', 'feng', 'lan', 'qing'] as const
/** How many of `names` start without a past. */
export const newcomers = 3

/** `count` people with a past, and the newcomers in front of them. */
export function makePeople(count: number, seed: number): Person[] {
  const persons: Person[] = []
  for (let index = 0; index < count + newcomers; index++) persons.push(makePerson(index, names[index] ?? `p${index}`, seed))
  return persons
}

/** A person that nobody foresaw, made by name in the middle of a story. */
export function strangerIndex(name: string): number {
  return 1_000_000_000 + (hashText(name) % 1_000_000_000)
}
