/** The platform's own record, its door and its tokens: what an agency's installation must never lose or tell. */
import { createCallbackCodec, createMenu } from '@wematrix/wechat'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Agency, testAgency } from '../../testing/agency.ts'
import type { TestBrand } from '../../testing/app.ts'
import { createComponents } from './components.ts'
import type { PlatformState } from './schema.ts'

let agency: Agency
let brand: TestBrand
let other: TestBrand

beforeAll(async () => {
  agency = await testAgency()
})
beforeEach(async () => {
  agency.sandbox.realm.reset()
  agency.sandbox.clock.set({ at: agency.clock.now().getTime(), frozen: true })
  await agency.db.query('update carriers set platform_id = null, archived_at = :now', { now: agency.clock.now() })
  await agency.db.query('delete from platforms')
  brand = await agency.t.brand('山野茶铺')
  other = await agency.t.brand('松风茶社')
})

const state = async (of: TestBrand = brand) => (await agency.as(of).call<PlatformState>('GET', 'platform')).body
const idOf = async () => (await state()).platform!.id

/** An event as WeChat would push it; `more` of the query replaces what was signed. */
async function push(fields: Record<string, string | number>, more: Record<string, string> = {}) {
  const { appId, token, encodingAesKey } = agency.sandbox.realm.state.component
  const at = Math.floor(agency.clock.now().getTime() / 1000)
  const { query, body } = createCallbackCodec({ appId, token, encodingAesKey }).forgePush({ AppId: appId, CreateTime: at, ...fields })
  const url = `${agency.t.url}/callback/${await idOf()}?${new URLSearchParams({ ...query, ...more })}`
  const answer = await fetch(url, { method: 'POST', body })
  return { status: answer.status, text: await answer.text() }
}

describe('the record', () => {
  it('is kept sealed; its secrets are shown once and never told again', async () => {
    const { once } = await agency.register(brand)
    const { appSecret } = agency.sandbox.realm.state.component
    const { secrets } = (await agency.db.one<{ secrets: Buffer }>('select secrets from platforms'))!
    const told = (await agency.as(brand).call('GET', 'platform')).text
    const audit = JSON.stringify(await agency.db.query('select * from audit'))
    for (const secret of [appSecret, once.token, once.encodingAesKey]) {
      expect(told).not.toContain(secret)
      expect(audit).not.toContain(secret)
      expect(secrets.includes(secret)).toBe(false)
    }
    expect((await state()).platform!.paste).toMatchObject({
      eventUrl: expect.stringMatching(/\/callback\/plt_\w+$/),
      messageUrl: expect.stringMatching(/\/callback\/plt_\w+\/\$APPID\$$/),
    })
  })

  it('is for owners: operators may look, keys and other brands learn nothing', async () => {
    await agency.register(brand)
    const operator = await agency.t.member('operator', brand.brandId)
    const path = `/api/brands/${brand.brandId}/platform`
    const body = { name: 'x', appId: 'wx1234567890', appSecret: 'a secret' }
    expect((await agency.t.call('PUT', path, { as: operator, body })).status).toBe(403)
    expect((await agency.t.call('PUT', path, { as: brand.secretKey, body })).status).toBe(403)
    expect((await agency.t.call<PlatformState>('GET', path, { as: operator })).body.platform).toMatchObject({
      mayChange: false,
      unattached: [],
    })
    expect(await state(other)).toEqual({ platform: null, offered: [] })
    const { appId } = agency.sandbox.realm.state.component
    expect((await agency.as(other).call('PUT', 'platform', { ...body, appId })).status).toBe(409)
  })

  it('serves a further brand only when somebody owns both', async () => {
    await agency.register(brand)
    const platformId = await idOf()
    expect((await agency.as(other).call('POST', 'platform/use', { platformId })).status).toBe(404)
    await agency.db.query("insert into memberships (brand_id, user_id, role) values (:b, :u, 'owner')", {
      b: brand.brandId,
      u: other.ownerId,
    })
    expect((await state(other)).offered).toMatchObject([{ id: platformId, brandName: '山野茶铺' }])
    expect((await agency.as(other).call('POST', 'platform/use', { platformId })).body).toMatchObject({ platform: { home: { own: false } } })
    expect((await agency.as(other).call('PUT', 'platform', { name: 'x', appId: 'wx1234567890' })).status).toBe(403)
    expect((await agency.as(brand).call('DELETE', 'platform')).status).toBe(409)
    expect((await agency.as(other).call('DELETE', 'platform')).status).toBe(204)
    expect((await agency.as(brand).call('DELETE', 'platform')).status).toBe(204)
  })

  it('tries a new AppSecret before it replaces the one that works', async () => {
    await agency.register(brand)
    await agency.settle()
    const { appId, appSecret } = agency.sandbox.realm.state.component
    const change = (secret: string) => agency.as(brand).call('PUT', 'platform', { name: 'x', appId, appSecret: secret })
    expect(await change('wrong secret')).toMatchObject({ status: 422, body: { code: 'secret_refused' } })
    expect((await agency.start(brand)).status).toBe(201)
    await agency.control({ appSecret: 'the next secret' })
    expect((await change('the next secret')).status).toBe(200)
    expect((await agency.start(brand)).status).toBe(201)
    expect(appSecret).not.toBe('the next secret')
  })

  it('takes Token and EncodingAESKey from before a change for a day', async () => {
    await agency.register(brand)
    const { appId } = agency.sandbox.realm.state.component
    await agency.as(brand).call('PUT', 'platform', { name: 'x', appId, renewCallback: true })
    agency.directory.forget()
    expect(await push({ InfoType: 'component_verify_ticket', ComponentVerifyTicket: 'old keys' })).toMatchObject({ text: 'success' })
    agency.later(25 * 3_600_000)
    agency.directory.forget()
    expect((await push({ InfoType: 'component_verify_ticket', ComponentVerifyTicket: 'too old' })).status).toBe(401)
  })
})

