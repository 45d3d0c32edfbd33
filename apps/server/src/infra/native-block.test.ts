import { afterAll, beforeAll, expect, it } from 'vitest'
import { testStores } from '../testing/stores.ts'
import { NativeBlock } from './native-block.ts'

let stores: Awaited<ReturnType<typeof testStores>>
beforeAll(async () => {
  stores = await testStores()
  await stores.events.command(
    "create table block (n UInt32, word LowCardinality(String), free String, flag UInt8, whole Int64, at DateTime64(3, 'UTC')) engine = MergeTree order by n",
  )
})
afterAll(() => stores.close())

type Row = { n: number; word: string; free: string; whole: number; at: number }

const insert = (rows: Row[]) =>
  stores.events.insert(
    'block',
    new NativeBlock(rows, 6, 8)
      .uint32('n', r => r.n)
      .word('word', r => r.word)
      .text('free', r => r.free)
      .uint8('flag', r => r.n % 2)
      .int64('whole', 'Int64', r => r.whole)
      .int64('at', "DateTime64(3, 'UTC')", r => r.at)
      .bytes(),
    { token: `block-${rows[0]!.n}`, format: 'Native' },
  )

it('stores texts of every length and script, numbers of either sign and moments as they are', async () => {
  const texts = [
    '',
    'a',
    '山野茶铺',
    'é'.repeat(63),
    'x'.repeat(42),
    'x'.repeat(43),
    '茶'.repeat(5461),
    '茶'.repeat(5462),
    '🍵'.repeat(500_000),
    '\n"\\\0',
  ]
  const numbers = [0, -1, 1, 255, -256, 4_294_967_296, -4_294_967_296, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 9]
  const rows = texts.map((free, n) => ({ n, word: free.slice(0, 200), free, whole: numbers[n]!, at: 1_800_000_000_123 + n }))
  await insert(rows)
  const stored = await stores.events.query<Record<string, string | number>>(
    'select n, word, free, flag, toString(whole) as number, toString(toUnixTimestamp64Milli(at)) as ms from block where n < 100 order by n',
  )
  expect(stored).toEqual(rows.map(r => ({ n: r.n, word: r.word, free: r.free, flag: r.n % 2, number: String(r.whole), ms: String(r.at) })))
})

it('numbers words with as many bytes as they need', async () => {
  const some = [256, 257, 65_536, 65_537]
  for (const [i, words] of some.entries()) {
    const from = (i + 1) * 1_000_000
    await insert(Array.from({ length: words + 1 }, (_, k) => ({ n: from + k, word: `w${k % words}`, free: '', whole: 0, at: 0 })))
    const [found] = await stores.events.query(
      `select toUInt32(count()) as total, toUInt32(uniqExact(word)) as words, toUInt32(countIf(word = concat('w', toString((n - {from:UInt32}) % {words:UInt32})))) as right
       from block where n between {from:UInt32} and {from:UInt32} + 999999`,
      { from, words },
    )
    expect(found).toEqual({ total: words + 1, words, right: words + 1 })
  }
})

it('refuses a number that it could not hold exactly', () => {
  const block = () => new NativeBlock([{ at: Number.NaN }], 1).int64('at', 'Int64', r => r.at)
  expect(block).toThrow(RangeError)
})
