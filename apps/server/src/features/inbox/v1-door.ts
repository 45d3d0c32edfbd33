/**
 * `/v1/track|identify|page|screen|group|alias|batch`: Segment's HTTP API, so that existing client code can point at us.
 * "200" means that every accepted item is on the disk.
 */
import { isUtf8 } from 'node:buffer'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { gunzip } from 'node:zlib'
import { mayBeUnstorable, storable } from '../../infra/storable.ts'
import type { Accept } from './accept.ts'
import type { Directory, KeyRecord } from './directory.ts'
import { queryValue, readBody, send } from './http.ts'
import { itemTexts } from './item-texts.ts'
import type { Refusals } from './refusals.ts'
import { type Call, type CallType, callTypes, type ItemError, isObject, isRefused, limits, readCall } from './segment.ts'

export type V1Deps = { accept: Accept; directory: Directory; refusals: Refusals; now(): number }

export type Answer = { status: number; code: string; message: string; headers?: Record<string, string> }

export const json = 'application/json; charset=utf-8'
export const anyOrigin = { 'Access-Control-Allow-Origin': '*' }
export const preflight = {
  ...anyOrigin,
  'Access-Control-Allow-Methods': 'POST, OPTIONS',
  'Access-Control-Allow-Headers': 'authorization, content-type, content-encoding, x-strict',
  'Access-Control-Max-Age': '86400',
}
const oneAccepted = '{"success":true,"accepted":1,"errors":[]}'
const refusedBusy = {
  status: 503,
  code: 'busy',
  message: 'Too much is waiting for the disk; send it again in a moment.',
  headers: { 'Retry-After': '1' },
}
const notStored = {
  status: 503,
  code: 'store_unavailable',
  message: 'It could not be stored; send it again in a moment.',
  headers: { 'Retry-After': '2' },
}

/** The call type of a path, `batch`, or undefined when it is not ours. */
export function v1Path(url: string): CallType | 'batch' | undefined {
  const end = url.indexOf('?')
  const name = url.slice(4, end < 0 ? undefined : end)
  return name === 'batch' || callTypes.includes(name as CallType) ? (name as CallType | 'batch') : undefined
}

/** Answers one request of `/v1`. */
export function answerV1(deps: V1Deps, kind: CallType | 'batch', req: IncomingMessage, res: ServerResponse) {
  if (req.method === 'OPTIONS') {
    res.writeHead(204, preflight)
    res.end()
    return
  }
  if (req.method !== 'POST')
    return refuse(res, { status: 405, code: 'method_not_allowed', message: 'Send it with POST.', headers: { Allow: 'POST, OPTIONS' } })
  const type = req.headers['content-type']
  if (type !== undefined && !/^(application\/(?:[\w.-]+\+)?json|text\/plain)\b/i.test(type))
    return countedByHeader(deps, req, res, {
      status: 415,
      code: 'unsupported_media_type',
      message: 'Send JSON with "Content-Type: application/json".',
    })
  if (!deps.accept.open) return refuse(res, refusedBusy)
  const limit = kind === 'batch' ? limits.batchBytes : limits.eventBytes
  const zipped = req.headers['content-encoding'] === 'gzip'
  readBody(req, limit, body => {
    if (!body) return tooLarge(deps, req, res, limit)
    if (!zipped) return withKey(deps, kind, req, res, body)
    gunzip(body, { maxOutputLength: limit }, (error, plain) => {
      if (error)
        countedByHeader(deps, req, res, { status: 400, code: 'bad_gzip', message: 'The body is not gzip, or is too large when unpacked.' })
      else withKey(deps, kind, req, res, plain)
    })
  })
}

function tooLarge(deps: V1Deps, req: IncomingMessage, res: ServerResponse, limit: number): void {
  countedByHeader(deps, req, res, {
    status: 413,
    code: 'too_large',
    message: `The body may have at most ${limit >> 10} KB; send it in smaller parts.`,
  })
}

/** Parses the body and finds whose it is: by the header, or by `writeKey` in the body. */
function withKey(deps: V1Deps, kind: CallType | 'batch', req: IncomingMessage, res: ServerResponse, body: Buffer) {
  const header = req.headers.authorization
  const known = header === undefined ? undefined : deps.directory.keys.peek(header)
  if (known === null) return unauthorised(deps, res)
  if (!isUtf8(body))
    return countedByHeader(deps, req, res, { status: 400, code: 'invalid_utf8', message: 'The body is not UTF-8; encode it so.' })
  let text = body.toString('utf8')
  let value: unknown
  try {
    value = JSON.parse(text)
    if (mayBeUnstorable(text)) {
      const clean = storable(value)
      if (clean !== value) text = JSON.stringify(clean)
      value = clean
    }
  } catch (error) {
    return countedByHeader(deps, req, res, {
      status: 400,
      code: 'invalid_json',
      message: `The body is not JSON: ${(error as Error).message}`,
    })
  }
  if (known) return take(deps, kind, req, res, known, value, text)
  const credential = header ?? (isObject(value) && typeof value.writeKey === 'string' ? `Bearer ${value.writeKey}` : undefined)
  if (credential === undefined) return unauthorised(deps, res)
  const peeked = deps.directory.keys.peek(credential)
  if (peeked) return take(deps, kind, req, res, peeked, value, text)
  if (peeked === null) return unauthorised(deps, res)
  deps.directory.keys.load(credential).then(
    key => (key ? take(deps, kind, req, res, key, value, text) : unauthorised(deps, res)),
    () => refuse(res, notStored),
  )
}

