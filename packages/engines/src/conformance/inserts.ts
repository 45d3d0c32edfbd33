/** Data on its way in: every format and body, each batch once. */
import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import type { Store } from './store.ts'

export function insertCases(store: Store): void {
  const { rows, failure } = store

  it('inserts rows as objects, streams and packed bodies', async () => {
    await store.client.command({ query: 'truncate table visits' })
    const row = (who: number) => ({
      who: String(who),
      at: '2026-01-02 03:04:05.678',
      what: `茶 ${who} ;'"\\`,
      extra: who % 2 ? null : '',
    })
    await store.client.insert({ table: 'visits', values: [row(1), row(2)], format: 'JSONEachRow' })
    await store.client.insert({ table: 'visits', values: Readable.from([row(3), row(4)]), format: 'JSONEachRow' })
    await store.client.insert({ table: 'visits', columns: ['who', 'what'], values: [[5, 'five']], format: 'JSONCompactEachRow' })
    const packed = store.connect({ compression: { request: true, response: true } })
    await packed.insert({ table: 'visits', values: [row(6)], format: 'JSONEachRow' })
    const result = await packed.query({
      query: `select repeat('long ', 1000) as long, * from visits order by who`,
      format: 'JSONEachRow',
    })
    const found = await result.json<Record<string, unknown>>()
    expect(result.response_headers['content-encoding']).toBe('gzip')
    await packed.close()
    expect(found.map(({ who }) => who)).toEqual(['1', '2', '3', '4', '5', '6'])
    expect(found[0]).toMatchObject(row(1))
    expect(found[1]).toMatchObject(row(2))
    expect(found[4]).toMatchObject({ what: 'five', extra: null })
  })

  it('inserts from a body that holds statement and data', async () => {
    await store.client.command({ query: 'truncate table visits' })
    await store.client.command({
      query: `insert into visits (who, what) format JSONEachRow {"who":"7","what":"a;b"}\n{"who":8,"what":"c"}`,
    })
    await store.client.command({
      query: `insert into visits (who, what) values (9, 'd'), (10, {name:String})`,
      query_params: { name: 'é' },
    })
    await store.client.command({ query: `insert into visits (who, what) select who + 10, what from visits where who = 7` })
    expect(await rows('select who, what from visits order by who')).toEqual([
      { who: '7', what: 'a;b' },
      { who: '8', what: 'c' },
      { who: '9', what: 'd' },
      { who: '10', what: 'é' },
      { who: '17', what: 'a;b' },
    ])
  })

  it('keeps a batch once when it comes again with its token, in the table and behind its view', async () => {
    await store.client.command({
      query: `create table totals (who UInt64, n SimpleAggregateFunction(sum, UInt64)) engine = AggregatingMergeTree order by who
      settings non_replicated_deduplication_window = 100`,
    })
    await store.client.command({
      query: 'create materialized view totals_mv to totals as select who, count() as n from visits group by who',
    })
    await store.client.command({ query: 'truncate table visits' })
    const send = (token: string, settings = {}) =>
      store.client.insert({
        table: 'visits',
        values: Array.from({ length: 50 }, (_, i) => ({ who: i % 5, what: 'x' })),
        format: 'JSONEachRow',
        clickhouse_settings: {
          insert_deduplication_token: token,
          deduplicate_blocks_in_dependent_materialized_views: 1,
          async_insert: 0,
          ...settings,
        },
      })
    const counts = () => rows('select (select count() from visits) as visits, (select sum(n) from totals) as totals')
    await send('batch-1')
    await send('batch-1')
    await Promise.all([send('batch-1'), send('batch-1')])
    expect(await counts()).toEqual([{ visits: '50', totals: '50' }])
    await send('batch-2')
    expect(await counts()).toEqual([{ visits: '100', totals: '100' }])
    await store.client.command({ query: `insert into visits (who, what) settings insert_deduplication_token = 'batch-3' values (1, 'y')` })
    await store.client.command({ query: `insert into visits (who, what) settings insert_deduplication_token = 'batch-3' values (1, 'y')` })
    expect(await counts()).toEqual([{ visits: '101', totals: '101' }])
    await store.client.command({ query: 'drop table totals_mv' })
  })

  it('takes a long stream of rows in one insert', async () => {
    await store.client.command({ query: 'create table numbers_in (a UInt64) engine = MergeTree order by a' })
    const values = Readable.from(
      (function* () {
        for (let i = 0; i < 200; i++) yield Buffer.from(Array.from({ length: 1000 }, (_, k) => `{"a":${i * 1000 + k}}\n`).join(''))
      })(),
      { objectMode: false },
    )
    const { stream, summary } = await store.client.exec({ query: 'insert into numbers_in format JSONEachRow', values })
    await stream.toArray()
    expect(summary?.written_rows).toBe('200000')
    expect(await rows('select count() as n, sum(a) as total from numbers_in')).toEqual([{ n: '200000', total: '19999900000' }])
  })

  it('keeps empty lines in data and never takes data for a statement', async () => {
    await store.client.command({ query: 'create table texts (text String, n UInt8) engine = MergeTree order by n' })
    const send = async (format: string, body: string | Buffer) => {
      const values = Readable.from([Buffer.from(body)], { objectMode: false })
      const { stream } = await store.client.exec({ query: `insert into texts (text, n) format ${format};`, values })
      await stream.toArray()
    }
    await send('CSV', `"a\n\ndrop table texts;",1\n"b;\n",2\n`)
    await send('JSONEachRow', `\n\n{"text":"c","n":3}\n\n{"text":"d","n":4}\n\n`)
    await send('TabSeparated', 'e\t5\nf\t6\n')
    await send('RowBinary', Buffer.from([2, 10, 10, 7, 1, 10, 10]))
    expect(await rows('select text, n from texts order by n, text')).toEqual([
      { text: 'a\n\ndrop table texts;', n: 1 },
      { text: 'b;\n', n: 2 },
      { text: 'c', n: 3 },
      { text: 'd', n: 4 },
      { text: 'e', n: 5 },
      { text: 'f', n: 6 },
      { text: '\n\n', n: 7 },
      { text: '\n', n: 10 },
    ])
    const native = await (await store.client.exec({ query: 'select text, n from texts format Native' })).stream.toArray()
    await send('Native', Buffer.concat(native as Buffer[]))
    expect(await rows('select count() as total, uniqExact(text) as different from texts')).toEqual([{ total: '16', different: '8' }])
    expect(await failure('select 1; drop table texts')).toMatchObject({ code: '62' })
  })

  it('keeps bitmaps, dictionaries of overrides and lightweight deletes', async () => {
    await store.client.command({ query: 'truncate table visits' })
    await store.client.insert({
      table: 'visits',
      values: Array.from({ length: 10 }, (_, who) => ({ who, what: 'x' })),
      format: 'JSONEachRow',
    })
    expect(await rows('select groupBitmap(toUInt32(who)) as n from visits')).toEqual([{ n: 10 }])
    await store.client.command({ query: 'delete from visits where who < 3', clickhouse_settings: { lightweight_deletes_sync: '2' } })
    expect(await rows('select count() as n from visits')).toEqual([{ n: '7' }])
  })
}
