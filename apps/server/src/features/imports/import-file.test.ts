import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { testIntake } from '../../testing/intake.ts'
import { importFile } from './import-file.ts'
import { instantIn } from './instants.ts'
import { parseMapping } from './mapping.ts'

describe('times in files', () => {
  it.each([
    ['2026-03-01', 'Asia/Shanghai', '2026-02-28T16:00:00.000Z'],
    ['20260301', 'Asia/Shanghai', '2026-02-28T16:00:00.000Z'],
    ['2026-03-01 08:30:00', 'Asia/Shanghai', '2026-03-01T00:30:00.000Z'],
    ['2026-07-01 00:00', 'America/New_York', '2026-07-01T04:00:00.000Z'],
    ['2026-03-01T00:00:00+02:00', 'Asia/Shanghai', '2026-02-28T22:00:00.000Z'],
    ['1153699200', 'Asia/Shanghai', '2006-07-24T00:00:00.000Z'],
    ['1153699200123', 'Asia/Shanghai', '2006-07-24T00:00:00.123Z'],
  ])('reads %s in %s', (text, zone, instant) => expect(new Date(instantIn(text, zone, 'auto')!).toISOString()).toBe(instant))

  it.each(['2026-02-30', 'yesterday', '2026-13-01', '', '2026-03-01 25:00'])('refuses %j', text =>
    expect(instantIn(text, 'Asia/Shanghai', 'auto')).toBeUndefined(),
  )
})

describe('importing files', () => {
  let intake: Awaited<ReturnType<typeof testIntake>>
  const folder = mkdtempSync(join(tmpdir(), 'wm-import-'))
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  beforeAll(async () => {
    intake = await testIntake()
  })

  it('loads a purchase log by what its columns say, keeps the order of the file, and adds nothing a second time', async () => {
    const brandId = await intake.brand()
    const path = file('orders.csv', 'customer,date,value,coffee\n1,1997-01-01,29.33,yes\n1,1997-01-01,1.10,no\n2,1997-01-18,3,\n')
    const first = await importFile(intake, { brandId, file: path })
    expect(first).toMatchObject({ state: 'done', rows: 3, accepted: 3, rejected: 0 })
    expect(await importFile(intake, { brandId, file: path })).toMatchObject({ state: 'already', accepted: 3 })
    await intake.worker.drain()
    const events = await intake.stored(brandId)
    expect(events.map(e => [e.event, e.value_fen, e.props])).toEqual([
      ['order.pay', '2933', '{"coffee":"yes","value_fen":2933}'],
      ['order.pay', '110', '{"coffee":"no","value_fen":110}'],
      ['order.pay', '300', '{"value_fen":300}'],
    ])
    expect(new Set(events.map(e => e.person)).size).toBe(2)
  })

  it('reports bad rows by line with a reason and takes the others', async () => {
    const brandId = await intake.brand()
    const path = file(
      'log.csv',
      'person,event,ts,seq\nA,ER Registration,1413976541,0\n,CRP,1413976541,1\nA,CRP,never,2\nA,CRP\nA,"Leucocytes, high",1413977220,3\n',
    )
    const result = await importFile(intake, { brandId, file: path })
    expect(result.errors.map(e => [e.line, e.reason])).toEqual([
      [3, 'no id of a person'],
      [4, '"never" is no time'],
      [5, '2 fields where the head has 4'],
    ])
    await intake.worker.drain()
    expect((await intake.stored(brandId)).map(e => e.event)).toEqual(['ER Registration', 'Leucocytes, high'])
  })

  it('reads NDJSON with a mapping and shows a dry run without writing', async () => {
    const brandId = await intake.brand()
    const path = file('x.ndjson', '{"who":"o1","at":"2026-03-01T00:00:00Z","what":"mp.page","sum":120}\nnonsense\n')
    const mapping = parseMapping('event=what,openid=who,time=at,value=sum,valueUnit=fen,appId:=wxapp')
    const dry = await importFile(intake, { brandId, file: path, mapping, dryRun: true })
    expect(dry).toMatchObject({ state: 'dry', accepted: 1, rejected: 1, errors: [{ line: 2, reason: 'the line is no JSON' }] })
    expect(dry.sample[0]!.value).toMatchObject({ event: 'mp.page', context: { wechat: { openid: 'o1', appId: 'wxapp' } } })
    await intake.worker.drain()
    expect(await intake.stored(brandId)).toEqual([])
  })

  const manyRows = (name: string) => {
    const rows = Array.from({ length: 12_000 }, (_, i) => `p${i % 300},e${i % 7},${1_700_000_000 + i}`)
    return file(name, `person,event,ts\n${rows.join('\n')}\n`)
  }
  const storedTimes = async (brandId: string) => {
    await intake.worker.drain()
    const [count] = await intake.events.query<{ n: string; d: string }>(
      'select count() as n, uniqExact(occurred_at) as d from events where brand = {brandId:String}',
      { brandId },
    )
    return count
  }

  it('goes on after being killed, with every row once', async () => {
    const brandId = await intake.brand()
    const path = manyRows('killed.csv')
    const progress = (_line: number, accepted: number) => {
      if (accepted >= 5000) throw new Error('killed')
    }
    await expect(importFile({ ...intake, progress }, { brandId, file: path })).rejects.toThrow('killed')
    expect(await importFile(intake, { brandId, file: path })).toMatchObject({ state: 'done', accepted: 12_000 })
    expect(await storedTimes(brandId)).toEqual({ n: '12000', d: '12000' })
  })

  it('notices that its last chunk was lost with PostgreSQL, and reads it again', async () => {
    const brandId = await intake.brand()
    const path = manyRows('lost.csv')
    // What PostgreSQL has after it died before the second chunk was on the disk.
    const progress = async (_line: number, accepted: number) => {
      if (accepted !== 10_000) return
      await intake.db.query('update imports set line = 5001, accepted = 5000 where brand_id = :brandId', { brandId })
      await intake.db.query('delete from inbox where id in (select id from inbox order by id desc limit :n)', { n: chunks })
    }
    const before = async () => (await intake.db.one<{ n: number }>('select count(*)::int as n from inbox'))!.n
    const first = await before()
    let chunks = 0
    const counted = async (line: number, accepted: number) => {
      if (accepted === 5000) chunks = (await before()) - first
      await progress(line, accepted)
    }
    await expect(importFile({ ...intake, progress: counted }, { brandId, file: path })).rejects.toThrow('no longer at line 10001')
    expect(await importFile(intake, { brandId, file: path })).toMatchObject({ state: 'done', accepted: 12_000 })
    expect(await storedTimes(brandId)).toEqual({ n: '12000', d: '12000' })
  })

  it('reads a file once that two start at the same time', async () => {
    const brandId = await intake.brand()
    const path = manyRows('twice.csv')
    const both = await Promise.allSettled([importFile(intake, { brandId, file: path }), importFile(intake, { brandId, file: path })])
    expect(both.some(one => one.status === 'fulfilled')).toBe(true)
    expect(await storedTimes(brandId)).toEqual({ n: '12000', d: '12000' })
  })
})
