/** A row of WeChat Pay's table: where a call is, which fields stand in its path and query, what it takes. */

export type PayRow = {
  method: 'GET' | 'POST'
  /** Path below `https://api.mch.weixin.qq.com`; `{name}` is filled from the input. */
  path: string
  /** Input fields that travel in the query. */
  query?: readonly string[]
  /** Lengths and shapes, checked before sending: characters, or what a text must look like. `a.b` reaches inside. */
  limits?: Readonly<Record<string, FieldLimit>>
  source: string
}

export type FieldLimit = { required?: true; min?: number; max?: number; matches?: RegExp; words?: string; integer?: true }

/** What a Pay endpoint needs of a client; `createPayClient` makes one. */
export type PayCaller = { call<Request, Response>(endpoint: PayEndpoint<Request, Response>, input: Request): Promise<Response> }

/** A callable row: `await createJsapiOrder(pay, order)`. */
export type PayEndpoint<Request = unknown, Response = unknown> = {
  (client: PayCaller, ...input: undefined extends Request ? [input?: Request] : [input: Request]): Promise<Response>
  readonly row: PayRow
}

/** Makes a callable endpoint of a row. */
export function payEndpoint<Request, Response>(row: PayRow): PayEndpoint<Request, Response> {
  const self: PayEndpoint<Request, Response> = Object.assign(
    (client: PayCaller, ...input: unknown[]): Promise<Response> => client.call(self, input[0] as Request),
    { row: Object.freeze(row) },
  )
  return self
}

const hole = /\{(\w+)\}/g

/** Path with query, and the JSON body, of one input. Percent-encoded as it will be sent and signed. */
export function placePayFields(row: PayRow, input: object): { target: string; body: string } {
  const rest: Record<string, unknown> = { ...input }
  const take = (name: string): string => {
    const value = rest[name]
    delete rest[name]
    return encodeURIComponent(String(value))
  }
  const path = row.path.replace(hole, (_all, name: string) => take(name))
  const query = (row.query ?? []).filter(name => rest[name] !== undefined).map(name => `${name}=${take(name)}`)
  return {
    target: query.length > 0 ? `${path}?${query.join('&')}` : path,
    body: row.method === 'POST' ? JSON.stringify(rest) : '',
  }
}

/** The fields in a path that fits a row's, or undefined. */
export function matchPayPath(row: PayRow, pathname: string): Record<string, string> | undefined {
  const wanted = row.path.split('/')
  const given = pathname.split('/')
  if (wanted.length !== given.length) return undefined
  const fields: Record<string, string> = {}
  for (const [at, part] of wanted.entries()) {
    const name = /^\{(\w+)\}$/.exec(part)?.[1]
    if (name) fields[name] = decodeURIComponent(given[at]!)
    else if (part !== given[at]) return undefined
  }
  return fields
}
