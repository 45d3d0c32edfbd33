import type { KeepDays } from '../../config.ts'
import { KeptAnswers } from '../../infra/kept-answers.ts'
import { type Handled, handle } from '../../infra/register.ts'
import { getSetup } from './schema.ts'
import { setupSteps } from './setup.ts'

export function setupRoutes({ keep, answersSeconds }: { keep: KeepDays; answersSeconds: number }): Handled[] {
  const kept = new KeptAnswers(answersSeconds * 1000)
  return [
    handle(getSetup, async ({ ctx }) => {
      const steps = await kept.get(ctx.brandId, () => setupSteps(ctx, keep))
      return { done: steps.filter(step => step.done).length, of: steps.length, steps }
    }),
  ]
}
