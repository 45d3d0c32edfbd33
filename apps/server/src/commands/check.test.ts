import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pack } from '@wematrix/checks'
import { video } from '@wematrix/checks/media/mp4-sample'
import { png, soft, stripes, withCodes } from '@wematrix/checks/media/picture-sample'
import { describe, expect, it } from 'vitest'
import { main } from '../cli.ts'
import { insertBrand } from '../features/brands/brands.ts'
import { systemClock } from '../infra/clock.ts'
import { testStores } from '../testing/stores.ts'
import type { Io } from './io.ts'

const folder = mkdtempSync(join(tmpdir(), 'wm-check-'))
const file = (name: string, content: string | Buffer) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function check(argv: string[], input = '', more: Partial<Io> = {}) {
  let [out, err] = ['', '']
  const io: Io = {
    out: text => {
      out += text
    },
    err: text => {
      err += text
    },
    env: {},
    input: async () => input,
    signal: new AbortController().signal,
    ...more,
  }
  const code = await main(['check', ...argv], io)
  const lines = () => out.split('\n').flatMap(line => (line === '' ? [] : [JSON.parse(line) as Line]))
  return { code, out, err, lines }
}
type Line = {
  id?: unknown
  line?: number
  error?: string
  verdict?: string
  findings?: { rule: string; start: number; end: number; quote: string; reason: string; rewrite: string; path?: string }[]
}

/** A pack of one rule of words, so that these tests do not depend on what the engine understands. */
const pack = (severity: 'block' | 'warn', from = '2026-01-01'): Pack => ({
  id: 'shop',
  version: '1',
  name: { zh: '门店', en: 'Shop' },
  from,
  rules: [
    {
      id: 'SHOP-WORD-01',
      family: 'brand',
      name: { zh: '禁词', en: 'Word' },
      check: ['text'],
      severity,
      forbids: { zh: '不许说', en: 'Do not say it' },
      penalty: { zh: '无', en: 'None' },
      rewrite: { zh: '换一个词', en: 'Say something else' },
      source: 'BRAND',
      grade: 'D',
      from,
      words: { words: ['神器'] },
    },
  ],
})
const packFile = (severity: 'block' | 'warn', from?: string) =>
  file(`pack-${severity}-${from ?? ''}.json`, JSON.stringify(pack(severity, from)))
const line = (id: unknown, text: string, more: object = {}) => JSON.stringify({ id, carrier: 'oa', surface: 'article_body', text, ...more })

