/** Questions: parameters, settings, formats, many at once. */
import { expect, it } from 'vitest'
import { credentials, type Store } from './store.ts'

export function queryCases(store: Store): void {
  const { rows } = store

  it('answers a ping, with and without a query', async () => {
    expect(await store.client.ping()).toEqual({ success: true })
    expect(await store.client.ping({ select: true })).toEqual({ success: true })
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

  it('takes a list of thousands in the address', async () => {
    const numbers = Array.from({ length: 20_000 }, (_, n) => n)
    const [row] = await rows<{ n: string; sum: string }>(
      'select length({numbers:Array(UInt32)}) as n, arraySum({numbers:Array(UInt32)}) as sum',
      {
        numbers,
      },
    )
    expect(row).toEqual({ n: '20000', sum: '199990000' })
  })

  it('takes long parameters as a form', async () => {
    const list = Array.from({ length: 5000 }, (_, i) => `人-${i}`)
    const result = await store.client.query({
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
          await store.client.query({
            query: `select getSetting('max_block_size') as n`,
            clickhouse_settings: settings,
            format: 'JSONEachRow',
          })
        ).json<{ n: number }>()
      )[0]!.n
    const usual = await threads()
    expect(await Promise.all(Array.from({ length: 12 }, (_, i) => threads({ max_block_size: String(100 + i) })))).toEqual(
      Array.from({ length: 12 }, (_, i) => 100 + i),
    )
    expect(await Promise.all(Array.from({ length: 12 }, () => threads()))).toEqual(Array(12).fill(usual))
  })

  it('finds the end and the format of any query', async () => {
    const text = async (query: string, format?: string) => {
      const url = `${store.place.url}/?database=${store.database}${format ? `&default_format=${format}` : ''}`
      return (await fetch(url, { method: 'POST', body: query, headers: credentials(store.place) })).text()
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

  it('answers a hundred at once, each its own', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) => rows<{ i: number }>('select {i:UInt8} as i, sum(number) from numbers(10000)', { i })),
    )
    expect(answers.map(([row]) => row!.i)).toEqual(Array.from({ length: 100 }, (_, i) => i))
  })

  it('gives long results piece by piece and other formats whole', async () => {
    const result = await store.client.query({ query: 'select number as n from numbers(300000)', format: 'JSONEachRow' })
    let sum = 0
    for await (const piece of result.stream<{ n: string }>()) for (const row of piece) sum += Number(row.json().n)
    expect(sum).toBe((299_999 * 300_000) / 2)
    const csv = await (await store.client.query({ query: 'select number as n from numbers(200000)', format: 'CSVWithNames' })).text()
    expect(csv.split('\n').filter(line => line === '"n"')).toHaveLength(1)
    const json = await (await store.client.query({ query: 'select 1 as a', format: 'JSON' })).json<{ a: number }>()
    expect([json.data, json.meta]).toEqual([[{ a: 1 }], [{ name: 'a', type: 'UInt8' }]])
    const exec = await store.client.exec({ query: 'select 1 as a format TabSeparated' })
    expect(Buffer.concat(await exec.stream.toArray()).toString()).toBe('1\n')
  })
}
