/** What the brand puts up: pages, menu, goods, articles three times a week, a live every Thursday, three videos a week. */

import { dayStart, hourMs, weekday } from '../../days.ts'
import { letters } from '../../random.ts'
import { traceOf } from '../traces.ts'
import type { Article, Content, Live, MenuItem, Product } from '../world.ts'
import { planted } from './planted.ts'

/** Pages of the released Mini Program. The menu names one more, which is the planted dead end. */
export const pages = [
  'pages/index/index',
  'pages/category/index',
  'pages/product/detail',
  'pages/topic/index',
  'pages/coupon/index',
  'pages/booking/index',
  'pages/cart/index',
  'pages/order/confirm',
  'pages/order/list',
  'pages/member/index',
  'pages/article/detail',
  'pages/live/index',
] as const

export const menu: readonly MenuItem[] = [
  { name: '新茶到店', pagepath: `pages/topic/index?t=${traceOf('oa-menu', 'm1')}`, weight: 34 },
  { name: '领茶券', pagepath: `pages/coupon/index?t=${traceOf('oa-menu', 'm2')}`, weight: 26 },
  { name: '约品茶', pagepath: `pages/booking/index?t=${traceOf('oa-menu', 'm3')}`, weight: 16 },
  { name: planted.missingPage.menuItem, pagepath: `${planted.missingPage.path}?t=${traceOf('oa-menu', 'm4')}`, weight: 12 },
  { name: '我的会员', pagepath: `pages/member/index?t=${traceOf('oa-menu', 'm5')}`, weight: 12 },
]
export const keyMenu: readonly MenuItem[] = [
  { name: '附近茶铺', key: 'K_STORES', weight: 40 },
  { name: '查订单', key: 'K_ORDER', weight: 35 },
  { name: '联系茶师', key: 'K_HELP', weight: 25 },
]

export const products: readonly Product[] = [
  ['云雾绿茶 50g', 6800],
  ['高山白茶饼 100g', 12800],
  ['桂花乌龙 80g', 8800],
  ['老树红茶 60g', 7600],
  ['茉莉花茶 50g', 5600],
  ['冷泡茶包 12 支', 3900],
  ['旅行茶具一套', 15800],
  ['山野拼配茶礼', 19800],
].map(([title, priceFen], index) => ({
  productId: String(10000152000000001n + BigInt(index) * 1009n),
  skuId: String(2310000000001n + BigInt(index)),
  title: title as string,
  priceFen: priceFen as number,
}))

const titles = [
  '谷雨前的最后一锅茶',
  '一杯白茶要等几年',
  '怎样用盖碗不烫手',
  '山里的制茶人',
  '下午三点喝什么',
  '茶点的七种搭配',
  '春茶与秋茶',
  '水温这件小事',
]

/** Articles of the days [from, to]: Tuesday, Friday on the service account's sibling, Sunday on the service account. */
export function articlesOf(from: number, to: number): Article[] {
  const list: Article[] = []
  for (let day = from; day <= to; day++) {
    const slot = weekday(day) === 0 ? 'service' : weekday(day) === 2 || weekday(day) === 5 ? 'subscription' : undefined
    if (!slot && day !== from) continue
    const number = list.length + 1
    const publishedAt = dayStart(day) + (day === from ? 7 : 8) * hourMs
    list.push({
      number,
      slot: slot ?? 'service',
      publishedAt,
      title: titles[number % titles.length]!,
      trace: traceOf('oa-article-card', `a${number}`),
    })
  }
  return list
}

/** Lives of the days [from, to], one each planted weekday, 20:00 to 22:00. */
export function livesOf(from: number, to: number, seed: number): Live[] {
  const list: Live[] = []
  for (let day = from; day <= to; day++) {
    if (weekday(day) !== planted.lives.weekday) continue
    const number = list.length + 1
    const startsAt = dayStart(day) + planted.lives.startHour * hourMs
    list.push({
      number,
      exportId: `export/Uz${letters(40, seed, day)}`,
      noticeId: `finderlivenotice-${letters(12, seed, day, 1)}`,
      startsAt,
      endsAt: startsAt + planted.lives.hours * hourMs,
      title: `周四茶会 第 ${number} 场`,
      trace: traceOf('ch-live-mount', `l${number}`),
    })
  }
  return list
}

/** Everything that is up during [from, to]; the lives go on for four weeks beyond. */
export function contentOf(from: number, to: number, seed: number): Content {
  return {
    menuName: '喝茶',
    site: 'https://tea.example/',
    pages,
    menu: [...menu, ...keyMenu],
    products,
    articles: articlesOf(from, to + 28),
    lives: livesOf(from, to + 28, seed),
  }
}
