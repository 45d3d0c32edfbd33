import type { KeepDays } from '../../config.ts'
import { type Handled, handle } from '../../infra/register.ts'
import { getSetup } from './schema.ts'
import { setupSteps } from './setup.ts'

export function setupRoutes({ keep }: { keep: KeepDays }): Handled[] {
  return [
    handle(getSetup, async ({ ctx }) => {
      const steps = await setupSteps(ctx, keep)
      return { done: steps.filter(step => step.done).length, of: steps.length, steps }
    }),
  ]
}
