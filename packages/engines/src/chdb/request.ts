/** What a request to ClickHouse's HTTP interface asks for: statement, data, parameters and settings, from wherever they came. */
import type { IncomingMessage } from 'node:http'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { ChException } from './exceptions.ts'
import type { SessionState } from './sessions.ts'

export type ChRequest = {
  query: string
  /** Data of an INSERT that came apart from its statement. */
  data: Buffer | undefined
  state: SessionState
  format: string
  queryId: string
  /** The encoding the answer should have; undefined for none. */
  encoding: 'gzip' | 'deflate' | 'br' | undefined
  timezone: string | undefined
}

/** URL parameters that are no settings of the engine: the interface itself reads them. */
const ofInterface = new Set([
  'query',
  'database',
  'default_format',
  'query_id',
  'user',
  'password',
  'quota_key',
  'session_id',
  'session_timeout',
  'session_check',
  'role',
  'compress',
  'decompress',
  'buffer_size',
  'wait_end_of_query',
  'enable_http_compression',
  'http_zlib_compression_level',
  'stacktrace',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
  'http_wait_end_of_query',
  'http_response_buffer_size',
  'client_protocol_version',
  'cancel_http_readonly_queries_on_client_close',
  'add_http_cors_header',
  'http_write_exception_in_output_format',
])

/** The largest body held at once. A bigger INSERT should come in several. */
export const longestBody = 512 * 1024 * 1024

export async function readRequest(request: IncomingMessage, url: URL): Promise<ChRequest> {
  const settings = new Map<string, string>()
  const params = new Map<string, string>()
  const take = (name: string, value: string) => {
    if (name.startsWith('param_')) params.set(name.slice(6), value)
    else if (!ofInterface.has(name)) settings.set(name, value)
  }
  for (const [name, value] of url.searchParams) take(name, value)

  let query = url.searchParams.get('query') ?? ''
  let data: Buffer | undefined = await readBody(request)
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(request.headers['content-type'] ?? '')?.[1]
  if (boundary) {
    for (const { name, value } of multipart(data, boundary)) {
      if (name === 'query') query += value
      else take(name, value)
    }
    data = undefined
  } else if (query === '') {
    query = data.toString('utf8')
    data = undefined
  } else if (data.length === 0) {
    data = undefined
  }
  if (query.trim() === '') throw new ChException(62, 'SYNTAX_ERROR', 'Empty query')

  const header = (name: string) => request.headers[name]?.toString()
  return {
    query,
    data,
    state: { database: url.searchParams.get('database') ?? header('x-clickhouse-database') ?? 'default', settings, params },
    format: url.searchParams.get('default_format') ?? header('x-clickhouse-format') ?? 'TabSeparated',
    queryId: url.searchParams.get('query_id') ?? '',
    encoding: url.searchParams.get('enable_http_compression') === '1' ? wantedEncoding(request) : undefined,
    timezone: url.searchParams.get('session_timezone') ?? undefined,
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const encoding = request.headers['content-encoding']
  const stream = encoding === undefined || encoding === 'identity' ? request : request.pipe(decoder(encoding))
  if (stream !== request) request.on('error', error => (stream as ReturnType<typeof createGunzip>).destroy(error))
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > longestBody)
      throw new ChException(307, 'TOO_MANY_BYTES', `The body holds more than ${longestBody} bytes; send it in several inserts`)
    chunks.push(chunk)
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length)
}

function decoder(encoding: string) {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip()
  if (encoding === 'deflate') return createInflate()
  if (encoding === 'br') return createBrotliDecompress()
  throw new ChException(48, 'NOT_IMPLEMENTED', `Content-Encoding ${encoding} is not understood; use gzip, deflate or br`)
}

function wantedEncoding(request: IncomingMessage): ChRequest['encoding'] {
  const accepted = request.headers['accept-encoding']?.toString() ?? ''
  return (['gzip', 'br', 'deflate'] as const).find(encoding => accepted.includes(encoding))
}

/** The fields of a form; file uploads (external tables) are not taken. */
function multipart(body: Buffer, boundary: string): { name: string; value: string }[] {
  const fields: { name: string; value: string }[] = []
  const text = body.toString('latin1')
  for (const part of text.split(`--${boundary}`).slice(1)) {
    if (part.startsWith('--')) break
    const end = part.indexOf('\r\n\r\n')
    const name = /name="([^"]*)"/.exec(part.slice(0, end))?.[1]
    if (end < 0 || name === undefined) continue
    fields.push({ name, value: Buffer.from(part.slice(end + 4).replace(/\r\n$/, ''), 'latin1').toString('utf8') })
  }
  return fields
}
