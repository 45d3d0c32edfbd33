import type { OpenedCallback } from '@wematrix/wechat'

/** What the robot wants: a text at once, or nothing at once and a text by the customer-service API later. */
export type ReleaseTest = { now: string } | { later: string; code: string; openid: string }

const word = 'TESTCOMPONENT_MSG_TYPE_TEXT'
const query = 'QUERY_AUTH_CODE:'

/**
 * The robot's texts before a network-wide release (全网发布). No official page that we have read confirms them, so a platform answers
 * only while its owner says that the test is on. Pure.
 */
export function releaseTest({ message }: Pick<OpenedCallback, 'message'>): ReleaseTest | undefined {
  if (message.kind !== 'message' || message.MsgType !== 'text') return undefined
  if (message.Content === word) return { now: `${word}_callback` }
  if (!message.Content.startsWith(query)) return undefined
  const code = message.Content.slice(query.length)
  return { later: `${code}_from_api`, code, openid: message.FromUserName }
}
