import type { FastifyRequest } from 'fastify'
import { type Handled, handle } from '../../infra/register.ts'
import { attachAccount, changeMode, type FinishDeps } from './finish.ts'
import * as schema from './schema.ts'
import { describeStart, readStart, startAuthorisation } from './start.ts'

/** @param depsOf  with the address that the request came to, where no public one is set */
export function authorisationRoutes(depsOf: (request: FastifyRequest) => FinishDeps): Handled[] {
  return [
    handle(schema.startAuthorisation, ({ ctx, body, request }) => {
      const { settings, components } = depsOf(request)
      return startAuthorisation(ctx, settings, components, body)
    }),
    handle(schema.getAuthorisation, async ({ ctx, params }) => describeStart(await readStart(ctx, params.id), ctx.clock.now())),
    handle(schema.changeMode, ({ ctx, params, request }) => changeMode(ctx, depsOf(request), params.id)),
    handle(schema.attachAccount, ({ ctx, body, request }) => attachAccount(ctx, depsOf(request), body.appId)),
  ]
}
