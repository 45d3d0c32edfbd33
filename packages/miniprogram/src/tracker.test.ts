import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createChannels, createTracker, type TrackerOptions } from './index.ts'
import { type Collector, startCollector } from './testing/collector.ts'
import { Platform } from './testing/platform.ts'

let collector: Collector
let phone: Platform
let clock: number

beforeEach(async () => {
  collector = await startCollector()
  phone = new Platform()
  clock = Date.UTC(2026, 2, 1, 2)
})
afterEach(() => collector.close())

/** The app's code runs: a tracker is made and `App` registered, as on every cold start. */
function start(options: Partial<TrackerOptions> = {}) {
  const tracker = createTracker({
    endpoint: collector.url,
    writeKey: 'wk_test',
    wx: phone.wx,
    flushMs: 10,
    retryMs: 5,
    now: () => clock,
    ...options,
  })
  tracker.app(phone.App)({})
  return tracker
}

const turns = () => new Promise(resolve => setTimeout(resolve, 40))

it('tells a cold start with scene, query and source app, under the ids of the login exchange', async () => {
  start({ carrierId: 'car_1' })
  phone.launch({ path: 'pages/article/article', scene: 1058, query: { t: 'a7' }, referrerInfo: { appId: 'wxoa' } })
  const [call] = await collector.until(1)
  expect(call).toMatchObject({
    type: 'track',
    event: 'mp.launch',
    properties: { path: 'pages/article/article', scene: 1058, query: { t: 'a7' }, referrerInfo: { appId: 'wxoa' }, start: 'cold' },
    context: { carrierId: 'car_1', wechat: { appId: phone.appId, openid: 'openid-lin', unionid: 'union-lin' } },
  })
  expect(call).not.toHaveProperty('properties.prev')
  expect(collector.logins).toEqual([{ code: 'code-1', anonymousId: call!.anonymousId, carrierId: 'car_1' }])
  expect(collector.batches[0]!.authorization).toBe('Bearer wk_test')
})

it('tells a hot start what the device remembers of the visit before', async () => {
  start()
  phone.launch({ scene: 1035, query: { t: 'menu' } })
  phone.hide()
  clock += 42_000
  phone.show()
  await collector.until(2)
  expect(collector.events('mp.launch')[1]!.properties).toMatchObject({
    start: 'hot',
    scene: 1035,
    prev: { last_launch: { scene: 1035, query: { t: 'menu' }, path: 'pages/home/home' }, seconds_since_hide: 42 },
  })
})

it('remembers the visitor and the last visit over a cold start', async () => {
  start()
  phone.launch()
  await collector.until(1)
  phone.hide()
  phone.kill()
  clock += 86_000_000
  start()
  phone.launch({ scene: 1011 })
  const [first, second] = await collector.until(2)
  expect(second!.anonymousId).toBe(first!.anonymousId)
  expect(second).toMatchObject({ properties: { start: 'cold', prev: { last_launch: { scene: 1001 }, seconds_since_hide: 86_000 } } })
  expect(collector.logins).toHaveLength(1)
})

it('asks again for a UnionID a day later when there was none', async () => {
  collector.withoutUnionId()
  start()
  phone.launch()
  await collector.until(1)
  clock += 86_400_001
  phone.hide()
  phone.show()
  await vi.waitFor(() => expect(collector.logins).toHaveLength(2), 5000)
})

it('sends without ids when the login fails, and never logs in on a Moments preview', async () => {
  phone.loginFails = true
  start()
  phone.launch()
  expect((await collector.until(1))[0]!.context).toMatchObject({ wechat: { appId: phone.appId } })
  phone.loginFails = false
  phone.show({ scene: 1154 })
  await collector.until(2)
  expect(collector.logins).toHaveLength(0)
})

