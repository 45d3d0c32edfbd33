/** Whatever is wrong gets the right error, says what to do, and leaves nothing behind but a counted reason. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CarrierHealth } from '../apps/server/src/features/carriers/schema.ts'
import type { TimelineReply } from '../apps/server/src/features/persons/schema.ts'
import { account, brokenPushes, good, type Push } from './broken-pushes.ts'
import { until } from './program.ts'
import { type RunningServer, runServer, type StoryBrand } from './running-server.ts'
import { type Answer, send } from './send.ts'
import { envelopeOf, negativeVectors, otherVectors, queryOf, urlVectors, type Vector } from './vectors.ts'

let server: RunningServer
let mine: StoryBrand
let theirs: StoryBrand
let carrier: string
let write: { id: string; key: string }
beforeAll(async () => {
  server = await runServer()
  mine = await server.brand('Mine')
  theirs = await server.brand('Theirs')
  carrier = await mine.carrier(account)
  write = await mine.key('write')
}, 120_000)
afterAll(() => server?.close(), 40_000)

const push = (to: string, { query, body }: Push) => send(`${server.url}/callback/${to}?${new URLSearchParams(query)}`, { body })

/** Refusals so far by `door reason`, as they must be counted. */
const counted = new Map<string, number>()
const count = (door: string, reason: string, n = 1) => counted.set(`${door} ${reason}`, (counted.get(`${door} ${reason}`) ?? 0) + n)

describe('callbacks', () => {
  it.each(brokenPushes)('%s', async (_what, make, status, reason, says) => {
    const began = performance.now()
    const answer = await push(carrier, make())
    expect([answer.status, answer.text.split(':')[0]]).toEqual([status, reason])
    expect(answer.text).toMatch(says)
    expect(performance.now() - began).toBeLessThan(5000)
    count('callback', reason)
  })

  it.each([...negativeVectors.map(vector => [vector.name, vector, vector.expect] as const)])('%s', async (_name, vector, expected) => {
    const own = await server.brand(vector.name)
    const id = await own.carrier({ token: vector.token, appId: vector.app_id, encodingAesKey: vector.encoding_aes_key })
    const answer = await send(`${server.url}/callback/${id}?${queryOf(vector)}`, { body: envelopeOf(vector) })
    expect(answer.text.split(':')[0]).toBe(expected)
    expect(answer.status).toBe(expected === 'bad_signature' ? 401 : expected === 'wrong_appid' ? 403 : 400)
    expect(answer.text.length).toBeGreaterThan(expected.length + 40)
    await until('it is counted', 10_000, async () => {
      const { drops } = await own.get<CarrierHealth>(`carriers/${id}/health`)
      return JSON.stringify(drops) === JSON.stringify([{ door: 'callback', reason: expected, n: 1 }])
    })
  })

  it.each(otherVectors)('$name decrypts, but is no message', async (vector: Vector) => {
    const own = await server.brand(vector.name)
    const id = await own.carrier({ token: vector.token, appId: vector.app_id, encodingAesKey: vector.encoding_aes_key })
    const answer = await send(`${server.url}/callback/${id}?${queryOf(vector)}`, { body: envelopeOf(vector) })
    expect([answer.status, answer.text]).toEqual([400, expect.stringMatching(/^(bad_xml|no_message): /)])
  })

  it('checks of the address: the published ones pass, others do not', async () => {
    for (const { token, expected_body, echostr = 'e', ...query } of urlVectors) {
      const own = await server.brand(`url ${token}`)
      const id = await own.carrier({ token, appId: 'wx00000000000000ee' })
      const ask = (signature: string) => {
        const { timestamp, nonce } = query
        return send(`${server.url}/callback/${id}?${new URLSearchParams({ timestamp, nonce, echostr, signature })}`, { method: 'GET' })
      }
      expect(await ask(query.signature)).toMatchObject({ status: 200, text: expected_body ?? echostr })
      expect(await ask('0'.repeat(40))).toMatchObject({ status: 401, text: expect.stringMatching(/^bad_signature: .*Token/) })
    }
    const empty = await send(`${server.url}/callback/${carrier}`, { method: 'GET' })
    expect([empty.status, empty.text]).toEqual([401, expect.stringMatching(/^bad_signature: .*no signature/)])
    count('callback', 'bad_signature')
  })

  it('other methods, other carriers', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      const answer = await send(`${server.url}/callback/${carrier}`, { method, body: 'x' })
      expect([answer.status, answer.text]).toEqual([405, expect.stringMatching(/^method_not_allowed: .*POST/)])
      count('callback', 'method_not_allowed')
    }
    expect(await push('car_nobody', good())).toMatchObject({ status: 404, text: expect.stringMatching(/^unknown_carrier: .*car_nobody/) })
    const other = await theirs.carrier({ ...account, token: 'othertoken', appId: 'wx00000000000000dd' })
    expect(await push(other, good())).toMatchObject({ status: 401, text: expect.stringMatching(/^bad_signature: /) })
  })

  it('one good push among them is one event, however often it is sent', async () => {
    const one = good()
    for (let i = 0; i < 3; i++) expect(await push(carrier, one)).toMatchObject({ status: 200, text: 'success' })
    count('callback', 'repeat', 2)
  })
})

