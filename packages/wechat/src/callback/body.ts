import { isUtf8 } from 'node:buffer'
import { parseJson } from '../json.ts'
import { CallbackError } from './errors.ts'
import { parseXml } from './xml.ts'

export type BodyFormat = 'xml' | 'json'
/** Fields as they were pushed, in WeChat's spelling; XML gives strings, arrays for repeats and objects for nesting. */
export type Fields = Record<string, unknown>

/** Ten megabytes: far above anything WeChat pushes. */
export const defaultMaxBodyBytes = 10 * 1024 * 1024

/** UTF-8 bytes to text. Throws `too_large` and `bad_utf8`. */
export function readText(body: string | Uint8Array, maxBytes: number): string {
  const bytes = typeof body === 'string' ? Buffer.byteLength(body) : body.length
  if (bytes > maxBytes) throw new CallbackError('too_large', `The body has ${bytes} bytes; at most ${maxBytes} are read.`)
  if (typeof body === 'string') return body
  if (!isUtf8(body))
    throw new CallbackError('bad_utf8', 'The body is not valid UTF-8; a proxy may have changed its encoding, or it was cut.')
  const buffer = Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.length)
  return buffer.toString('utf8')
}

/** Reads a message's text, XML or JSON as it shows itself. */
export function parseBody(text: string): { format: BodyFormat; fields: Fields } {
  switch (firstCode(text)) {
    case 60:
      return { format: 'xml', fields: parseXml(text) }
    case 123:
      return { format: 'json', fields: parseJsonFields(text) }
    case 0:
      throw new CallbackError('bad_xml', 'The message is empty; WeChat never sends that.')
    default:
      throw new CallbackError('bad_xml', `The message is neither XML nor JSON, it begins with ${JSON.stringify(text.slice(0, 20))}.`)
  }
}

function parseJsonFields(text: string): Fields {
  try {
    const value = parseJson(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message.slice(0, 200) : ''
    throw new CallbackError('bad_json', `The message is not valid JSON (${detail}); it was cut or changed on its way.`, { cause })
  }
  throw new CallbackError('bad_json', 'The message is JSON but no object.')
}

function firstCode(text: string): number {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  while (at < text.length && text.charCodeAt(at) <= 32) at++
  return at < text.length ? text.charCodeAt(at) : 0
}
