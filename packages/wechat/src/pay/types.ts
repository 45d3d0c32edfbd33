/** What WeChat Pay takes and gives, in its own spelling. Amounts are integer fen, times RFC 3339 with their zone. */

/** `REFUND` = paid, and a refund was begun. `USERPAYING` and `PAYERROR` come with payment codes only. */
export type PayTradeState = 'SUCCESS' | 'REFUND' | 'NOTPAY' | 'CLOSED' | 'REVOKED' | 'USERPAYING' | 'PAYERROR'
export type PayRefundStatus = 'SUCCESS' | 'CLOSED' | 'PROCESSING' | 'ABNORMAL'

export type JsapiOrder = {
  /** Official Account or Mini Program that is bound to the merchant. */
  appid: string
  mchid: string
  /** At most 127 characters. */
  description: string
  /** Ours, unique per merchant: 6-32 digits, letters, `_ - *`. */
  out_trade_no: string
  /** Last moment of payment, 1 minute to 90 days ahead (outside is moved to the edge); default 7 days, set by the first order only. */
  time_expire?: string
  /** Comes back with query and notification after payment: room for a trace code. At most 128 characters. */
  attach?: string
  /** https, without a query; at most 255 characters. */
  notify_url: string
  goods_tag?: string
  limit_pay?: readonly ('no_balance' | 'no_credit' | 'no_debit' | 'balance_only')[]
  support_fapiao?: boolean
  amount: { total: number; currency?: 'CNY' }
  /** The openid under `appid`. */
  payer: { openid: string }
  detail?: Readonly<Record<string, unknown>>
  scene_info?: Readonly<Record<string, unknown>>
  settle_info?: { profit_sharing?: boolean }
}

/** An order as query and notification tell it. Unpaid ones lack transaction_id, success_time and payer. */
export type PayTransaction = {
  appid: string
  mchid: string
  out_trade_no: string
  transaction_id?: string
  trade_type?: 'JSAPI' | 'NATIVE' | 'APP' | 'MICROPAY' | 'MWEB' | 'FACEPAY'
  trade_state: PayTradeState
  trade_state_desc: string
  bank_type?: string
  attach?: string
  success_time?: string
  payer?: { openid: string }
  amount?: { total: number; payer_total?: number; currency?: string; payer_currency?: string }
  scene_info?: Readonly<Record<string, unknown>>
  promotion_detail?: readonly Readonly<Record<string, unknown>>[]
}

export type PayRefundRequest = {
  /** One of the two numbers of the order. */
  transaction_id?: string
  out_trade_no?: string
  /** Ours, at most 64; repeat a refund only with the same number, a new one may refund twice. */
  out_refund_no: string
  /** Shown to the person; at most 80 characters. */
  reason?: string
  notify_url?: string
  funds_account?: 'AVAILABLE'
  /** `total` is the whole order. */
  amount: { refund: number; total: number; currency: 'CNY'; from?: readonly { account: string; amount: number }[] }
  goods_detail?: readonly Readonly<Record<string, unknown>>[]
}

/** A refund; a good answer means that it was accepted, only `status` SUCCESS that the money is back. */
export type PayRefund = {
  refund_id: string
  out_refund_no: string
  transaction_id: string
  out_trade_no: string
  channel: 'ORIGINAL' | 'BALANCE' | 'OTHER_BALANCE' | 'OTHER_BANKCARD'
  user_received_account: string
  create_time: string
  success_time?: string
  status: PayRefundStatus
  funds_account?: string
  amount: {
    total: number
    refund: number
    payer_total: number
    payer_refund: number
    settlement_refund?: number
    settlement_total?: number
    discount_refund?: number
    currency?: string
  }
  promotion_detail?: readonly Readonly<Record<string, unknown>>[]
}

/** What a refund notification carries. */
export type PayRefundNotice = {
  mchid: string
  transaction_id: string
  out_trade_no: string
  refund_id: string
  out_refund_no: string
  refund_status: PayRefundStatus
  success_time?: string
  user_received_account: string
  amount: { total: number; refund: number; payer_total: number; payer_refund: number }
}

export type PayCertificate = {
  serial_no: string
  effective_time: string
  expire_time: string
  encrypt_certificate: { algorithm: string; nonce: string; associated_data: string; ciphertext: string }
}

export type PayBillRequest = { bill_date: string; bill_type?: 'ALL' | 'SUCCESS' | 'REFUND' }
export type PayBill = { hash_type: 'SHA1'; hash_value: string; download_url: string }
