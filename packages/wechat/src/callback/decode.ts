import type { Message } from '../messages/normalize.ts'
import type { BodyFormat } from './body.ts'
import { type CallbackOptions, createCallbackCodec } from './codec.ts'
import { CallbackError, type CallbackErrorCode } from './errors.ts'
import type { QueryInput } from './query.ts'

export type DecodeInput = {
  token: string
  encodingAesKey?: string
  previousEncodingAesKey?: string
  appId: string
  /** Raw query, path or URL of the push, or its parameters. */
  query: QueryInput
  body: string | Uint8Array
} & Pick<CallbackOptions, 'windowSeconds' | 'clock'>

export type Decoded =
  | { ok: true; message: Message; text: string; format: BodyFormat | 'text'; encrypted: boolean }
  | { ok: false; error: { code: CallbackErrorCode; number: number; message: string } }

/** Reads one recorded push for a human: the message, or what is wrong with it and what to do. Never throws. */
export function decodeCallback(input: DecodeInput): Decoded {
  try {
    const { token, appId, encodingAesKey, previousEncodingAesKey, windowSeconds, clock } = input
    const codec = createCallbackCodec(
      {
        token,
        appId,
        mode: 'plain',
        ...(encodingAesKey !== undefined && { encodingAesKey }),
        ...(previousEncodingAesKey !== undefined && { previousEncodingAesKey }),
      },
      { ...(windowSeconds !== undefined && { windowSeconds }), ...(clock && { clock }) },
    )
    const unsealed = codec.unseal(input.query, input.body)
    if (unsealed.encrypted && !/^[\ufeff\s]*[<{]/.test(unsealed.text)) return asText(unsealed.text)
    const { message, text, format, encrypted } = codec.open(input.query, input.body)
    return { ok: true, message, text, format, encrypted }
  } catch (error) {
    if (error instanceof CallbackError) return { ok: false, error: { code: error.code, number: error.number, message: error.message } }
    throw error
  }
}

/** Signed, meant for this account, but no message: an echo or a text that someone encrypted for a test. */
function asText(text: string): Decoded {
  const message: Message = { kind: 'unknown', ToUserName: '', FromUserName: '', CreateTime: 0, MsgType: '', Content: text }
  return { ok: true, message, text, format: 'text', encrypted: true }
}
