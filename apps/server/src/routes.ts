/** The routes of the features that stand right of carriers, from left to right. */

import { importRoutes } from './features/imports/routes.ts'
import type { Refusals } from './features/inbox/refusals.ts'
import { inboxRoutes } from './features/inbox/routes.ts'
import type { Handled } from './infra/register.ts'

export function featureRoutes(deps: { refusals: Refusals }): Handled[] {
  return [...inboxRoutes(deps), ...importRoutes()]
}
