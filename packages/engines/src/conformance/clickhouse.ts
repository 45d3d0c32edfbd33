/**
 * What wematrix asks of its events store, whichever it is: the embedded engine or a ClickHouse server.
 * Everything goes through `@clickhouse/client`, unchanged.
 */
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { type ClickHouseClient, ClickHouseError, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

export type ClickhousePlace = { url: string; username?: string; password?: string }

/** Declares the suite; `open` gives the engine under test, in which a database of our own is made and dropped. */
export function clickhouseConformance(name: string, open: () => Promise<ClickhousePlace>): void {
  describe(`events store: ${name}`, () => {
    const database = `conformance_${process.pid}`
    let place: ClickhousePlace
    let client: ClickHouseClient

    const connect = (options: { compression?: { request?: boolean; response?: boolean } } = {}) =>
      createClient({
        ...place,
        database,
        log: { level: ClickHouseLogLevel.OFF },
        clickhouse_settings: { output_format_json_quote_64bit_integers: 1 },
        ...options,
      })
    const rows = async <T>(query: string, query_params: Record<string, unknown> = {}) =>
      (await client.query({ query, query_params, format: 'JSONEachRow' })).json<T>()
    const failure = async (query: string, settings: Record<string, string | number> = {}) => {
      const error = await client.query({ query, format: 'JSON', clickhouse_settings: settings }).then(
        result => result.text().then(text => new Error(`no failure but ${text}`)),
        (error: unknown) => error,
      )
      expect(error).toBeInstanceOf(ClickHouseError)
      return error as ClickHouseError
    }

    beforeAll(async () => {
      place = await open()
      const admin = createClient({ ...place, log: { level: ClickHouseLogLevel.OFF } })
      await admin.command({ query: `create database ${database} engine = Atomic` })
      await admin.close()
      client = connect()
      await client.command({
        query: `create table visits (who UInt64, at DateTime64(3, 'UTC'), what String, extra Nullable(String))
          engine = MergeTree order by who settings non_replicated_deduplication_window = 100`,
      })
    })

    afterAll(async () => {
      await client?.command({ query: `drop database if exists ${database} sync` })
      await client?.close()
    })

    it('answers a ping, with and without a query', async () => {
      expect(await client.ping()).toEqual({ success: true })
      expect(await client.ping({ select: true })).toEqual({ success: true })
    })

    it('keeps every kind of parameter as it was given', async () => {
      const text = `quote ' back \\ tab\t line\n 中文 😀 {x:Int8} --/*`
      const [row] = await rows<Record<string, unknown>>(
        `select {text:String} as text, {empty:String} as empty, {big:UInt64} as big, {negative:Int64} as negative, {none:Nullable(String)} as none,
          {list:Array(String)} as list, {numbers:Array(UInt64)} as numbers, {holes:Array(Nullable(String))} as holes, {at:DateTime64(3, 'UTC')} as at,
          {day:Date} as day, {flag:Bool} as flag, {share:Float64} as share, {map:Map(String, UInt8)} as map`,
        {
          text,
          empty: '',
          big: '18446744073709551615',
          negative: '-9223372036854775808',
          none: null,
          list: [text, '', 'b'],
          numbers: [1, 2],
          holes: ['a', null],
          at: new Date('2026-01-02T03:04:05.678Z'),
          day: '2026-01-02',
          flag: true,
          share: 0.1,
          map: { a: 1 },
        },
      )
      expect(row).toEqual({
        text,
        empty: '',
        big: '18446744073709551615',
        negative: '-9223372036854775808',
        none: null,
        list: [text, '', 'b'],
        numbers: ['1', '2'],
        holes: ['a', null],
        at: '2026-01-02 03:04:05.678',
        day: '2026-01-02',
        flag: true,
        share: 0.1,
        map: { a: 1 },
      })
    })

    it('names a parameter that was not given, even when an earlier query gave it', async () => {
      await Promise.all(Array.from({ length: 20 }, () => rows('select {secret:String}', { secret: 'tenant A' })))
      for (let i = 0; i < 10; i++) expect(await failure('select {secret:String}')).toMatchObject({ code: '456' })
    })

    it('takes long parameters as a form', async () => {
      const list = Array.from({ length: 5000 }, (_, i) => `人-${i}`)
      const result = await client.query({
        query: 'select length({list:Array(String)}) as n, {list:Array(String)}[5000] as last',
        query_params: { list },
        format: 'JSONEachRow',
        use_multipart_params: true,
      })
      expect(await result.json()).toEqual([{ n: '5000', last: '人-4999' }])
    })

    it('forgets settings after the query that gave them', async () => {
      const threads = async (settings = {}) =>
        (
          await (
            await client.query({ query: `select getSetting('max_block_size') as n`, clickhouse_settings: settings, format: 'JSONEachRow' })
          ).json<{ n: number }>()
        )[0]!.n
      const usual = await threads()
      expect(await Promise.all(Array.from({ length: 12 }, (_, i) => threads({ max_block_size: String(100 + i) })))).toEqual(
        Array.from({ length: 12 }, (_, i) => 100 + i),
      )
      expect(await Promise.all(Array.from({ length: 12 }, () => threads()))).toEqual(Array(12).fill(usual))
    })

    it('runs statements after a setting was refused and after a read-only query', async () => {
      expect(await failure('select 1', { no_such_setting: 1 })).toMatchObject({ code: '115' })
      expect(
        await (await client.query({ query: 'select 1 as a', clickhouse_settings: { readonly: '1' }, format: 'JSONEachRow' })).json(),
      ).toEqual([{ a: 1 }])
      for (let i = 0; i < 10; i++)
        await client.command({ query: 'create table if not exists after_readonly (a UInt8) engine = MergeTree order by a' })
    })

    it('inserts rows as objects, streams and packed bodies', async () => {
      await client.command({ query: 'truncate table visits' })
      const row = (who: number) => ({
        who: String(who),
        at: '2026-01-02 03:04:05.678',
        what: `茶 ${who} ;'"\\`,
        extra: who % 2 ? null : '',
      })
      await client.insert({ table: 'visits', values: [row(1), row(2)], format: 'JSONEachRow' })
      await client.insert({ table: 'visits', values: Readable.from([row(3), row(4)]), format: 'JSONEachRow' })
      await client.insert({ table: 'visits', columns: ['who', 'what'], values: [[5, 'five']], format: 'JSONCompactEachRow' })
      const packed = connect({ compression: { request: true, response: true } })
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
      await client.command({ query: 'truncate table visits' })
      await client.command({ query: `insert into visits (who, what) format JSONEachRow {"who":"7","what":"a;b"}\n{"who":8,"what":"c"}` })
      await client.command({ query: `insert into visits (who, what) values (9, 'd'), (10, {name:String})`, query_params: { name: 'é' } })
      await client.command({ query: `insert into visits (who, what) select who + 10, what from visits where who = 7` })
      expect(await rows('select who, what from visits order by who')).toEqual([
        { who: '7', what: 'a;b' },
        { who: '8', what: 'c' },
        { who: '9', what: 'd' },
        { who: '10', what: 'é' },
        { who: '17', what: 'a;b' },
      ])
    })

    it('keeps a batch once when it comes again with its token, in the table and behind its view', async () => {
      await client.command({
        query: `create table totals (who UInt64, n SimpleAggregateFunction(sum, UInt64)) engine = AggregatingMergeTree order by who
        settings non_replicated_deduplication_window = 100`,
      })
      await client.command({ query: 'create materialized view totals_mv to totals as select who, count() as n from visits group by who' })
      await client.command({ query: 'truncate table visits' })
      const send = (token: string, settings = {}) =>
        client.insert({
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
      await client.command({ query: `insert into visits (who, what) settings insert_deduplication_token = 'batch-3' values (1, 'y')` })
      await client.command({ query: `insert into visits (who, what) settings insert_deduplication_token = 'batch-3' values (1, 'y')` })
      expect(await counts()).toEqual([{ visits: '101', totals: '101' }])
      await client.command({ query: 'drop table totals_mv' })
    })

    it('refuses a bad row and keeps none of its batch', async () => {
      await client.command({ query: 'truncate table visits' })
      const values = Readable.from([Buffer.from('{"who":1,"what":"ok"}\n{"who":"nobody"}\n')], { objectMode: false })
      const sent = client.exec({ query: 'insert into visits format JSONEachRow', values })
      await expect(sent).rejects.toMatchObject({ code: expect.stringMatching(/^(26|27|72|117)$/) })
      expect(await rows('select count() as n from visits')).toEqual([{ n: '0' }])
    })

    it('takes a long stream of rows in one insert', async () => {
      await client.command({ query: 'create table numbers_in (a UInt64) engine = MergeTree order by a' })
      const values = Readable.from(
        (function* () {
          for (let i = 0; i < 200; i++) yield Buffer.from(Array.from({ length: 1000 }, (_, k) => `{"a":${i * 1000 + k}}\n`).join(''))
        })(),
        { objectMode: false },
      )
      const { stream, summary } = await client.exec({ query: 'insert into numbers_in format JSONEachRow', values })
      await stream.toArray()
      expect(summary?.written_rows).toBe('200000')
      expect(await rows('select count() as n, sum(a) as total from numbers_in')).toEqual([{ n: '200000', total: '19999900000' }])
    })

    it('keeps empty lines in data and never takes data for a statement', async () => {
      await client.command({ query: 'create table texts (text String, n UInt8) engine = MergeTree order by n' })
      const send = async (format: string, body: string | Buffer) => {
        const values = Readable.from([Buffer.from(body)], { objectMode: false })
        const { stream } = await client.exec({ query: `insert into texts (text, n) format ${format};`, values })
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
      const native = await (await client.exec({ query: 'select text, n from texts format Native' })).stream.toArray()
      await send('Native', Buffer.concat(native as Buffer[]))
      expect(await rows('select count() as total, uniqExact(text) as different from texts')).toEqual([{ total: '16', different: '8' }])
      expect(await failure('select 1; drop table texts')).toMatchObject({ code: '62' })
    })

    it('tells errors by code', async () => {
      expect(await failure('selec 1')).toMatchObject({ code: '62', type: 'SYNTAX_ERROR' })
      expect(await failure('select * from no_such_table')).toMatchObject({ code: '60', type: 'UNKNOWN_TABLE' })
      expect(await failure('select no_such_column')).toMatchObject({ code: '47' })
      expect(await failure('select throwIf(1)')).toMatchObject({ code: '395' })
      expect(await failure(`select 'é 中' + 1`)).toBeInstanceOf(ClickHouseError)
      const response = await fetch(`${place.url}/?database=${database}`, {
        method: 'POST',
        body: 'select * from no_such_table',
        headers: credentials(place),
      })
      expect([response.status, response.headers.get('x-clickhouse-exception-code')]).toEqual([404, '60'])
      expect(await response.text()).toMatch(/^Code: 60\. DB::Exception: /)
    })

    it('answers others while a subquery is computed', async () => {
      const waiting = new AbortController()
      const long = client.query({
        query: 'select (select sum(sipHash64(number)) from numbers(100000000000)) as x',
        format: 'JSONEachRow',
        abort_signal: waiting.signal,
      })
      const started = performance.now()
      for (let i = 0; i < 5; i++) expect(await rows('select 1 as a')).toEqual([{ a: 1 }])
      expect(performance.now() - started).toBeLessThan(5000)
      waiting.abort()
      await expect(long).rejects.toThrow()
    })

    it('finds the end and the format of any query', async () => {
      const text = async (query: string, format?: string) => {
        const url = `${place.url}/?database=${database}${format ? `&default_format=${format}` : ''}`
        return (await fetch(url, { method: 'POST', body: query, headers: credentials(place) })).text()
      }
      expect(await text('select 1 as format, 2 -- the end')).toBe('1\t2\n')
      expect(await text(`select ';' ; /* the end */`, 'CSV')).toBe('";"\n')
      expect(await text('with x as (select 1 as a) select a from (select a from x union all select 2) order by a', 'JSONEachRow')).toBe(
        '{"a":1}\n{"a":2}\n',
      )
      expect(await text('select 1 as a format JSONCompactEachRow settings max_threads = 1')).toBe('[1]\n')
      expect(await text('select 1 as a settings max_threads = 1')).toBe('1\n')
      expect(await text('select 1 where 0')).toBe('')
      expect(await text('describe table visits', 'TSV')).toContain('DateTime64')
      expect(await text('show tables', 'JSONEachRow')).toContain('visits')
    })

    it('tells of a failure in the middle of a long result', async () => {
      const read = async () => {
        const result = await client.query({
          query: 'select number, throwIf(number = 600000) from numbers(700000)',
          format: 'JSONEachRow',
          clickhouse_settings: { max_threads: 1 },
        })
        for await (const piece of result.stream()) piece.length
      }
      await expect(read()).rejects.toThrow()
      expect(await rows('select 1 as a')).toEqual([{ a: 1 }])
    })

    it('gives nothing of a failed query to the next', async () => {
      for (const format of ['JSON', 'CSVWithNames', 'JSONEachRow'] as const) {
        for (let i = 0; i < 4; i++) {
          const failing = await client
            .query({ query: 'select number, throwIf(number = 300000) from numbers(400000)', format })
            .then(result => result.text())
            .catch(() => '')
          failing.length
        }
        for (let i = 0; i < 10; i++) expect(await rows('select 1 as a')).toEqual([{ a: 1 }])
      }
    })

    it('keeps to the limits a query was given', async () => {
      const long = 'select sum(sipHash64(number)) from numbers(100000000000)'
      expect(await failure(long, { max_execution_time: 1 })).toMatchObject({ code: '159' })
      expect(await failure('select groupArray(number) from numbers(50000000)', { max_memory_usage: '50000000' })).toMatchObject({
        code: '241',
      })
      expect(await failure('select number from numbers(1000)', { max_result_rows: '10' })).toMatchObject({ code: '396' })
    })

    it('stops a query when nobody waits for it any more', async () => {
      const marker = `slow_${process.pid}`
      const runs = async () =>
        (
          await rows<{ n: string }>(
            `select count() as n from system.processes where query like {like:String} and query not like '%system.processes%'`,
            {
              like: `%${marker}%numbers(1000%`,
            },
          )
        )[0]!.n
      const waiting = new AbortController()
      const asked = Promise.allSettled(
        Array.from({ length: 3 }, () =>
          client.query({
            query: `select sum(sipHash64(number)) as ${marker} from numbers(1000000000000)`,
            abort_signal: waiting.signal,
            format: 'JSON',
          }),
        ),
      )
      while ((await runs()) === '0') await pause(20)
      waiting.abort()
      await asked
      const started = performance.now()
      while ((await runs()) !== '0') {
        expect(performance.now() - started).toBeLessThan(5000)
        await pause(50)
      }
    })

    it('answers a hundred at once, each its own', async () => {
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, i) => rows<{ i: number }>('select {i:UInt8} as i, sum(number) from numbers(10000)', { i })),
      )
      expect(answers.map(([row]) => row!.i)).toEqual(Array.from({ length: 100 }, (_, i) => i))
    })

    it('gives long results piece by piece and other formats whole', async () => {
      const result = await client.query({ query: 'select number as n from numbers(300000)', format: 'JSONEachRow' })
      let sum = 0
      for await (const piece of result.stream<{ n: string }>()) for (const row of piece) sum += Number(row.json().n)
      expect(sum).toBe((299_999 * 300_000) / 2)
      const csv = await (await client.query({ query: 'select number as n from numbers(200000)', format: 'CSVWithNames' })).text()
      expect(csv.split('\n').filter(line => line === '"n"')).toHaveLength(1)
      const json = await (await client.query({ query: 'select 1 as a', format: 'JSON' })).json<{ a: number }>()
      expect([json.data, json.meta]).toEqual([[{ a: 1 }], [{ name: 'a', type: 'UInt8' }]])
      const exec = await client.exec({ query: 'select 1 as a format TabSeparated' })
      expect(Buffer.concat(await exec.stream.toArray()).toString()).toBe('1\n')
    })

    it('keeps bitmaps, dictionaries of overrides and lightweight deletes', async () => {
      await client.command({ query: 'truncate table visits' })
      await client.insert({ table: 'visits', values: Array.from({ length: 10 }, (_, who) => ({ who, what: 'x' })), format: 'JSONEachRow' })
      expect(await rows('select groupBitmap(toUInt32(who)) as n from visits')).toEqual([{ n: 10 }])
      await client.command({ query: 'delete from visits where who < 3', clickhouse_settings: { lightweight_deletes_sync: '2' } })
      expect(await rows('select count() as n from visits')).toEqual([{ n: '7' }])
    })
  })
}

export function credentials(place: ClickhousePlace): Record<string, string> {
  return { 'X-ClickHouse-User': place.username ?? 'default', 'X-ClickHouse-Key': place.password ?? '' }
}
