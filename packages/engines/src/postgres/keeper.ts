/** Keeps one server alive, or watches the process that does and takes its place when it dies. */
import type { ChildProcess } from 'node:child_process'
import { readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { EngineError, type EngineLog } from '../errors.ts'
import { identify, isAlive, lives, type ProcessId, pause, waitForExit } from '../processes.ts'
import type { Postgres } from './postgres.ts'
import { socketUrl } from './socket.ts'

/** A running server. `child` is there when this very process started it. */
export type Server = { pid: number; socket: string; adopted: boolean; child: ChildProcess | undefined }

const watchMs = 1000

export class Keeper implements Postgres {
  readonly url: string
  readonly #dataDir: string
  readonly #open: () => Promise<Server>
  readonly #log: EngineLog
  #server: Server
  #watch: NodeJS.Timeout | undefined
  #stopping = false
  #failures = 0

  /** @param open  adopts the server that runs, else starts one */
  constructor(dataDir: string, server: Server, open: () => Promise<Server>, log: EngineLog) {
    this.#dataDir = dataDir
    this.#server = server
    this.#open = open
    this.#log = log
    this.url = socketUrl(server.socket)
    this.#begin()
  }

  get pid(): number {
    return this.#server.pid
  }

  get adopted(): boolean {
    return this.#server.adopted
  }

  toJSON(): Pick<Postgres, 'url' | 'pid' | 'adopted'> {
    return { url: this.url, pid: this.pid, adopted: this.adopted }
  }

  async stop(): Promise<void> {
    if (this.#stopping) return
    this.#stopping = true
    clearInterval(this.#watch)
    if (this.adopted) return
    // Without a keeper named, those who adopted the server know that it was ended on purpose.
    rmSync(keeperFile(this.#dataDir), { force: true })
    if (!isAlive(this.pid)) return
    process.kill(this.pid, 'SIGINT')
    if (await waitForExit(this.pid, 60_000)) return leaveFolder(this.#server.socket)
    throw new EngineError(`PostgreSQL (process ${this.pid}) did not end within a minute; look into ${this.#dataDir}/postgres.log.`)
  }

  #begin(): void {
    const { child, pid, adopted } = this.#server
    const started = performance.now()
    const lost = (how: string) => {
      clearInterval(this.#watch)
      if (this.#stopping) return
      this.#failures = performance.now() - started > 60_000 ? 1 : this.#failures + 1
      this.#log('error', how)
      this.#again().catch(error => this.#log('error', `${error}`))
    }
    if (child) {
      child.once('exit', (code, signal) => lost(`PostgreSQL ended (${signal ?? code}); starting it again`))
      return
    }
    this.#watch = setInterval(() => {
      if (!adopted && !isAlive(pid)) return lost('PostgreSQL ended; starting it again')
      const keeper = readKeeper(this.#dataDir)
      if (adopted && keeper && !lives(keeper)) lost('the keeper of PostgreSQL died; taking over')
    }, watchMs).unref()
  }

  /** Until a server runs, ours or another's. Backoff: at once, then 0.2 s doubling to 30 s. */
  async #again(): Promise<void> {
    while (!this.#stopping) {
      if (this.#failures > 1) await pause(Math.min(30_000, 100 * 2 ** (this.#failures - 1)))
      if (this.#stopping) return
      try {
        this.#server = await this.#open()
        this.#begin()
        return
      } catch (error) {
        this.#failures++
        this.#log('error', `${error}`)
      }
    }
  }
}

/** A folder made for the socket alone goes with it; the data directory stays, being full. */
function leaveFolder(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // Not empty, or gone already.
  }
}

/** The process that keeps the server, if one is named. */
export function readKeeper(dataDir: string): ProcessId | undefined {
  try {
    return (JSON.parse(readFileSync(keeperFile(dataDir), 'utf8')) as { keeper: ProcessId }).keeper
  } catch {
    return undefined
  }
}

/** Names this process as the keeper. */
export function writeKeeper(dataDir: string): void {
  const draft = `${keeperFile(dataDir)}.${process.pid}`
  writeFileSync(draft, JSON.stringify({ keeper: identify(process.pid) }), { mode: 0o600 })
  renameSync(draft, keeperFile(dataDir))
}

function keeperFile(dataDir: string): string {
  return `${dataDir}.json`
}
