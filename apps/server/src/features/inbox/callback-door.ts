/**
 * `/callback/:carrierId`: WeChat's pushes. Verified, opened, kept durably, answered: all from state already here,
 * because WeChat waits five seconds and then shows the person an error.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { CallbackError, dedupeKey, type OpenedCallback, type Reply } from '@wematrix/wechat'
import type { Accept } from './accept.ts'
import type { CarrierRecord, Directory } from './directory.ts'
import { readBody, send } from './http.ts'
import { RecentKeys } from './recent-keys.ts'
import type { Refusals } from './refusals.ts'
import { provenForSeconds } from './signed-reasons.ts'

/** What to say to a person's message or act, from state already in memory; null lets WeChat show nothing. */
export type AnswerHook = (carrier: CarrierRecord, message: OpenedCallback['message']) => Reply | null

export type CallbackDeps = {
  accept: Accept
  directory: Directory
  refusals: Refusals
  answer?: AnswerHook
  now(): number
  /** Pushes known from before, as {@link pushKey} names them. */
  recent?: RecentKeys
}

/** What all deliveries of one push to one carrier have in common. */
export const pushKey = (carrierId: string, message: OpenedCallback['message']) => `${carrierId}|${dedupeKey(message)}`

const bodyLimit = 1 << 20
const plain = 'text/plain; charset=utf-8'
const earliestMs = Date.UTC(2011, 0, 1)
const aheadMs = 24 * 3_600_000

export type CallbackDoor = {
  /** By the carrier that the address names. */
  named(carrierId: string, req: IncomingMessage, res: ServerResponse): void
  /** For a carrier that was found already; null or undefined: there is none of that name. */
  enter(carrier: CarrierRecord | null | undefined, name: string, req: IncomingMessage, res: ServerResponse): void
}

