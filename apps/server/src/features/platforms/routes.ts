import type { FastifyRequest } from 'fastify'
import { type Handled, handle } from '../../infra/register.ts'
import type { Components } from './components.ts'
import { deletePlatform, joinPlatform, type PlatformSettings, platformState, setPlatform, startTickets } from './platforms.ts'
import * as schema from './schema.ts'

export type PlatformDeps = { settings: Omit<PlatformSettings, 'publicUrl'> & { publicUrl?: string | undefined }; components: Components }

/** @param deps.settings.publicUrl  absent: addresses are shown as the request came */
export function platformRoutes({ settings, components }: PlatformDeps): Handled[] {
  const at = (request: FastifyRequest): PlatformSettings => ({
    ...settings,
    publicUrl: settings.publicUrl ?? `${request.protocol}://${request.host}`,
  })
  return [
    handle(schema.getPlatform, ({ ctx, request }) => platformState(ctx, at(request))),
    handle(schema.setPlatform, ({ ctx, body, request }) => setPlatform(ctx, at(request), components, body)),
    handle(schema.deletePlatform, async ({ ctx }) => {
      await deletePlatform(ctx)
      return undefined
    }),
    handle(schema.joinPlatform, ({ ctx, body, request }) => joinPlatform(ctx, at(request), body.platformId)),
    handle(schema.startTickets, ({ ctx, request }) => startTickets(ctx, at(request), components)),
  ]
}
