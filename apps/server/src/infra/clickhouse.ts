import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { type ClickHouseClient, ClickHouseLogLevel, type ClickHouseSettings, createClient, type Logger } from '@clickhouse/client'

/** The event store, embedded or ClickHouse. 64-bit numbers come as strings: JSON numbers would lose digits. */
export type Events = {
  /** Rows of a query; placeholders are `{name:Type}`. */
  query<T>(sql: string, params?: Record<string, unknown>, settings?: ClickHouseSettings): Promise<T[]>
  command(sql: string, params?: Record<string, unknown>, settings?: ClickHouseSettings): Promise<void>
  /** Inserts rows of JSON, one a line, or a Native block. The same token again inserts nothing. */
  insert(table: string, rows: string | Buffer, options: InsertOptions): Promise<void>
  client: ClickHouseClient
  database: string
  close(): Promise<void>
}

export type InsertOptions = { token: string; format?: 'JSONEachRow' | 'Native'; settings?: ClickHouseSettings }

/** Bounds of one interactive query; a heavier one gives its own settings. */
export const queryLimits: ClickHouseSettings = {
  max_execution_time: 30,
  max_memory_usage: '2000000000',
}

/** @param url  `http://host:port/database`; without a path the database is `wematrix` */
export function connectClickhouse(url: string): Events {
  const address = new URL(url)
  const database = address.pathname.replace(/^\/+/, '') || 'wematrix'
  address.pathname = `/${database}`
  const refused = new Map<string, number>()
  // An answer without a body is an error without a message: the client tells its status in the log only.
  class Overhear implements Logger {
    debug({ args }: { args?: Record<string, unknown> }): void {
      const { query_id, response_status } = args ?? {}
      if (Number(response_status) >= 400) refused.set(String(query_id), Number(response_status))
    }
    trace(): void {}
    info(): void {}
    warn(): void {}
    error(): void {}
  }
  async function answered<T>(sql: string, ask: (query_id: string) => Promise<T>): Promise<T> {
    const id = randomUUID()
    try {
      return await ask(id)
    } catch (error) {
      throw (error as Error).message.trim() === '' ? silent(refused.get(id), sql, error) : error
    } finally {
      refused.delete(id)
    }
  }
  const client = createClient({
    url: address,
    request_timeout: 120_000,
    max_open_connections: 16,
    log: { level: ClickHouseLogLevel.DEBUG, LoggerClass: Overhear },
    keep_alive: { enabled: true, idle_socket_ttl: 2000 },
    clickhouse_settings: { output_format_json_quote_64bit_integers: 1, date_time_output_format: 'iso' },
  })
  return {
    client,
    database,
    async query<T>(sql: string, params: Record<string, unknown> = {}, settings: ClickHouseSettings = {}) {
      return answered(sql, async query_id => {
        const result = await client.query({
          query: sql,
          query_params: params,
          query_id,
          format: 'JSONEachRow',
          clickhouse_settings: { ...queryLimits, ...settings },
        })
        return result.json<T>()
      })
    },
    async command(sql, params = {}, settings = {}) {
      await answered(sql, query_id => client.command({ query: sql, query_params: params, query_id, clickhouse_settings: settings }))
    },
    async insert(table, rows, { token, format = 'JSONEachRow', settings = {} }) {
      if (rows.length === 0) return
      // Not `client.insert`: it takes parsed rows only, and these are text already.
      const query = `insert into ${table} format ${format}`
      await answered(query, async query_id => {
        const { stream } = await client.exec({
          query,
          query_id,
          values: Readable.from([rows], { objectMode: false }),
          clickhouse_settings: {
            insert_deduplicate: 1,
            insert_deduplication_token: token,
            // Recent servers gather inserts unless told not to: an acknowledged batch must be on disk, roll-ups included.
            async_insert: 0,
            deduplicate_blocks_in_dependent_materialized_views: 1,
            date_time_input_format: 'best_effort',
            ...settings,
          },
        })
        for await (const _ of stream);
      })
    },
    close: () => client.close(),
  }
}

/** What can be said of an answer that says nothing: its status, and which statement it was. `code` is `HTTP_503`. */
function silent(status: number | undefined, sql: string, cause: unknown): Error {
  const words = sql.trim().replace(/\s+/g, ' ').slice(0, 60)
  const message = `The event store answered ${status ? `HTTP ${status}` : 'nothing'} and gave no reason: ${words}`
  return Object.assign(new Error(message, { cause }), { code: `HTTP_${status ?? 0}` })
}

/** Makes the database of `url` when it is not there. Atomic, because the default engine of chDB is not usable here. */
export async function createDatabase(url: string, options: { onCluster?: string } = {}): Promise<void> {
  const address = new URL(url)
  const database = address.pathname.replace(/^\/+/, '') || 'wematrix'
  address.pathname = '/system'
  const client = createClient({ url: address, log: { level: ClickHouseLogLevel.OFF } })
  try {
    const cluster = options.onCluster ? ` on cluster '${options.onCluster}'` : ''
    await client.command({ query: `create database if not exists \`${database}\`${cluster} engine = Atomic` })
  } finally {
    await client.close()
  }
}
