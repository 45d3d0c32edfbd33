/**
 * The third-party platform of an agency. One brand's owners look after it; another brand uses it only when an owner of both
 * says so. Its secrets go in sealed and never come out of here as text.
 */
import { createClient, getComponentToken, WechatError } from '@wematrix/wechat'
import type { Context } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { newCallbackToken, newEncodingAesKey } from '../../infra/callback-keys.ts'
import { newId } from '../../infra/ids.ts'
import { isUniqueViolation } from '../../infra/postgres.ts'
import { type Components, type PlatformRow, sql } from './components.ts'
import type { Platform, PlatformState, TicketHealth } from './schema.ts'
import { openPlatformSecrets, type PlatformSecrets, sealPlatformSecrets } from './secrets.ts'

/** `publicUrl` is where WeChat reaches us. */
export type PlatformSettings = { secret: Buffer; wechatBaseUrl: string; publicUrl: string }

const minuteMs = 60_000
/** Pushes come every ten minutes: after three missed ones something is wrong. */
const lateMs = 30 * minuteMs
const deadMs = 12 * 60 * minuteMs
/** How long Token and EncodingAESKey from before a change are taken. */
const overlapMs = 24 * 60 * minuteMs

export async function platformState(ctx: Context, settings: PlatformSettings): Promise<PlatformState> {
  const row = await platformOf(ctx)
  return { platform: row ? await describe(ctx, settings, row) : null, offered: row ? [] : await offered(ctx) }
}

/** The platform through which the brand connects accounts. */
export function platformOf(ctx: Context): Promise<PlatformRow | undefined> {
  return ctx.db.one<PlatformRow>(sql.platform_of, { brand_id: ctx.brandId })
}

/** Do they own the brand that the platform belongs to? Keys and jobs never do. */
export async function looksAfter(ctx: Context, platform: Pick<PlatformRow, 'brand_id'>): Promise<boolean> {
  if (ctx.actor.kind !== 'user') return false
  return (await ctx.db.one(sql.owns, { brand_id: platform.brand_id, user_id: ctx.actor.id })) !== undefined
}

export type PlatformInput = {
  name: string
  appId: string
  appSecret?: string
  token?: string
  encodingAesKey?: string
  renewCallback?: boolean
  releaseTest?: boolean
}
type Once = { token: string; encodingAesKey: string }

/**
 * Registers the brand's platform or changes it. A new AppSecret is tried at WeChat before it replaces one that works. Throws
 * `forbidden` for the platform of another brand, `conflict` for a taken or changed AppID, `secret_refused`.
 */
export async function setPlatform(
  ctx: Context,
  settings: PlatformSettings,
  components: Components,
  input: PlatformInput,
): Promise<PlatformState & { once: Once | null }> {
  const known = await platformOf(ctx)
  if (known && known.brand_id !== ctx.brandId)
    throw new AppError('forbidden', 'The platform belongs to another brand; its owners change it there.')
  const once = known ? await changed(ctx, settings, components, known, input) : await registered(ctx, settings, input)
  return { ...(await platformState(ctx, settings)), once }
}

async function registered(ctx: Context, settings: PlatformSettings, input: PlatformInput): Promise<Once | null> {
  const { appSecret, token, encodingAesKey } = input
  if (!appSecret) throw new AppError('invalid_input', 'A new platform needs its AppSecret.')
  const id = newId('plt')
  const secrets = { appSecret, token: token ?? newCallbackToken(), encodingAesKey: encodingAesKey ?? newEncodingAesKey() }
  const sealed = sealPlatformSecrets(settings.secret, id, secrets)
  const now = ctx.clock.now()
  await ctx.transaction(async ctx => {
    try {
      await ctx.db.query(sql.insert_platform, { brand_id: ctx.brandId, id, app_id: input.appId, name: input.name, secrets: sealed, now })
    } catch (cause) {
      if (!isUniqueViolation(cause)) throw cause
      throw new AppError(
        'conflict',
        `The platform ${input.appId} is registered already; an owner of its brand can let this brand use it.`,
        {
          cause,
        },
      )
    }
    const joined = await ctx.db.one(sql.join_platform, { brand_id: ctx.brandId, platform_id: id, now })
    if (!joined) throw new AppError('conflict', 'The brand uses a platform already.')
    await ctx.audit('platform.create', id, { appId: input.appId })
  })
  return { token: secrets.token, encodingAesKey: secrets.encodingAesKey }
}

