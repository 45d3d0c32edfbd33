import { type Sandbox, startSandbox } from '@wematrix/sandbox'
import { type Client, createClient, getCallbackIps } from '@wematrix/wechat'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { movableClock } from '../../infra/clock.ts'
import { type TestApp, testApp, testSecret } from '../../testing/app.ts'
import { checkedBaseUrl } from './base-url.ts'
import { capabilitiesOf } from './capabilities.ts'
import type { CallbackSettings, Carrier } from './schema.ts'
import { openSecrets } from './secrets.ts'
import { postgresTokenStore } from './token-store.ts'
import { createWechat } from './wechat.ts'

let sandbox: Sandbox
let t: TestApp
let carriers: string
beforeAll(async () => {
  const clock = movableClock()
  sandbox = await startSandbox({ people: 20, clock: { now: clock.now(), frozen: true } })
  t = await testApp({ clock, wechatBaseUrl: sandbox.url })
})
afterAll(() => sandbox.close())
beforeEach(async () => {
  const brand = await t.brand('Brand')
  Object.assign(t, brand)
  carriers = `/api/brands/${brand.brandId}/carriers`
})

type Made = { carrier: Carrier; callback: CallbackSettings }
const service = () => sandbox.accounts.find(account => account.alias === 'service')!

async function connect(extra: object = {}): Promise<Made> {
  const { appId, appSecret } = service()
  const made = await t.call<Made>('POST', carriers, {
    as: t.cookie,
    body: { kind: 'official_account', accountType: 'service', verifiedAccount: true, name: '会员号', appId, appSecret, ...extra },
  })
  expect(made.status).toBe(201)
  return made.body
}

const call = <T = Carrier>(method: string, path: string, body?: unknown) => t.call<T>(method, path, { as: t.cookie, body })

describe('secrets', () => {
  it('are never in an answer or the log, except Token and key in the answer that makes them', async () => {
    const { carrier, callback } = await connect()
    const appSecret = service().appSecret
    expect(callback).toEqual({
      url: `${t.url}/callback/${carrier.id}`,
      token: expect.stringMatching(/^[0-9A-Za-z]{32}$/),
      encodingAesKey: expect.stringMatching(/^[0-9A-Za-z]{43}$/),
    })
    expect(carrier.secrets.appSecret).toEqual({ hasSecret: true, last4: appSecret.slice(-4) })
    const answers = await Promise.all([
      call('GET', carriers),
      call('GET', `${carriers}/${carrier.id}`),
      call('PATCH', `${carriers}/${carrier.id}`, { name: '新名', appSecret }),
      call('POST', `${carriers}/${carrier.id}/verification`),
      call('GET', `${carriers}/${carrier.id}/health`),
      call('PATCH', `${carriers}/${carrier.id}`, { baseUrl: `http://${appSecret}@evil/` }),
    ])
    const row = await t.db.one<{ secrets: Buffer }>('select secrets from carriers where id = :id', { id: carrier.id })
    const audit = JSON.stringify(await t.db.query('select * from audit'))
    for (const secret of [appSecret, callback.token, callback.encodingAesKey]) {
      for (const answer of answers.slice(0, 5)) expect(answer.text).not.toContain(secret)
      expect(t.logged()).not.toContain(secret)
      expect(audit).not.toContain(secret)
      expect(row!.secrets.includes(secret)).toBe(false)
    }
  })

  it('rotate: the previous EncodingAESKey stays valid, and renewing shows new ones once', async () => {
    const { carrier, callback } = await connect()
    const renewed = await call<Made>('PATCH', `${carriers}/${carrier.id}`, { renewCallback: true })
    expect(renewed.body.callback.encodingAesKey).not.toBe(callback.encodingAesKey)
    expect(renewed.body.carrier.secrets.previousEncodingAesKey).toEqual({ hasSecret: true, last4: callback.encodingAesKey.slice(-4) })
    const row = await t.db.one<{ secrets: Buffer }>('select secrets from carriers where id = :id', { id: carrier.id })
    expect(openSecrets(testSecret, carrier.id, row!.secrets)).toMatchObject({
      encodingAesKey: renewed.body.callback.encodingAesKey,
      previousEncodingAesKey: callback.encodingAesKey,
    })
    expect(() => openSecrets(testSecret, 'car_other', row!.secrets)).toThrow()
  })
})

