import type { EndpointRow } from '../endpoint.ts'
import { parseJson } from '../json.ts'
import { WechatError, WechatUnreachable } from './errors.ts'

/** Reads WeChat's answer: errors come as HTTP 200 with `errcode`, JSON may call itself text, pictures turn to JSON when they fail. */
export async function readAnswer(row: EndpointRow, response: Response): Promise<unknown> {
  let text: string
  if (row.reply === 'binary') {
    const bytes = new Uint8Array(await response.arrayBuffer())
    if (bytes[0] !== 0x7b && !response.headers.get('content-type')?.includes('json')) {
      if (!response.ok) throw new WechatUnreachable(row, 'bad_answer', `HTTP ${response.status} instead of a file`)
      return bytes
    }
    text = new TextDecoder().decode(bytes)
  } else text = await response.text()
  const answer = readJson(row, response, text)
  // Some endpoints write the code as text.
  if (answer.errcode !== undefined && Number(answer.errcode) !== 0) throw new WechatError(row, answer)
  if (!response.ok) throw new WechatUnreachable(row, 'bad_answer', `HTTP ${response.status} without an error code`)
  const { errcode: _errcode, errmsg: _errmsg, ...rest } = answer
  return row.ids ? idsAsText(rest, new Set(row.ids)) : rest
}

function readJson(row: EndpointRow, response: Response, text: string): Record<string, unknown> {
  try {
    const value = parseJson(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch (cause) {
    throw new WechatUnreachable(row, 'bad_answer', `HTTP ${response.status} with a body that is not JSON: ${text.slice(0, 80)}`, { cause })
  }
  throw new WechatUnreachable(row, 'bad_answer', `HTTP ${response.status} with JSON that is no object: ${text.slice(0, 80)}`)
}

/** The same id comes as digits here and as text there; callers always get text. */
function idsAsText(value: unknown, names: ReadonlySet<string>, isId = false): unknown {
  if (Array.isArray(value)) return value.map(entry => idsAsText(entry, names, isId))
  if (typeof value === 'number' && isId) return String(value)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, idsAsText(field, names, names.has(name))]))
}
