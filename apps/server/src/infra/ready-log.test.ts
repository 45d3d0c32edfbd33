import { expect, it } from 'vitest'
import { testStores } from '../testing/stores.ts'
import { readyLog } from './ready-log.ts'

const ahead = "select count(*)::int as n from pg_ls_waldir() where name > pg_walfile_name(pg_current_wal_lsn()) and name ~ '^[0-9A-F]{24}$'"

it('makes segments of the log before they are needed', async () => {
  const { db } = await testStores()
  const count = async () => (await db.one<{ n: number }>(ahead))!.n
  const before = await count()
  const stop = readyLog(db, { afterMs: 0, everyMs: 1 })
  await expect.poll(count, { timeout: 60_000, interval: 200 }).toBeGreaterThanOrEqual(Math.max(before, 3))
  stop()
})
