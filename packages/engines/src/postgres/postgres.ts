/**
 * The embedded PostgreSQL: started as a real server on a unix socket, adopted when one still runs there.
 *
 * The server is no child in the usual sense: when our process is killed it lives on, and the next start adopts it.
 */
import { spawn } from 'node:child_process'
import { closeSync, existsSync, fchownSync, mkdirSync, openSync, readFileSync, realpathSync, statSync, truncateSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { EngineError, type EngineLog } from '../errors.ts'
import { withLock } from '../lock.ts'
import { isAlive, pause, waitForExit } from '../processes.ts'
import { findBinaries } from './binaries.ts'
import { configure, environment, livingServer, makeCluster, removeStalePid } from './cluster.ts'
import { answers, socketFolder, socketUrl } from './socket.ts'
import { blockedFolder, serverUser } from './user.ts'

export type Postgres = {
  /** For `pg` and libpq: database `wematrix`, user `wematrix`, over the unix socket. */
  url: string
  pid: number
  /** True when the server ran already; then `stop` is still allowed, but is not ours to call. */
  adopted: boolean
  /** Ends the server (fast: open transactions are rolled back, everything committed is on disk). */
  stop(): Promise<void>
}

/**
 * Starts PostgreSQL on `dataDir`, making it when it is not there, or adopts the server that runs on it.
 * Two processes that come at once get the same server. Takes 0.1 s, 2 s the first time.
 *
 * @throws EngineError with the end of the server's log when it does not come up
 */
export async function startPostgres(options: { dataDir: string; log?: EngineLog }): Promise<Postgres> {
  const log = options.log ?? (() => {})
  const wanted = resolve(options.dataDir)
  mkdirSync(join(wanted, '..'), { recursive: true })
  const dataDir = join(realpathSync(join(wanted, '..')), wanted.split('/').at(-1)!)
  return withLock(`${dataDir}.lock`, 120_000, async () => {
    const living = livingServer(dataDir)
    if (living) {
      await untilReady(dataDir, living.pid, living.socket)
      log('info', `adopted the PostgreSQL of process ${living.pid}`)
      return handle(living.pid, living.socket, true)
    }
    const user = serverUser()
    const bin = await findBinaries(user)
    const blocked = user && blockedFolder(dataDir, user)
    if (blocked) {
      throw new EngineError(
        `PostgreSQL does not run as root, so it runs as uid ${user.uid}, who may not enter ${blocked}. ` +
          `Run wematrix as an ordinary user, allow it with chmod o+x ${blocked}, or keep the data elsewhere (WEMATRIX_DATA).`,
      )
    }
    await makeCluster(bin, dataDir, user)
    configure(dataDir, user)
    removeStalePid(dataDir)
    const socket = socketFolder(dataDir, user)
    const logFile = join(dataDir, 'postgres.log')
    if (existsSync(logFile) && statSync(logFile).size > 10_000_000) truncateSync(logFile)
    const from = existsSync(logFile) ? statSync(logFile).size : 0
    const output = openSync(logFile, 'a', 0o600)
    if (user) fchownSync(output, user.uid, user.gid)
    const child = spawn(join(bin, 'postgres'), ['-D', dataDir, '-k', socket], {
      ...user,
      cwd: '/',
      // A session of its own: Ctrl-C at the terminal must not end the server before those who use it.
      detached: true,
      env: environment(),
      stdio: ['ignore', output, output],
    })
    closeSync(output)
    child.unref()
    const failed = new Promise<never>((_, reject) => {
      child.on('error', error => reject(new EngineError(`PostgreSQL could not be started: ${error.message}`, { cause: error })))
      child.on('exit', code => reject(new EngineError(`PostgreSQL ended with code ${code}:\n${tail(logFile, from)}`)))
    })
    await Promise.race([failed, untilReady(dataDir, child.pid ?? -1, socket)])
    child.removeAllListeners()
    failed.catch(() => {})
    log('info', `started PostgreSQL as process ${child.pid}`)
    return handle(child.pid!, socket, false)
  })
}

function handle(pid: number, socket: string, adopted: boolean): Postgres {
  return {
    url: socketUrl(socket),
    pid,
    adopted,
    async stop() {
      if (!isAlive(pid)) return
      process.kill(pid, 'SIGINT')
      if (!(await waitForExit(pid, 60_000)))
        throw new EngineError(`PostgreSQL (process ${pid}) did not end within a minute; look into postgres.log in its data directory.`)
    },
  }
}

/** Recovery after a crash may take long: we wait as long as the server lives and works on it. */
async function untilReady(dataDir: string, pid: number, socket: string): Promise<void> {
  const until = performance.now() + 600_000
  while (performance.now() < until) {
    if (isReady(dataDir, pid) && (await answers(socket))) return
    if (!isAlive(pid)) throw new EngineError(`PostgreSQL (process ${pid}) ended while starting:\n${tail(join(dataDir, 'postgres.log'), 0)}`)
    await pause(20)
  }
  throw new EngineError(`PostgreSQL (process ${pid}) did not become ready within ten minutes; look into ${join(dataDir, 'postgres.log')}.`)
}

function isReady(dataDir: string, pid: number): boolean {
  try {
    const lines = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready'
  } catch {
    return false
  }
}

function tail(file: string, from: number): string {
  try {
    return readFileSync(file, 'utf8').slice(from).trim().split('\n').slice(-20).join('\n')
  } catch {
    return '(no log)'
  }
}
