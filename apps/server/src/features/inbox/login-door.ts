/**
 * `POST /v1/login`: the code of `wx.login` for the openid and UnionID of the Mini Program's visitor. The session key
 * stays here. With it the tracker's calls name the visitor, so that they become a person and not a device.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { LoginReply } from '@wematrix/miniprogram/wire'
import { code2Session, WechatError, WechatUnreachable } from '@wematrix/wechat'
import { AppError } from '../../errors.ts'
import type { WechatOf } from '../events/enrich.ts'
import type { CarrierRecord, Directory, KeyRecord } from './directory.ts'
import { readBody, send } from './http.ts'
import type { Refusals } from './refusals.ts'
import { isObject } from './segment.ts'
import { type Answer, anyOrigin, json, preflight, refuse } from './v1-door.ts'

export type LoginDeps = { directory: Directory; refusals: Refusals; wechat: WechatOf }

const bodyLimit = 4096
/** A write key is public: more than this many exchanges at once are not passed on to WeChat. */
const atOnce = 64

/** WeChat's answers that are about the code or the person, not about us: invalid, used, risky. */
const badCodes = new Set([40029, 40163, 40226, 41008])

export function createLoginDoor({ directory, refusals, wechat }: LoginDeps): (req: IncomingMessage, res: ServerResponse) => void {
  let running = 0

  async function exchange(req: IncomingMessage, body: Buffer): Promise<LoginReply | Answer> {
    const input = parse(body)
    if (!input) return { status: 400, code: 'invalid_json', message: 'Send {"code": "…"} with the code of wx.login.' }
    const key = req.headers.authorization === undefined ? undefined : await directory.keys.load(req.headers.authorization)
    if (!key) return { status: 401, code: 'unauthenticated', message: 'The write key is unknown or was revoked.' }
    const carrier = await carrierOf(key, input.carrierId)
    if (!carrier) return { status: 400, code: 'unknown_carrier', message: 'Bind the key to the Mini Program, or name it in "carrierId".' }
    try {
      const { openid, unionid } = await code2Session(await wechat(key.brandId, carrier.id), { js_code: input.code })
      return { openid, ...(unionid ? { unionid } : {}) }
    } catch (error) {
      const answer = answerTo(error)
      refusals.count(key.brandId, carrier.id, 'v1', answer.code, answer.message)
      return answer
    }
  }

  /** The key's carrier, the named one, or the brand's only Mini Program. */
  async function carrierOf(key: KeyRecord, named: string): Promise<CarrierRecord | undefined> {
    const carriers = await directory.brandCarriers.load(key.brandId)
    const programs = new Set([...(carriers?.values() ?? [])].filter(carrier => carrier.kind === 'mini_program'))
    const wanted = key.carrierId || named
    if (!wanted) return programs.size === 1 ? [...programs][0] : undefined
    return [...programs].find(carrier => carrier.id === wanted)
  }

  return (req, res) => {
    if (req.method === 'OPTIONS') {
      res.writeHead(204, preflight)
      res.end()
      return
    }
    if (req.method !== 'POST') return refuse(res, { status: 405, code: 'method_not_allowed', message: 'Send it with POST.' })
    if (running >= atOnce)
      return refuse(res, { status: 503, code: 'busy', message: 'Too many logins at once.', headers: { 'Retry-After': '1' } })
    running++
    res.once('close', () => running--)
    readBody(req, bodyLimit, body => {
      if (!body) return refuse(res, { status: 413, code: 'too_large', message: 'The body may have at most 4 KB.' })
      exchange(req, body).then(
        answer => ('openid' in answer ? send(res, 200, json, JSON.stringify(answer), anyOrigin) : refuse(res, answer)),
        () => refuse(res, { status: 503, code: 'store_unavailable', message: 'Try again in a moment.', headers: { 'Retry-After': '2' } }),
      )
    })
  }
}

function parse(body: Buffer): { code: string; carrierId: string } | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    if (!isObject(value) || typeof value.code !== 'string' || value.code === '' || value.code.length > 512) return undefined
    return { code: value.code, carrierId: typeof value.carrierId === 'string' ? value.carrierId : '' }
  } catch {
    return undefined
  }
}

function answerTo(error: unknown): Answer {
  if (error instanceof WechatError) return { status: badCodes.has(error.errcode) ? 400 : 502, code: 'wechat_error', message: error.message }
  if (error instanceof WechatUnreachable)
    return { status: 503, code: 'wechat_unreachable', message: error.message, headers: { 'Retry-After': '2' } }
  if (error instanceof AppError) return { status: error.status, code: error.code, message: error.message }
  throw error
}