async function changed(
  ctx: Context,
  settings: PlatformSettings,
  components: Components,
  known: PlatformRow,
  input: PlatformInput,
): Promise<Once | null> {
  if (input.appId !== known.app_id)
    throw new AppError('conflict', 'The AppID of a platform never changes: forget this platform, then register the other one.')
  if (input.appSecret) await proveSecret(ctx, settings, components, known, input.appSecret)
  return ctx.transaction(async ctx => {
    const row = await ctx.db.one<PlatformRow>(sql.lock_platform, { id: known.id, brand_id: ctx.brandId })
    if (!row) throw new AppError('not_found', 'The platform is gone.')
    const old = openPlatformSecrets(settings.secret, row.id, row.secrets)
    const secrets = replaced(old, input, new Date(ctx.clock.now().getTime() + overlapMs))
    const sealed = sealPlatformSecrets(settings.secret, row.id, secrets)
    await ctx.db.query(sql.update_platform, {
      ...{ id: row.id, brand_id: ctx.brandId, name: input.name, secrets: sealed },
      release_test: input.releaseTest ?? row.release_test,
    })
    if (secrets.appSecret !== old.appSecret) await ctx.db.query(sql.forget_component_token, { id: row.id })
    const made = secrets.token !== old.token || secrets.encodingAesKey !== old.encodingAesKey
    await ctx.audit('platform.update', row.id, { appSecret: secrets.appSecret !== old.appSecret, callback: made })
    return made ? { token: secrets.token, encodingAesKey: secrets.encodingAesKey } : null
  })
}

function replaced(old: PlatformSecrets, input: PlatformInput, until: Date): PlatformSecrets {
  const { renewCallback, appSecret = old.appSecret } = input
  const token = input.token ?? (renewCallback ? newCallbackToken() : old.token)
  const encodingAesKey = input.encodingAesKey ?? (renewCallback ? newEncodingAesKey() : old.encodingAesKey)
  if (token === old.token && encodingAesKey === old.encodingAesKey) return { ...old, appSecret }
  const previous = { previousToken: old.token, previousEncodingAesKey: old.encodingAesKey, previousUntil: until.toISOString() }
  return { appSecret, token, encodingAesKey, ...previous }
}

/** Asks WeChat for a token with it; while no ticket has come nobody can. */
async function proveSecret(
  ctx: Context,
  settings: PlatformSettings,
  components: Components,
  row: PlatformRow,
  appSecret: string,
): Promise<void> {
  const kept = await (await components(row.id))?.store.ticket()
  if (!kept) return
  const client = createClient({ credentials: { appId: row.app_id, appSecret }, baseUrl: settings.wechatBaseUrl, clock: ctx.clock })
  try {
    const asked = { component_appid: row.app_id, component_appsecret: appSecret, component_verify_ticket: kept.ticket }
    await getComponentToken(client, asked)
  } catch (cause) {
    if (cause instanceof WechatError && (cause.errcode === 40125 || cause.errcode === 40001))
      throw new AppError('secret_refused', `WeChat does not take this AppSecret (${cause.errcode}); the one in place was not touched.`, {
        cause,
      })
    // A ticket that is too old proves nothing.
    if (!(cause instanceof WechatError) || (cause.errcode !== 61005 && cause.errcode !== 61006)) throw cause
  }
}

export async function joinPlatform(ctx: Context, settings: PlatformSettings, platformId: string): Promise<PlatformState> {
  // Those of brands the caller does not own are not there for them.
  if (!(await offered(ctx)).some(({ id }) => id === platformId)) throw new AppError('not_found', 'There is no such platform.')
  await ctx.transaction(async ctx => {
    const joined = await ctx.db.one(sql.join_platform, { brand_id: ctx.brandId, platform_id: platformId, now: ctx.clock.now() })
    if (!joined) throw new AppError('conflict', 'The brand uses a platform already.')
    await ctx.audit('platform.use', platformId)
  })
  return platformState(ctx, settings)
}

