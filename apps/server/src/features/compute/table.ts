/** Tables that a case brings along: a file beside it, or rows in the input itself. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { isAbsolute, relative, resolve } from 'node:path'
import { parse } from 'csv-parse/sync'
import { AppError } from '../../errors.ts'

export type Row = Record<string, string>

/** Rows of text, and a fingerprint under which what was made of them can be kept. */
export type Table = { rows: Row[]; fingerprint: string }

export type CaseInput = Record<string, unknown>

/**
 * The rows named by `file` (CSV, or JSON lines when the name ends so) or given as `rows`.
 * Throws `invalid_input` naming the file when it is missing, lies elsewhere, or lacks one of the columns.
 */
export function readTable(
  input: CaseInput,
  dir: string,
  columns: readonly (string | readonly string[])[],
  inline: readonly string[] = ['rows'],
): Table {
  const list = inline.map(name => input[name]).find(Array.isArray) as unknown[] | undefined
  const table = list ? fromList(list) : fromFile(input, dir)
  const head = table.rows[0]
  if (!head) return table
  for (const wanted of columns) {
    const options = typeof wanted === 'string' ? [wanted] : wanted
    if (!options.some(name => name in head)) {
      const where = typeof input.file === 'string' ? `The file ${input.file}` : 'The table'
      throw new AppError('invalid_input', `${where} has no column "${options.join('" or "')}"; it has ${Object.keys(head).join(', ')}.`)
    }
  }
  return table
}

function fromList(list: readonly unknown[]): Table {
  const rows = list.map(item => {
    if (typeof item !== 'object' || item === null || Array.isArray(item))
      throw new AppError('invalid_input', 'Rows must be objects with named fields.')
    return Object.fromEntries(
      Object.entries(item).map(([name, value]) => [name, value === null || value === undefined ? '' : String(value)]),
    )
  })
  return { rows, fingerprint: fingerprint(JSON.stringify(rows)) }
}

function fromFile(input: CaseInput, dir: string): Table {
  if (typeof input.file !== 'string' || input.file === '') throw new AppError('invalid_input', 'The input names no file and holds no rows.')
  const path = resolve(dir, input.file)
  if (isAbsolute(input.file) || relative(dir, path).startsWith('..')) {
    throw new AppError('invalid_input', `The file ${input.file} must lie beside the input.`)
  }
  if (!existsSync(path)) throw new AppError('invalid_input', `There is no file ${input.file} beside the input.`)
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  try {
    const rows = /\.(jsonl|ndjson)$/.test(input.file)
      ? fromList(
          text
            .split('\n')
            .filter(line => line.trim() !== '')
            .map(line => JSON.parse(line) as unknown),
        ).rows
      : (parse(text, { columns: true, skip_empty_lines: true, trim: false }) as Row[])
    return { rows, fingerprint: fingerprint(text) }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('invalid_input', `The file ${input.file} cannot be read: ${(cause as Error).message}`, { cause })
  }
}

const fingerprint = (text: string) => createHash('sha1').update(text).digest('hex').slice(0, 16)

/** A field as a finite number. */
export function numberOf(row: Row, name: string): number {
  const text = row[name] ?? ''
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw new AppError('invalid_input', `"${text}" in column "${name}" is not a number.`)
  return value
}

/** A field of the input as a number; `fallback` when it is absent or null. */
export function inputNumber(input: CaseInput, name: string, fallback?: number): number {
  const value = input[name]
  if (value === undefined || value === null) {
    if (fallback !== undefined) return fallback
    throw new AppError('invalid_input', `The input needs "${name}".`)
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new AppError('invalid_input', `"${name}" must be a number.`)
  return value
}

export function inputText(input: CaseInput, name: string, fallback?: string): string {
  const value = input[name] ?? fallback
  if (typeof value !== 'string') throw new AppError('invalid_input', `The input needs the text "${name}".`)
  return value
}

export function inputNumbers(input: CaseInput, name: string): number[] {
  const value = input[name]
  if (!Array.isArray(value) || !value.every(item => typeof item === 'number' && Number.isFinite(item))) {
    throw new AppError('invalid_input', `"${name}" must be a list of numbers.`)
  }
  return value as number[]
}

/** A calendar day of the input. */
export function inputDay(input: CaseInput, name: string, fallback?: string): string {
  const day = inputText(input, name, fallback)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day)))
    throw new AppError('invalid_input', `"${name}" must be a day like 2026-03-31.`)
  return day
}

/** An IANA zone of the input. */
export function inputZone(input: CaseInput, isZone: (name: string) => boolean): string {
  const zone = input.zone ?? input.time_zone ?? 'Asia/Shanghai'
  if (typeof zone !== 'string' || !isZone(zone))
    throw new AppError('invalid_input', `"${String(zone)}" is not a time zone this machine knows.`)
  return zone
}
