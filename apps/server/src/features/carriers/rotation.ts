/**
 * A change of an account's secrets without losing a push. WeChat switches over some minutes after new values are pasted,
 * and nobody pastes at the very moment of saving: so for a time both are taken, and the operator sees which WeChat uses.
 */
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { newCallbackToken, newEncodingAesKey } from '../../infra/callback-keys.ts'
import type { JobHandler } from '../../infra/jobs.ts'
import { type CarrierRow, type CarrierSettings, carrierRow, noOwnSecrets, sql } from './carriers.ts'
import { callbackUrl } from './describe.ts'
import { newRotation, overlapEnd, runningRotation } from './overlap.ts'
import { proveSecret } from './prove-secret.ts'
import type { CallbackSettings, Rotation, RotationState } from './schema.ts'
import { dropPrevious, openSecrets, replaceSecrets, sealSecrets, swapPrevious } from './secrets.ts'

export type RotationInput = {
  appSecret?: string
  renewCallback?: boolean
  token?: string
  encodingAesKey?: string
  overlapHours?: number
}

export async function rotationState(ctx: Context, id: string): Promise<RotationState> {
  const row = await carrierRow(ctx, id)
  const rotation = runningRotation(row, ctx.clock.now())
  if (!rotation) return { rotation: null, withCurrentAt: null, withOtherAt: null }
  const since = new Date(rotation.changedAt)
  const seen = await ctx.db.one<{ new_at: Date | null; old_at: Date | null }>(sql.secrets_seen, {
    brand_id: ctx.brandId,
    carrier_id: id,
    since,
  })
  return { rotation, withCurrentAt: seen?.new_at?.toISOString() ?? null, withOtherAt: seen?.old_at?.toISOString() ?? null }
}

/**
 * Begins a change. Throws `secret_refused` when WeChat does not take the new AppSecret, `conflict` while another change
 * runs, `invalid_input` when nothing would change.
 */
export async function beginRotation(
  ctx: Context,
  settings: CarrierSettings,
  id: string,
  input: RotationInput,
): Promise<{ state: RotationState; callback: CallbackSettings | null }> {
  if (input.appSecret) await proveSecret(ctx, settings, await carrierRow(ctx, id), input.appSecret)
  const callback = await ctx.transaction(async ctx => {
    const row = await lockCarrier(ctx, id)
    if (row.platform_id) throw noOwnSecrets()
    if (runningRotation(row, ctx.clock.now()))
      throw new AppError('conflict', 'The secrets of this account are being changed already; finish or undo that first.')
    const until = overlapEnd(ctx, input.overlapHours)
    const old = openSecrets(settings.secret, id, row.secrets)
    const { secrets, changed } = replaceSecrets(
      old,
      {
        appSecret: input.appSecret,
        token: input.token ?? (input.renewCallback ? newCallbackToken() : undefined),
        encodingAesKey: input.encodingAesKey ?? (input.renewCallback ? newEncodingAesKey() : undefined),
      },
      until,
    )
    if (changed.length === 0) throw new AppError('invalid_input', 'Nothing would change: give a new AppSecret, Token or EncodingAESKey.')
    const rotation = await newRotation(ctx, id, changed, until)
    await keep(ctx, settings, id, secrets, rotation)
    if (changed.includes('appSecret')) await ctx.db.query(sql.forget_token, { carrier_id: id })
    await ctx.audit('carrier.rotation.start', id, { changed, until: rotation.until })
    const told = changed.some(name => name !== 'appSecret') && secrets.token && secrets.encodingAesKey
    return told ? { url: callbackUrl(settings, { id }), token: secrets.token!, encodingAesKey: secrets.encodingAesKey! } : null
  })
  return { state: await rotationState(ctx, id), callback }
}

/** Puts the old secrets back, or the new ones again. Throws `not_found` when no change runs, `secret_refused`. */
export async function reverseRotation(ctx: Context, settings: CarrierSettings, id: string): Promise<RotationState> {
  const before = await carrierRow(ctx, id)
  const { previousAppSecret } = openSecrets(settings.secret, id, before.secrets)
  if (runningRotation(before, ctx.clock.now()) && previousAppSecret) await proveSecret(ctx, settings, before, previousAppSecret)
  await ctx.transaction(async ctx => {
    const row = await lockCarrier(ctx, id)
    const now = ctx.clock.now()
    const rotation = runningRotation(row, now)
    if (!rotation) throw noRotation()
    const secrets = swapPrevious(openSecrets(settings.secret, id, row.secrets))
    await keep(ctx, settings, id, secrets, { ...rotation, reversed: !rotation.reversed, changedAt: now.toISOString() })
    if (rotation.changed.includes('appSecret')) await ctx.db.query(sql.forget_token, { carrier_id: id })
    await ctx.audit('carrier.rotation.reverse', id, { changed: rotation.changed, reversed: !rotation.reversed })
  })
  return rotationState(ctx, id)
}

/** Drops what is not in place. Throws `not_found` when no change runs. */
export async function endRotation(ctx: Context, settings: CarrierSettings, id: string): Promise<void> {
  await ctx.transaction(async ctx => {
    const row = await lockCarrier(ctx, id)
    if (!row.rotation) throw noRotation()
    await keep(ctx, settings, id, dropPrevious(openSecrets(settings.secret, id, row.secrets)), null)
    await ctx.audit('carrier.rotation.end', id, { changed: row.rotation.changed, reversed: row.rotation.reversed })
  })
}

/** The doors stop taking old secrets at the very moment; this takes them off the disk as well. */
export function rotationJob(contextOf: (brandId: string) => Context, settings: Pick<CarrierSettings, 'secret'>): JobHandler {
  return async ({ brand_id, payload }) => {
    const ctx = contextOf(brand_id!)
    const { carrierId } = payload as { carrierId: string }
    const row = await ctx.db.one<CarrierRow>(sql.find_carrier, { brand_id: ctx.brandId, id: carrierId })
    if (!row?.rotation || row.archived_at || new Date(row.rotation.until) > ctx.clock.now()) return
    await endRotation(ctx, { ...settings, wechatBaseUrl: '', publicUrl: '' }, carrierId)
  }
}

async function lockCarrier(ctx: Context, id: string): Promise<CarrierRow> {
  const row = await ctx.db.one<CarrierRow>(sql.lock_carrier, { brand_id: ctx.brandId, id })
  if (!row) throw new AppError('not_found', 'There is no such living carrier in this brand.')
  return row
}

async function keep(
  ctx: Context,
  settings: Pick<CarrierSettings, 'secret'>,
  id: string,
  secrets: Parameters<typeof sealSecrets>[2],
  rotation: Rotation | null,
): Promise<void> {
  const sealed = sealSecrets(settings.secret, id, secrets)
  await ctx.db.query(sql.set_secrets, { brand_id: ctx.brandId, id, secrets: sealed, rotation: rotation && JSON.stringify(rotation) })
}

function noRotation(): AppError {
  return new AppError('not_found', 'No change of secrets is under way; the old ones were dropped.')
}
