/** How a handler of a Pay endpoint is written: `onPay(closePayOrder, ({ realm }, { out_trade_no }) => { … })`. */
import type { PayEndpoint } from '@wematrix/wechat'
import type { Agenda } from '../agenda.ts'
import type { Realm } from '../state/realm.ts'

/** A refusal as WeChat Pay words it: an HTTP status, code and message. */
export class PayRefusal extends Error {
  readonly status: number
  readonly code: string
  readonly detail: unknown
  constructor(status: number, code: string, message: string, detail?: unknown) {
    super(message)
    this.status = status
    this.code = code
    this.detail = detail
  }
}

export type PayCall = {
  realm: Realm
  agenda: Agenda
  now: number
  /** Our own address, for links in answers. */
  origin: string
}

type Handler = (call: PayCall, input: Record<string, unknown>) => unknown
const handlers = new Map<string, Handler>()

/** Registers the answer to an endpoint; answering nothing means 204. */
export function onPay<Request, Response>(
  endpoint: PayEndpoint<Request, Response>,
  answer: (call: PayCall, input: NonNullable<Request>) => Response,
): void {
  handlers.set(`${endpoint.row.method} ${endpoint.row.path}`, answer as Handler)
}

export function payHandlerOf(row: { method: string; path: string }): Handler | undefined {
  return handlers.get(`${row.method} ${row.path}`)
}

/** RFC 3339 in Beijing time, as WeChat Pay writes it. */
export function rfc3339(at: number): string {
  return `${new Date(at + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`
}
