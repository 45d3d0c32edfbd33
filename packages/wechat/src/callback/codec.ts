/**
 * Callbacks both ways: reads what WeChat pushes, writes passive replies, and forges pushes with the same code for the sandbox and for tests.
 */
import { stringifyJson } from '../json.ts'
import { type Message, normalizeMessage } from '../messages/normalize.ts'
import { type BodyFormat, defaultMaxBodyBytes, type Fields, parseBody, readText } from './body.ts'
import { decryptMessage, encryptMessage, importKey, type MessageKey, randomNonce } from './cipher.ts'
import { CallbackError } from './errors.ts'
import type { NonceStore } from './nonces.ts'
import { type CallbackQuery, type QueryInput, readQuery } from './query.ts'
import { type Reply, writeReply } from './reply.ts'
import { sameSignature, signMessage, signUrl } from './signature.ts'
import { parseXml } from './xml.ts'
import { writeXml, type XmlInputFields } from './xml-writer.ts'

/** How an account's message push is set up in WeChat's console. */
export type CallbackAccount = {
  token: string
  /** The Token before the last change: WeChat switches over some minutes after it is pasted. */
  previousToken?: string
  /** The account's appid; for a third-party platform its component appid. */
  appId: string
  /** 43 characters; needed for compat and safe mode. */
  encodingAesKey?: string
  /** The key before the last change: pushes under way still use it. */
  previousEncodingAesKey?: string
  /**
   * `safe` and `compat` take the encrypted part only; `plain` also takes clear bodies, which no signature covers.
   * Default: `safe` with a key, else `plain`.
   */
  mode?: 'plain' | 'compat' | 'safe'
}

export type CallbackOptions = {
  /** Refuses pushes whose timestamp is further than this from now. Default: no limit. */
  windowSeconds?: number
  /** Refuses a second push with the same timestamp, nonce and signature. WeChat's own retries may look alike: answer those `success`. */
  nonces?: NonceStore
  clock?: { now(): Date }
  /** Default 10 MB. */
  maxBodyBytes?: number
}

/** A push that was checked and read. */
export type OpenedCallback = {
  message: Message
  /** As pushed, before normalising. */
  fields: Fields
  /** The message's own text, after decryption. */
  text: string
  format: BodyFormat
  encrypted: boolean
  /** Which key decrypted: 0 current, 1 previous. The reply uses the same. */
  keyIndex: number
  /** Which Token signed, in the same way. */
  tokenIndex: number
  query: CallbackQuery
}

/** A push that was checked and decrypted, but not read. */
export type Unsealed = Pick<OpenedCallback, 'text' | 'encrypted' | 'keyIndex' | 'tokenIndex' | 'query'>

/** A push as WeChat would send it. */
export type ForgedPush = { query: Record<string, string>; body: string; contentType: string }

export type CallbackCodec = ReturnType<typeof createCallbackCodec>

