import { loadConfig } from '../config.ts'
import { migrate } from '../infra/migrate.ts'
import { openStores } from '../infra/stores.ts'
import { type Io, readFlags } from './io.ts'

const help = `wematrix migrate

Brings PostgreSQL and the event store to the newest schema. Safe to run at any time and several times at once.
`

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const flags = readFlags(argv, { help: { type: 'boolean', short: 'h' } }, help)
  if (flags.help) {
    io.out(help)
    return 0
  }
  const config = loadConfig(io.env)
  const stores = await openStores(config)
  try {
    const { applied, already, breaking } = await migrate(
      stores.db,
      stores.events,
      config.clickhouseCluster ? { cluster: config.clickhouseCluster } : {},
    )
    for (const name of applied) io.out(`applied  ${name}\n`)
    for (const reason of breaking) io.out(`breaking ${reason}\n`)
    io.out(`${applied.length} applied, ${already.length} were there already.\n`)
    return 0
  } finally {
    await stores.close()
  }
}
