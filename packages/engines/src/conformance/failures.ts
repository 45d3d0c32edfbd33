/** What goes wrong, and that it stays with the request it belongs to. */
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { ClickHouseError } from '@clickhouse/client'
import { expect, it } from 'vitest'
import { credentials, type Store } from './store.ts'

export function failureCases(store: Store): void {
  const { rows, failure } = store

  it('names a parameter that was not given, even when an earlier query gave it', async () => {
    await Promise.all(Array.from({ length: 20 }, () => rows('select {secret:String}', { secret: 'tenant A' })))
    for (let i = 0; i < 10; i++) expect(await failure('select {secret:String}')).toMatchObject({ code: '456' })
  })

  it('runs statements after a setting was refused and after a read-only query', async () => {
    expect(await failure('select 1', { no_such_setting: 1 })).toMatchObject({ code: '115' })
    expect(
      await (await store.client.query({ query: 'select 1 as a', clickhouse_settings: { readonly: '1' }, format: 'JSONEachRow' })).json(),
    ).toEqual([{ a: 1 }])
    for (let i = 0; i < 10; i++)
      await store.client.command({ query: 'create table if not exists after_readonly (a UInt8) engine = MergeTree order by a' })
  })

  it('refuses a bad row and keeps none of its batch', async () => {
    await store.client.command({ query: 'truncate table visits' })
    const values = Readable.from([Buffer.from('{"who":1,"what":"ok"}\n{"who":"nobody"}\n')], { objectMode: false })
    const sent = store.client.exec({ query: 'insert into visits format JSONEachRow', values })
    await expect(sent).rejects.toMatchObject({ code: expect.stringMatching(/^(26|27|72|117)$/) })
    expect(await rows('select count() as n from visits')).toEqual([{ n: '0' }])
  })

  it('tells errors by code', async () => {
    expect(await failure('selec 1')).toMatchObject({ code: '62', type: 'SYNTAX_ERROR' })
    expect(await failure('select * from no_such_table')).toMatchObject({ code: '60', type: 'UNKNOWN_TABLE' })
    expect(await failure('select no_such_column')).toMatchObject({ code: '47' })
    expect(await failure('select throwIf(1)')).toMatchObject({ code: '395' })
    expect(await failure(`select 'é 中' + 1`)).toBeInstanceOf(ClickHouseError)
    const response = await fetch(`${store.place.url}/?database=${store.database}`, {
      method: 'POST',
      body: 'select * from no_such_table',
      headers: credentials(store.place),
    })
    expect([response.status, response.headers.get('x-clickhouse-exception-code')]).toEqual([404, '60'])
    expect(await response.text()).toMatch(/^Code: 60\. DB::Exception: /)
  })

  it('answers others while a subquery is computed', async () => {
    const waiting = new AbortController()
    const long = store.client.query({
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

  it('tells of a failure in the middle of a long result', async () => {
    const read = async () => {
      const result = await store.client.query({
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
        const failing = await store.client
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
        store.client.query({
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
}
