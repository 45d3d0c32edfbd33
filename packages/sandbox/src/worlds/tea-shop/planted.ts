/** The planted parameters, typed, and the drives that were tuned until the past shows them. */
import file from './planted-facts.json' with { type: 'json' }

export const planted = file
export type Planted = typeof file

/**
 * Chances that a visit of each kind leads to an order, before propensity and the causal multiplier. They are lower than the
 * planted conversions because windows overlap: a person who arrives twice and buys once converts both arrivals.
 */
export const drives = {
  first: 0.39,
  article: 0.0848,
  menu: 0.04,
  card: 0.04,
  template: 0.04,
  video: 0.0376,
  live: 0.06,
  profile: 0.025,
  organic: 0.03,
  return: 0.012,
  repurchase: 0.139,
} as const

/** Weight of coming by the live on a live day, beside the other ways; tuned for the planted evening ratio. */
export const liveWeight = 2.5

/** Chance of a visit n days after the first one: `first * n ** -decay`, before rhythm and propensity. */
export const visiting = { first: 0.28, decay: 0.35 } as const