describe('events', () => {
  const item = (i: number, more: Record<string, unknown> = {}) => ({
    type: 'track',
    event: 'story.item',
    userId: `u${i % 50}`,
    messageId: `m${i}`,
    ...more,
  })
  const call = (path: string, body: unknown, more: { headers?: Record<string, string>; method?: string; key?: string } = {}) =>
    send(`${server.url}/v1/${path}`, {
      ...(more.method ? { method: more.method } : {}),
      body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
      headers: { authorization: `Bearer ${more.key ?? write.key}`, 'content-type': 'application/json', ...more.headers },
    })
  const refused = (answer: Answer) =>
    JSON.parse(answer.text) as { accepted: number; errors: { index: number; code: string; message: string }[] }

  const calls: [what: string, send: () => Promise<Answer>, status: number, code: string, says: RegExp][] = [
    ['2,501 items', () => call('batch', { batch: Array.from({ length: 2501 }, (_, i) => item(i)) }), 400, 'too_many_items', /2500.*parts/],
    [
      'a body of 501 KB',
      () => call('batch', { batch: [item(1, { properties: { p: 'x'.repeat(501 << 10) } })] }),
      413,
      'too_large',
      /500 KB/,
    ],
    ['an event of 33 KB', () => call('track', item(1, { properties: { p: 'x'.repeat(33 << 10) } })), 413, 'too_large', /32 KB/],
    [
      'an event of 33 KB in a batch',
      () => call('batch', { batch: [item(1, { properties: { p: 'x'.repeat(33 << 10) } })] }),
      400,
      'event_too_large',
      /32 KB; shorten/,
    ],
    ['10 MB', () => call('batch', Buffer.alloc(10 << 20, 'x')), 413, 'too_large', /500 KB/],
    ['bad JSON', () => call('track', '{"event"'), 400, 'invalid_json', /not JSON/],
    ['thirty thousand brackets', () => call('track', '['.repeat(30_000)), 400, 'invalid_json', /not JSON/],
    ['no UTF-8', () => call('track', Buffer.from([123, 0xff, 125])), 400, 'invalid_utf8', /UTF-8/],
    ['a list where an event belongs', () => call('track', []), 400, 'bad_item', /object/],
    ['no batch', () => call('batch', {}), 400, 'missing_batch', /"batch"/],
    [
      'XML',
      () => call('track', item(1), { headers: { 'content-type': 'application/xml' } }),
      415,
      'unsupported_media_type',
      /application\/json/,
    ],
    ['gzip that is none', () => call('track', 'abc', { headers: { 'content-encoding': 'gzip' } }), 400, 'bad_gzip', /gzip/],
    ['a time in 1970', () => call('track', item(1, { timestamp: '1970-01-01T00:00:00Z' })), 400, 'timestamp_too_old', /unit/],
    ['a time in 2100', () => call('track', item(1, { timestamp: '2100-01-01T00:00:00Z' })), 400, 'timestamp_in_future', /clock/],
    ['nobody', () => call('track', { event: 'x' }), 400, 'missing_identity', /userId/],
  ]
  it.each(calls)('%s', async (_what, ask, status, code, says) => {
    const answer = await ask()
    expect([answer.status, refused(answer)]).toMatchObject([status, { accepted: 0, errors: [{ code }] }])
    expect(refused(answer).errors[0]!.message).toMatch(says)
    count('v1', code)
  })

  it('a key that is unknown, revoked or of another tenant', async () => {
    const unknown = await call('track', item(1), { key: 'wk_nobody' })
    expect([unknown.status, refused(unknown).errors[0]]).toMatchObject([401, { code: 'unauthenticated', message: /make a new one/ }])
    const old = await theirs.key('secret')
    expect((await call('track', item(1, { context: { carrierId: carrier } }), { key: old.key })).status).toBe(200)
    const theirView = (path: string) => fetch(`${server.url}/api/brands/${path}`, { headers: { authorization: `Bearer ${old.key}` } })
    expect([(await theirView(`${theirs.id}/carriers`)).status, (await theirView(`${mine.id}/carriers`)).status]).toEqual([200, 404])
    await theirs.remove(`keys/${old.id}`)
    await until('the door notices', 10_000, async () => (await call('track', 'x', { key: old.key })).status === 401)
    await server.settled()
    // It is an event of the key's brand; the other brand's carrier is nothing to it.
    expect((await theirs.get<TimelineReply>('events?limit=10')).items).toMatchObject([
      { event: 'story.item', carrierId: '', carrier: 'other' },
    ])
  })

  it('other methods, other paths, a head of 20 KB', async () => {
    expect(await call('track', '', { method: 'GET' })).toMatchObject({ status: 405, text: expect.stringContaining('Send it with POST') })
    expect(await call('nothing', {})).toMatchObject({ status: 404, type: expect.stringContaining('application/problem+json') })
    for (const path of [`/v1/track`, `/callback/${carrier}`, '/healthz']) {
      const answer = await send(`${server.url}${path}`, { headers: { 'x-long': 'x'.repeat(20_000) } })
      expect([answer.status, answer.type]).toEqual([431, 'application/problem+json; charset=utf-8'])
      expect(JSON.parse(answer.text)).toMatchObject({ code: 'too_large', detail: expect.stringContaining('16 KB') })
    }
  })

  const bad = [{ event: '' }, { userId: undefined }, { timestamp: 'yesterday' }]
  const places = [0, 1200, 2499]
  const batch = Array.from({ length: 2500 }, (_, i) => item(i, bad[places.indexOf(i)]))
  const reasons = ['missing_event', 'missing_identity', 'bad_timestamp']

  it('2,500 items with three bad ones: strict takes none', async () => {
    for (const answer of [await call('batch?strict=1', { batch }), await call('batch', { batch }, { headers: { 'x-strict': '1' } })]) {
      const { accepted, errors } = refused(answer)
      expect([answer.status, accepted, errors.map(({ index, code }) => [index, code])]).toEqual([
        400,
        0,
        places.map((at, i) => [at, reasons[i]]),
      ])
      for (const reason of reasons) count('v1', reason)
    }
    await server.settled()
    expect((await mine.get<TimelineReply>('events?event=story.item')).items).toEqual([])
  })

  it('2,500 items with three bad ones: else the good ones are kept, once however often they are sent', async () => {
    for (let i = 0; i < 2; i++) {
      const answer = await call('batch', { batch })
      expect([answer.status, refused(answer)]).toMatchObject([
        200,
        { accepted: 2497, errors: places.map((index, i) => ({ index, code: reasons[i] })) },
      ])
      for (const reason of reasons) count('v1', reason)
    }
  })
})

