/**
 * Sheets of an XLSX file as rows of text. The unpacked size is bounded by what the archive's list declares, and no more than that is
 * ever unpacked; entities are not expanded beyond XML's own five.
 */
import { setImmediate as breathe } from 'node:timers/promises'
import { strFromU8, unzipSync } from 'fflate'
import { SaxesParser } from 'saxes'
import { AppError } from '../../errors.ts'

export type SheetRow = { line: number; cells: string[] }

/** Of all parts together. */
export const mostUnpackedBytes = 24 << 20
export const mostRows = 20_000
export const mostColumns = 200
const chunk = 128 << 10

const unreadable = (why: string, cause?: unknown) =>
  new AppError('invalid_input', `The XLSX file cannot be read: ${why}. Open it, save it again as .xlsx or CSV, and upload that.`, { cause })

/** Throws `invalid_input` for what is no XLSX, `too_large` for what unpacks to too much. */
function unpack(bytes: Buffer, wanted: (name: string) => boolean): Map<string, string> {
  let total = 0
  try {
    const files = unzipSync(bytes, {
      filter({ name, originalSize }) {
        if (!wanted(name)) return false
        total += originalSize
        if (total > mostUnpackedBytes)
          throw new AppError('too_large', `The file unpacks to more than ${mostUnpackedBytes >> 20} MB; split it, or save it as CSV.`)
        return true
      },
    })
    return new Map(Object.entries(files).map(([name, content]) => [name, strFromU8(content)]))
  } catch (cause) {
    throw cause instanceof AppError ? cause : unreadable('it is no whole archive', cause)
  }
}

type Handlers = {
  open?: (name: string, attributes: Readonly<Record<string, string>>) => void
  text?: (text: string) => void
  close?: (name: string) => void
  /** True: enough was read. */
  enough?: () => boolean
}

const local = (name: string) => name.slice(name.indexOf(':') + 1)

/** Parses in pieces, so that what waits for an answer meanwhile gets it. */
async function parse(xml: string, { open, text, close, enough }: Handlers): Promise<void> {
  const parser = new SaxesParser()
  parser.on('opentag', tag => open?.(local(tag.name), tag.attributes as Record<string, string>))
  parser.on('text', value => text?.(value))
  parser.on('closetag', tag => close?.(local(tag.name)))
  parser.on('error', error => {
    throw unreadable('a part of it is no XML', error)
  })
  for (let from = 0; from < xml.length && !enough?.(); from += chunk) {
    parser.write(xml.slice(from, from + chunk))
    await breathe()
  }
  // What is cut short, or longer than the archive's list says, ends in the middle.
  if (!enough?.()) parser.close()
}

/** The names of all sheets, and one of them: the named one, else the first. */
export async function readXlsx(bytes: Buffer, sheet?: string): Promise<{ sheets: string[]; sheet: string; rows: SheetRow[] }> {
  const parts = unpack(bytes, name => /^xl\/(workbook|sharedStrings|styles)\.xml$|^xl\/_rels\/workbook\.xml\.rels$/.test(name))
  const workbook = parts.get('xl/workbook.xml')
  if (!workbook) throw unreadable('it holds no workbook')
  const found: { name: string; id: string }[] = []
  let date1904 = false
  await parse(workbook, {
    open(name, attributes) {
      if (name === 'sheet') found.push({ name: attributes.name ?? '', id: attributes['r:id'] ?? '' })
      if (name === 'workbookPr') date1904 = attributes.date1904 === '1' || attributes.date1904 === 'true'
    },
  })
  const targets = new Map<string, string>()
  await parse(parts.get('xl/_rels/workbook.xml.rels') ?? '<none/>', {
    open(name, attributes) {
      if (name === 'Relationship') targets.set(attributes.Id ?? '', (attributes.Target ?? '').replace(/^\/?(xl\/)?/, 'xl/'))
    },
  })
  const chosen = found.find(({ name }) => name === sheet) ?? found[0]
  const path = chosen && targets.get(chosen.id)
  const xml = path && unpack(bytes, name => name === path).get(path)
  if (!chosen || !xml) throw unreadable('it has no sheet')
  const strings = await sharedStrings(parts.get('xl/sharedStrings.xml'))
  const dates = await dateStyles(parts.get('xl/styles.xml'))
  return { sheets: found.map(({ name }) => name), sheet: chosen.name, rows: await rowsOf(xml, { strings, dates, date1904 }) }
}

