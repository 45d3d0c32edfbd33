/** Segment's alias: what a person was known by before is theirs, by the same rules as every other id. */
import { beforeAll, expect, it } from 'vitest'
import { createContext } from '../../context.ts'
import { createLog } from '../../infra/log.ts'
import { testIntake } from '../../testing/intake.ts'
import { resolveLinks } from './resolve.ts'
import { reverseMerge } from './reverse-merge.ts'

let intake: Awaited<ReturnType<typeof testIntake>>
beforeAll(async () => {
  intake = await testIntake()
})

async function brand() {
  const { db, events, clock } = intake
  const id = await intake.brand()
  const authorization = `Bearer ${await intake.key(id)}`
  const send = async (type: string, body: object) => {
    expect((await intake.post(`/v1/${type}`, body, { authorization })).body).toMatchObject({ success: true })
    await intake.worker.drain()
  }
  const identities = async () => {
    const rows = await db.query<{ id: string; person: number }>(
      "select kind || ':' || value as id, person from identities where brand_id = :id order by 1",
      { id },
    )
    return Object.fromEntries(rows.map(row => [row.id, row.person]))
  }
  const conflicts = () => db.query('select kind, subject from identity_conflicts where brand_id = :id', { id })
  const merges = () =>
    db.query<{ id: string; reason: string }>('select id, reason from person_merges where brand_id = :id and undone_at is null', { id })
  const ctx = createContext({ brandId: id, actor: { kind: 'system', id: 'test' }, clock, db, events, log: createLog({ level: 'silent' }) })
  return { id, send, identities, conflicts, merges, ctx }
}

const wechat = (unionid: string) => ({ wechat: { appId: 'mp', openid: `o-${unionid}`, unionid } })

it('gives a device’s events to the user that it turned out to be, and takes it back', async () => {
  const s = await brand()
  await s.send('track', { event: 'web.look', anonymousId: 'dev', messageId: '1' })
  await s.send('track', { event: 'web.buy', userId: 'lin', messageId: '2' })
  expect(await s.identities()).toEqual({ 'anonymous:dev': 1, 'external:lin': 2 })
  await s.send('alias', { previousId: 'dev', userId: 'lin', anonymousId: 'dev', messageId: '3' })
  expect(await s.identities()).toEqual({ 'anonymous:dev': 1, 'external:lin': 1 })
  const [merge] = await s.merges()
  expect(merge!.reason).toBe('alias')

  await reverseMerge(s.ctx, merge!.id)
  expect(await s.identities()).toEqual({ 'anonymous:dev': 1, 'external:lin': 2 })
  await s.send('alias', { previousId: 'dev', userId: 'lin', messageId: '4' })
  expect(await s.identities(), 'what an operator cut stays cut').toMatchObject({ 'anonymous:dev': 1, 'external:lin': 2 })
  const events = await intake.events.query('select event, person from events where brand = {brand:String} order by received_at, event', {
    brand: s.id,
  })
  expect(events).toEqual([
    { event: 'web.look', person: 1 },
    { event: 'web.buy', person: 2 },
    { event: 'user.alias', person: 2 },
    { event: 'user.alias', person: 2 },
  ])
})

it('joins an old customer number to the new one, also when the alias comes first', async () => {
  const s = await brand()
  await s.send('alias', { previousId: 'old', userId: 'new' })
  await s.send('track', { event: 'a.b', userId: 'old', context: wechat('U1') })
  await s.send('track', { event: 'a.b', userId: 'new' })
  expect(await s.identities()).toEqual({
    'anonymous:old': 1,
    'external:new': 1,
    'external:old': 1,
    'openid:o-U1': 1,
    'unionid:U1': 1,
  })
})

it('joins nothing that would put two unionids into one person, and lists it', async () => {
  const s = await brand()
  await s.send('track', { event: 'a.b', userId: 'a', context: wechat('U1') })
  await s.send('track', { event: 'a.b', userId: 'b', context: wechat('U2') })
  await s.send('alias', { previousId: 'a', userId: 'b' })
  expect(await s.identities()).toMatchObject({ 'external:a': 1, 'unionid:U1': 1, 'external:b': 2, 'unionid:U2': 2 })
  expect(await s.conflicts()).toEqual([{ kind: 'shared_alias', subject: 'e:a' }])
})

it('lets a lent device follow the first user it was given to and no other', () => {
  const given = [
    { a: 'd:phone', b: 'e:lin', ms: 2, seq: 0 },
    { a: 'd:phone', b: 'e:wu', ms: 1, seq: 0 },
  ]
  expect(resolveLinks(['d:phone', 'e:lin', 'e:wu'], given)).toEqual({ clusters: [['d:phone', 'e:wu'], ['e:lin']], conflicts: [] })
})

it('tears no customer number off its person because of a chain of aliases', () => {
  const seen = [
    { a: 'o:mp:1', b: 'u:U1', ms: 1, seq: 0 },
    { a: 'o:mp:2', b: 'u:U2', ms: 1, seq: 0 },
    { a: 'o:mp:1', b: 'e:a', ms: 1, seq: 0 },
    { a: 'o:mp:2', b: 'e:b', ms: 1, seq: 0 },
    { a: 'e:a', b: 'e:c', ms: 2, seq: 0 },
    { a: 'e:c', b: 'e:b', ms: 3, seq: 0 },
  ]
  const { clusters, conflicts } = resolveLinks(new Set(seen.flatMap(link => [link.a, link.b])), seen)
  expect(clusters).toEqual([['e:a', 'o:mp:1', 'u:U1'], ['e:b', 'o:mp:2', 'u:U2'], ['e:c']])
  expect(conflicts).toEqual([{ type: 'alias_chain', key: 'e:a', phones: ['e:a', 'e:c'], unionids: ['u:U1', 'u:U2'] }])
})
