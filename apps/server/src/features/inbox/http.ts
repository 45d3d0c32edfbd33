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

/**
 * So much of a body that is too long is read and thrown away before the refusal: most clients look for an answer only
 * after they have sent everything, and would see a broken connection instead.
 */
const patience = 32 << 20

/**
 * Reads a body of at most `limit` bytes and calls back once, with undefined when it is longer; nothing is kept of such
 * a body, and after twice our patience the connection is cut. A client that goes away midway is never heard of.
 */
export function readBody(req: IncomingMessage, limit: number, done: (body: Buffer | undefined) => void): void {
  const announced = Number(req.headers['content-length'] ?? 0)
  let first: Buffer | undefined
  let parts: Buffer[] | undefined
  let size = 0
  let told = false
  const tell = (body: Buffer | undefined) => {
    if (told) return
    told = true
    done(body)
  }
  req.on('data', (part: Buffer) => {
    size += part.length
    if (size > limit || announced > limit) {
      first = parts = undefined
      if (size > patience) tell(undefined)
      if (size > patience * 2) req.destroy()
    } else if (!first) first = part
    else if (!parts) parts = [first, part]
    else parts.push(part)
  })
  req.on('end', () => tell(size > limit ? undefined : parts ? Buffer.concat(parts) : (first ?? empty)))
  if (announced > patience) tell(undefined)
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
