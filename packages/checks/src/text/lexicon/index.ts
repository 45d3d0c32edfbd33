/** The word lists of all slots and the composites made of them, in the order they are worked out. */
import { actComposites, acts } from './acts.ts'
import { content } from './content.ts'
import { gainComposites, gains } from './gains.ts'
import { guards } from './guards.ts'
import { illicit } from './illicit.ts'
import { innocent } from './innocent.ts'
import { law } from './law.ts'
import { lureComposites, lures } from './lures.ts'
import { placeComposites, places } from './places.ts'
import { privacy, privacyComposites } from './privacy.ts'
import { roundabout, roundaboutComposites } from './roundabout.ts'
import { trade, tradeComposites } from './trade.ts'

/** Slot to words, white space between; `[甲|乙]丙` spells several. */
export type Lists = Record<string, string>
/** A slot that is filled by a phrase as well as by words. */
export type Composite = { slot: string; any: string[] }

export const lists: Lists = {
  ...acts,
  ...gains,
  ...places,
  ...trade,
  ...privacy,
  ...roundabout,
  ...content,
  ...lures,
  ...illicit,
  ...law,
  ...guards,
  ...innocent,
}
export const composites: Composite[] = [
  ...actComposites,
  ...roundaboutComposites,
  ...gainComposites,
  ...placeComposites,
  ...tradeComposites,
  ...privacyComposites,
  ...lureComposites,
]