export function createCallbackDoor(deps: CallbackDeps): CallbackDoor {
  const { accept, directory, refusals, answer: answerOf, now, recent = new RecentKeys() } = deps

  function refuse(res: ServerResponse, carrier: CarrierRecord | undefined, status: number, reason: string, detail: string): void {
    refusals.count(carrier?.brandId ?? '', carrier?.id ?? '', 'callback', reason, detail)
    send(res, status, plain, `${reason}: ${detail}`)
  }

  function busy(res: ServerResponse): void {
    send(res, 503, plain, 'busy: it could not be stored; push it again', { 'Retry-After': '1' })
  }

  /** WeChat's check of the address when an operator saves it. */
  function verifyUrl(carrier: CarrierRecord, req: IncomingMessage, res: ServerResponse): void {
    try {
      const { echo, tokenIndex } = carrier.codec!.checkAddress(req.url!)
      send(res, 200, plain, echo)
      refusals.checked(carrier.brandId, carrier.id)
      refusals.pushes.checked(carrier, carrier.rotating ? (tokenIndex > 0 ? 'old' : 'new') : undefined)
    } catch (error) {
      failed(req, res, carrier, error)
    }
  }

  function failed(req: IncomingMessage, res: ServerResponse, carrier: CarrierRecord, error: unknown) {
    if (!(error instanceof CallbackError)) return refuse(res, carrier, 400, 'unreadable', (error as Error).message)
    const { code, message } = error
    if (code === 'bad_signature' && isSigned(carrier, req))
      return refuse(
        res,
        carrier,
        401,
        'altered',
        'The query is signed with the Token, but not for this body; something on the way changed it.',
      )
    // What is neither encrypted nor signed says nothing about the mode at WeChat: anybody can send it.
    if (code === 'not_encrypted' && !isSigned(carrier, req)) return refuse(res, carrier, 401, 'bad_signature', message)
    refuse(res, carrier, statusOf(code), code, message)
  }

  /** Does its address bear our Token's signature of a moment ago? Only WeChat can make one. */
  function isSigned({ codec }: CarrierRecord, req: IncomingMessage): boolean {
    const timestamp = Number(new URLSearchParams(req.url!.slice(req.url!.indexOf('?') + 1)).get('timestamp'))
    if (!(Math.abs(now() / 1000 - timestamp) <= provenForSeconds)) return false
    try {
      codec!.checkAddress(req.url!)
      return true
    } catch {
      return false
    }
  }

  function take(carrier: CarrierRecord, req: IncomingMessage, res: ServerResponse, body: Buffer, startedMs: number) {
    let opened: OpenedCallback
    try {
      opened = carrier.codec!.open(req.url!, body)
    } catch (error) {
      return failed(req, res, carrier, error)
    }
    const { MsgType, Event, InfoType } = opened.fields
    if (!MsgType && !Event && !InfoType)
      return refuse(res, carrier, 400, 'no_message', 'It has neither MsgType nor Event; send what WeChat pushes, unchanged.')
    const nowMs = now()
    const at = Number(opened.message.CreateTime) * 1000
    if (at !== 0 && at < earliestMs)
      return refuse(res, carrier, 400, 'timestamp_too_old', 'CreateTime lies before 2011; it must be in Unix seconds.')
    if (at !== 0 && !(at <= nowMs + aheadMs))
      return refuse(res, carrier, 400, 'timestamp_in_future', 'CreateTime lies more than 24 hours ahead; check the clock of this machine.')
    const key = pushKey(carrier.id, opened.message)
    const reply = carrier.codec!.reply(opened, answerOf?.(carrier, opened.message) ?? undefined)
    const type = reply === 'success' ? plain : opened.format === 'json' ? 'application/json' : 'application/xml'
    const answer = (repeat: boolean) => {
      send(res, 200, type, reply)
      const tookMs = performance.now() - startedMs
      refusals.pushes.answered(carrier, { tookMs, repeat, ...(carrier.rotating ? { secrets: secretsOf(opened) } : {}) })
    }
    if (recent.has(key)) {
      refusals.count(carrier.brandId, carrier.id, 'callback', 'repeat', key)
      return answer(true)
    }
    const who = opened.message.FromUserName || carrier.id
    accept.add(
      who,
      `{"k":"cb","b":${JSON.stringify(carrier.brandId)},"c":${JSON.stringify(carrier.id)},"r":${nowMs},"key":${JSON.stringify(key)},"x":${JSON.stringify(opened.text)}}`,
    )
    accept.settle(error => {
      if (error) return busy(res)
      recent.add(key, now())
      answer(false)
    })
  }

  function enter(carrier: CarrierRecord | null | undefined, carrierId: string, req: IncomingMessage, res: ServerResponse) {
    if (!carrier) return refuse(res, undefined, 404, 'unknown_carrier', `There is no carrier ${carrierId.slice(0, 40)}.`)
    if (!carrier.codec) return refuse(res, carrier, 409, 'no_token', 'The carrier has no callback token yet; add it under Carriers.')
    if (req.method === 'GET') return verifyUrl(carrier, req, res)
    if (req.method !== 'POST')
      return refuse(res, carrier, 405, 'method_not_allowed', 'WeChat checks the address with GET and pushes with POST.')
    if (!accept.open) return busy(res)
    const startedMs = performance.now()
    readBody(req, bodyLimit, body => {
      if (body) take(carrier, req, res, body, startedMs)
      else refuse(res, carrier, 413, 'too_large', 'A push may have at most 1 MB.')
    })
  }

  return {
    named(carrierId, req, res) {
      const carrier = directory.carriers.peek(carrierId)
      if (carrier !== undefined) return enter(carrier, carrierId, req, res)
      directory.carriers.load(carrierId).then(
        loaded => enter(loaded, carrierId, req, res),
        () => busy(res),
      )
    },
    enter,
  }
}

/** Did it come with secrets from before a change? */
function secretsOf({ tokenIndex, keyIndex }: OpenedCallback): 'old' | 'new' {
  return tokenIndex > 0 || keyIndex > 0 ? 'old' : 'new'
}

/** What the sender learns; WeChat itself only looks at 200 or not. */
export function statusOf(code: CallbackError['code']): number {
  switch (code) {
    case 'bad_signature':
    case 'stale_timestamp':
    case 'replayed':
      return 401
    case 'wrong_appid':
      return 403
    case 'too_large':
      return 413
    default:
      return 400
  }
}
