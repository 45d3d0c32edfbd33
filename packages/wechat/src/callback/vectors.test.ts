import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  CallbackError,
  callbackErrorNumbers,
  createCallbackCodec,
  decodeCallback,
  sameSignature,
  signJsSdk,
  signMessage,
  signUrl,
} from './index.ts'

type Vector = {
  name: string
  token: string
  encoding_aes_key: string
  app_id: string
  timestamp: string
  nonce: string
  msg_signature: string
  encrypt: string
  random: string
  plaintext: string
  direction?: string
}
type Negative = Vector & { expect: keyof typeof callbackErrorNumbers }
type Vectors = {
  error_classes: Record<string, number>
  url_signature: { token: string; timestamp: string; nonce: string; signature: string; echostr?: string; expected_body?: string }[]
  decrypt: Vector[]
  encrypt_deterministic: Vector[]
  constructed_edges: Vector[]
  signature_only: Pick<Vector, 'token' | 'timestamp' | 'nonce' | 'msg_signature' | 'encrypt'>[]
  negative: Negative[]
  jssdk_signature: { jsapi_ticket: string; noncestr: string; timestamp: string; url: string; signature: string }[]
}
const vectors = JSON.parse(readFileSync(new URL('./cases/crypto-vectors.json', import.meta.url), 'utf8')) as Vectors
const accountOf = (vector: Vector) => ({ token: vector.token, appId: vector.app_id, encodingAesKey: vector.encoding_aes_key })
const queryOf = (vector: Vector) => ({
  timestamp: vector.timestamp,
  nonce: vector.nonce,
  msg_signature: vector.msg_signature,
  encrypt_type: 'aes',
})
const envelope = (vector: Vector) => `<xml><ToUserName><![CDATA[gh_x]]></ToUserName><Encrypt><![CDATA[${vector.encrypt}]]></Encrypt></xml>`

describe.each([...vectors.decrypt, ...vectors.encrypt_deterministic, ...vectors.constructed_edges])('vector $name', vector => {
  it('has the signature we compute', () => {
    expect(signMessage(vector.token, vector.timestamp, vector.nonce, vector.encrypt)).toBe(vector.msg_signature)
  })
  it('decrypts to its plaintext', () => {
    expect(createCallbackCodec(accountOf(vector)).decrypt(vector.encrypt).text).toBe(vector.plaintext)
  })
  it('encrypts to the same bytes with its random', () => {
    const codec = createCallbackCodec(accountOf(vector))
    expect(codec.encrypt(vector.plaintext, 0, Buffer.from(vector.random, 'latin1'))).toBe(vector.encrypt)
  })
  it('decodes for the reader', () => {
    const decoded = decodeCallback({ ...accountOf(vector), query: queryOf(vector), body: envelope(vector) })
    expect(decoded).toMatchObject({ ok: true, text: vector.plaintext })
  })
})

describe.each(vectors.negative)('negative $name', vector => {
  it(`is refused as ${vector.expect}`, () => {
    const decoded = decodeCallback({ ...accountOf(vector), query: queryOf(vector), body: envelope(vector) })
    expect(decoded).toMatchObject({ ok: false, error: { code: vector.expect, number: callbackErrorNumbers[vector.expect] } })
  })
  it('is refused in a JSON envelope as well', () => {
    const codec = createCallbackCodec(accountOf(vector))
    expect(() => codec.open(queryOf(vector), JSON.stringify({ ToUserName: 'gh_x', Encrypt: vector.encrypt }))).toThrow(CallbackError)
  })
})

it.each(vectors.url_signature)('checks the address signature of $token $timestamp', vector => {
  expect(signUrl(vector.token, vector.timestamp, vector.nonce)).toBe(vector.signature)
  const codec = createCallbackCodec({ token: vector.token, appId: 'wx' })
  if (vector.echostr) expect(codec.verifyUrl({ ...vector })).toBe(vector.expected_body)
  expect(() => codec.verifyUrl({ ...vector, nonce: `${vector.nonce}0` })).toThrow(expect.objectContaining({ code: 'bad_signature' }))
})

it.each(vectors.signature_only)('checks a message signature without a key', vector => {
  expect(sameSignature(vector.msg_signature, signMessage(vector.token, vector.timestamp, vector.nonce, vector.encrypt))).toBe(true)
})

it.each(vectors.jssdk_signature)('signs a page for the JS-SDK', vector => {
  const input = { ticket: vector.jsapi_ticket, nonce: vector.noncestr, timestamp: vector.timestamp, url: `${vector.url}#part` }
  expect(signJsSdk(input)).toBe(vector.signature)
})

it('uses Tencent’s numbers', () => {
  const ours: Record<string, number> = callbackErrorNumbers
  for (const [code, number] of Object.entries(vectors.error_classes)) expect(ours[code]).toBe(number)
})
