/** What happens after events are stored, in order. Each takes the whole round and commits with it. */
import { joinOpinions } from './features/checks/join-opinions.ts'
import type { Enrich } from './features/events/enrich.ts'
import { askLater } from './features/events/late-follows.ts'
import { rememberDirty } from './features/events/mend-edges.ts'
import { readOrders } from './features/events/read-orders.ts'
import { rememberTraits } from './features/events/traits.ts'
import { rememberFollowers } from './features/followers/remember.ts'
import type { Round } from './features/inbox/round.ts'
import { createTailWriter } from './features/inbox/tail.ts'

export type Reaction = (round: Round) => Promise<void>
export type Reactions = readonly Reaction[]

export const createReactions = (enrich: Enrich): Reactions => [
  rememberTraits,
  rememberDirty,
  readOrders,
  rememberFollowers,
  askLater(enrich),
  joinOpinions,
  createTailWriter(),
]
