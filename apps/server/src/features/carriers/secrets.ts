/** What an account keeps sealed, and what of it may be shown. */
import { randomBytes } from 'node:crypto'
import { open, seal } from '../../infra/crypto.ts'
import type { Carrier } from './schema.ts'

export type Secrets = { appSecret?: string; token?: string; encodingAesKey?: string; previousEncodingAesKey?: string }

export function sealSecrets(secret: Buffer, carrierId: string, secrets: Secrets): Buffer {
  return seal(secret, JSON.stringify(secrets), carrierId)
}

export function openSecrets(secret: Buffer, carrierId: string, sealed: Buffer): Secrets {
  return JSON.parse(open(secret, sealed, carrierId)) as Secrets
}

export function hintsOf(secrets: Secrets): Carrier['secrets'] {
  const hint = (value: string | undefined) => ({ hasSecret: value !== undefined, last4: value?.slice(-4) ?? '' })
  return {
    appSecret: hint(secrets.appSecret),
    token: hint(secrets.token),
    encodingAesKey: hint(secrets.encodingAesKey),
    previousEncodingAesKey: hint(secrets.previousEncodingAesKey),
  }
}

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
