/** Who runs the PostgreSQL server: PostgreSQL refuses root, so root starts it as `nobody`. */
import { chownSync, lstatSync, readdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export type ServerUser = { uid: number; gid: number }

/** The user to run the server as; undefined means whoever we are. */
export function serverUser(): ServerUser | undefined {
  return process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined
}

/** The first folder above `path` that `user` may not enter; undefined when the way is free. */
export function blockedFolder(path: string, user: ServerUser): string | undefined {
  const folders: string[] = []
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    folders.unshift(folder)
    if (folder === dirname(folder)) break
  }
  return folders.find(folder => !mayEnter(folder, user))
}

function mayEnter(folder: string, user: ServerUser): boolean {
  const { uid, gid, mode } = statSync(folder)
  if (uid === user.uid) return (mode & 0o100) !== 0
  if (gid === user.gid) return (mode & 0o010) !== 0
  return (mode & 0o001) !== 0
}

/** Gives a folder and all in it to `user`. */
export function give(path: string, user: ServerUser): void {
  chownSync(path, user.uid, user.gid)
  if (!lstatSync(path).isDirectory()) return
  for (const name of readdirSync(path)) {
    const child = join(path, name)
    const stat = lstatSync(child)
    if (stat.isSymbolicLink()) continue
    if (stat.isDirectory()) give(child, user)
    else if (stat.uid !== user.uid) chownSync(child, user.uid, user.gid)
  }
}

/** A short folder for sockets and copies: macOS's own is too long for a socket's path. */
export function temporaryRoot(): string {
  return tmpdir().length > 40 ? '/tmp' : tmpdir()
}
