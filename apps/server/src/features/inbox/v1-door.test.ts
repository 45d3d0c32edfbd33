import { beforeAll, describe, expect, it } from 'vitest'
import { testIntake } from '../../testing/intake.ts'

type Intake = Awaited<ReturnType<typeof testIntake>>

describe('the /v1 door', () => {
  let intake: Intake
  let brand: string
  let key: string
  let auth: Record<string, string>

  beforeAll(async () => {
    intake = await testIntake()
    brand = await intake.brand()
    key = await intake.key(brand)
    auth = { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` }
  })

  it('keeps a track call and makes it an event of a person', async () => {
    const answer = await intake.post(
      '/v1/track',
      { userId: 'u1', event: 'service.book', properties: { service: 'tea', revenue: 12.34 }, messageId: 'a1' },
      auth,
    )
    expect(answer).toMatchObject({ status: 200, body: { success: true, accepted: 1 } })
    await intake.worker.drain()
    const [event] = await intake.stored(brand)
    expect(event).toMatchObject({
      event: 'service.book',
      person: 1,
      value_fen: '1234',
      props: '{"service":"tea","revenue":12.34}',
      carrier: 'other',
    })
  })

  it('drops a message that comes again within 72 hours', async () => {
    await intake.post('/v1/track', { userId: 'u1', event: 'service.book', messageId: 'a1' }, auth)
    await intake.post('/v1/track', { userId: 'u1', event: 'service.done', messageId: 'a2' }, auth)
    await intake.worker.drain()
    expect((await intake.stored(brand)).map(e => e.event)).toEqual(['service.book', 'service.done'])
  })

  it('takes the key as Bearer, as Basic user name and in the body', async () => {
    const call = { userId: 'u2', event: 'x.y' }
    expect((await intake.post('/v1/track', call, { authorization: `Bearer ${key}` })).status).toBe(200)
    expect((await intake.post('/v1/batch', { writeKey: key, batch: [{ type: 'track', ...call }] })).status).toBe(200)
    expect((await intake.post('/v1/batch', [{ type: 'track', ...call }], auth)).body).toMatchObject({ accepted: 1 })
    expect((await intake.post('/v1/track', call, { authorization: 'Bearer wk_wrong' })).status).toBe(401)
    expect((await intake.post('/v1/track', call)).status).toBe(401)
  })

  it('accepts 2,500 items with three bad ones and names those three', async () => {
    const batch: unknown[] = Array.from({ length: 2500 }, (_, i) => ({ type: 'track', userId: `p${i}`, event: 'e.v' }))
    batch[7] = { type: 'track', userId: 'p7' }
    batch[99] = { type: 'nonsense', userId: 'p' }
    batch[2499] = { type: 'track', event: 'e.v' }
    const answer = await intake.post('/v1/batch', { batch }, auth)
    expect(answer.body).toMatchObject({ success: false, accepted: 2497 })
    expect((answer.body.errors as { index: number; code: string }[]).map(e => [e.index, e.code])).toEqual([
      [7, 'missing_event'],
      [99, 'bad_type'],
      [2499, 'missing_identity'],
    ])
    const strict = await intake.post('/v1/batch?strict=1', { batch }, auth)
    expect(strict).toMatchObject({ status: 400, body: { accepted: 0 } })
    expect((await intake.post('/v1/batch', { batch: [...batch, {}] }, auth)).body).toMatchObject({ errors: [{ code: 'too_many_items' }] })
  })

  it.each([
    ['not JSON', '{"userId":', { code: 'invalid_json', status: 400 }],
    ['invalid UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), { code: 'invalid_utf8', status: 400 }],
    ['ancient', { userId: 'u', event: 'e', timestamp: '1999-01-01T00:00:00Z' }, { code: 'timestamp_too_old', status: 400 }],
    ['future', { userId: 'u', event: 'e', timestamp: '2999-01-01T00:00:00Z' }, { code: 'timestamp_in_future', status: 400 }],
    ['33 KB', { userId: 'u', event: 'e', properties: { x: 'y'.repeat(33_000) } }, { code: 'too_large', status: 413 }],
  ])('refuses what is %s with its reason', async (_name, body, { code, status }) => {
    const answer = await intake.post('/v1/track', body, auth)
    expect(answer.status).toBe(status)
    expect(answer.body).toMatchObject({ errors: [{ code }] })
  })

  it('counts every refusal by reason', async () => {
    await intake.refusals.save()
    const rows = await intake.db.query<{ reason: string; n: number }>(
      'select reason, sum(n)::int as n from drop_counts where brand_id = :brand group by reason',
      { brand },
    )
    expect(Object.fromEntries(rows.map(r => [r.reason, r.n]))).toMatchObject({
      timestamp_too_old: 1,
      missing_event: 2,
      repeat: 1,
      invalid_json: 1,
    })
  })

  it('corrects the clock of a device by the moment of sending', async () => {
    const own = await intake.brand()
    const ownKey = await intake.key(own)
    const wrong = (ms: number) => new Date(Date.now() - 7_200_000 + ms).toISOString()
    const before = Date.now()
    await intake.post(
      '/v1/track',
      { userId: 'u', event: 'e.v', timestamp: wrong(-60_000), sentAt: wrong(0) },
      { authorization: `Bearer ${ownKey}` },
    )
    const after = Date.now()
    await intake.worker.drain()
    const [event] = await intake.stored(own)
    // Two readings of the device's clock, and seconds in the store.
    expect(Date.parse(event!.occurred_at)).toBeGreaterThanOrEqual(before - 62_000)
    expect(Date.parse(event!.occurred_at)).toBeLessThanOrEqual(after - 59_000)
  })

  it('sees a revoked key within five seconds', async () => {
    const other = await intake.key(brand)
    const headers = { authorization: `Bearer ${other}` }
    expect((await intake.post('/v1/track', { userId: 'u', event: 'e' }, headers)).status).toBe(200)
    await intake.db.query(
      "update api_keys set revoked_at = now() where prefix = :prefix and carrier_id is null and name = 'write' and key_hash = (select key_hash from api_keys order by created_at desc limit 1)",
      { prefix: other.slice(0, 8) },
    )
    await expect
      .poll(async () => (await intake.post('/v1/track', { userId: 'u', event: 'e' }, headers)).status, { timeout: 30_000, interval: 500 })
      .toBe(401)
  })
})
