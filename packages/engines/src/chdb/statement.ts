/** The little we must know of a statement's text, read without understanding it. */

export type Statement = {
  kind: 'select' | 'insert' | 'other'
  /** The name after FORMAT, if any; `Values` for an INSERT of values. */
  format: string | undefined
  /** Where the FORMAT clause begins and ends, else where the statement ends. Behind an INSERT's clause data may follow. */
  formatAt: number
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
  return new Reader(sql).read()
}

class Reader {
  readonly #sql: string
  readonly #statement: Statement
  #depth = 0
  #words = 0
  /** Where the statement ended with a semicolon. */
  #ended = -1
  /** The settings behind a FORMAT clause have begun. */
  #inLastSettings = false

  constructor(sql: string) {
    this.#sql = sql
    const end = sql.length
    this.#statement = {
      kind: 'other',
      format: undefined,
      formatAt: end,
      formatEnd: end,
      sourceAt: end,
      selects: false,
      several: false,
      params: new Set(),
    }
  }

  read(): Statement {
    const sql = this.#sql
    const statement = this.#statement
    for (let i = 0; i < sql.length; ) {
      const c = sql.charCodeAt(i)
      const comment = endOfComment(sql, i, c)
      if (comment > i || c <= 32) {
        i = Math.max(comment, i + 1)
        continue
      }
      statement.several ||= this.#ended >= 0
      const to = endOfToken(sql, i, c)
      const word = isWordPart(c) ? sql.slice(i, to).toLowerCase() : ''
      if (c !== 59) this.#doubtFormat(i, word)
      if (word !== '') this.#readWord(word, i, to)
      else this.#readSign(c, i)
      if (statement.kind === 'insert' && statement.format && statement.format !== 'Values') return statement
      i = to
    }
    if (!statement.format && this.#ended >= 0) statement.formatAt = statement.formatEnd = this.#ended
    return statement
  }

  /** `format` may be a column's name: it is a clause only when nothing but settings follows. */
  #doubtFormat(from: number, word: string): void {
    const statement = this.#statement
    if (statement.kind !== 'select' || !statement.format || from < statement.formatEnd || this.#inLastSettings) return
    if (word === 'settings') this.#inLastSettings = true
    else Object.assign(statement, { format: undefined, formatAt: this.#sql.length, formatEnd: this.#sql.length })
  }

  #readSign(c: number, at: number): void {
    if (c === 59 && this.#ended < 0) this.#ended = at
    else if (c === 40) this.#depth++
    else if (c === 41) this.#depth--
    else if (c === 123) {
      const name = follow(/\{\s*([A-Za-z_]\w*)\s*:/y, this.#sql, at)?.[1]
      if (name) this.#statement.params.add(name)
    }
  }

  #readWord(word: string, from: number, to: number): void {
    const statement = this.#statement
    const isFirst = this.#words++ === 0
    if (isFirst) {
      if (word === 'select' || word === 'with') statement.kind = 'select'
      if (word === 'insert') statement.kind = 'insert'
    } else if (word === 'select') {
      statement.selects = true
    } else if (this.#depth > 0 || statement.format === 'Values' || this.#inLastSettings) {
      return
    } else if (word === 'insert' && statement.kind === 'select') {
      statement.kind = 'insert'
    } else if (word === 'settings' && follow(/\s+\w+\s*=/y, this.#sql, to)) {
      statement.sourceAt = Math.min(statement.sourceAt, from)
    } else if (word === 'values' && statement.kind === 'insert' && !statement.selects) {
      Object.assign(statement, { format: 'Values', formatAt: from, formatEnd: to })
    } else if (word === 'format') {
      const name = follow(/\s+(\w+)/y, this.#sql, to)
      if (!name) return
      Object.assign(statement, {
        format: name[1],
        formatAt: from,
        formatEnd: to + name[0].length,
        sourceAt: Math.min(statement.sourceAt, from),
      })
    }
  }
}

function endOfToken(sql: string, from: number, c: number): number {
  if (c === 39 || c === 96 || c === 34) return endOfQuoted(sql, from, c)
  let to = from + 1
  if (isWordPart(c)) while (to < sql.length && isWordPart(sql.charCodeAt(to))) to++
  return to
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

function follow(pattern: RegExp, sql: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from
  return pattern.exec(sql)
}

function isWordPart(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95 || (c >= 48 && c <= 57)
}
