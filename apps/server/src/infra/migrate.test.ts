import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type TestStores, testDdl, testStores } from '../testing/stores.ts'
import { ddlStatements } from './ch-ddl.ts'
import { listMigrations, migrate } from './migrate.ts'

let stores: TestStores
beforeAll(async () => {
  stores = await testStores({ migrated: false })
})

describe('migrate', () => {
  it('lets one of four concurrent callers work and the others find nothing to do', async () => {
    const results = await Promise.all(Array.from({ length: 4 }, () => migrate(stores.db, stores.events, testDdl)))
    const all = listMigrations('pg').length + listMigrations('ch').length
    expect(results.map(result => result.applied.length).sort()).toEqual([0, 0, 0, all])
    expect(await stores.events.query('show tables')).toContainEqual({ name: 'events' })
  })

  it('changes nothing the second time', async () => {
    expect((await migrate(stores.db, stores.events, testDdl)).applied).toEqual([])
  })

  it('refuses a file that was edited after it ran, and names it', async () => {
    const root = mkdtempSync(join(tmpdir(), 'wm-mig-'))
    for (const engine of ['pg', 'ch']) mkdirSync(join(root, engine))
    for (const { name, text } of [...listMigrations('pg'), ...listMigrations('ch')]) writeFileSync(join(root, name), text)
    writeFileSync(join(root, 'pg', '0001_base.sql'), `${readFileSync(join(root, 'pg', '0001_base.sql'), 'utf8')}\n-- edited`)
    await expect(migrate(stores.db, stores.events, { ...testDdl, root })).rejects.toMatchObject({ code: 'migration_changed' })
  })

  it('applies a new file and reports why older servers cannot run beside it', async () => {
    const root = mkdtempSync(join(tmpdir(), 'wm-mig-'))
    for (const engine of ['pg', 'ch']) mkdirSync(join(root, engine))
    for (const { name, text } of [...listMigrations('pg'), ...listMigrations('ch')]) writeFileSync(join(root, name), text)
    writeFileSync(join(root, 'pg', '9000_note.sql'), '-- breaking: a column is gone\ncreate table note (x integer);')
    const result = await migrate(stores.db, stores.events, { ...testDdl, root })
    expect(result).toMatchObject({ applied: ['pg/9000_note.sql'], breaking: ['pg/9000_note.sql: a column is gone'] })
  })
})

describe('the cluster form of every ClickHouse statement', () => {
  const statements = listMigrations('ch').flatMap(migration => ddlStatements(migration.text, { cluster: 'main' }))

  it.each(statements)('$name is understood by the engine', async ({ sql }) => {
    expect(sql).not.toContain('/*{')
    if (/create (table|materialized view)/i.test(sql)) expect(sql).toContain("on cluster 'main'")
    if (/^engine/m.test(sql)) expect(sql).toMatch(/engine = Replicated\w*MergeTree/)
    await expect(stores.events.query(`explain ast ${sql}`)).resolves.not.toHaveLength(0)
  })
})
