/** NDJSON in, NDJSON out, one line after the other: memory holds one line and one answer, whatever the file's length. */
import { carriers, surfaces } from '@wematrix/checks'
import { AppError } from '../errors.ts'
import type { Content } from '../features/checks/engine.ts'
import type { Review, TextContent } from '../features/checks/schema.ts'
import type { Io } from './io.ts'

export type Language = 'zh' | 'en'
export type CheckLine = { content: Content; artefact?: { kind: string; id: string } }
export type Counted = { block: number; warn: number; bad: number }

/** A longer line is no copy. */
const longestBytes = 32 << 20
const newline = 0x0a

/** Null: the line is too long; its bytes were not kept. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer | null> {
  let parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    let from = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      yield joined(parts, chunk.subarray(from, end), length)
      parts = []
      length = 0
      from = end + 1
    }
    length += chunk.length - from
    if (length > longestBytes) parts = []
    else if (from < chunk.length) parts.push(Uint8Array.prototype.slice.call(chunk, from))
  }
  if (length > 0) yield joined(parts, new Uint8Array(), length)
}

const joined = (parts: readonly Uint8Array[], last: Uint8Array, length: number) =>
  length + last.length > longestBytes ? null : Buffer.concat([...parts, last])

export type LineOptions = { usual: Partial<Pick<TextContent, 'carrier' | 'surface'>>; language: Language }

/** Answers each line in its place; what cannot be read is said there and on standard error, and the next line is read. */
export async function checkLines(
  reader: (line: CheckLine) => Review,
  lines: AsyncIterable<Buffer | null>,
  { usual, language }: LineOptions,
  io: Io,
): Promise<Counted> {
  const counted: Counted = { block: 0, warn: 0, bad: 0 }
  let n = 0
  for await (const bytes of lines) {
    n++
    if (bytes !== null && isBlank(bytes)) continue
    const line: { id?: string | number } = {}
    try {
      const { verdict, findings } = reader(readLine(bytes, usual, line))
      if (verdict !== 'pass') counted[verdict]++
      io.out(`${JSON.stringify({ ...line, verdict, findings: told(findings, language) })}\n`)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      counted.bad++
      const said = [error.message, ...(error.details ?? []).slice(1).map(({ message }) => message)].join('; ')
      io.out(`${JSON.stringify({ ...line, line: n, error: said })}\n`)
      io.err(`line ${n}: ${said}\n`)
    }
    if ((await io.taken?.()) === false || io.signal.aborted) break
  }
  return counted
}

/** Findings as a line gives them: in one language. */
export const told = (findings: Review['findings'], language: Language) =>
  findings.map(({ rule, severity, start, end, quote, reason, rewrite, ...more }) => ({
    ...{ rule, severity, start, end, quote, reason: reason[language], rewrite: rewrite[language] },
    ...more,
  }))

const isBlank = (bytes: Buffer) => bytes.every(byte => byte === 0x20 || byte === 0x09 || byte === 0x0d)

const utf8 = new TextDecoder('utf-8', { fatal: true })
const bad = (message: string, cause?: unknown) => new AppError('invalid_input', message, { cause })

/** @param line  gets the id as soon as it is known, so that a bad line can be named by it */
function readLine(bytes: Buffer | null, usual: LineOptions['usual'], line: { id?: string | number }): CheckLine {
  if (bytes === null) throw bad(`the line is longer than ${longestBytes >> 20} MB; put every text on a line of its own`)
  const value = parse(bytes)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw bad('a line is an object: {"id", "carrier", "surface", "text"} or {"id", "kind", "draft"}')
  const { id, kind, draft, text, ...rest } = value as Record<string, unknown>
  if (typeof id === 'string' || typeof id === 'number') line.id = id
  else if (id !== undefined && id !== null) throw bad('"id" is a text or a number')
  const carrier = named('carrier', rest.carrier ?? usual.carrier, carriers, draft !== undefined)
  const artefact = typeof kind === 'string' && line.id !== undefined ? { artefact: { kind, id: String(line.id) } } : {}
  if (draft !== undefined) {
    if (typeof kind !== 'string') throw bad('"kind" is missing; it says what the draft is, such as "menu" or "campaign"')
    return { content: { kind, draft: draft as Record<string, unknown>, ...(carrier ? { carrier } : {}) }, ...artefact }
  }
  if (typeof text !== 'string') throw bad('"text" is missing or no text; give "text", or "kind" and "draft"')
  const surface = named('surface', rest.surface ?? usual.surface, surfaces, false)
  return { content: { carrier: carrier!, surface: surface!, text }, ...artefact }
}

function parse(bytes: Buffer): unknown {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch (cause) {
    throw bad('the line is not UTF-8; save the file as UTF-8', cause)
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw bad(`the line is not JSON (${(cause as Error).message}); put one whole object on a line`, cause)
  }
}

function named<const T extends string>(field: string, value: unknown, allowed: readonly T[], optional: boolean): T | undefined {
  if (value === undefined && optional) return undefined
  const found = allowed.find(one => one === value)
  if (found) return found
  const what = value === undefined ? 'is missing' : `cannot be ${JSON.stringify(value)}`
  throw bad(`"${field}" ${what}; give one of ${allowed.join(', ')}, or --${field} for all lines`)
}
