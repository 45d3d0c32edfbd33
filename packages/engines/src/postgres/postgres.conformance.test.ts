import { join } from 'node:path'
import { afterAll } from 'vitest'
import { postgresConformance } from '../conformance/postgres.ts'
import { startPostgres15 } from '../testing/postgres15.ts'
import { scratchFolder } from '../testing/scratch.ts'
import { startPostgres } from './postgres.ts'

const folder = scratchFolder('open')
const ends: (() => Promise<void>)[] = []
afterAll(() => Promise.all(ends.map(end => end())))

const kept = async (starting: ReturnType<typeof startPostgres>) => {
  const server = await starting
  ends.push(() => server.stop())
  return server.url
}

let embedded: Promise<string> | undefined
postgresConformance('embedded', () => (embedded ??= kept(startPostgres({ dataDir: join(folder, 'embedded') }))))

let debian: Promise<string> | undefined
postgresConformance('PostgreSQL 15', () => (debian ??= kept(startPostgres15(join(folder, 'debian15')))))

const other = process.env.TEST_DATABASE_URL
if (other) postgresConformance('TEST_DATABASE_URL', async () => other)
