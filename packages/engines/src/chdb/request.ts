/** What a request to ClickHouse's HTTP interface asks for: statement, data, parameters and settings, from wherever they came. */
import type { IncomingMessage } from 'node:http'
import { readForm, readWhole, unpacked } from './body.ts'
import { ChException } from './exceptions.ts'
import { quote, type SessionState } from './sessions.ts'
import type { Spool } from './spool.ts'
import { readStatement, type Statement } from './statement.ts'

export type ChRequest = {
  query: string
  statement: Statement
  /** The file with the data of an INSERT, which the query names; the caller removes it. */
  file: string | undefined
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
export async function readRequest(request: IncomingMessage, url: URL, defaults: Map<string, string>, spool: Spool): Promise<ChRequest> {
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
  const header = (name: string) => request.headers[name]?.toString()
  const asked = await readQuery(request, url.searchParams.get('query') ?? '', take, spool)
  return {
    ...asked,
    state: { database: url.searchParams.get('database') ?? header('x-clickhouse-database') ?? 'default', settings, params },
    format: asked.statement.format ?? formatName(url.searchParams.get('default_format') ?? header('x-clickhouse-format') ?? 'TabSeparated'),
    encoding: url.searchParams.get('enable_http_compression') === '1' ? wantedEncoding(request) : undefined,
  }
}

type Asked = Pick<ChRequest, 'query' | 'statement' | 'file'>

async function readQuery(
  request: IncomingMessage,
  inUrl: string,
  take: (name: string, value: string) => void,
  spool: Spool,
): Promise<Asked> {
  const contentType = request.headers['content-type'] ?? ''
  if (contentType.startsWith('multipart/form-data')) {
    let query = inUrl
    for (const { name, value } of readForm(await readWhole(unpacked(request)), contentType)) {
      if (name === 'query') query += value
      else take(name, value)
    }
    return plain(query)
  }
  const statement = readStatement(inUrl)
  if (takesData(statement)) return withData(inUrl, statement, unpacked(request), spool)
  const body = await readWhole(unpacked(request))
  if (inUrl !== '') return plain(body.length > 0 ? `${inUrl}\n${body.toString('utf8')}` : inUrl)

  // Only the head is read as text: what follows an INSERT's FORMAT is data, in whatever encoding.
  const head = readStatement(body.toString('latin1', 0, Math.min(body.length, 65_536)))
  if (!takesData(head) || head.formatEnd === body.length) return plain(body.toString('utf8'))
  const start = startOfData(body, head.formatEnd)
  if (/^settings\b/i.test(body.toString('latin1', start, start + 9))) {
    throw new ChException(48, 'NOT_IMPLEMENTED', 'SETTINGS come before FORMAT in an INSERT with data')
  }
  const query = body.toString('utf8', 0, head.formatEnd)
  return withData(query, readStatement(query), one(body.subarray(start)), spool)
}

/** A name that goes into a statement as it is. */
function formatName(name: string): string {
  if (!/^\w+$/.test(name)) throw new ChException(73, 'UNKNOWN_FORMAT', `Unknown format ${name}`)
  return name
}

/** True for an INSERT whose FORMAT names how its data comes. Values are expressions and belong to the statement. */
function takesData({ kind, format, selects }: Statement): boolean {
  return kind === 'insert' && format !== undefined && format !== 'Values' && !selects
}

function plain(query: string): Asked {
  const statement = readStatement(query)
  if (query.trim() === '') throw new ChException(62, 'SYNTAX_ERROR', 'Empty query')
  if (statement.several) throw new ChException(62, 'SYNTAX_ERROR', 'Syntax error (Multi-statements are not allowed)')
  // INSERT ... SELECT FROM input(): the engine takes the rows and writes none of them. Better no answer than a wrong one.
  if (statement.kind === 'insert' && statement.selects && statement.format) {
    throw new ChException(48, 'NOT_IMPLEMENTED', 'INSERT ... SELECT with a FORMAT takes no data here; insert the data as it is')
  }
  return { query, statement, file: undefined }
}

async function withData(query: string, statement: Statement, body: AsyncIterable<Buffer>, spool: Spool): Promise<Asked> {
  if (query.slice(statement.formatEnd).replace(/;\s*$/, '').trim() !== '') {
    throw new ChException(48, 'NOT_IMPLEMENTED', 'Nothing may follow FORMAT in an INSERT with data; SETTINGS come before it')
  }
  const file = await spool.keep(body)
  const source = ` FROM INFILE ${quote(file)} COMPRESSION 'none' `
  return { query: query.slice(0, statement.sourceAt) + source + query.slice(statement.sourceAt, statement.formatEnd), statement, file }
}

/** Blanks up to and with the first line's end are no data; what follows may itself begin with blanks that mean something. */
function startOfData(body: Buffer, from: number): number {
  let i = from
  while (body[i] === 32 || body[i] === 9 || body[i] === 13) i++
  return body[i] === 10 ? i + 1 : i
}

async function* one(piece: Buffer): AsyncGenerator<Buffer> {
  yield piece
}

function wantedEncoding(request: IncomingMessage): ChRequest['encoding'] {
  const accepted = request.headers['accept-encoding']?.toString() ?? ''
  return (['gzip', 'br', 'deflate'] as const).find(encoding => accepted.includes(encoding))
}
