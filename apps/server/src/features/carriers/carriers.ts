/** Carriers: the brand's accounts at WeChat. Their secrets go in sealed and never come out of here as text. */
import { WechatError } from '@wematrix/wechat'
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { newCallbackToken, newEncodingAesKey } from '../../infra/callback-keys.ts'
import { newId } from '../../infra/ids.ts'
import { isUniqueViolation } from '../../infra/postgres.ts'
import { loadSql } from '../../infra/sql.ts'
import { checkedBaseUrl } from './base-url.ts'
import { callbackUrl, checkedType, describe } from './describe.ts'
import { newRotation, overlapEnd, runningRotation } from './overlap.ts'
import { proveSecret } from './prove-secret.ts'
import type {
  AccountType,
  AuthorisationState,
  CallbackSettings,
  Carrier,
  CarrierKind,
  Rotation,
  Subject,
  VerificationStep,
} from './schema.ts'
import { openSecrets, replaceSecrets, type Secrets, sealSecrets } from './secrets.ts'

export const sql = loadSql(new URL('./carriers.sql', import.meta.url), [
  'insert_carrier',
  'list_carriers',
  'find_carrier',
  'lock_carrier',
  'update_carrier',
  'set_mode',
  'set_account',
  'account_connected',
  'account_token',
  'archive_carrier',
  'set_secrets',
  'secrets_seen',
  'set_verification',
  'make_token_row',
  'lock_token',
  'read_token',
  'write_token',
  'forget_token',
  'unionids_on_two_apps',
  'url_checked_at',
  'drops',
  'parked',
])

export type CarrierRow = {
  id: string
  brand_id: string
  kind: CarrierKind
  account_type: AccountType | null
  verified_account: boolean
  subject: Subject | null
  name: string
  app_id: string
  original_id: string | null
  base_url: string | null
  secrets: Buffer
  verification: { steps?: VerificationStep[] }
  rotation: Rotation | null
  created_at: Date
  archived_at: Date | null
  /** Null: connected by its own AppSecret. What follows is of the platform it authorised. */
  platform_id: string | null
  platform_name: string | null
  ticket_at: Date | null
  authorisation: AuthorisationState | null
  authorised_at: Date | null
  sets: number[] | null
}

/** Settings of the server that carriers need. `publicUrl` is where WeChat reaches us. */
export type CarrierSettings = { secret: Buffer; wechatBaseUrl: string; publicUrl: string }

export type CarrierInput = {
  kind: CarrierKind
  accountType?: AccountType
  verifiedAccount?: boolean
  subject?: Subject
  name: string
  appId: string
  appSecret?: string
  token?: string
  encodingAesKey?: string
  originalId?: string
  baseUrl?: string
}

/** What an account's authorisation tells; `id` of the platform. */
export type AuthorisedInput = Pick<CarrierInput, 'kind' | 'accountType' | 'verifiedAccount' | 'name' | 'appId' | 'originalId'> & {
  platformId: string
}

/** Connects an account. The answer's `callback` is the only time Token and EncodingAESKey are told. */
export async function createCarrier(
  ctx: Context,
  settings: CarrierSettings,
  input: CarrierInput,
): Promise<{ carrier: Carrier; callback: CallbackSettings }> {
  const token = input.token ?? newCallbackToken()
  const encodingAesKey = input.encodingAesKey ?? newEncodingAesKey()
  const secrets: Secrets = { token, encodingAesKey, ...(input.appSecret ? { appSecret: input.appSecret } : {}) }
  const carrier = await insertCarrier(ctx, settings, { ...input, platformId: null }, secrets)
  return { carrier, callback: { url: callbackUrl(settings, { id: carrier.id }), token, encodingAesKey } }
}

/** Connects an account that authorised a platform: it has no secrets of its own. Throws `conflict` when it is connected already. */
export function createAuthorisedCarrier(ctx: Context, settings: CarrierSettings, input: AuthorisedInput): Promise<Carrier> {
  return insertCarrier(ctx, settings, input, {})
}

function insertCarrier(
  ctx: Context,
  settings: CarrierSettings,
  input: CarrierInput & { platformId: string | null },
  secrets: Secrets,
): Promise<Carrier> {
  const accountType = checkedType(input.kind, input.accountType)
  const id = newId('car')
  return ctx.transaction(async ctx => {
    try {
      await ctx.db.query(sql.insert_carrier, {
        brand_id: ctx.brandId,
        id,
        kind: input.kind,
        account_type: accountType,
        verified_account: input.verifiedAccount ?? false,
        subject: input.subject ?? null,
        name: input.name,
        app_id: input.appId,
        original_id: input.originalId ?? null,
        base_url: input.baseUrl ? checkedBaseUrl(input.baseUrl, settings.wechatBaseUrl) : null,
        secrets: sealSecrets(settings.secret, id, secrets),
        platform_id: input.platformId,
        now: ctx.clock.now(),
      })
    } catch (cause) {
      if (isUniqueViolation(cause)) throw new AppError('conflict', `The account ${input.appId} is connected already.`, { cause })
      throw cause
    }
    await ctx.audit('carrier.create', id, { kind: input.kind, appId: input.appId, mode: input.platformId ? 'component' : 'direct' })
    return getCarrier(ctx, settings, id)
  })
}

export async function listCarriers(ctx: Context, settings: CarrierSettings, archived = false): Promise<Carrier[]> {
  const rows = await ctx.db.query<CarrierRow>(sql.list_carriers, { brand_id: ctx.brandId, archived })
  return rows.map(row => describe(row, settings, ctx.clock.now()))
}

