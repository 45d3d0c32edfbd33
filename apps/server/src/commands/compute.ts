/**
 * `wematrix compute <topic> --input FILE | --cases DIR`: a number checked without the server. FILE holds one
 * `{kind, input}`, DIR a `cases.json` with a list of `{id, kind, input}`; files they name lie beside. Prints JSON.
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { AppError } from '../errors.ts'
import { computeCase, topics } from '../features/compute/run.ts'
import { openCaseStore } from '../features/compute/store.ts'
import type { CaseInput } from '../features/compute/table.ts'
import type { Io } from './io.ts'

const help = `wematrix compute TOPIC --input FILE | --cases DIR

Works a measure out by the code and SQL of the screens, on an engine of its own. TOPIC is one of
${Object.keys(topics).join(', ')}.
  --input FILE   one {"kind": …, "input": {…}}; prints its result
  --cases DIR    DIR/cases.json, a list of {"id", "kind", "input"}; prints {id: result}
Files named in an input lie beside it. Exits 2 when something in them is not understood.
`

type Case = { id?: unknown; kind?: unknown; input?: unknown }

/** @returns the exit code: 0, or 2 when the command line or an input is not understood */
export async function run(argv: readonly string[], io: Pick<Io, 'out' | 'err'>): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    io.out(help)
    return 0
  }
  try {
    io.out(`${JSON.stringify(await compute(argv), nonFinite)}\n`)
    return 0
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    io.err(`${error.message}\n`)
    return error.code === 'invalid_input' || error.code === 'usage' ? 2 : 1
  }
}

async function compute(argv: readonly string[]): Promise<unknown> {
  const { topic, file, all } = parse(argv)
  const dir = dirname(file)
  const read = readJson(file)
  const store = openCaseStore()
  const one = ({ kind, input }: Case) => {
    if (typeof input !== 'object' || input === null || Array.isArray(input))
      throw new AppError('invalid_input', `${file}: a case needs "kind" and "input".`)
    return computeCase(topic, kind, { input: input as CaseInput, dir, store })
  }
  try {
    if (!all) return await one((read ?? {}) as Case)
    if (!Array.isArray(read)) throw new AppError('invalid_input', `${file} must hold a list of cases.`)
    const results: Record<string, unknown> = {}
    for (const item of read as Case[]) {
      try {
        results[String(item?.id)] = await one(item ?? {})
      } catch (error) {
        if (error instanceof AppError) throw new AppError(error.code, `Case ${String(item?.id)}: ${error.message}`, { cause: error })
        throw error
      }
    }
    return results
  } finally {
    await store.close()
  }
}

function parse(argv: readonly string[]): { topic: string; file: string; all: boolean } {
  const usage = help
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: { input: { type: 'string' }, cases: { type: 'string' } },
      allowPositionals: true,
    })
    const [topic, ...more] = positionals
    if (topic === undefined || more.length > 0 || (values.input === undefined) === (values.cases === undefined))
      throw new AppError('usage', usage)
    return { topic, all: values.cases !== undefined, file: resolve(values.input ?? join(values.cases!, 'cases.json')) }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('usage', `${(cause as Error).message}\n${usage}`, { cause })
  }
}

function readJson(file: string): unknown {
  if (!existsSync(file)) throw new AppError('invalid_input', `There is no file ${file}.`)
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new AppError('invalid_input', `${file} is not JSON: ${(cause as Error).message}`, { cause })
  }
}

/** JSON has no infinity: «inf», «-inf», «nan» stand for them. */
function nonFinite(_key: string, value: unknown): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) return value
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'
}
