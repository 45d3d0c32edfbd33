import { type Component, type ComponentStore, createComponent, getAuthorizerInfo } from '@wematrix/wechat'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../../infra/clock.ts'
import type { Db } from '../../infra/postgres.ts'
import { loadSql } from '../../infra/sql.ts'
import { postgresComponentStore } from './component-store.ts'
import { openPlatformSecrets } from './secrets.ts'

export const sql = loadSql(new URL('./platforms.sql', import.meta.url), [
  'platform',
  'platform_of',
  'lock_platform',
  'insert_platform',
  'update_platform',
  'delete_platform',
  'join_platform',
  'leave_platform',
  'owned_elsewhere',
  'owns',
  'brand_name',
  'use_of',
  'forget_archived',
  'unattached',
  'forget_component_token',
  'set_sets',
])

/** `brand_id`: the brand whose owners look after it. */
export type PlatformRow = {
  brand_id: string
  id: string
  app_id: string
  name: string
  secrets: Buffer
  ticket_at: Date | null
  created_at: Date
  release_test: boolean
}

/** A platform ready to speak to WeChat, with what it keeps. */
export type Speaking = { component: Component; store: ComponentStore }

/** Platforms by id; undefined when there is none. Kept while their secrets stay the same. */
export type Components = (platformId: string) => Promise<Speaking | undefined>

export type ComponentDeps = { db: Db; clock: Clock; settings: { secret: Buffer; wechatBaseUrl: string } }

export function createComponents({ db, clock, settings }: ComponentDeps): Components {
  const known = new LRUCache<string, Speaking & { secrets: Buffer }>({ max: 100 })
  return async platformId => {
    const row = await db.one<PlatformRow>(sql.platform, { id: platformId })
    if (!row) return undefined
    const made = known.get(platformId)
    if (made?.secrets.equals(row.secrets)) return made
    const { appSecret } = openPlatformSecrets(settings.secret, row.id, row.secrets)
    const store = postgresComponentStore({ db, clock, secret: settings.secret, platformId })
    const component = createComponent({ appId: row.app_id, appSecret, store, clock, baseUrl: settings.wechatBaseUrl })
    const speaking = { component, store, secrets: row.secrets }
    known.set(platformId, speaking)
    return speaking
  }
}

/** Reads who an authorised account is, and keeps the permission sets that WeChat names. Throws 61003 when it is authorised no longer. */
export async function readAuthoriser(db: Db, platformId: string, { component }: Speaking, appId: string) {
  const { authorizer_info, authorization_info } = await getAuthorizerInfo(component, { authorizer_appid: appId })
  const sets = authorization_info.func_info.map(({ funcscope_category }) => funcscope_category.id)
  await db.query(sql.set_sets, { platform_id: platformId, app_id: appId, sets })
  return { info: authorizer_info, sets }
}
