/** The same five accounts with nobody in them: for first steps and small tests. Named people come into being when called. */
import { dayOf } from '../../days.ts'
import { makePerson, names } from '../people.ts'
import { teaShopAccounts } from '../tea-shop/accounts.ts'
import { contentOf } from '../tea-shop/content.ts'
import { teaShopHabits } from '../tea-shop/habits.ts'
import type { World } from '../world.ts'

export function emptyWorld(options: { seed?: number; now: number }): World {
  const seed = options.seed ?? 1
  const lastDay = dayOf(options.now) - 1
  const accounts = teaShopAccounts(seed, lastDay - 30).map(account => ({ ...account, name: account.name.replace('山野', '空白') }))
  return {
    name: 'empty',
    seed,
    firstDay: lastDay,
    lastDay,
    accounts,
    persons: names.map((name, index) => makePerson(index, name, seed)),
    content: { ...contentOf(lastDay, lastDay, seed), articles: [] },
    habits: teaShopHabits({ seed, firstDay: lastDay, lastDay }),
    facts: () => [],
    duplicates: {},
  }
}
