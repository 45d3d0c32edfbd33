/** Calls endpoints for one account: token, timeout, typed errors, and repeats only where the error table says so. */
import { type Caller, type Endpoint, type EndpointRow, placeFields, type Upload } from '../endpoint.ts'
import { getStableToken } from '../endpoints/access.ts'
import { stringifyJson } from '../json.ts'
import { readAnswer } from './answer.ts'
import { checkInput } from './check-input.ts'
import { WechatError, WechatInputError, WechatUnreachable } from './errors.ts'
import { stableTokenSource, type TokenSource } from './token.ts'
import { memoryTokenStore, type TokenStore } from './token-store.ts'

/** AppSecret of the account, or, behind a third-party platform, someone who hands out its tokens. */
export type Credentials = { appId: string; appSecret: string } | { appId: string; tokens: TokenSource }

export type ClientOptions = {
  credentials: Credentials
  /** Default `https://api.weixin.qq.com`. */
  baseUrl?: string
  /** Default: in memory, for one process. */
  tokenStore?: TokenStore
  fetch?: typeof fetch
  clock?: { now(): Date }
  /** Of one attempt. Default 5,000. */
  timeoutMs?: number
  /** How often `retry` errors are tried again. Default 2. */
  retries?: number
  /** Compares each request with the limits of its row before it is sent. Default true. */
  checks?: boolean
  /** Also calls rows that no official page we have read confirms (`row.unverified` says what). Default false. */
  allowUnverified?: boolean
  /** Waits before a retry; tests replace it. */
  sleep?: (ms: number) => Promise<void>
  /** Told of every attempt that was sent, repeats and token calls included: for counting. It must not throw. */
  observe?: (attempt: Attempt) => void
}

/** One request to WeChat and how it ended; `error` is absent when it was answered well. */
export type Attempt = { row: EndpointRow; tookMs: number; error?: WechatError | WechatUnreachable }

export type Client = Caller & { readonly appId: string; readonly tokens: TokenSource }

/** Makes a client for one account: `await createMenu(client, menu)`. */
export function createClient(options: ClientOptions): Client {
  const {
    credentials,
    baseUrl = 'https://api.weixin.qq.com',
    tokenStore = memoryTokenStore(),
    clock = { now: () => new Date() },
    timeoutMs = 5000,
    retries = 2,
    checks = true,
    allowUnverified = false,
    sleep = ms => new Promise(resolve => setTimeout(resolve, ms)),
    observe,
  } = options
  const send = options.fetch ?? fetch
  const base = baseUrl.replace(/\/+$/, '')
  const { appId } = credentials

  const tokens: TokenSource =
    'tokens' in credentials
      ? credentials.tokens
      : stableTokenSource({
          appId,
          store: tokenStore,
          clock,
          fetchToken: force => withRetries(() => attempt(getStableToken, force ? { force_refresh: true } : undefined)),
        })

  async function call<Request, Response>(endpoint: Endpoint<Request, Response>, input: Request): Promise<Response> {
    if (checks) checkInput(endpoint.row, input ?? {})
    if (endpoint.row.unverified !== undefined && !allowUnverified) throw notVerified(endpoint.row, endpoint.row.unverified)
    if (endpoint.row.auth !== 'access_token') return withRetries(() => attempt(endpoint, input))
    const token = await tokens.current()
    try {
      return await withRetries(() => attempt(endpoint, input, token))
    } catch (error) {
      if (!(error instanceof WechatError) || error.reaction !== 'refresh_token') throw error
    }
    const fresh = await tokens.replace(token)
    return withRetries(() => attempt(endpoint, input, fresh))
  }

  async function withRetries<Result>(work: () => Promise<Result>): Promise<Result> {
    for (let tried = 0; ; tried++) {
      try {
        return await work()
      } catch (error) {
        if (tried >= retries || !(error instanceof WechatError) || error.reaction !== 'retry') throw error
        await sleep(200 * 2 ** tried)
      }
    }
  }

  async function attempt<Request, Response>(endpoint: Endpoint<Request, Response>, input: Request, token?: string): Promise<Response> {
    const { row } = endpoint
    const signal = AbortSignal.timeout(timeoutMs)
    const request = requestOf(row, input ?? {}, token, signal)
    const started = performance.now()
    const told = (error?: WechatError | WechatUnreachable) =>
      observe?.({ row, tookMs: performance.now() - started, ...(error ? { error } : {}) })
    try {
      const response = await send(...request)
      const answer = (await readAnswer(row, response)) as Response
      told()
      return answer
    } catch (cause) {
      const error = asTyped(row, cause, signal.aborted ? timeoutMs : undefined)
      told(error)
      throw error
    }
  }

  function requestOf(row: EndpointRow, input: object, token: string | undefined, signal: AbortSignal): [string, RequestInit] {
    const { query, body } = placeFields(row, input)
    if (row.auth === 'secret') Object.assign(row.method === 'GET' ? query : body, secretOf(row))
    if (token !== undefined) query.access_token = token
    const init: RequestInit = { method: row.method, signal, ...bodyOf(row, body) }
    const search = searchOf(query).toString()
    return [`${base}${row.path}${search === '' ? '' : `?${search}`}`, init]
  }

  function secretOf(row: EndpointRow): Record<string, string> {
    if ('tokens' in credentials)
      throw new TypeError(`${row.path} needs the account's AppSecret, but this client only has tokens of a third-party platform.`)
    return { appid: appId, [row.secretField ?? 'secret']: credentials.appSecret }
  }

  return { appId, tokens, call }
}

function asTyped(row: EndpointRow, cause: unknown, timedOutAfterMs: number | undefined): WechatError | WechatUnreachable {
  if (cause instanceof WechatError || cause instanceof WechatUnreachable) return cause
  if (timedOutAfterMs !== undefined) return new WechatUnreachable(row, 'timeout', `no answer within ${timedOutAfterMs} ms`, { cause })
  return new WechatUnreachable(row, 'network', 'the connection to WeChat failed', { cause })
}

function notVerified(row: EndpointRow, why: string): WechatInputError {
  return new WechatInputError(
    row,
    'allowUnverified',
    { zh: '设为 true 才会调用未经官方文档证实的接口', en: 'true, to call an endpoint that no official page confirms' },
    { zh: `未证实：${why}`, en: `unverified: ${why}` },
  )
}

function bodyOf(row: EndpointRow, fields: Record<string, unknown>): RequestInit {
  switch (row.body ?? (row.method === 'GET' ? 'none' : 'json')) {
    case 'json':
      return { body: stringifyJson(fields), headers: { 'content-type': 'application/json; charset=utf-8' } }
    case 'form':
      return { body: searchOf(fields) }
    case 'multipart':
      return { body: formOf(fields) }
    default:
      return {}
  }
}

function searchOf(fields: Record<string, unknown>): URLSearchParams {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) search.append(name, String(value))
  return search
}

function formOf(fields: Record<string, unknown>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) {
    if (isUpload(value)) form.append(name, new Blob([new Uint8Array(value.data)], { type: value.contentType }), value.filename)
    // Parts that are objects travel as JSON: the title of a permanent video.
    else form.append(name, typeof value === 'object' && value !== null ? stringifyJson(value) : String(value))
  }
  return form
}

function isUpload(value: unknown): value is Upload {
  return typeof value === 'object' && value !== null && 'data' in value && 'filename' in value
}