async function sharedStrings(xml: string | undefined): Promise<string[]> {
  const strings: string[] = []
  let reading = false
  let ruby = false
  if (xml)
    await parse(xml, {
      open(name) {
        if (name === 'si') strings.push('')
        if (name === 'rPh') ruby = true
        reading = name === 't' && !ruby
      },
      text(value) {
        if (reading && strings.length > 0) strings[strings.length - 1] += value
      },
      close(name) {
        if (name === 'rPh') ruby = false
        if (name === 't') reading = false
      },
    })
  return strings
}

/** By number of a cell's style: is it a day, or a time of day? */
async function dateStyles(xml: string | undefined): Promise<('date' | 'time' | 'number')[]> {
  const formats = new Map<number, string>()
  const styles: ('date' | 'time' | 'number')[] = []
  let inCells = false
  const kindOf = (id: number) => {
    if ((id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)) return 'date'
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47)) return 'time'
    const code = (formats.get(id) ?? '').replace(/"[^"]*"|\\.|\[[^hms\]]*\]/gi, '')
    return /[yd年日]/i.test(code) ? 'date' : /[hs]/i.test(code) ? 'time' : 'number'
  }
  if (xml)
    await parse(xml, {
      open(name, attributes) {
        if (name === 'numFmt') formats.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
        if (name === 'cellXfs') inCells = true
        if (name === 'xf' && inCells) styles.push(kindOf(Number(attributes.numFmtId ?? 0)))
      },
      close(name) {
        if (name === 'cellXfs') inCells = false
      },
    })
  return styles
}

type Book = { strings: readonly string[]; dates: readonly ('date' | 'time' | 'number')[]; date1904: boolean }

async function rowsOf(xml: string, book: Book): Promise<SheetRow[]> {
  const rows: SheetRow[] = []
  let row: SheetRow | undefined
  let cell: { column: number; type: string; style: number; text: string } | undefined
  let reading = false
  await parse(xml, {
    enough: () => rows.length > mostRows,
    open(name, attributes) {
      if (name === 'row') {
        row = { line: Number(attributes.r ?? 0) || (rows.at(-1)?.line ?? 0) + 1, cells: [] }
        rows.push(row)
      } else if (name === 'c' && row) {
        const column = attributes.r ? columnOf(attributes.r) : row.cells.length
        cell = { column, type: attributes.t ?? 'n', style: Number(attributes.s ?? 0), text: '' }
      }
      reading = name === 'v' || name === 't'
    },
    text(value) {
      if (cell && reading) cell.text += value
    },
    close(name) {
      reading = false
      if (name !== 'c' || !cell || !row) return
      if (cell.column < mostColumns) {
        while (row.cells.length < cell.column) row.cells.push('')
        row.cells[cell.column] = textOf(cell, book)
      }
      cell = undefined
    },
  })
  if (rows.length > mostRows) throw new AppError('too_large', `A sheet may have ${mostRows} rows; split the file.`)
  return rows.filter(({ cells }) => cells.some(text => text !== ''))
}

function textOf({ type, style, text }: { type: string; style: number; text: string }, { strings, dates, date1904 }: Book): string {
  if (type === 's') return (strings[Number(text)] ?? '').trim()
  if (type !== 'n' || text === '') return type === 'e' ? '' : text.trim()
  const number = Number(text)
  const kind = dates[style]
  if (kind === 'date' && number >= 1 && number < 200_000) {
    const days = number + (date1904 ? 1462 : 0)
    const at = new Date(Math.round((days - 25_569) * 86_400) * 1000).toISOString()
    return days % 1 === 0 ? at.slice(0, 10) : at.slice(0, 19).replace('T', ' ')
  }
  if (kind === 'time' && number >= 0 && number < 100) return clockOf(Math.round(number * 86_400))
  return text
}

function clockOf(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** `C7` → 2. */
function columnOf(place: string): number {
  let column = 0
  for (const letter of /^[A-Z]+/.exec(place)?.[0] ?? 'A') column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}

/** 2 → `C`. */
export function letterOf(column: number): string {
  return (column >= 26 ? letterOf(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26))
}
