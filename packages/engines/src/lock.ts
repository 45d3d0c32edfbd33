/** A lock file that outlives nobody: the next comer takes it when its holder is dead. */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { isAlive, pause, startMark } from './processes.ts'

let count = 0

/**
 * Runs `act` while this process alone holds `file`. Others wait up to `timeoutMs`.
 * The file holds the pid and start mark of its holder, so one left by a killed process is recognised.
 */
export async function withLock<R>(file: string, timeoutMs: number, act: () => Promise<R>): Promise<R> {
  const mine = `${process.pid} ${startMark(process.pid)} ${++count}`
  mkdirSync(dirname(file), { recursive: true })
  const until = performance.now() + timeoutMs
  while (!take(file, mine)) {
    if (performance.now() > until)
      throw new Error(`${file} is held by process ${read(file)?.split(' ')[0]} for too long; end that process or remove the file.`)
    await pause(25)
  }
  try {
    return await act()
  } finally {
    if (read(file) === mine) rmSync(file, { force: true })
  }
}

function take(file: string, mine: string): boolean {
  // A link appears with its content at once; an exclusive create would be empty for a moment and look stale.
  const draft = `${file}.${process.pid}.${count}`
  writeFileSync(draft, mine, { mode: 0o600 })
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const holder = read(file)
    if (holder !== undefined && isStale(holder)) removeStale(file, holder)
    return false
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Two comers may see the same stale file: whoever moved a fresh one away by mistake puts it back. */
function removeStale(file: string, seen: string): void {
  const aside = `${file}.${process.pid}.stale`
  try {
    renameSync(file, aside)
    if (read(aside) !== seen) linkSync(aside, file)
  } catch {
    // Somebody else was faster; the next round sees what they left.
  } finally {
    rmSync(aside, { force: true })
  }
}

function isStale(holder: string): boolean {
  const [pid = '', mark = ''] = holder.split(' ')
  return !isAlive(Number(pid)) || startMark(Number(pid)) !== mark
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
