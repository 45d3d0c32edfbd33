/** The worlds there are, by name. */
import { courseSchool } from './course-school/course-school.ts'
import { emptyWorld } from './empty/empty.ts'
import { teaShop } from './tea-shop/tea-shop.ts'
import type { World } from './world.ts'

export type WorldOptions = { seed?: number; people?: number; now: number }

export const worlds = { 'tea-shop': teaShop, 'course-school': courseSchool, empty: emptyWorld } satisfies Record<
  string,
  (options: WorldOptions) => World
>
export type WorldName = keyof typeof worlds

/** Builds a world by name; the past ends the day before `now`. Throws when there is no such world. */
export function makeWorld(name: string, options: WorldOptions): World {
  const make = (worlds as Record<string, ((options: WorldOptions) => World) | undefined>)[name]
  if (!make) throw new Error(`There is no world "${name}"; choose one of ${Object.keys(worlds).join(', ')}.`)
  return make(options)
}
