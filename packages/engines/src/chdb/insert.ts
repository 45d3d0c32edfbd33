/**
 * INSERTs whose data came apart from their statement.
 *
 * The engine takes data behind the statement as far as the first empty line and reads what follows as SQL: half a batch
 * would be stored, and a newline in somebody's text could drop a table. So data with an empty line in it, and every
 * binary format, goes through a file.
 */
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ChRequest } from './request.ts'
import { type EngineSession, quote } from './sessions.ts'

export type Written = { writtenRows: number; writtenBytes: number; elapsed: number }

const asText = /^(JSON\w*|NDJSON|CSV\w*|TSV\w*|TabSeparated\w*)$/

export class Inserts {
  readonly #folder: string
  #count = 0

  /** Empties the folder: what lies there is of a process that was killed. */
  constructor(folder: string) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { force: true })
  }

  /** @param tag  a comment that begins the statement, by which it can be killed */
  async write(session: EngineSession, tag: string, { query, statement, data, format }: ChRequest & { data: Buffer }): Promise<Written> {
    if (asText.test(format) && !data.includes('\n\n')) {
      const { rowsWritten, bytesWritten, elapsed } = await session.insert(tag + query, data)
      return { writtenRows: rowsWritten, writtenBytes: bytesWritten, elapsed }
    }
    const file = join(this.#folder, String(++this.#count))
    try {
      await writeFile(file, data, { mode: 0o600 })
      const source = ` FROM INFILE ${quote(file)} COMPRESSION 'none' `
      const { rowsRead, bytesRead, elapsed } = await session.run(
        tag + query.slice(0, statement.sourceAt) + source + query.slice(statement.sourceAt),
        'Null',
      )
      return { writtenRows: rowsRead, writtenBytes: bytesRead, elapsed }
    } finally {
      await rm(file, { force: true })
    }
  }
}
