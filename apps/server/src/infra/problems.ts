import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { WechatError, WechatInputError, WechatUnreachable } from '@wematrix/wechat'
import type { FastifyInstance } from 'fastify'
import { AppError, type FieldError, problemOf } from '../errors.ts'

/** Errors as problem documents (RFC 9457), and an answer for addresses that lead nowhere. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((raw, request, reply) => {
    const error = toAppError(raw)
    if (error.status >= 500) request.log.error({ err: raw, code: error.code }, 'request failed')
    return reply
      .code(error.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .serializer((body: unknown) => JSON.stringify(body))
      .send(problemOf(error))
  })
}

/** Answers bytes that are no HTTP request, or one with too large a head: nothing of it was handled. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const problem = problemOf(brokenRequest(error.code))
  const body = JSON.stringify(problem)
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}

function brokenRequest(code: string | undefined): AppError {
  if (code === 'HPE_HEADER_OVERFLOW')
    return new AppError('too_large', 'Address and headers may have 16 KB together; send less in them.', { status: 431 })
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new AppError('invalid_input', 'The request did not arrive in time; send it again.', { status: 408 })
  return new AppError('invalid_input', 'This is not an HTTP request; check what the client and any proxy send.')
}

/** Turns whatever was thrown into one of our codes; the origin stays in `cause` for the log. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof WechatInputError) return new AppError('invalid_input', error.message, { cause: error })
  if (error instanceof WechatError) return refusedByWechat(error)
  if (error instanceof WechatUnreachable)
    return new AppError('wechat_unreachable', 'WeChat did not answer; try again in a moment.', { cause: error })
  const known = error as {
    code?: string
    statusCode?: number
    validation?: ValidationIssue[]
    validationContext?: string
    message?: string
    name?: string
  }
  if (known.validation) return invalidInput(known.validation, known.validationContext ?? 'body', error)
  if (known.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new AppError('too_large', 'The body is larger than this address takes.', { cause: error })
  if (known.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new AppError('unsupported_media_type', 'Send the body as application/json.', { cause: error })
  if (known.statusCode === 400) return new AppError('invalid_input', known.message ?? 'The request cannot be read.', { cause: error })
  if (heavyQuery.has(known.code ?? ''))
    return new AppError('query_too_heavy', 'The query was stopped; choose a shorter time span.', { cause: error })
  if (storeGone(known.code))
    return new AppError('store_unavailable', 'A database does not answer; try again in a moment.', { cause: error })
  return new AppError('internal', 'Something went wrong on our side; the log has the details.', { cause: error })
}

/** With what the code means; WeChat's own text may repeat what was sent. */
function refusedByWechat(error: WechatError): AppError {
  const { errcode, endpoint, meaning } = error
  const en = `WeChat answered ${errcode} (${meaning.en}) to ${endpoint}.`
  return new AppError('wechat_error', en, { cause: error, words: { zh: `微信对 ${endpoint} 返回 ${errcode}：${meaning.zh}。`, en } })
}

/** ClickHouse: too slow, memory limit, timeout exceeded, cancelled. */
const heavyQuery = new Set(['159', '160', '241', '394'])

function storeGone(code: string | undefined): boolean {
  if (!code) return false
  // Node's socket errors and PostgreSQL's classes 08 (connection) and 57P (shutdown).
  return /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT|08...|57P..)$/.test(code)
}

type ValidationIssue = { instancePath?: string; message?: string; params?: Record<string, unknown> }

function invalidInput(issues: ValidationIssue[], part: string, cause: unknown): AppError {
  const details: FieldError[] = issues.slice(0, 20).map(issue => {
    const missing = (issue.params?.requiredProperties as string[] | undefined)?.join(', ')
    return { path: `${part}${issue.instancePath ?? ''}`, message: missing ? `is missing: ${missing}` : (issue.message ?? 'is not valid') }
  })
  const first = details[0]
  return new AppError('invalid_input', first ? `${first.path} ${first.message}.` : 'The request is not valid.', { details, cause })
}