export async function getCarrier(ctx: Context, settings: CarrierSettings, id: string): Promise<Carrier> {
  return describe(await carrierRow(ctx, id), settings, ctx.clock.now())
}

/** Throws `not_found` for carriers of other brands as for those that never were. */
export async function carrierRow(ctx: Context, id: string): Promise<CarrierRow> {
  const row = await ctx.db.one<CarrierRow>(sql.find_carrier, { brand_id: ctx.brandId, id })
  if (!row) throw new AppError('not_found', 'There is no such carrier in this brand.')
  return row
}

export type CarrierPatch = {
  name?: string
  accountType?: AccountType
  verifiedAccount?: boolean
  subject?: Subject | null
  appSecret?: string
  token?: string
  encodingAesKey?: string
  renewCallback?: boolean
  originalId?: string | null
  baseUrl?: string | null
}

/**
 * Changes an account. New callback secrets are a change as in rotation.ts, with its usual overlap; a new AppSecret is proved at
 * WeChat and ends the token, and the old one is gone at once: rotation.ts keeps it for a while. Throws `secret_refused`, `conflict`
 * while another change of secrets runs, and what WeChat says when it proves nothing.
 */
export async function updateCarrier(
  ctx: Context,
  settings: CarrierSettings,
  id: string,
  patch: CarrierPatch,
): Promise<{ carrier: Carrier; callback: CallbackSettings | null }> {
  if (patch.appSecret) await provePatched(ctx, settings, await carrierRow(ctx, id), patch)
  return ctx.transaction(async ctx => {
    const row = await ctx.db.one<CarrierRow>(sql.lock_carrier, { brand_id: ctx.brandId, id })
    if (!row) throw new AppError('not_found', 'There is no such living carrier in this brand.')
    if (row.platform_id && (patch.appSecret || patch.token || patch.encodingAesKey || patch.renewCallback)) throw noOwnSecrets()
    const old = openSecrets(settings.secret, id, row.secrets)
    const { secrets, rotation } = await patchedSecrets(ctx, row, old, patch)
    await ctx.db.query(sql.update_carrier, {
      brand_id: ctx.brandId,
      id,
      account_type: checkedType(row.kind, patch.accountType ?? row.account_type ?? undefined),
      verified_account: patch.verifiedAccount ?? row.verified_account,
      subject: patch.subject === undefined ? row.subject : patch.subject,
      name: patch.name ?? row.name,
      original_id: patch.originalId === undefined ? row.original_id : patch.originalId,
      base_url: patch.baseUrl === undefined ? row.base_url : patch.baseUrl && checkedBaseUrl(patch.baseUrl, settings.wechatBaseUrl),
      secrets: sealSecrets(settings.secret, id, secrets),
      rotation: rotation && JSON.stringify(rotation),
    })
    if (secrets.appSecret !== old.appSecret) await ctx.db.query(sql.forget_token, { carrier_id: id })
    await ctx.audit('carrier.update', id, { changed: Object.keys(patch) })
    const callback = patch.renewCallback
      ? { url: callbackUrl(settings, { id }), token: secrets.token!, encodingAesKey: secrets.encodingAesKey! }
      : null
    return { carrier: await getCarrier(ctx, settings, id), callback }
  })
}

/**
 * The first AppSecret of an account may come before WeChat lets this server in (40164): the checks on its page name the address to
 * enter, and go on from there. Nothing that worked can be lost by it.
 */
async function provePatched(ctx: Context, settings: CarrierSettings, row: CarrierRow, patch: CarrierPatch): Promise<void> {
  if (row.platform_id || row.archived_at) return
  const known = openSecrets(settings.secret, row.id, row.secrets).appSecret
  if (known === patch.appSecret) return
  const base_url = patch.baseUrl === undefined ? row.base_url : patch.baseUrl
  await proveSecret(ctx, settings, { app_id: row.app_id, base_url }, patch.appSecret!).catch((error: unknown) => {
    if (known || !(error instanceof WechatError) || error.errcode !== 40164) throw error
  })
}

async function patchedSecrets(ctx: Context, row: CarrierRow, old: Secrets, patch: CarrierPatch) {
  const next = {
    token: patch.token ?? (patch.renewCallback ? newCallbackToken() : undefined),
    encodingAesKey: patch.encodingAesKey ?? (patch.renewCallback ? newEncodingAesKey() : undefined),
  }
  const until = overlapEnd(ctx)
  const { secrets, changed } = replaceSecrets(old, next, until)
  const appSecret = patch.appSecret ? { appSecret: patch.appSecret } : {}
  if (changed.length === 0) return { secrets: { ...old, ...appSecret }, rotation: row.rotation }
  if (runningRotation(row, ctx.clock.now()))
    throw new AppError('conflict', 'The secrets of this account are being changed already; finish or undo that first.')
  return { secrets: { ...secrets, ...appSecret }, rotation: await newRotation(ctx, row.id, changed, until) }
}

export async function archiveCarrier(ctx: Context, id: string): Promise<void> {
  const gone = await ctx.db.one(sql.archive_carrier, { brand_id: ctx.brandId, id, now: ctx.clock.now() })
  if (!gone) throw new AppError('not_found', 'There is no such living carrier in this brand.')
  await ctx.db.query(sql.forget_token, { carrier_id: id })
  await ctx.audit('carrier.archive', id)
}

/** For what only an account with its own AppSecret has. */
export function noOwnSecrets(): AppError {
  return new AppError('conflict', 'The account is connected through a third-party platform, whose secrets stand under Settings → Platform.')
}
