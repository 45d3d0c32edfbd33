/**
 * Trace codes: short texts that survive menus, cards, links, codes and notices, and name the entry that was used.
 * At most 32 characters of the alphabet of mini-program codes that also needs no escaping in an address:
 * `<entry>.<content>.<variant>.<issue>~<check>`, empty parts at the end left out.
 */

export type Trace = {
  /** Short name of the entry. Parts are made of letters, digits, `-` and `_`. */
  entry: string
  content?: string
  variant?: string
  /** Which publication of the entry, counted from 0. */
  issue?: number
}

/** The query parameter that carries a trace code. */
export const defaultTraceParameter = 't'
export const maxTraceLength = 32

const part = /^[A-Za-z0-9_-]+$/
const shape = /^([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){0,3})~([0-9A-Za-z]{2})$/

/** Writes a trace code. Throws RangeError when a part has other characters or the code is longer than 32. */
export function encodeTrace(trace: Trace): string {
  const { entry, content, variant, issue } = trace
  if (!part.test(entry)) throw new RangeError(`The trace's entry "${entry}" must be letters, digits, "-" and "_".`)
  for (const [name, value] of Object.entries({ content, variant }))
    if (value !== undefined && !part.test(value))
      throw new RangeError(`The trace's ${name} "${value}" must be letters, digits, "-" and "_".`)
  if (issue !== undefined && !(Number.isSafeInteger(issue) && issue >= 0))
    throw new RangeError(`The trace's issue ${issue} must be a whole number from 0.`)
  const text = [entry, content ?? '', variant ?? '', issue?.toString(36) ?? ''].join('.').replace(/\.+$/, '')
  const code = `${text}~${checkOf(text)}`
  if (code.length > maxTraceLength)
    throw new RangeError(`The trace code "${code}" has ${code.length} characters, at most ${maxTraceLength} fit a mini-program code.`)
  return code
}

/** Reads a trace code; `undefined` when it is none of ours or was mangled on the way. */
export function decodeTrace(code: string): Trace | undefined {
  if (code.length > maxTraceLength) return undefined
  const match = shape.exec(code)
  const text = match?.[1]
  if (text === undefined || checkOf(text) !== match?.[2]) return undefined
  const [entry = '', content, variant, issue] = text.split('.')
  const number = issue ? Number.parseInt(issue, 36) : undefined
  if (issue && (!/^[0-9a-z]+$/.test(issue) || !Number.isSafeInteger(number))) return undefined
  return { entry, ...(content && { content }), ...(variant && { variant }), ...(number !== undefined && { issue: number }) }
}

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Two characters over FNV-1a: one wrong text in 3,844 passes. */
function checkOf(text: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  const value = (hash ^ (hash >>> 15)) >>> 0
  return digits.charAt(value % 62) + digits.charAt(Math.floor(value / 62) % 62)
}

/** Adds a trace code to a mini-program path, after its own query. */
export function withTrace(path: string, code: string, parameter: string = defaultTraceParameter): string {
  return `${path}${path.includes('?') ? '&' : '?'}${parameter}=${code}`
}
