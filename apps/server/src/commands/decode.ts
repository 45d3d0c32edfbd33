import { readFile } from 'node:fs/promises'
import { type DecodeInput, decodeCallback } from '@wematrix/wechat'
import { AppError } from '../errors.ts'
import { type Io, readFlags } from './io.ts'

const help = `wematrix decode [--input FILE]

Opens one callback of WeChat. Reads JSON from FILE or standard input:
  {"token": "…", "encodingAesKey": "…", "appId": "…", "query": "signature=…&…" or {…}, "body": "<xml>…" or "{…}"}
and, when the key was changed lately, "previousEncodingAesKey". Prints {"ok": true, "message": …} or {"ok": false, "error": {"code": …, "message": …}}; exits 1 in the second
case, 2 when the input itself cannot be used.
`

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const flags = readFlags(argv, { input: { type: 'string' }, help: { type: 'boolean', short: 'h' } }, help)
  if (flags.help) {
    io.out(help)
    return 0
  }
  const input = await readInput(flags.input, io)
  if ('problem' in input) {
    io.out(`${JSON.stringify({ ok: false, error: { code: 'bad_input', message: input.problem } })}\n`)
    return 2
  }
  const decoded = decodeCallback(input)
  const answer = decoded.ok
    ? { ok: true, message: decoded.message }
    : { ok: false, error: { code: decoded.error.code, message: decoded.error.message } }
  io.out(`${JSON.stringify(answer)}\n`)
  return decoded.ok ? 0 : 1
}

async function readInput(file: string | undefined, io: Io): Promise<DecodeInput | { problem: string }> {
  const text = await (file ? readFile(file, 'utf8') : io.input()).catch((cause: Error) => {
    throw new AppError('usage', `Cannot read ${file}: ${cause.message}`, { cause })
  })
  let input: Partial<Record<keyof DecodeInput, unknown>>
  try {
    input = JSON.parse(text) as typeof input
  } catch (error) {
    return { problem: `The input is not JSON: ${(error as Error).message}.` }
  }
  for (const name of ['token', 'appId', 'body'] as const) {
    if (typeof input?.[name] !== 'string') return { problem: `The input needs "${name}" as a text.` }
  }
  if (typeof input.query !== 'string' && (typeof input.query !== 'object' || input.query === null)) {
    return { problem: 'The input needs "query" as a text or an object.' }
  }
  const { token, encodingAesKey, previousEncodingAesKey, appId, query, body } = input as DecodeInput
  return {
    token,
    appId,
    query,
    body,
    ...(encodingAesKey ? { encodingAesKey } : {}),
    ...(previousEncodingAesKey ? { previousEncodingAesKey } : {}),
  }
}