export async function deletePlatform(ctx: Context): Promise<void> {
  await ctx.transaction(async ctx => {
    const row = await platformOf(ctx)
    if (!row) throw new AppError('not_found', 'The brand uses no platform.')
    const use = (await ctx.db.one<{ carriers: number; others: number }>(sql.use_of, { id: row.id, brand_id: ctx.brandId }))!
    if (use.carriers > 0)
      throw new AppError('conflict', `${use.carriers} accounts are connected through it; connect them directly or archive them first.`)
    const own = row.brand_id === ctx.brandId
    if (own && use.others > 0) throw new AppError('conflict', `${use.others} other brands use it; let them leave it first.`)
    await ctx.db.query(sql.leave_platform, { brand_id: ctx.brandId })
    if (own) {
      await ctx.db.query(sql.forget_archived, { id: row.id })
      await ctx.db.query(sql.delete_platform, { id: row.id, brand_id: ctx.brandId })
    }
    await ctx.audit(own ? 'platform.delete' : 'platform.leave', row.id)
  })
}

/** Throws `forbidden` for who does not look after the platform. */
export async function startTickets(ctx: Context, settings: PlatformSettings, components: Components): Promise<PlatformState> {
  const row = await platformOf(ctx)
  if (!row) throw new AppError('not_found', 'The brand uses no platform.')
  if (!(await looksAfter(ctx, row))) throw new AppError('forbidden', 'The platform belongs to another brand; its owners do this.')
  await (await components(row.id))!.component.startTickets()
  await ctx.audit('platform.tickets', row.id)
  return platformState(ctx, settings)
}

async function offered(ctx: Context): Promise<PlatformState['offered']> {
  if (ctx.actor.kind !== 'user' || ctx.actor.role !== 'owner') return []
  const asked = { brand_id: ctx.brandId, user_id: ctx.actor.id }
  const rows = await ctx.db.query<{ id: string; name: string; app_id: string; brand_name: string }>(sql.owned_elsewhere, asked)
  return rows.map(({ id, name, app_id, brand_name }) => ({ id, name, appId: app_id, brandName: brand_name }))
}

async function describe(ctx: Context, settings: PlatformSettings, row: PlatformRow): Promise<Platform> {
  const now = ctx.clock.now()
  const secrets = openPlatformSecrets(settings.secret, row.id, row.secrets)
  const own = row.brand_id === ctx.brandId
  const keeper = await looksAfter(ctx, row)
  const [home, use, unattached] = await Promise.all([
    ctx.db.one<{ name: string }>(sql.brand_name, { brand_id: row.brand_id }),
    ctx.db.one<{ carriers: number; others: number }>(sql.use_of, { id: row.id, brand_id: ctx.brandId }),
    keeper ? ctx.db.query<{ app_id: string; since: Date; sets: number[] }>(sql.unattached, { id: row.id }) : [],
  ])
  const hint = (value: string) => ({ hasSecret: true, last4: value.slice(-4) })
  const until = secrets.previousUntil
  return {
    id: row.id,
    name: row.name,
    appId: row.app_id,
    home: { own, name: home?.name ?? '' },
    mayChange: own && keeper,
    secrets: { appSecret: hint(secrets.appSecret), token: hint(secrets.token), encodingAesKey: hint(secrets.encodingAesKey) },
    releaseTest: row.release_test,
    previousUntil: until && now < new Date(until) ? until : null,
    paste: { ...platformUrls(settings, row.id), domain: new URL(settings.publicUrl).host },
    ticket: ticketHealth(row.ticket_at, now),
    carriers: use!.carriers,
    others: own ? use!.others : 0,
    unattached: unattached.map(({ app_id, since, sets }) => ({ appId: app_id, since: since.toISOString(), sets })),
  }
}

/** The two addresses that WeChat pushes to; it puts an account's AppID in the place of `$APPID$`. */
export function platformUrls({ publicUrl }: Pick<PlatformSettings, 'publicUrl'>, id: string) {
  return { eventUrl: `${publicUrl}/callback/${id}`, messageUrl: `${publicUrl}/callback/${id}/$APPID$` }
}

export function ticketHealth(at: Date | null, now: Date): TicketHealth {
  if (!at) return { state: 'none', at: null, until: null }
  const age = now.getTime() - at.getTime()
  const state = age > deadMs ? 'dead' : age > lateMs ? 'late' : 'fresh'
  return { state, at: at.toISOString(), until: new Date(at.getTime() + deadMs).toISOString() }
}
