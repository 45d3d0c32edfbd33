/** The product as `npm start` runs it, in a data folder of its own, for stories that ask it like an operator. */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../apps/server/src/demo/free-port.ts'

const bin = fileURLToPath(new URL('../apps/server/bin/wematrix.mjs', import.meta.url))

export type RunningDemo = {
  url: string
  brandId: string
  email: string
  password: string
  /** GET below `/api/brands/<brand>/`, signed in as the demo's owner. */
  get<T>(path: string): Promise<T>
  /** GET of the sandbox's control API. */
  sandbox<T>(path: string): Promise<T>
  close(): Promise<void>
}

/** Starts the demo and waits until its history is in the event store. Throws what the demo printed when it ends early. */
export async function runDemo(options: { people: number; life?: number }): Promise<RunningDemo> {
  const dataDir = mkdtempSync(join(tmpdir(), 'wm-demo-'))
  // PostgreSQL runs as another user when we are root, and must be able to pass.
  chmodSync(dataDir, 0o711)
  const [port, sandboxPort] = [await freePort(), await freePort()]
  const argv = ['demo', '--port', port, '--sandbox-port', sandboxPort, '--people', options.people, '--life', options.life ?? 0]
  const child = spawn(process.execPath, [bin, ...argv.map(String)], {
    env: { ...process.env, WEMATRIX_DATA: dataDir, HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', text => (printed += text))
  const close = async () => {
    await ended(child)
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
  const url = `http://127.0.0.1:${port}`
  try {
    const memory = await until(`${dataDir}/demo.json`, 'historyLoadedAt', () => child.exitCode === null)
    while (await waiting(url)) await pause(250)
    const cookie = await signIn(url, memory.email!, memory.password!)
    const get = async <T>(path: string) => (await asked(`${url}/api/brands/${memory.brandId}/${path}`, { cookie })) as T
    const sandbox = async <T>(path: string) => (await asked(`http://127.0.0.1:${sandboxPort}/control/${path}`)) as T
    return { url, brandId: memory.brandId!, email: memory.email!, password: memory.password!, get, sandbox, close }
  } catch (cause) {
    await close()
    throw new Error(`The demo did not come up: ${(cause as Error).message}\n${printed}`, { cause })
  }
}

async function until(file: string, field: string, alive: () => boolean): Promise<Record<string, string>> {
  for (const end = Date.now() + 180_000; Date.now() < end; await pause(250)) {
    const memory = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {}
    if (memory[field]) return memory
    if (!alive()) throw new Error('it ended')
  }
  throw new Error('it took more than three minutes')
}

/** Lines still in the inbox, as the operator's metrics say. */
async function waiting(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const line = text.match(/^wematrix_inbox_items (\d+)/m)
  if (!line) throw new Error('/metrics does not say what waits in the inbox')
  return Number(line[1])
}

async function signIn(url: string, email: string, password: string): Promise<string> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-wematrix': 'story' },
    body: JSON.stringify({ email, password }),
  })
  if (!answer.ok) throw new Error(`sign-in answered ${answer.status}: ${await answer.text()}`)
  return answer.headers.getSetCookie()[0]!.split(';')[0]!
}

async function asked(url: string, headers: Record<string, string> = {}): Promise<unknown> {
  const answer = await fetch(url, { headers })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  return answer.json()
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const exit = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGTERM')
  await Promise.race([exit, pause(20_000).then(() => child.kill('SIGKILL'))])
}
