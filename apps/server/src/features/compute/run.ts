/** Every measure as a command: a case in, its result out, by the code and SQL of the screens. */
import { AppError } from '../../errors.ts'
import type { CaseStore } from './store.ts'
import type { CaseInput } from './table.ts'
import { arrival } from './topics/arrival.ts'
import { funnel } from './topics/funnel.ts'
import { identity } from './topics/identity.ts'
import { retention } from './topics/retention.ts'
import { time } from './topics/time.ts'
import { transitions } from './topics/transitions.ts'

/** What a kind gets: its input, the folder its files lie in, and a store for its events. */
export type Call = { input: CaseInput; dir: string; store: CaseStore }

/** Kinds of a topic by name. */
export type Topic = Record<string, (call: Call) => unknown>

export const topics: Record<string, Topic> = { identity, funnel, retention, transitions, time, arrival }

/** One case. Throws `invalid_input` when the topic, the kind or the input is not understood. */
export async function computeCase(topic: string, kind: unknown, call: Call): Promise<unknown> {
  const kinds = Object.hasOwn(topics, topic) ? topics[topic]! : undefined
  if (!kinds) throw new AppError('invalid_input', `There is no topic "${topic}"; there are ${Object.keys(topics).join(', ')}.`)
  if (typeof kind !== 'string' || !Object.hasOwn(kinds, kind)) {
    throw new AppError('invalid_input', `Topic "${topic}" has no kind "${String(kind)}"; it has ${Object.keys(kinds).join(', ')}.`)
  }
  return kinds[kind]!(call)
}
