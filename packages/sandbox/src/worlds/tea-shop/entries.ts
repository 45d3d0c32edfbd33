/** How a visit to the Mini Program begins, by kind: scene, path, query and referrer as the client reports them. */
import type { Random } from '../../random.ts'
import type { Article, Live, MenuItem } from '../world.ts'
import { traceOf } from './content.ts'

export type VisitKind = 'article' | 'menu' | 'card' | 'template' | 'video' | 'live' | 'profile' | 'organic' | 'return'

export type Launch = {
  path: string
  scene: number
  query: Record<string, string>
  referrerInfo: { appId?: string }
  start: 'cold' | 'hot'
}

const shared = new Map<string, Launch>()

/** Equal launches are one object: the past holds a hundred thousand of them. */
function launch(path: string, scene: number, query: Record<string, string>, start: 'cold' | 'hot', appId?: string): Launch {
  const key = `${path}|${scene}|${query.t ?? query.scene ?? ''}|${start}|${appId ?? ''}`
  let known = shared.get(key)
  if (!known) {
    known = { path, scene, query, referrerInfo: appId ? { appId } : {}, start }
    shared.set(key, known)
  }
  return known
}

/** Trace code of a short video by its number. */
export function videoTrace(video: number): string {
  return traceOf('ch-video-mount', `v${video}`)
}

/** Launch from a menu item of the service account. */
export function menuLaunch(item: MenuItem, serviceAppId: string): Launch {
  const [path = '', search = ''] = (item.pagepath ?? '').split('?')
  return launch(path, 1035, Object.fromEntries(new URLSearchParams(search)), 'cold', serviceAppId)
}

export function articleLaunch(article: Article): Launch {
  return launch(article.number % 3 === 0 ? 'pages/topic/index' : 'pages/product/detail', 1058, { t: article.trace }, 'cold')
}

export function liveLaunch(live: Live): Launch {
  return launch('pages/product/detail', 1177, { t: live.trace }, 'cold')
}

/** Launches that need no content behind them; `video` is the number of the short video for kind `video`. */
export function plainLaunch(kind: VisitKind, random: Random, serviceAppId: string, video: number): Launch {
  switch (kind) {
    case 'card':
      return launch('pages/coupon/index', 1074, { t: traceOf('oa-customer-message', 'c1') }, 'cold')
    case 'template':
      return launch('pages/order/list', 1043, { t: traceOf('oa-template-message', 'n1') }, 'cold', serviceAppId)
    case 'video':
      return launch('pages/product/detail', 1184, { t: videoTrace(video) }, 'cold')
    case 'profile':
      return launch('pages/index/index', 1193, { t: traceOf('ch-profile-link', 'p1') }, 'cold')
    case 'organic': {
      const scene = [1005, 1053, 1007, 1008, 1047][random.weighted([28, 22, 20, 12, 18])]!
      return scene === 1047
        ? launch('pages/index/index', 1047, { scene: `store0${random.integer(1, 9)}` }, 'cold')
        : launch('pages/index/index', scene, {}, 'cold')
    }
    default:
      return launch('pages/index/index', [1089, 1001, 1104][random.weighted([60, 25, 15])]!, {}, random.chance(0.3) ? 'hot' : 'cold')
  }
}
