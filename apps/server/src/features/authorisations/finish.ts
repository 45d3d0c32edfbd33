/** The scan is done: the account becomes a carrier of the brand that asked, or keeps the one it has. */
import { WechatError } from '@wematrix/wechat'
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { hashToken, safeEqual } from '../../infra/crypto.ts'
import { type CarrierSettings, sql as carrierSql, createAuthorisedCarrier } from '../carriers/carriers.ts'
import { verifyCarrier } from '../carriers/verification.ts'
import { type Components, readAuthoriser } from '../platforms/components.ts'
import { looksAfter, platformOf } from '../platforms/platforms.ts'
import { type AuthorisedAccount, accountOf } from './account.ts'
import type { Authorisation, Outcome } from './schema.ts'
import { describeStart, readStart, type StartRow, sql } from './start.ts'

export type FinishDeps = { settings: CarrierSettings; components: Components }

/** Why a redirect leads nowhere: its time is over, or another code came by the same state. */
export type Refused = 'expired' | 'used'

/**
 * The redirect: redeems its code and connects the account for the brand of the way. The same code again gives the same outcome,
 * whatever time it is. Throws what WeChat answers.
 */
export async function finishByRedirect(ctx: Context, deps: FinishDeps, row: StartRow, code: string): Promise<Outcome | Refused> {
  const codeHash = hashToken(code)
  const sameCode = row.code_hash === null || safeEqual(row.code_hash.toString('hex'), codeHash.toString('hex'))
  if (!sameCode) return 'used'
  if (row.outcome) return row.code_hash ? row.outcome : 'used'
  if (row.expires_at <= ctx.clock.now()) return 'expired'
  const claimed = await ctx.db.one(sql.claim_start, { brand_id: ctx.brandId, id: row.id, code_hash: codeHash })
  if (!claimed) return 'used'
  const speaking = await deps.components(row.platform_id)
  if (!speaking) throw new AppError('not_found', 'The platform is gone.')
  const { appId } = await speaking.component.authorise(code).catch(async (error: unknown) => {
    // Whoever came with a code that is none must not keep the right one out.
    if (isDeadCode(error)) await ctx.db.query(sql.release_start, { brand_id: ctx.brandId, id: row.id, code_hash: codeHash })
    throw error
  })
  return finish(ctx, deps, row, appId)
}

/** Unknown, used or too old. */
export function isDeadCode(error: unknown): error is WechatError {
  return error instanceof WechatError && (error.errcode === 61009 || error.errcode === 61010)
}

/** The event that WeChat sends beside the redirect names the pre-auth code of the way, so that a closed window loses nothing. */
export async function finishByEvent(ctx: Context, deps: FinishDeps, row: StartRow, appId: string, code: string): Promise<Outcome> {
  await ctx.db.query(sql.claim_start, { brand_id: ctx.brandId, id: row.id, code_hash: hashToken(code) })
  return finish(ctx, deps, row, appId)
}

async function finish(ctx: Context, deps: FinishDeps, row: StartRow, appId: string): Promise<Outcome> {
  const found = await lookAt(ctx, deps, row.platform_id, appId)
  const outcome = await ctx.transaction(async ctx => {
    const locked = await ctx.db.one<Pick<StartRow, 'outcome'>>(sql.lock_start, { brand_id: ctx.brandId, id: row.id })
    // Redirect and event come at the same moment.
    if (locked?.outcome) return { ...locked.outcome, known: true }
    const outcome = await place(ctx, deps, row.platform_id, found, row.carrier_id)
    await ctx.db.query(sql.set_outcome, { brand_id: ctx.brandId, id: row.id, outcome })
    await ctx.audit('authorisation.done', row.id, outcome)
    return { ...outcome, known: false }
  })
  const { known, ...told } = outcome
  if (!known) await check(ctx, deps, told)
  return told
}

type Found = { appId: string; name: string; account: ReturnType<typeof accountOf> }

async function lookAt(ctx: Context, { components }: FinishDeps, platformId: string, appId: string): Promise<Found> {
  const speaking = await components(platformId)
  if (!speaking) throw new AppError('not_found', 'The platform is gone.')
  const { info } = await readAuthoriser(ctx.db, platformId, speaking, appId)
  return { appId, name: info.nick_name, account: accountOf(info) }
}

type Connected = { id: string; brand_id: string; platform_id: string | null }

