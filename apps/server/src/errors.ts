/** Every way a request or command can fail. `docs/errors/<code>.md` explains each to the reader. */
export const errorTable = {
  invalid_input: { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'Sign in or send an API key' },
  sign_in_failed: { status: 401, title: 'E-mail or password is wrong' },
  csrf_refused: { status: 403, title: 'The request did not come from the console' },
  forbidden: { status: 403, title: 'Your role does not allow this' },
  setup_token_wrong: { status: 403, title: 'The set-up token is wrong' },
  not_found: { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'It is already taken or has changed' },
  owner_exists: { status: 409, title: 'The owner account already exists' },
  last_owner: { status: 409, title: 'A brand needs an owner' },
  ticket_missing: { status: 409, title: 'WeChat has not pushed a ticket' },
  clearings_used: { status: 409, title: 'No clearings are left this month' },
  needs_confirmation: { status: 409, title: 'A person has to confirm the warnings' },
  too_large: { status: 413, title: 'The request is too large' },
  unsupported_media_type: { status: 415, title: 'The content type is not supported' },
  address_refused: { status: 422, title: 'The address is not allowed' },
  secret_refused: { status: 422, title: 'WeChat does not take the secret' },
  blocked_by_check: { status: 422, title: 'The checks do not let it leave' },
  pack_fails_tests: { status: 422, title: 'The pack does not meet its own tests' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  query_too_heavy: { status: 503, title: 'The query needs too much time or memory' },
  wechat_error: { status: 502, title: 'WeChat refused the call' },
  robot_refused: { status: 502, title: 'The robot did not take the message' },
  wechat_unreachable: { status: 502, title: 'WeChat did not answer' },
  store_unavailable: { status: 503, title: 'A database does not answer' },
  config_invalid: { status: 500, title: 'A setting is wrong' },
  migration_changed: { status: 500, title: 'A migration was edited after it ran' },
  usage: { status: 400, title: 'The command line is not understood' },
} as const

export type ErrorCode = keyof typeof errorTable

/** One thing wrong with one field: a JSON pointer and a sentence. */
export type FieldError = { path: string; message: string }

/**
 * The one error class. `message` says what happened and what the reader can do; it is shown to them,
 * so it never holds a secret.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly details?: FieldError[]
  /** The message in both languages, where there is more to say than the code has words for. */
  readonly words?: { zh: string; en: string }

  constructor(
    code: ErrorCode,
    message: string,
    options: { status?: number; cause?: unknown; details?: FieldError[]; words?: { zh: string; en: string } } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.status = options.status ?? errorTable[code].status
    if (options.details) this.details = options.details
    if (options.words) this.words = options.words
  }
}

/** An RFC 9457 problem document. */
export type Problem = {
  type: string
  title: string
  status: number
  code: ErrorCode
  detail: string
  errors?: FieldError[]
  /** `detail` for people, in both languages. */
  words?: { zh: string; en: string }
}

/** The document a client gets for an error; what is not an AppError tells nothing of its inside. */
export function problemOf(error: AppError): Problem {
  return {
    type: `/docs/errors/${error.code}`,
    title: errorTable[error.code].title,
    status: error.status,
    code: error.code,
    detail: error.message,
    ...(error.details ? { errors: error.details } : {}),
    ...(error.words ? { words: error.words } : {}),
  }
}
