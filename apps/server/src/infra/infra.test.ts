import { describe, expect, it } from 'vitest'
import { testStores } from '../testing/stores.ts'
import { newCallbackToken } from './callback-keys.ts'
import { movableClock } from './clock.ts'
import { open, phoneHash, safeEqual, seal } from './crypto.ts'
import { newId } from './ids.ts'
import { createLog, scrub } from './log.ts'
import { createLimiter } from './rate-limit.ts'
import { compileSql, sqlBlocks } from './sql.ts'

describe('sql', () => {
  it('numbers named parameters and leaves everything else alone', () => {
    const { text, params } = compileSql(
      `select ':no', "a:b", x::text, arr[1:2], $$ :no $$ -- :no\n from t /* :no */ where id = :id and at > :at and b = :id`,
      'q',
    )
    expect(params).toEqual(['id', 'at'])
    expect(text).toContain('where id = $1 and at > $2 and b = $1')
    expect(text).toContain('\':no\', "a:b", x::text, arr[1:2], $$ :no $$ -- :no')
  })

  it('splits files by name and refuses a name twice', () => {
    expect([...sqlBlocks('-- head\n-- name: a\nselect 1;\n\n-- name: b\n-- said\nselect 2\n')]).toEqual([
      ['a', 'select 1'],
      ['b', '-- said\nselect 2'],
    ])
    expect(() => sqlBlocks('-- name: a\nx\n-- name: a\ny')).toThrow('twice')
  })

  it('round-trips values, and tells of a forgotten parameter', async () => {
    const { db, events } = await testStores()
    const at = new Date('2026-03-01T12:34:56.789Z')
    const row = await db.one(
      'select :n::bigint as n, :at::timestamptz as at, :day::date as day, :b::bytea as b, :list::text[] as list, :j::jsonb as j',
      {
        n: 2 ** 53 - 1,
        at,
        day: '2026-03-01',
        b: Buffer.from([1, 2]),
        list: ['a', 'b'],
        j: { x: [1] },
      },
    )
    expect(row).toEqual({ n: 2 ** 53 - 1, at, day: '2026-03-01', b: Buffer.from([1, 2]), list: ['a', 'b'], j: { x: [1] } })
    await expect(db.query('select :a::text as a', {})).rejects.toThrow('":a"')
    const big = await events.query("select toUInt64('18446744073709551615') as n, {t:DateTime64(3)} as t", { t: '2026-03-01 00:00:00.123' })
    expect(big).toEqual([{ n: '18446744073709551615', t: '2026-03-01T00:00:00.123Z' }])
  })

  it('undoes an inner transaction without the outer one', async () => {
    const { db } = await testStores()
    await db.script('create table t (x integer)')
    await db.transaction(async outer => {
      await outer.query('insert into t values (1)')
      await outer
        .transaction(async inner => {
          await inner.query('insert into t values (2)')
          throw new Error('undo')
        })
        .catch(() => undefined)
    })
    expect(await db.query('select x from t')).toEqual([{ x: 1 }])
  })

  it('inserts a batch once however often it is sent', async () => {
    const { events } = await testStores()
    const line = JSON.stringify({
      brand: 'b',
      person: 1,
      occurred_at: '2026-03-01T00:00:00.000Z',
      received_at: '2026-03-01T00:00:00.000Z',
      event: 'e',
      carrier: 'c',
      batch: '18446744073709551615',
      n: 1,
    })
    for (let i = 0; i < 3; i++) await events.insert('events', `${line}\n`, { token: 'batch-1' })
    expect(await events.query('select batch, occurred_at from events')).toEqual([
      { batch: '18446744073709551615', occurred_at: '2026-03-01T00:00:00.000Z' },
    ])
    await expect(events.insert('events', '{"nonsense": ', { token: 'x' })).rejects.toThrow()
  })
})

describe('crypto', () => {
  const secret = Buffer.alloc(32, 1)
  it('opens what it sealed, only for the same owner, only unchanged', () => {
    const sealed = seal(secret, '密', 'car_1')
    expect(open(secret, sealed, 'car_1')).toBe('密')
    expect(seal(secret, '密', 'car_1').equals(sealed)).toBe(false)
    expect(() => open(secret, sealed, 'car_2')).toThrow()
    expect(() => open(Buffer.alloc(32, 2), sealed, 'car_1')).toThrow()
    sealed[sealed.length - 1]! ^= 1
    expect(() => open(secret, sealed, 'car_1')).toThrow()
  })

  it('compares texts, hashes phones by the brand’s salt, and makes tokens WeChat takes', () => {
    expect([safeEqual('a', 'a'), safeEqual('a', 'b'), safeEqual('a', 'aa')]).toEqual([true, false, false])
    expect(phoneHash(Buffer.from('a'), '+8613800000000')).not.toBe(phoneHash(Buffer.from('b'), '+8613800000000'))
    expect(newCallbackToken()).toMatch(/^[0-9A-Za-z]{32}$/)
  })
})

it('makes ids that sort by time and never meet', () => {
  const ids = Array.from({ length: 2000 }, () => newId('car'))
  expect(ids[0]).toMatch(/^car_[0-9a-z]{26}$/)
  expect(new Set(ids).size).toBe(2000)
  expect([...ids].sort()).toEqual(ids)
})

describe('the log', () => {
  it('keeps secrets out, wherever they stand', () => {
    const lines: string[] = []
    const log = createLog({ level: 'info' }, { write: line => void lines.push(line) })
    log.info({ appSecret: 'S1', carrier: { encodingAesKey: 'S2', deep: { token: 'S3' } } }, 'GET /x?access_token=S4&y=1')
    log.error({ err: new Error('postgres://u:S5@h/d refused; key sk_S6aaaaaaaaaaaaaaaaaaaaaaaa') }, 'x')
    for (const secret of ['S1', 'S2', 'S3', 'S4', 'S5', 'S6']) expect(lines.join('')).not.toContain(secret)
    expect(scrub('a?secret=x&b=1')).toBe('a?secret=[secret]&b=1')
  })
})

it('lets a burst through, then one at a time, each key for itself', () => {
  const clock = movableClock()
  const limiter = createLimiter({ burst: 2, perSecond: 0.5, clock })
  expect([limiter.take('a'), limiter.take('a'), limiter.take('a'), limiter.take('b')]).toEqual([0, 0, 2, 0])
  clock.advance(2000)
  expect([limiter.take('a'), limiter.take('a')]).toEqual([0, 2])
  limiter.reset('a')
  expect(limiter.take('a')).toBe(0)
})
