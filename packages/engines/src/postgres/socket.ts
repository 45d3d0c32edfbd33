/** The server's unix socket: where it lies, and whether somebody answers on it. */
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, lstatSync, mkdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { EngineError } from '../errors.ts'
import { type ServerUser, temporaryRoot } from './user.ts'

/** A unix socket's path holds 107 bytes (104 on macOS); ours ends in `/.s.PGSQL.5432` and its lock in `.lock`. */
const longestFolder = 85

/** The folder for the socket: the data directory, or a short private one in the temporary folder when that is too deep. */
export function socketFolder(dataDir: string, user: ServerUser | undefined): string {
  if (Buffer.byteLength(dataDir) <= longestFolder) return dataDir
  const folder = join(temporaryRoot(), `wm-pg-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`)
  const uid = user?.uid ?? process.getuid?.() ?? 0
  try {
    mkdirSync(folder, { mode: 0o700 })
    if (user) chownSync(folder, user.uid, user.gid)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const stat = lstatSync(folder)
  if (!stat.isDirectory() || stat.uid !== uid) {
    throw new EngineError(
      `${folder} is needed for PostgreSQL's socket but belongs to somebody else; remove it, or use a data directory with a shorter path.`,
    )
  }
  chmodSync(folder, 0o700)
  return folder
}

/** The URL that `pg` and libpq understand. */
export function socketUrl(folder: string, database = 'wematrix'): string {
  return `postgresql://wematrix@/${database}?host=${encodeURIComponent(folder)}`
}

/** True when a PostgreSQL answers on the socket (it says S or N when asked for TLS). */
export function answers(folder: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(join(folder, '.s.PGSQL.5432'))
    const done = (ok: boolean) => {
      socket.destroy()
      resolve(ok)
    }
    socket.setTimeout(1000, () => done(false))
    socket.on('error', () => done(false))
    socket.on('close', () => done(false))
    socket.on('connect', () => socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])))
    socket.on('data', data => done(data[0] === 0x4e || data[0] === 0x53))
  })
}
