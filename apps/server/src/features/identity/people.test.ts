import { beforeAll, describe, expect, it } from 'vitest'
import { createContext } from '../../context.ts'
import { createLog } from '../../infra/log.ts'
import { testIntake } from '../../testing/intake.ts'
import { mendEdges } from '../events/mend-edges.ts'
import { moveEvents } from '../events/move-events.ts'
import { reverseMerge } from './reverse-merge.ts'
import { settle } from './settle.ts'

type Intake = Awaited<ReturnType<typeof testIntake>>

describe('people in the stores', () => {
  let intake: Intake
  const start = Date.now() - 40 * 86_400_000
  beforeAll(async () => {
    intake = await testIntake()
  })

  /** A brand with a Mini Program and an Official Account, and a hand to send it events `minute` by `minute`. */
  async function shop() {
    const brand = await intake.brand()
    const mp = await intake.carrier(brand, { kind: 'mini_program', appId: 'mp' })
    const oa = await intake.carrier(brand, { kind: 'official_account', appId: 'oa' })
    const key = await intake.key(brand, 'secret')
    let count = 0
    const send = async (
      minute: number,
      event: string,
      ids: { openid?: string; appId?: string; unionid?: string; userId?: string; phone?: string },
      properties: object = {},
    ) => {
      const { userId, phone, ...wechat } = ids
      const body = {
        event,
        messageId: `m${count++}`,
        timestamp: new Date(start + minute * 60_000).toISOString(),
        properties,
        ...(userId ? { userId } : {}),
        context: { wechat, ...(phone ? { traits: { phone, phoneVerified: true } } : {}) },
      }
      expect((await intake.post('/v1/track', body, { authorization: `Bearer ${key}` })).body).toMatchObject({ success: true })
    }
    const drain = () => intake.worker.drain()
    const persons = () =>
      intake.db.query<{ no: number; merged_into: number | null }>(
        'select no, merged_into from persons where brand_id = :brand order by no',
        { brand },
      )
    const identities = async () =>
      Object.fromEntries(
        (
          await intake.db.query<{ value: string; person: number }>(
            "select value, person from identities where brand_id = :brand and kind <> 'phone'",
            { brand },
          )
        ).map(r => [r.value, r.person]),
      )
    const edges = () =>
      intake.events.query<{ person: number; source: string; target: string; basis: string; gap_s: number; joined: number }>(
        'select person, source, target, basis, gap_s, joined from edges final where brand = {brand:String} and live = 1 order by arrived_at, batch, n',
        { brand },
      )
    const roots = () =>
      intake.events.query<{ from_person: number; into_person: number }>(
        'select from_person, into_person from person_merges final where brand = {brand:String} and undone = 0',
        { brand },
      )
    const ctx = () =>
      createContext({
        brandId: brand,
        actor: { kind: 'system', id: 'test' },
        clock: intake.clock,
        db: intake.db,
        events: intake.events,
        log: createLog({ level: 'silent' }),
      })
    return { brand, mp, oa, send, drain, persons, identities, edges, roots, ctx }
  }

  it('makes one person of two openids when their unionid arrives late, and mends the arrivals between', async () => {
    const s = await shop()
    await s.send(0, 'oa.message', { appId: 'oa', openid: 'b' })
    await s.send(10, 'mp.page', { appId: 'mp', openid: 'a' })
    await s.drain()
    expect(await s.edges()).toEqual([])
    await s.send(20, 'user.seen', { appId: 'oa', openid: 'b', unionid: 'U1' })
    await s.drain()
    await s.send(30, 'user.seen', { appId: 'mp', openid: 'a', unionid: 'U1' })
    await s.drain()
    expect(await s.identities()).toEqual({ a: 1, b: 1, U1: 1 })
    expect(await s.persons()).toEqual([
      { no: 1, merged_into: null },
      { no: 2, merged_into: 1 },
    ])
    expect(await s.roots()).toEqual([{ from_person: 2, into_person: 1 }])
    expect((await s.edges()).map(e => [e.source, e.target, e.basis, e.gap_s, e.joined])).toEqual([
      ['official_account', 'mini_program', 'inferred', 600, 1],
      ['mini_program', 'official_account', 'inferred', 600, 1],
      ['official_account', 'mini_program', 'inferred', 600, 1],
    ])
  })

  it('never joins two unionids by a shared phone, and separates what the phone had joined before', async () => {
    const s = await shop()
    await s.send(0, 'x.y', { appId: 'mp', openid: 'a', phone: '13800000000' })
    await s.send(1, 'x.y', { appId: 'oa', openid: 'b' })
    await s.drain()
    await s.send(2, 'x.y', { appId: 'oa', openid: 'b', phone: '13800000000' })
    await s.drain()
    expect((await s.identities()).b).toBe(1)
    await s.send(3, 'x.y', { appId: 'oa', openid: 'b' })
    await s.send(4, 'x.y', { appId: 'mp', openid: 'a', unionid: 'U1' })
    await s.send(5, 'x.y', { appId: 'oa', openid: 'b', unionid: 'U2' })
    await s.drain()
    expect(await s.identities()).toMatchObject({ a: 1, U1: 1, b: 2, U2: 2 })
    expect(await s.roots()).toEqual([])
    const events = await intake.events.query<{ person: number; identity: string }>(
      'select person, identity from events where brand = {brand:String} order by occurred_at',
      { brand: s.brand },
    )
    expect(events.map(e => [e.person, e.identity.slice(-1)])).toEqual([
      [1, 'a'],
      [2, 'b'],
      [2, 'b'],
      [2, 'b'],
      [1, 'a'],
      [2, 'b'],
    ])
    const conflicts = await intake.db.query<{ kind: string }>('select kind from identity_conflicts where brand_id = :brand', {
      brand: s.brand,
    })
    expect(conflicts).toEqual([{ kind: 'shared_phone' }])
    const days = await intake.events.query<{ n: string }>('select sum(n) as n from person_days where brand = {brand:String}', {
      brand: s.brand,
    })
    expect(days[0]!.n).toBe('6')
  })

  it('takes a merge back: each has their own again, events follow, and the same sighting does not join them anew', async () => {
    const s = await shop()
    await s.send(0, 'oa.message', { appId: 'oa', openid: 'b', unionid: 'U1' })
    await s.send(1, 'mp.page', { appId: 'mp', openid: 'a' })
    await s.drain()
    await s.send(2, 'mp.page', { appId: 'mp', openid: 'a', unionid: 'U1' })
    await s.drain()
    await s.send(3, 'mp.page', { appId: 'mp', openid: 'a' })
    await s.drain()
    expect((await s.identities()).a).toBe(1)
    const [merge] = await intake.db.query<{ id: string; reason: string }>('select id, reason from person_merges where brand_id = :brand', {
      brand: s.brand,
    })
    expect(merge!.reason).toBe('unionid')
    expect(await reverseMerge(s.ctx(), merge!.id)).toMatchObject({ person: 'per_2' })
    await s.send(4, 'mp.page', { appId: 'mp', openid: 'a', unionid: 'U1' })
    await s.drain()
    expect(await s.identities()).toEqual({ a: 2, b: 1, U1: 1 })
    const events = await intake.events.query<{ person: number }>(
      "select person from events where brand = {brand:String} and identity like '%:a'",
      { brand: s.brand },
    )
    expect(events.map(e => e.person)).toEqual([2, 2, 2, 2])
    expect(await s.edges()).toEqual([])
    await expect(reverseMerge(s.ctx(), merge!.id)).rejects.toThrow('taken back before')
  })

  it('writes arrivals at intake and mends them when an earlier fact comes in', async () => {
    const s = await shop()
    const lin = { unionid: 'U9' }
    await s.send(0, 'oa.message', { appId: 'oa', openid: 'l', ...lin })
    await s.send(
      60,
      'mp.launch',
      { appId: 'mp', openid: 'l', ...lin },
      { scene: 1035, path: 'pages/home', start: 'cold', referrerInfo: { appId: 'oa' } },
    )
    await s.send(120, 'channels.open', { appId: 'mp', openid: 'l', ...lin }, { what: 'profile', entry: 'mp-channels-entry' })
    await s.drain()
    const before = await s.edges()
    expect(before.map(e => [e.source, e.target, e.basis])).toEqual([
      ['official_account', 'mini_program', 'named'],
      ['mini_program', 'channels', 'named'],
    ])
    await s.send(30, 'mp.page', { appId: 'mp', openid: 'l', ...lin })
    await s.drain()
    expect((await s.edges()).map(e => [e.source, e.target, e.basis, e.gap_s])).toEqual([
      ['official_account', 'mini_program', 'inferred', 1800],
      ['official_account', 'mini_program', 'named', 1800],
      ['mini_program', 'channels', 'named', 3600],
    ])
  })

  it('knows the later touch of two who became one: by a late unionid, and by another process', async () => {
    const s = await shop()
    // The round that merges them warms nothing anew: both touches are in memory already.
    await s.send(0, 'mp.page', { appId: 'mp', openid: 'a', unionid: 'U1' })
    await s.send(10, 'oa.message', { appId: 'oa', openid: 'b', userId: 'B' })
    await s.drain()
    await s.send(11, 'x.y', { appId: 'elsewhere', openid: 'z', unionid: 'U1', userId: 'B' })
    await s.drain()
    expect((await s.edges()).map(e => [e.source, e.target])).toEqual([['mini_program', 'official_account']])
    await s.send(20, 'mp.page', { appId: 'mp', openid: 'a' })
    await s.drain()
    const found = [
      ['mini_program', 'official_account', 600],
      ['official_account', 'mini_program', 600],
    ]
    expect((await s.edges()).map(e => [e.source, e.target, e.gap_s])).toEqual(found)

    // Another process takes the merge back and moves the events: nothing of it passes through this worker's rounds.
    const [merge] = await intake.db.query<{ id: string }>('select id from person_merges where brand_id = :brand', { brand: s.brand })
    await reverseMerge(s.ctx(), merge!.id)
    await moveEvents(intake.db, intake.events)
    await mendEdges(intake.db, intake.events, intake.clock)
    expect(await s.edges()).toEqual([])
    await s.send(30, 'mp.page', { appId: 'mp', openid: 'a' })
    await s.send(40, 'mp.page', { appId: 'mp', openid: 'c' })
    await s.drain()
    expect(await s.edges()).toEqual([])
    // And so it is with those whom another process makes one.
    await settle({ db: intake.db, events: intake.events, now: () => intake.clock.now() }, s.brand, {
      nodes: new Map([
        ['o:oa:b', start + 50 * 60_000],
        ['u:U2', start + 50 * 60_000],
      ]),
      links: [{ a: 'o:oa:b', b: 'u:U2', ms: start + 50 * 60_000, seq: 1 }],
    })
    await settle({ db: intake.db, events: intake.events, now: () => intake.clock.now() }, s.brand, {
      nodes: new Map([
        ['o:mp:c', start + 50 * 60_000],
        ['u:U2', start + 50 * 60_000],
      ]),
      links: [{ a: 'o:mp:c', b: 'u:U2', ms: start + 50 * 60_000, seq: 2 }],
    })
    await mendEdges(intake.db, intake.events, intake.clock)
    await s.send(60, 'oa.message', { appId: 'oa', openid: 'b' })
    await s.drain()
    expect((await s.edges()).map(e => [e.source, e.target, e.gap_s])).toEqual([
      ['official_account', 'mini_program', 1800],
      ['mini_program', 'official_account', 1200],
    ])
  })

  it('makes thousands of new persons a round', async () => {
    const s = await shop()
    const key = await intake.key(s.brand, 'secret')
    const batch = Array.from({ length: 2500 }, (_, i) => ({
      type: 'track',
      event: 'e.v',
      context: { wechat: { appId: 'mp', openid: `n${i}`, unionid: `u${i % 2000}` } },
    }))
    await intake.post('/v1/batch', batch, { authorization: `Bearer ${key}` })
    await s.drain()
    expect(await s.persons()).toHaveLength(2000)
  })
})
