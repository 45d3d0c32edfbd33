/**
 * The engines that tests run on. One keeper process holds them for every test run of this checkout; it starts with
 * the first run and ends itself, with its data, half a minute after the last one.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export type TestEngines = { databaseUrl: string; clickhouseUrl: string }
export type KeeperState = TestEngines & { pid: number }

const checkout = createHash('sha1')
  .update(fileURLToPath(import.meta.url))
  .digest('hex')
  .slice(0, 8)

/** Where the keeper writes its state and the runs write that they are there. */
export const keeperFolder = join(tmpdir(), `wematrix-test-${userInfo().uid}-${checkout}`)
export const stateFile = join(keeperFolder, 'state.json')
export const usersFolder = join(keeperFolder, 'users')

/**
 * Addresses of running engines. TEST_DATABASE_URL and TEST_CLICKHOUSE_URL name others, so that the same suites run
 * on PostgreSQL 15 or a ClickHouse server.
 */
export async function joinEngines(env: Record<string, string | undefined> = process.env): Promise<TestEngines> {
  const own = { databaseUrl: env.TEST_DATABASE_URL, clickhouseUrl: env.TEST_CLICKHOUSE_URL }
  if (own.databaseUrl && own.clickhouseUrl) return { databaseUrl: own.databaseUrl, clickhouseUrl: own.clickhouseUrl }
  mkdirSync(usersFolder, { recursive: true })
  writeFileSync(join(usersFolder, String(process.pid)), '')
  const state = await keeper()
  return { databaseUrl: own.databaseUrl ?? state.databaseUrl, clickhouseUrl: own.clickhouseUrl ?? state.clickhouseUrl }
}

/** Tells the keeper that this process is done. */
export function leaveEngines(): void {
  rmSync(join(usersFolder, String(process.pid)), { force: true })
}

/** The living keeper, or undefined. */
export function readState(): KeeperState | undefined {
  try {
    const state = JSON.parse(readFileSync(stateFile, 'utf8')) as KeeperState
    return isAlive(state.pid) ? state : undefined
  } catch {
    return undefined
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function keeper(): Promise<KeeperState> {
  const logFile = join(keeperFolder, 'keeper.log')
  const deadline = performance.now() + 60_000
  let starting: number | undefined
  for (;;) {
    const state = readState()
    if (state) return state
    if (performance.now() > deadline) throw new Error(`The test engines did not start within a minute; see ${logFile}.`)
    // A keeper that finds another one at work leaves at once, so starting one too many does no harm.
    if (starting === undefined || !isAlive(starting)) {
      const log = openSync(logFile, 'a')
      const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('./keeper.ts', import.meta.url))], {
        detached: true,
        stdio: ['ignore', log, log],
      })
      child.unref()
      starting = child.pid
    }
    await pause(100)
  }
}
