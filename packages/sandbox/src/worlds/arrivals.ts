/** Which carrier a fact was reached from, where the fact itself names it. Written apart from the product, by the reference. */
import type { Carrier, Fact } from '../facts.ts'

const scenes: Record<number, { source: Carrier; entry: string }> = {
  1035: { source: 'official_account', entry: 'oa-menu' },
  1043: { source: 'official_account', entry: 'oa-template-message' },
  1058: { source: 'official_account', entry: 'oa-article' },
  1074: { source: 'official_account', entry: 'oa-message-card' },
  1177: { source: 'channels', entry: 'channels-live-goods' },
  1184: { source: 'channels', entry: 'channels-video-link' },
  1193: { source: 'channels', entry: 'channels-profile-service-menu' },
}
const subscribeScenes: Record<string, Carrier> = {
  ADD_SCENE_CHANNELS: 'channels',
  ADD_SCENE_LIVESTREAM: 'channels',
  ADD_SCENE_WXA: 'mini_program',
}
const accountTypes: Record<number, Carrier> = { 1: 'channels', 2: 'official_account', 6: 'official_account', 3: 'mini_program' }

/** Entry of a follow: `oa-follow-channels`, `oa-follow-qr_code`. */
export function followEntry(subscribeScene: string): string {
  return `oa-follow-${subscribeScene.replace(/^ADD_SCENE_/, '').toLowerCase()}`
}

const orderEntries: Record<number, string> = { 2: 'shop-live', 3: 'shop-video', 4: 'shop-share', 5: 'shop-window', 6: 'shop-oa-article' }
/** Entry of a shop order by its `order_scene`. */
export function orderEntry(orderScene: number): string {
  return orderEntries[orderScene] ?? 'shop-other'
}

/** Carrier that a `subscribe_scene` names, if it names one. */
export function followSource(subscribeScene: string): Carrier | undefined {
  return subscribeScenes[subscribeScene]
}

/** Carrier that an order's `account_type` names. */
export function orderSource(accountType: number): Carrier | undefined {
  return accountTypes[accountType]
}

/** Source carrier and entry of a fact, or undefined when it names none. */
export function arrivalOf(fact: Fact): { source: Carrier; entry: string } | undefined {
  const { properties } = fact
  switch (fact.event) {
    case 'mp.launch':
      return scenes[Number(properties.scene)]
    case 'oa.follow': {
      const scene = String(properties.subscribe_scene)
      const source = subscribeScenes[scene]
      return source && { source, entry: followEntry(scene) }
    }
    case 'channels.open':
    case 'channels.reserve': {
      const entry = String(properties.entry)
      return { source: entry.startsWith('oa-') ? 'official_account' : 'mini_program', entry }
    }
    case 'order.pay': {
      if (fact.slot !== 'shop') return undefined
      const [info] = properties.source_infos as { account_type: number }[]
      const source = accountTypes[info?.account_type ?? 0]
      return source && { source, entry: orderEntry(Number(properties.order_scene)) }
    }
    default:
      return undefined
  }
}
