import type { EndpointRow } from '../endpoint.ts'
import { type Reaction, reactionTo } from './error-table.ts'

/** WeChat answered, and said no. */
export class WechatError extends Error {
  readonly errcode: number
  readonly errmsg: string
  /** WeChat's id of the request: `getRequestByRid` shows it for 7 days. */
  readonly rid: string | undefined
  readonly reaction: Reaction
  /** Seconds to wait when the reaction is `wait`. */
  readonly waitSeconds: number | undefined
  /** Method and path of the endpoint. */
  readonly endpoint: string
  /** The whole answer: some errors carry more, such as `fail_openid_list`. */
  readonly answer: Readonly<Record<string, unknown>>

  constructor(row: EndpointRow, answer: Readonly<Record<string, unknown>>) {
    const errcode = Number(answer.errcode)
    const errmsg = String(answer.errmsg ?? '')
    const { meaning, reaction, waitSeconds } = reactionTo(errcode)
    super(`${row.path} answered ${errcode} (${meaning}): ${errmsg}`)
    this.name = 'WechatError'
    this.errcode = errcode
    this.errmsg = errmsg
    this.rid = /rid:?\s*([0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8})/.exec(errmsg)?.[1]
    // Where AppSecret is the proof, a wrong one can't be mended by a new token.
    this.reaction = reaction === 'refresh_token' && row.auth === 'secret' ? 'tell_operator' : reaction
    this.waitSeconds = waitSeconds
    this.endpoint = `${row.method} ${row.path}`
    this.answer = answer
  }
}

/**
 * No usable answer: timed out, connection failed, or not WeChat's JSON. Whether the call took effect is unknown,
 * so it is never repeated by the client.
 */
export class WechatUnreachable extends Error {
  readonly reason: 'timeout' | 'network' | 'bad_answer'
  readonly reaction: Reaction = 'retry'
  readonly endpoint: string

  constructor(row: EndpointRow, reason: 'timeout' | 'network' | 'bad_answer', detail: string, options?: ErrorOptions) {
    super(`${row.path}: ${detail}`, options)
    this.name = 'WechatUnreachable'
    this.reason = reason
    this.endpoint = `${row.method} ${row.path}`
  }
}
