/** An operator asks for a link; an administrator of the account, who may be nobody here, follows it. */
import { type AuthType, createPreAuthCode, phoneLink, scanLink, TicketMissing } from '@wematrix/wechat'
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { hashToken, newToken, open, seal } from '../../infra/crypto.ts'
import { newId } from '../../infra/ids.ts'
import { loadSql } from '../../infra/sql.ts'
import { carrierRow } from '../carriers/carriers.ts'
import type { CarrierKind } from '../carriers/schema.ts'
import type { Components } from '../platforms/components.ts'
import { platformOf } from '../platforms/platforms.ts'
import type { Authorisation, Outcome, StartedAuthorisation } from './schema.ts'

export const sql = loadSql(new URL('./authorisations.sql', import.meta.url), [
  'insert_start',
  'start',
  'start_by_state',
  'start_by_pre_auth',
  'claim_start',
  'release_start',
  'lock_start',
  'set_outcome',
  'carrier_behind',
  'home_of',
])

export type StartRow = {
  brand_id: string
  id: string
  platform_id: string
  pre_auth: Buffer
  code_hash: Buffer | null
  kind: CarrierKind | null
  carrier_id: string | null
  link_until: Date
  expires_at: Date
  outcome: Outcome | null
}

/** `publicUrl` is where the administrator's browser finds us. */
export type StartSettings = { secret: Buffer; publicUrl: string }

/** The redirect brings a code that lives ten minutes, and the link may be opened in its last second. */
const redirectMs = 10 * 60_000

/** No value is documented for shops: they authorise in the service market. */
const authTypes: Record<CarrierKind, AuthType | undefined> = { official_account: 1, mini_program: 2, channels: 5, shop: undefined }

/** Throws `conflict` without a platform, `ticket_missing`, `invalid_input` for a shop. */
export async function startAuthorisation(
  ctx: Context,
  settings: StartSettings,
  components: Components,
  input: { kind?: CarrierKind; carrierId?: string },
): Promise<StartedAuthorisation> {
  const platform = await platformOf(ctx)
  const speaking = platform && (await components(platform.id))
  if (!speaking) throw new AppError('conflict', 'The brand uses no third-party platform; an owner registers one under Settings → Platform.')
  const carrier = input.carrierId === undefined ? undefined : await carrierRow(ctx, input.carrierId)
  if (carrier?.archived_at) throw new AppError('not_found', 'The carrier is archived.')
  if (carrier?.platform_id && carrier.platform_id !== platform.id)
    throw new AppError('conflict', 'The carrier goes through another platform; connect it directly first.')
  const kind = carrier?.kind ?? input.kind
  const authType = kind ? authTypes[kind] : 3
  if (authType === undefined)
    throw new AppError('invalid_input', 'A shop has no scan: it authorises by buying the platform’s app in the service market.')
  const { pre_auth_code, expires_in } = await createPreAuthCode(speaking.component, {}).catch((cause: unknown) => {
    throw cause instanceof TicketMissing ? ticketMissing(cause) : cause
  })
  const id = newId('aut')
  const state = newToken()
  const nowMs = ctx.clock.now().getTime()
  const linkUntil = new Date(nowMs + expires_in * 1000)
  await ctx.transaction(async ctx => {
    await ctx.db.query(sql.insert_start, {
      brand_id: ctx.brandId,
      id,
      platform_id: platform.id,
      state_hash: hashToken(state),
      pre_auth: seal(settings.secret, pre_auth_code, id),
      pre_auth_hash: hashToken(pre_auth_code),
      kind: kind ?? null,
      carrier_id: carrier?.id ?? null,
      created_by: `${ctx.actor.kind}:${ctx.actor.id}`,
      now: ctx.clock.now(),
      link_until: linkUntil,
      expires_at: new Date(linkUntil.getTime() + redirectMs),
    })
    await ctx.audit('authorisation.start', id, { platform: platform.id, kind: kind ?? null, carrier: carrier?.id ?? null })
  })
  const links = linksOf(settings, platform.app_id, state, pre_auth_code, { authType, bizAppId: carrier?.app_id })
  return { id, state: 'open', linkUntil: linkUntil.toISOString(), outcome: null, page: pageUrl(settings, state), ...links }
}

function ticketMissing(cause: unknown): AppError {
  return new AppError('ticket_missing', 'No fresh component_verify_ticket has come; see Settings → Platform for what to do.', { cause })
}

const pageUrl = ({ publicUrl }: Pick<StartSettings, 'publicUrl'>, state: string) => `${publicUrl}/authorise/${state}`

function linksOf(
  settings: Pick<StartSettings, 'publicUrl'>,
  componentAppId: string,
  state: string,
  preAuthCode: string,
  { authType, bizAppId }: { authType: AuthType; bizAppId?: string | undefined },
) {
  const link = { redirectUri: `${pageUrl(settings, state)}/done`, authType, ...(bizAppId ? { bizAppId } : {}) }
  return { scanLink: scanLink(componentAppId, preAuthCode, link), phoneLink: phoneLink(componentAppId, preAuthCode, link) }
}

export type PageRow = StartRow & { brand_name: string; platform_name: string; app_id: string }

/** The way that a state names; undefined when there is none. */
export function startByState(db: Context['db'], state: string): Promise<PageRow | undefined> {
  return db.one<PageRow>(sql.start_by_state, { state_hash: hashToken(state) })
}

/** The same links again, for the page that the state leads to. `bizAppId`: the carrier's account, when there is one. */
export function linksAgain(settings: StartSettings, row: PageRow, state: string, bizAppId: string | undefined) {
  const preAuthCode = open(settings.secret, row.pre_auth, row.id)
  return linksOf(settings, row.app_id, state, preAuthCode, { authType: (row.kind && authTypes[row.kind]) ?? 3, bizAppId })
}

export async function readStart(ctx: Context, id: string): Promise<StartRow> {
  const row = await ctx.db.one<StartRow>(sql.start, { brand_id: ctx.brandId, id })
  if (!row) throw new AppError('not_found', 'There is no such authorisation in this brand.')
  return row
}

export function describeStart(row: StartRow, now: Date): Authorisation {
  const state = row.outcome ? 'done' : row.expires_at <= now ? 'expired' : 'open'
  return { id: row.id, state, linkUntil: row.link_until.toISOString(), outcome: row.outcome }
}
