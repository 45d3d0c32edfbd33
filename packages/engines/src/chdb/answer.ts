/** The answer to a request: results from memory or from a file, packed when asked, exceptions as ClickHouse tells them. */
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliCompress, createDeflate, createGzip } from 'node:zlib'
import { asException, httpStatus } from './exceptions.ts'
import type { ChRequest } from './request.ts'

export type Figures = { writtenRows?: number; writtenBytes?: number; readRows?: number; readBytes?: number; elapsed?: number }

/** Shorter results travel unpacked: packing would take longer than sending. */
const shortest = 1400

/** Results up to here are read at once. */
const pieceBytes = 256 * 1024

export type Result = { bytes: Buffer; figures: Figures } | { file: string; figures: Figures }

/** Sends a complete result, no faster than it is read. */
export async function sendResult(response: ServerResponse, asked: ChRequest, queryId: string, result: Result): Promise<void> {
  const length = 'bytes' in result ? result.bytes.length : (await stat(result.file)).size
  const head = headers(asked, queryId, result.figures)
  const packer = length < shortest ? undefined : packerOf(asked.encoding)
  response.writeHead(200, packer ? { ...head, 'Content-Encoding': asked.encoding! } : { ...head, 'Content-Length': String(length) })
  const bytes = 'bytes' in result ? result.bytes : length <= pieceBytes ? await readFile(result.file) : undefined
  if (bytes && !packer) return void response.end(bytes)
  const source =
    bytes || !('file' in result)
      ? Readable.from([bytes ?? Buffer.alloc(0)], { objectMode: false })
      : createReadStream(result.file, { highWaterMark: pieceBytes })
  await (packer ? pipeline(source, packer, response) : pipeline(source, response))
}

export function sendException(response: ServerResponse, error: unknown, queryId: string): void {
  if (response.headersSent || response.destroyed) return void response.destroy()
  const { code, text } = asException(error)
  response
    .writeHead(httpStatus(code), {
      'Content-Type': 'text/plain; charset=UTF-8',
      'X-ClickHouse-Server-Display-Name': 'wematrix',
      'X-ClickHouse-Query-Id': queryId,
      'X-ClickHouse-Exception-Code': String(code),
    })
    .end(`${text}\n`)
}

function headers(asked: ChRequest, queryId: string, figures: Figures): Record<string, string> {
  const format = asked.statement.kind === 'insert' ? 'Null' : asked.format
  return {
    'Content-Type': contentType(format),
    'X-ClickHouse-Server-Display-Name': 'wematrix',
    'X-ClickHouse-Query-Id': queryId,
    'X-ClickHouse-Format': format,
    'X-ClickHouse-Timezone': asked.state.settings.get('session_timezone') ?? 'UTC',
    'X-ClickHouse-Summary': JSON.stringify({
      read_rows: String(figures.readRows ?? 0),
      read_bytes: String(figures.readBytes ?? 0),
      written_rows: String(figures.writtenRows ?? 0),
      written_bytes: String(figures.writtenBytes ?? 0),
      total_rows_to_read: '0',
      result_rows: String(figures.writtenRows ?? 0),
      result_bytes: String(figures.writtenBytes ?? 0),
      elapsed_ns: String(Math.round((figures.elapsed ?? 0) * 1e9)),
    }),
  }
}

function packerOf(encoding: ChRequest['encoding']) {
  if (encoding === 'gzip') return createGzip({ level: 1 })
  if (encoding === 'deflate') return createDeflate({ level: 1 })
  if (encoding === 'br') return createBrotliCompress()
  return undefined
}

function contentType(format: string): string {
  if (format.startsWith('JSON')) return `application/${format.endsWith('EachRow') ? 'x-ndjson' : 'json'}; charset=UTF-8`
  if (format.startsWith('CSV')) return 'text/csv; charset=UTF-8'
  if (/^(TSV|TabSeparated)/.test(format)) return 'text/tab-separated-values; charset=UTF-8'
  if (/^(Native|RowBinary|Parquet|Arrow|ORC|Avro)/.test(format)) return 'application/octet-stream'
  return 'text/plain; charset=UTF-8'
}
