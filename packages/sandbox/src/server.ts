/**
 * The HTTP face: WeChat's endpoint table served, and `/control/*` beside it. Errors are HTTP 200 with errcode, errmsg and rid,
 * as WeChat sends them.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type EndpointRow, findEndpoint, parseJson, reactionTo, stringifyJson } from '@wematrix/wechat'
import { checkKinds } from './api/field-kinds.ts'
import { handlerOf, Refusal } from './api/index.ts'
import { accountOfGrant } from './api/oauth.ts'
import { accountOfSecret, accountOfToken } from './api/tokens.ts'
import { accountOfAuthorizerToken, answerPlatform } from './component/serve.ts'
import { skewMs } from './fault-plans/index.ts'
import { refusalOf, roll, spoil } from './faults.ts'
import { fileAt } from './official-account/media.ts'
import { formatOf } from './official-account/media-files.ts'
import { readMultipart } from './official-account/multipart.ts'
import { picture } from './picture.ts'
import { spend } from './quotas.ts'
import { hex } from './random.ts'
import type { Engine } from './sandbox.ts'
import type { Realm } from './state/realm.ts'
import type { AccountState } from './state/state.ts'
import type { AccountKind } from './worlds/world.ts'

export const maxBodyBytes = 12 * 1024 * 1024

/** Reads a request's body; rejects when it is larger than allowed. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > maxBodyBytes) throw new Error(`The body is larger than ${maxBodyBytes} bytes.`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** A call as it came in. */
type Asked = { method: string; url: URL; raw: Buffer; contentType: string; ip: string }
type Answer = { status: number; type: string; body: string | Uint8Array; headers?: Record<string, string>; code?: number }
/** How a call was answered, for those who look on: its errcode or word, and the HTTP status; 0 when the answer was lost. */
export type Answered = { account?: AccountState; code: number | string; status: number }
/** What is known of a call under way: whose it is, and the keys it holds until its answer is sent. */
type Context = { account?: AccountState; held: string[] }
const json = (value: unknown, status = 200): Answer => ({
  status,
  type: 'application/json; encoding=utf-8',
  body: stringifyJson(value),
  code: (value as { errcode?: number }).errcode ?? 0,
})

/** Answers one call of WeChat's API. */
export async function answerApi(
  engine: Pick<Engine, 'realm' | 'callbacks' | 'agenda'>,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<Answered> {
  const { realm } = engine
  const started = performance.now()
  const raw = await readBody(request)
  const ip = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  if (url.pathname === '/cgi-bin/showqrcode') return send(response, showQrCode(realm, url))
  const file = request.method === 'GET' ? fileAt(realm, url.pathname) : undefined
  if (file) return send(response, { status: 200, type: file.mime, body: file.data })
  const asked: Asked = { method: request.method ?? 'GET', url, raw, contentType: request.headers['content-type'] ?? '', ip }
  const context: Context = { held: [] }
  let answer: Answer
  try {
    answer = dispatch(engine, asked, context)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    answer = refuse(realm, error, { ...asked, account: context.account, tookMs: performance.now() - started })
  }
  const spoilt = await spoil(realm, context.account, url.pathname, () => {
    for (const key of context.held) realm.held.delete(key)
  })
  const answered: Answered = { ...(context.account ? { account: context.account } : {}), code: answer.code ?? 0, status: answer.status }
  if (spoilt === 'dropped') {
    request.socket.destroy()
    return { ...answered, status: 0 }
  }
  const wrongMs = skewMs(realm, context.account)
  if (wrongMs !== 0) response.setHeader('date', new Date(realm.clock.ms() + wrongMs).toUTCString())
  send(response, spoilt === 'http500' ? { status: 502, type: 'text/html', body: '<html><body>502 Bad Gateway</body></html>' } : answer)
  return { ...answered, status: response.statusCode }
}

function send(response: ServerResponse, { status, type, body, headers, code = 0 }: Answer): Answered {
  response.writeHead(status, { ...headers, 'content-type': type, 'content-length': Buffer.byteLength(body) })
  response.end(body)
  return { code, status }
}

/** Checks in WeChat's order: endpoint, caller, address, account kind, faults, quota, input; then the handler. */
function dispatch(
  { realm, callbacks, agenda }: Pick<Engine, 'realm' | 'callbacks' | 'agenda'>,
  { method, url, raw, contentType, ip }: Asked,
  context: Context,
): Answer {
  const platform = answerPlatform({ realm, agenda, push: callbacks.push, method, url, ip, input: () => jsonOf(raw.toString('utf8')) })
  if (platform) {
    if (platform.account) context.account = platform.account
    return json(platform.value ?? { errcode: 0, errmsg: 'ok' })
  }
  const listed = findEndpoint(method, url.pathname)
  if (!listed) {
    if (findEndpoint(method === 'GET' ? 'POST' : 'GET', url.pathname))
      throw new Refusal(method === 'GET' ? 43002 : 43001, `require ${method === 'GET' ? 'POST' : 'GET'} method`)
    throw new Refusal(40066, `invalid url: the endpoint table has no ${method} ${url.pathname}`)
  }
  const { row } = listed.endpoint
  const now = realm.clock.ms()
  const input = { ...Object.fromEntries(url.searchParams), ...parseInput(row, raw, contentType) }
  const token = url.searchParams.get('access_token') ?? undefined
  const authorised = row.auth === 'access_token' ? accountOfAuthorizerToken(realm, token, now, row.path) : undefined
  const account =
    row.auth === 'secret'
      ? accountOfSecret(realm, input.appid, input[row.secretField ?? 'secret'])
      : row.auth === 'none' && row.path.startsWith('/sns/')
        ? accountOfGrant(realm, input)
        : (authorised ?? accountOfToken(realm, token, now))
  context.account = account
  if (row.auth === 'secret' && 'grant_type' in input && !['client_credential', 'authorization_code'].includes(String(input.grant_type)))
    throw new Refusal(40002, 'invalid grant_type')
  if (account.ipWhitelist && !account.ipWhitelist.includes(ip))
    throw new Refusal(40164, `invalid ip ${ip} ipv6 ::ffff:${ip}, not in whitelist`)
  if (!mayCall(row, account.spec.kind)) throw new Refusal(48001, 'api unauthorized')
  if (roll(realm, account, 'busy', row.path)) throw new Refusal(-1, 'system error')
  spend(realm, account, row, now)
  const told = refusalOf(realm, account, row.path)
  if (told !== undefined) throw new Refusal(told, reactionTo(told, row.path).meaning.en)
  const handler = handlerOf(row.path)
  if (!handler) throw new Refusal(48001, `api unauthorized: the sandbox does not imitate ${listed.name} (see docs/sandbox-fidelity.md)`)
  checkKinds(row, input)
  const headers: Record<string, string> = {}
  const hold = (key: string) => {
    if (realm.held.has(key)) return false
    realm.held.add(key)
    context.held.push(key)
    return true
  }
  const result = readable(() =>
    handler({ realm, account, now, push: callbacks.push, agenda, headers, hold, byPlatform: authorised !== undefined }, input),
  )
  if (result instanceof Uint8Array) return { status: 200, type: formatOf(result)?.mime ?? 'image/jpeg', body: result, headers }
  return { ...json(result ?? { errcode: 0, errmsg: 'ok' }), headers }
}

/** Tokens and quotas are for accounts of every kind; there the table names the brand's own kinds only. */
function mayCall({ accounts }: EndpointRow, kind: AccountKind): boolean {
  const forAll = (['official_account', 'mini_program', 'channels', 'shop'] as const).every(one => accounts.includes(one))
  return forAll || accounts.includes(kind) || accounts.includes('open_platform')
}

/** A field of the wrong type is 47001, as at WeChat. Its place goes to stderr: the mistake may be ours. */
function readable<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    process.stderr.write(`${error.stack?.split('\n', 2).join('')}\n`)
    throw new Refusal(47001, 'data format error')
  }
}

