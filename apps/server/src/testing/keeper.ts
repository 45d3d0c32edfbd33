/** Started by `engines.ts`: holds the test engines while any test run lives. */
import { chmodSync, closeSync, mkdtempSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openEngines } from '@wematrix/engines'
import { withLogin } from '../infra/stores.ts'
import { isAlive, keeperFolder, readState, stateFile, usersFolder } from './engines.ts'

const lockFile = join(keeperFolder, 'keeper.lock')
const graceMs = 30_000

if (!takeLock()) process.exit(0)
process.on('SIGTERM', () => {
  for (const user of users()) rmSync(join(usersFolder, user), { force: true })
})

const dataDir = mkdtempSync(join(tmpdir(), 'wmt-'))
// PostgreSQL gives up root; its own user must be able to enter.
chmodSync(dataDir, 0o711)
const engines = await openEngines({ dataDir })
const state = { pid: process.pid, databaseUrl: engines.databaseUrl, clickhouseUrl: withLogin(engines.clickhouse) }
writeFileSync(`${stateFile}.new`, JSON.stringify(state), { mode: 0o600 })
renameSync(`${stateFile}.new`, stateFile)

let lastUsed = performance.now()
while (performance.now() - lastUsed < graceMs) {
  await pause(1000)
  if (users().some(user => isAlive(Number(user)))) lastUsed = performance.now()
}

rmSync(stateFile, { force: true })
await engines.stop()
rmSync(dataDir, { recursive: true, force: true })
rmSync(lockFile, { force: true })
process.exit(0)

function users(): string[] {
  return readdirSync(usersFolder)
}

/** One keeper at a time: whoever creates the lock file; a dead holder's file is taken over. */
function takeLock(): boolean {
  if (readState()) return false
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const file = openSync(lockFile, 'wx')
      writeFileSync(file, String(process.pid))
      closeSync(file)
      return true
    } catch {
      const holder = Number(readFileSync(lockFile, 'utf8') || 0)
      if (holder === 0 || isAlive(holder)) return false
      rmSync(lockFile, { force: true })
    }
  }
  return false
}
