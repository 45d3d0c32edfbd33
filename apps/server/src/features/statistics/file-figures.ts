/** Rows of a file become figures: which column is what, and what a cell says. Pure. */
import { dayNumber, dayOfNumber } from '../../stats/calendar.ts'
import { channelsFigures, contentColumns, dayColumns, plainName, titleColumns } from './channels-figures.ts'
import type { FileMapping, FileProblem } from './schema.ts'
import { letterOf, type SheetRow } from './xlsx.ts'

export type FileFigure = { line: number; day: string; content: string; metric: string; value: number }

export type FigureRow = { line: number; day: string; content: string; title: string; values: { metric: string; value: number }[] }

export type FileFigures = { rows: FigureRow[]; problems: FileProblem[]; titles: Map<string, string> }

/** What columns' names say by themselves. A column is one thing only; days first, then figures. */
export function guessMapping(columns: readonly string[]): FileMapping {
  const taken = new Set<string>()
  const find = (names: readonly string[]) => {
    for (const name of names) {
      const column = columns.find(column => !taken.has(column) && plainName(column) === plainName(name))
      if (column === undefined) continue
      taken.add(column)
      return column
    }
    return undefined
  }
  const day = find(dayColumns)
  const figures: Record<string, string> = {}
  for (const [metric, { columns: names }] of Object.entries(channelsFigures)) {
    const column = find(names)
    if (column !== undefined) figures[metric] = column
  }
  const content = find(contentColumns)
  const title = find(titleColumns)
  return { ...(day ? { day } : {}), ...(content ? { content } : {}), ...(title ? { title } : {}), figures }
}

/** What must be said before the file can be read; undefined when nothing. */
export function missingOf(mapping: FileMapping, columns: readonly string[]): FileProblem['reason'] | undefined {
  const used = [mapping.day, mapping.content, mapping.title, ...Object.values(mapping.figures)]
  const unknown = used.find(column => column !== undefined && !columns.includes(column))
  if (unknown !== undefined)
    return { zh: `文件里没有“${unknown}”这一列，请重新选择。`, en: `The file has no column "${unknown}"; choose another one.` }
  if (!mapping.day) return { zh: '请选择哪一列是日期。', en: 'Say which column is the day.' }
  if (Object.keys(mapping.figures).length === 0)
    return { zh: '请至少选择一个数字所在的列。', en: 'Say for at least one figure which column it is.' }
  return undefined
}

/** Rows that sum the others up. */
const sumWords = /^(合计|总计|汇总|总和|total|sum)$/i

/**
 * @param rows   those below the head
 * @param today  days after it are refused
 */
export function figuresOf(rows: readonly SheetRow[], columns: readonly string[], mapping: FileMapping, today: string): FileFigures {
  const place = (column: string | undefined) => (column === undefined ? -1 : columns.indexOf(column))
  const [dayAt, contentAt, titleAt] = [place(mapping.day), place(mapping.content), place(mapping.title)]
  const result: FileFigures = { rows: [], problems: [], titles: new Map() }
  const seen = new Map<string, FigureRow>()
  for (const { line, cells } of rows) {
    const refuse = (column: number, reason: FileProblem['reason']) =>
      result.problems.push({ line, cell: `${letterOf(Math.max(0, column))}${line}`, text: (cells[column] ?? '').slice(0, 60), reason })
    const written = cells[dayAt] ?? ''
    if (sumWords.test(written)) continue
    const day = dayIn(written)
    if (day === undefined) {
      refuse(dayAt, { zh: '不是日期，请写成 2026-11-22 这样', en: 'is no day; write it like 2026-11-22' })
      continue
    }
    if (day > today) {
      refuse(dayAt, { zh: '日期在未来', en: 'lies in the future' })
      continue
    }
    const content = (cells[contentAt] ?? '').slice(0, 200)
    if (contentAt >= 0 && content === '') {
      refuse(contentAt, { zh: '没有视频或直播的编号', en: 'names no video or live' })
      continue
    }
    const title = (cells[titleAt] ?? '').slice(0, 200)
    const values: FigureRow['values'] = []
    for (const [metric, column] of Object.entries(mapping.figures)) {
      const at = place(column)
      const text = cells[at] ?? ''
      if (isAbsent(text)) continue
      const value = numberIn(text, channelsFigures[metric]?.unit ?? 'count')
      if (value === undefined) refuse(at, { zh: '不是数字', en: 'is no number' })
      else values.push({ metric, value })
    }
    if (values.length === 0) continue
    const row: FigureRow = { line, day, content, title, values }
    const before = seen.get(`${day}\n${content}`)
    if (before && !sameValues(before, row)) {
      const [zh, en] = contentAt >= 0 ? ['日期和编号', 'day and content'] : ['日期', 'day']
      refuse(dayAt, {
        zh: `与第 ${before.line} 行的${zh}相同而数字不同`,
        en: `has the same ${en} as line ${before.line} and other figures`,
      })
      continue
    }
    if (before) continue
    seen.set(`${day}\n${content}`, row)
    if (content !== '' && title !== '') result.titles.set(content, title)
    result.rows.push(row)
  }
  return result
}

const sameValues = (a: FigureRow, b: FigureRow) => JSON.stringify(a.values) === JSON.stringify(b.values)

const isAbsent = (text: string) => text === '' || /^[-–—]+$|^n\/?a$|^无$/i.test(text)

/** `2026-11-22`, `2026/11/22 10:00`, `2026年11月22日`, `20261122`. */
export function dayIn(text: string): string | undefined {
  const match = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?!\d)/.exec(text.trim())
  if (!match) return undefined
  const [, year, month = match[4], date = match[5]] = match
  const day = `${year}-${month!.padStart(2, '0')}-${date!.padStart(2, '0')}`
  const number = dayNumber(day)
  return Number.isFinite(number) && dayOfNumber(number) === day && day >= '2020-01-01' ? day : undefined
}

/** `1,234`, `1.2万`, `35.2%`, `00:01:23`, `1分20秒`, as counts, shares between 0 and 1, or seconds. */
export function numberIn(text: string, unit: 'count' | 'share' | 'seconds'): number | undefined {
  const plain = text.replace(/[,，\s]/g, '')
  if (unit === 'seconds') {
    const clock = /^(?:(\d+):)?(\d{1,2}):(\d{1,2})$/.exec(plain)
    if (clock) return Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3])
    const words = /^(?:(\d+)(?:小时|时|h))?(?:(\d+)(?:分钟|分|min|m))?(?:(\d+(?:\.\d+)?)(?:秒|s))?$/i.exec(plain)
    if (words && plain !== '') return Number(words[1] ?? 0) * 3600 + Number(words[2] ?? 0) * 60 + Number(words[3] ?? 0)
  }
  const match = /^(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(%|万|亿)?$/i.exec(plain)
  if (!match) return undefined
  const number = Number(match[1])
  if (match[2] === '%') return unit === 'share' ? round(number / 100) : undefined
  if (match[2]) return round(number * (match[2] === '万' ? 1e4 : 1e8))
  // A share without its sign is one already, or was written as per cent.
  if (unit === 'share') return number <= 1 ? number : number <= 100 ? round(number / 100) : undefined
  return number
}

const round = (value: number) => Number(value.toPrecision(12))
