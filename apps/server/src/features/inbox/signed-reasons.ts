/** Whose refusals count: anybody can send nonsense to a callback address, but only WeChat signs with our Token. */

/**
 * Reasons that only a push signed with our Token can have. `altered`: signed, but not this body (a proxy changed it); `not_encrypted`:
 * signed, in another mode than ours. What anybody can cause is `bad_signature`, or unreadable before a signature could be looked at.
 */
export const signedReasons: ReadonlySet<string> = new Set([
  'altered',
  'not_encrypted',
  'bad_aes_key',
  'bad_base64',
  'bad_block_length',
  'bad_buffer',
  'bad_length',
  'bad_padding',
  'decrypt_failed',
  'no_message',
  'timestamp_in_future',
  'timestamp_too_old',
  'wrong_appid',
])

/** A copied address proves nothing for longer than this. */
export const provenForSeconds = 600
