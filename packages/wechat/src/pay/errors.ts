/** What can go wrong with WeChat Pay: a message that can't be trusted, an answer that says no, no answer at all, an input that can't be right. */

/** What to do about an error of WeChat Pay. */
export type PayReaction =
  /** Repeat unchanged after a pause, with the same numbers. */
  | 'retry'
  /** Slow down: `waitSeconds`, then repeat unchanged. */
  | 'wait'
  /** What happened is unknown or was done before: query the order or the refund, then decide. */
  | 'query_first'
  /** Our request is wrong: fix it, never repeat it unchanged. */
  | 'fix_request'
  /** A human must act: keys, contract, balance. */
  | 'tell_operator'
  /** There is no such order or refund. */
  | 'not_found'

type Row = { reaction: PayReaction; meaning: string; waitSeconds?: number }

/**
 * Codes of APIv3. The pairing with HTTP statuses is not documented as a whole, so only the code decides; unknown codes go by the
 * class of the status. Source: pay.weixin.qq.com/doc/v3/merchant, error tables of the pages of each call.
 */
export const payErrorTable: Readonly<Record<string, Row>> = {
  PARAM_ERROR: { reaction: 'fix_request', meaning: 'a field is wrong; detail names it' },
  INVALID_REQUEST: { reaction: 'fix_request', meaning: 'not allowed in this state, or ordered again with other parameters' },
  APPID_MCHID_NOT_MATCH: { reaction: 'tell_operator', meaning: 'the appid is not bound to the merchant' },
  MCH_NOT_EXISTS: { reaction: 'tell_operator', meaning: 'the merchant number is wrong' },
  SIGN_ERROR: { reaction: 'tell_operator', meaning: 'our signature is not accepted: serial, private key or clock' },
  NO_AUTH: { reaction: 'tell_operator', meaning: 'the merchant has not opened this product' },
  OUT_TRADE_NO_USED: { reaction: 'fix_request', meaning: 'the order number was used with other parameters' },
  RULE_LIMIT: { reaction: 'fix_request', meaning: 'a rule of WeChat Pay forbids it' },
  TRADE_ERROR: { reaction: 'query_first', meaning: 'the trade failed' },
  ACCOUNT_ERROR: { reaction: 'fix_request', meaning: 'the person’s account can’t do this' },
  ORDERPAID: { reaction: 'query_first', meaning: 'the order is paid' },
  ORDER_PAID: { reaction: 'query_first', meaning: 'the order is paid' },
  ORDER_CLOSED: { reaction: 'query_first', meaning: 'the order is closed' },
  ORDERCLOSED: { reaction: 'query_first', meaning: 'the order is closed' },
  NOT_ENOUGH: { reaction: 'tell_operator', meaning: 'the merchant’s balance is too small; top up, then repeat with the same number' },
  RESOURCE_NOT_EXISTS: { reaction: 'not_found', meaning: 'there is no such refund or thing' },
  ORDER_NOT_EXIST: { reaction: 'not_found', meaning: 'there is no such order' },
  FREQUENCY_LIMITED: { reaction: 'wait', meaning: 'too many calls', waitSeconds: 60 },
  FREQUENCY_LIMIT_EXCEED: { reaction: 'wait', meaning: 'too many calls', waitSeconds: 60 },
  RATELIMIT_EXCEEDED: { reaction: 'wait', meaning: 'too many calls', waitSeconds: 60 },
  SYSTEM_ERROR: { reaction: 'retry', meaning: 'WeChat Pay failed inside' },
  BANK_ERROR: { reaction: 'retry', meaning: 'the bank failed' },
  NO_STATEMENT_EXIST: { reaction: 'not_found', meaning: 'there is no bill for this day' },
  STATEMENT_CREATING: { reaction: 'wait', meaning: 'the bill is being made; ready after about 10:00', waitSeconds: 600 },
}

/** Meaning and reaction of a code; by class of the HTTP status where the code is not in the table. */
export function payReactionTo(code: string, status: number): Row {
  const known = payErrorTable[code]
  if (known) return known
  if (status === 429) return { reaction: 'wait', meaning: 'too many calls', waitSeconds: 60 }
  return status >= 500 ? { reaction: 'retry', meaning: 'WeChat Pay failed inside' } : { reaction: 'fix_request', meaning: 'unknown code' }
}

/** WeChat Pay answered, and said no. */
export class PayError extends Error {
  readonly code: string
  readonly status: number
  readonly reaction: PayReaction
  readonly waitSeconds: number | undefined
  /** Which field is wrong, as far as WeChat Pay says: `field`, `value`, `issue`, `location`. */
  readonly detail: unknown
  /** WeChat Pay's id of the request, for its support. */
  readonly requestId: string | undefined
  /** Method and path of the endpoint. */
  readonly endpoint: string

  constructor(endpoint: string, status: number, answer: { code?: unknown; message?: unknown; detail?: unknown }, requestId?: string) {
    const code = String(answer.code ?? '')
    const { meaning, reaction, waitSeconds } = payReactionTo(code, status)
    super(`${endpoint} answered ${status} ${code} (${meaning}): ${String(answer.message ?? '')}`)
    this.name = 'PayError'
    this.code = code
    this.status = status
    this.reaction = reaction
    this.waitSeconds = waitSeconds
    this.detail = answer.detail
    this.requestId = requestId
    this.endpoint = endpoint
  }
}

/** No usable answer: whether the call took effect is unknown. Query by its number before repeating it unchanged. */
export class PayUnreachable extends Error {
  readonly reason: 'timeout' | 'network' | 'bad_answer'
  readonly reaction: PayReaction = 'query_first'
  readonly endpoint: string

  constructor(endpoint: string, reason: 'timeout' | 'network' | 'bad_answer', detail: string, options?: ErrorOptions) {
    super(`${endpoint}: ${detail}`, options)
    this.name = 'PayUnreachable'
    this.reason = reason
    this.endpoint = endpoint
  }
}

/** At which check a message of WeChat Pay failed, in their order. */
export type PayVerifyStage = 'headers' | 'timestamp' | 'serial' | 'signature' | 'body' | 'decrypt'

/** A notification or an answer that can't be trusted. */
export class PayVerifyError extends Error {
  readonly stage: PayVerifyStage
  /** WeChat Pay tests whether we verify: refuse, but raise no alarm. */
  readonly probe: boolean

  constructor(stage: PayVerifyStage, message: string, options: ErrorOptions & { probe?: boolean } = {}) {
    super(message, options)
    this.name = 'PayVerifyError'
    this.stage = stage
    this.probe = options.probe ?? false
  }
}

/** An input that WeChat Pay would refuse; nothing was sent. */
export class PayInputError extends Error {
  readonly field: string
  readonly limit: string

  constructor(field: string, limit: string) {
    super(`${field} must be ${limit}; nothing was sent.`)
    this.name = 'PayInputError'
    this.field = field
    this.limit = limit
  }
}
