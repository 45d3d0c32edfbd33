/** How a visit to the Mini Program begins: scene, path, query and referrer as the client reports them. */
import type { Random } from '../random.ts'
import type { MenuItem } from './world.ts'

export type Launch = {
  path: string
  scene: number
  query: Record<string, string>
  referrerInfo: { appId?: string }
  start: 'cold' | 'hot'
}

const shared = new Map<string, Launch>()

/** Equal launches are one object: the past holds a hundred thousand of them. */
export function launch(path: string, scene: number, query: Record<string, string>, start: 'cold' | 'hot', appId?: string): Launch {
  const key = `${path}|${scene}|${query.t ?? query.scene ?? ''}|${start}|${appId ?? ''}`
  let known = shared.get(key)
  if (!known) {
    known = { path, scene, query, referrerInfo: appId ? { appId } : {}, start }
    shared.set(key, known)
  }
  return known
}

/** Launch from a menu item of the service account. */
export function menuLaunch(item: MenuItem, serviceAppId: string): Launch {
  const [path = '', search = ''] = (item.pagepath ?? '').split('?')
  return launch(path, 1035, Object.fromEntries(new URLSearchParams(search)), 'cold', serviceAppId)
}

/** Found by searching, in a chat, or by a numbered code on the spot. */
export function organicLaunch(random: Random, code: string): Launch {
  const scene = [1005, 1053, 1007, 1008, 1047][random.weighted([28, 22, 20, 12, 18])]!
  return scene === 1047
    ? launch('pages/index/index', 1047, { scene: `${code}${random.integer(1, 9)}` }, 'cold')
    : launch('pages/index/index', scene, {}, 'cold')
}

/** Comes back by the list of recent ones, the chat list or one's own. */
export function returnLaunch(random: Random, path = 'pages/index/index'): Launch {
  return launch(path, [1089, 1001, 1104][random.weighted([60, 25, 15])]!, {}, random.chance(0.3) ? 'hot' : 'cold')
}
