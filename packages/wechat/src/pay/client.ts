/** Calls WeChat Pay for one merchant: signs, verifies every good answer, repeats only what may be repeated. */
import { createHash, type KeyObject, randomBytes } from 'node:crypto'
import { parseJson } from '../json.ts'
import { openCertificates } from './certificates.ts'
import { type PayCaller, type PayEndpoint, placePayFields } from './endpoint.ts'
import { getPayTradeBill, listPayCertificates } from './endpoints.ts'
import { PayError, PayInputError, PayUnreachable, PayVerifyError } from './errors.ts'
import { type PayKey, PayKeys } from './keys.ts'
import { checkPayInput } from './limits.ts'
import { apiV3Key } from './resource.ts'
import { authorization, merchantKey, type PaymentParameters, paymentParameters, readSigned, verifyMessage } from './signature.ts'
import type { PayBillRequest, PayCertificate } from './types.ts'

export type PayClientOptions = {
  mchId: string
  /** Serial of the merchant's API certificate, 40 hex digits. */
  merchantSerial: string
  /** The merchant's private key, PEM. */
  privateKey: string | KeyObject
  /** 32 bytes; opens notifications and certificates. */
  apiV3Key: string
  /** The WeChat Pay public key, platform certificates already known, or both. Without any, certificates are downloaded. */
  trusted?: readonly PayKey[]
  /** `https://api2.mch.weixin.qq.com` is the second access point. */
  baseUrl?: string
  fetch?: typeof fetch
  clock?: { now(): Date }
  /** Of one attempt. Default 10,000. */
  timeoutMs?: number
  /** How often `retry` errors and test signatures are tried again. Default 2. */
  retries?: number
  /** Waits before a repeat; tests replace it. */
  sleep?: (ms: number) => Promise<void>
}

export type PayClient = PayCaller & {
  readonly mchId: string
  /** The keys we trust; hand them to `createPayReceiver`. */
  readonly keys: PayKeys
  /** Downloads the platform certificates in force, at most once a minute; many callers at once cause one download. */
  renewKeys(): Promise<void>
  /** What the phone needs to pay an order. */
  paymentParameters(given: { appId: string; prepayId: string }): PaymentParameters
  /** A day's bill as text, compared with its hash: the file itself is not signed. */
  downloadBill(request: PayBillRequest): Promise<string>
}

type Answer = { status: number; headers: Headers; body: Uint8Array }

const renewEveryMs = 60_000
const staleMs = 12 * 3_600_000

