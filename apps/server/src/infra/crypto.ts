import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const version = 1

/**
 * Encrypts with AES-256-GCM. The result is version, nonce, tag and text in one buffer.
 *
 * @param about  what the text belongs to (a carrier's id); the same must be given to `open`, so that a sealed
 *               secret copied to another row does not open there
 */
export function seal(secret: Buffer, text: string, about = ''): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', secret, nonce)
  cipher.setAAD(Buffer.from(about))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.from([version]), nonce, cipher.getAuthTag(), body])
}

/** Undoes `seal`. Throws when the secret is another one or a byte was changed. */
export function open(secret: Buffer, sealed: Buffer, about = ''): string {
  if (sealed[0] !== version || sealed.length < 29) throw new Error('This is not a sealed secret.')
  const decipher = createDecipheriv('aes-256-gcm', secret, sealed.subarray(1, 13))
  decipher.setAAD(Buffer.from(about))
  decipher.setAuthTag(sealed.subarray(13, 29))
  return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString('utf8')
}

/** A random token of 256 bits, safe in URLs. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a token. SHA-256 suffices: the token itself is random. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** Equality in constant time, for texts of any length. */
export function safeEqual(a: string, b: string): boolean {
  return timingSafeEqual(hashToken(a), hashToken(b))
}

/** A phone number (E.164) as it is kept: 32 hex digits that only this brand's salt reproduces. */
export function phoneHash(brandSalt: Buffer, e164: string): string {
  return createHmac('sha256', brandSalt).update(e164).digest('hex').slice(0, 32)
}
