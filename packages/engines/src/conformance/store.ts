/** The events store under test: a client on a database of its own. */
import { type ClickHouseClient, ClickHouseError, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { expect } from 'vitest'

export type ClickhousePlace = { url: string; username?: string; password?: string }

export class Store {
  readonly database = `conformance_${process.pid}`
  place!: ClickhousePlace
  client!: ClickHouseClient

  connect(options: { compression?: { request?: boolean; response?: boolean } } = {}): ClickHouseClient {
    return createClient({
      ...this.place,
      database: this.database,
      log: { level: ClickHouseLogLevel.OFF },
      clickhouse_settings: { output_format_json_quote_64bit_integers: 1 },
      ...options,
    })
  }

  async open(place: ClickhousePlace): Promise<void> {
    this.place = place
    const admin = createClient({ ...place, log: { level: ClickHouseLogLevel.OFF } })
    await admin.command({ query: `create database ${this.database} engine = Atomic` })
    await admin.close()
    this.client = this.connect()
  }

  async close(): Promise<void> {
    await this.client?.command({ query: `drop database if exists ${this.database} sync` })
    await this.client?.close()
  }

  readonly rows = async <T>(query: string, query_params: Record<string, unknown> = {}): Promise<T[]> =>
    (await this.client.query({ query, query_params, format: 'JSONEachRow' })).json<T>()

  /** The error a query ends with. */
  readonly failure = async (query: string, settings: Record<string, string | number> = {}): Promise<ClickHouseError> => {
    const error = await this.client.query({ query, format: 'JSON', clickhouse_settings: settings }).then(
      result => result.text().then(text => new Error(`no failure but ${text}`)),
      (error: unknown) => error,
    )
    expect(error).toBeInstanceOf(ClickHouseError)
    return error as ClickHouseError
  }
}

/** Headers for a request without the client. */
export function credentials({ url, username, password }: ClickhousePlace): Record<string, string> {
  const inUrl = new URL(url)
  return {
    'X-ClickHouse-User': username ?? (decodeURIComponent(inUrl.username) || 'default'),
    'X-ClickHouse-Key': password ?? decodeURIComponent(inUrl.password),
  }
}
