/** The ideas that break rules as they are usually told, beside what reaches the same aim; both read by the rules of today. */
import { setImmediate as breathe } from 'node:timers/promises'
import { ideas } from '@wematrix/checks'
import type { Context } from '../../context.ts'
import { brandChecks } from './brand-checks.ts'
import { type Ruleset, read } from './engine.ts'
import type { IdeaRead } from './schema.ts'

/** Read once under the same rules: three dozen drafts take a tenth of a second of the loop that answers requests. */
const kept = new WeakMap<Ruleset, Promise<IdeaRead[]>>()

export async function listIdeas(ctx: Context): Promise<IdeaRead[]> {
  const { ruleset } = await brandChecks(ctx)
  const known = kept.get(ruleset)
  if (known) return known
  const reading = readIdeas(ruleset)
  kept.set(ruleset, reading)
  reading.catch(() => kept.delete(ruleset))
  return reading
}

async function readIdeas(ruleset: Ruleset): Promise<IdeaRead[]> {
  const all: IdeaRead[] = []
  for (const { no, section, name, aim, instead, idea, compliant } of ideas) {
    all.push({
      ...{ no, section, name, aim, instead },
      idea: { ...idea, review: read(ruleset, idea) },
      compliant: { ...compliant, review: read(ruleset, compliant) },
    })
    await breathe()
  }
  return all
}
