/** What the school puts up: pages, menu, courses, four articles a week by two teachers, a live class every Sunday. */
import { dayStart, hourMs, weekday } from '../../days.ts'
import { letters } from '../../random.ts'
import { traceOf } from '../traces.ts'
import type { Article, Content, Live, MenuItem, Product } from '../world.ts'
import { planted } from './planted.ts'

export const pages = [
  'pages/index/index',
  'pages/course/list',
  'pages/course/detail',
  'pages/trial/index',
  'pages/lesson/index',
  'pages/learning/index',
  'pages/order/confirm',
  'pages/order/list',
  'pages/teacher/index',
  'pages/live/index',
  'pages/me/index',
] as const

const menu: readonly MenuItem[] = [
  { name: '试听一课', pagepath: `pages/trial/index?t=${traceOf('oa-menu', 'm1')}`, weight: 40 },
  { name: '全部课程', pagepath: `pages/course/list?t=${traceOf('oa-menu', 'm2')}`, weight: 30 },
  { name: '我的学习', pagepath: `pages/learning/index?t=${traceOf('oa-menu', 'm3')}`, weight: 30 },
  { name: '上课时间', key: 'K_TIMES', weight: 40 },
  { name: '联系班主任', key: 'K_TUTOR', weight: 35 },
  { name: '开发票', key: 'K_INVOICE', weight: 25 },
]

/** A month of lessons each. */
export const courses: readonly Product[] = [
  ['零基础写作 28 天', 29900],
  ['书法入门 28 天', 19900],
  ['诗词精读 28 天', 25900],
  ['公众号写作营 28 天', 39900],
].map(([title, priceFen], index) => ({
  productId: String(10000198000000001n + BigInt(index) * 1013n),
  skuId: String(2410000000001n + BigInt(index)),
  title: title as string,
  priceFen: priceFen as number,
}))

const subjects = [
  '为什么总是读完就忘',
  '一个句子怎样站得住',
  '从抄写开始',
  '写不出来的那一天',
  '一首诗读三遍',
  '开头第一句',
  '每天二十分钟',
  '改稿的五个问题',
]

/** Who wrote an article: its first words say so. */
export function teacherOf({ title }: Pick<Article, 'title'>): string {
  return title.slice(0, title.indexOf('：'))
}

/** Articles of the days [from, to], at seven in the evening: Monday and Thursday by the better teacher, Tuesday and Saturday by the other. */
function articlesOf(from: number, to: number): Article[] {
  const list: Article[] = []
  for (let day = from; day <= to; day++) {
    const better = [1, 4].includes(weekday(day))
    if (!better && ![2, 6].includes(weekday(day)) && day !== from) continue
    const number = list.length + 1
    list.push({
      number,
      slot: weekday(day) === 6 ? 'service' : 'subscription',
      publishedAt: dayStart(day) + (day === from ? 0 : 19) * hourMs,
      title: `${better ? planted.teachers.better : planted.teachers.other}：${subjects[number % subjects.length]!}`,
      trace: traceOf('oa-article-card', `a${number}`),
    })
  }
  return list
}

function livesOf(from: number, to: number, seed: number): Live[] {
  const list: Live[] = []
  for (let day = from; day <= to; day++) {
    if (weekday(day) !== planted.liveClass.weekday) continue
    const number = list.length + 1
    const startsAt = dayStart(day) + planted.liveClass.startHour * hourMs
    list.push({
      number,
      exportId: `export/Uz${letters(40, seed, day, 2)}`,
      noticeId: `finderlivenotice-${letters(12, seed, day, 3)}`,
      startsAt,
      endsAt: startsAt + planted.liveClass.hours * hourMs,
      title: `周日公开课 第 ${number} 讲`,
      trace: traceOf('ch-live-mount', `l${number}`),
    })
  }
  return list
}

/** Everything that is up during [from, to]; it goes on for four weeks beyond. */
export function contentOf(from: number, to: number, seed: number): Content {
  return {
    menuName: '上课',
    site: 'https://school.example/',
    pages,
    menu,
    products: courses,
    articles: articlesOf(from, to + 28),
    lives: livesOf(from, to + 28, seed),
  }
}
