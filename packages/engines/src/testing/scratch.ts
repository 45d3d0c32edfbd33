/** A folder for one test file, and processes that hold engines so that a test can kill them. */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll } from 'vitest'

/** Made now, removed with all in it after the file's tests. `open` lets the user who runs PostgreSQL for root pass. */
export function scratchFolder(access: 'private' | 'open' = 'private'): string {
  const folder = mkdtempSync(join(tmpdir(), 'wm-engines-'))
  if (access === 'open') chmodSync(folder, 0o711)
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

export type Holder<T> = { process: ChildProcess; value: T; ended: Promise<void> }

/** Runs `holder.ts` in a process of its own and returns the engine it started, as JSON tells it. */
export async function holdElsewhere<T>(engine: 'postgres' | 'chdb', dataDir: string): Promise<Holder<T>> {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const script = fileURLToPath(new URL('./holder.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', tsx, script, engine, dataDir], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  for await (const line of createInterface({ input: child.stdout! })) return { process: child, value: JSON.parse(line) as T, ended }
  throw new Error(`The holder of ${engine} ended before it said anything`)
}