it('sends twenty calls at once and fewer after a moment', async () => {
  const tracker = start({ flushMs: 30 })
  for (let i = 0; i < 20; i++) tracker.track('cart.add', { i })
  await collector.until(20)
  expect(collector.batches).toHaveLength(1)
  tracker.track('cart.add')
  await collector.until(21)
  expect(collector.batches).toHaveLength(2)
})

it('keeps the queue over a closed app and sends it on the next start', async () => {
  phone.online = false
  const tracker = start()
  phone.launch()
  tracker.track('order.create', { order: 'o1' })
  phone.hide()
  phone.kill()
  phone.online = true
  start()
  phone.launch({ scene: 1011 })
  await collector.until(3)
  expect(collector.events().map(call => call.event)).toEqual(['mp.launch', 'order.create', 'mp.launch'])
})

it('repeats a batch whose answer was lost with the same message ids, so that nothing counts twice', async () => {
  collector.next.push({ status: 503, keep: true }, { status: 500 }, { status: 429, headers: { 'retry-after': '0' } })
  const tracker = start()
  tracker.track('order.pay', { order: 'o1' })
  await collector.until(1)
  for (let tries = 0; collector.batches.length < 2 && tries < 200; tries++) await turns()
  expect(collector.batches[1]!.batch).toEqual(collector.batches[0]!.batch)
  expect(collector.calls()).toHaveLength(1)
})

it('survives an interrupted request when the app goes to the background', async () => {
  const tracker = start()
  tracker.track('booking.open')
  void tracker.flush()
  phone.hide({ interrupt: true })
  phone.show()
  await collector.until(2)
  expect(collector.events('booking.open')).toHaveLength(1)
})

it('halves a batch that the server finds too big, and gives up only a single call', async () => {
  collector.next.push({ status: 413 })
  const tracker = start()
  for (let i = 0; i < 20; i++) tracker.track('cart.add', { i })
  await collector.until(20)
  expect(collector.batches.map(batch => batch.batch.length)).toEqual([10, 10])
})

it('never builds a batch over 2,500 calls or 500 KB', async () => {
  phone.online = false
  const tracker = start({ maxQueueBytes: 900_000, flushAt: 10_000 })
  for (let i = 0; i < 2600; i++) tracker.track('a.b')
  for (let i = 0; i < 30; i++) tracker.track('article.note', { text: '茶'.repeat(5000) })
  phone.online = true
  await tracker.flush()
  expect(collector.calls()).toHaveLength(2630)
  expect(Math.max(...collector.batches.map(batch => batch.batch.length))).toBe(2500)
  expect(Math.max(...collector.batches.map(batch => batch.bytes))).toBeLessThanOrEqual(500_000)
})

it('drops the oldest calls when offline for too long, and says how many', async () => {
  phone.online = false
  const tracker = start({ maxQueueBytes: 20_000, login: false })
  for (let i = 0; i < 200; i++) tracker.track('page.scroll', { i })
  phone.hide()
  phone.kill()
  phone.online = true
  start({ login: false })
  phone.launch()
  await collector.until(50)
  await turns()
  const kept = collector.events('page.scroll')
  const lost = collector.events('sdk.dropped').reduce((sum, call) => sum + Number(call.properties!.count), 0)
  expect(kept.at(-1)!.properties).toEqual({ i: 199 })
  expect(kept.length + lost).toBe(200)
})

it('leaves a call over 32 KB out and counts it', async () => {
  const tracker = start()
  tracker.track('article.note', { text: '茶'.repeat(11_000) })
  tracker.track('a.b')
  await collector.until(2)
  expect(collector.events('sdk.dropped')[0]!.properties).toEqual({ count: 1 })
})

it('uses one of the ten requests WeChat allows', async () => {
  const tracker = start()
  for (let i = 0; i < 100; i++) tracker.track('a.b')
  await collector.until(100)
  expect(phone.busiest).toBe(1)
})

