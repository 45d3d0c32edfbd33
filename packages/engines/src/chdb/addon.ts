/** The functions of chDB's native addon. Its JavaScript layer adds only what we do ourselves, so we go past it. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export type Connection = { readonly connection: unique symbol }
export type QueryResult = { bytes: Buffer; elapsed: number; rowsRead: number; bytesRead: number }

type Addon = {
  /** Every connection at one path must get the same arguments. */
  CreateConnection(path: string, connectionArguments: string[]): Connection
  /** Not while something runs on it. */
  CloseConnection(connection: Connection): void
  /** Holds a thread of libuv's pool until the result is there. */
  QueryAsyncConnection(connection: Connection, sql: string, format: string): Promise<QueryResult>
}

export const addon: Addon = loadAddon()

function loadAddon(): Addon {
  const require = createRequire(import.meta.url)
  const folder = dirname(require.resolve('chdb/package.json'))
  return (require(join(folder, 'dist', 'loader.js')) as { loadNative(): Addon }).loadNative()
}