describe('the ticket', () => {
  it('is kept before WeChat has its answer; the newest one stays', async () => {
    await agency.register(brand)
    await agency.sandbox.agenda.settled()
    expect((await state()).platform!.ticket.state).toBe('fresh')
    const at = Math.floor(agency.clock.now().getTime() / 1000)
    const { store } = (await agency.components(await idOf()))!
    await push({ InfoType: 'component_verify_ticket', ComponentVerifyTicket: 'newest', CreateTime: at + 600 })
    expect(await store.ticket()).toMatchObject({ ticket: 'newest' })
    await push({ InfoType: 'component_verify_ticket', ComponentVerifyTicket: 'late', CreateTime: at + 300 })
    expect(await store.ticket()).toMatchObject({ ticket: 'newest' })
  })

  it('says when it is late and dead, and can be asked for', async () => {
    await agency.register(brand)
    await agency.control({ ticketsOn: false })
    agency.later(31 * 60_000)
    expect((await state()).platform!.ticket.state).toBe('late')
    agency.later(12 * 3_600_000)
    expect((await state()).platform!.ticket.state).toBe('dead')
    expect(await agency.start(brand)).toMatchObject({ status: 409, body: { code: 'ticket_missing' } })
    expect((await agency.as(brand).call('POST', 'platform/tickets')).status).toBe(200)
    await agency.sandbox.agenda.settled()
    await expect.poll(async () => (await state()).platform!.ticket.state).toBe('fresh')
  })
})

