/**
 * WXBizMsgCrypt's frame: AES-256-CBC over `random(16) | length (uint32, big endian) | message | appid`, padded to 32.
 * The key is imported once; random bytes come from a pool that is filled now and then.
 */
import { isUtf8 } from 'node:buffer'
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomFillSync } from 'node:crypto'
import { CallbackError } from './errors.ts'

/**
 * An EncodingAESKey made ready for use. Its two ciphers run on from message to message, because making one costs as much
 * as a message: in CBC only the first block depends on what went before, and that block is the random one, which no one
 * reads. Out comes what WeChat can open; only whole blocks may go in.
 */
export type MessageKey = { key: KeyObject; iv: Buffer; cipher: Cipheriv; decipher: Decipheriv }

type Cipheriv = ReturnType<typeof createCipheriv>
type Decipheriv = ReturnType<typeof createDecipheriv>

/** Reads an EncodingAESKey: 43 characters of base64. Its last character may carry leftover bits, which are dropped as WeChat does. */
export function importKey(encodingAesKey: string): MessageKey {
  if (encodingAesKey.length !== 43)
    throw new CallbackError(
      'bad_aes_key',
      `EncodingAESKey has ${encodingAesKey.length} characters, it must have 43; copy it again from the account's message push settings, without spaces or "=".`,
    )
  if (!/^[A-Za-z0-9+/]{43}$/.test(encodingAesKey))
    throw new CallbackError(
      'bad_aes_key',
      'EncodingAESKey holds a character that is no letter or digit; copy it again from the account’s message push settings.',
    )
  const bytes = Buffer.from(`${encodingAesKey}=`, 'base64')
  const made = { key: createSecretKey(bytes), iv: bytes.subarray(0, 16) }
  return { ...made, cipher: newCipher(made), decipher: newDecipher(made) }
}

function newCipher({ key, iv }: Pick<MessageKey, 'key' | 'iv'>): Cipheriv {
  return createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false)
}

function newDecipher({ key, iv }: Pick<MessageKey, 'key' | 'iv'>): Decipheriv {
  return createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false)
}

const pool = Buffer.alloc(16_384)
let poolAt = pool.length

function fillPool(): void {
  randomFillSync(pool)
  poolAt = 0
}

/** A nonce of 16 hex digits. */
export function randomNonce(): string {
  if (poolAt + 8 > pool.length) fillPool()
  poolAt += 8
  return pool.toString('hex', poolAt - 8, poolAt)
}

const scratch = Buffer.allocUnsafeSlow(64 * 1024)

/**
 * Encrypts a message for an account; answers base64.
 * @param random  the 16 bytes in front, fixed by tests only
 */
export function encryptMessage(key: MessageKey, appId: Buffer, message: string, random?: Buffer): string {
  const room = 20 + message.length * 3 + appId.length + 32
  const frame = room <= scratch.length ? scratch : Buffer.allocUnsafe(room)
  if (random) random.copy(frame, 0, 0, 16)
  else {
    if (poolAt + 16 > pool.length) fillPool()
    pool.copy(frame, 0, poolAt, poolAt + 16)
    poolAt += 16
  }
  const length = frame.write(message, 20, 'utf8')
  frame.writeUInt32BE(length, 16)
  appId.copy(frame, 20 + length)
  const end = 20 + length + appId.length
  const pad = 32 - (end % 32)
  frame.fill(pad, end, end + pad)
  const cipher = random ? newCipher(key) : key.cipher
  return cipher.update(frame.subarray(0, end + pad)).toString('base64')
}

/**
 * Decrypts `Encrypt` and returns the message in it, after checking padding, length and that it is meant for this account.
 * Throws {@link CallbackError}.
 */
export function decryptMessage(key: MessageKey, appId: Buffer, encrypt: string): string {
  const sealed = Buffer.from(encrypt, 'base64')
  const plain = sealed.length > 0 && sealed.length % 16 === 0 && sealed.length === base64Length(encrypt)
  return openFrame(plain ? key.decipher.update(sealed) : decryptOdd(key, encrypt), appId)
}

/** Bytes that a well-formed base64 text stands for. */
function base64Length(text: string): number {
  let length = text.length
  if (text.charCodeAt(length - 1) === 61) length -= text.charCodeAt(length - 2) === 61 ? 2 : 1
  return Math.floor((length * 3) / 4)
}

/** The way for texts that are not plain base64 of whole blocks: line breaks are allowed, all else is named. */
function decryptOdd(key: MessageKey, encrypt: string): Buffer {
  const text = encrypt.replace(/[\r\n\t ]+/g, '')
  if (text === '') throw new CallbackError('bad_length', 'Encrypt is empty; the push was cut or not made by WeChat.')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.replace(/=+$/, '').length % 4 === 1)
    throw new CallbackError('bad_base64', 'Encrypt is not base64; the body was changed on its way.')
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length % 16 !== 0)
    throw new CallbackError(
      'bad_block_length',
      `Encrypt holds ${bytes.length} bytes, which is no multiple of 16; the body was cut or changed on its way.`,
    )
  return newDecipher(key).update(bytes)
}

/** Where the frame ends and its padding begins. */
function endOfFrame(frame: Buffer): number {
  const pad = frame[frame.length - 1] ?? 0
  const end = frame.length - pad
  let good = pad >= 1 && pad <= 32 && end >= 0
  for (let at = end; good && at < frame.length; at++) good = frame[at] === pad
  if (!good)
    throw new CallbackError(
      'bad_padding',
      'The decrypted text does not end in valid padding; most likely the EncodingAESKey is not the one set for this account.',
    )
  return end
}

function openFrame(frame: Buffer, appId: Buffer): string {
  const frameEnd = endOfFrame(frame)
  if (frameEnd < 20)
    throw new CallbackError('bad_length', `The decrypted text has ${frameEnd} bytes; at least 20 are needed before the message.`)
  const end = 20 + frame.readUInt32BE(16)
  if (end > frameEnd)
    throw new CallbackError(
      'bad_length',
      `The decrypted text says that its message has ${end - 20} bytes, but only ${frameEnd - 20} are there; it was cut or the EncodingAESKey is wrong.`,
    )
  // Compared byte by byte: a prefix, another case or a blank more is another account.
  if (appId.compare(frame, end, frameEnd) !== 0) {
    const found = frame.toString('utf8', end, frameEnd)
    throw new CallbackError(
      'wrong_appid',
      `This push is for appid ${JSON.stringify(found.slice(0, 64))}, this account is ${JSON.stringify(appId.toString())}; set the callback address at the right account, or correct the appid here.`,
    )
  }
  const text = frame.toString('utf8', 20, end)
  if (text.includes('\ufffd') && !isUtf8(frame.subarray(20, end)))
    throw new CallbackError('bad_utf8', 'The decrypted message is not valid UTF-8.')
  return text
}
