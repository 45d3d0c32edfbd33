import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One PostgreSQL statement with its named parameters turned into $1, $2, …; `params[i]` names $i+1. */
export type SqlText = { name: string; text: string; params: readonly string[] }

/**
 * The named blocks of a PostgreSQL file (`-- name: list_segments`), ready for `db.query`.
 * Throws when a wanted block is missing, so that a typo fails at start and not at the first request.
 */
export function loadSql<const N extends string>(url: URL, names: readonly N[]): Record<N, SqlText> {
  const blocks = readBlocks(url)
  return pick(url, blocks, names, (name, text) => compileSql(text, `${name}_${createHash('sha1').update(text).digest('hex').slice(0, 8)}`))
}

/** The named blocks of a ClickHouse file, as text with `{name:Type}` placeholders. */
export function loadChSql<const N extends string>(url: URL, names: readonly N[]): Record<N, string> {
  return pick(url, readBlocks(url), names, (_name, text) => text)
}

/** Splits `-- name: x` blocks; the comment lines after the name stay with the text. */
export function sqlBlocks(text: string): Map<string, string> {
  const blocks = new Map<string, string>()
  for (const part of text.split(/^-- name: */m).slice(1)) {
    const end = part.indexOf('\n')
    const name = (end < 0 ? part : part.slice(0, end)).trim()
    if (blocks.has(name)) throw new Error(`The block "${name}" appears twice.`)
    blocks.set(name, (end < 0 ? '' : part.slice(end + 1)).trim().replace(/;$/, ''))
  }
  return blocks
}

/** What may hide a colon: strings, quoted names, dollar quotes, comments, casts, array slices; then the parameter itself. */
const tokens = /'(?:[^']|'')*'|"[^"]*"|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\/|::|:=|:([a-z_][a-z0-9_]*)/gi

/** `where id = :id and x = :x` → `where id = $1 and x = $2`; a name used twice keeps one number. */
export function compileSql(source: string, name: string): SqlText {
  const params: string[] = []
  const text = source.replace(tokens, (match, _tag, param: string | undefined) => {
    if (param === undefined) return match
    let index = params.indexOf(param)
    if (index < 0) index = params.push(param) - 1
    return `$${index + 1}`
  })
  // PostgreSQL cuts statement names at 63 bytes; two cut names could meet.
  return { name: name.slice(-60), text, params }
}

function readBlocks(url: URL): Map<string, string> {
  return sqlBlocks(readFileSync(fileURLToPath(url), 'utf8'))
}

function pick<N extends string, T>(
  url: URL,
  blocks: Map<string, string>,
  names: readonly N[],
  make: (name: string, text: string) => T,
): Record<N, T> {
  const picked = {} as Record<N, T>
  for (const name of names) {
    const text = blocks.get(name)
    if (text === undefined) throw new Error(`${basename(fileURLToPath(url))} has no block "-- name: ${name}".`)
    picked[name] = make(name, text)
  }
  return picked
}
