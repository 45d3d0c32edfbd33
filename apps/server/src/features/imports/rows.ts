/** Rows of a CSV or NDJSON file as they stream by, each with its line number. */
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { storable } from '../../infra/storable.ts'
import { toUtf8 } from './to-utf8.ts'

export type FileFormat = 'csv' | 'ndjson'
export type FileRow = { line: number; row: Record<string, unknown> } | { line: number; reason: string; raw: string }

export function formatOf(file: string): FileFormat {
  return /\.(ndjson|jsonl|json)$/i.test(file) ? 'ndjson' : 'csv'
}

/** Text of any encoding that `toUtf8` knows. Reading errors of `bytes` come out of the rows. */
export function readRows(bytes: Readable, format: FileFormat): AsyncGenerator<FileRow> {
  const text = toUtf8()
  bytes.on('error', error => text.destroy(error))
  return format === 'ndjson' ? ndjsonRows(bytes.pipe(text)) : csvRows(bytes.pipe(text))
}

async function* ndjsonRows(bytes: Readable): AsyncGenerator<FileRow> {
  let line = 0
  for await (const text of createInterface({ input: bytes, crlfDelay: Number.POSITIVE_INFINITY })) {
    line++
    if (text.trim() === '') continue
    try {
      const row: unknown = JSON.parse(line === 1 ? text.replace(/^\ufeff/, '') : text)
      if (typeof row === 'object' && row !== null && !Array.isArray(row)) yield { line, row: storable(row as Record<string, unknown>) }
      else yield { line, reason: 'the line is no JSON object', raw: text }
    } catch {
      yield { line, reason: 'the line is no JSON', raw: text }
    }
  }
}

type Skipped = { line: number; reason: string; raw: string }

async function* csvRows(bytes: Readable): AsyncGenerator<FileRow> {
  const skipped: Skipped[] = []
  const parser = bytes.pipe(
    parse({
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      max_record_size: 1 << 20,
    }),
  )
  parser.on('skip', (error: { message: string; lines?: number }) =>
    skipped.push({ line: error.lines ?? 0, reason: error.message, raw: '' }),
  )
  let columns: string[] | undefined
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
    for (const skip of skipped.splice(0)) yield skip
    if (!columns) {
      columns = record.map(name => name.trim())
      continue
    }
    if (record.length !== columns.length) {
      yield { line: info.lines, reason: `${record.length} fields where the head has ${columns.length}`, raw: record.join(',') }
      continue
    }
    const row: Record<string, unknown> = {}
    for (let i = 0; i < columns.length; i++) row[columns[i]!] = record[i]
    yield { line: info.lines, row: storable(row) }
  }
  yield* skipped
}