/** Prepares an account's keys once; keep the codec for as long as the account's settings stand. Throws `bad_aes_key`. */
export function createCallbackCodec(account: CallbackAccount, options: CallbackOptions = {}) {
  const { token } = account
  const tokens = account.previousToken && account.previousToken !== token ? [token, account.previousToken] : [token]
  const { clock = { now: () => new Date() }, windowSeconds, nonces, maxBodyBytes = defaultMaxBodyBytes } = options
  const keys: MessageKey[] = []
  for (const key of [account.encodingAesKey, account.previousEncodingAesKey]) if (key) keys.push(importKey(key))
  const mode = account.mode ?? (keys.length > 0 ? 'safe' : 'plain')
  const appId = Buffer.from(account.appId)
  const nowSeconds = () => Math.floor(clock.now().getTime() / 1000)

  function checkFreshness(query: CallbackQuery, signature: string): void {
    if (windowSeconds === undefined && !nonces) return
    const seconds = Number(query.timestamp)
    const now = nowSeconds()
    if (windowSeconds !== undefined && !(Math.abs(now - seconds) <= windowSeconds))
      throw new CallbackError(
        'stale_timestamp',
        `The push is dated ${query.timestamp}, ${Math.abs(now - seconds)} s from now; at most ${windowSeconds} s are allowed. Check this machine's clock.`,
      )
    const key = `${query.timestamp}:${query.nonce}:${signature}`
    if (nonces && !nonces.add(key, now + (windowSeconds ?? 600)))
      throw new CallbackError('replayed', 'This very push was received before; someone sent a copy of it.')
  }

  /** @returns the Token that signed */
  function checkUrl(query: CallbackQuery): number {
    if (query.signature === '') throw new CallbackError('bad_signature', 'The query has no signature; the call did not come from WeChat.')
    const tokenIndex = tokens.findIndex(token => sameSignature(query.signature, signUrl(token, query.timestamp, query.nonce)))
    if (tokenIndex < 0)
      throw new CallbackError(
        'bad_signature',
        'signature does not match; most likely the Token here is not the one set in WeChat’s console (case and spaces count).',
      )
    checkFreshness(query, query.signature)
    return tokenIndex
  }

  function checkMessage(query: CallbackQuery, encrypt: string): number {
    if (query.msg_signature === '')
      throw new CallbackError('bad_signature', 'The query has no msg_signature, which an encrypted push must carry.')
    const tokenIndex = tokens.findIndex(token =>
      sameSignature(query.msg_signature, signMessage(token, query.timestamp, query.nonce, encrypt)),
    )
    if (tokenIndex < 0) throw new CallbackError('bad_signature', explainSignature(token, query))
    checkFreshness(query, query.msg_signature)
    return tokenIndex
  }

  /** The message inside `Encrypt`, tried with each key in turn. Does not look at signatures. */
  function decrypt(encrypt: string): { text: string; keyIndex: number } {
    if (keys.length === 0)
      throw new CallbackError('bad_aes_key', 'The push is encrypted, but no EncodingAESKey is set for this account; add it.')
    let failure: unknown
    for (const [keyIndex, key] of keys.entries()) {
      try {
        return { text: decryptMessage(key, appId, encrypt), keyIndex }
      } catch (error) {
        failure ??= error
      }
    }
    if (failure instanceof CallbackError) throw failure
    throw new CallbackError('decrypt_failed', 'Encrypt can’t be decrypted; check the EncodingAESKey.', { cause: failure })
  }

  /** Encrypts a text for this account's envelope. `random` (16 bytes) is for tests. */
  function encrypt(text: string, keyIndex = 0, random?: Buffer): string {
    const key = keys[keyIndex]
    if (!key) throw new CallbackError('bad_aes_key', 'No EncodingAESKey is set for this account; add it.')
    try {
      return encryptMessage(key, appId, text, random)
    } catch (cause) {
      throw new CallbackError('encrypt_failed', 'The message can’t be encrypted.', { cause })
    }
  }

  /** An encrypted envelope as WeChat reads it in replies: Encrypt, MsgSignature, TimeStamp, Nonce. */
  function seal(
    text: string,
    given: { format?: BodyFormat; timestamp?: string; nonce?: string; keyIndex?: number; tokenIndex?: number; random?: Buffer } = {},
  ): string {
    const { format = 'xml', timestamp = String(nowSeconds()), nonce = randomNonce() } = given
    const encrypted = encrypt(text, given.keyIndex, given.random)
    const signature = signMessage(tokens[given.tokenIndex ?? 0] ?? token, timestamp, nonce, encrypted)
    return format === 'xml'
      ? `<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt><MsgSignature><![CDATA[${signature}]]></MsgSignature><TimeStamp>${timestamp}</TimeStamp><Nonce><![CDATA[${nonce}]]></Nonce></xml>`
      : `{"Encrypt":"${encrypted}","MsgSignature":"${signature}","TimeStamp":${timestamp},"Nonce":${JSON.stringify(nonce)}}`
  }

  function unseal(input: QueryInput, body: string | Uint8Array): Unsealed {
    const query = readQuery(input)
    if (query.encrypt_type === 'aes' || (query.encrypt_type !== 'raw' && query.msg_signature !== '')) {
      const sealed = cutEncrypt(body, maxBodyBytes) ?? findEncrypt(readText(body, maxBodyBytes))
      const tokenIndex = checkMessage(query, sealed)
      const { text, keyIndex } = decrypt(sealed)
      return { text, keyIndex, tokenIndex, encrypted: true, query }
    }
    if (mode !== 'plain')
      throw new CallbackError(
        'not_encrypted',
        `The push is not encrypted, but the account is set to ${mode} mode; set message push to the same mode on both sides.`,
      )
    const tokenIndex = checkUrl(query)
    return { text: readText(body, maxBodyBytes), keyIndex: 0, tokenIndex, encrypted: false, query }
  }

  return {
    mode,
    decrypt,
    encrypt,
    seal,

    /** Answers WeChat's check of the address (GET): the text to send back as it is. Throws `bad_signature`. */
    verifyUrl(input: QueryInput): string {
      const query = readQuery(input)
      checkUrl(query)
      return query.echostr
    },

    /** The same, and which Token signed: 0 current, 1 previous. */
    checkAddress(input: QueryInput): { echo: string; tokenIndex: number } {
      const query = readQuery(input)
      return { echo: query.echostr, tokenIndex: checkUrl(query) }
    },

    /** Checks and reads one push. `query` is the raw query string or an object, `body` the raw bytes. Throws {@link CallbackError} only. */
    open(input: QueryInput, body: string | Uint8Array): OpenedCallback {
      const { query, text, encrypted, keyIndex, tokenIndex } = unseal(input, body)
      const { format, fields } = parseBody(text)
      if (!encrypted && typeof fields.Encrypt === 'string' && fields.MsgType === undefined)
        throw new CallbackError(
          'bad_signature',
          'The body is encrypted, but the query has no msg_signature, which an encrypted push must carry.',
        )
      return { message: normalizeMessage(fields), fields, text, format, encrypted, keyIndex, tokenIndex, query }
    },

    /** The first half of {@link open}: checks and decrypts, but leaves the message unread. */
    unseal,

    /** The body of the answer: encrypted when the push was, with the key that opened it. `undefined` = nothing to say. */
    reply(opened: OpenedCallback, reply: Reply | undefined): string {
      if (!reply) return 'success'
      const text = writeReply(opened.message, reply, nowSeconds(), opened.format)
      return opened.encrypted ? seal(text, { format: opened.format, keyIndex: opened.keyIndex, tokenIndex: opened.tokenIndex }) : text
    },

    /** A push as WeChat would send it; numbers stay bare, bigints become bare digits in JSON. */
    forgePush(
      fields: XmlInputFields,
      given: { mode?: 'plain' | 'compat' | 'safe'; format?: BodyFormat; timestamp?: string; nonce?: string; keyIndex?: number } = {},
    ): ForgedPush {
      const { format = 'xml', timestamp = String(nowSeconds()), nonce = randomNonce() } = given
      const shape = given.mode ?? mode
      const text = format === 'xml' ? writeXml(fields) : stringifyJson(fields)
      const query: Record<string, string> = { signature: signUrl(token, timestamp, nonce), timestamp, nonce }
      if (typeof fields.FromUserName === 'string') query.openid = fields.FromUserName
      const contentType = format === 'xml' ? 'text/xml' : 'application/json'
      if (shape === 'plain') return { query, body: text, contentType }
      const Encrypt = encrypt(text, given.keyIndex)
      query.encrypt_type = 'aes'
      query.msg_signature = signMessage(token, timestamp, nonce, Encrypt)
      const envelope = shape === 'compat' ? { ...fields, Encrypt } : { ToUserName: fields.ToUserName, Encrypt }
      return { query, body: format === 'xml' ? writeXml(envelope) : stringifyJson(envelope), contentType }
    },

    /** The check of the address (GET) as WeChat would send it. */
    forgeVerification(echostr: string, given: { timestamp?: string; nonce?: string } = {}): Record<string, string> {
      const { timestamp = String(nowSeconds()), nonce = randomNonce() } = given
      return { signature: signUrl(token, timestamp, nonce), timestamp, nonce, echostr }
    },

    /** Reads an encrypted or clear reply again, as WeChat would. Throws {@link CallbackError}. */
    openReply(body: string): { text: string; fields: Fields } | 'success' {
      if (body === '' || body === 'success') return 'success'
      const outer = parseBody(body).fields
      if (typeof outer.Encrypt !== 'string') return { text: body, fields: outer }
      const wanted = signMessage(token, String(outer.TimeStamp), String(outer.Nonce), outer.Encrypt)
      if (!sameSignature(String(outer.MsgSignature), wanted))
        throw new CallbackError('bad_signature', 'MsgSignature of the reply does not match.')
      const { text } = decrypt(outer.Encrypt)
      return { text, fields: parseBody(text).fields }
    },
  }
}

