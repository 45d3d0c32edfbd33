/** Keeps one engine reachable on one port: as its keeper, or as an adopter who takes over when the keeper dies. */
import { randomBytes } from 'node:crypto'
import { availableParallelism, totalmem } from 'node:os'
import type { EngineLog } from '../errors.ts'
import { withLock } from '../lock.ts'
import { identify, lives, pause, waitForExit } from '../processes.ts'
import type { Chdb, ChdbOptions } from './chdb.ts'
import type { ChildOptions } from './child.ts'
import { writeConfigFile } from './config-file.ts'
import { type ChdbChild, spawnChild } from './spawn.ts'
import { answers, type ChdbState, readState, writeState } from './state.ts'

/** How often an adopter looks whether the keeper lives. */
const watchMs = 1000

export class Supervisor implements Chdb {
  adopted = false
  url = ''
  username = 'wematrix'
  password = ''
  port = 0
  pid = 0
  readonly #dataDir: string
  readonly #options: ChdbOptions
  readonly #log: EngineLog
  #child: ChdbChild | undefined
  #watch: NodeJS.Timeout | undefined
  #stopping = false
  #failures = 0

  constructor(dataDir: string, options: ChdbOptions) {
    this.#dataDir = dataDir
    this.#options = options
    this.#log = options.log ?? (() => {})
  }

  /** Starts an engine with the port and password of `before`, if there was one. */
  async start(before: ChdbState | undefined): Promise<this> {
    this.password = before?.password ?? randomBytes(24).toString('base64url')
    const ports = this.#options.port ? [this.#options.port] : before?.port ? [before.port, 0] : [0]
    for (const port of ports) {
      try {
        await this.#spawn(port)
        break
      } catch (error) {
        if (port === ports.at(-1) || (error as Error).cause !== 'EADDRINUSE') throw error
      }
    }
    this.#log('info', `started the events engine as process ${this.pid}`)
    return this
  }

  /** Uses the engine of another process and takes over when that process dies without having ended it. */
  adopt(state: ChdbState): this {
    Object.assign(this, { username: state.username, password: state.password, port: state.port, url: urlOf(state.port), adopted: true })
    this.pid = state.engine?.pid ?? 0
    this.#watch = setInterval(() => {
      const now = readState(this.#dataDir)
      this.pid = now?.engine?.pid ?? 0
      if (!now?.keeper || lives(now.keeper)) return
      clearInterval(this.#watch)
      this.#log('warn', 'the keeper of the events engine died; taking over')
      this.#again().catch(error => this.#log('error', `${error}`))
    }, watchMs).unref()
    this.#log('info', `adopted the events engine of process ${this.pid}`)
    return this
  }

  async stop(): Promise<void> {
    this.#stopping = true
    clearInterval(this.#watch)
    const child = this.#child
    this.#child = undefined
    if (!child) return
    child.process.kill('SIGTERM')
    if (!(await waitForExit(child.pid, 15_000))) child.process.kill('SIGKILL')
    this.pid = 0
    this.#remember(undefined)
  }

  async #spawn(port: number): Promise<void> {
    const child = await spawnChild(this.#childOptions(port))
    if (this.#stopping) return void child.process.kill('SIGTERM')
    this.adopted = false
    this.#child = child
    this.pid = child.pid
    this.port = child.port
    this.url = urlOf(child.port)
    this.#remember(child.pid)
    const started = performance.now()
    child.process.once('exit', (code, signal) => {
      if (this.#stopping) return
      this.#child = undefined
      this.pid = 0
      this.#failures = performance.now() - started > 60_000 ? 1 : this.#failures + 1
      this.#log('error', `the events engine ended (${signal ?? code}); starting it again`)
      this.#again().catch(error => this.#log('error', `${error}`))
    })
    // Neither the child nor its channel keeps our process from ending.
    child.process.unref()
    child.process.channel?.unref()
  }

  #childOptions(port: number): ChildOptions {
    const memory = this.#options.serverMemoryBytes ?? Math.min(8e9, Math.max(1e9, Math.floor(totalmem() / 4)))
    return {
      dataDir: this.#dataDir,
      port,
      username: this.username,
      password: this.password,
      configFile: writeConfigFile(this.#dataDir, { serverMemoryBytes: memory, markCacheBytes: 64 * 1024 * 1024 }),
      poolSize: this.#options.poolSize ?? Math.min(8, Math.max(4, availableParallelism())),
      defaults: {
        max_memory_usage: String(Math.floor(memory * 0.8)),
        // Batches are made before they come here; the server's own gathering would only delay them.
        async_insert: '0',
        deduplicate_blocks_in_dependent_materialized_views: '1',
      },
    }
  }

  /** Until the engine is back, ours or another's. Backoff: at once, then 0.2 s doubling to 30 s. */
  async #again(): Promise<void> {
    while (!this.#stopping) {
      if (this.#failures > 1) await pause(Math.min(30_000, 100 * 2 ** (this.#failures - 1)))
      if (this.#stopping) return
      try {
        await withLock(`${this.#dataDir}.lock`, 120_000, () => this.#return())
        return
      } catch (error) {
        this.#failures++
        this.#log('error', `${error}`)
      }
    }
  }

  /** Another process may have come first; then the engine is its. */
  async #return(): Promise<void> {
    if (this.#stopping) return
    const state = readState(this.#dataDir)
    if (state && (await answers(state))) return void this.adopt(state)
    if (state?.engine && lives(state.engine)) await waitForExit(state.engine.pid, 15_000)
    await this.#spawn(this.port)
    this.#log('info', `the events engine runs again as process ${this.pid}`)
  }

  #remember(pid: number | undefined): void {
    const place = { port: this.port, username: this.username, password: this.password }
    writeState(this.#dataDir, pid ? { engine: identify(pid), keeper: identify(process.pid), ...place } : place)
  }
}

function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`
}
