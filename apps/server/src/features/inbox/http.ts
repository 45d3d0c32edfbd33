/** The little HTTP that the doors need, on bare node:http. */
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Ends an answer with one write. */
export function send(res: ServerResponse, status: number, type: string, body: string, headers?: Record<string, string>): void {
  if (res.headersSent || res.destroyed) return
  const fields = ['Content-Type', type, 'Content-Length', String(Buffer.byteLength(body))]
  if (headers) for (const name in headers) fields.push(name, headers[name]!)
  res.writeHead(status, fields)
  res.end(body)
}

/** So much of a refused body is read and thrown away, for a client that reads the answer only after it has sent. */
const patience = 32 << 20

/**
 * Reads a body of at most `limit` bytes and calls back once, with undefined when it is longer: it is refused as soon as
 * it is announced or passes the limit, and nothing of it is kept. A client that goes away midway is never heard of.
 */
export function readBody(req: IncomingMessage, limit: number, done: (body: Buffer | undefined) => void): void {
  let first: Buffer | undefined
  let parts: Buffer[] | undefined
  let size = 0
  let refused = false
  const refuse = () => {
    refused = true
    first = parts = undefined
    done(undefined)
  }
  req.on('data', (part: Buffer) => {
    size += part.length
    if (refused) {
      if (size > patience) req.destroy()
    } else if (size > limit) refuse()
    else if (!first) first = part
    else if (!parts) parts = [first, part]
    else parts.push(part)
  })
  req.on('end', () => {
    if (!refused) done(parts ? Buffer.concat(parts) : (first ?? empty))
  })
  if (Number(req.headers['content-length'] ?? 0) > limit) refuse()
}

const empty = Buffer.alloc(0)

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
