/** Signatures of WeChat Pay APIv3: SHA-256 with RSA, PKCS#1 v1.5, over lines that each end in a line feed. */
import { createPrivateKey, type KeyObject, sign, verify } from 'node:crypto'
import { PayVerifyError } from './errors.ts'
import { type PayKeys, rsaKey } from './keys.ts'

/** Who signs: the merchant, the serial of its API certificate (40 hex digits) and the private key that belongs to it. */
export type MerchantKey = { mchId: string; serial: string; privateKey: KeyObject }

/** Reads a merchant's private key (PEM as the merchant platform's tool writes it). */
export function merchantKey(given: { mchId: string; serial: string; privateKey: string | KeyObject }): MerchantKey {
  const key = typeof given.privateKey === 'string' ? createPrivateKey(given.privateKey) : given.privateKey
  return { mchId: given.mchId, serial: given.serial, privateKey: rsaKey(key) }
}

const lines = (...parts: string[]): string => parts.map(part => `${part}\n`).join('')

/** What a request's signature covers. `target` is path and query exactly as sent, `body` the text as sent, empty without one. */
export function requestMessage(request: { method: string; target: string; timestamp: string; nonce: string; body: string }): string {
  return lines(request.method, request.target, request.timestamp, request.nonce, request.body)
}

/** Base64 of the merchant's signature over a text. */
export function signText(key: MerchantKey, text: string): string {
  return sign('sha256', Buffer.from(text), key.privateKey).toString('base64')
}

export const authorizationScheme = 'WECHATPAY2-SHA256-RSA2048'

/** The Authorization header of a request. Never log it. */
export function authorization(
  key: MerchantKey,
  request: { method: string; target: string; timestamp: string; nonce: string; body: string },
): string {
  const signature = signText(key, requestMessage(request))
  return `${authorizationScheme} mchid="${key.mchId}",nonce_str="${request.nonce}",timestamp="${request.timestamp}",serial_no="${key.serial}",signature="${signature}"`
}

/** The fields of an Authorization header, or undefined when it is none of WeChat Pay's. */
export function readAuthorization(
  header: string,
): { mchid: string; nonce_str: string; timestamp: string; serial_no: string; signature: string } | undefined {
  if (!header.startsWith(`${authorizationScheme} `)) return undefined
  const fields = Object.fromEntries([...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]))
  const { mchid, nonce_str, timestamp, serial_no, signature } = fields
  return mchid && nonce_str && timestamp && serial_no && signature ? { mchid, nonce_str, timestamp, serial_no, signature } : undefined
}

/** What `wx.requestPayment` and `WeixinJSBridge` take. */
export type PaymentParameters = { appId: string; timeStamp: string; nonceStr: string; package: string; signType: 'RSA'; paySign: string }

/** Parameters for the phone. A success told by the phone proves nothing: wait for the notification, or query. */
export function paymentParameters(
  key: MerchantKey,
  given: { appId: string; prepayId: string; timestamp: string; nonce: string },
): PaymentParameters {
  const bundle = `prepay_id=${given.prepayId}`
  const paySign = signText(key, lines(given.appId, given.timestamp, given.nonce, bundle))
  return { appId: given.appId, timeStamp: given.timestamp, nonceStr: given.nonce, package: bundle, signType: 'RSA', paySign }
}

/** Headers as a server or `fetch` has them. */
export type PayHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

const probePrefix = 'WECHATPAY/SIGNTEST/'
const names = ['Timestamp', 'Nonce', 'Signature', 'Serial'] as const

type Signed = { timestamp: string; nonce: string; signature: string; serial: string; probe: boolean }

/** The headers that sign a message of WeChat Pay. Throws at stage `headers`. */
export function readSigned(headers: PayHeaders): Signed {
  const [timestamp, nonce, signature, serial] = names.map(name => header(headers, `Wechatpay-${name}`))
  const probe = signature?.startsWith(probePrefix) ?? false
  const missing = names.filter((_name, at) => ![timestamp, nonce, signature, serial][at])
  if (!timestamp || !nonce || !signature || !serial)
    throw new PayVerifyError('headers', `Wechatpay-${missing.join(', Wechatpay-')} is missing; the message is not WeChat Pay's.`, { probe })
  const type = header(headers, 'Wechatpay-Signature-Type')
  if (type !== undefined && type !== authorizationScheme)
    throw new PayVerifyError('headers', `The signature type ${JSON.stringify(type.slice(0, 40))} is not ${authorizationScheme}.`, { probe })
  if (!/^\d{1,12}$/.test(timestamp)) throw new PayVerifyError('headers', 'Wechatpay-Timestamp is not a number of seconds.', { probe })
  return { timestamp, nonce, signature, serial, probe }
}

/** One header whatever the case of its name; the first of several. */
export function header(headers: PayHeaders, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined
  const wanted = name.toLowerCase()
  for (const [key, value] of Object.entries(headers)) {
    if (key.toLowerCase() !== wanted) continue
    return typeof value === 'string' ? value : value?.[0]
  }
  return undefined
}

/** How far a message's time may lie from ours. Public SDKs differ at exactly 300 s; we take it. */
export const defaultWindowSeconds = 300

/**
 * Checks a message of WeChat Pay (answer or notification) against the keys we hold: headers, clock, serial, signature.
 * @param body  the raw bytes as received, before any parsing
 * @throws PayVerifyError with the stage; `probe` when WeChat Pay only tests us
 */
export function verifyMessage(
  message: { headers: PayHeaders; body: string | Uint8Array },
  given: { keys: Pick<PayKeys, 'get'>; now: Date; windowSeconds?: number },
): { serial: string } {
  const signed = readSigned(message.headers)
  const { probe } = signed
  const windowSeconds = given.windowSeconds ?? defaultWindowSeconds
  const apart = Math.abs(Math.floor(given.now.getTime() / 1000) - Number(signed.timestamp))
  if (apart > windowSeconds)
    throw new PayVerifyError(
      'timestamp',
      `The message is dated ${apart} s from now; at most ${windowSeconds} s are allowed. Check this machine's clock.`,
      { probe },
    )
  const key = given.keys.get(signed.serial, given.now)
  if (!key)
    throw new PayVerifyError(
      'serial',
      `No trusted key has the serial ${JSON.stringify(signed.serial.slice(0, 64))}; add the WeChat Pay public key or download the platform certificates.`,
      { probe },
    )
  if (probe) throw new PayVerifyError('signature', 'A test signature of WeChat Pay: refused, as it should be.', { probe })
  if (!isSignedBy(key, `${signed.timestamp}\n${signed.nonce}\n`, message.body, signed.signature))
    throw new PayVerifyError('signature', 'The signature does not match; the body was changed on its way or is not WeChat Pay’s.')
  return { serial: signed.serial }
}

/** Did this key sign `head`, the body and a line feed? */
function isSignedBy(key: KeyObject, head: string, body: string | Uint8Array, signature: string): boolean {
  return verifyText(key, Buffer.concat([Buffer.from(head), bytesOf(body), Buffer.from('\n')]), signature)
}

/** Did this key sign these bytes? `signature` is base64; anything else is no. */
export function verifyText(key: KeyObject, message: string | Uint8Array, signature: string): boolean {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(signature) || signature.length % 4 !== 0) return false
  return verify('sha256', bytesOf(message), key, Buffer.from(signature, 'base64'))
}

const bytesOf = (text: string | Uint8Array): Uint8Array => (typeof text === 'string' ? Buffer.from(text) : text)
