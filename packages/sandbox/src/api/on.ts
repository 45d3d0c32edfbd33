/** How a handler of an endpoint is written: `on(createMenu, ({ account }, menu) => { account.menu = … })`. */
import type { Endpoint } from '@wematrix/wechat'
import type { Agenda } from '../agenda.ts'
import type { Push } from '../callbacks.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState, Due } from '../state/state.ts'

/** A refusal as WeChat words it: HTTP 200 with errcode, errmsg and a rid. */
export class Refusal extends Error {
  readonly errcode: number
  readonly extra: Record<string, unknown>
  constructor(errcode: number, errmsg: string, extra: Record<string, unknown> = {}) {
    super(errmsg)
    this.errcode = errcode
    this.extra = extra
  }
}

/** What a handler knows about the call it answers. */
export type Call = {
  realm: Realm
  account: AccountState
  /** The world's clock, milliseconds. */
  now: number
  /** Sends a callback to whoever is connected to this account. */
  push: Push
  /** What the call sets going for later; see `onDue`. */
  agenda: Agenda
  /** Headers of the answer beside the usual ones. */
  headers: Record<string, string>
  /** Holds a key until the answer is sent; false while another call holds it. */
  hold: (key: string) => boolean
  /** Does a third-party platform call, with the token that the account's owner granted it? */
  byPlatform: boolean
}

/** Endpoints that the Open Platform keeps for third-party platforms. Throws 48001. */
export function needsPlatform({ byPlatform }: Call): void {
  if (!byPlatform) throw new Refusal(48001, 'api unauthorized: only with the token that a third-party platform got for the account')
}

type Handler = (call: Call, input: Record<string, unknown>) => unknown
const handlers = new Map<string, Handler>()

/** Registers the answer to an endpoint. Answering nothing means `{errcode: 0, errmsg: "ok"}`. */
export function on<Request, Response>(
  endpoint: Endpoint<Request, Response>,
  answer: (call: Call, input: NonNullable<Request>) => Response | (Response extends string ? never : Loose<Response>) | undefined,
): void {
  handlers.set(endpoint.row.path, answer as Handler)
}

/** The answer registered for a path, if the sandbox imitates it. */
export function handlerOf(path: string): Handler | undefined {
  return handlers.get(path)
}

/** What things due at an instant of the world's clock may use. */
export type DueContext = { realm: Realm; push: Push; agenda: Agenda }
const works = new Map<string, (context: DueContext, due: Due) => void>()

/** Registers what happens when something of this kind is due. */
export function onDue(kind: string, work: (context: DueContext, due: Due) => void): void {
  works.set(kind, work)
}

/** Puts everything registered by `onDue` on the agenda of a world. */
export function planApi(context: DueContext): void {
  for (const [kind, work] of works) context.agenda.on(kind, due => work(context, due))
}

/** Answers may carry ids as bare numbers or bigints where the client's type promises text: WeChat does. */
type Loose<T> = T extends string
  ? string | bigint | number
  : T extends (infer Item)[]
    ? Loose<Item>[]
    : T extends object
      ? { [K in keyof T]: Loose<T[K]> }
      : T

/** Counts characters as WeChat does for Chinese names: bytes of UTF-8. */
export function bytes(text: string): number {
  return Buffer.byteLength(text)
}
