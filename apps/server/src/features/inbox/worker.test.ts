import { beforeAll, describe, expect, it } from 'vitest'
import { createContext } from '../../context.ts'
import { createLog } from '../../infra/log.ts'
import { testIntake } from '../../testing/intake.ts'
import { packLines } from './lines.ts'
import { listParked, replayParked } from './park.ts'
import { SeenKeys } from './seen-keys.ts'

describe('the worker', () => {
  let intake: Awaited<ReturnType<typeof testIntake>>
  beforeAll(async () => {
    intake = await testIntake()
  })

  const line = (brand: string, key: string, e: object = { event: 'a.b', userId: 'u1' }) =>
    JSON.stringify({ k: 'sdk', b: brand, r: Date.now(), at: Date.now(), t: 'track', key, e })
  const put = (partition: number, lines: string[]) => {
    const { items, packed, body } = packLines(partition, lines)
    return intake.db.query(
      'insert into inbox (partition, items, received_at, packed, body) values (:partition, :items, now(), :packed, :body)',
      { partition, items, packed, body },
    )
  }
  const context = (brandId: string) =>
    createContext({
      brandId,
      actor: { kind: 'system', id: 'test' },
      clock: intake.clock,
      db: intake.db,
      events: intake.events,
      log: createLog({ level: 'silent' }),
    })

  it('parks a line that is no event, takes the others, and replays it when asked', async () => {
    const brand = await intake.brand()
    await put(0, [line(brand, 'k1'), `{"k":"cb","b":"${brand}","c":"x","r":1,"key":"k2","x":"<broken"`, line(brand, 'k3')])
    await intake.worker.drain()
    expect((await intake.stored(brand)).length).toBe(2)
    const parked = await listParked(context(brand))
    expect(parked).toMatchObject([{ items: 1, replayed_at: null }])
    await replayParked(context(brand), parked[0]!.id)
    await expect(replayParked(context(brand), parked[0]!.id)).rejects.toThrow('replayed before')
    await intake.worker.drain()
    expect((await listParked(context(brand))).length).toBe(2)
  })

  it('parks an event of a moment that the store would keep as another one', async () => {
    const brand = await intake.brand()
    const at = (moment: string) => line(brand, `m${moment}`).replace(/"at":\d+/, `"at":${moment}`)
    await put(1, [at('"nonsense"'), at('-1'), at('0'), at('5662223999999'), at('5662224000000')])
    await intake.worker.drain()
    expect((await intake.stored(brand)).map(row => row.occurred_at)).toEqual(['1970-01-01T00:00:00.000Z', '2149-06-05T23:59:59.999Z'])
    expect(await listParked(context(brand))).toMatchObject([{ items: 3, error: 'An event cannot have happened at nonsense ms.' }])
  })

  it('takes no more of large events at once than fits into memory', async () => {
    const brand = await intake.brand()
    const rounds = async () => Number((await intake.db.one<{ n: number }>('select rounds as n from inbox_partitions where id = 1'))!.n)
    const before = await rounds()
    for (let i = 0; i < 3; i++) {
      const body = Buffer.from(line(brand, `large${i}`, { event: 'a.b', userId: 'u1', context: { filler: 'x'.repeat(9 << 20) } }))
      await intake.db.query('insert into inbox (partition, items, received_at, packed, body) values (1, 1, now(), false, :body)', { body })
    }
    await intake.worker.drain()
    expect((await rounds()) - before).toBe(2)
    expect((await intake.stored(brand)).length).toBe(3)
  })

  it('finds the one batch at fault and goes on with the rest', async () => {
    const brand = await intake.brand()
    for (let i = 0; i < 7; i++) await put(i % 4, [line(brand, `g${i}`)])
    await put(1, [line(brand, 'bad')])
    await intake.db.query("update inbox set packed = true, body = 'no deflated text' where id = (select max(id) from inbox)")
    await put(2, [line(brand, 'g8')])
    await intake.worker.drain()
    expect((await intake.stored(brand)).length).toBe(8)
    expect(await intake.db.query('select 1 from inbox')).toEqual([])
    const parked = await intake.db.query<{ id: number; brand_id: null; body: Buffer }>(
      'select id, brand_id, body from inbox_parked where brand_id is null',
    )
    expect(parked.map(batch => batch.body.toString())).toEqual(['no deflated text'])
  })

  it('replays a batch that was parked after its events were stored without storing them twice', async () => {
    const brand = await intake.brand()
    // What follows the event store fails for this brand only, until the cause is gone.
    await intake.db.query(`alter table tails add constraint broken check (brand_id <> '${brand}')`)
    await put(1, [line(brand, 'p1'), line(brand, 'p2').replace('"key":"p2",', '')])
    await intake.worker.drain()
    const failing = await listParked(context(brand))
    expect(failing).toMatchObject([{ items: 2, replayed_at: null }])
    await replayParked(context(brand), failing[0]!.id)
    await intake.worker.drain()
    expect(await listParked(context(brand)), 'it failed again and waits again').toMatchObject([{ id: failing[0]!.id, replayed_at: null }])
    await intake.db.query('alter table tails drop constraint broken')
    await replayParked(context(brand), failing[0]!.id)
    await intake.worker.drain()
    expect((await intake.stored(brand)).length).toBe(2)
    const [days] = await intake.events.query<{ total: string }>('select sum(n) as total from person_days where brand = {brand:String}', {
      brand,
    })
    expect(days!.total).toBe('2')
    expect(await intake.db.query('select 1 from inbox')).toEqual([])
  })

  it('looks a lost round up before sending it again, and repairs the roll-ups', async () => {
    const brand = await intake.brand()
    await put(3, [line(brand, 'l1'), line(brand, 'l2')])
    const [{ id }] = (await intake.db.query<{ id: number }>('select id from inbox')) as [{ id: number }]
    // As a worker leaves it that died between the event store and its own commit: one of two events is there, no roll-up of it right.
    const rounds = await intake.db.query<{ id: number; rounds: number }>('select id, rounds from inbox_partitions')
    for (const p of rounds)
      await intake.db.query(
        'insert into inbox_intents (partition, round, batches) values (:id, :round, :batches) on conflict (partition) do update set round = excluded.round, batches = excluded.batches',
        { id: p.id, round: p.rounds + 1, batches: [id] },
      )
    const at = new Date().toISOString()
    await intake.events.insert(
      'events',
      `${JSON.stringify({ brand, person: 1, occurred_at: at, event: 'a.b', carrier: 'other', batch: id, n: 0, received_at: at })}\n`,
      { token: 'lost' },
    )
    await intake.events.command('delete from person_days where brand = {brand:String}', { brand }, { lightweight_deletes_sync: '2' })
    await intake.worker.drain()
    const [events] = await intake.events.query<{ total: string; d: string }>(
      'select count() as total, uniqExact(n) as d from events where brand = {brand:String}',
      { brand },
    )
    const [days] = await intake.events.query<{ total: string }>('select sum(n) as total from person_days where brand = {brand:String}', {
      brand,
    })
    expect([events!.total, events!.d, days!.total]).toEqual(['2', '2', '2'])
  })

  it('knows a repeat after another worker has taken over', async () => {
    const brand = await intake.brand()
    await put(0, [line(brand, 'same')])
    await intake.worker.drain()
    const { openWork } = await import('./intake.ts')
    const { db, events, accept, clock, secret } = intake
    const other = openWork({
      db,
      events,
      accept,
      clock,
      secret,
      log: createLog({ level: 'silent' }),
      wechat: () => Promise.reject(new Error('none')),
    })
    await put(0, [line(brand, 'same'), line(brand, 'new')])
    await other.worker.drain()
    await put(0, [line(brand, 'new')])
    await intake.worker.drain()
    expect((await intake.stored(brand)).length).toBe(2)
  })
})

describe('keys seen', () => {
  it('keeps a million in 20 MB and knows each', () => {
    const seen = new SeenKeys(7)
    for (let i = 0; i < 1_000_000; i++) seen.add(`brand|message-${i}`, 1_800_000_000_000)
    expect(seen.size).toBe(1_000_000)
    expect(seen.bytes).toBeLessThanOrEqual(20 << 20)
    expect(seen.add('brand|message-500000', 1_800_000_000_000)).toBe(false)
  })

  it('forgets after 72 hours', () => {
    const seen = new SeenKeys(7)
    const start = 1_800_000_000_000
    seen.add('old', start)
    seen.add('young', start + 60 * 3_600_000)
    seen.expire(start + 74 * 3_600_000)
    expect([seen.has('old'), seen.has('young')]).toEqual([false, true])
  })
})
