/**
 * Short-lived files through which data goes into the engine and results come out (`FROM INFILE`, `INTO OUTFILE`).
 *
 * In: behind a statement the engine takes data only as far as the first empty line and reads what follows as SQL; half a
 * batch would be stored, and a newline in somebody's text could drop a table. Binary formats get lost.
 * Out: a result handed over whole needs three times its size in memory; handed over in pieces it repeats headers, and the
 * call that begins it stands still, with our whole process, while subqueries are computed.
 * Files are exact for every format, cheaper for all but the smallest, and mostly gone before they reach the disk.
 */
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ChException } from './exceptions.ts'

/** The largest unpacked body of an INSERT. */
const longest = 8 * 1024 * 1024 * 1024

/** Pieces are written together up to this size. */
const pieceBytes = 1024 * 1024

export class Spool {
  readonly #folder: string
  #count = 0

  /** Empties the folder: what lies there is of a process that was killed. */
  constructor(folder: string) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { force: true })
  }

  /** A path that nothing lies at yet; the caller removes what comes to lie there. */
  fresh(): string {
    return join(this.#folder, String(++this.#count))
  }

  /** Writes the body to a new file and returns its path; the caller removes it. */
  async keep(body: AsyncIterable<Buffer>): Promise<string> {
    const path = this.fresh()
    const file = await open(path, 'wx', 0o600)
    try {
      let pieces: Buffer[] = []
      let held = 0
      let length = 0
      for await (const piece of body) {
        length += piece.length
        if (length > longest)
          throw new ChException(307, 'TOO_MANY_BYTES', `The body holds more than ${longest} bytes; send it in several inserts`)
        pieces.push(piece)
        held += piece.length
        if (held < pieceBytes) continue
        await file.writev(pieces)
        pieces = []
        held = 0
      }
      if (held > 0) await file.writev(pieces)
    } catch (error) {
      await rm(path, { force: true })
      throw error
    } finally {
      await file.close()
    }
    return path
  }

  remove(path: string): Promise<void> {
    return rm(path, { force: true })
  }
}
