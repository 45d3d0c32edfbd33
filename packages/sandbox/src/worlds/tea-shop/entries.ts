/** How a visit to the Mini Program begins, by kind: scene, path, query and referrer as the client reports them. */
import type { Random } from '../../random.ts'
import { type Launch, launch, organicLaunch, returnLaunch } from '../launches.ts'
import { traceOf, videoTrace } from '../traces.ts'
import type { Article, Live } from '../world.ts'

export type VisitKind = 'article' | 'menu' | 'card' | 'template' | 'video' | 'live' | 'profile' | 'organic' | 'return'

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
    case 'organic':
      return organicLaunch(random, 'store0')
    default:
      return returnLaunch(random)
  }
}