it('carries the device time of each call and of the sending, so that a wrong clock can be corrected', async () => {
  clock = Date.UTC(2019, 0, 1)
  const tracker = start()
  tracker.track('a.b')
  clock += 7000
  await collector.until(1)
  expect([collector.calls()[0]!.timestamp, collector.batches[0]!.sentAt]).toEqual(['2019-01-01T00:00:00.000Z', '2019-01-01T00:00:07.000Z'])
})

it('names the signed-in customer from then on, and forgets on reset', async () => {
  const tracker = start()
  tracker.track('a.b')
  tracker.identify('c-7', { level: 'gold' })
  tracker.track('a.b')
  tracker.reset()
  tracker.track('a.b')
  const calls = await collector.until(4)
  expect(calls.map(call => call.userId)).toEqual([undefined, 'c-7', 'c-7', undefined])
  expect(calls[3]!.anonymousId).not.toBe(calls[0]!.anonymousId)
})

it('collects nothing after the visitor said no, also in later visits', async () => {
  const tracker = start()
  tracker.optOut()
  tracker.track('a.b')
  start().track('a.b')
  phone.launch()
  await turns()
  expect([collector.calls(), collector.logins]).toEqual([[], []])
})

it('notices pages and shares, keeps the page’s own hooks, and adds no share hook', async () => {
  const tracker = start()
  const seen: string[] = []
  const page = tracker.page(phone.Page)
  await phone.loadPage('pages/product/product', async () =>
    page({
      onShow: () => void seen.push('shown'),
      onShareAppMessage: () => ({ path: '/pages/product/product?id=9', title: '新茶' }),
    }),
  )
  await phone.loadPage('pages/order/order', async () => page({}))
  const product = phone.openPage('/pages/product/product?id=9')
  expect(product.onShareAppMessage!({ from: 'button' })).toEqual({ path: '/pages/product/product?id=9', title: '新茶' })
  const order = phone.openPage('/pages/order/order')
  expect(order.onShareAppMessage).toBeUndefined()
  await collector.until(3)
  expect(seen).toEqual(['shown'])
  expect(collector.events().map(call => [call.event, call.properties])).toEqual([
    ['mp.page', { path: 'pages/product/product', query: { id: '9' } }],
    ['mp.share', { path: '/pages/product/product?id=9', via: 'button', title: '新茶' }],
    ['mp.page', { path: 'pages/order/order', query: {}, from: 'pages/product/product' }],
  ])
})

it('reports a live reservation only when WeChat says it was made', async () => {
  const tracker = start()
  const states = [9, 6]
  const channels = createChannels(
    tracker,
    {
      openChannelsUserProfile: ({ success }) => success?.({}),
      openChannelsActivity: () => {},
      openChannelsLive: () => {},
      openChannelsEvent: () => {},
      reserveChannelsLive: ({ success }) => success?.({ state: states.shift()! }),
    },
    'sphTea',
  )
  channels.reserve('notice-1', 'mp-live-reservation')
  channels.reserve('notice-1', 'mp-live-reservation')
  channels.openProfile('mp-channels-entry')
  await collector.until(2)
  expect(collector.events().map(call => [call.event, call.properties])).toEqual([
    ['channels.reserve', { what: 'live', finder: 'sphTea', entry: 'mp-live-reservation', noticeId: 'notice-1', state: 6 }],
    ['channels.open', { what: 'profile', finder: 'sphTea', entry: 'mp-channels-entry' }],
  ])
})

it('never throws into the app, whatever the platform does', async () => {
  const broken = new Proxy({} as typeof phone.wx, {
    get: () => () => {
      throw new Error('not supported')
    },
  })
  const tracker = createTracker({ endpoint: collector.url, writeKey: 'k', wx: broken, flushMs: 1, retryMs: 1 })
  const circular: Record<string, unknown> = {}
  circular.self = circular
  tracker.track('a.b', circular)
  tracker.identify('x')
  tracker.onShow()
  tracker.onHide()
  tracker.reset()
  await tracker.login()
  tracker.optOut()
  phone.storageFull = true
  start().track('a.b')
  phone.hide()
  await collector.until(1)
})