/** Makes a client for one merchant: `await createJsapiOrder(pay, order)`. Every call is idempotent by its own number. */
export function createPayClient(options: PayClientOptions): PayClient {
  const {
    baseUrl = 'https://api.mch.weixin.qq.com',
    clock = { now: () => new Date() },
    timeoutMs = 10_000,
    retries = 2,
    sleep = ms => new Promise(resolve => setTimeout(resolve, ms)),
  } = options
  const send = options.fetch ?? fetch
  const base = baseUrl.replace(/\/+$/, '')
  const merchant = merchantKey({ mchId: options.mchId, serial: options.merchantSerial, privateKey: options.privateKey })
  const secret = apiV3Key(options.apiV3Key)
  const keys = new PayKeys(options.trusted)
  const withCertificates = !keys.serials.some(serial => serial.startsWith('PUB_KEY_ID_'))
  let renewedAt = Number.NEGATIVE_INFINITY
  let renewal: Promise<void> | undefined

  const stamp = () => ({
    timestamp: String(Math.floor(clock.now().getTime() / 1000)),
    nonce: randomBytes(16).toString('hex').toUpperCase(),
  })

  async function request(name: string, method: 'GET' | 'POST', url: string, target: string, body: string): Promise<Answer> {
    const signal = AbortSignal.timeout(timeoutMs)
    const serial = keys.preferred(clock.now())
    const headers: Record<string, string> = {
      accept: 'application/json',
      'user-agent': 'wematrix-wechat',
      authorization: authorization(merchant, { method, target, body, ...stamp() }),
      ...(serial ? { 'wechatpay-serial': serial } : {}),
      ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
    }
    try {
      const response = await send(url, { method, headers, signal, redirect: 'error', ...(method === 'POST' ? { body } : {}) })
      return { status: response.status, headers: response.headers, body: new Uint8Array(await response.arrayBuffer()) }
    } catch (cause) {
      if (signal.aborted) throw new PayUnreachable(name, 'timeout', `no answer within ${timeoutMs} ms`, { cause })
      throw new PayUnreachable(name, 'network', 'the connection to WeChat Pay failed', { cause })
    }
  }

  /** Verifies an answer's signature; an unknown certificate is looked for once. */
  async function verified(answer: Answer): Promise<void> {
    try {
      verifyMessage(answer, { keys, now: clock.now() })
    } catch (error) {
      const unknown = error instanceof PayVerifyError && error.stage === 'serial' && !error.probe
      if (!unknown || readSigned(answer.headers).serial.startsWith('PUB_KEY_ID_')) throw error
      await renewKeys()
      verifyMessage(answer, { keys, now: clock.now() })
    }
  }

  async function attempt<Request, Response>(
    endpoint: PayEndpoint<Request, Response>,
    input: Request,
    check: (answer: Answer) => Promise<void>,
  ): Promise<Response> {
    const { row } = endpoint
    const name = `${row.method} ${row.path}`
    const { target, body } = placePayFields(row, input ?? {})
    const answer = await request(name, row.method, `${base}${target}`, target, body)
    if (answer.status < 200 || answer.status > 299) throw refusal(name, answer)
    await check(answer)
    if (answer.body.length === 0) return undefined as Response
    return jsonOf(name, answer) as Response
  }

  async function repeated<Result>(get: boolean, work: () => Promise<Result>): Promise<Result> {
    for (let tried = 0; ; tried++) {
      try {
        return await work()
      } catch (error) {
        if (tried >= retries || !mayRepeat(error, get)) throw error
        await sleep(300 * 2 ** tried)
      }
    }
  }

  async function call<Request, Response>(endpoint: PayEndpoint<Request, Response>, input: Request): Promise<Response> {
    checkPayInput(endpoint.row, input ?? {})
    const now = clock.now().getTime()
    if (withCertificates && (keys.serials.length === 0 || now - renewedAt > staleMs)) await renewIfWise()
    return repeated(endpoint.row.method === 'GET', () => attempt(endpoint, input, verified))
  }

  /** Before a call: without any key a download must succeed; with keys it may fail and be tried later. */
  async function renewIfWise(): Promise<void> {
    try {
      await renewKeys()
    } catch (error) {
      if (keys.preferred(clock.now()) === undefined) throw error
    }
    // Nothing is sent whose answer nobody could verify.
    if (keys.preferred(clock.now()) === undefined)
      throw new PayVerifyError(
        'serial',
        'No platform certificate could be downloaded a moment ago; the next try is a minute after the last.',
      )
  }

  function renewKeys(): Promise<void> {
    const now = clock.now().getTime()
    if (renewal !== undefined) return renewal
    if (now - renewedAt < renewEveryMs) return Promise.resolve()
    renewedAt = now
    renewal = repeated(true, download).finally(() => {
      renewal = undefined
    })
    return renewal
  }

  /** The APIv3 key vouches for what is inside; a key from inside then vouches for the answer. */
  async function download(): Promise<void> {
    let answer: Answer | undefined
    const { data } = await attempt<undefined, { data: PayCertificate[] }>(listPayCertificates, undefined, async given => {
      answer = given
    })
    const pems = openCertificates(secret, data)
    const fresh = new PayKeys(pems.map(pem => ({ pem })))
    verifyMessage(answer!, { keys: { get: (serial, at) => fresh.get(serial, at) ?? keys.get(serial, at) }, now: clock.now() })
    keys.replaceCertificates(pems)
  }

  async function downloadBill(request_: PayBillRequest): Promise<string> {
    const bill = await call(getPayTradeBill, request_)
    const url = new URL(bill.download_url)
    // Signed like a call, so it may go to WeChat Pay's own hosts only.
    if (url.origin !== new URL(base).origin && !/^https:\/\/api2?\.mch\.weixin\.qq\.com$/.test(url.origin))
      throw new PayVerifyError('body', `The bill's address is at ${url.host}, which is not WeChat Pay's.`)
    const answer = await request('GET bill', 'GET', url.href, `${url.pathname}${url.search}`, '')
    if (answer.status !== 200) throw refusal('GET bill', answer)
    if (bill.hash_type !== 'SHA1' || createHash('sha1').update(answer.body).digest('hex') !== bill.hash_value.toLowerCase())
      throw new PayVerifyError('body', 'The bill is not the one that was announced: its hash differs.')
    return Buffer.from(answer.body).toString('utf8')
  }

  return {
    mchId: options.mchId,
    keys,
    call,
    renewKeys,
    paymentParameters: given => {
      if (given.prepayId === '') throw new PayInputError('prepayId', 'given')
      return paymentParameters(merchant, { ...given, ...stamp() })
    },
    downloadBill,
  }
}

/** Failures inside WeChat Pay, test signatures, and reads without an answer. A POST without an answer is queried first. */
function mayRepeat(error: unknown, get: boolean): boolean {
  if (error instanceof PayVerifyError) return error.probe
  if (error instanceof PayUnreachable) return get
  return error instanceof PayError && error.reaction === 'retry'
}

function refusal(name: string, answer: Answer): Error {
  const requestId = answer.headers.get('request-id') ?? undefined
  try {
    return new PayError(name, answer.status, jsonOf(name, answer), requestId)
  } catch {
    // A gateway's page: only the status tells.
    return new PayError(name, answer.status, {}, requestId)
  }
}

function jsonOf(name: string, answer: Answer): Record<string, unknown> {
  try {
    const value = parseJson(Buffer.from(answer.body).toString('utf8'))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch (cause) {
    throw new PayUnreachable(name, 'bad_answer', `HTTP ${answer.status} with a body that is not JSON`, { cause })
  }
  throw new PayUnreachable(name, 'bad_answer', `HTTP ${answer.status} with JSON that is no object`)
}