function parseInput(row: EndpointRow, raw: Buffer, contentType: string): Record<string, unknown> {
  if (row.method === 'GET') return {}
  if (row.body === 'multipart') return readMultipart(raw, contentType)
  const body = raw.toString('utf8')
  if (body === '') {
    if (row.path.startsWith('/cgi-bin/openapi') || row.path.startsWith('/datacube') || row.path.startsWith('/cgi-bin/wxopen/wxamp'))
      throw new Refusal(44002, 'empty post data')
    return {}
  }
  if (/\\u[0-9a-f]{4}/i.test(body) && row.path.startsWith('/cgi-bin/menu/'))
    throw new Refusal(40033, 'invalid charset: send UTF-8 without \\u escapes')
  return jsonOf(body)
}

/** A body of JSON; an empty one is no fields. Throws 47001. */
function jsonOf(body: string): Record<string, unknown> {
  if (body === '') return {}
  try {
    const value = parseJson(body)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // answered below
  }
  throw new Refusal(47001, 'data format error')
}

type Refused = Asked & { account: AccountState | undefined; tookMs: number }

/** A refusal with its rid, which `openapi/rid/get` can resolve for seven days. */
function refuse(realm: Realm, refusal: Refusal, { account, url, raw, contentType, ip, tookMs }: Refused): Answer {
  const n = realm.next()
  const rid = `${Math.floor(realm.clock.ms() / 1000).toString(16)}-${hex(8, realm.world.seed, n, 1)}-${hex(8, realm.world.seed, n, 2)}`
  const answer = json(
    { errcode: refusal.errcode, errmsg: `${refusal.message} rid: ${rid}`, ...refusal.extra },
    refusal.errcode === 40066 && !account ? 404 : 200,
  )
  const shown = new URL(url)
  for (const name of ['access_token', 'secret']) if (shown.searchParams.has(name)) shown.searchParams.set(name, '***')
  realm.state.rids.set(rid, {
    at: realm.clock.ms(),
    appId: account?.spec.appId ?? '',
    url: `${shown.pathname}${shown.search}`,
    body: contentType.startsWith('multipart/') ? `(multipart, ${raw.length} bytes)` : raw.toString('utf8').slice(0, 2000),
    response: String(answer.body),
    ip,
    costMs: Math.round(tookMs),
  })
  if (realm.state.rids.size > 5000) realm.state.rids.delete(realm.state.rids.keys().next().value!)
  return answer
}

/** The picture of a parametric QR code; no token, HTTP 404 for a ticket that does not exist. */
function showQrCode(realm: Realm, url: URL): Answer {
  const ticket = url.searchParams.get('ticket') ?? ''
  const code = realm
    .accounts()
    .map(account => account.qrCodes.get(ticket))
    .find(Boolean)
  return code ? { status: 200, type: 'image/jpg', body: picture } : { status: 404, type: 'text/html', body: 'not found' }
}
