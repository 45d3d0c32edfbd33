/**
 * What wematrix asks of its events store, whichever it is: the embedded engine or a ClickHouse server.
 * Everything goes through `@clickhouse/client`, unchanged.
 */
import { afterAll, beforeAll, describe } from 'vitest'
import { failureCases } from './failures.ts'
import { insertCases } from './inserts.ts'
import { queryCases } from './queries.ts'
import { type ClickhousePlace, Store } from './store.ts'

export type { ClickhousePlace } from './store.ts'

/** Declares the suite; `open` gives the engine under test, in which a database of our own is made and dropped. */
export function clickhouseConformance(name: string, open: () => Promise<ClickhousePlace>): void {
  describe(`events store: ${name}`, () => {
    const store = new Store()

    beforeAll(async () => {
      await store.open(await open())
      await store.client.command({
        query: `create table visits (who UInt64, at DateTime64(3, 'UTC'), what String, extra Nullable(String))
          engine = MergeTree order by who settings non_replicated_deduplication_window = 100`,
      })
    })
    afterAll(() => store.close())

    queryCases(store)
    insertCases(store)
    failureCases(store)
  })
}
