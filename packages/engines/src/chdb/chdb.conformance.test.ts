import { join } from 'node:path'
import { afterAll } from 'vitest'
import { clickhouseConformance } from '../conformance/clickhouse.ts'
import { scratchFolder } from '../testing/scratch.ts'
import { type Chdb, startChdb } from './chdb.ts'

const folder = scratchFolder()
let chdb: Chdb | undefined
afterAll(() => chdb?.stop())

clickhouseConformance('embedded', async () => {
  chdb = await startChdb({ dataDir: join(folder, 'chdb'), serverMemoryBytes: 2e9 })
  return chdb
})

const other = process.env.TEST_CLICKHOUSE_URL
if (other) clickhouseConformance('TEST_CLICKHOUSE_URL', async () => ({ url: other }))
