/**
 * The engine's sessions: several at one path run side by side, each keeps its settings, parameters and database
 * between queries, so each is told only what differs from what it has.
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export type Connection = { readonly opaque: unique symbol }
export type QueryResult = { bytes: Uint8Array; elapsed: number; rowsRead: number; bytesRead: number }
export type InsertResult = { rowsWritten: number; bytesWritten: number; elapsed: number }

/** The functions of chDB's addon that we use; its JavaScript layer adds nothing for us and hides arbitrary INSERTs. */
type Addon = {
  CreateConnection(path: string, connectionArguments: string[]): Connection
  CloseConnection(connection: Connection): void
  QueryAsyncConnection(connection: Connection, sql: string, format: string): Promise<QueryResult>
  InsertRawAsyncConnection(connection: Connection, prefix: string, data: Buffer, countLines: boolean): Promise<InsertResult>
}

export const addon: Addon = loadAddon()

function loadAddon(): Addon {
  const require = createRequire(import.meta.url)
  const folder = dirname(require.resolve('chdb/package.json'))
  return (require(join(folder, 'dist', 'loader.js')) as { loadNative(): Addon }).loadNative()
}

/** What a request wants a session to be set to. Values are as they came over HTTP: text. */
export type SessionState = { database: string; settings: Map<string, string>; params: Map<string, string> }

export class EngineSession {
  connection: Connection
  /** A failed change leaves the session in an unknown state; it is replaced then. */
  broken = false
  #database = 'default'
  #settings = new Map<string, string>()
  #params = new Set<string>()

  constructor(connection: Connection) {
    this.connection = connection
  }

  /** How many statements it takes to bring the session to `wanted`; the pool picks the nearest. */
  distance(wanted: SessionState): number {
    let changes = this.#database === wanted.database ? 0 : 1
    for (const [name, value] of wanted.settings) if (this.#settings.get(name) !== value) changes++
    for (const name of this.#settings.keys()) if (!wanted.settings.has(name)) changes++
    return changes
  }

  /** Parameters that an earlier request left here and this one does not give. */
  strangeParams(wanted: SessionState): string[] {
    return [...this.#params].filter(name => !wanted.params.has(name))
  }

  /** Brings the session to `wanted` with at most three statements. */
  async become(wanted: SessionState): Promise<void> {
    if (wanted.database !== this.#database) {
      await this.run(`USE ${identifier(wanted.database)}`)
      this.#database = wanted.database
    }
    const gone = [...this.#settings.keys()].filter(name => !wanted.settings.has(name))
    if (gone.length > 0) {
      await this.#change(gone.map(name => `${identifier(name)} = DEFAULT`))
      for (const name of gone) this.#settings.delete(name)
    }
    const changed = [...wanted.settings].filter(([name, value]) => this.#settings.get(name) !== value)
    const assignments = changed.map(([name, value]) => `${identifier(name)} = ${quote(value)}`)
    for (const [name, value] of wanted.params) assignments.push(`${identifier(`param_${name}`)} = ${quote(value)}`)
    if (assignments.length === 0) return
    // A refused setting may leave those before it set: they are known as set before it is tried.
    for (const [name, value] of changed) this.#settings.set(name, value)
    for (const name of wanted.params.keys()) this.#params.add(name)
    await this.#change(assignments)
  }

  run(sql: string, format = 'TabSeparated'): Promise<QueryResult> {
    return addon.QueryAsyncConnection(this.connection, sql, format)
  }

  insert(prefix: string, data: Buffer): Promise<InsertResult> {
    return addon.InsertRawAsyncConnection(this.connection, prefix, data, false)
  }

  async #change(assignments: string[]): Promise<void> {
    try {
      await this.run(`SET ${assignments.join(', ')}`)
    } catch (error) {
      this.broken = true
      throw error
    }
  }
}

/** A pool of sessions with a queue: requests beyond its size wait their turn, first come first served. */
export class SessionPool {
  readonly #open: () => Connection
  readonly #idle: EngineSession[] = []
  readonly #waiting: (() => void)[] = []
  #room: number

  constructor(open: () => Connection, size: number) {
    this.#open = open
    this.#room = size
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** Runs `act` on a session of its own. `signal` ends the waiting, not the act. */
  async use<R>(wanted: SessionState, signal: AbortSignal, act: (session: EngineSession) => Promise<R>): Promise<R> {
    await this.#turn(signal)
    const session = this.#pick(wanted)
    try {
      return await act(session)
    } finally {
      if (session.broken) addon.CloseConnection(session.connection)
      else this.#idle.push(session)
      this.#room++
      this.#waiting.shift()?.()
    }
  }

  async #turn(signal: AbortSignal): Promise<void> {
    while (this.#room === 0) {
      await new Promise<void>(resolve => {
        this.#waiting.push(resolve)
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
      if (signal.aborted) throw new Error('Code: 394. DB::Exception: Query was cancelled while it waited. (QUERY_WAS_CANCELLED)')
    }
    this.#room--
  }

  #pick(wanted: SessionState): EngineSession {
    if (this.#idle.length === 0) return new EngineSession(this.#open())
    let best = this.#idle.length - 1
    for (let i = best - 1; i >= 0; i--) if (this.#idle[i]!.distance(wanted) < this.#idle[best]!.distance(wanted)) best = i
    return this.#idle.splice(best, 1)[0]!
  }
}

export function identifier(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``
}

export function quote(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
