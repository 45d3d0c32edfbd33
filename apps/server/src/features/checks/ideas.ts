/** The ideas that break rules as they are usually told, beside what reaches the same aim; both read by the rules of today. */
import { ideas } from '@wematrix/checks'
import type { Context } from '../../context.ts'
import { brandChecks } from './brand-checks.ts'
import { read } from './engine.ts'
import type { IdeaRead } from './schema.ts'

export async function listIdeas(ctx: Context): Promise<IdeaRead[]> {
  const { ruleset } = await brandChecks(ctx)
  return ideas.map(({ no, section, name, aim, instead, idea, compliant }) => ({
    ...{ no, section, name, aim, instead },
    idea: { ...idea, review: read(ruleset, idea) },
    compliant: { ...compliant, review: read(ruleset, compliant) },
  }))
}
