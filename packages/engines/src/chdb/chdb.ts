/**
 * The embedded ClickHouse: chDB in a child process behind ClickHouse's HTTP interface, shared by all processes of this
 * user through a state file. Whoever comes first starts it and keeps it alive; later comers adopt it.
 *
 * When the keeper is killed the child ends too (its IPC channel closes), and an adopter or the next start brings the
 * engine back with the same port and password, so that nobody's client has to be told.
 */
import { existsSync, mkdirSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { EngineError, type EngineLog } from '../errors.ts'
import { withLock } from '../lock.ts'
import { lives, waitForExit } from '../processes.ts'
import { answers, readState } from './state.ts'
import { Supervisor } from './supervisor.ts'

export type Chdb = {
  /** Without credentials: pass `username` and `password` beside it. */
  url: string
  username: string
  password: string
  port: number
  /** Of the engine's process now; another one after a restart, 0 in between. */
  readonly pid: number
  /** True while another process keeps the engine. */
  readonly adopted: boolean
  /** Ends the engine after running statements ended. Does nothing to an engine that another process keeps. */
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

/**
 * Starts the engine on `dataDir` or adopts the one that runs there. Takes 0.5 s.
 *
 * @throws EngineError when the directory is held by a stranger, the platform has no engine, or the port is taken
 */
export async function startChdb(options: ChdbOptions): Promise<Chdb> {
  const wanted = resolve(options.dataDir)
  mkdirSync(dirname(wanted), { recursive: true })
  const dataDir = join(realpathSync(dirname(wanted)), basename(wanted))
  return withLock(`${dataDir}.lock`, 120_000, () => {
    // The engine itself would let every user of the machine read the events.
    if (!existsSync(dataDir)) mkdirSync(dataDir, { mode: 0o700 })
    return open(dataDir, new Supervisor(dataDir, options))
  })
}

/** Under the lock: adopts the engine that runs, else starts one. */
async function open(dataDir: string, supervisor: Supervisor): Promise<Chdb> {
  const state = readState(dataDir)
  if (state && (await answers(state))) return supervisor.adopt(state)
  // Its keeper may just have died: it ends by itself within ten seconds and frees the directory.
  if (state?.engine && lives(state.engine) && !(await waitForExit(state.engine.pid, 15_000))) {
    throw new EngineError(
      `The events engine of process ${state.engine.pid} does not answer and does not end; end that process and start again.`,
    )
  }
  return supervisor.start(state)
}
