/** Content security: judges what people write and upload, never our own copy (it wants the openid of a recent visitor). */
import type { Checks } from '../client/checks.ts'
import { type AccountKind, endpoint } from '../endpoint.ts'
import { miniProgram } from './sources.ts'

const accounts: readonly AccountKind[] = ['mini_program']
const common: Checks = [
  { at: 'version', required: true, oneOf: [2] },
  { at: 'scene', required: true, oneOf: [1, 2, 3, 4] },
  { at: 'openid', required: true },
]

export type TextCheck = {
  version: 2
  /** 1 profile, 2 comment, 3 forum, 4 social log. */
  scene: 1 | 2 | 3 | 4
  openid: string
  content: string
  title?: string
  nickname?: string
  signature?: string
}
export type Suggestion = 'risky' | 'pass' | 'review'
export type TextVerdict = {
  result: { suggest: Suggestion; label: number }
  detail: { strategy: string; errcode: number; suggest: Suggestion; label: number; keyword?: string; prob?: number; level?: number }[]
  trace_id: string
}

/**
 * Verdict on a text written by someone who used the app within 2 h (else 61010); text ≤ 2,500 characters.
 * Limits: 4,000 a minute, 2 million a day.
 * Source: developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/sec-center/sec-check/msgSecCheck.html
 */
export const checkText = endpoint<TextCheck, TextVerdict>({
  method: 'POST',
  path: '/wxa/msg_sec_check',
  auth: 'access_token',
  accounts,
  quotaPerDay: 2_000_000,
  ratePerMinute: 4000,
  limits: 'content 2,500 characters; the person used the app within 2 h',
  checks: [common, { at: 'content', required: true, maxChars: 2500 }, { at: 'signature', when: { scene: [2, 3, 4] }, absent: true }],
  source: miniProgram('OpenApiDoc/sec-center/sec-check/msgSecCheck.html'),
})

export type MediaCheck = { version: 2; scene: 1 | 2 | 3 | 4; openid: string; media_url: string; media_type: 1 | 2 }

/**
 * Orders a check of sound (1) or a picture (2) up to 10 MB; the verdict comes as `wxa_media_check` within 30 minutes.
 * Limits: 2,000 a minute, 200,000 a day.
 * Source: developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/sec-center/sec-check/mediaCheckAsync.html
 */
export const checkMedia = endpoint<MediaCheck, { trace_id: string }>({
  method: 'POST',
  path: '/wxa/media_check_async',
  auth: 'access_token',
  accounts,
  quotaPerDay: 200_000,
  ratePerMinute: 2000,
  checks: [common, { at: 'media_url', required: true }, { at: 'media_type', required: true, oneOf: [1, 2] }],
  source: miniProgram('OpenApiDoc/sec-center/sec-check/mediaCheckAsync.html'),
})
