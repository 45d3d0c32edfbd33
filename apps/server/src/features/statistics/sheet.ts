/** A table out of an uploaded file: XLSX, or text of any encoding and separator, and where its head stands. */
import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { AppError } from '../../errors.ts'
import { toUtf8 } from '../imports/to-utf8.ts'
import { channelsFigures, contentColumns, dayColumns, plainName, titleColumns } from './channels-figures.ts'
import { mostColumns, mostRows, readXlsx, type SheetRow } from './xlsx.ts'

export type Sheet = { sheets: string[]; sheet: string; rows: SheetRow[] }

export async function readSheet(bytes: Buffer, sheet?: string): Promise<Sheet> {
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) return readXlsx(bytes, sheet)
  if (bytes.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0])))
    throw new AppError('invalid_input', 'This is an old .xls file; open it, save it as .xlsx or CSV, and upload that.')
  return { sheets: [''], sheet: '', rows: await readText(bytes) }
}

async function readText(bytes: Buffer): Promise<SheetRow[]> {
  const rows: SheetRow[] = []
  const text = Buffer.concat(await Readable.from([bytes], { objectMode: false }).pipe(toUtf8()).toArray())
  const parser = parse(text, {
    bom: true,
    info: true,
    delimiter: separatorOf(text),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: 1 << 20,
  })
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (rows.length === mostRows) throw new AppError('too_large', `A file may have ${mostRows} rows; split it.`)
      rows.push({ line: info.lines, cells: record.slice(0, mostColumns).map(cell => cell.trim()) })
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('invalid_input', `The file cannot be read as a table: ${(cause as Error).message}. Save it as .xlsx or CSV.`, {
      cause,
    })
  }
  return rows.filter(({ cells }) => cells.some(cell => cell !== ''))
}

/** What stands most often in the first lines. */
function separatorOf(text: Buffer): string {
  const head = text.subarray(0, 4096).toString('utf8')
  const counts = [',', '\t', ';'].map(separator => [head.split(separator).length, separator] as const)
  return counts.sort((a, b) => b[0] - a[0])[0]![1]
}

const knownNames = new Set(
  [...dayColumns, ...contentColumns, ...titleColumns, ...Object.values(channelsFigures).flatMap(figure => figure.columns)].map(plainName),
)

/** Exports begin with a title and a span of days: the head is the row among the first that has most known names, else the first with two cells. */
export function headOf(rows: readonly SheetRow[]): number {
  const first = rows.slice(0, 20)
  const scores = first.map(({ cells }) => cells.filter(cell => knownNames.has(plainName(cell))).length)
  const best = Math.max(0, ...scores)
  const at = best > 0 ? scores.indexOf(best) : first.findIndex(({ cells }) => cells.filter(cell => cell !== '').length >= 2)
  return Math.max(0, at)
}

/** Names of columns, each one once: a repeated or empty one gets its place. */
export function columnsOf(head: SheetRow | undefined): string[] {
  const names: string[] = []
  for (const [i, cell] of (head?.cells ?? []).entries())
    names.push(cell === '' || names.includes(cell) ? `${cell || 'column'} ${i + 1}` : cell)
  return names
}
