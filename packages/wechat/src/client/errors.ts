import type { EndpointRow } from '../endpoint.ts'
import { type Reaction, reactionTo } from './error-table.ts'

/** WeChat answered, and said no. */
export class WechatError extends Error {
  readonly errcode: number
  readonly errmsg: string
  /** WeChat's id of the request: `getRequestByRid` shows it for 7 days. */
  readonly rid: string | undefined
  readonly reaction: Reaction
  /** What the code means, for people. */
  readonly meaning: { zh: string; en: string }
  /** Seconds to wait when the reaction is `wait`. */
  readonly waitSeconds: number | undefined
  /** Method and path of the endpoint. */
  readonly endpoint: string
  /** The whole answer: some errors carry more, such as `fail_openid_list`. */
  readonly answer: Readonly<Record<string, unknown>>

  constructor(row: EndpointRow, answer: Readonly<Record<string, unknown>>) {
    const errcode = Number(answer.errcode)
    const errmsg = String(answer.errmsg ?? '')
    const { meaning, reaction, waitSeconds } = reactionTo(errcode, row.path)
    super(`${row.path} answered ${errcode} (${meaning.en}): ${errmsg}`)
    this.name = 'WechatError'
    this.errcode = errcode
    this.errmsg = errmsg
    this.rid = /rid:?\s*([0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8})/.exec(errmsg)?.[1]
    // Where AppSecret is the proof, a wrong one can't be mended by a new token.
    this.reaction = reaction === 'refresh_token' && row.auth === 'secret' ? 'tell_operator' : reaction
    this.meaning = meaning
    this.waitSeconds = waitSeconds
    this.endpoint = `${row.method} ${row.path}`
    this.answer = answer
  }
}

/** A request breaks a limit that WeChat documents, or its row is not for calling. Nothing was sent, no quota was used. */
export class WechatInputError extends Error {
  /** Method and path of the endpoint. */
  readonly endpoint: string
  /** Where in the request: `button[0].sub_button[2].name`. */
  readonly field: string
  /** What is allowed, such as `at most 60 bytes of UTF-8`; `words` has it in Chinese as well. */
  readonly limit: string
  readonly found: string
  readonly reaction: Reaction = 'fix_request'
  /** The same for people. */
  readonly words: { zh: string; en: string }

  constructor(row: EndpointRow, field: string, limit: { zh: string; en: string }, found: { zh: string; en: string }) {
    const endpoint = `${row.method} ${row.path}`
    const en = `${field}: ${limit.en}, but found ${found.en}.`
    super(`${endpoint} was not sent. ${en}`)
    this.name = 'WechatInputError'
    this.endpoint = endpoint
    this.field = field
    this.limit = limit.en
    this.found = found.en
    this.words = { zh: `${field}：要求${limit.zh}，实际为${found.zh}。`, en }
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
