/** Several workers over one inbox, and what a dead one left running. */
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, expect, it } from 'vitest'
import { createContext } from '../../context.ts'
import { createLog } from '../../infra/log.ts'
import { testIntake } from '../../testing/intake.ts'
import { mendEdges } from '../events/mend-edges.ts'
import { moveEvents } from '../events/move-events.ts'
import { alone } from '../events/turns.ts'
import { reverseMerge } from '../identity/reverse-merge.ts'
import { openWork } from './intake.ts'
import { packLines } from './lines.ts'
import type { Worker } from './worker.ts'

let intake: Awaited<ReturnType<typeof testIntake>>
beforeAll(async () => {
  intake = await testIntake()
})

const t0 = Date.UTC(2026, 2, 1)

function line(brand: string, key: string, e: object, at = t0): string {
  return JSON.stringify({ k: 'sdk', b: brand, r: Date.now(), at, t: 'track', key, s: 1, e })
}

async function put(partition: number, lines: string[], id?: number): Promise<void> {
  const columns = packLines(partition, lines)
  const [names, values] = id === undefined ? ['', ''] : ['id, ', ':id, ']
  await intake.db.query(
    `insert into inbox (${names}partition, items, received_at, packed, body) overriding system value
     values (${values}:partition, :items, now(), :packed, :body)`,
    id === undefined ? columns : { ...columns, id },
  )
}

function another(share: number): Worker {
  const { db, events, accept, clock, secret } = intake
  const wechat = () => Promise.reject(new Error('no WeChat here'))
  return openWork({ db, events, accept, clock, secret, wechat, share, log: createLog({ level: 'silent' }) }).worker
}

const empty = async () => (await intake.db.one<{ n: number }>('select count(*)::int as n from inbox'))!.n === 0

const arrivals = (brand: string) =>
  intake.events.query(
    `select person, toString(arrived_at) as at, batch, n, source, target, entry, basis, gap_s, joined from edges final
     where brand = {brand:String} and live = 1 order by batch, n, person`,
    { brand },
  )

it('keeps every event once and the arrivals as they are worked out anew, with three workers at four partitions', async () => {
  const brand = await intake.brand()
  const apps: { [carrier: string]: string } = {}
  for (const kind of ['official_account', 'mini_program']) {
    apps[kind] = `wx000000000000${kind.slice(0, 2)}`
    await intake.carrier(brand, { kind, appId: apps[kind] })
  }
  let seed = 11
  const random = (n: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % n
  }
  const workers = [another(2), another(2), another(1)]
  for (const worker of workers) worker.start()
  let sent = 0
  for (let wave = 0; wave < 12; wave++) {
    for (let partition = 0; partition < 4; partition++) {
      const lines = Array.from({ length: 60 }, () => {
        const who = random(40)
        const kind = random(2) ? 'official_account' : 'mini_program'
        // A UnionID comes with every sixth event: two openids turn out to be one person, often late.
        const wechat = { appId: apps[kind], openid: `o${who}`, ...(random(6) === 0 ? { unionid: `u${who}` } : {}) }
        return line(brand, `m${sent++}`, { event: 'a.visit', context: { wechat } }, t0 + random(5 * 86_400_000))
      })
      await put(partition, lines)
    }
    await pause(40)
  }
  while (!(await empty())) await pause(100)
  await Promise.all(workers.map(worker => worker.stop()))
  await mendEdges(intake.db, intake.events, intake.clock)

  const [stored] = await intake.events.query<{ rows: string; different: string }>(
    'select count() as rows, uniqExact((batch, n)) as different from events where brand = {brand:String}',
    { brand },
  )
  expect(stored).toEqual({ rows: String(sent), different: String(sent) })
  const [days] = await intake.events.query<{ n: string }>('select sum(n) as n from person_days where brand = {brand:String}', { brand })
  expect(Number(days!.n)).toBe(sent)
  const merged = await intake.db.query('select 1 from person_merges where brand_id = :brand', { brand })
  expect(merged.length).toBeGreaterThan(10)
  const found = await arrivals(brand)
  expect(found.length).toBeGreaterThan(100)
  await intake.events.command('truncate table edges')
  await intake.db.query('insert into edges_dirty (brand_id, person) select brand_id, no from persons where brand_id = :brand', { brand })
  await mendEdges(intake.db, intake.events, intake.clock)
  expect(await arrivals(brand)).toEqual(found)
  expect(await intake.db.query('select id from inbox_parked')).toEqual([])
}, 120_000)

