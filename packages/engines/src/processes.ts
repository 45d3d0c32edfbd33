/** What we know about other processes of this machine by their pid. */
import { readFileSync } from 'node:fs'

/** True while a process of that id exists, ours or not. A zombie counts as gone. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return processState(pid) !== 'Z'
}

/**
 * A word that stays the same as long as the process lives and differs when the pid is used again.
 * On systems without /proc it is always the empty string.
 */
export function startMark(pid: number): string {
  return stat(pid)?.[19] ?? ''
}

/** A process, and a mark that differs when its id is used again. */
export type ProcessId = { pid: number; mark: string }

export function identify(pid: number): ProcessId {
  return { pid, mark: startMark(pid) }
}

/** True while that very process lives. */
export function lives(process: ProcessId | undefined): boolean {
  return process !== undefined && isAlive(process.pid) && startMark(process.pid) === process.mark
}

/** Waits until the process is gone; false when it still lives after `timeoutMs`. */
export async function waitForExit(pid: number, timeoutMs: number): Promise<boolean> {
  const until = performance.now() + timeoutMs
  while (isAlive(pid)) {
    if (performance.now() > until) return false
    await pause(20)
  }
  return true
}

export function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}

/** The program a process runs, or the empty string when the system doesn't say. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
  } catch {
    return ''
  }
}

/** Memory a process holds, in bytes; 0 when the system doesn't say. */
export function residentBytes(pid: number): number {
  try {
    const line = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return line ? Number(line[1]) * 1024 : 0
  } catch {
    return 0
  }
}

function processState(pid: number): string {
  return stat(pid)?.[0] ?? ''
}

/** Fields of /proc/<pid>/stat from the third on (state first, start time at 19). */
function stat(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}