describe('the door', () => {
  it('refuses what is not signed, and answers what nobody needs', async () => {
    await agency.register(brand)
    const ticket = { InfoType: 'component_verify_ticket', ComponentVerifyTicket: 'x' }
    expect((await push(ticket, { msg_signature: 'e'.repeat(40) })).status).toBe(401)
    expect(await push({ InfoType: 'notify_third_fasteregister', status: 0 })).toEqual({ status: 200, text: 'success' })
    expect((await fetch(`${agency.t.url}/callback/plt_none`, { method: 'POST', body: '<xml/>' })).status).toBe(404)
  })

  it('drops repeats: an authorisation pushed three times is worked on once', async () => {
    await agency.register(brand)
    const fields = { InfoType: 'unauthorized', AuthorizerAppid: 'wx00000000000000aa' }
    for (let n = 0; n < 3; n++) expect((await push(fields)).text).toBe('success')
    expect(await agency.jobs.drain()).toBe(1)
    expect((await push(fields)).text).toBe('success')
    expect(await agency.jobs.drain()).toBe(0)
  })

  it('answers an account that is no carrier, and keeps nothing of it', async () => {
    await agency.register(brand)
    await agency.settle()
    await agency.sandbox.act('authorise', 'lin', { account: 'service' })
    await agency.settle()
    await agency.sandbox.act('follow', 'lin', { account: 'service' })
    await agency.settle()
    expect(agency.refusals.recent(brand.brandId)).toContainEqual(expect.objectContaining({ reason: 'unattached_account' }))
    const { platform } = await state()
    const appId = agency.sandbox.realm.account('service').spec.appId
    expect(platform!.unattached).toMatchObject([{ appId }])
    expect((await agency.as(brand).call('POST', 'platform/accounts', { appId })).body).toMatchObject({ result: 'connected' })
    expect((await state()).platform!.unattached).toEqual([])
  })
})

it('answers the robot of a release only while its owner says so', async () => {
  await agency.register(brand)
  await agency.settle()
  const { appId, token, encodingAesKey } = agency.sandbox.realm.state.component
  const codec = createCallbackCodec({ appId, token, encodingAesKey }, { clock: agency.clock })
  const account = agency.sandbox.realm.account('service').spec.appId
  const say = async (Content: string, MsgId: string) => {
    const at = Math.floor(agency.clock.now().getTime() / 1000)
    const openid = agency.sandbox.person('lin').openids.service!
    const fields = { ToUserName: 'gh_test', FromUserName: openid, CreateTime: at, MsgType: 'text', Content, MsgId }
    const { query, body } = codec.forgePush(fields)
    const url = `${agency.t.url}/callback/${await idOf()}/${account}?${new URLSearchParams(query)}`
    return (await fetch(url, { method: 'POST', body })).text()
  }
  expect(await say('TESTCOMPONENT_MSG_TYPE_TEXT', '1')).toBe('success')
  await agency.as(brand).call('PUT', 'platform', { name: 'x', appId, releaseTest: true })
  agency.directory.forget()
  expect(codec.openReply(await say('TESTCOMPONENT_MSG_TYPE_TEXT', '2'))).toMatchObject({
    fields: { Content: 'TESTCOMPONENT_MSG_TYPE_TEXT_callback' },
  })
  await agency.sandbox.act('follow', 'lin', { account: 'service' })
  const { code } = await agency.sandbox.act('authorise', 'lin', { account: 'service' })
  expect(await say(`QUERY_AUTH_CODE:${String(code)}`, '3')).toBe('')
  await agency.settle()
  const received = agency.sandbox.person('lin').received()
  expect(received.at(-1)).toMatchObject({ by: 'custom', content: { text: { content: `${String(code)}_from_api` } } })
})

it('of many processes one fetches a token, and every refresh token is kept', async () => {
  await agency.register(brand)
  await agency.settle()
  const { appId } = await agency.connect(brand)
  const id = await idOf()
  const { db, clock, settings } = agency
  const processes = await Promise.all(Array.from({ length: 6 }, () => createComponents({ db, clock, settings })(id)))
  const clients = processes.map(speaking => speaking!.component.client(appId))
  const menu = { button: [{ type: 'click' as const, name: '你好', key: 'K' }] }
  const issued = () => ['component', appId].map(who => agency.sandbox.realm.state.component.issued.get(who))
  const [component, account] = issued() as [number, number]
  agency.later(7_200_000)
  await Promise.all(Array.from({ length: 24 }, (_, n) => createMenu(clients[n % 6]!, menu)))
  expect(issued()).toEqual([component + 1, account + 1])
  agency.later(7_200_000)
  await Promise.all(clients.map(client => createMenu(client, menu)))
  expect(issued()).toEqual([component + 2, account + 2])
  const leases = await db.query('select name from platform_leases')
  expect(leases).toEqual([])
})