it('nothing is left of it but counted reasons, and the good ones are there once', async () => {
  await server.settled()
  const { events } = await mine.get<{ events: { event: string; n: number; people: number }[] }>('event-names?from=2011-01-01&to=2020-12-30')
  expect(events).toEqual([])
  const today = await mine.get<{ events: { event: string; n: number; people: number }[] }>('event-names')
  expect(today.events.map(({ event, n, people }) => [event, n, people])).toEqual([
    ['story.item', 2497, 50],
    ['oa.message', 1, 1],
  ])
  const wanted = [...counted].sort().map(([key, n]) => `${key} ${n}`)
  const refusals = [...counted.values()].reduce((sum, n) => sum + n, 0)
  // Refusals are written down in bundles, so a reason may be there before its last ones are.
  const found = await until('the reasons are counted', 20_000, async () => {
    const { drops } = await mine.get<{ drops: { door: string; reason: string; n: number }[] }>('tail')
    // The second batch's 2,497 repeats are dropped behind the door.
    const atDoors = drops.filter(({ door }) => door === 'callback' || door === 'v1')
    return atDoors.reduce((sum, { n }) => sum + n, 0) >= refusals ? atDoors : undefined
  })
  expect(found.map(({ door, reason, n }) => `${door} ${reason} ${n}`).sort()).toEqual(wanted)
  const { drops } = await mine.get<CarrierHealth>(`carriers/${carrier}/health`)
  expect(drops.every(({ door }) => door === 'callback')).toBe(true)
  expect(await mine.get('parked')).toEqual({ parked: [] })
  expect((await mine.get<{ backlog: unknown }>('tail')).backlog).toMatchObject({ batches: 0, items: 0 })
  expect(server.printed()).not.toMatch(/"level":(50|60)|error/i)
})
