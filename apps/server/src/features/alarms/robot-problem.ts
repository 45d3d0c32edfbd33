/** Why the robot did not take a message, in words without secrets. */
import { WecomError, WecomUnreachable } from '@wematrix/wechat'
import type { ErrorCode } from '../../errors.ts'
import { nextQuotaDay } from '../carriers/reaction.ts'

type Words = { zh: string; en: string }
/** `needsPeople`: sending again is no use before somebody has mended it. */
export type RobotProblem = { code: ErrorCode; words: Words; needsPeople?: true }

export const tooMany: RobotProblem = {
  code: 'too_many_requests',
  words: { zh: '机器人每分钟只收几条消息，请一分钟后再试。', en: 'The robot takes only a few messages a minute; try again in one.' },
}

/** Nothing was sent: the problem from before still stands. */
export const unheard: RobotProblem = {
  code: 'robot_refused',
  words: { zh: '机器人的问题还没有处理。', en: 'The robot’s problem is not mended yet.' },
}

/** Undefined: the error is none of the robot's. */
export function robotProblem(error: unknown): RobotProblem | undefined {
  if (error instanceof WecomUnreachable) {
    const words = { zh: '机器人没有应答，请稍后再试。', en: 'The robot did not answer; try again in a moment.' }
    return { code: 'robot_refused', words }
  }
  if (!(error instanceof WecomError)) return undefined
  const { zh, en } = reasonOf(error)
  const words = { zh: `机器人返回 ${error.errcode}：${zh}。`, en: `The robot answered ${error.errcode}: ${en}.` }
  return { code: 'robot_refused', words, ...(error.reaction === 'tell_operator' ? { needsPeople: true as const } : {}) }
}

function reasonOf({ errcode, reaction, waitSeconds }: WecomError): Words {
  if (errcode === 93000)
    return {
      zh: '地址里的 key 不对，或机器人已被移出群；换一个机器人地址',
      en: 'the key is wrong or the robot was removed from its group; use the address of another robot',
    }
  if (waitSeconds) return { zh: '一分钟内消息太多，稍后自动再发', en: 'too many messages in a minute; it is sent again by itself' }
  if (reaction === 'retry') return { zh: '企业微信繁忙，稍后自动再发', en: 'WeCom is busy; it is sent again by itself' }
  return { zh: '它没有收下这条消息', en: 'it did not take the message' }
}

/** A problem as it is kept: until `until` (ISO 8601) nothing is sent, unless an operator saves the robot anew. */
export type KeptProblem = Words & { until?: string }

export function keptOf({ words, needsPeople }: RobotProblem, now: Date): string {
  const kept: KeptProblem = needsPeople ? { ...words, until: new Date(nextQuotaDay(now.getTime())).toISOString() } : words
  return JSON.stringify(kept)
}

/** Before there were two languages it was a plain sentence; empty: none. */
export function problemOf(kept: string): KeptProblem | null {
  if (kept === '') return null
  return kept.startsWith('{') ? (JSON.parse(kept) as KeptProblem) : { zh: kept, en: kept }
}
