/** Both engines under one data directory: `<dataDir>/engines/postgres` and `<dataDir>/engines/chdb`. */
import { join } from 'node:path'
import { startChdb } from './chdb/chdb.ts'
import type { EngineLog } from './errors.ts'
import { startPostgres } from './postgres/postgres.ts'

export type Engines = {
  /** For `pg`. */
  databaseUrl: string
  /** For `createClient` of `@clickhouse/client`. */
  clickhouse: { url: string; username: string; password: string }
  /** Ends the engines that this call started; leaves adopted ones alone. */
  stop(): Promise<void>
}

/** Starts or adopts both engines side by side. When one fails the other is ended again. */
export async function openEngines(options: { dataDir: string; log?: EngineLog }): Promise<Engines> {
  const common = options.log ? { log: options.log } : {}
  const [postgres, chdb] = await Promise.allSettled([
    startPostgres({ dataDir: join(options.dataDir, 'engines', 'postgres'), ...common }),
    startChdb({ dataDir: join(options.dataDir, 'engines', 'chdb'), ...common }),
  ])
  const stop = async () => {
    const own = [postgres, chdb].flatMap(engine => (engine.status === 'fulfilled' && !engine.value.adopted ? [engine.value.stop()] : []))
    await Promise.all(own)
  }
  if (postgres.status === 'fulfilled' && chdb.status === 'fulfilled') {
    const { url, username, password } = chdb.value
    return { databaseUrl: postgres.value.url, clickhouse: { url, username, password }, stop }
  }
  await stop()
  throw [postgres, chdb].find(engine => engine.status === 'rejected')?.reason
}
