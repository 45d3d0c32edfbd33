/** Why a back-fill stands still for a while or for good, and until when. */
import { WechatError, WechatUnreachable } from '@wematrix/wechat'
import { AppError } from '../../errors.ts'
import { nextQuotaDay } from '../carriers/reaction.ts'
import { callAdvice } from '../carriers/token-health.ts'
import type { WaitReason } from './schema.ts'

/** Thrown by whoever sees that calling WeChat now is no use. */
export class Halt extends Error {
  readonly reason: WaitReason
  readonly until: number

  constructor(reason: WaitReason, until: number) {
    super(`waits: ${reason}`)
    this.reason = reason
    this.until = until
  }
}

export type Standstill =
  /** `slower`: fewer calls at once from here on. */
  | { state: 'waiting'; reason: WaitReason; until: number; slower: boolean; setback: boolean }
  | { state: 'failed'; problem: { zh: string; en: string } }

/** 5 s, 15 s, 45 s … at most ten minutes. */
export const setbackMs = (setbacks: number) => Math.min(600_000, 5000 * 3 ** Math.min(setbacks, 8))

/** What keeps us from calling at all. */
const gone: Partial<Record<AppError['code'], string>> = {
  not_found: '载体已归档，或不在这个品牌里。',
  conflict: '载体没有可用的 AppSecret 或授权：到载体页补上，再继续。',
}

/** What an error of a leg means. Undefined: it is none of WeChat's, so trying again soon is right. */
export function standstillOf(error: unknown, setbacks: number, nowMs: number): Standstill | undefined {
  const waits = (reason: WaitReason, until: number, slower: boolean): Standstill => ({
    state: 'waiting',
    reason,
    until,
    slower,
    setback: slower,
  })
  if (error instanceof Halt) return waits(error.reason, error.until, false)
  if (error instanceof WechatUnreachable) return waits('unreachable', nowMs + setbackMs(setbacks), true)
  if (error instanceof AppError) return { state: 'failed', problem: { zh: gone[error.code] ?? error.message, en: error.message } }
  if (!(error instanceof WechatError)) return undefined
  switch (error.reaction) {
    case 'quota_stop':
      return waits('quota', nextQuotaDay(nowMs), false)
    case 'wait':
      return waits('too_fast', nowMs + (error.waitSeconds ?? 60) * 1000, true)
    case 'retry':
      return waits('busy', nowMs + setbackMs(setbacks), true)
    case 'refresh_token':
      return waits('token', nowMs + setbackMs(setbacks), true)
    default: {
      const { meaning, errcode, endpoint } = error
      const advice = callAdvice(errcode, endpoint.split(' ')[1] ?? '')
      const zh = `微信返回 ${errcode}：${meaning.zh}。${advice?.zh ?? ''}`
      return { state: 'failed', problem: { zh, en: `WeChat answered ${errcode}: ${meaning.en}. ${advice?.en ?? ''}`.trim() } }
    }
  }
}
