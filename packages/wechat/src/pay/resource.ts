/** AES-256-GCM as WeChat Pay seals notifications and certificates: the APIv3 key as it stands, the tag in the last 16 bytes. */
import { isUtf8 } from 'node:buffer'
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto'
import { PayVerifyError } from './errors.ts'

/** A sealed part of a message. */
export type SealedResource = { algorithm?: string; ciphertext: string; nonce: string; associated_data?: string }

/** Reads an APIv3 key: 32 bytes that the merchant chose. The value never appears in errors or logs. */
export function apiV3Key(text: string): KeyObject {
  const bytes = Buffer.from(text)
  if (bytes.length !== 32)
    throw new TypeError(`An APIv3 key has 32 bytes, this one has ${bytes.length}; copy it from the merchant console.`)
  return createSecretKey(bytes)
}

/** Opens a sealed part; its tag is always checked. Throws PayVerifyError at stage `decrypt`. */
export function openResource(key: KeyObject, resource: SealedResource): string {
  const fail = (message: string, cause?: unknown) => new PayVerifyError('decrypt', message, cause === undefined ? {} : { cause })
  if (resource.algorithm !== undefined && resource.algorithm !== 'AEAD_AES_256_GCM')
    throw fail(`The algorithm ${JSON.stringify(String(resource.algorithm).slice(0, 40))} is not AEAD_AES_256_GCM.`)
  const nonce = Buffer.from(resource.nonce)
  if (nonce.length !== 12) throw fail(`The nonce has ${nonce.length} bytes; there must be 12.`)
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(resource.ciphertext) || resource.ciphertext.length % 4 !== 0)
    throw fail('The ciphertext is not base64.')
  const sealed = Buffer.from(resource.ciphertext, 'base64')
  if (sealed.length < 16) throw fail(`The ciphertext has ${sealed.length} bytes; its tag alone has 16.`)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 })
  decipher.setAAD(Buffer.from(resource.associated_data ?? ''))
  decipher.setAuthTag(sealed.subarray(-16))
  let opened: Buffer
  try {
    // final() is what checks the tag; nothing is read before it.
    opened = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
  } catch (cause) {
    throw fail('The tag does not match: the APIv3 key is another one, or the text was changed.', cause)
  }
  if (!isUtf8(opened)) throw fail('The decrypted text is not valid UTF-8.')
  return opened.toString()
}

/** Seals a text as WeChat Pay would. `nonce` has 12 ASCII characters and must never come twice with one key. */
export function sealResource(key: KeyObject, text: string, nonce: string, associatedData: string): Required<SealedResource> {
  const cipher = createCipheriv('aes-256-gcm', key, Buffer.from(nonce), { authTagLength: 16 })
  cipher.setAAD(Buffer.from(associatedData))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return { algorithm: 'AEAD_AES_256_GCM', ciphertext: sealed.toString('base64'), nonce, associated_data: associatedData }
}
