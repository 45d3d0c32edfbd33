/**
 * The embedded PostgreSQL: started as a real server on a unix socket, adopted when one still runs there.
 *
 * The server is no child in the usual sense: when our process is killed it lives on. Who is to keep it alive and end it
 * stands in `<dataDir>.json`; when that process dies, an adopter or the next start takes its place.
 */
import { spawn } from 'node:child_process'
import { closeSync, existsSync, fchownSync, mkdirSync, openSync, readFileSync, realpathSync, statSync, truncateSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { EngineError, type EngineLog } from '../errors.ts'
import { withLock } from '../lock.ts'
import { isAlive, lives, pause } from '../processes.ts'
import { findBinaries } from './binaries.ts'
import { configure, environment, livingServer, makeCluster, removeStalePid } from './cluster.ts'
import { Keeper, readKeeper, type Server, writeKeeper } from './keeper.ts'
import { answers, socketFolder } from './socket.ts'
import { blockedFolder, type ServerUser, serverUser } from './user.ts'

export type Postgres = {
  /** For `pg` and libpq: database `wematrix`, user `wematrix`, over the unix socket. The same after every restart. */
  url: string
  /** Of the server now; another one after a restart. */
  readonly pid: number
  /** True while another living process keeps the server. */
  readonly adopted: boolean
  /**
   * Ends the server (fast: open transactions are rolled back, everything committed is on disk).
   * Does nothing to a server that another process keeps.
   */
  stop(): Promise<void>
}

export type PostgresOptions = {
  dataDir: string
  /** The folder of PostgreSQL's programs; absent: `WM_PG_BIN`, else those that npm installed. */
  bin?: string
  log?: EngineLog
}

/**
 * Starts PostgreSQL on `dataDir`, making it when it is not there, or adopts the server that runs on it.
 * Two processes that come at once get the same server. Takes 0.1 s, 2 s the first time.
 * A server that ends unasked is started again at the same URL.
 *
 * @throws EngineError with the end of the server's log when it does not come up
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const wanted = resolve(options.dataDir)
  mkdirSync(dirname(wanted), { recursive: true })
  const dataDir = join(realpathSync(dirname(wanted)), basename(wanted))
  const log = options.log ?? (() => {})
  return new Keeper(dataDir, await open(dataDir, options.bin, log), () => open(dataDir, options.bin, log), log)
}

/** The server that runs on the directory, else a new one. */
function open(dataDir: string, given: string | undefined, log: EngineLog): Promise<Server> {
  return withLock(`${dataDir}.lock`, 120_000, async () => {
    const living = livingServer(dataDir)
    if (living) {
      await untilReady(dataDir, living.pid, living.socket)
      const adopted = lives(readKeeper(dataDir))
      if (!adopted) writeKeeper(dataDir)
      log('info', `${adopted ? 'adopted' : 'took over'} the PostgreSQL of process ${living.pid}`)
      return { ...living, adopted, child: undefined }
    }
    const user = serverUser()
    const blocked = user && blockedFolder(dataDir, user)
    if (blocked) {
      throw new EngineError(
        `PostgreSQL does not run as root, so it runs as uid ${user.uid}, who may not enter ${blocked}. ` +
          `Run wematrix as an ordinary user, allow it with chmod o+x ${blocked}, or keep the data elsewhere (WEMATRIX_DATA).`,
      )
    }
    const bin = findBinaries({ user, given: given ?? process.env.WM_PG_BIN, copies: dirname(dataDir) })
    await makeCluster(bin, dataDir, user)
    configure(dataDir, user)
    removeStalePid(dataDir)
    const server = await launch(bin, dataDir, user)
    writeKeeper(dataDir)
    log('info', `started PostgreSQL as process ${server.pid}`)
    return server
  })
}

async function launch(bin: string, dataDir: string, user: ServerUser | undefined): Promise<Server> {
  const socket = socketFolder(dataDir, user)
  const { output, logFile, from } = openLog(join(dataDir, 'postgres.log'), user)
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
    child.once('error', error => reject(new EngineError(`PostgreSQL could not be started: ${error.message}`, { cause: error })))
    child.once('exit', code => reject(new EngineError(`PostgreSQL ended with code ${code}:\n${tail(logFile, from)}`)))
  })
  failed.catch(() => {})
  // Without a pid the spawn itself failed, and the error comes by event.
  await (child.pid ? Promise.race([failed, untilReady(dataDir, child.pid, socket)]) : failed)
  return { pid: child.pid!, socket, child, adopted: false }
}

function openLog(logFile: string, user: ServerUser | undefined): { output: number; logFile: string; from: number } {
  if (existsSync(logFile) && statSync(logFile).size > 10_000_000) truncateSync(logFile)
  const from = existsSync(logFile) ? statSync(logFile).size : 0
  const output = openSync(logFile, 'a', 0o600)
  if (user) fchownSync(output, user.uid, user.gid)
  return { output, logFile, from }
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
