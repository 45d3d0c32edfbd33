/** The little HTTP that the doors need, on bare node:http. */
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Ends an answer with one write. */
export function send(res: ServerResponse, status: number, type: string, body: string, headers?: Record<string, string>): void {
  if (res.headersSent || res.destroyed) return
  res.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body), ...headers })
  res.end(body)
}

/** Why a body was not read. */
export type BodyError = 'too_large' | 'aborted'

/**
 * Reads a body of at most `limit` bytes and calls back once. A longer one is refused as soon as it is announced or
 * passes the limit: nothing of it is kept, and the connection is closed after the answer.
 */
export function readBody(req: IncomingMessage, limit: number, done: (body: Buffer | BodyError) => void): void {
  if (Number(req.headers['content-length'] ?? 0) > limit) return done('too_large')
  const parts: Buffer[] = []
  let size = 0
  let over = false
  const finish = (body: Buffer | BodyError) => {
    if (over) return
    over = true
    done(body)
  }
  req.on('data', (part: Buffer) => {
    size += part.length
    if (size > limit) {
      parts.length = 0
      req.pause()
      return finish('too_large')
    }
    if (!over) parts.push(part)
  })
  req.on('end', () => finish(parts.length === 1 ? parts[0]! : Buffer.concat(parts)))
  req.on('error', () => finish('aborted'))
  req.on('close', () => finish('aborted'))
}

/** The value of a query parameter, decoded; empty when absent. */
export function queryValue(url: string, name: string): string {
  let at = url.indexOf('?')
  while (at >= 0) {
    if (url.startsWith(name, at + 1) && url.charCodeAt(at + 1 + name.length) === 61) {
      const from = at + 2 + name.length
      const to = url.indexOf('&', from)
      const raw = to < 0 ? url.slice(from) : url.slice(from, to)
      return raw.includes('%') || raw.includes('+') ? decode(raw) : raw
    }
    at = url.indexOf('&', at + 1)
  }
  return ''
}

function decode(raw: string): string {
  try {
    return decodeURIComponent(raw.replaceAll('+', ' '))
  } catch {
    return raw
  }
}
