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

  it('goes on after being killed, with every row once', async () => {
    const brandId = await intake.brand()
    const rows = Array.from({ length: 12_000 }, (_, i) => `p${i % 300},e${i % 7},${1_700_000_000 + i}`)
    const path = file('big.csv', `person,event,ts\n${rows.join('\n')}\n`)
    const killed = importFile(
      {
        ...intake,
        progress: (_line, accepted) => {
          if (accepted >= 5000) throw new Error('killed')
        },
      },
      { brandId, file: path },
    )
    await expect(killed).rejects.toThrow('killed')
    expect(await importFile(intake, { brandId, file: path })).toMatchObject({ state: 'done', accepted: 12_000 })
    await intake.worker.drain()
    const [count] = await intake.events.query<{ n: string; d: string }>(
      'select count() as n, uniqExact(occurred_at) as d from events where brand = {brandId:String}',
      { brandId },
    )
    expect(count).toEqual({ n: '12000', d: '12000' })
  })
})
