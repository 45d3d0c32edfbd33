/** The little we must know of a statement's text, read without understanding it. */

export type Statement = {
  kind: 'select' | 'insert' | 'other'
  /** The name after FORMAT, if any. */
  format: string | undefined
  /** Where an INSERT's FORMAT clause ends; data may follow. */
  formatEnd: number
  /** True when an INSERT reads from a SELECT. */
  selects: boolean
  /** Names of `{name:Type}` placeholders. */
  params: Set<string>
}

/** Comments and quoted text are skipped; an INSERT is read up to its FORMAT or VALUES, for what follows is data. */
export function readStatement(sql: string): Statement {
  const statement: Statement = { kind: 'other', format: undefined, formatEnd: sql.length, selects: false, params: new Set() }
  let depth = 0
  let first = true
  for (let i = 0; i < sql.length; ) {
    const c = sql.charCodeAt(i)
    const skipped = skipQuoted(sql, i, c)
    if (skipped > i) {
      i = skipped
    } else if (isWordStart(c)) {
      const end = wordEnd(sql, i)
      const word = sql.slice(i, end).toLowerCase()
      if (first) {
        first = false
        if (word === 'select' || word === 'with') statement.kind = 'select'
        if (word === 'insert') statement.kind = 'insert'
      } else if (word === 'insert' && depth === 0 && statement.kind === 'select') {
        statement.kind = 'insert'
      } else if (word === 'select') {
        statement.selects = true
      } else if (word === 'values' && depth === 0 && statement.kind === 'insert' && !statement.selects) {
        return { ...statement, format: 'Values', formatEnd: end }
      } else if (word === 'format' && depth === 0) {
        const name = follow(/\s+(\w+)/y, sql, end)
        if (name) {
          statement.format = name[1]!
          statement.formatEnd = end + name[0].length
          if (statement.kind === 'insert') return statement
        }
      }
      i = end
    } else {
      if (c === 123) {
        const name = follow(/\{\s*([A-Za-z_]\w*)\s*:/y, sql, i)?.[1]
        if (name) statement.params.add(name)
      } else if (c === 40) depth++
      else if (c === 41) depth--
      i++
    }
  }
  return statement
}

/** The place after a quoted text or comment that begins at `i`; `i` when none does. */
function skipQuoted(sql: string, i: number, c: number): number {
  if (c === 39 || c === 96 || c === 34) {
    for (let j = i + 1; j < sql.length; j++) {
      const d = sql.charCodeAt(j)
      if (d === 92) j++
      else if (d === c) return j + 1
    }
    return sql.length
  }
  if (c === 45 && sql.charCodeAt(i + 1) === 45) return ends(sql.indexOf('\n', i), 1, sql)
  if (c === 47 && sql.charCodeAt(i + 1) === 42) return ends(sql.indexOf('*/', i + 2), 2, sql)
  return i
}

function ends(found: number, length: number, sql: string): number {
  return found < 0 ? sql.length : found + length
}

function follow(pattern: RegExp, sql: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from
  return pattern.exec(sql)
}

function isWordStart(c: number): boolean {
  return (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95
}

function wordEnd(sql: string, from: number): number {
  let i = from
  while (i < sql.length) {
    const c = sql.charCodeAt(i)
    if (!isWordStart(c) && !(c >= 48 && c <= 57)) break
    i++
  }
  return i
}
