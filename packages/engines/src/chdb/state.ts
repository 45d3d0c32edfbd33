/** The file beside the engine's directory that tells other processes of this user where the engine listens. */
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

/** `pid` is 0 while the engine does not run; port and password stay the same from start to start. */
export type ChdbState = { pid: number; mark: string; port: number; username: string; password: string }

export function stateFile(dataDir: string): string {
  return `${dataDir}.json`
}

export function readState(dataDir: string): ChdbState | undefined {
  try {
    return JSON.parse(readFileSync(stateFile(dataDir), 'utf8')) as ChdbState
  } catch {
    return undefined
  }
}

/** Replaces the file in one step; only its owner may read it, for it holds the password. */
export function writeState(dataDir: string, state: ChdbState): void {
  const draft = `${stateFile(dataDir)}.${process.pid}`
  writeFileSync(draft, JSON.stringify(state), { mode: 0o600 })
  chmodSync(draft, 0o600)
  renameSync(draft, stateFile(dataDir))
}
