import type { Static, TSchema } from 'typebox'

/**
 * Who may call a route. `public`: anyone. `session`: a signed-in person. `brand:<role>`: a member of the brand in
 * the path with at least that role, or that brand's secret key (which counts as operator).
 */
export type Access = 'public' | 'session' | 'brand:viewer' | 'brand:operator' | 'brand:owner'

/** One operation of the API as data: the server registers it, the console calls it, the documentation prints it. */
export type Route = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/api`, for example `/brands/:brandId/keys`. */
  path: string
  summary: string
  access: Access
  tag?: string
  params?: TSchema
  query?: TSchema
  body?: TSchema
  /** In place of `body`: any bytes. `types` are for the description; what arrives is told by its bytes, not by what it says it is. */
  raw?: { types: readonly string[]; mostBytes: number }
  /** Absent: 204 without a body, unless `status` says otherwise. */
  reply?: TSchema
  /** Default 200, or 204 without `reply`. */
  status?: number
}

/** Declares a route; absent parts stay absent in the type. */
export function route<const R extends Route>(route: R): R {
  return route
}

export type ParamsOf<R extends Route> = R['params'] extends TSchema ? Static<R['params']> : PathParams<R['path']>
export type QueryOf<R extends Route> = R['query'] extends TSchema ? Static<R['query']> : Record<never, never>
export type BodyOf<R extends Route> = R['raw'] extends object
  ? Uint8Array<ArrayBuffer>
  : R['body'] extends TSchema
    ? Static<R['body']>
    : undefined
export type ReplyOf<R extends Route> = R['reply'] extends TSchema ? Static<R['reply']> : undefined

/** `/brands/:brandId/keys/:id` → `{brandId: string, id: string}` */
export type PathParams<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Record<Name, string> & PathParams<Rest>
  : P extends `${string}:${infer Name}`
    ? Record<Name, string>
    : Record<never, string>
