/** Back to an account's own AppSecret: its id, history and what it kept sealed stay. */
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { newCallbackToken, newEncodingAesKey } from '../../infra/callback-keys.ts'
import { type CarrierRow, type CarrierSettings, carrierRow, getCarrier, sql } from './carriers.ts'
import { callbackUrl } from './describe.ts'
import { proveSecret } from './prove-secret.ts'
import type { CallbackSettings, Carrier } from './schema.ts'
import { openSecrets, type Secrets, sealSecrets } from './secrets.ts'

/**
 * The carrier speaks for itself from now on. Its callback secrets are told once: they must be pasted at WeChat, whose pushes come
 * to the platform until the account takes its authorisation back. A new AppSecret is proved first: throws `secret_refused`;
 * `invalid_input` without any AppSecret.
 */
export async function connectDirectly(
  ctx: Context,
  settings: CarrierSettings,
  id: string,
  input: { appSecret?: string },
): Promise<{ carrier: Carrier; callback: CallbackSettings }> {
  if (input.appSecret) await proveSecret(ctx, settings, await carrierRow(ctx, id), input.appSecret)
  return ctx.transaction(async ctx => {
    const row = await ctx.db.one<CarrierRow>(sql.lock_carrier, { brand_id: ctx.brandId, id })
    if (!row) throw new AppError('not_found', 'There is no such living carrier in this brand.')
    if (!row.platform_id) throw new AppError('conflict', 'The carrier is connected directly already.')
    const old = openSecrets(settings.secret, id, row.secrets)
    const appSecret = input.appSecret ?? old.appSecret
    if (!appSecret) throw new AppError('invalid_input', 'Give the AppSecret of the account; none was ever entered.')
    const token = old.token ?? newCallbackToken()
    const encodingAesKey = old.encodingAesKey ?? newEncodingAesKey()
    const secrets: Secrets = { ...old, appSecret, token, encodingAesKey }
    await ctx.db.query(sql.set_secrets, {
      brand_id: ctx.brandId,
      id,
      secrets: sealSecrets(settings.secret, id, secrets),
      rotation: row.rotation && JSON.stringify(row.rotation),
    })
    await ctx.db.query(sql.set_mode, { brand_id: ctx.brandId, id, platform_id: null })
    await ctx.db.query(sql.forget_token, { carrier_id: id })
    await ctx.audit('carrier.mode', id, { mode: 'direct' })
    return { carrier: await getCarrier(ctx, settings, id), callback: { url: callbackUrl(settings, { id }), token, encodingAesKey } }
  })
}
