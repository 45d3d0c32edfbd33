/** The little we must know of a statement's text, read without understanding it. */

export type Statement = {
  kind: 'select' | 'insert' | 'other'
  /** The name after FORMAT, if any; `Values` for an INSERT of values. */
  format: string | undefined
  /** Where the FORMAT clause of an INSERT ends; data may follow. */
  formatEnd: number
  /** Where an INSERT may be told to take its data from a file: before SETTINGS and FORMAT. */
  sourceAt: number
  /** True when an INSERT reads from a SELECT. */
  selects: boolean
  /** True when another statement follows the first one. */
  several: boolean
  /** Names of `{name:Type}` placeholders. */
  params: Set<string>
}

/** Comments and quoted text are skipped; an INSERT with a FORMAT is read up to there, for what follows is data. */
export function readStatement(sql: string): Statement {
  const end = sql.length
  const statement: Statement = {
    kind: 'other',
    format: undefined,
    formatEnd: end,
    sourceAt: end,
    selects: false,
    several: false,
    params: new Set(),
  }
  let depth = 0
  let words = 0
  let ended = false
  for (let i = 0; i < end; ) {
    const c = sql.charCodeAt(i)
    const comment = endOfComment(sql, i, c)
    if (comment > i || c <= 32) {
      i = Math.max(comment, i + 1)
      continue
    }
    statement.several ||= ended
    if (c === 39 || c === 96 || c === 34) i = endOfQuoted(sql, i, c)
    else if (isWordPart(c)) {
      const from = i
      while (i < end && isWordPart(sql.charCodeAt(i))) i++
      readWord(statement, sql, from, i, depth, words++)
      if (statement.kind === 'insert' && statement.format && statement.format !== 'Values') return statement
    } else {
      if (c === 59) ended = true
      else if (c === 40) depth++
      else if (c === 41) depth--
      else if (c === 123) {
        const name = at(/\{\s*([A-Za-z_]\w*)\s*:/y, sql, i)?.[1]
        if (name) statement.params.add(name)
      }
      i++
    }
  }
  return statement
}

function readWord(statement: Statement, sql: string, from: number, to: number, depth: number, before: number): void {
  const word = sql.slice(from, to).toLowerCase()
  if (before === 0) {
    if (word === 'select' || word === 'with') statement.kind = 'select'
    if (word === 'insert') statement.kind = 'insert'
  } else if (word === 'select') {
    statement.selects = true
  } else if (depth > 0 || statement.format === 'Values') {
    return
  } else if (word === 'insert' && statement.kind === 'select') {
    statement.kind = 'insert'
  } else if (word === 'settings' && at(/\s+\w+\s*=/y, sql, to)) {
    statement.sourceAt = Math.min(statement.sourceAt, from)
  } else if (word === 'values' && statement.kind === 'insert' && !statement.selects) {
    statement.format = 'Values'
    statement.formatEnd = to
  } else if (word === 'format') {
    const name = at(/\s+(\w+)/y, sql, to)
    if (!name) return
    statement.format = name[1]!
    statement.formatEnd = to + name[0].length
    statement.sourceAt = Math.min(statement.sourceAt, from)
  }
}

/** The place after a quoted text that begins at `i` with the quote `c`. */
function endOfQuoted(sql: string, i: number, c: number): number {
  for (let j = i + 1; j < sql.length; j++) {
    const d = sql.charCodeAt(j)
    if (d === 92) j++
    else if (d === c) return j + 1
  }
  return sql.length
}

/** The place after a comment that begins at `i`; `i` when none does. */
function endOfComment(sql: string, i: number, c: number): number {
  const next = sql.charCodeAt(i + 1)
  if (c === 45 && next === 45) return after(sql.indexOf('\n', i), 1, sql)
  if (c === 47 && next === 42) return after(sql.indexOf('*/', i + 2), 2, sql)
  return i
}

function after(found: number, length: number, sql: string): number {
  return found < 0 ? sql.length : found + length
}

function at(pattern: RegExp, sql: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from
  return pattern.exec(sql)
}

function isWordPart(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95 || (c >= 48 && c <= 57)
}
