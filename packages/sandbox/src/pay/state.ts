/** What WeChat Pay remembers of one merchant, as plain data. */
import type { PayRefund, PayTradeState } from '@wematrix/wechat'

export type PayOrder = {
  appid: string
  out_trade_no: string
  description: string
  attach?: string
  notify_url: string
  openid: string
  total: number
  createdAt: number
  /** time_expire: nobody can pay later; the order is not closed by it. */
  expiresAt: number
  /** The newest first; each lives two hours. */
  prepays: { id: string; expiresAt: number }[]
  state: PayTradeState
  transaction_id?: string
  paidAt?: number
}

export type RefundState = PayRefund & { createdAt: number; request: string; notify_url?: string }

export type NoticeAttempt = { at: number; status: number; note?: string }
export type Notice = {
  id: string
  url: string
  eventType: string
  summary: string
  kind: 'transaction' | 'refund'
  text: string
  createdAt: number
  state: 'waiting' | 'taken' | 'given up'
  attempts: NoticeAttempt[]
}

/** A test signature that was sent, and what came of it: anything but a refusal is a fault of the receiver. */
export type Probe = { at: number; url: string; status: number; refused: boolean }

/** Faults and habits, changed by `POST /control/pay`. Shares between 0 and 1. */
export type PayHabit = {
  /** What the merchant has: the public key alone, platform certificates alone, or both with notices moving over by `share`. */
  mode: 'public_key' | 'certificate' | 'switching'
  share: number
  /** Notices preceded by a test signature, answers that carry one. */
  probeNotices: number
  probeAnswers: number
  /** Notices sent twice within a second; notices dated too old. */
  doubles: number
  stale: number
  /** Answers with 500 SYSTEM_ERROR; answers whose work is done but that never arrive. */
  systemErrors: number
  dropAnswers: number
  /** How refunds end, and after how many seconds. */
  refunds: 'SUCCESS' | 'ABNORMAL' | 'CLOSED'
  refundSeconds: number
  /** What the merchant can refund from; absent: enough. */
  balanceFen?: number
  /** Where hosts of notify_url really are: `{"brand.example.com": "http://127.0.0.1:8080"}`. */
  hosts: Record<string, string>
}

export type PayCertificateState = { serial: string; pem: string; privateKey: string; from: number; until: number }

export type PayState = {
  mchId: string
  apiV3Key: string
  /** Made at first use. */
  keys?: {
    merchantSerial: string
    merchantKey: string
    merchantPublicKey: string
    publicKeyId: string
    publicKey: string
    publicKeyPrivate: string
    certificates: PayCertificateState[]
    /** How many were ever made: the next one's number. */
    certificatesMade: number
  }
  habit: PayHabit
  orders: Map<string, PayOrder>
  refunds: Map<string, RefundState>
  notices: Map<string, Notice>
  probes: Probe[]
  bills: Map<string, string>
}
