/**
 * Accounts connected as an operator connects them, to a WeChat that behaves like WeChat, and people who act on them:
 * what the product then says about each person and each way between carriers.
 */
import { type Sandbox, startSandbox } from '@wematrix/sandbox'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Carrier, CarrierHealth } from '../apps/server/src/features/carriers/schema.ts'
import type { Arrival } from '../apps/server/src/features/inbox/schema.ts'
import type { PeopleReply, PersonReply, TimelineItem, TimelineReply } from '../apps/server/src/features/persons/schema.ts'
import type { Edge, FlowReply } from '../apps/server/src/features/reports/flow/schema.ts'
import { until } from './program.ts'
import { type RunningServer, runServer, type StoryBrand } from './running-server.ts'

const dayMs = 86_400_000

let sandbox: Sandbox
let server: RunningServer
let brand: StoryBrand
let writeKey: string
const carriers: Record<string, string> = {}

beforeAll(async () => {
  sandbox = await startSandbox({ people: 200, seed: 7 })
  server = await runServer({ wechat: sandbox.url })
  brand = await server.brand('山野茶铺')
  writeKey = (await brand.key('write')).key
  for (const alias of ['service', 'mini-program', 'channels', 'shop']) await connect(alias)
  // The world's own share of repeated callbacks would blur what is counted here.
  for (const alias of ['service', 'shop']) await control('faults', { account: alias, duplicateCallbacks: null })
})

afterAll(async () => {
  await sandbox?.close()
  await server?.close()
})

