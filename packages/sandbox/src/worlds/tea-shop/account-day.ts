/** A follower's day inside an Official Account: taps, questions, scans, live notices and product cards in articles. */
import { dayOf } from '../../days.ts'
import { instantOf, weekFactor } from '../rhythm.ts'
import { planted } from './planted.ts'
import type { Walk } from './walk.ts'

/** What a follower does inside the account on one day, apart from jumps into the Mini Program. */
export function accountDay(walk: Walk, day: number): void {
  const { random, persona } = walk
  const at = instantOf(day, random)
  const keyItems = walk.stage.content.menu.filter(item => item.key)
  const slot = walk.following(at)
  if (!slot) return
  const calm = day === walk.dropDay ? planted.readingDrop.factor : 1
  if (random.chance(0.05 * persona.keenness * weekFactor(day) * calm)) {
    const item = keyItems[random.weighted(keyItems.map(item => item.weight))]!
    walk.push(at, slot, 'official_account', 'oa.menu_click', { EventKey: item.key, name: item.name, kind: 'CLICK' })
  }
  if (random.chance(0.008 * persona.keenness))
    walk.push(at + 40_000, slot, 'official_account', 'oa.message', {
      MsgType: 'text',
      Content: random.pick(['几点开门', '有新茶吗', '怎么退货', '地址', '优惠券怎么用']),
    })
  if (slot === 'service' && random.chance(0.006 * calm))
    walk.push(at + 90_000, slot, 'official_account', 'oa.scan', { EventKey: `store0${random.integer(1, 9)}` })
  const live = walk.stage.content.lives.find(live => dayOf(live.startsAt) - day >= 0 && dayOf(live.startsAt) - day <= 2)
  if (live && persona.usesMiniProgram && random.chance(0.004 * persona.keenness))
    walk.reserve(at + 120_000, live.noticeId, 'oa-live-notice')
  if (random.chance(0.0016 * persona.keenness)) walk.order(at + 200_000, 'article-card', slot)
}
