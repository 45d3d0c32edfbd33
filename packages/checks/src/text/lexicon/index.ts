/** The word lists of all slots and the composites made of them, in the order they are worked out. */
import { actComposites, acts } from './acts.ts'
import { apart } from './apart.ts'
import { content } from './content.ts'
import { favourComposites, favours } from './favours.ts'
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
  ...favours,
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
const written: Composite[] = [
  ...actComposites,
  ...roundaboutComposites,
  ...favourComposites,
  ...gainComposites,
  ...placeComposites,
  ...tradeComposites,
  ...privacyComposites,
  ...lureComposites,
]

/** Slots that the scanner fills without words of their own. */
const scanned =
  'money percent people piece day point discount group big like number large_number big_money contact_number mobile_number account_name'
const slots = new Set([...Object.keys(lists), ...written.map(one => one.slot), ...scanned.split(' ')])

/** A phrase as the reader takes it: no part of it mixes slots with words. */
export const phrasesOf = (phrase: string): string[] => apart(phrase, slots)

export const composites: Composite[] = written.map(one => ({ ...one, any: one.any.flatMap(phrasesOf) }))
