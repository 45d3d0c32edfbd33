/** ClickHouse's HTTP interface over the engine's sessions: what `@clickhouse/client` and any other client speaks. */
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type Result, sendException, sendResult } from './answer.ts'
import { ChException } from './exceptions.ts'
import type { SessionPool } from './pool.ts'
import { type ChRequest, readRequest } from './request.ts'
import { type EngineSession, quote } from './sessions.ts'
import type { Spool } from './spool.ts'

export type FrontOptions = { username: string; password: string; pool: SessionPool; spool: Spool; defaults: Map<string, string> }

let count = 0

export function createFront(options: FrontOptions): Server {
  // Parameters travel in the address, and ClickHouse takes one of a mebibyte; Node alone would stop at 16 KB.
  const server = createServer({ maxHeaderSize: 1_048_576 + 65_536 }, (request, response) => {
    const queryId = new URL(request.url ?? '/', 'http://engine').searchParams.get('query_id') || randomUUID()
    answer(options, request, response, queryId).catch(error => {
      // What is left of the body is not read: the socket would be of no more use.
      if (!request.complete && !response.headersSent) response.setHeader('Connection', 'close')
      sendException(response, error, queryId)
    })
  })
  // The client gives an idle socket up after 2.5 s; ours must always outlive it.
  server.keepAliveTimeout = 30_000
  server.requestTimeout = 0
  server.headersTimeout = 10_000
  return server
}

async function answer(options: FrontOptions, request: IncomingMessage, response: ServerResponse, queryId: string): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://engine')
  if (url.pathname === '/ping') return void response.end('Ok.\n')
  checkCredentials(options, request, url)
  // Answers also when every session is busy: tells other processes that the engine of the state file is this one.
  if (url.pathname === '/alive') return void response.end('Ok.\n')
  if (url.pathname !== '/') return void response.writeHead(404).end('There is no such path; queries go to /.\n')
  const gone = new AbortController()
  response.on('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  const asked = await readRequest(request, url, options.defaults, options.spool)
  const output = asked.statement.kind === 'select' ? options.spool.fresh() : undefined
  try {
    const result = await options.pool.use(asked.state, gone.signal, session => run(options, session, asked, output, gone.signal))
    // The session serves others while the reader takes his time.
    await sendResult(response, asked, queryId, result)
  } finally {
    for (const file of [asked.file, output]) if (file) await options.spool.remove(file)
  }
}

/** Runs the statement under a tag; when its reader goes, the engine is told to stop until it has. */
async function run(
  options: FrontOptions,
  session: EngineSession,
  asked: ChRequest,
  output: string | undefined,
  gone: AbortSignal,
): Promise<Result> {
  await session.become(asked.state, asked.statement.params)
  const tag = `/*wm${process.pid}.${++count}.*/`
  let asking: NodeJS.Timeout | undefined
  const stop = () => {
    options.pool.kill(tag)
    // The engine may not know the statement yet.
    asking = setInterval(() => options.pool.kill(tag), 300)
  }
  gone.addEventListener('abort', stop, { once: true })
  try {
    if (gone.aborted) throw new ChException(394, 'QUERY_WAS_CANCELLED', 'Query was cancelled')
    return await carryOut(session, tag, asked, output)
  } finally {
    gone.removeEventListener('abort', stop)
    clearInterval(asking)
  }
}

async function carryOut(
  session: EngineSession,
  tag: string,
  { query, statement, format, file }: ChRequest,
  output: string | undefined,
): Promise<Result> {
  if (output) {
    const rest = statement.format ? query.slice(statement.formatAt) : `FORMAT ${format}`
    const { rowsRead, bytesRead, elapsed } = await session.run(
      `${tag}${query.slice(0, statement.formatAt)}\nINTO OUTFILE ${quote(output)} COMPRESSION 'none' ${rest}`,
      'Null',
    )
    return { file: output, figures: { readRows: rowsRead, readBytes: bytesRead, elapsed } }
  }
  const { bytes, rowsRead, bytesRead, elapsed } = await session.run(tag + query, file ? 'Null' : format)
  const figures = file ? { writtenRows: rowsRead, writtenBytes: bytesRead, elapsed } : { readRows: rowsRead, readBytes: bytesRead, elapsed }
  return { bytes, figures }
}

/** Any user of this machine can reach the port; only those who may read the state file know the password. */
function checkCredentials(options: FrontOptions, request: IncomingMessage, url: URL): void {
  const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const pair = basic ? Buffer.from(basic, 'base64').toString('utf8') : undefined
  const user = request.headers['x-clickhouse-user'] ?? pair?.slice(0, pair.indexOf(':')) ?? url.searchParams.get('user') ?? ''
  const password = request.headers['x-clickhouse-key'] ?? pair?.slice(pair.indexOf(':') + 1) ?? url.searchParams.get('password') ?? ''
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
