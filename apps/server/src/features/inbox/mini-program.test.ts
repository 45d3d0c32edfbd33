import { createTracker, type WireBatch } from '@wematrix/miniprogram'
import { Platform } from '@wematrix/miniprogram/testing'
import { limits as wireLimits } from '@wematrix/miniprogram/wire'
import { type Sandbox, startSandbox } from '@wematrix/sandbox'
import { createClient } from '@wematrix/wechat'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { movableClock } from '../../infra/clock.ts'
import { testIntake } from '../../testing/intake.ts'
import { limits } from './segment.ts'

let sandbox: Sandbox
let intake: Awaited<ReturnType<typeof testIntake>>
let brand: string
let writeKey: string
const account = () => sandbox.accounts.find(one => one.kind === 'mini_program')!

beforeAll(async () => {
  const clock = movableClock()
  sandbox = await startSandbox({ people: 20, clock: { now: clock.now(), frozen: true } })
  const { appId, appSecret } = account()
  const client = createClient({ credentials: { appId, appSecret: appSecret! }, baseUrl: sandbox.url, clock })
  intake = await testIntake({ clock, wechat: async () => client })
  brand = await intake.brand()
  writeKey = await intake.key(brand, 'write', await intake.carrier(brand, { kind: 'mini_program', appId }))
})
afterAll(() => sandbox.close())

const login = (code: unknown, key = writeKey) => intake.post('/v1/login', { code }, { authorization: `Bearer ${key}` })

it('makes one person of a visitor’s launch, page and share, under the ids of the login exchange', async () => {
  const lin = sandbox.person('lin')
  const phone = new Platform()
  phone.wx.login = ({ success, fail }) => lin.code().then(code => success({ code }), fail) as never
  const tracker = createTracker({ endpoint: intake.url, writeKey, wx: phone.wx, now: () => intake.clock.now().getTime() })
  tracker.app(phone.App)({})
  phone.launch({ path: 'pages/article/article', scene: 1058, query: { tea: 'shuixian' } })
  tracker.onPage('pages/article/article')
  tracker.onShare({ path: 'pages/article/article', via: 'button' })
  await tracker.flush()
  await intake.worker.drain()
  const events = await intake.stored(brand)
  expect(events.map(e => [e.event, e.person, e.carrier])).toEqual([
    ['mp.launch', 1, 'mini_program'],
    ['mp.page', 1, 'mini_program'],
    ['mp.share', 1, 'mini_program'],
  ])
  expect(events[0]).toMatchObject({ source: 'official_account', touch: 'entry' })
  const ids = await intake.db.query<{ kind: string; value: string }>('select kind, value from identities where brand_id = :brand', {
    brand,
  })
  expect(ids).toEqual(
    expect.arrayContaining([
      { kind: 'openid', value: lin.openids.mini_program },
      { kind: 'unionid', value: lin.unionid },
    ]),
  )
})

it('exchanges a code once and keeps the session key to itself', async () => {
  const code = await sandbox.person('hao').code()
  const first = await login(code)
  expect(first.status).toBe(200)
  expect(Object.keys(first.body).sort()).toEqual(['openid', 'unionid'])
  expect(await login(code)).toMatchObject({ status: 400, body: { errors: [{ code: 'wechat_error' }] } })
})

it('refuses strangers and nonsense, and says why', async () => {
  expect((await login('x', 'wk_wrong')).status).toBe(401)
  expect((await login(7)).body).toMatchObject({ errors: [{ code: 'invalid_json' }] })
  const other = await intake.brand('Other')
  expect((await login('x', await intake.key(other))).body).toMatchObject({ errors: [{ code: 'unknown_carrier' }] })
})

it('takes the largest batch that a tracker builds', async () => {
  expect(wireLimits.batchItems).toBeLessThanOrEqual(limits.batchItems)
  expect(wireLimits.batchBytes).toBeLessThanOrEqual(limits.batchBytes)
  expect(wireLimits.messageBytes).toBeLessThanOrEqual(limits.eventBytes)
  const batch: WireBatch = {
    sentAt: intake.clock.now().toISOString(),
    context: { wechat: { openid: 'o1' } },
    batch: Array.from({ length: wireLimits.batchItems }, (_, i) => ({
      type: 'track',
      event: 'a.b',
      messageId: `big-${i}`,
      timestamp: intake.clock.now().toISOString(),
    })),
  }
  expect((await intake.post('/v1/batch', batch, { authorization: `Bearer ${writeKey}` })).body).toMatchObject({
    accepted: wireLimits.batchItems,
    errors: [],
  })
})
