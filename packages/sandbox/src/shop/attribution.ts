/** Where an order came from, as its `ext_info`, `source_infos`, `sharer_info` and commissions say it. */
import type { Realm } from '../state/realm.ts'
import type { Attribution, ProductState, ShopLink } from './state.ts'

export const shopSources = ['live', 'video', 'article', 'mini-program', 'product', 'window', 'talent'] as const
export type ShopSource = (typeof shopSources)[number]

/** The talent's share of an order, in ten thousandths. */
export const talentShare = 1000

/** A talent of the league: its own account when the world has one. */
export function talentId(realm: Realm): string {
  return realm.accounts().find(({ spec }) => spec.kind === 'talent')?.spec.originalId ?? 'talent0001'
}

/** The attribution of an order, finished. `order_scene` 1 other, 2 live, 3 video, 4 product shared, 5 window, 6 card in an article. */
export function attributionOf(realm: Realm, product: ProductState, from: ShopSource, paidFen: number, link?: ShopLink): Attribution {
  const finder = realm.account('channels').spec
  const live = from === 'live' ? realm.world.content.lives.findLast(live => live.startsAt <= realm.clock.ms()) : undefined
  const channels = { account_type: 1, account_id: finder.originalId, account_nickname: finder.name }
  const ways: Record<
    ShopSource,
    { scene: number; account_type: number; account_id: string; account_nickname?: string; sale_channel?: number }
  > = {
    live: { scene: 2, ...channels },
    video: { scene: 3, ...channels },
    product: { scene: 4, ...channels },
    window: { scene: 5, ...channels },
    article: { scene: 6, account_type: 6, account_id: realm.appIdOf('service') },
    'mini-program': { scene: 1, account_type: 3, account_id: realm.appIdOf('mini-program') },
    talent: { scene: 3, account_type: 5, account_id: talentId(realm), sale_channel: 100 },
  }
  const way = ways[from]
  if (!way) throw new Error(`An order comes from ${shopSources.slice(0, -1).join(', ')} or ${shopSources.at(-1)}, not "${from}".`)
  const { scene, ...source } = way
  const { staff, shareScene } = link ?? {}
  return {
    ext_info: {
      finder_id: source.account_type === 1 ? source.account_id : '',
      live_id: live?.exportId ?? '',
      order_scene: scene,
      commission_handling_progress: 1,
    },
    sharer_info: { sharer_openid: '', sharer_type: 0, share_scene: shareScene ?? 0, handling_progress: 1 },
    ...(staff
      ? {
          sku_sharer_infos: [
            {
              sku_id: product.skuId,
              sharer_openid: '',
              sharer_type: 1,
              share_scene: shareScene ?? 0,
              handling_progress: 1,
              from_wecom: true,
            },
          ],
        }
      : {}),
    source_infos: [
      {
        sku_id: product.skuId,
        sale_channel: 0,
        ...source,
        ...(staff ? { content_type: 1, content_id: staff.wecom_user_id } : {}),
      },
    ],
    ...(from === 'talent'
      ? {
          commission_infos: [
            {
              sku_id: product.skuId,
              nickname: '带货达人',
              type: 0,
              status: 1,
              amount: Math.floor((paidFen * talentShare) / 10_000),
              talent_id: source.account_id,
            },
          ],
        }
      : {}),
  }
}

/** What `order/get` says while the attribution is still worked out. */
export const unfinished: Attribution = {
  ext_info: { finder_id: '', live_id: '', order_scene: 1, commission_handling_progress: 0 },
  sharer_info: { sharer_openid: '', sharer_type: 0, share_scene: 0, handling_progress: 0 },
  source_infos: [],
}
