/** Notifications of WeChat Pay: verified over the raw body, opened with the APIv3 key, answered within five seconds. */
import type { KeyObject } from 'node:crypto'
import { parseJson } from '../json.ts'
import { PayVerifyError } from './errors.ts'
import type { PayKeys } from './keys.ts'
import { apiV3Key, openResource, type SealedResource } from './resource.ts'
import { type PayHeaders, readSigned, verifyMessage } from './signature.ts'
import type { PayRefundNotice, PayTransaction } from './types.ts'

type Envelope = {
  /** The same in every repeat: the key to drop repeats by. */
  id: string
  /** RFC 3339. */
  createTime: string
  summary: string
  /** Which key signed. */
  serial: string
}

/** A notification that was verified and opened. */
export type PayNotification = Envelope &
  (
    | { kind: 'transaction'; eventType: 'TRANSACTION.SUCCESS'; resource: PayTransaction }
    | { kind: 'refund'; eventType: 'REFUND.SUCCESS' | 'REFUND.ABNORMAL' | 'REFUND.CLOSED'; resource: PayRefundNotice }
    | { kind: 'other'; eventType: string; resource: Record<string, unknown> }
  )

export type PayReceiver = {
  /**
   * Verifies and opens one notification. `body` is the raw bytes as received.
   * @throws PayVerifyError: answer {@link payRefused}; with `probe`, raise no alarm
   */
  open(headers: PayHeaders, body: string | Uint8Array): Promise<PayNotification>
}

export type PayReceiverOptions = {
  apiV3Key: string
  keys: PayKeys
  /** Certificate mode: fetches the certificates in force when a serial is unknown. `createPayClient` has one: `renewKeys`. */
  renewKeys?: () => Promise<unknown>
  clock?: { now(): Date }
  /** Default 300. */
  windowSeconds?: number
}

/** Receives a merchant's notifications; keep it for as long as the settings stand. Throws TypeError for a key that is none. */
export function createPayReceiver(options: PayReceiverOptions): PayReceiver {
  const { keys, renewKeys, clock = { now: () => new Date() }, windowSeconds } = options
  const secret = apiV3Key(options.apiV3Key)
  const check = (headers: PayHeaders, body: string | Uint8Array) =>
    verifyMessage({ headers, body }, { keys, now: clock.now(), ...(windowSeconds === undefined ? {} : { windowSeconds }) })
  return {
    async open(headers, body) {
      try {
        return openNotification(secret, check(headers, body).serial, body)
      } catch (error) {
        const renewable = error instanceof PayVerifyError && error.stage === 'serial' && !error.probe
        if (!renewable || !renewKeys || readSigned(headers).serial.startsWith('PUB_KEY_ID_')) throw error
        await renewKeys()
        return openNotification(secret, check(headers, body).serial, body)
      }
    },
  }
}

/** The second half: reads the envelope of a verified body and opens its resource. Throws at stages `body` and `decrypt`. */
function openNotification(secret: KeyObject, serial: string, body: string | Uint8Array): PayNotification {
  const envelope = readJson('body', typeof body === 'string' ? body : Buffer.from(body).toString('utf8'))
  const { id, event_type: eventType, create_time: createTime, summary, resource } = envelope
  if (typeof id !== 'string' || typeof eventType !== 'string' || !isSealed(resource))
    throw new PayVerifyError('body', 'The envelope lacks id, event_type or its resource.')
  const opened = readJson('decrypt', openResource(secret, resource))
  const kind = eventType.startsWith('TRANSACTION.') ? 'transaction' : eventType.startsWith('REFUND.') ? 'refund' : 'other'
  return {
    id,
    kind,
    eventType,
    createTime: String(createTime ?? ''),
    summary: String(summary ?? ''),
    serial,
    resource: opened,
  } as PayNotification
}

function readJson(stage: 'body' | 'decrypt', text: string): Record<string, unknown> {
  try {
    const value = parseJson(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch (cause) {
    throw new PayVerifyError(stage, 'The text is not JSON.', { cause })
  }
  throw new PayVerifyError(stage, 'The text is JSON but no object.')
}

function isSealed(value: unknown): value is SealedResource {
  if (typeof value !== 'object' || value === null) return false
  const { ciphertext, nonce, associated_data } = value as Record<string, unknown>
  return (
    typeof ciphertext === 'string' && typeof nonce === 'string' && (associated_data === undefined || typeof associated_data === 'string')
  )
}

/** An HTTP answer to a notification. */
export type PayReply = { status: number; contentType?: string; body: string }

/** Taken: WeChat Pay stops repeating. Send it after the commit. */
export const payTaken: PayReply = { status: 204, body: '' }

/** Not taken: WeChat Pay repeats up to 15 times within 24 hours and 4 minutes. 401 for what can't be trusted, else 500. */
export function payRefused(error: unknown): PayReply {
  const distrusted = error instanceof PayVerifyError
  const message = distrusted ? `refused: ${error.stage}` : 'failed, please repeat'
  return { status: distrusted ? 401 : 500, contentType: 'application/json', body: JSON.stringify({ code: 'FAIL', message }) }
}

export type PaidMismatch = 'mchid-mismatch' | 'appid-mismatch' | 'number-mismatch' | 'amount-mismatch' | 'currency-mismatch' | 'not-paid'

/**
 * May this order be booked as paid? Authentic is not yet right: merchant, app, number and amount must be those of our order.
 * @returns the first thing that differs, `undefined` when all is well; on a difference book nothing and raise an alarm
 */
export function checkPaid(
  paid: PayTransaction,
  order: { out_trade_no: string; total: number; currency?: string; mchid?: string; appid?: string },
): PaidMismatch | undefined {
  if (order.mchid !== undefined && paid.mchid !== order.mchid) return 'mchid-mismatch'
  if (order.appid !== undefined && paid.appid !== order.appid) return 'appid-mismatch'
  if (paid.out_trade_no !== order.out_trade_no) return 'number-mismatch'
  if (paid.amount?.total !== order.total) return 'amount-mismatch'
  if ((paid.amount.currency ?? 'CNY') !== (order.currency ?? 'CNY')) return 'currency-mismatch'
  return paid.trade_state === 'SUCCESS' || paid.trade_state === 'REFUND' ? undefined : 'not-paid'
}