describe('wematrix check', () => {
  it('answers every line in its place, with spans in UTF-16 units, and exits by the worst', async () => {
    const input = `\uFEFF${[line(1, '普通推文'), line('b', '😀养生神器'), '', line(3, '普通推文')].join('\r\n')}`
    const { code, lines, err } = await check(['--input', '-', '--pack', packFile('block')], input)
    expect([code, err]).toEqual([1, ''])
    expect(lines().map(({ id, verdict }) => [id, verdict])).toEqual([
      [1, 'pass'],
      ['b', 'block'],
      [3, 'pass'],
    ])
    const finding = { rule: 'SHOP-WORD-01', severity: 'block', start: 4, end: 6, quote: '神器', reason: '不许说', rewrite: '换一个词' }
    expect(lines()[1]!.findings).toEqual([finding])
  })

  it('says what is wrong with a line in its place and on standard error, reads on, and exits with 2', async () => {
    const input = [
      'no json',
      line('x', 'a', { carrier: 'tv' }),
      JSON.stringify({ id: 'd', kind: 'menu', draft: { buttons: 'none' } }),
      '[]',
      line({ a: 1 }, 'a'),
      line('last', '养生神器'),
    ].join('\n')
    const { code, lines, err } = await check(['--input', '-', '--pack', packFile('block')], input)
    expect(code).toBe(2)
    expect(lines().map(({ id, line, error, verdict }) => [id, line, error === undefined, verdict])).toEqual([
      [undefined, 1, false, undefined],
      ['x', 2, false, undefined],
      ['d', 3, false, undefined],
      [undefined, 4, false, undefined],
      [undefined, 5, false, undefined],
      ['last', undefined, true, 'block'],
    ])
    expect(lines()[1]!.error).toContain('give one of mp, oa, ch, h5, cross')
    expect(err.split('\n').filter(Boolean)).toHaveLength(5)
    const bytes = Buffer.concat([Buffer.from(line(1, 'a')), Buffer.from([0x0a, 0xff, 0xfe, 0x0a])])
    expect((await check(['--input', file('latin.ndjson', bytes)])).lines()[1]).toMatchObject({
      line: 2,
      error: expect.stringContaining('UTF-8'),
    })
  })

  it('warns without failing, unless it is strict; speaks English when asked; reads by the rules of a day', async () => {
    const input = line(1, '养生神器')
    const warn = ['--input', '-', '--pack', packFile('warn')]
    expect((await check(warn, input)).code).toBe(0)
    expect((await check([...warn, '--strict'], input)).code).toBe(1)
    expect((await check([...warn, '--language', 'en'], input)).lines()[0]!.findings).toMatchObject([{ reason: 'Do not say it' }])
    const later = ['--input', '-', '--pack', packFile('block', '2099-01-01')]
    const today = await check(later, input)
    expect([today.code, today.err]).toEqual([0, expect.stringContaining('--day 2099-01-01')])
    expect((await check([...later, '--day', '2099-01-02'], input)).code).toBe(1)
  })

  it('reads a draft by its kind, and names the field of each finding', async () => {
    const { lines } = await check(['--input', '-'], JSON.stringify({ id: 1, kind: 'menu', draft: { buttons: [{ name: '点单' }] } }))
    expect(lines()[0]!.findings!.map(({ path }) => path)).toContain('/buttons/0/target')
  })

  it('reads a whole text for people, with line and column', async () => {
    const text = file('a.txt', '第一行\n这是神器\n')
    const argv = ['--input', text, '--format', 'text', '--pack', packFile('block')]
    const { code, out } = await check([...argv, '--carrier', 'oa', '--surface', 'article_body'])
    expect(code).toBe(1)
    expect(out).toBe('block\n2:3 block SHOP-WORD-01 “神器”\n  不许说\n  → 换一个词\n')
    expect((await check(argv)).code).toBe(2)
  })

  it('holds one line at a time: it asks for no more before what it gave out is taken', async () => {
    let [given, open] = [0, 0]
    async function* chunks() {
      for (; given < 50; given++) yield Buffer.from(`${line(given, '普通推文')}\n`)
    }
    const ahead: number[] = []
    const taken = async () => {
      open++
      ahead.push(given - open)
      return true
    }
    expect((await check(['--input', '-'], '', { chunks, taken })).code).toBe(0)
    expect(Math.max(...ahead)).toBeLessThanOrEqual(1)
    expect(open).toBe(50)
    given = 0
    expect((await check(['--input', '-'], '', { chunks, taken: async () => false })).lines()).toHaveLength(1)
  })

  it('is told what it does not understand', async () => {
    for (const argv of [
      [],
      ['--input', join(folder, 'none')],
      ['--input', '-', '--format', 'xml'],
      ['--input', '-', '--carrier', 'tv'],
      ['--input', '-', '--day', 'today'],
      ['--input', '-', '--pack', file('bad.json', '{}')],
    ])
      expect((await check(argv, line(1, 'a'))).code, argv.join(' ')).toBe(2)
    const help = await check(['--help'])
    expect([help.code, help.out]).toEqual([0, expect.stringContaining('EXIT STATUS')])
  })

  it('looks into pictures and videos: one answer a file, in their order, and the same exit codes', async () => {
    const good = file('good.png', png(520, 416, stripes))
    const files = [good, file('pay.png', withCodes(['wxp://f2f0abc'])), file('soft.png', png(520, 416, soft))]
    const { code, lines, err } = await check(['--media', ...files, '--surface', 'library_image', '--carrier', 'oa', '--language', 'en'])
    expect([code, err]).toEqual([1, ''])
    expect(lines().map(({ id, verdict, findings }) => [id, verdict, findings!.map(({ rule }) => rule)])).toEqual([
      [files[0], 'pass', []],
      [files[1], 'block', ['WX-TRADE-01']],
      [files[2], 'warn', ['CRAFT-PICTURE-01']],
    ])
    expect(lines()[1]).toMatchObject({ image: { codes: [{ kind: 'private_payment' }] }, findings: [{ quote: 'wxp://f2f0abc' }] })
    expect((await check(['--media', files[2]!, '--surface', 'library_image'])).code).toBe(0)
    const film = file('film.mp4', video({ seconds: 22, width: 1080, height: 1920, cuts: [0, 2] }))
    expect((await check(['--media', film, '--surface', 'channels_video'])).lines()).toMatchObject([
      { verdict: 'pass', video: { seconds: 22 } },
    ])
    const broken = file('cut.png', png(520, 416, stripes).subarray(0, 20))
    const text = await check(['--media', broken, '--surface', 'library_image', '--format', 'text'])
    expect(text.out).toMatch(/^.*cut\.png: warn\nwarn CRAFT-PICTURE-01\n/)
  })

  it('says which files are none, and which flags do not go together', async () => {
    const good = file('good.png', png(520, 416, stripes))
    const { code, lines, err } = await check([
      '--media',
      file('a.txt', 'text'),
      join(folder, 'none.png'),
      good,
      '--surface',
      'library_image',
    ])
    expect([code, lines().map(({ error }) => error === undefined)]).toEqual([2, [false, false, true]])
    expect(err).toMatch(/a\.txt: this is neither a picture/)
    expect((await check(['--media', good, '--surface', 'channels_video'])).lines()[0]!.error).toContain('this is a picture')
    for (const argv of [
      ['--media', good],
      ['--media', good, '--surface', 'article_body'],
      ['--media', good, '--input', '-', '--surface', 'poster'],
    ])
      expect((await check(argv)).code, argv.join(' ')).toBe(2)
  })

  it('reads with the words of a brand, and finds only the brands of this installation', async () => {
    const stores = await testStores()
    const env = { DATABASE_URL: stores.databaseUrl, CLICKHOUSE_URL: stores.clickhouseUrl, WEMATRIX_SECRET: 'a'.repeat(64) }
    const user = { id: 'usr_1', email: 'a@example.com', hash: 'x' }
    await stores.db.query("insert into users (id, email, name, password_hash) values (:id, :email, '', :hash)", user)
    const { id } = await insertBrand({ db: stores.db, clock: systemClock }, user.id, { name: 'Tea' })
    const words = JSON.stringify({ name: '禁词', words: ['神器'], severity: 'block', reason: '品牌手册' })
    await stores.db.query(
      "insert into check_brand_rules (brand_id, id, rule, by, at) values (:id, 'BRAND-1', :words::jsonb, 'user:usr_1', now())",
      { id, words },
    )
    const read = (brand: string) => check(['--input', '-', '--brand', brand], line(1, '养生神器'), { env })
    expect((await read(id)).lines()).toMatchObject([{ verdict: 'block', findings: [{ rule: 'BRAND-1' }] }])
    expect((await read('brd_none')).code).toBe(2)
  })
})
