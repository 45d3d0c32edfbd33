/** Starts one child process with the engine in it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { setPriority } from 'node:os'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { EngineError } from '../errors.ts'
import type { ChildMessage, ChildOptions } from './child.ts'

export type ChdbChild = { process: ChildProcess; pid: number; port: number }

/** Resolves when the child listens. Rejects with an EngineError whose `cause` is the engine's code, when it says one. */
export function spawnChild(options: ChildOptions): Promise<ChdbChild> {
  const logFile = `${options.dataDir}.log`
  if (existsSync(logFile) && statSync(logFile).size > 10_000_000) truncateSync(logFile)
  const from = existsSync(logFile) ? statSync(logFile).size : 0
  const output = openSync(logFile, 'a', 0o600)
  const child = spawn(process.execPath, entry(), {
    detached: true,
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      UV_THREADPOOL_SIZE: String(options.poolSize + 4),
      // The engine and Node both allocate through glibc: fewer arenas keep what idles small.
      MALLOC_ARENA_MAX: '2',
      TZ: 'UTC',
      WM_CHDB: JSON.stringify(options),
    },
    stdio: ['ignore', output, output, 'ipc'],
  })
  closeSync(output)
  standBack(child.pid)
  return new Promise((resolve, reject) => {
    const fail = (message: string, cause?: unknown) => {
      child.removeAllListeners()
      child.on('error', () => {})
      reject(new EngineError(message, { cause }))
    }
    child.once('error', error => fail(`The events engine could not be started: ${error.message}`, error))
    child.once('exit', (code, signal) => fail(`The events engine ended while starting (${signal ?? code}).\n${tail(logFile, from)}`))
    child.once('message', message => {
      const said = message as ChildMessage
      if ('failed' in said) return fail(explain(said, options, tail(logFile, from)), said.code)
      child.removeAllListeners()
      child.on('error', () => {})
      resolve({ process: child, pid: said.ready.pid, port: said.ready.port })
    })
  })
}

/**
 * A heavy query must not keep the process that answers WeChat from its turn. The engine has a session of its own, and
 * Linux may share out its time by session first (`autogroup`): a priority says nothing then, the session's own does.
 */
function standBack(pid: number | undefined): void {
  if (pid === undefined) return
  for (const yielding of [() => setPriority(pid, 5), () => writeFileSync(`/proc/${pid}/autogroup`, '10')]) {
    try {
      yielding()
    } catch {
      // Already gone, or not known or not allowed here: it only costs politeness.
    }
  }
}

/** In a checkout the child is TypeScript and runs through tsx; in a release it is `chdb-child.js` beside the bundle. */
function entry(): string[] {
  const released = fileURLToPath(new URL('./chdb-child.js', import.meta.url))
  if (existsSync(released)) return [released]
  const tsx = createRequire(import.meta.url).resolve('tsx')
  return ['--import', pathToFileURL(tsx).href, fileURLToPath(new URL('./child.ts', import.meta.url))]
}

function explain(said: { failed: string; code: string | undefined }, options: ChildOptions, logged: string): string {
  if (said.code === 'EADDRINUSE') return `Port ${options.port} is taken by another program.`
  // The addon says only that it failed; the engine's own words go to the log.
  if (logged.includes('Code: 76.'))
    return `The events in ${options.dataDir} are in use by another process; end it first, or use another data directory.`
  return `The events engine could not open ${options.dataDir}: ${said.failed}\n${logged}`
}

function tail(file: string, from: number): string {
  return readFileSync(file, 'utf8').slice(from).trim().split('\n').slice(-20).join('\n')
}
