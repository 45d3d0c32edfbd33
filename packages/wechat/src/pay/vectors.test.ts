import { createPrivateKey, createPublicKey, type JsonWebKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import {
  apiV3Key,
  authorization,
  checkPaid,
  createPayReceiver,
  merchantKey,
  openResource,
  PayKeys,
  PayVerifyError,
  paymentParameters,
  payRefused,
  payTaken,
  readAuthorization,
  requestMessage,
  sealResource,
  verifyMessage,
  verifyText,
} from './index.ts'

type Headers = Record<string, string>
type Vectors = {
  keys: {
    apiv3_key_utf8: string
    trusted: { serial: string; pem: string }[]
    merchant_public_pem: string
    merchant_private_jwk_test_only: JsonWebKey
  }
  aead: {
    id: string
    key_utf8: string
    nonce_utf8: string
    associated_data_utf8: string
    ciphertext_base64: string
    expect: 'ok' | 'reject'
    plaintext_utf8: string | null
  }[]
  rsa_verify: { id: string; certificate_pem: string; message: string; signature_base64: string; expect: 'ok' | 'reject' }[]
  request_authorization: {
    id: string
    method: string
    url_path_and_query: string
    timestamp: string
    nonce_str: string
    body: string
    message: string
    mchid: string
    merchant_serial_no: string
    authorization_fields: Record<string, string>
  }[]
  jsapi_pay_params: { id: string; appId: string; timeStamp: string; nonceStr: string; package: string; signType: string; paySign: string }[]
  api_responses: { id: string; received_at: number; headers: Headers; body: string; expect: string }[]
  order_fixture: { out_trade_no: string; total: number; currency: string }
  notifications: {
    id: string
    received_at: number
    headers: Headers
    body: string
    expect: {
      verdict: 'accept' | 'reject'
      stage?: string
      probe?: boolean
      event_type?: string
      resource?: Record<string, unknown>
      duplicate_of?: string
      business?: string
    }
  }[]
}
const vectors = JSON.parse(readFileSync(new URL('./cases/pay-vectors.json', import.meta.url), 'utf8')) as Vectors
const keys = new PayKeys(vectors.keys.trusted)
const at = (seconds: number) => new Date(seconds * 1000)
const merchant = (mchId: string, serial: string) =>
  merchantKey({ mchId, serial, privateKey: createPrivateKey({ key: vectors.keys.merchant_private_jwk_test_only, format: 'jwk' }) })

it('has every vector of the reference', () => {
  const counts = [vectors.aead, vectors.rsa_verify, vectors.request_authorization, vectors.jsapi_pay_params, vectors.api_responses]
  expect([...counts, vectors.notifications].map(list => list.length)).toEqual([9, 2, 3, 1, 2, 15])
})

const resourceOf = (vector: Vectors['aead'][number]) => ({
  ciphertext: vector.ciphertext_base64,
  nonce: vector.nonce_utf8,
  associated_data: vector.associated_data_utf8,
})

it.each(vectors.aead.filter(vector => vector.expect === 'ok'))('$id is opened, and sealed to the same bytes', vector => {
  const key = apiV3Key(vector.key_utf8)
  expect(openResource(key, resourceOf(vector))).toBe(vector.plaintext_utf8)
  expect(sealResource(key, vector.plaintext_utf8!, vector.nonce_utf8, vector.associated_data_utf8)).toMatchObject(resourceOf(vector))
})

it.each(vectors.aead.filter(vector => vector.expect === 'reject'))('$id is refused', vector => {
  expect(() => openResource(apiV3Key(vector.key_utf8), resourceOf(vector))).toThrow(
    expect.objectContaining({ name: 'PayVerifyError', stage: 'decrypt' }),
  )
})

it.each(vectors.rsa_verify)('$id is $expect', vector => {
  const { publicKey } = new X509Certificate(vector.certificate_pem)
  expect(verifyText(publicKey, vector.message, vector.signature_base64)).toBe(vector.expect === 'ok')
})

it.each(vectors.request_authorization)('$id is signed to the same header', vector => {
  const { method, timestamp, body } = vector
  const request = { method, target: vector.url_path_and_query, timestamp, nonce: vector.nonce_str, body }
  expect(requestMessage(request)).toBe(vector.message)
  const header = authorization(merchant(vector.mchid, vector.merchant_serial_no), request)
  expect(readAuthorization(header)).toEqual(vector.authorization_fields)
  expect(verifyText(createPublicKey(vectors.keys.merchant_public_pem), vector.message, readAuthorization(header)!.signature)).toBe(true)
})

it.each(vectors.jsapi_pay_params)('$id signs the phone’s parameters', ({ id: _id, ...vector }) => {
  const given = {
    appId: vector.appId,
    prepayId: vector.package.slice('prepay_id='.length),
    timestamp: vector.timeStamp,
    nonce: vector.nonceStr,
  }
  expect({ ...vector, ...paymentParameters(merchant('1900000109', '7'), given) }).toEqual(vector)
})

it.each(vectors.api_responses)('$id is verified', vector => {
  const check = (body: string) => verifyMessage({ headers: vector.headers, body }, { keys, now: at(vector.received_at) })
  expect(check(vector.body).serial).toBe(vector.headers['Wechatpay-Serial'])
  expect(() => check(`${vector.body} `)).toThrow(expect.objectContaining({ stage: 'signature' }))
})

const receiverAt = (seconds: number) =>
  createPayReceiver({ apiV3Key: vectors.keys.apiv3_key_utf8, keys, clock: { now: () => at(seconds) } })

it.each(vectors.notifications.filter(({ expect: { verdict } }) => verdict === 'accept'))('$id is opened', async vector => {
  const { received_at, headers, body, expect: wanted } = vector
  const opened = await receiverAt(received_at).open(headers, Buffer.from(body))
  expect(opened).toMatchObject({ eventType: wanted.event_type, resource: wanted.resource })
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value]]))
  expect(await receiverAt(received_at).open(lower, body)).toEqual(opened)
  const first = vectors.notifications.find(({ id }) => id === wanted.duplicate_of) ?? vector
  expect(opened.id).toBe((JSON.parse(first.body) as { id: string }).id)
  if (opened.kind !== 'transaction' || opened.resource.out_trade_no !== vectors.order_fixture.out_trade_no) return
  expect(checkPaid(opened.resource, vectors.order_fixture)).toBe(wanted.business)
})

it.each(vectors.notifications.filter(({ expect: { verdict } }) => verdict === 'reject'))('$id is refused', async vector => {
  const { received_at, headers, body, expect: wanted } = vector
  const error = await receiverAt(received_at)
    .open(headers, body)
    .catch((error: unknown) => error)
  expect(error).toBeInstanceOf(PayVerifyError)
  expect(error).toMatchObject({ stage: wanted.stage, probe: wanted.probe ?? false })
  expect(payRefused(error).status).toBe(401)
})

it('answers 204 to what was taken, and an error that asks for a repeat to what failed on our side', () => {
  expect(payTaken).toEqual({ status: 204, body: '' })
  expect(payRefused(new Error('database'))).toMatchObject({ status: 500, body: '{"code":"FAIL","message":"failed, please repeat"}' })
})
