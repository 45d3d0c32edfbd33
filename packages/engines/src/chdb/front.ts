/** ClickHouse's HTTP interface over the engine's sessions: what `@clickhouse/client` and any other client speaks. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createBrotliCompress, createDeflate, createGzip } from 'node:zlib'
import { asException, ChException, httpStatus } from './exceptions.ts'
import { type ChRequest, readRequest } from './request.ts'
import { addon, type Connection, type EngineSession, type SessionPool } from './sessions.ts'
import { readStatement } from './statement.ts'

export type FrontOptions = { username: string; password: string; pool: SessionPool; spare: Connection; defaults: Map<string, string> }

type Answer = { bytes: Uint8Array; format: string; summary: Record<string, string> }

let count = 0

export function createFront(options: FrontOptions): Server {
  const server = createServer((request, response) => {
    answer(options, request, response).catch(error => fail(response, error, ''))
  })
  // The client gives an idle socket up after 2.5 s; ours must always outlive it.
  server.keepAliveTimeout = 30_000
  server.requestTimeout = 0
  server.headersTimeout = 10_000
  return server
}

async function answer(options: FrontOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://engine')
  if (url.pathname === '/ping') return void response.end('Ok.\n')
  if (url.pathname !== '/') return void response.writeHead(404).end('There is no such path; queries go to /.\n')
  const gone = new AbortController()
  response.on('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  let queryId = url.searchParams.get('query_id') ?? ''
  try {
    checkCredentials(options, request, url)
    const asked = await readRequest(request, url)
    queryId = asked.queryId
    for (const [name, value] of options.defaults) if (!asked.state.settings.has(name)) asked.state.settings.set(name, value)
    const done = await options.pool.use(asked.state, gone.signal, session => run(options, session, asked, gone.signal))
    if (!gone.signal.aborted) send(response, asked, done)
  } catch (error) {
    fail(response, error, queryId)
  }
}

/** Runs the statement on the session; when the asker goes away the engine is told to stop. */
async function run(options: FrontOptions, session: EngineSession, asked: ChRequest, gone: AbortSignal): Promise<Answer> {
  const statement = readStatement(asked.query)
  const strange = session.strangeParams(asked.state).find(name => statement.params.has(name))
  if (strange) throw new ChException(456, 'UNKNOWN_QUERY_PARAMETER', `Substitution \`${strange}\` is not set`)
  await session.become(asked.state)
  const tag = `/*wm${process.pid}.${++count}*/`
  const stop = () => {
    // Never SYNC: it hangs the engine.
    addon.QueryAsyncConnection(options.spare, `KILL QUERY WHERE query LIKE '${tag}%' ASYNC`, 'Null').catch(() => {})
  }
  gone.addEventListener('abort', stop, { once: true })
  try {
    if (gone.aborted) throw new ChException(394, 'QUERY_WAS_CANCELLED', 'Query was cancelled')
    if (statement.isInsert && asked.data) {
      const format = statement.format ? '' : ' FORMAT Values'
      const written = await session.insert(`${tag}${asked.query.replace(/;\s*$/, '')}${format}`, asked.data)
      return { bytes: new Uint8Array(), format: 'Null', summary: summary(written.rowsWritten, written.bytesWritten, 0, 0, written.elapsed) }
    }
    const sql = asked.data ? `${asked.query}\n${asked.data.toString('utf8')}` : asked.query
    const read = await session.run(tag + sql, asked.format)
    return {
      bytes: read.bytes,
      format: statement.format ?? asked.format,
      summary: summary(0, 0, read.rowsRead, read.bytesRead, read.elapsed),
    }
  } finally {
    gone.removeEventListener('abort', stop)
  }
}

function summary(writtenRows: number, writtenBytes: number, readRows: number, readBytes: number, seconds: number): Record<string, string> {
  return {
    read_rows: String(readRows),
    read_bytes: String(readBytes),
    written_rows: String(writtenRows),
    written_bytes: String(writtenBytes),
    total_rows_to_read: '0',
    result_rows: String(writtenRows),
    result_bytes: String(writtenBytes),
    elapsed_ns: String(Math.round(seconds * 1e9)),
  }
}

function send(response: ServerResponse, asked: ChRequest, done: Answer): void {
  const headers: Record<string, string> = {
    'Content-Type': contentType(done.format),
    'X-ClickHouse-Server-Display-Name': 'wematrix',
    'X-ClickHouse-Query-Id': asked.queryId,
    'X-ClickHouse-Format': done.format,
    'X-ClickHouse-Timezone': asked.timezone ?? 'UTC',
    'X-ClickHouse-Summary': JSON.stringify(done.summary),
  }
  if (!asked.encoding) {
    response.writeHead(200, { ...headers, 'Content-Length': String(done.bytes.length) }).end(done.bytes)
    return
  }
  response.writeHead(200, { ...headers, 'Content-Encoding': asked.encoding })
  const packer =
    asked.encoding === 'gzip' ? createGzip({ level: 1 }) : asked.encoding === 'br' ? createBrotliCompress() : createDeflate({ level: 1 })
  packer.pipe(response)
  packer.end(done.bytes)
}

function fail(response: ServerResponse, error: unknown, queryId: string): void {
  if (response.headersSent || response.destroyed) return void response.destroy()
  const { code, text } = asException(error)
  response
    .writeHead(httpStatus(code), {
      'Content-Type': 'text/plain; charset=UTF-8',
      'X-ClickHouse-Exception-Code': String(code),
      'X-ClickHouse-Query-Id': queryId,
      'X-ClickHouse-Server-Display-Name': 'wematrix',
    })
    .end(`${text} (version 26.7.2.1 (embedded))\n`)
}

function contentType(format: string): string {
  if (/^(JSONEachRow|NDJSON|JSONLines|JSONCompactEachRow)/.test(format)) return 'application/x-ndjson; charset=UTF-8'
  if (format.startsWith('JSON')) return 'application/json; charset=UTF-8'
  if (format.startsWith('CSV')) return 'text/csv; charset=UTF-8'
  if (/^(TSV|TabSeparated)/.test(format)) return 'text/tab-separated-values; charset=UTF-8'
  if (/^(Native|RowBinary|Parquet|Arrow|ORC|Avro)/.test(format)) return 'application/octet-stream'
  return 'text/plain; charset=UTF-8'
}

/** Any user of this machine can reach the port; only those who read the state file know the password. */
function checkCredentials(options: FrontOptions, request: IncomingMessage, url: URL): void {
  const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const [basicUser, ...rest] = basic ? Buffer.from(basic, 'base64').toString('utf8').split(':') : []
  const user = request.headers['x-clickhouse-user'] ?? basicUser ?? url.searchParams.get('user') ?? ''
  const password = request.headers['x-clickhouse-key'] ?? (basic ? rest.join(':') : url.searchParams.get('password')) ?? ''
  if (!same(`${user}`, options.username) || !same(`${password}`, options.password)) {
    throw new ChException(
      516,
      'AUTHENTICATION_FAILED',
      `${user || 'default'}: Authentication failed: password is incorrect, or there is no user with such name`,
    )
  }
}

function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
