/** A second PostgreSQL for the tests: Debian's own 15, so that no SQL needs more than what we promise. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { EngineError } from '../errors.ts'
import { type Postgres, startPostgres } from '../postgres/postgres.ts'

const debianBin = '/usr/lib/postgresql/15/bin'

/**
 * The folder with PostgreSQL 15's programs (`PG15_BIN` or Debian's).
 * Root on a CI machine (`CI=true`) installs them when they are missing; anybody else is told how.
 */
export function ensurePostgres15(): string {
  const bin = process.env.PG15_BIN ?? debianBin
  if (existsSync(`${bin}/postgres`)) return bin
  if (process.getuid?.() === 0 && process.env.CI === 'true') {
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'postgresql-15'], {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    if (existsSync(`${debianBin}/postgres`)) return debianBin
  }
  throw new EngineError(
    `The tests need PostgreSQL 15 in ${bin}: apt-get install postgresql-15, or set PG15_BIN to the folder of its programs.`,
  )
}

/** Starts a PostgreSQL 15 of its own on `dataDir`, in no way connected to one that the machine may run. */
export function startPostgres15(dataDir: string): Promise<Postgres> {
  return startPostgres({ dataDir, bin: ensurePostgres15() })
}
