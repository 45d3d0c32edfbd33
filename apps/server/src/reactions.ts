/** What happens after events are stored, in order. Each takes the whole round and commits with it. */
import { rememberTraits } from './features/events/traits.ts'
import { readOrders } from './features/events/read-orders.ts'
import { rememberDirty } from './features/events/mend-edges.ts'
import { createTailWriter } from './features/inbox/tail.ts'
import type { Round } from './features/inbox/round.ts'

export type Reaction = (round: Round) => Promise<void>
export type Reactions = readonly Reaction[]

export const createReactions = (): Reactions => [rememberTraits, rememberDirty, readOrders, createTailWriter()]
