import { type Handled, handle } from '../../infra/register.ts'
import { getSetup } from './schema.ts'
import { setupSteps } from './setup.ts'

export function setupRoutes(): Handled[] {
  return [
    handle(getSetup, async ({ ctx }) => {
      const steps = await setupSteps(ctx)
      return { done: steps.filter(step => step.done).length, of: steps.length, steps }
    }),
  ]
}
