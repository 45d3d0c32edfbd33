/** The answer to a request: results whole or piece by piece, packed when asked, exceptions as ClickHouse tells them. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { createBrotliCompress, createDeflate, createGzip } from 'node:zlib'
import { asException, httpStatus } from './exceptions.ts'
import type { ChRequest } from './request.ts'

export type Figures = { writtenRows?: number; writtenBytes?: number; readRows?: number; readBytes?: number; elapsed?: number }

/** Results below this are held back until they are complete, so that an exception still gets its status. */
const heldBytes = 1024 * 1024

/** A reader who takes nothing for so long loses the session it holds. */
const stallMs = 120_000

/** Shorter results travel unpacked: packing would take longer than sending. */
const shortest = 1400

export function sendWhole(response: ServerResponse, asked: ChRequest, queryId: string, bytes: Buffer, figures: Figures): void {
  const head = headers(asked, queryId, figures)
  const packer = bytes.length < shortest ? undefined : packerOf(asked.encoding)
  if (!packer) return void response.writeHead(200, { ...head, 'Content-Length': String(bytes.length) }).end(bytes)
  response.writeHead(200, { ...head, 'Content-Encoding': asked.encoding! })
  packer.pipe(response)
  packer.end(bytes)
}

/**
 * Sends a result as it comes, no faster than it is read. What fails before the first megabyte is thrown;
 * what fails later is told at the end of the body, in the way the client looks for.
 */
export async function sendStream(
  response: ServerResponse,
  asked: ChRequest,
  queryId: string,
  pieces: AsyncIterable<Buffer>,
): Promise<void> {
  const held: Buffer[] = []
  let length = 0
  let output: NodeJS.WritableStream | undefined
  const tag = randomBytes(8).toString('hex')
  try {
    for await (const piece of pieces) {
      if (output) {
        if (!output.write(piece)) await drained(output, response)
        continue
      }
      held.push(piece)
      length += piece.length
      if (length < heldBytes) continue
      output = begin(response, asked, queryId, tag)
      output.write(Buffer.concat(held.splice(0), length))
    }
  } catch (error) {
    if (!output || response.destroyed) throw error
    const text = `${asException(error).text}\n`
    output.end(`\r\n__exception__\r\n${tag}\r\n${text}${Buffer.byteLength(text)} ${tag}\r\n__exception__\r\n`)
    return
  }
  if (output) output.end()
  else sendWhole(response, asked, queryId, Buffer.concat(held, length), {})
}

function begin(response: ServerResponse, asked: ChRequest, queryId: string, tag: string): NodeJS.WritableStream {
  const head = { ...headers(asked, queryId, {}), 'X-ClickHouse-Exception-Tag': tag }
  const packer = packerOf(asked.encoding)
  response.writeHead(200, packer ? { ...head, 'Content-Encoding': asked.encoding! } : head)
  if (!packer) return response
  packer.pipe(response)
  return packer
}

async function drained(output: NodeJS.WritableStream, response: ServerResponse): Promise<void> {
  const waiting = new AbortController()
  const timer = setTimeout(() => response.destroy(), stallMs)
  const closed = () => waiting.abort()
  response.once('close', closed)
  try {
    if (response.destroyed) throw new Error('The reader has gone')
    await once(output, 'drain', { signal: waiting.signal })
  } finally {
    clearTimeout(timer)
    response.off('close', closed)
  }
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
  return {
    'Content-Type': contentType(asked.format),
    'X-ClickHouse-Server-Display-Name': 'wematrix',
    'X-ClickHouse-Query-Id': queryId,
    'X-ClickHouse-Format': asked.format,
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
  if (/EachRow/.test(format) && format.startsWith('JSON')) return 'application/x-ndjson; charset=UTF-8'
  if (format.startsWith('JSON')) return 'application/json; charset=UTF-8'
  if (format.startsWith('CSV')) return 'text/csv; charset=UTF-8'
  if (/^(TSV|TabSeparated)/.test(format)) return 'text/tab-separated-values; charset=UTF-8'
  if (/^(Native|RowBinary|Parquet|Arrow|ORC|Avro)/.test(format)) return 'application/octet-stream'
  return 'text/plain; charset=UTF-8'
}