it('stores under the new person what it read while another process took a merge back and moved the events', async () => {
  const { db, events, clock } = intake
  const brand = await intake.brand()
  const wechat = { appId: 'wx0000000000000of', openid: 'of', unionid: 'uf' }
  const mini = { appId: 'wx0000000000000mi', openid: 'mi' }
  await put(0, [line(brand, 'c1', { event: 'a.b', context: { wechat } }), line(brand, 'c2', { event: 'a.b', context: { wechat: mini } })])
  await intake.worker.drain()
  await put(0, [line(brand, 'c3', { event: 'a.b', context: { wechat: { ...mini, unionid: 'uf' } } })])
  await intake.worker.drain()
  const merge = (await db.one<{ id: string; from_person: number }>('select id, from_person from person_merges where brand_id = :brand', {
    brand,
  }))!
  await put(0, [line(brand, 'c4', { event: 'a.b', context: { wechat: mini } })])
  const log = createLog({ level: 'silent' })
  const ctx = createContext({ brandId: brand, actor: { kind: 'system', id: 'test' }, clock, db, events, log })
  const waiters = "select 1 from pg_locks where locktype = 'advisory' and not granted"
  let round: Promise<number> | undefined
  await db.transaction(async tx => {
    await alone(tx)
    round = intake.worker.drain()
    while (!(await db.one(waiters))) await pause(10)
    await reverseMerge(ctx, merge.id)
    await moveEvents(tx, events)
  })
  await round
  const stored = await events.query<{ person: number; n: string }>(
    'select person, count() as n from events where brand = {brand:String} group by person order by person',
    { brand },
  )
  const apart = stored.find(row => row.person === merge.from_person)
  expect(stored.map(row => row.n).sort()).toEqual(['1', '3'])
  expect(apart?.n).toBe('3')
})

it('ends the insert that a dead worker left running, also when a late batch changes what comes next', async () => {
  const { db, events } = intake
  const brand = await intake.brand()
  const [{ id }] = (await db.query<{ id: number }>('select coalesce(max(id), 0)::int + 1000 as id from inbox')) as [{ id: number }]
  // As it stands when the worker was killed: its batch in the inbox, its intent written, its insert under way and held.
  await put(2, [line(brand, 'a1', { event: 'a.b', userId: 'u1' }), line(brand, 'a2', { event: 'a.b', userId: 'u2' })], id)
  await db.query(
    `insert into inbox_intents (partition, round, batches, mark) select id, rounds + 1, array[:id::bigint], 'round lost' from inbox_partitions
     on conflict (partition) do update set round = excluded.round, batches = excluded.batches, mark = excluded.mark`,
    { id },
  )
  let ended = false
  const held = events
    .command(
      `insert into events (brand, person, occurred_at, event, carrier, batch, n, received_at)
       select {brand:String}, 1, fromUnixTimestamp64Milli({at:Int64}), 'a.b', 'other', {id:UInt64}, number * 32, now64(3)
       from numbers(2) where sleepEachRow(5) = 0`,
      { brand, at: t0, id },
      {
        insert_deduplicate: 1,
        insert_deduplication_token: 'of the dead worker',
        log_comment: 'round lost',
        function_sleep_max_microseconds_per_block: '100000000',
      },
    )
    .catch(() => undefined)
    .finally(() => {
      ended = true
    })
  await pause(500)
  expect(ended).toBe(false)
  // A batch with a lower number is committed only now.
  await put(2, [line(brand, 'b1', { event: 'a.b', userId: 'u3' })], id - 1)
  await intake.worker.drain()
  await held
  const [stored] = await events.query(
    'select count() as rows, uniqExact((batch, n)) as different from events where brand = {brand:String}',
    {
      brand,
    },
  )
  expect(stored).toEqual({ rows: '3', different: '3' })
  const [days] = await events.query<{ n: string }>('select sum(n) as n from person_days where brand = {brand:String}', { brand })
  expect(days!.n).toBe('3')
}, 90_000)