const before = /^<xml>\s*<ToUserName><!\[CDATA\[[\w@.-]{0,64}\]\]><\/ToUserName>\s{0,8}$/
const after = /^\s{0,8}<\/xml>\s{0,8}$/
const opening = '<Encrypt><![CDATA['
const closing = ']]></Encrypt>'

/** `Encrypt` out of the usual outer body of safe mode, without parsing; `undefined` for any other shape. */
function cutEncrypt(body: string | Uint8Array, maxBytes: number): string | undefined {
  if (body.length > maxBytes) return undefined
  const text = typeof body === 'string' ? body : Buffer.isBuffer(body) ? body.toString('latin1') : undefined
  if (text === undefined) return undefined
  const open = text.indexOf(opening)
  if (open <= 0 || open > 200 || !before.test(text.slice(0, open))) return undefined
  const end = text.indexOf(closing, open)
  if (end < 0 || end + 40 < text.length || !after.test(text.slice(end + closing.length))) return undefined
  return text.slice(open + opening.length, end)
}

/** `Encrypt` out of any outer body, XML or JSON. */
function findEncrypt(text: string): string {
  const value = text.trimStart().startsWith('<') ? parseXml(text).Encrypt : parseBody(text).fields.Encrypt
  if (typeof value !== 'string')
    throw new CallbackError('bad_xml', 'The query says that the push is encrypted, but its body has no Encrypt.')
  return value
}

/** Which part of a failed signature is to blame, as far as the rest of the query tells. */
function explainSignature(token: string, query: CallbackQuery): string {
  const url = signUrl(token, query.timestamp, query.nonce)
  if (query.msg_signature === url)
    return 'msg_signature is the plain URL signature, which does not cover the body; an encrypted push needs its own.'
  if (query.signature !== '' && sameSignature(query.signature, url))
    return 'msg_signature does not match although the Token is right (signature matches); the body was changed on its way.'
  if (query.signature !== '' && sameSignature(query.signature, signUrl(token.trim(), query.timestamp, query.nonce)))
    return 'msg_signature does not match because the Token here has spaces around it; remove them.'
  return 'msg_signature does not match; most likely the Token here is not the one set in WeChat’s console (case and spaces count), else timestamp, nonce or body were changed on the way.'
}