/** Checks the items and hands what passes to the inbox. */
function take(
  deps: V1Deps,
  kind: CallType | 'batch',
  req: IncomingMessage,
  res: ServerResponse,
  key: KeyRecord,
  value: unknown,
  text: string,
) {
  const nowMs = deps.now()
  if (kind !== 'batch') {
    const call = readCall(value, kind, undefined, nowMs)
    if (isRefused(call)) return counted(deps, res, key, { status: 400, ...call })
    // A body on one line is kept as it came; otherwise it is written anew, because a line ends at a line feed.
    deps.accept.add(call.who, lineOf(key, nowMs, call, text.includes('\n') ? JSON.stringify(value) : text))
    return acknowledge(deps, res, oneAccepted)
  }
  const list = Array.isArray(value) ? value : isObject(value) ? value.batch : undefined
  if (!Array.isArray(list))
    return counted(deps, res, key, { status: 400, code: 'missing_batch', message: 'Give {"batch": [...]}, or an array.' })
  if (list.length > limits.batchItems)
    return counted(deps, res, key, {
      status: 400,
      code: 'too_many_items',
      message: `A batch may have at most ${limits.batchItems} items; this one has ${list.length}. Send it in parts.`,
    })
  const whole = isObject(value) ? value : {}
  takeBatch(deps, req, res, key, list, whole, text, nowMs)
}

function takeBatch(
  deps: V1Deps,
  req: IncomingMessage,
  res: ServerResponse,
  key: KeyRecord,
  list: unknown[],
  whole: Record<string, unknown>,
  body: string,
  nowMs: number,
) {
  // The batch's context goes into its items, which are then written anew.
  const context = isObject(whole.context) ? whole.context : undefined
  const asSent = context ? undefined : itemTexts(body, list.length)
  const errors: ItemError[] = []
  const lines: string[] = []
  const whos: string[] = []
  for (let index = 0; index < list.length; index++) {
    const item = list[index]
    if (context && isObject(item)) item.context = { ...context, ...(isObject(item.context) ? item.context : {}) }
    const call = readCall(item, undefined, whole.sentAt, nowMs)
    if (isRefused(call)) {
      errors.push({ index, code: call.code, message: call.message })
      continue
    }
    const text = asSent ? asSent[index]! : JSON.stringify(item)
    if (text.length * 3 > limits.eventBytes && Buffer.byteLength(text) > limits.eventBytes) {
      errors.push({
        index,
        code: 'event_too_large',
        message: `An event may have at most ${limits.eventBytes >> 10} KB; shorten its properties.`,
      })
      continue
    }
    lines.push(lineOf(key, nowMs, call, text))
    whos.push(call.who)
  }
  for (const { code, message } of errors) deps.refusals.count(key.brandId, key.carrierId, 'v1', code, message)
  if (errors.length > 0 && (lines.length === 0 || isStrict(req)))
    return send(res, 400, json, JSON.stringify({ success: false, accepted: 0, errors }), anyOrigin)
  for (let i = 0; i < lines.length; i++) deps.accept.add(whos[i]!, lines[i]!)
  acknowledge(deps, res, JSON.stringify({ success: errors.length === 0, accepted: lines.length, errors }))
}

const isStrict = (req: IncomingMessage) => req.headers['x-strict'] === '1' || queryValue(req.url ?? '', 'strict') === '1'

/** The line as {@link import('./lines.ts').SdkLine} reads it; written by hand so that the event is not written twice. */
function lineOf(key: KeyRecord, nowMs: number, call: Call, event: string): string {
  const dedupe = call.messageId === '' ? '' : `"key":${JSON.stringify(call.messageId)},`
  return `${key.lineHead}${dedupe}"r":${nowMs},"at":${call.at},"t":"${call.type}","e":${event}}`
}

function acknowledge(deps: V1Deps, res: ServerResponse, body: string): void {
  deps.accept.settle(error => (error ? refuse(res, notStored) : send(res, 200, json, body, anyOrigin)))
}

function unauthorised(deps: V1Deps, res: ServerResponse): void {
  deps.refusals.count('', '', 'v1', 'unknown_key')
  refuse(res, {
    status: 401,
    code: 'unauthenticated',
    message: 'The key is unknown or was revoked; make a new one in the console.',
    headers: { 'WWW-Authenticate': 'Basic realm="wematrix"' },
  })
}

function counted(deps: V1Deps, res: ServerResponse, key: KeyRecord | undefined, answer: Answer): void {
  deps.refusals.count(key?.brandId ?? '', key?.carrierId ?? '', 'v1', answer.code, answer.message)
  refuse(res, answer)
}

/** A refusal before the body names a key: counted for the brand of the key in the header, if that is one. */
function countedByHeader(deps: V1Deps, req: IncomingMessage, res: ServerResponse, answer: Answer): void {
  const header = req.headers.authorization
  const peeked = header === undefined ? null : deps.directory.keys.peek(header)
  if (header === undefined || peeked !== undefined) return counted(deps, res, peeked ?? undefined, answer)
  deps.directory.keys.load(header).then(
    key => counted(deps, res, key ?? undefined, answer),
    () => refuse(res, answer),
  )
}

/** An error in the form that Segment's clients read. */
export function refuse(res: ServerResponse, { status, code, message, headers }: Answer): void {
  const body = JSON.stringify({ success: false, accepted: 0, errors: [{ index: 0, code, message }] })
  send(res, status, json, body, { ...anyOrigin, ...headers })
}
