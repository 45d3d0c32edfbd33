/** What the tea shop's people do by themselves. */
import { Random } from '../../random.ts'
import { drawPersona } from '../persona.ts'
import { waysInto } from '../ways-in.ts'
import type { Habits } from '../world.ts'
import { planted } from './planted.ts'

export function teaShopHabits({ seed, firstDay, lastDay }: { seed: number; firstDay: number; lastDay: number }): Habits {
  const code = 'store0'
  return {
    personaOf: person => drawPersona(new Random(seed, 77, person.index), firstDay, lastDay, planted.noUnionIdInMiniProgram.share),
    waysIn: waysInto(
      { offer: 'pages/product/detail', topic: 'pages/topic/index', card: 'pages/coupon/index', notice: 'pages/order/list' },
      code,
    ),
    questions: ['几点开门', '有新茶吗', '地址', '优惠券怎么用', '想预约品茶'],
    code,
    booking: { service: '品茶课', chance: 0.015 },
    wishes: { article: 0.09, video: 0.045, live: 0.07, other: 0.035 },
    deeds: [],
  }
}
