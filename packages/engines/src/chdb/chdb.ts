/**
 * The embedded ClickHouse: chDB in a child process behind ClickHouse's HTTP interface, shared by all processes of this
 * user through a state file. Whoever comes first starts it, keeps it alive and ends it; later comers adopt it.
 *
 * When the starter is killed the child goes too (its IPC channel closes); the next starter uses the same port and
 * password, so that clients of other processes find it again.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { EngineError, type EngineLog } from '../errors.ts'
import { withLock } from '../lock.ts'
import { isAlive, pause, startMark, waitForExit } from '../processes.ts'
import type { ChildOptions } from './child.ts'
import { writeConfigFile } from './config-file.ts'
import { type ChdbChild, spawnChild } from './spawn.ts'
import { type ChdbState, readState, writeState } from './state.ts'

export type Chdb = {
  /** Without credentials: pass `username` and `password` beside it. */
  url: string
  username: string
  password: string
  port: number
  /** Of the child now; another one after a restart. */
  readonly pid: number
  /** True when another process started the engine and keeps it alive. */
  adopted: boolean
  /** Ends the engine after running statements ended. Does nothing when the engine was adopted. */
  stop(): Promise<void>
}

export type ChdbOptions = {
  dataDir: string
  /** 0 or absent: the port of last time when free, else any. */
  port?: number
  log?: EngineLog
  /** Statements that run side by side; more wait. Default 4 to 8 by cores. */
  poolSize?: number
  /** Memory of all queries together. Default a quarter of the machine, 1 to 8 GB. */
  serverMemoryBytes?: number
}

/** Starts the engine on `dataDir` or adopts the one that runs there. Takes 0.5 s.
 *
 * @throws EngineError when the directory is held by a stranger, the platform has no engine, or the port is taken
 */
export async function startChdb(options: ChdbOptions): Promise<Chdb> {
  const wanted = resolve(options.dataDir)
  mkdirSync(dirname(wanted), { recursive: true })
  const dataDir = join(realpathSync(dirname(wanted)), basename(wanted))
  const log = options.log ?? (() => {})
  return withLock(`${dataDir}.lock`, 120_000, async () => {
    const state = readState(dataDir)
    if (state && (await answers(state))) {
      log('info', `adopted the events engine of process ${state.pid}`)
      return { ...place(state), pid: state.pid, adopted: true, stop: async () => {} }
    }
    // Its starter may just have died: it ends by itself within ten seconds and frees the directory.
    if (state && isTheSame(state) && !(await waitForExit(state.pid, 15_000))) {
      throw new EngineError(`The events engine of process ${state.pid} does not answer and does not end; end that process and start again.`)
    }
    return new Supervisor(dataDir, options, log).start(state)
  })
}

/** Keeps one child running on the same port until `stop`. */
class Supervisor implements Chdb {
  adopted = false
  url = ''
  username = 'wematrix'
  password = ''
  port = 0
  readonly #dataDir: string
  readonly #options: ChdbOptions
  readonly #log: EngineLog
  #child: ChdbChild | undefined
  #stopping = false
  #failures = 0

  constructor(dataDir: string, options: ChdbOptions, log: EngineLog) {
    this.#dataDir = dataDir
    this.#options = options
    this.#log = log
  }

  get pid(): number {
    return this.#child?.pid ?? 0
  }

  async start(before: ChdbState | undefined): Promise<this> {
    this.password = before?.password ?? randomBytes(24).toString('base64url')
    const ports = this.#options.port ? [this.#options.port] : before?.port ? [before.port, 0] : [0]
    for (const port of ports) {
      try {
        await this.#spawn(port)
        return this
      } catch (error) {
        if (port === ports.at(-1) || (error as Error).cause !== 'EADDRINUSE') throw error
      }
    }
    return this
  }

  async stop(): Promise<void> {
    this.#stopping = true
    const child = this.#child
    this.#child = undefined
    if (!child) return
    child.process.kill('SIGTERM')
    if (!(await waitForExit(child.pid, 15_000))) child.process.kill('SIGKILL')
    this.#remember(0)
  }

  async #spawn(port: number): Promise<void> {
    const memory = this.#options.serverMemoryBytes ?? Math.min(8e9, Math.max(1e9, Math.floor(totalmem() / 4)))
    const options: ChildOptions = {
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
    const child = await spawnChild(options)
    if (this.#stopping) return void child.process.kill('SIGTERM')
    this.#child = child
    this.port = child.port
    this.url = `http://127.0.0.1:${child.port}`
    this.#remember(child.pid)
    const started = performance.now()
    child.process.once('exit', (code, signal) => {
      if (this.#stopping) return
      this.#child = undefined
      this.#failures = performance.now() - started > 60_000 ? 1 : this.#failures + 1
      this.#log('error', `the events engine ended (${signal ?? code}); starting it again`)
      this.#again().catch(error => this.#log('error', `the events engine could not be started again: ${error}`))
    })
    // Neither the child nor its channel keeps our process from ending.
    child.process.unref()
    child.process.channel?.unref()
  }

  /** Backoff: at once, then 0.2 s doubling to 30 s. */
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

  /** Another process may have come first while ours was away; then the engine is its. */
  async #return(): Promise<void> {
    const state = readState(this.#dataDir)
    if (state && (await answers(state))) {
      Object.assign(this, place(state), { adopted: true })
      return
    }
    await this.#spawn(this.port)
    this.#log('info', `the events engine runs again as process ${this.pid}`)
  }

  #remember(pid: number): void {
    writeState(this.#dataDir, { pid, mark: startMark(pid), port: this.port, username: this.username, password: this.password })
  }
}

function place(state: ChdbState): Pick<Chdb, 'url' | 'username' | 'password' | 'port'> {
  return { url: `http://127.0.0.1:${state.port}`, username: state.username, password: state.password, port: state.port }
}

function isTheSame(state: ChdbState): boolean {
  return isAlive(state.pid) && startMark(state.pid) === state.mark
}

/** True when the engine of the state file answers to its password. */
async function answers(state: ChdbState): Promise<boolean> {
  if (!isTheSame(state)) return false
  try {
    const response = await fetch(`http://127.0.0.1:${state.port}/alive`, {
      headers: { 'X-ClickHouse-User': state.username, 'X-ClickHouse-Key': state.password },
      signal: AbortSignal.timeout(5000),
    })
    return response.ok
  } catch {
    return false
  }
}
