import { join } from 'node:path'
import type { Config } from '../config.ts'
import { AppError } from '../errors.ts'
import { connectClickhouse, createDatabase, type Events } from './clickhouse.ts'
import { connectPostgres, type Db } from './postgres.ts'

/** The addresses are those of the stores in use, embedded or not; accept opens a pool of its own. */
export type Stores = { db: Db; events: Events; databaseUrl: string; clickhouseUrl: string; close(): Promise<void> }

export type StoreSettings = Pick<Config, 'dataDir' | 'databaseUrl' | 'clickhouseUrl' | 'clickhouseCluster'>

/**
 * Connects to both stores, starting (or joining) the embedded engines for those without a URL.
 * `close` ends the pools, then stops the engines this process started.
 */
export async function openStores(
  config: StoreSettings,
  options: { poolSize?: number; onError?: (error: Error) => void } = {},
): Promise<Stores> {
  const engines = await startMissing(config)
  const { postgresUrl, clickhouseUrl } = engines
  const db = connectPostgres(postgresUrl, {
    ...(options.poolSize ? { max: options.poolSize } : {}),
    ...(options.onError ? { onError: options.onError } : {}),
  })
  const events = connectClickhouse(clickhouseUrl)
  const close = async () => {
    await Promise.allSettled([db.pool.end(), events.close()])
    await engines.stop()
  }
  try {
    await createDatabase(clickhouseUrl, config.clickhouseCluster ? { onCluster: config.clickhouseCluster } : {})
    await db.query('select 1')
  } catch (cause) {
    await close()
    throw new AppError('store_unavailable', `A database does not answer: ${(cause as Error).message}`, { cause })
  }
  return { db, events, databaseUrl: postgresUrl, clickhouseUrl, close }
}

type Running = { postgresUrl: string; clickhouseUrl: string; stop(): Promise<void> }

/** Starts the embedded engines of those stores that have no address of their own; a message for people when one does not come up. */
async function startMissing({ databaseUrl, clickhouseUrl, dataDir }: StoreSettings): Promise<Running> {
  if (databaseUrl && clickhouseUrl) return { postgresUrl: databaseUrl, clickhouseUrl, stop: async () => {} }
  // Loaded only when needed: a scaled-out install has no embedded binaries.
  const { EngineError, openEngines, startChdb, startPostgres } = await import('@wematrix/engines')
  const place = (name: string) => ({ dataDir: join(dataDir, 'engines', name) })
  const stopOwn = (engine: { adopted: boolean; stop(): Promise<void> }) => async () => {
    if (!engine.adopted) await engine.stop()
  }
  try {
    if (databaseUrl) {
      const chdb = await startChdb(place('chdb'))
      return { postgresUrl: databaseUrl, clickhouseUrl: withLogin(chdb), stop: stopOwn(chdb) }
    }
    if (clickhouseUrl) {
      const postgres = await startPostgres(place('postgres'))
      return { postgresUrl: postgres.url, clickhouseUrl, stop: stopOwn(postgres) }
    }
    const engines = await openEngines({ dataDir })
    return { postgresUrl: engines.databaseUrl, clickhouseUrl: withLogin(engines.clickhouse), stop: engines.stop }
  } catch (cause) {
    if (cause instanceof EngineError) throw new AppError('store_unavailable', cause.message, { cause })
    throw cause
  }
}

/** The engine's address with its login and our database, as CLICKHOUSE_URL would give it. */
export function withLogin(engine: { url: string; username: string; password: string }): string {
  const address = new URL(engine.url)
  address.username = engine.username
  address.password = engine.password
  if (address.pathname === '/') address.pathname = '/wematrix'
  return address.href
}