describe('connecting', () => {
  it('refuses the same appid twice, and takes it again after archiving', async () => {
    const { carrier } = await connect()
    const again = { kind: 'official_account', name: 'x', appId: service().appId }
    expect(await call('POST', carriers, again)).toMatchObject({ status: 409, body: { code: 'conflict' } })
    expect((await call('DELETE', `${carriers}/${carrier.id}`)).status).toBe(204)
    expect((await call('POST', carriers, again)).status).toBe(201)
    const list = await call<{ carriers: Carrier[] }>('GET', `${carriers}?archived=true`)
    expect(list.body.carriers.map(one => one.archivedAt !== null)).toEqual([true, false])
  })

  it('refuses types that do not fit the kind, and addresses that are not WeChat’s', async () => {
    expect((await call('POST', carriers, { kind: 'mini_program', accountType: 'service', name: 'x', appId: 'wx1234567' })).status).toBe(400)
    const inner = await call('POST', carriers, { kind: 'mini_program', name: 'x', appId: 'wx1234567', baseUrl: 'http://169.254.169.254' })
    expect(inner).toMatchObject({ status: 422, body: { code: 'address_refused' } })
  })

  it('is for the brand only: another tenant cannot reach it by its own brand’s address', async () => {
    const { carrier } = await connect()
    const other = await t.brand('Other')
    expect((await t.call('GET', `/api/brands/${other.brandId}/carriers/${carrier.id}`, { as: other.cookie })).status).toBe(404)
  })
})

describe('verification', () => {
  const states = (carrier: Carrier) => Object.fromEntries(carrier.verification.map(step => [step.id, step.state]))
  const verify = async (id: string) => (await call('POST', `${carriers}/${id}/verification`)).body

  it('finds credentials and IP list in order, and waits for callback and UnionID', async () => {
    const { carrier } = await connect()
    const verified = await verify(carrier.id)
    expect(states(verified)).toEqual({ credentials: 'ok', ip_list: 'ok', callback: 'waiting', unionid: 'waiting' })
    expect((await call<{ token: object }>('GET', `${carriers}/${carrier.id}/health`)).body.token).toMatchObject({ state: 'valid' })
  })

  it('says that the AppSecret is wrong, or missing', async () => {
    const wrong = await connect({ appSecret: 'f'.repeat(32) })
    expect(states(await verify(wrong.carrier.id))).toMatchObject({ credentials: 'failed', ip_list: 'waiting' })
    await call('DELETE', `${carriers}/${wrong.carrier.id}`)
    const none = await connect({ appSecret: undefined })
    expect(states(await verify(none.carrier.id))).toMatchObject({ credentials: 'waiting' })
  })

  it('shows the address to put on the list when WeChat refuses it (40164)', async () => {
    const { carrier } = await connect()
    sandbox.realm.account('service').ipWhitelist = ['203.0.113.9']
    const verified = await verify(carrier.id)
    delete sandbox.realm.account('service').ipWhitelist
    expect(verified.verification.find(step => step.id === 'ip_list')).toMatchObject({
      state: 'failed',
      ip: '127.0.0.1',
      help: { zh: expect.stringContaining('127.0.0.1') },
    })
  })

  it('counts a UnionID only when two accounts have shown it', async () => {
    const { carrier } = await connect()
    const link = (a: string, b: string) =>
      t.db.query('insert into identity_links (brand_id, a, b, first_ms, first_seq) values (:brandId, :a, :b, 1, 1)', {
        brandId: t.brandId,
        a,
        b,
      })
    await link('o:wxa:1', 'u:lin')
    await link('o:wxa:2', 'u:lin')
    expect(states(await verify(carrier.id)).unionid).toBe('waiting')
    await link('o:wxb:1', 'u:lin')
    expect(states(await verify(carrier.id)).unionid).toBe('ok')
  })

  it('sees the callback when an event of the account has arrived', async () => {
    const { carrier } = await connect()
    const at = t.clock.now().toISOString()
    const row = {
      brand: t.brandId,
      person: 1,
      occurred_at: at,
      received_at: at,
      event: 'oa.follow',
      carrier: 'official_account',
      carrier_id: carrier.id,
      batch: 1,
      n: 1,
    }
    await t.events.insert('events', JSON.stringify(row), { token: carrier.id })
    expect(states(await verify(carrier.id)).callback).toBe('ok')
    const health = await call<{ lastCallbackAt: string; hours: { events: number }[] }>('GET', `${carriers}/${carrier.id}/health`)
    expect(health.body.lastCallbackAt).toBe(at)
    expect(health.body.hours.map(hour => hour.events)).toEqual([...Array(23).fill(0), 1])
  })
})

