import type { FastifyRequest } from 'fastify'
import { type Handled, handle } from '../../infra/register.ts'
import { callbackHealth } from './callback-health.ts'
import type { CallCounter } from './calls.ts'
import { archiveCarrier, type CarrierSettings, createCarrier, getCarrier, listCarriers, updateCarrier } from './carriers.ts'
import { carrierHealth } from './health.ts'
import { connectDirectly } from './mode.ts'
import { clearQuotasNow, quotaMeter, readQuotasNow } from './quotas.ts'
import { endpointRights, rightsCsv } from './rights.ts'
import { beginRotation, endRotation, reverseRotation, rotationState } from './rotation.ts'
import * as schema from './schema.ts'
import { testTokenNow, tokenHealth } from './token-health.ts'
import { readCarrier, verifyCarrier } from './verification.ts'

export type CarrierDeps = {
  settings: Omit<CarrierSettings, 'publicUrl'> & { publicUrl?: string | undefined }
  calls?: CallCounter | undefined
}

/**
 * @param deps.settings.publicUrl  absent: callbacks are shown at the address that the request came to
 * @param deps.calls  what this process counted and did not write yet
 */
export function carrierRoutes({ settings, calls }: CarrierDeps): Handled[] {
  const at = (request: FastifyRequest): CarrierSettings => ({
    ...settings,
    publicUrl: settings.publicUrl ?? `${request.protocol}://${request.host}`,
  })
  const flush = async () => calls?.flush()
  return [
    handle(schema.listCarriers, async ({ ctx, query, request }) => ({ carriers: await listCarriers(ctx, at(request), query.archived) })),
    handle(schema.createCarrier, ({ ctx, body, request }) => createCarrier(ctx, at(request), body)),
    handle(schema.getCarrier, ({ ctx, params, request }) => readCarrier(ctx, at(request), params.id)),
    handle(schema.updateCarrier, ({ ctx, params, body, request }) => updateCarrier(ctx, at(request), params.id, body)),
    handle(schema.connectDirectly, ({ ctx, params, body, request }) => connectDirectly(ctx, at(request), params.id, body)),
    handle(schema.archiveCarrier, async ({ ctx, params }) => {
      await archiveCarrier(ctx, params.id)
      return undefined
    }),
    handle(schema.verifyCarrier, ({ ctx, params, request }) => verifyCarrier(ctx, at(request), params.id)),
    handle(schema.listEndpoints, async ({ ctx, params, query, reply }) => {
      await flush()
      const rights = await endpointRights(ctx, params.id, query)
      return query.format === 'csv' ? rightsCsv(reply, rights) : rights
    }),
    handle(schema.getQuotas, async ({ ctx, params }) => {
      await flush()
      return quotaMeter(ctx, params.id)
    }),
    handle(schema.readQuotas, async ({ ctx, params }) => {
      await flush()
      return readQuotasNow(ctx, params.id, flush)
    }),
    handle(schema.clearQuotas, async ({ ctx, params, body }) => {
      await flush()
      return clearQuotasNow(ctx, params.id, body.left)
    }),
    handle(schema.getRotation, ({ ctx, params }) => rotationState(ctx, params.id)),
    handle(schema.startRotation, ({ ctx, params, body, request }) => beginRotation(ctx, at(request), params.id, body)),
    handle(schema.reverseRotation, ({ ctx, params, request }) => reverseRotation(ctx, at(request), params.id)),
    handle(schema.endRotation, async ({ ctx, params, request }) => {
      await endRotation(ctx, at(request), params.id)
      return undefined
    }),
    handle(schema.getTokenHealth, async ({ ctx, params, request }) => {
      await flush()
      const { secrets } = await getCarrier(ctx, at(request), params.id)
      return tokenHealth(ctx, params.id, secrets.appSecret.hasSecret)
    }),
    handle(schema.testToken, ({ ctx, params }) => testTokenNow(ctx, params.id)),
    handle(schema.getCallbackHealth, ({ ctx, params, query }) => callbackHealth(ctx, params.id, query.days)),
    handle(schema.getCarrierHealth, ({ ctx, params }) => carrierHealth(ctx, params.id)),
  ]
}
