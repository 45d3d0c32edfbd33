/** The file beside the engine's directory that tells other processes of this user where the engine listens. */
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { lives, type ProcessId } from '../processes.ts'

export type ChdbState = {
  /** The process with the engine; absent while it was ended on purpose. */
  engine?: ProcessId
  /** The process that started it and keeps it alive. */
  keeper?: ProcessId
  /** Port and password stay the same from start to start, so that clients of other processes find the engine again. */
  port: number
  username: string
  password: string
}

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

/** True when the engine of the state file answers to its password and its keeper has not died under it. */
export async function answers(state: ChdbState): Promise<boolean> {
  if (!lives(state.engine) || !lives(state.keeper)) return false
  try {
    const response = await fetch(`http://127.0.0.1:${state.port}/alive`, {
      headers: { 'X-ClickHouse-User': state.username, 'X-ClickHouse-Key': state.password },
      signal: AbortSignal.timeout(5000),
    })
    return response.ok
  } catch {
    return false
  }
}