describe('the token', () => {
  it('is fetched once by eight clients that need it at the same moment', async () => {
    const { carrier } = await connect()
    const before =
      sandbox.realm
        .account('service')
        .used.get([...sandbox.realm.account('service').used.keys()].find(key => key.includes('stable_token')) ?? '') ?? 0
    const clients: Client[] = Array.from({ length: 8 }, () =>
      createClient({
        credentials: { appId: service().appId, appSecret: service().appSecret },
        baseUrl: sandbox.url,
        clock: t.clock,
        tokenStore: postgresTokenStore(t.db, t.clock, testSecret, carrier.id),
      }),
    )
    const tokens = await Promise.all(clients.map(client => client.tokens.current()))
    expect(new Set(tokens).size).toBe(1)
    const used = [...sandbox.realm.account('service').used].find(([key]) => key.includes('stable_token'))?.[1] ?? 0
    expect(used - before).toBe(1)
    const kept = await t.db.one<{ token: Buffer }>('select token from carrier_tokens where carrier_id = :id', { id: carrier.id })
    expect(kept!.token.includes(tokens[0]!)).toBe(false)
  })

  it('needs a proved AppSecret; the first one may come before WeChat lets this server in', async () => {
    const { carrier } = await connect({ appSecret: undefined })
    const path = `${carriers}/${carrier.id}`
    const account = sandbox.realm.account('service')
    account.ipWhitelist = ['10.0.0.1']
    expect((await call('PATCH', path, { appSecret: service().appSecret })).status).toBe(200)
    expect((await call('PATCH', path, { appSecret: '0'.repeat(32) })).status).toBe(422)
    delete account.ipWhitelist
    expect((await call('PATCH', path, { appSecret: '0'.repeat(32) })).status).toBe(422)
    expect((await call<Carrier>('GET', path)).body.secrets.appSecret.last4).toBe(service().appSecret.slice(-4))
  })

  it('is dropped with the AppSecret it came from, and clients use the new one', async () => {
    const { carrier } = await connect({ appSecret: 'f'.repeat(32) })
    const wechat = createWechat({ db: t.db, clock: t.clock, settings: { secret: testSecret, wechatBaseUrl: sandbox.url } })(t.brandId)
    await expect(getCallbackIps(await wechat(carrier.id), undefined)).rejects.toMatchObject({ name: 'WechatError' })
    const kept = await call<{ code: string }>('PATCH', `${carriers}/${carrier.id}`, { name: '改名', appSecret: '0'.repeat(32) })
    expect([kept.status, kept.body.code]).toEqual([422, 'secret_refused'])
    expect((await call('GET', `${carriers}/${carrier.id}`)).body).toMatchObject({
      name: '会员号',
      secrets: { appSecret: { last4: 'ffff' } },
    })
    expect((await call('PATCH', `${carriers}/${carrier.id}`, { appSecret: service().appSecret })).status).toBe(200)
    expect((await getCallbackIps(await wechat(carrier.id), undefined)).ip_list.length).toBeGreaterThan(0)
    await expect(
      createWechat({ db: t.db, clock: t.clock, settings: { secret: testSecret, wechatBaseUrl: sandbox.url } })('brd_other')(carrier.id),
    ).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('base addresses', () => {
  const operator = 'http://sandbox.local:9000/wx'
  it.each(['https://api.weixin.qq.com', 'https://sh.api.weixin.qq.com/', 'http://sandbox.local:9000/wx', 'http://sandbox.local:9000/wx/a'])(
    'takes %s',
    url => {
      expect(checkedBaseUrl(url, operator)).toBe(url.replace(/\/$/, ''))
    },
  )
  it.each([
    'http://api.weixin.qq.com',
    'https://api.weixin.qq.com:8443',
    'https://api.weixin.qq.com.evil.cn',
    'https://user@api.weixin.qq.com',
    'https://api.weixin.qq.com/x',
    'http://sandbox.local:9000/wxevil',
    'http://sandbox.local:9001/wx',
    'http://sandbox.local:9000/',
    'http://localhost',
    'file:///etc/passwd',
    'nonsense',
    'https://api.weixin.qq.com/?a=1',
  ])('refuses %s', url => {
    expect(() => checkedBaseUrl(url, operator)).toThrow('not an address of WeChat')
  })
})

it('knows what a type of account may do by WeChat’s table', () => {
  const allowed = (type: 'service' | 'subscription', verified: boolean) =>
    capabilitiesOf(type, verified).filter(one => one.allowed === 'yes').length
  expect([allowed('subscription', false), allowed('subscription', true), allowed('service', false), allowed('service', true)]).toEqual([
    3, 13, 4, 17,
  ])
  expect(capabilitiesOf('service', true).find(one => one.id === 'template')?.allowed).toBe('yes')
  expect(capabilitiesOf('subscription', true).find(one => one.id === 'qrcode')?.allowed).toBe('no')
})

it('ticks set-up steps by facts', async () => {
  const setup = async () =>
    (await t.call<{ steps: { id: string; done: boolean }[] }>('GET', `/api/brands/${t.brandId}/setup`, { as: t.cookie })).body.steps
      .filter(step => step.done)
      .map(step => step.id)
  expect(await setup()).toEqual(['owner', 'brand'])
  const { carrier } = await connect()
  expect(await setup()).toEqual(['owner', 'brand', 'official_account'])
  await call('POST', `${carriers}/${carrier.id}/verification`)
  expect(await setup()).toEqual(['owner', 'brand', 'official_account', 'credentials'])
  const at = t.clock.now().toISOString()
  const rows = ['mp.launch', 'order.pay'].map((event, n) =>
    JSON.stringify({
      brand: t.brandId,
      person: 1,
      occurred_at: at,
      received_at: at,
      event,
      carrier: 'mini_program',
      carrier_id: 'x',
      batch: 2,
      n,
    }),
  )
  await t.events.insert('events', rows.join('\n'), { token: `${t.brandId} setup` })
  expect(await setup()).toEqual(['owner', 'brand', 'official_account', 'credentials', 'first_event', 'first_conversion'])
})
