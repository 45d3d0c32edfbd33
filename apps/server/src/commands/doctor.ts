import { accessSync, constants, mkdirSync, statfsSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type Config, loadConfig } from '../config.ts'
import { pendingMigrations } from '../infra/migrate.ts'
import { openStores } from '../infra/stores.ts'
import { type Io, readFlags } from './io.ts'

const help = `wematrix doctor

Checks this machine and the installation, a line each. Exits 1 when something is wrong.
`

/** One check: a sentence when all is well, an error with what to do when not. */
type Check = { name: string; check(config: Config): Promise<string> | string }

const checks: readonly Check[] = [
  { name: 'Node', check: nodeVersion },
  { name: 'Data folder', check: dataFolder },
  { name: 'Disk', check: freeDisk },
  { name: 'Secret', check: secret },
  { name: 'Port', check: port },
  { name: 'Databases', check: databases },
]

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const flags = readFlags(argv, { help: { type: 'boolean', short: 'h' } }, help)
  if (flags.help) {
    io.out(help)
    return 0
  }
  const config = loadConfig(io.env)
  let wrong = 0
  for (const { name, check } of checks) {
    try {
      io.out(`✓ ${name}: ${await check(config)}\n`)
    } catch (error) {
      wrong++
      io.out(`✗ ${name}: ${(error as Error).message}\n`)
    }
  }
  io.out(wrong === 0 ? 'All is well.\n' : `${wrong} of ${checks.length} need attention.\n`)
  return wrong === 0 ? 0 : 1
}

function nodeVersion(): string {
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number]
  if (major < 20 || (major === 20 && minor < 19)) throw new Error(`${process.versions.node} is too old; install 20.19 or later.`)
  return `${process.versions.node} on ${process.platform} ${process.arch}`
}

function dataFolder({ dataDir }: Config): string {
  mkdirSync(dataDir, { recursive: true })
  accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  return dataDir
}

/** The event engine refuses inserts below 1 GB. */
function freeDisk({ dataDir }: Config): string {
  const { bavail, bsize } = statfsSync(dataDir)
  const gigabytes = (bavail * bsize) / 1e9
  if (gigabytes < 2) throw new Error(`only ${gigabytes.toFixed(1)} GB are free; make room, the event store stops below 1 GB.`)
  return `${gigabytes.toFixed(0)} GB free`
}

function secret({ dataDir }: Config): string {
  const file = join(dataDir, 'secret')
  const mode = statSync(file, { throwIfNoEntry: false })?.mode
  if (mode === undefined) return 'given by WEMATRIX_SECRET'
  if ((mode & 0o077) !== 0) throw new Error(`${file} can be read by others; run chmod 600 on it.`)
  return `${file}, readable by its owner only; keep a copy, without it stored AppSecrets are lost`
}

async function port({ host, port }: Config): Promise<string> {
  const free = await new Promise<boolean>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error)))
    probe.listen(port, host, () => probe.close(() => resolve(true)))
  })
  if (free) return `${host}:${port} is free`
  const ours = await fetch(`http://${host}:${port}/version`, { signal: AbortSignal.timeout(2000) }).then(
    response => response.ok,
    () => false,
  )
  if (!ours) throw new Error(`${host}:${port} is used by another program; set PORT.`)
  return `${host}:${port} is served by wematrix already`
}

async function databases(config: Config): Promise<string> {
  const stores = await openStores(config)
  try {
    const [row] = await stores.db.query<{ version: string }>("select current_setting('server_version') as version")
    const [engine] = await stores.events.query<{ version: string }>('select version() as version')
    const pending = await pendingMigrations(stores.db, stores.events)
    const where = (url: string | undefined) => (url ? 'configured' : 'embedded')
    const state = pending.length ? `${pending.length} migrations will run at the next start` : 'schema up to date'
    return `PostgreSQL ${row!.version} (${where(config.databaseUrl)}), events ${engine!.version} (${where(config.clickhouseUrl)}), ${state}`
  } finally {
    await stores.close()
  }
}
