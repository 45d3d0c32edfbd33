/** The files of a PostgreSQL server: made once by initdb, configured at every start, and the pid file it leaves. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { EngineError } from '../errors.ts'
import { commandOf, isAlive } from '../processes.ts'
import { give, type ServerUser } from './user.ts'

/** Settings for a server at home: little memory, no network, nothing that risks an acknowledged commit. */
const settings = `# Written by wematrix at each start; put your own settings into wematrix.conf beside it.
listen_addresses = ''
port = 5432
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = 128MB
work_mem = 8MB
maintenance_work_mem = 64MB
effective_cache_size = 512MB
fsync = on
synchronous_commit = on
full_page_writes = on
wal_compression = on
max_wal_size = 1GB
min_wal_size = 320MB
checkpoint_timeout = 15min
jit = off
max_parallel_workers_per_gather = 0
autovacuum_vacuum_cost_limit = 400
timezone = 'UTC'
log_timezone = 'UTC'
log_min_messages = warning
log_checkpoints = off
log_min_duration_statement = 2s
`

/** Makes the data directory unless it is there. A crash in between leaves only a draft, which the next start removes. */
export async function makeCluster(bin: string, dataDir: string, user: ServerUser | undefined): Promise<void> {
  if (existsSync(join(dataDir, 'PG_VERSION'))) return checkVersion(bin, dataDir)
  const draft = join(dirname(dataDir), `.${process.pid}.initdb`)
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  if (user) give(draft, user)
  try {
    const arguments_ = ['-D', draft, '-U', 'wematrix', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--data-checksums', '--no-instructions']
    await run(join(bin, 'initdb'), arguments_, user)
    await run(join(bin, 'postgres'), ['--single', '-D', draft, 'postgres'], user, 'create database wematrix\n')
    renameSync(draft, dataDir)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw error
  }
}

/** Writes the configuration; own settings of the operator come last and win. */
export function configure(dataDir: string, user: ServerUser | undefined): void {
  writeFileSync(join(dataDir, 'postgresql.conf'), `${settings}include_if_exists = 'wematrix.conf'\n`)
  if (user) give(dataDir, user)
}

/** The server that the pid file names, if it lives: its pid and the folder of its socket. */
export function livingServer(dataDir: string): { pid: number; socket: string } | undefined {
  let lines: string[]
  try {
    lines = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return undefined
  }
  const pid = Number(lines[0])
  if (!isAlive(pid)) return undefined
  // After a restart of the machine the pid may belong to another program.
  const command = commandOf(pid)
  if (command !== '' && !(command.includes('postgres') && command.includes(dataDir))) return undefined
  return { pid, socket: lines[4]?.trim() || dataDir }
}

/** PostgreSQL removes a stale pid file itself unless the pid was given to another program. */
export function removeStalePid(dataDir: string): void {
  rmSync(join(dataDir, 'postmaster.pid'), { force: true })
}

async function checkVersion(bin: string, dataDir: string): Promise<void> {
  const found = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim()
  const ours = /(\d+)/.exec(await run(join(bin, 'postgres'), ['--version'], undefined))?.[1]
  if (found !== ours) {
    throw new EngineError(
      `${dataDir} was written by PostgreSQL ${found}, but the installed binaries are PostgreSQL ${ours}. ` +
        `Set WM_PG_BIN to binaries of PostgreSQL ${found}, or move to the new version with a backup and a restore.`,
    )
  }
}

/** Runs one of PostgreSQL's programs to its end and returns what it printed. */
function run(program: string, programArguments: string[], user: ServerUser | undefined, input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArguments, { ...user, cwd: '/', env: environment(), stdio: ['pipe', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', data => (output += data))
    child.stderr.on('data', data => (output += data))
    child.on('error', error => reject(new EngineError(`${program} could not be run: ${error.message}`, { cause: error })))
    child.on('close', code =>
      code === 0 ? resolve(output) : reject(new EngineError(`${program} ended with code ${code}:\n${output.trim()}`)),
    )
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

/** The server gets nothing of our environment but the path and the time zone's data. */
export function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LANG: 'C', LC_ALL: 'C', TZ: 'UTC' }
}
