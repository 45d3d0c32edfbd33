/** Every call of WeChat Pay we know: the client makes it, the sandbox serves it. A direct merchant, JSAPI and Mini Program. */
import { type FieldLimit, matchPayPath, type PayRow, payEndpoint } from './endpoint.ts'
import type { JsapiOrder, PayBill, PayBillRequest, PayCertificate, PayRefund, PayRefundRequest, PayTransaction } from './types.ts'

const docs = (page: string) => `pay.weixin.qq.com/doc/v3/merchant/${page}`

const number: FieldLimit = { required: true, matches: /^[\w*-]{6,32}$/, words: '6 to 32 digits, letters, _ - *' }
const mchid: FieldLimit = { required: true, min: 1, max: 32 }
const address = (max: number, required?: true): FieldLimit => ({
  ...(required ? { required } : {}),
  max,
  matches: /^https:\/\/[^?#]+$/,
  words: `an https address without a query, at most ${max} characters`,
})
const fen = (min: number): FieldLimit => ({ required: true, integer: true, min, words: `whole fen from ${min} on` })
const refundNumber: FieldLimit = { required: true, matches: /^[\w*|@-]{1,64}$/, words: '1 to 64 digits, letters, _ - | * @' }

/**
 * Orders a payment inside WeChat; `prepay_id` lives 2 hours. Inside time_expire the same order may be placed again unchanged and gives
 * the newest prepay_id; with another amount or description it is refused.
 */
export const createJsapiOrder = payEndpoint<JsapiOrder, { prepay_id: string }>({
  method: 'POST',
  path: '/v3/pay/transactions/jsapi',
  limits: {
    appid: { required: true, min: 1, max: 32 },
    mchid,
    description: { required: true, min: 1, max: 127 },
    out_trade_no: number,
    attach: { max: 128 },
    notify_url: address(255, true),
    goods_tag: { max: 32 },
    'amount.total': fen(1),
    'payer.openid': { required: true, min: 1, max: 128 },
  },
  source: docs('4012525167'),
})

/** An order by our number. */
export const getPayOrder = payEndpoint<{ out_trade_no: string; mchid: string }, PayTransaction>({
  method: 'GET',
  path: '/v3/pay/transactions/out-trade-no/{out_trade_no}',
  query: ['mchid'],
  limits: { out_trade_no: number, mchid },
  source: docs('4012525173'),
})

/** An order by WeChat Pay's number. */
export const getPayOrderByTransaction = payEndpoint<{ transaction_id: string; mchid: string }, PayTransaction>({
  method: 'GET',
  path: '/v3/pay/transactions/id/{transaction_id}',
  query: ['mchid'],
  limits: { transaction_id: { required: true, min: 1, max: 32 }, mchid },
  source: docs('4012525172'),
})

/** Closes an unpaid order: nobody can pay it any more. Not sooner than 5 minutes after ordering (stated for v2). */
export const closePayOrder = payEndpoint<{ out_trade_no: string; mchid: string }, void>({
  method: 'POST',
  path: '/v3/pay/transactions/out-trade-no/{out_trade_no}/close',
  limits: { out_trade_no: number, mchid },
  source: docs('4012525174'),
})

/** Asks for a refund: within a year, at most 50 an order, a minute apart. A good answer means accepted, not refunded. */
export const createPayRefund = payEndpoint<PayRefundRequest, PayRefund>({
  method: 'POST',
  path: '/v3/refund/domestic/refunds',
  limits: {
    out_refund_no: refundNumber,
    reason: { max: 80 },
    notify_url: address(256),
    'amount.refund': fen(1),
    'amount.total': fen(1),
  },
  source: docs('4012556527'),
})

/** A refund by our number. */
export const getPayRefund = payEndpoint<{ out_refund_no: string }, PayRefund>({
  method: 'GET',
  path: '/v3/refund/domestic/refunds/{out_refund_no}',
  limits: { out_refund_no: refundNumber },
  source: docs('4012556529'),
})

/** For a refund in status ABNORMAL: into the person's balance or the merchant's bank account. */
export const applyAbnormalPayRefund = payEndpoint<
  { refund_id: string; out_refund_no: string; type: 'USER_BANK_CARD' | 'MERCHANT_BANK_CARD'; bank_type?: string },
  PayRefund
>({
  method: 'POST',
  path: '/v3/refund/domestic/refunds/{refund_id}/apply-abnormal-refund',
  limits: { refund_id: { required: true, min: 1, max: 32 }, out_refund_no: refundNumber },
  source: docs('4012556531'),
})

/** The platform certificates in force, sealed with the APIv3 key; merchants with the public key alone get an error. */
export const listPayCertificates = payEndpoint<undefined, { data: PayCertificate[] }>({
  method: 'GET',
  path: '/v3/certificates',
  source: docs('4012068829'),
})

/** Yesterday's bill or an older one: an address to download it from, and its hash. Ready after about 10:00. */
export const getPayTradeBill = payEndpoint<PayBillRequest, PayBill>({
  method: 'GET',
  path: '/v3/bill/tradebill',
  query: ['bill_date', 'bill_type'],
  limits: { bill_date: { required: true, matches: /^\d{4}-\d\d-\d\d$/, words: 'a day, as 2026-11-22' } },
  source: docs('4012791868'),
})

/** By name, for the sandbox and the docs. */
export const payEndpoints = {
  createJsapiOrder,
  getPayOrder,
  getPayOrderByTransaction,
  closePayOrder,
  createPayRefund,
  getPayRefund,
  applyAbnormalPayRefund,
  listPayCertificates,
  getPayTradeBill,
}

type AnyPayEndpoint = { readonly row: PayRow }

/** The endpoint behind a method and a path, with the fields that stand in the path. */
export function findPayEndpoint(
  method: string,
  pathname: string,
): { name: string; endpoint: AnyPayEndpoint; fields: Record<string, string> } | undefined {
  for (const [name, endpoint] of Object.entries<AnyPayEndpoint>(payEndpoints)) {
    if (endpoint.row.method !== method) continue
    const fields = matchPayPath(endpoint.row, pathname)
    if (fields) return { name, endpoint, fields }
  }
  return undefined
}
