import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openEngines } from './engines.ts'
import { startChdb, startPostgres } from './index.ts'
import { isAlive } from './processes.ts'
import { scratchFolder } from './testing/scratch.ts'

const folder = scratchFolder('open')

it('opens both engines for the first comer, shares them with the second, and ends them with the first', async () => {
  const first = await openEngines({ dataDir: folder })
  const second = await openEngines({ dataDir: folder })
  expect([second.databaseUrl, second.clickhouse]).toEqual([first.databaseUrl, first.clickhouse])
  const chdb = await startChdb({ dataDir: join(folder, 'engines', 'chdb') })
  const postgres = await startPostgres({ dataDir: join(folder, 'engines', 'postgres') })
  await second.stop()
  expect([isAlive(chdb.pid), isAlive(postgres.pid)]).toEqual([true, true])
  await first.stop()
  expect([isAlive(chdb.pid), isAlive(postgres.pid)]).toEqual([false, false])
  await chdb.stop()
  await postgres.stop()
})