const account = (alias: string) => sandbox.accounts.find(one => one.alias === alias)!
const control = async (path: string, body: object) => {
  const answer = await fetch(`${sandbox.control}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.status).toBe(200)
}

/** Connects an account with its credentials, and gives WeChat the address that the product shows for it. */
async function connect(alias: string): Promise<void> {
  const { kind, type, name, appId, appSecret, token, encodingAesKey } = account(alias)
  const keys = { appId, appSecret, token, encodingAesKey }
  const { carrier, callback } = await brand.post<{ carrier: Carrier; callback: { url: string } }>('carriers', {
    kind,
    accountType: type,
    verifiedAccount: true,
    name,
    ...keys,
  })
  carriers[alias] = carrier.id
  if (kind === 'channels') return
  const connected = await sandbox.connect({ account: alias, callback: callback.url, product: server.url, writeKey })
  expect(connected).toMatchObject({ verified: true })
}

/** Who goes by this id; throws when it is not exactly one. */
async function who(id: string): Promise<PersonReply> {
  const { people } = await brand.get<PeopleReply>(`people?q=${encodeURIComponent(id)}`)
  if (people.length !== 1) throw new Error(`${people.length} people go by ${id}`)
  return brand.get<PersonReply>(`people/${people[0]!.id}`)
}

/** What a person did, oldest first. */
async function did(id: string): Promise<TimelineItem[]> {
  const { items } = await brand.get<TimelineReply>(`people/${(await who(id)).id}/timeline?limit=200`)
  return items.reverse()
}

const named = async (id: string, event: string) => (await did(id)).filter(item => item.event === event)

async function edge(source: string, target: string): Promise<Edge> {
  const day = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10)
  const { edges } = await brand.get<FlowReply>(`flow?from=${day(Date.now() - dayMs)}&to=${day(Date.now() + dayMs)}`)
  return edges.find(edge => edge.source === source && edge.target === target)!
}

it('joins a follow from Channels to the person that WeChat knows', async () => {
  const lin = sandbox.person('lin')
  await lin.follow('service', { scene: 'ADD_SCENE_CHANNELS' })
  await server.settled()
  const [follow, ...others] = await named(lin.openids.service!, 'oa.follow')
  expect(others).toEqual([])
  expect(follow).toMatchObject({
    carrier: 'official_account',
    carrierId: carriers.service,
    source: 'channels',
    entry: 'oa-follow-channels',
    honesty: 'person-level',
  })
  const person = await who(lin.unionid)
  expect(person).toMatchObject({ id: follow!.person, unified: true })
  expect(await edge('channels', 'official_account')).toMatchObject({ arrivals: 1, people: 1, named: 1, joined: 1 })
})

it('knows the same person in the Mini Program, and the way that led there', async () => {
  const lin = sandbox.person('lin')
  const tap = await lin.menu('领茶券')
  expect(tap.sdk).toMatchObject({ status: 200 })
  await server.settled()
  const { people } = await brand.get<PeopleReply>('people')
  expect(people).toHaveLength(1)
  expect(people[0]).toMatchObject({ unified: true, carriers: expect.arrayContaining(['official_account', 'mini_program']) })
  const [launch] = await named(lin.openids.mini_program!, 'mp.launch')
  expect(launch).toMatchObject({ person: people[0]!.id, source: 'official_account', touch: 'entry', carrier: 'mini_program' })
  expect(launch!.trace).toMatch(/^oa-menu\.m2~/)
  expect(await named(lin.openids.service!, 'oa.menu_click')).toHaveLength(1)
  expect(await edge('official_account', 'mini_program')).toMatchObject({ arrivals: 1, people: 1, named: 1, joined: 1, converted: 0 })
})

it('reads what a shop order is worth and where it came from', async () => {
  const lin = sandbox.person('lin')
  const order = await lin.shopOrder({ from: 'live', valueFen: 12_800 })
  const pay = await until('the order is read', 30_000, async () => (await named(lin.openids.service!, 'order.pay'))[0])
  expect(pay).toMatchObject({
    carrier: 'channels',
    carrierId: carriers.shop,
    source: 'channels',
    entry: 'shop-live',
    valueFen: 12_800,
    properties: { order_id: order.order_id },
  })
  expect(await who(lin.openids.shop!)).toMatchObject({ id: pay.person, orders: 1, valueFen: 12_800 })
  expect(await edge('official_account', 'mini_program')).toMatchObject({ arrivals: 1, converted: 1 })
})

it('makes one person of two when the UnionID comes late', async () => {
  const hao = sandbox.person('hao')
  await control('account', { account: 'mini-program', bound: false })
  await hao.open('mini-program', { entry: 'search' })
  await server.settled()
  const before = await who(hao.openids.mini_program!)
  expect(before.unified).toBe(false)
  sandbox.clock.set({ by: 5000 })
  await hao.follow('service')
  await server.settled()
  const follower = await who(hao.openids.service!)
  expect(follower.unified).toBe(true)
  expect(follower.id).not.toBe(before.id)
  expect((await edge('mini_program', 'official_account')).arrivals).toBe(0)

  await control('account', { account: 'mini-program', bound: true })
  sandbox.clock.set({ by: dayMs })
  await hao.open('mini-program', { entry: 'search' })
  sandbox.clock.set({ by: -dayMs })
  await server.settled()
  const after = await who(hao.unionid)
  expect(after).toMatchObject({
    id: before.id,
    mergedFrom: [follower.id],
    merges: [{ reason: 'unionid', from: follower.id, into: before.id }],
  })
  expect(await brand.get(`people/${follower.id}`)).toMatchObject({ id: before.id, askedFor: follower.id })
  expect((await did(hao.unionid)).map(item => item.event).filter(event => event !== 'mp.page')).toEqual(
    expect.arrayContaining(['mp.launch', 'oa.follow', 'mp.launch']),
  )
  const way = await until('the arrivals are mended', 20_000, async () => {
    const found = await edge('mini_program', 'official_account')
    return found.arrivals > 0 ? found : undefined
  })
  expect(way).toMatchObject({ arrivals: 1, inferred: 1, named: 0, joined: 1 })
})

it('says when somebody leaves', async () => {
  const lin = sandbox.person('lin')
  await lin.unfollow('service')
  await server.settled()
  const events = (await did(lin.unionid)).filter(item => item.carrierId === carriers.service).map(item => item.event)
  expect(events).toEqual(['oa.follow', 'oa.menu_click', 'oa.unfollow'])
})

it('counts callbacks once that come twice and late', async () => {
  const mei = sandbox.person('mei')
  for (const alias of ['service', 'shop'])
    await control('faults', { account: alias, duplicateCallbacks: 1, lateCallbacks: 0.5, lateMs: 1500 })
  await mei.follow('service', { scene: 'ADD_SCENE_QR_CODE', qr: 'store7' })
  for (const text of ['在吗', '几点开门', '好的']) await mei.message(text)
  await mei.shopOrder({ from: 'article', valueFen: 6600 })
  for (const alias of ['service', 'shop'])
    await control('faults', { account: alias, duplicateCallbacks: null, lateCallbacks: null, lateMs: null })
  await until('the order is read', 30_000, async () => (await named(mei.unionid, 'order.pay'))[0])
  await server.settled()
  const counts: Record<string, number> = {}
  for (const { event } of await did(mei.unionid)) counts[event] = (counts[event] ?? 0) + 1
  expect(counts).toEqual({ 'oa.follow': 1, 'oa.message': 3, 'order.create': 1, 'order.pay': 1 })
  expect((await named(mei.unionid, 'oa.follow'))[0]).toMatchObject({ trace: 'store7', entry: 'oa-follow-qr_code' })
  expect(await edge('official_account', 'channels')).toMatchObject({ named: 1, people: 1, converted: 1 })
  const { drops } = await brand.get<CarrierHealth>(`carriers/${carriers.service}/health`)
  expect(new Set(drops.map(drop => drop.reason))).toEqual(new Set(['repeat']))
  expect(drops.reduce((sum, drop) => sum + drop.n, 0)).toBe(4)
})

it('stores a follow at once while WeChat is down, and completes it later', async () => {
  const ying = sandbox.person('su-ying')
  await control('faults', { account: 'service', http500: 1 })
  await ying.follow('service', { scene: 'ADD_SCENE_CHANNELS' })
  await server.settled()
  expect(await named(ying.openids.service!, 'oa.follow')).toMatchObject([{ source: '' }])
  expect(await who(ying.openids.service!)).toMatchObject({ unified: false })
  await control('faults', { account: 'service', http500: null })
  await until('the follow is completed', 90_000, async () => {
    const [follow] = await named(ying.openids.service!, 'oa.follow')
    return follow!.source === 'channels' && (await who(ying.unionid)).unified
  })
  expect(await named(ying.unionid, 'oa.follow')).toMatchObject([{ source: 'channels', entry: 'oa-follow-channels' }])
  await until('the way from Channels is counted', 20_000, async () => (await edge('channels', 'official_account')).arrivals > 1)
  expect(await edge('channels', 'official_account')).toMatchObject({ arrivals: 2, people: 2, named: 2, joined: 2 })
})

it('takes the first push of an account that was connected this moment', async () => {
  const lin = sandbox.person('lin')
  await lin.open('mini-program', { entry: 'chat' })
  await server.settled()
  await connect('subscription')
  await lin.follow('subscription')
  await server.settled()
  expect(await named(lin.openids.subscription!, 'oa.follow')).toMatchObject([
    { carrierId: carriers.service },
    { carrierId: carriers.subscription },
  ])
})

it('proves the connection of each account by facts', async () => {
  for (const alias of ['service', 'mini-program', 'shop']) {
    const { verification } = await brand.post<Carrier>(`carriers/${carriers[alias]}/verification`)
    const states = Object.fromEntries(verification.map(step => [step.id, step.state]))
    expect(states, alias).toEqual({ credentials: 'ok', ip_list: 'ok', callback: 'ok', unionid: 'ok' })
    expect(verification.find(step => step.id === 'unionid')!.fact.en).toMatch(/^[234] UnionIDs/)
  }
  const { arrivals } = await brand.get<{ arrivals: Arrival[] }>('tail')
  expect(arrivals.filter(arrival => arrival.outcome === 'refused')).toEqual([])
  expect(new Set(arrivals.filter(arrival => arrival.outcome === 'checked').map(arrival => arrival.carrierId))).toEqual(
    new Set(['service', 'mini-program', 'shop', 'subscription'].map(alias => carriers[alias])),
  )
})
