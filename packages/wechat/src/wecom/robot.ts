/** WeCom's message push (消息推送, formerly group robots): reports and alarms into a group. */
import { createHash } from 'node:crypto'
import { checkRobotMessage, type RobotMessage, WecomInputError } from './messages.ts'

export type RobotOptions = {
  /** The key of the webhook's address. It is the only credential: keep it sealed, never log it. */
  key: string
  /** Default `https://qyapi.weixin.qq.com`. */
  baseUrl?: string
  fetch?: typeof fetch
  clock?: { now(): Date }
  /** Of one attempt. Default 5,000. */
  timeoutMs?: number
  /** Messages a minute. Default 20, WeCom's limit per robot; lower it when several processes share one. */
  perMinute?: number
  /** Waits for a free place; tests replace it. */
  sleep?: (ms: number) => Promise<void>
}

export type RobotReaction = 'tell_operator' | 'wait' | 'fix_request' | 'retry'

/** WeCom's codes for webhooks. Source: developer.work.weixin.qq.com/document/path/99110 and 90313. */
export const robotErrorTable: Readonly<Record<number, { reaction: RobotReaction; meaning: string; waitSeconds?: number }>> = {
  [-1]: { reaction: 'retry', meaning: 'WeCom is busy' },
  40004: { reaction: 'fix_request', meaning: 'the media type is wrong' },
  40005: { reaction: 'fix_request', meaning: 'the kind of file is wrong' },
  40006: { reaction: 'fix_request', meaning: 'the file is too small or too large' },
  40007: { reaction: 'fix_request', meaning: 'the media_id is wrong, older than 3 days or of another robot' },
  40008: { reaction: 'fix_request', meaning: 'the msgtype is wrong' },
  40009: { reaction: 'fix_request', meaning: 'the picture is too large' },
  40035: { reaction: 'fix_request', meaning: 'a parameter is wrong' },
  40058: { reaction: 'fix_request', meaning: 'a parameter is wrong or too long; cut it and send again' },
  41006: { reaction: 'fix_request', meaning: 'media_id is missing' },
  44001: { reaction: 'fix_request', meaning: 'the file is empty' },
  44004: { reaction: 'fix_request', meaning: 'the text is empty' },
  45009: { reaction: 'wait', meaning: 'more than 20 messages in a minute', waitSeconds: 60 },
  93000: { reaction: 'tell_operator', meaning: 'the key is wrong or the robot was removed' },
}

/** WeCom answered, and said no. */
export class WecomError extends Error {
  readonly errcode: number
  readonly errmsg: string
  readonly reaction: RobotReaction
  readonly waitSeconds: number | undefined

  constructor(answer: { errcode: number; errmsg: string }) {
    const known = robotErrorTable[answer.errcode]
    super(`The robot answered ${answer.errcode} (${known?.meaning ?? 'unknown'}): ${answer.errmsg}`)
    this.name = 'WecomError'
    this.errcode = answer.errcode
    this.errmsg = answer.errmsg
    this.reaction = known?.reaction ?? 'fix_request'
    this.waitSeconds = known?.waitSeconds
  }
}

/** No usable answer; whether the message arrived is unknown. The address is left out: it holds the key. */
export class WecomUnreachable extends Error {
  readonly reaction: RobotReaction = 'retry'

  constructor(detail: string, options?: ErrorOptions) {
    super(`The robot's webhook: ${detail}`, options)
    this.name = 'WecomUnreachable'
  }
}

export type Robot = {
  /** Sends one message; waits for a free place when the minute's messages are used up. */
  send(message: RobotMessage): Promise<void>
  /** A picture from its bytes: JPG or PNG, at most 2 MB. */
  sendImage(bytes: Uint8Array): Promise<void>
  /** Uploads a file (6 bytes to 20 MB) or a voice (AMR, at most 2 MB, 60 s): a media_id for this robot, good for 3 days. */
  upload(file: { kind: 'file' | 'voice'; filename: string; data: Uint8Array }): Promise<{ media_id: string; created_at: string }>
}

const megabyte = 1024 * 1024

/** Makes the sender of one robot. */
export function createRobot(options: RobotOptions): Robot {
  const {
    baseUrl = 'https://qyapi.weixin.qq.com',
    clock = { now: () => new Date() },
    timeoutMs = 5000,
    perMinute = 20,
    sleep = ms => new Promise(resolve => setTimeout(resolve, ms)),
  } = options
  const send = options.fetch ?? fetch
  const base = baseUrl.replace(/\/+$/, '')
  const sent: number[] = []
  let turn: Promise<void> = Promise.resolve()

  /** One after the other, at most `perMinute` in any minute. */
  function place(): Promise<void> {
    turn = turn.then(async () => {
      for (;;) {
        const now = clock.now().getTime()
        while (sent.length > 0 && sent[0]! <= now - 60_000) sent.shift()
        if (sent.length < perMinute) return void sent.push(now)
        await sleep(sent[0]! + 60_000 - now)
      }
    })
    return turn
  }

  async function post(path: string, query: Record<string, string>, init: RequestInit): Promise<Record<string, unknown>> {
    const signal = AbortSignal.timeout(timeoutMs)
    let answer: Record<string, unknown>
    try {
      const url = `${base}/cgi-bin/webhook/${path}?${new URLSearchParams({ key: options.key, ...query })}`
      const response = await send(url, { ...init, method: 'POST', signal, redirect: 'error' })
      answer = (await response.json()) as Record<string, unknown>
    } catch (cause) {
      throw new WecomUnreachable(signal.aborted ? `no answer within ${timeoutMs} ms` : 'no usable answer', { cause })
    }
    if (typeof answer !== 'object' || answer === null || answer.errcode === undefined) throw new WecomUnreachable('no usable answer')
    if (Number(answer.errcode) !== 0) throw new WecomError({ errcode: Number(answer.errcode), errmsg: String(answer.errmsg ?? '') })
    return answer
  }

  const robot: Robot = {
    async send(message) {
      checkRobotMessage(message)
      await place()
      await post('send', {}, { body: JSON.stringify(message), headers: { 'content-type': 'application/json; charset=utf-8' } })
    },
    sendImage: bytes => robot.send({ msgtype: 'image', image: imageOf(bytes) }),
    async upload({ kind, filename, data }) {
      const most = kind === 'file' ? 20 * megabyte : 2 * megabyte
      if (data.length <= 5 || data.length > most) throw new WecomInputError('media', `6 bytes to ${most / megabyte} MB`)
      const form = new FormData()
      form.append('media', new Blob([new Uint8Array(data)]), filename)
      const { media_id, created_at } = await post('upload_media', { type: kind }, { body: form })
      return { media_id: String(media_id), created_at: String(created_at) }
    },
  }
  return robot
}

/** A picture as `image` messages carry it: base64, and the MD5 of the raw bytes. */
export function imageOf(bytes: Uint8Array): { base64: string; md5: string } {
  return { base64: Buffer.from(bytes).toString('base64'), md5: createHash('md5').update(bytes).digest('hex') }
}
