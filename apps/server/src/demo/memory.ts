import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the demo must know again when it is started a second time. */
export type DemoMemory = {
  email: string
  password: string
  /** The instant the world was made for; its past ends the day before. */
  worldNow: string
  brandId?: string
  writeKey?: string
  /** Carrier ids by the account's name in the sandbox. */
  carriers?: Record<string, string>
  historyLoadedAt?: string
}

/** Reads `demo.json` of the data folder; undefined on the first run. */
export function readMemory(dataDir: string): DemoMemory | undefined {
  const file = join(dataDir, 'demo.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoMemory) : undefined
}

/** Writes `demo.json`, readable by its owner only: it holds the demo account's password. */
export function writeMemory(dataDir: string, memory: DemoMemory): void {
  const file = join(dataDir, 'demo.json')
  writeFileSync(`${file}.new`, `${JSON.stringify(memory, null, 2)}\n`, { mode: 0o600 })
  chmodSync(`${file}.new`, 0o600)
  renameSync(`${file}.new`, file)
}
