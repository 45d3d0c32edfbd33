import table from './scenes.json' with { type: 'json' }

/** `entry` may open a new touch, `return` keeps the earlier one, `exclude` is no user traffic. */
export type Touch = 'entry' | 'return' | 'exclude'
export type SceneCarrier = 'official_account' | 'channels' | 'mini_program' | 'chat' | 'search' | 'qrcode' | 'pay' | 'wecom' | 'other'
export type Confidence = 'high' | 'medium' | 'low'

/** One scene value of WeChat and what it means for attribution. */
export type Scene = {
  scene: number
  /** WeChat's own name. */
  zh: string
  carrier: SceneCarrier
  entry: string
  touch: Touch
  status: 'active' | 'deprecated' | 'unlisted' | 'mini-game'
  confidence: Confidence
  paid?: boolean
  actor?: 'operator' | 'system'
  /** The kind of app whose appid is documented to arrive in `referrerInfo.appId`. */
  referrer?: 'official_account' | 'mini_program' | 'app'
  /** `wx.getChannelsShareKey` may name sharer and promoter. */
  channels_share_key?: boolean
  /** `<official-account>` may show. */
  oa_component?: 'cold' | 'hot-after-cold'
  /** Opens without a path: a hot start keeps the page on screen and brings no new query. */
  no_path?: boolean
  datacube_key?: number
  note?: string
}

/** Every scene value known, in order. */
export const scenes = table.scenes as readonly Scene[]

const byId = new Map(scenes.map(scene => [scene.scene, scene]))

/** The row of a scene value; unknown values (WeChat adds some several times a year) become `other/unlisted-<id>`. */
export function findScene(id: number): Scene {
  return (
    byId.get(id) ?? {
      scene: id,
      zh: '未知场景值',
      carrier: 'other',
      entry: `unlisted-${Number.isNaN(id) ? 'unknown' : id}`,
      touch: 'entry',
      status: 'unlisted',
      confidence: 'low',
    }
  )
}

/** Is this scene value in the table? When not: count it and raise a data-quality notice. */
export function isKnownScene(id: number): boolean {
  return byId.has(id)
}

export type MapCarrier = 'official_account' | 'channels' | 'mini_program' | 'other'

/** The carriers that stand on the matrix map; chats, searches, codes and the rest are `other`. */
export function carrierOnMap(carrier: string): MapCarrier {
  return carrier === 'official_account' || carrier === 'channels' || carrier === 'mini_program' ? carrier : 'other'
}
