/** Ways into a brand's Mini Program, by the pages it has for them. */
import { traceOf, videoTrace } from './traces.ts'
import type { WayIn } from './world.ts'

const home = 'pages/index/index'

/** `offer` is what articles, videos and lives lead to; `topic`, `card` and `notice` where menu, cards and notices do. */
export function waysInto(pages: { offer: string; topic: string; card: string; notice: string }, code: string): Record<string, WayIn> {
  const article: WayIn = { scene: 1058, path: pages.offer, query: { t: traceOf('oa-article-card', 'a1') } }
  const menu: WayIn = { scene: 1035, path: pages.topic, query: { t: traceOf('oa-menu', 'm1') }, from: 'service' }
  const video: WayIn = { scene: 1184, path: pages.offer, query: { t: videoTrace(1) } }
  return {
    article,
    'oa-article': article,
    menu,
    'oa-menu': menu,
    card: { scene: 1074, path: pages.card, query: { t: traceOf('oa-customer-message', 'c1') } },
    template: { scene: 1043, path: pages.notice, query: { t: traceOf('oa-template-message', 'n1') }, from: 'service' },
    video,
    'channels-video-link': video,
    live: { scene: 1177, path: pages.offer, query: { t: traceOf('ch-live-mount', 'l1') } },
    profile: { scene: 1193, path: home, query: { t: traceOf('ch-profile-link', 'p1') } },
    search: { scene: 1005, path: home },
    chat: { scene: 1007, path: home },
    qrcode: { scene: 1047, path: home, query: { scene: `${code}1` } },
    return: { scene: 1089, path: home },
  }
}