/** Where the account goes. `wanted`: the carrier that was to be authorised; undefined mode changes are for somebody to confirm. */
async function place(ctx: Context, deps: FinishDeps, platformId: string, found: Found, wanted: string | null): Promise<Outcome> {
  const { appId, name, account } = found
  const outcome = (result: Outcome['result'], carrierId: string | null = null): Outcome => ({ result, carrierId, appId, name })
  if (!account) return outcome('unsupported')
  const asked = { brand_id: ctx.brandId, app_id: appId, platform_id: platformId }
  const connected = await ctx.db.query<Connected>(carrierSql.account_connected, asked)
  const mine = connected.find(({ brand_id }) => brand_id === ctx.brandId)
  if (wanted && mine?.id !== wanted) return outcome('other_account')
  if (connected.some(({ brand_id }) => brand_id !== ctx.brandId)) return outcome('other_brand')
  if (!mine) {
    const { accountType, verified, originalId, kind } = account
    const input = { kind, accountType, verifiedAccount: verified, originalId, appId, name: name || appId, platformId }
    return outcome('connected', (await createAuthorisedCarrier(ctx, deps.settings, input)).id)
  }
  if (mine.platform_id === platformId) {
    await renewFacts(ctx, mine.id, account)
    return outcome('again', mine.id)
  }
  if (!wanted) return outcome('is_direct', mine.id)
  await setMode(ctx, mine.id, platformId)
  return outcome('mode_changed', mine.id)
}

async function renewFacts(ctx: Context, id: string, { kind, accountType, verified, originalId }: AuthorisedAccount): Promise<void> {
  const facts = { account_type: accountType, verified_account: verified, original_id: originalId, kind }
  await ctx.db.query(carrierSql.set_account, { brand_id: ctx.brandId, id, ...facts })
}

async function setMode(ctx: Context, id: string, platformId: string): Promise<void> {
  await ctx.db.query(carrierSql.set_mode, { brand_id: ctx.brandId, id, platform_id: platformId })
  await ctx.audit('carrier.mode', id, { mode: 'component', platform: platformId })
}

/** Its checks at once, so that whoever waits sees them; a failing one is no failure of the scan. */
async function check(ctx: Context, { settings }: FinishDeps, { result, carrierId }: Outcome): Promise<void> {
  if (!carrierId || result === 'is_direct') return
  try {
    await verifyCarrier(ctx, settings, carrierId)
  } catch (error) {
    ctx.log.warn({ err: error, carrier: carrierId }, 'the authorised account could not be checked')
  }
}

/** The operator confirms that the carrier goes through the platform. Throws `conflict` when there is nothing to confirm. */
export async function changeMode(ctx: Context, deps: FinishDeps, id: string): Promise<Authorisation> {
  const row = await readStart(ctx, id)
  const { outcome } = row
  if (outcome?.result !== 'is_direct' || !outcome.carrierId)
    throw new AppError('conflict', 'Nothing waits to be confirmed: the account is no directly connected carrier.')
  const carrierId = outcome.carrierId
  await ctx.transaction(async ctx => {
    const asked = { brand_id: ctx.brandId, app_id: outcome.appId, platform_id: row.platform_id }
    const connected = await ctx.db.query<Connected>(carrierSql.account_connected, asked)
    if (connected.length !== 1 || connected[0]!.id !== carrierId)
      throw new AppError('conflict', 'The account was archived or connected elsewhere meanwhile; make a new link.')
    await setMode(ctx, carrierId, row.platform_id)
    await ctx.db.query(sql.set_outcome, { brand_id: ctx.brandId, id, outcome: { ...outcome, result: 'mode_changed' } })
  })
  await check(ctx, deps, { ...outcome, result: 'mode_changed' })
  return describeStart(await readStart(ctx, id), ctx.clock.now())
}

/** An account that authorised without a link of ours. Throws `forbidden` for who does not look after the platform. */
export async function attachAccount(ctx: Context, deps: FinishDeps, appId: string): Promise<Outcome> {
  const platform = await platformOf(ctx)
  if (!platform) throw new AppError('not_found', 'The brand uses no platform.')
  if (!(await looksAfter(ctx, platform))) throw new AppError('forbidden', 'The platform belongs to another brand; its owners do this.')
  const stored = await (await deps.components(platform.id))?.store.authorization(appId)
  if (stored?.state !== 'authorised') throw new AppError('not_found', 'This account has not authorised the platform.')
  const found = await lookAt(ctx, deps, platform.id, appId)
  const outcome = await ctx.transaction(ctx => place(ctx, deps, platform.id, found, null))
  await ctx.audit('authorisation.attach', appId, outcome)
  await check(ctx, deps, outcome)
  return outcome
}
