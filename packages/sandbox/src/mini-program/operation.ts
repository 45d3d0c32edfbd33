/** The operations centre: sources of visits, and how quickly the app runs. */
import { getPerformance, listOperationScenes, type PerformanceTable } from '@wematrix/wechat'
import { on, Refusal } from '../api/on.ts'
import { dayOf, dayStart, dayText } from '../days.ts'
import { wobble } from '../state/channels-figures.ts'
import { visitSources } from '../state/visit-sources.ts'

on(listOperationScenes, ({ account }) => {
  if (!account.miniProgram.settings.released) throw new Refusal(507_010, 'no released mini program')
  return {
    errcode: 0,
    errmsg: 'ok',
    scene: [{ name: '全部', value: '@_all' }, ...visitSources.map(({ key, name }) => ({ name, value: key }))],
  }
})

/** Tables of each module with a figure to move around; only 10022 is named in the sample, the other names are ours. */
const modules: Record<string, { id: string; zh: string; about: number }[]> = {
  '10016': [{ id: 'open_rate', zh: '打开率', about: 96 }],
  '10017': [
    { id: 'launch', zh: '启动总耗时', about: 1850 },
    { id: 'download', zh: '下载耗时', about: 620 },
  ],
  '10021': [{ id: 'switch', zh: '页面切换耗时', about: 310 }],
  '10022': [
    { id: 'memorydiff', zh: '内存增长均值', about: 71 },
    { id: 'memory', zh: '内存均值', about: 308 },
  ],
  '10023': [{ id: 'memory_warning', zh: '内存异常次数', about: 3 }],
}
const secondsOf30Days = 30 * 86_400

on(getPerformance, ({ realm, now }, { time, module, params }) => {
  const tables = modules[String(module)]
  if (!tables || !time?.begin_timestamp || !time.end_timestamp || !Array.isArray(params)) throw new Refusal(40097, 'invalid args')
  const { begin_timestamp: begin, end_timestamp: end } = time
  if (end < begin || end - begin > secondsOf30Days) throw new Refusal(40097, 'invalid args: time, 30 days at most')
  const days = Array.from({ length: dayOf(end * 1000) - dayOf(begin * 1000) + 1 }, (_, n) => dayOf(begin * 1000) + n)
  const full = days.filter(day => dayStart(day + 1) <= now)
  const list: PerformanceTable[] = tables.map(({ id, zh, about }, n) => {
    const value = (day: number) => (about * wobble(realm, day, 300 + n)).toFixed(4)
    return { id, zh, lines: [{ fields: full.map(day => ({ refdate: dayText(day).replaceAll('-', ''), value: value(day) })) }] }
  })
  return { errcode: 0, errmsg: 'ok', data: { body: { tables: list, count: list.length } } }
})
