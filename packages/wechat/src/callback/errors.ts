/** What can be wrong with a callback: our word, and the number of Tencent's sample library that stands for it. */
export const callbackErrorNumbers = {
  bad_signature: -40001,
  stale_timestamp: -40001,
  replayed: -40001,
  not_encrypted: -40001,
  bad_xml: -40002,
  bad_json: -40002,
  bad_utf8: -40002,
  too_large: -40002,
  bad_aes_key: -40004,
  wrong_appid: -40005,
  encrypt_failed: -40006,
  decrypt_failed: -40007,
  bad_padding: -40007,
  bad_block_length: -40007,
  bad_length: -40008,
  bad_buffer: -40008,
  base64_encode: -40009,
  bad_base64: -40010,
} as const

export type CallbackErrorCode = keyof typeof callbackErrorNumbers

/** A callback that can't be trusted or read. The message says what is wrong and what to do. */
export class CallbackError extends Error {
  readonly code: CallbackErrorCode
  /** Tencent's number, such as -40001. */
  readonly number: number

  constructor(code: CallbackErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'CallbackError'
    this.code = code
    this.number = callbackErrorNumbers[code]
  }
}
