/** One session of the engine. It keeps settings, parameters and database between queries, so it is told only what changes. */
import { addon, type Connection, type QueryResult } from './addon.ts'
import { ChException } from './exceptions.ts'

/** What a request wants a session to be set to. Values are as they came over HTTP: text. */
export type SessionState = { database: string; settings: Map<string, string>; params: Map<string, string> }

export class EngineSession {
  readonly connection: Connection
  /** A session that something failed on, or that takes no more settings, is replaced after use (opening one takes 0.4 ms). */
  broken = false
  #database = 'default'
  readonly #settings = new Map<string, string>()
  readonly #params = new Set<string>()

  constructor(connection: Connection) {
    this.connection = connection
  }

  /** How much must be changed to bring the session to `wanted`; the pool picks the nearest. */
  distance(wanted: SessionState): number {
    let changes = this.#database === wanted.database ? 0 : 1
    for (const [name, value] of wanted.settings) if (this.#settings.get(name) !== value) changes++
    for (const name of this.#settings.keys()) if (!wanted.settings.has(name)) changes++
    return changes
  }

  /**
   * Brings the session to `wanted` with at most three statements.
   * Parameters cannot be unset, so a query that names one which only an earlier request gave is refused here.
   */
  async become(wanted: SessionState, named: Set<string>): Promise<void> {
    for (const name of this.#params) {
      if (!wanted.params.has(name) && named.has(name))
        throw new ChException(456, 'UNKNOWN_QUERY_PARAMETER', `Substitution \`${name}\` is not set`)
    }
    if (wanted.database !== this.#database) {
      await this.run(`USE ${identifier(wanted.database)}`)
      this.#database = wanted.database
    }
    const gone = [...this.#settings.keys()].filter(name => !wanted.settings.has(name))
    if (gone.length > 0) {
      await this.#set(gone.map(name => `${identifier(name)} = DEFAULT`))
      for (const name of gone) this.#settings.delete(name)
    }
    const changed = [...wanted.settings].filter(([name, value]) => this.#settings.get(name) !== value)
    const assignments = changed.map(([name, value]) => `${identifier(name)} = ${quote(value)}`)
    for (const [name, value] of wanted.params) assignments.push(`${identifier(`param_${name}`)} = ${quote(value)}`)
    if (assignments.length === 0) return
    await this.#set(assignments)
    for (const [name, value] of changed) this.#settings.set(name, value)
    for (const name of wanted.params.keys()) this.#params.add(name)
    // A read-only session takes no more settings, not even back to writing.
    if (wanted.settings.has('readonly')) this.broken = true
  }

  run(sql: string, format = 'TabSeparated'): Promise<QueryResult> {
    return addon.QueryAsyncConnection(this.connection, sql, format)
  }

  async #set(assignments: string[]): Promise<void> {
    await this.run(`SET ${assignments.join(', ')}`)
  }
}

export function identifier(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``
}

export function quote(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
