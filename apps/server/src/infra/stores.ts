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
  const engines = config.databaseUrl && config.clickhouseUrl ? undefined : await embedded(config.dataDir)
  const postgresUrl = config.databaseUrl ?? engines?.databaseUrl
  const clickhouseUrl = config.clickhouseUrl ?? (engines && withLogin(engines.clickhouse))
  if (!postgresUrl || !clickhouseUrl) throw new AppError('store_unavailable', 'The embedded engines gave no address.')
  const db = connectPostgres(postgresUrl, {
    ...(options.poolSize ? { max: options.poolSize } : {}),
    ...(options.onError ? { onError: options.onError } : {}),
  })
  const events = connectClickhouse(clickhouseUrl)
  const close = async () => {
    await Promise.allSettled([db.pool.end(), events.close()])
    await engines?.stop()
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

async function embedded(dataDir: string) {
  // Loaded only when needed: a scaled-out install has no embedded binaries.
  const { openEngines } = await import('@wematrix/engines')
  return openEngines({ dataDir })
}

/** The engine's address with its login and our database, as CLICKHOUSE_URL would give it. */
export function withLogin(engine: { url: string; username: string; password: string }): string {
  const address = new URL(engine.url)
  address.username = engine.username
  address.password = engine.password
  if (address.pathname === '/') address.pathname = '/wematrix'
  return address.href
}
