/** Calls the server by its own route objects: what a route takes and answers is typed from the schema the server validates with. */
import type { BodyOf, ParamsOf, QueryOf, ReplyOf, Route } from '@wematrix/server/infra/route'
import { sendBytes } from './bytes.ts'

export type { Route }

type Part<K extends string, T> = [T] extends [undefined]
  ? { [P in K]?: undefined }
  : keyof T extends never
    ? { [P in K]?: undefined }
    : { [P in K]: T }
/** `query` may be left out when all of it is optional. */
type QueryPart<T> = Record<never, never> extends T ? { query?: T } : { query: T }
/** Bytes are given as a Blob, which the browser reads while it sends. */
type Given<R extends Route> = R['raw'] extends object ? Blob : BodyOf<R>
export type Input<R extends Route> = Part<'params', ParamsOf<R>> & QueryPart<QueryOf<R>> & Part<'body', Given<R>>
export type Reply<R extends Route> = ReplyOf<R>

/** What the server said when it did not do what was asked: a problem document, or no answer at all (`status` 0). */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
  /** The detail in both languages, where the server has it so. */
  readonly words: { zh: string; en: string } | undefined

  constructor(status: number, code: string, title: string, detail: string, words?: { zh: string; en: string }) {
    super(detail || title)
    this.status = status
    this.code = code
    this.title = title
    this.detail = detail
    this.words = words
  }
}

/** The address of a route with its parameters filled in; also what a download link points at. */
export function urlOf(route: Route, input: { params?: unknown; query?: unknown }): string {
  const params = (input.params ?? {}) as Record<string, string>
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name] ?? '')))
  const query = Object.entries((input.query ?? {}) as Record<string, unknown>).flatMap(([key, value]) => {
    if (value === undefined || value === null || value === '') return []
    return [`${key}=${encodeURIComponent(typeof value === 'object' ? JSON.stringify(value) : String(value))}`]
  })
  return `${path.startsWith('/api') ? '' : '/api'}${path}${query.length ? `?${query.join('&')}` : ''}`
}

/** @param sent  told the share of a Blob that has left, 0 to 1 */
export async function call<R extends Route>(
  route: R,
  input: Input<R>,
  signal?: AbortSignal,
  sent?: (share: number) => void,
): Promise<Reply<R>> {
  const url = urlOf(route, input)
  const body: unknown = input.body
  const asked = body instanceof Blob ? sendBytes(route.method, url, body, signal, sent) : ask(route.method, url, body, signal)
  const { status, text } = await asked.catch((cause: unknown) => {
    if (signal?.aborted) throw cause
    throw new Problem(0, 'offline', '', '')
  })
  if (status === 204) return undefined as Reply<R>
  const answer = parsed(text)
  if (status < 200 || status > 299) {
    const { code = 'unexpected', title = '', detail = '', words } = (answer ?? {}) as Partial<Problem>
    throw new Problem(status, code, title, detail, words)
  }
  return answer as Reply<R>
}

async function ask(method: string, url: string, body: unknown, signal?: AbortSignal): Promise<{ status: number; text: string }> {
  const init: RequestInit = { method, credentials: 'same-origin', headers: { accept: 'application/json' } }
  if (signal) init.signal = signal
  if (body !== undefined) {
    init.headers = { accept: 'application/json', 'content-type': 'application/json' }
    init.body = JSON.stringify(body)
  }
  const response = await fetch(url, init)
  return { status: response.status, text: await response.text() }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
