/** Tokens and keys for callbacks, as WeChat's consoles take them. */
import { randomBytes } from 'node:crypto'

/** A Token as WeChat wants it: 3 to 32 letters and digits. */
export function newCallbackToken(): string {
  return letters(32)
}

/** An EncodingAESKey: 43 letters and digits, the base64 of 32 bytes without its last sign. */
export function newEncodingAesKey(): string {
  return letters(42) + canonicalEnd[randomBytes(1)[0]! & 15]
}

/** The 43rd character holds four bits; with these no leftover bits are set, which strict decoders ask for. */
const canonicalEnd = 'AEIMQUYcgkosw048'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Uniform: bytes beyond the last multiple of 62 are thrown away. */
function letters(length: number): string {
  let text = ''
  while (text.length < length) {
    for (const byte of randomBytes(length)) if (byte < 248 && text.length < length) text += alphabet[byte % 62]
  }
  return text
}
