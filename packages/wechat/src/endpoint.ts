/**
 * An endpoint of WeChat as a value: one row says where it is, what it takes and what it costs.
 * The client calls it, the sandbox serves it, the docs print it.
 */

import type { Checks } from './client/checks.ts'

export type Method = 'GET' | 'POST'

/**
 * Account kinds that may call an endpoint. `open_platform` = with the token of an account that a third-party platform looks after;
 * `talent` = 带货助手, `league` = institution of the shops' league (联盟带货机构).
 */
export type AccountKind = 'official_account' | 'mini_program' | 'channels' | 'shop' | 'open_platform' | 'talent' | 'league'

/** One row of WeChat's table. */
export type EndpointRow = {
  method: Method
  /** Path below `https://api.weixin.qq.com`, with its leading slash and without a query. */
  path: string
  /** Names of input fields that travel in the query. Default: all of them for GET, none for POST. */
  query?: readonly string[]
  /** Parameters that are always the same: in the query for GET, in the body for POST. */
  fixed?: Readonly<Record<string, string>>
  /** How the remaining input fields travel. Default: `none` for GET, `json` for POST. */
  body?: 'json' | 'form' | 'none' | 'multipart'
  /** What proves who calls: the account's access token in the query, appid and AppSecret beside the input, or nothing. */
  auth: 'access_token' | 'secret' | 'none'
  /** Spelling of the AppSecret where it is not `secret`. */
  secretField?: string
  /** Shape of a good answer; `binary` answers are JSON all the same when they are errors. */
  reply?: 'json' | 'binary'
  /** Fields of the answer that hold ids: they reach the caller as strings, whether WeChat sent digits or text. */
  ids?: readonly string[]
  /** Who may call. */
  accounts: readonly AccountKind[]
  /** Calls a natural day of a new account; beyond it 45009. */
  quotaPerDay?: number
  /** Calls a minute; beyond it 45011. */
  ratePerMinute?: number
  /** Limits in words: sizes, counts, spans. */
  limits?: string
  /** Limits as data: the client checks them before it sends anything, see `checkInput`. */
  checks?: Checks
  /** What no official page that we have read confirms. A client calls such a row only with `allowUnverified`. */
  unverified?: string
  /** Since when WeChat no longer looks after it, and what to use instead. It still answers. */
  retired?: string
  /** Where the row was read. */
  source: string
}

/** What an endpoint needs of a client; `createClient` makes one. */
export type Caller = { call<Request, Response>(endpoint: Endpoint<Request, Response>, input: Request): Promise<Response> }

/** A file to upload; the field name in the form is the input field's own name. */
export type Upload = { filename: string; contentType: string; data: Uint8Array }

type Input<Request> = undefined extends Request ? [input?: Request] : [input: Request]

/** A callable row: `await createMenu(client, menu)`; the row itself is `createMenu.row`. */
export type Endpoint<Request = unknown, Response = unknown> = {
  (client: Caller, ...input: Input<Request>): Promise<Response>
  readonly row: EndpointRow
}

/** Any endpoint, for lists and maps. */
export type AnyEndpoint = { readonly row: EndpointRow }

/** The request of an endpoint, for handlers: `RequestOf<typeof createMenu>`. */
export type RequestOf<E> = E extends Endpoint<infer Request, infer _Response> ? Request : never
/** The answer of an endpoint, for handlers: `ResponseOf<typeof createMenu>`. */
export type ResponseOf<E> = E extends Endpoint<infer _Request, infer Response> ? Response : never

/** Makes a callable endpoint of a row. `void` as Response means that WeChat answers with `errcode` only. */
export function endpoint<Request, Response>(row: EndpointRow): Endpoint<Request, Response> {
  const callable = (client: Caller, ...input: Input<Request>): Promise<Response> => client.call(self, input[0] as Request)
  const self: Endpoint<Request, Response> = Object.assign(callable, { row: Object.freeze(row) })
  return self
}

/** A maker of endpoints that share a part of their row: `const shop = endpointsOf({ … })`, `shop<Request, Response>('/path')`. */
export function endpointsOf(shared: Omit<EndpointRow, 'path'>) {
  return <Request, Response>(path: string, own: Partial<EndpointRow> = {}): Endpoint<Request, Response> =>
    endpoint<Request, Response>({ ...shared, path, ...own })
}

/** Is this value an endpoint? For lists made from modules. */
export function isEndpoint(value: unknown): value is AnyEndpoint {
  return typeof value === 'function' && 'row' in value
}

/** Which input fields of a row go to the query and which to the body. */
export function placeFields(row: EndpointRow, input: object): { query: Record<string, unknown>; body: Record<string, unknown> } {
  const query: Record<string, unknown> = row.method === 'GET' ? { ...row.fixed } : {}
  const body: Record<string, unknown> = row.method === 'POST' ? { ...row.fixed } : {}
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined) continue
    const inQuery = row.query ? row.query.includes(name) : row.method === 'GET'
    if (inQuery) query[name] = value
    else body[name] = value
  }
  return { query, body }
}
