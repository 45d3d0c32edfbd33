import type { Carrier, Surface } from '../types.ts'

/** One way of breaking a rule, as phrases over slots (see `phrase.ts`). A rule may have several of these. */
export type TextRule = {
  /** Id in the packs. */
  id: string
  any: string[]
  /** Guards `slot@reach`: within this distance of the place the words are innocent. Default reach: 16. */
  unless?: string[]
  /** Slots that the text must, and must not, contain anywhere. */
  needs?: string[]
  lacks?: string[]
  on?: Surface[]
  notOn?: Surface[]
  carriers?: Carrier[]
  /** Rules that need not be named beside this one at the same place. */
  insteadOf?: string[]
  /** Its places are marked as they stand, not to the end of their clause. */
  exact?: true
  /** Holds even where the breach is explained or warned of. */
  evenTaught?: true
}
