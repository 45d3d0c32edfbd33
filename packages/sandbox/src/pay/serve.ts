/** The HTTP face of WeChat Pay: checks the merchant's signature, answers, and signs the answer. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  checkPayInput,
  findPayEndpoint,
  PayInputError,
  parseJson,
  payReactionTo,
  readAuthorization,
  requestMessage,
  verifyText,
} from '@wematrix/wechat'
import type { Agenda } from '../agenda.ts'
import { payRefusalOf, spoil } from '../faults.ts'
import { type Answered, readBody } from '../server.ts'
import type { Realm } from '../state/realm.ts'
import './bills.ts'
import { payKeys } from './merchant.ts'
import { PayRefusal, payHandlerOf } from './on.ts'
import './orders.ts'
import './refunds.ts'
import { signedHeaders, signerFor } from './sign.ts'

let merchantKey: { pem: string; key: KeyObject } | undefined

/** Answers one call below `/v3/`. */
export async function answerPay(
  realm: Realm,
  agenda: Agenda,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<Answered> {
  const raw = (await readBody(request)).toString('utf8')
  const { habit } = realm.state.pay
  let status = 200
  let code: string | number = 0
  let body = ''
  try {
    const result = dispatch(realm, agenda, request, url, raw)
    if (typeof result === 'string') {
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(result)
      return { code, status }
    }
    if (result === undefined) status = 204
    else body = JSON.stringify(result)
  } catch (error) {
    if (!(error instanceof PayRefusal)) throw error
    status = error.status
    code = error.code
    body = JSON.stringify({ code: error.code, message: error.message, ...(error.detail === undefined ? {} : { detail: error.detail }) })
  }
  const spoilt = await spoil(realm, undefined, url.pathname)
  if (spoilt === 'http500') {
    response.writeHead(502, { 'content-type': 'text/html' }).end('<html><body>502 Bad Gateway</body></html>')
    return { code, status: 502 }
  }
  if (spoilt === 'dropped' || realm.random.chance(habit.dropAnswers)) {
    request.socket.destroy()
    return { code, status: 0 }
  }
  const wanted = request.headers['wechatpay-serial']
  const probe = realm.random.chance(habit.probeAnswers)
  response.writeHead(status, {
    ...(body ? { 'content-type': 'application/json; charset=utf-8' } : {}),
    'request-id': realm.id(24, 82).toUpperCase(),
    ...signedHeaders(realm, signerFor(realm, typeof wanted === 'string' ? wanted : undefined), body, { probe }),
  })
  response.end(body)
  return { code, status }
}

function dispatch(realm: Realm, agenda: Agenda, request: IncomingMessage, url: URL, raw: string): unknown {
  checkSignature(realm, request, raw)
  if (url.pathname === '/v3/billdownload/file') return billFile(realm, url)
  const found = findPayEndpoint(request.method ?? 'GET', url.pathname)
  const handler = found && payHandlerOf(found.endpoint.row)
  if (!found || !handler) throw new PayRefusal(404, 'RESOURCE_NOT_EXISTS', '请求的资源不存在')
  const input = { ...Object.fromEntries(url.searchParams), ...bodyOf(raw), ...found.fields }
  try {
    checkPayInput(found.endpoint.row, input)
  } catch (error) {
    if (!(error instanceof PayInputError)) throw error
    const field = `/${request.method === 'GET' ? 'query' : 'body'}/${error.field.replaceAll('.', '/')}`
    throw new PayRefusal(400, 'PARAM_ERROR', `参数错误：${error.field} must be ${error.limit}`, {
      field,
      issue: error.limit,
      location: 'body',
    })
  }
  if (realm.random.chance(realm.state.pay.habit.systemErrors)) throw new PayRefusal(500, 'SYSTEM_ERROR', '系统异常，请稍后重试')
  const told = payRefusalOf(realm, found.endpoint.row.path)
  if (told !== undefined) throw new PayRefusal(400, told, payReactionTo(told, 400).meaning)
  const origin = `http://${request.headers.host ?? 'localhost'}`
  return handler({ realm, agenda, now: realm.clock.ms(), origin }, input)
}

/** Who calls: scheme, merchant, serial, clock, signature over path and body as they came. */
function checkSignature(realm: Realm, request: IncomingMessage, body: string): void {
  const refuse = (message: string) => new PayRefusal(401, 'SIGN_ERROR', message)
  const given = readAuthorization(request.headers.authorization ?? '')
  if (!given) throw refuse('Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》')
  if (!request.headers['user-agent']) throw new PayRefusal(400, 'PARAM_ERROR', '缺少User-Agent')
  const keys = payKeys(realm)
  if (given.mchid !== realm.state.pay.mchId) throw refuse('商户号不存在')
  if (given.serial_no.toUpperCase() !== keys.merchantSerial) throw refuse('商户证书序列号有误')
  if (Math.abs(realm.clock.seconds() - Number(given.timestamp)) > 300) throw refuse('时间戳已过期')
  if (merchantKey?.pem !== keys.merchantPublicKey)
    merchantKey = { pem: keys.merchantPublicKey, key: createPublicKey(keys.merchantPublicKey) }
  const { method = 'GET', url = '/' } = request
  const message = requestMessage({ method, target: url, timestamp: given.timestamp, nonce: given.nonce_str, body })
  if (!verifyText(merchantKey.key, message, given.signature)) throw refuse('错误的签名，导致验签失败')
}

function bodyOf(raw: string): Record<string, unknown> {
  if (raw === '') return {}
  try {
    const value = parseJson(raw)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // answered below
  }
  throw new PayRefusal(400, 'PARAM_ERROR', '请求内容不是合法的JSON')
}

function billFile(realm: Realm, url: URL): string {
  const text = realm.state.pay.bills.get(url.searchParams.get('token') ?? '')
  if (text === undefined) throw new PayRefusal(404, 'RESOURCE_NOT_EXISTS', '账单文件不存在')
  return text
}
