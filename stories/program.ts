/** The program as people run it: a child process with a data folder of its own, and how stories talk to it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../apps/server/src/demo/free-port.ts'

const bin = fileURLToPath(new URL('../apps/server/bin/wematrix.mjs', import.meta.url))

export type Finished = { code: number; out: string; err: string }

export type Program = {
  url: string
  pid: number
  dataDir: string
  alive(): boolean
  /** Everything it wrote to its terminal so far. */
  printed(): string
  /** Another command of the program on the same data folder, to its end. */
  command(...argv: readonly string[]): Promise<Finished>
  close(): Promise<void>
}

/** Starts `wematrix COMMAND` on a free port of this machine, with databases of its own in a temporary folder. */
export async function startProgram(argv: readonly (string | number)[], extra: NodeJS.ProcessEnv = {}): Promise<Program> {
  const dataDir = mkdtempSync(join(tmpdir(), 'wm-story-'))
  // PostgreSQL runs as another user when we are root, and must be able to pass.
  chmodSync(dataDir, 0o711)
  const port = await freePort()
  const env = {
    ...process.env,
    WEMATRIX_DATA: dataDir,
    HOST: '127.0.0.1',
    PORT: String(port),
    DATABASE_URL: '',
    CLICKHOUSE_URL: '',
    ...extra,
  }
  const child = spawn(process.execPath, [bin, ...argv.map(String)], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const text = gather(child)
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid!,
    dataDir,
    alive: () => child.exitCode === null,
    printed: () => text.out + text.err,
    async command(...argv) {
      const other = spawn(process.execPath, [bin, ...argv], { env, stdio: ['ignore', 'pipe', 'pipe'] })
      const said = gather(other)
      const code = await new Promise<number>(resolve => other.once('close', code => resolve(code ?? 1)))
      return { code, ...said }
    },
    async close() {
      await ended(child)
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function gather(child: ChildProcess): { out: string; err: string } {
  const text = { out: '', err: '' }
  child.stdout!.on('data', part => (text.out += part))
  child.stderr!.on('data', part => (text.err += part))
  return text
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const exit = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGTERM')
  await Promise.race([exit, pause(20_000).then(() => child.kill('SIGKILL'))])
}

/**
 * Waits until `condition` gives something true; it may throw while things are coming up. Throws `what` after `ms`, or
 * at once when the program it waits for is no longer `alive`.
 */
export async function until<T>(what: string, ms: number, condition: () => Promise<T> | T, alive = () => true): Promise<NonNullable<T>> {
  let last: unknown
  for (const end = Date.now() + ms; Date.now() < end; await pause(250)) {
    if (!alive()) throw new Error(`The program ended before ${what}`)
    try {
      const found = await condition()
      if (found) return found
    } catch (error) {
      last = error
    }
  }
  throw new Error(`Waited ${ms / 1000} s in vain: ${what}${last ? ` (${String(last)})` : ''}`)
}

/** Waits until nothing is left in the inbox, as the operator's metrics say: all that was acknowledged is in the event store. */
export async function settled(url: string, ms = 120_000): Promise<void> {
  await until('the inbox runs empty', ms, async () => {
    const text = await (await fetch(`${url}/metrics`)).text()
    const line = text.match(/^wematrix_inbox_items (\d+)/m)
    if (!line) throw new Error('/metrics does not say what waits in the inbox')
    return line[1] === '0'
  })
}

/** JSON asked of an address; throws what was answered unless it is a success. `cookie` is a session's. */
export async function asked<T>(url: string, options: { method?: string; body?: unknown; cookie?: string } = {}): Promise<T> {
  const { method = 'GET', body, cookie } = options
  const answer = await fetch(url, {
    method,
    headers: {
      'x-wematrix': 'story',
      ...(cookie ? { cookie } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${url} answered ${answer.status}: ${text}`)
  return (text === '' ? undefined : JSON.parse(text)) as T
}

/** The session cookie that a sign-in, or the making of the first owner, answers with. */
export async function cookieFrom(url: string, body: Record<string, unknown>): Promise<string> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-wematrix': 'story' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  return answer.headers.getSetCookie()[0]!.split(';')[0]!
}
