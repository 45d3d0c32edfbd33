import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, inject, it } from 'vitest'
import { AppError } from '../errors.ts'
import { openStores } from './stores.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'wms-'))
chmodSync(dataDir, 0o755)
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

it('starts only the engine without an address, and stops it again', { timeout: 60_000 }, async () => {
  const stores = await openStores({ dataDir, clickhouseUrl: inject('clickhouseUrl') })
  expect(decodeURIComponent(stores.databaseUrl)).toContain(dataDir)
  expect(await stores.db.one('select 1 as one')).toEqual({ one: 1 })
  await stores.close()
  await expect(openStores({ dataDir, databaseUrl: stores.databaseUrl, clickhouseUrl: inject('clickhouseUrl') })).rejects.toThrow(AppError)
})

it('says in words which database does not answer', async () => {
  const nowhere = { databaseUrl: 'postgres://127.0.0.1:9/x', clickhouseUrl: inject('clickhouseUrl') }
  await expect(openStores({ dataDir, ...nowhere })).rejects.toMatchObject({ code: 'store_unavailable' })
})
