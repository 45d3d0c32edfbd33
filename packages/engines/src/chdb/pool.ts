/** The engine's sessions, several at one path side by side, and one spare that only kills. */
import { addon, type Connection } from './addon.ts'
import { ChException } from './exceptions.ts'
import { EngineSession, quote, type SessionState } from './sessions.ts'

/** How many requests may wait for a session before more are turned away. */
const longestQueue = 2000

export class SessionPool {
  readonly #open: () => Connection
  readonly #spare: Connection
  readonly #idle: EngineSession[] = []
  readonly #queue: (() => void)[] = []
  #room: number
  #kills: Promise<unknown> = Promise.resolve()

  constructor(open: () => Connection, size: number) {
    this.#open = open
    this.#spare = open()
    this.#room = size
  }

  /** Runs `act` on a session of its own, first come first served. `gone` ends the waiting, not the act. */
  async use<R>(wanted: SessionState, gone: AbortSignal, act: (session: EngineSession) => Promise<R>): Promise<R> {
    await this.#turn(gone)
    const session = this.#pick(wanted)
    try {
      return await act(session)
    } catch (error) {
      // What a failed query had written so far stays in its connection and would lead the next query's result.
      session.broken = true
      throw error
    } finally {
      if (session.broken) addon.CloseConnection(session.connection)
      else this.#idle.push(session)
      const next = this.#queue.shift()
      if (next) next()
      else this.#room++
    }
  }

  /**
   * Asks the engine to stop the statement that begins with `tag`. Never SYNC: it hangs the engine.
   * One after the other, for each holds a thread that queries need.
   */
  kill(tag: string): void {
    this.#kills = this.#kills
      .then(() => addon.QueryAsyncConnection(this.#spare, `KILL QUERY WHERE query LIKE ${quote(`${tag}%`)} ASYNC`, 'Null'))
      .catch(() => {})
  }

  /** Ends the engine; only when nothing runs any more. */
  close(): void {
    for (const session of this.#idle) addon.CloseConnection(session.connection)
    addon.CloseConnection(this.#spare)
  }

  async #turn(gone: AbortSignal): Promise<void> {
    if (this.#room > 0) {
      this.#room--
      return
    }
    if (this.#queue.length >= longestQueue) {
      throw new ChException(202, 'TOO_MANY_SIMULTANEOUS_QUERIES', `Too many simultaneous queries: ${longestQueue} wait already`)
    }
    await new Promise<void>((resolve, reject) => {
      const enter = () => {
        gone.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        this.#queue.splice(this.#queue.indexOf(enter), 1)
        reject(new ChException(394, 'QUERY_WAS_CANCELLED', 'Query was cancelled while it waited'))
      }
      this.#queue.push(enter)
      gone.addEventListener('abort', leave, { once: true })
    })
  }

  #pick(wanted: SessionState): EngineSession {
    if (this.#idle.length === 0) return new EngineSession(this.#open())
    let best = this.#idle.length - 1
    for (let i = best - 1; i >= 0; i--) if (this.#idle[i]!.distance(wanted) < this.#idle[best]!.distance(wanted)) best = i
    return this.#idle.splice(best, 1)[0]!
  }
}
