/** What WeChat remembers of one Mini Program beside what every account has. */
import type { ShippingOrder } from '@wematrix/wechat'

/** What the owner set in the console; changed by `POST /control/account`. */
export type MiniProgramSettings = {
  /** Is there a released version? Without one nothing links to it (85079). */
  released: boolean
  /** Pages that plain schemes may open. */
  plainPaths: string[]
  /** NFC models: `machine` has a code for each machine, `type` one for all, `pending` is not granted yet. */
  nfcModels: Record<string, 'machine' | 'type' | 'pending'>
  /** Under shipping management (发货信息管理)? */
  tradeManaged: boolean
  /** Service cards that the app may send, by notify_type. */
  cardTypes: number[]
}

export type EncryptKeyState = { key: string; iv: string; version: number; createdAt: number }

/** A service card: activated by a payment or a button, updated for a while. */
export type CardState = { openid: string; activatedAt?: number; until: number; status: number; content: string; byPayment: boolean }

/** A payment as shipping management sees it. */
export type Trade = {
  order: ShippingOrder
  /** It can be found a moment after the payment. */
  foundAt: number
  shippedAt?: number
  /** RFC 3339 text of the last upload, and how often the goods were shipped anew. */
  uploadTime?: string
  reshipped: boolean
  remindedAt?: number
  /** Presale until then, or a test order that is never reminded of. */
  delayTo?: number
  test?: boolean
}

export type MiniProgramState = {
  settings: MiniProgramSettings
  /** Codes with their path ever made (A and C together), and pages of codes made without looking whether they exist. */
  codesMade: number
  loosePages: Set<string>
  permanentLinks: number
  /** Media under check, by trace id. */
  media: Map<string, { openid: string; url: string; kind: 1 | 2 }>
  /** The Official Account that the follow component shows. */
  shownAccount?: string
  /** Risk ranks set by hand, by openid. */
  risks: Map<string, 0 | 1 | 2 | 3 | 4>
  /** When phone data was handed to the app, by SHA-256 of the encrypted text. */
  encrypted: Map<string, number>
  encryptKeys: Map<string, EncryptKeyState[]>
  /** Service cards by notify_code. */
  cards: Map<string, CardState>
  /** Payments by transaction_id, where their notices lead, and whether anything was ever shipped. */
  trades: Map<string, Trade>
  noticePath: string
  everShipped: boolean
}

export function freshMiniProgram(): MiniProgramState {
  return {
    settings: { released: true, plainPaths: [], nfcModels: {}, tradeManaged: false, cardTypes: [1001, 2001] },
    codesMade: 0,
    loosePages: new Set(),
    permanentLinks: 0,
    media: new Map(),
    risks: new Map(),
    encrypted: new Map(),
    encryptKeys: new Map(),
    cards: new Map(),
    trades: new Map(),
    noticePath: '',
    everShipped: false,
  }
}
