/** What a request to ClickHouse's HTTP interface asks for: statement, data, parameters and settings, from wherever they came. */
import type { IncomingMessage } from 'node:http'
import { readBody, readForm } from './body.ts'
import { ChException } from './exceptions.ts'
import type { SessionState } from './sessions.ts'
import { readStatement, type Statement } from './statement.ts'

export type ChRequest = {
  query: string
  statement: Statement
  /** Data of an INSERT, as it came; never turned into text. */
  data: Buffer | undefined
  state: SessionState
  /** The format of the answer: the statement's own, else the one asked for. */
  format: string
  /** The encoding the answer should have; undefined for none. */
  encoding: 'gzip' | 'deflate' | 'br' | undefined
}

/** URL parameters that are no settings of the engine: the interface itself reads them, or they make no sense here. */
const ofInterface = new Set(
  `query database default_format query_id user password quota_key role session_id session_timeout session_check compress decompress buffer_size
  wait_end_of_query http_wait_end_of_query enable_http_compression http_zlib_compression_level http_response_buffer_size stacktrace
  send_progress_in_http_headers http_headers_progress_interval_ms client_protocol_version cancel_http_readonly_queries_on_client_close
  add_http_cors_header http_write_exception_in_output_format`.split(/\s+/),
)

/** @param defaults  settings for requests that don't set them */
export async function readRequest(request: IncomingMessage, url: URL, defaults: Map<string, string>): Promise<ChRequest> {
  if (url.searchParams.has('session_id')) {
    throw new ChException(48, 'NOT_IMPLEMENTED', 'The embedded engine keeps no sessions between requests; leave session_id out')
  }
  const settings = new Map(defaults)
  const params = new Map<string, string>()
  const take = (name: string, value: string) => {
    if (name.startsWith('param_')) params.set(name.slice(6), value)
    else if (!ofInterface.has(name)) settings.set(name, value)
  }
  for (const [name, value] of url.searchParams) take(name, value)

  const body = await readBody(request)
  const contentType = request.headers['content-type'] ?? ''
  const isForm = contentType.startsWith('multipart/form-data')
  let query = url.searchParams.get('query') ?? ''
  if (isForm) {
    for (const { name, value } of readForm(body, contentType)) {
      if (name === 'query') query += value
      else take(name, value)
    }
  }
  const asked = isForm || body.length === 0 ? fromText(query, undefined) : query === '' ? fromBody(body) : fromText(query, body)
  if (asked.query.trim() === '') throw new ChException(62, 'SYNTAX_ERROR', 'Empty query')
  const header = (name: string) => request.headers[name]?.toString()
  return {
    ...asked,
    state: { database: url.searchParams.get('database') ?? header('x-clickhouse-database') ?? 'default', settings, params },
    format: asked.statement.format ?? url.searchParams.get('default_format') ?? header('x-clickhouse-format') ?? 'TabSeparated',
    encoding: url.searchParams.get('enable_http_compression') === '1' ? wantedEncoding(request) : undefined,
  }
}

type Asked = Pick<ChRequest, 'query' | 'statement' | 'data'>

function fromText(query: string, data: Buffer | undefined): Asked {
  const statement = readStatement(query)
  if (statement.several) throw new ChException(62, 'SYNTAX_ERROR', 'Syntax error (Multi-statements are not allowed)')
  if (!data) return { query, statement, data }
  const hasOwnData = statement.kind === 'insert' && statement.format !== undefined && statement.format !== 'Values'
  // Values are expressions, which only the engine's own parser finds the end of; anything else belongs to the text.
  if (!hasOwnData) return fromText(`${query}\n${data.toString('utf8')}`, undefined)
  // The engine takes the rows and writes none of them: better no answer than a wrong one.
  if (statement.selects)
    throw new ChException(48, 'NOT_IMPLEMENTED', 'INSERT ... SELECT FROM input() loses its data here; insert it as it is')
  if (query.slice(statement.formatEnd).replace(/;\s*$/, '').trim() !== '') {
    throw new ChException(48, 'NOT_IMPLEMENTED', 'Nothing may follow FORMAT in an INSERT with data; SETTINGS come before it')
  }
  return { query: query.slice(0, statement.formatEnd), statement, data }
}

/** A statement in the body; when it is an INSERT with data after its FORMAT, the data stays bytes. */
function fromBody(body: Buffer): Asked {
  const head = readStatement(body.toString('latin1', 0, Math.min(body.length, 65_536)))
  if (head.kind !== 'insert' || head.format === undefined || head.format === 'Values') return fromText(body.toString('utf8'), undefined)
  const start = skipSpace(body, head.formatEnd)
  const follows = body.toString('latin1', start, start + 9)
  if (/^settings\b/i.test(follows)) throw new ChException(48, 'NOT_IMPLEMENTED', 'SETTINGS come before FORMAT in an INSERT with data')
  return fromText(body.toString('utf8', 0, head.formatEnd), start < body.length ? body.subarray(start) : undefined)
}

/** Blanks up to and with the first line's end: what follows may itself begin with blanks that mean something. */
function skipSpace(body: Buffer, from: number): number {
  let i = from
  while (body[i] === 32 || body[i] === 9 || body[i] === 13) i++
  return body[i] === 10 ? i + 1 : i
}

function wantedEncoding(request: IncomingMessage): ChRequest['encoding'] {
  const accepted = request.headers['accept-encoding']?.toString() ?? ''
  return (['gzip', 'br', 'deflate'] as const).find(encoding => accepted.includes(encoding))
}
