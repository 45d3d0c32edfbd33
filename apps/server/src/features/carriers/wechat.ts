import { AuthorizationLost, type Client, createClient, directPath, type Endpoint, TicketMissing, WechatError } from '@wematrix/wechat'
import { LRUCache } from 'lru-cache'
import { AppError } from '../../errors.ts'
import type { Clock } from '../../infra/clock.ts'
import type { Db } from '../../infra/postgres.ts'
import { type Components, createComponents, type Speaking } from '../platforms/components.ts'
import { checkedBaseUrl } from './base-url.ts'
import type { CallCounter } from './calls.ts'
import { type CarrierRow, type CarrierSettings, sql } from './carriers.ts'
import { openSecrets } from './secrets.ts'
import { postgresTokenStore } from './token-store.ts'

export type WechatDeps = {
  db: Db
  clock: Clock
  settings: Pick<CarrierSettings, 'secret' | 'wechatBaseUrl'>
  /** Told of every call. */
  calls?: CallCounter
  /** Shared with what else speaks for the platforms in this process. */
  components?: Components
}

/**
 * Clients by brand and carrier, in either mode: `wechatOf(brandId)(carrierId)`. Kept while the account's settings stay the
 * same, so that its token is fetched once; throws `not_found` for carriers of other brands.
 */
export function createWechat(deps: WechatDeps): (brandId: string) => (carrierId: string) => Promise<Client> {
  const { db, settings } = deps
  const components = deps.components ?? createComponents(deps)
  const direct = new LRUCache<string, { client: Client; secrets: Buffer; baseUrl: string }>({ max: 2000 })
  const authorised = new LRUCache<string, { client: Client; by: Speaking }>({ max: 2000 })
  return brandId => async carrierId => {
    const row = await db.one<CarrierRow>(sql.find_carrier, { brand_id: brandId, id: carrierId })
    if (!row || row.archived_at) throw new AppError('not_found', 'There is no such living carrier in this brand.')
    if (row.platform_id) return throughPlatform(row, row.platform_id)
    // Checked again at every use: the operator's setting may have changed since it was stored.
    const baseUrl = row.base_url ? checkedBaseUrl(row.base_url, settings.wechatBaseUrl) : settings.wechatBaseUrl
    const known = direct.get(carrierId)
    if (known?.secrets.equals(row.secrets) && known.baseUrl === baseUrl) return known.client
    const client = byOwnSecret(deps, row, baseUrl)
    direct.set(carrierId, { client, secrets: row.secrets, baseUrl })
    return client
  }

  async function throughPlatform(row: CarrierRow, platformId: string): Promise<Client> {
    const by = await components(platformId)
    if (!by) throw new AppError('not_found', 'The third-party platform of this carrier is gone.')
    const known = authorised.get(row.id)
    const client = known?.by === by ? known.client : byAuthorisation(deps, row, by)
    authorised.set(row.id, { client, by })
    // Withdrawn a moment ago: no process makes another call, whatever token it still knows.
    return row.authorisation === 'authorised' ? client : lost(client, row)
  }
}

function byOwnSecret({ db, clock, settings, calls }: WechatDeps, row: CarrierRow, baseUrl: string): Client {
  const { appSecret } = openSecrets(settings.secret, row.id, row.secrets)
  if (!appSecret) throw new AppError('conflict', `Carrier "${row.name}" has no AppSecret; add it under Carriers.`)
  return createClient({
    credentials: { appId: row.app_id, appSecret },
    baseUrl,
    clock,
    tokenStore: postgresTokenStore(db, clock, settings.secret, row.id),
    observe: attempt => calls?.count(row.brand_id, row.id, attempt),
  })
}

/** Calls are counted under the paths that a direct account has, so that limits and rights find them. */
function byAuthorisation({ calls }: WechatDeps, row: CarrierRow, { component }: Speaking): Client {
  const client = component.client(row.app_id, {
    observe: ({ row: endpoint, ...attempt }) => {
      const path = directPath(endpoint.path) ?? endpoint.path
      calls?.count(row.brand_id, row.id, { ...attempt, row: { ...endpoint, path } })
    },
  })
  return {
    ...client,
    call: (endpoint, input) =>
      client.call(endpoint, input).catch((error: unknown) => {
        throw asRefusal(endpoint, error)
      }),
  }
}

function lost(client: Client, { app_id, authorisation }: CarrierRow): Client {
  const error = new AuthorizationLost(app_id, authorisation === 'lapsed' ? 'lapsed' : 'withdrawn')
  return { ...client, call: endpoint => Promise.reject(asRefusal(endpoint, error)) }
}

/** What stops us before a call is said with the code that WeChat has for it, so that every feature treats both alike. */
function asRefusal<Request, Response>({ row }: Endpoint<Request, Response>, error: unknown): unknown {
  const code = error instanceof TicketMissing ? 61005 : error instanceof AuthorizationLost ? (error.state === 'lapsed' ? 61023 : 61003) : 0
  if (code === 0) return error
  const refusal = new WechatError(row, { errcode: code, errmsg: (error as Error).message })
  refusal.cause = error
  return refusal
}
