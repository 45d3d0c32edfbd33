import { type Client, createClient } from '@wematrix/wechat'
import { LRUCache } from 'lru-cache'
import { AppError } from '../../errors.ts'
import type { Clock } from '../../infra/clock.ts'
import type { Db } from '../../infra/postgres.ts'
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
}

/**
 * Clients by brand and carrier: `wechatOf(brandId)(carrierId)`. Kept while the account's settings stay the same, so
 * that its token is fetched once; throws `not_found` for carriers of other brands.
 */
export function createWechat({ db, clock, settings, calls }: WechatDeps): (brandId: string) => (carrierId: string) => Promise<Client> {
  const clients = new LRUCache<string, { client: Client; secrets: Buffer; baseUrl: string }>({ max: 2000 })
  return brandId => async carrierId => {
    const row = await db.one<CarrierRow>(sql.find_carrier, { brand_id: brandId, id: carrierId })
    if (!row || row.archived_at) throw new AppError('not_found', 'There is no such living carrier in this brand.')
    // Checked again at every use: the operator's setting may have changed since it was stored.
    const baseUrl = row.base_url ? checkedBaseUrl(row.base_url, settings.wechatBaseUrl) : settings.wechatBaseUrl
    const known = clients.get(carrierId)
    if (known?.secrets.equals(row.secrets) && known.baseUrl === baseUrl) return known.client
    const { appSecret } = openSecrets(settings.secret, row.id, row.secrets)
    if (!appSecret) throw new AppError('conflict', `Carrier "${row.name}" has no AppSecret; add it under Carriers.`)
    const client = createClient({
      credentials: { appId: row.app_id, appSecret },
      baseUrl,
      clock,
      tokenStore: postgresTokenStore(db, clock, settings.secret, carrierId),
      observe: attempt => calls?.count(brandId, carrierId, attempt),
    })
    clients.set(carrierId, { client, secrets: row.secrets, baseUrl })
    return client
  }
}
