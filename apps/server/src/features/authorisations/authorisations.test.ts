/** An agency's way with its brands' accounts, on the sandbox: every step with what goes wrong at it. */
import { createCallbackCodec, getCurrentMenu } from '@wematrix/wechat'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Agency, testAgency } from '../../testing/agency.ts'
import type { TestBrand } from '../../testing/app.ts'
import { findTroubles } from '../alarms/troubles.ts'
import type { Carrier, EndpointRights } from '../carriers/schema.ts'
import type { PlatformState } from '../platforms/schema.ts'

let agency: Agency
let brand: TestBrand
let other: TestBrand

beforeAll(async () => {
  agency = await testAgency()
})
beforeEach(async () => {
  agency.sandbox.realm.reset()
  agency.sandbox.clock.set({ at: agency.clock.now().getTime(), frozen: true })
  await agency.db.query('delete from authorisation_starts')
  await agency.db.query('update carriers set platform_id = null, archived_at = :now', { now: agency.clock.now() })
  await agency.db.query('delete from platforms')
  brand = await agency.t.brand('山野茶铺')
  other = await agency.t.brand('松风茶社')
  await agency.register(brand)
  await agency.settle()
  agency.refusals.recent(brand.brandId)
})

const appIdOf = (alias: string) => agency.sandbox.realm.account(alias).spec.appId
const withdraw = async (account = 'service') => {
  await agency.sandbox.act('withdraw', 'lin', { account })
  await agency.settle()
}

describe('authorising by scanning', () => {
  it('makes a carrier of what WeChat tells about the account, and its pushes arrive as from any other', async () => {
    const outcome = await agency.connect(brand)
    expect(outcome).toMatchObject({ result: 'connected', appId: appIdOf('service') })
    const made = await agency.carrier(brand, outcome.carrierId!)
    const { spec } = agency.sandbox.realm.account('service')
    expect(made).toMatchObject({
      mode: 'component',
      kind: 'official_account',
      accountType: 'service',
      verifiedAccount: true,
      name: spec.name,
      originalId: spec.originalId,
      authorisation: { state: 'authorised', platform: '一棵树服务商' },
    })
    expect(made.verification.filter(step => step.state === 'ok').map(step => step.id)).toEqual(['credentials', 'ip_list'])
    await agency.sandbox.act('follow', 'lin', { account: 'service' })
    await agency.settle()
    const events = await agency.events.query<{ event: string; carrier_id: string }>(
      'select event, carrier_id from events where brand = {brand:String}',
      { brand: brand.brandId },
    )
    expect(events).toEqual([{ event: 'oa.follow', carrier_id: made.id }])
    const client = await agency.wechatOf(brand.brandId)(made.id)
    expect(await getCurrentMenu(client, undefined)).toBeTruthy()
    await agency.calls.flush()
    const health = await agency.as(brand).call<{ source: string; state: string }>('GET', `carriers/${made.id}/token`)
    expect(health.body).toMatchObject({ source: 'component', state: 'valid' })
  })

  it.each([
    ['mini-program', 'mini_program'],
    ['channels', 'channels'],
  ])('knows a %s by the block that WeChat sends', async (alias, kind) => {
    const { carrierId } = await agency.connect(brand, alias, { kind })
    expect(await agency.carrier(brand, carrierId!)).toMatchObject({ kind, appId: appIdOf(alias) })
  })

  it('needs no redirect: the event names the link', async () => {
    const { body } = await agency.start(brand)
    await agency.scan(body.scanLink)
    await agency.settle()
    const told = await agency.as(brand).call('GET', `authorisations/${body.id}`)
    expect(told.body).toMatchObject({ state: 'done', outcome: { result: 'connected' } })
  })

  it('serves once: the same redirect again says the same, another code by the same state is refused', async () => {
    const { body } = await agency.start(brand)
    const redirect = await agency.scan(body.scanLink)
    const first = await agency.visit(redirect)
    expect(first).toMatchObject({ status: 200, text: expect.stringContaining('授权成功') })
    expect((await agency.visit(redirect)).text).toBe(first.text)
    expect(await agency.visit(redirect.replace(/auth_code=[^&]+/, 'auth_code=another'))).toMatchObject({
      status: 409,
      text: expect.stringContaining('已经用过'),
    })
    const carriers = await agency.as(brand).call<{ carriers: Carrier[] }>('GET', 'carriers')
    expect(carriers.body.carriers).toHaveLength(1)
  })

  it('says in both languages why a late, unknown or dead code changes nothing', async () => {
    const { body } = await agency.start(brand)
    expect((await agency.visit(body.page)).text).toContain('山野茶铺')
    agency.later(1_801_000)
    expect(await agency.visit(body.page)).toMatchObject({ status: 410, text: expect.stringContaining('授权链接已过期') })
    agency.later(600_000)
    const done = `${body.page}/done?auth_code=x`
    expect(await agency.visit(done, 'en')).toMatchObject({ status: 410, text: expect.stringContaining('has expired') })
    expect((await agency.visit(`${agency.t.url}/authorise/nobody/done?auth_code=x`)).status).toBe(404)
    const next = await agency.start(brand)
    expect(await agency.visit(`${next.body.page}/done?auth_code=x`)).toMatchObject({
      status: 410,
      text: expect.stringContaining('授权码已失效'),
    })
    expect((await agency.as(brand).call<{ carriers: Carrier[] }>('GET', 'carriers')).body.carriers).toEqual([])
    // Who had the link and no code did not use it up.
    expect((await agency.visit(await agency.scan(next.body.scanLink))).status).toBe(200)
  })

  it('loses nothing when WeChat’s code died before a worker came to it', async () => {
    const { body } = await agency.start(brand)
    await agency.scan(body.scanLink)
    await agency.sandbox.agenda.settled()
    agency.later(700_000)
    await agency.settle()
    const told = await agency.as(brand).call<{ outcome: { carrierId: string } }>('GET', `authorisations/${body.id}`)
    expect(told.body).toMatchObject({ state: 'done', outcome: { result: 'connected' } })
    expect((await agency.carrier(brand, told.body.outcome.carrierId)).authorisation!.sets.length).toBeGreaterThan(10)
  })
})

describe('an account that is connected already', () => {
  it('directly: keeps its id, and changes its mode when somebody says so', async () => {
    const { appId, appSecret } = agency.sandbox.accounts.find(({ alias }) => alias === 'service')!
    const body = { kind: 'official_account', accountType: 'service', verifiedAccount: true, name: '会员号', appId, appSecret }
    const { id } = (await agency.as(brand).call<{ carrier: Carrier }>('POST', 'carriers', body)).body.carrier
    const started = (await agency.start(brand)).body
    await agency.visit(await agency.scan(started.scanLink))
    await agency.settle()
    const path = `authorisations/${started.id}`
    expect((await agency.as(brand).call('GET', path)).body).toMatchObject({ outcome: { result: 'is_direct', carrierId: id } })
    expect(await agency.carrier(brand, id)).toMatchObject({ mode: 'direct' })
    expect((await agency.as(other).call('POST', `${path}/mode`)).status).toBe(404)
    expect((await agency.as(brand).call('POST', `${path}/mode`)).body).toMatchObject({ outcome: { result: 'mode_changed' } })
    expect(await agency.carrier(brand, id)).toMatchObject({ mode: 'component', name: '会员号', authorisation: { state: 'authorised' } })
    expect((await agency.as(brand).call('POST', `${path}/mode`)).status).toBe(409)
    const back = await agency.as(brand).call<{ carrier: Carrier }>('POST', `carriers/${id}/direct`, {})
    expect(back.body.carrier).toMatchObject({ id, mode: 'direct', secrets: { appSecret: { hasSecret: true } } })
    const wanted = await agency.connect(brand, 'service', { carrierId: id })
    expect(wanted).toMatchObject({ result: 'mode_changed', carrierId: id })
  })

  it('through the platform in another brand: stays there, and nothing is told of that brand', async () => {
    expect((await agency.as(other).call('POST', 'platform/use', { platformId: 'plt_x' })).status).toBe(404)
    const { platform } = (await agency.as(brand).call<{ platform: { id: string } }>('GET', 'platform')).body
    await agency.db.query("insert into memberships (brand_id, user_id, role) values (:b, :u, 'owner')", {
      b: brand.brandId,
      u: other.ownerId,
    })
    expect((await agency.as(other).call('POST', 'platform/use', { platformId: platform.id })).status).toBe(200)
    const mine = await agency.connect(brand)
    expect(await agency.connect(other)).toMatchObject({ result: 'other_brand', carrierId: null })
    expect((await agency.carrier(brand, mine.carrierId!)).authorisation).toMatchObject({ state: 'authorised' })
    expect((await agency.as(other).call('GET', `authorisations/${(await agency.start(brand)).body.id}`)).status).toBe(404)
  })

  it('is not the one that a link was made for', async () => {
    const { carrierId } = await agency.connect(brand)
    const started = (await agency.start(brand, { carrierId })).body
    await expect(agency.scan(started.scanLink, 'subscription')).rejects.toThrow('only')
  })
})

describe('a withdrawn authorisation', () => {
  it('stops every call at once, shows on the carrier, and comes back with the same id', async () => {
    const { carrierId } = await agency.connect(brand)
    await withdraw()
    expect(await agency.carrier(brand, carrierId!)).toMatchObject({
      authorisation: { state: 'withdrawn' },
      verification: [{ id: 'credentials', state: 'failed' }, { id: 'ip_list', state: 'waiting' }, {}, {}],
    })
    const client = await agency.wechatOf(brand.brandId)(carrierId!)
    await expect(getCurrentMenu(client, undefined)).rejects.toMatchObject({ errcode: 61003, reaction: 'tell_operator' })
    const rights = await agency.as(brand).call<EndpointRights>('GET', `carriers/${carrierId}/endpoints`)
    expect(await findTroubles(brand.ctx, ['token_refused'], new Set())).toMatchObject([{ subject: carrierId, kind: 'token_refused' }])
    expect(rights.body.counts).toMatchObject({ yes: 0 })
    expect(rights.body.endpoints[0]).toMatchObject({ allowed: 'no', reason: 'not_authorised' })
    agency.later(1000)
    agency.sandbox.realm.account('service').spec.verified = false
    expect(await agency.connect(brand)).toMatchObject({ result: 'again', carrierId })
    expect(await agency.carrier(brand, carrierId!)).toMatchObject({ verifiedAccount: false })
    expect(await findTroubles(brand.ctx, ['token_refused'], new Set())).toEqual([])
    expect(await getCurrentMenu(await agency.wechatOf(brand.brandId)(carrierId!), undefined)).toBeTruthy()
  })

  it('stays given when an older push of its end comes again', async () => {
    const { carrierId } = await agency.connect(brand)
    await withdraw()
    const at = Math.floor(agency.clock.now().getTime() / 1000)
    agency.later(5000)
    await agency.connect(brand)
    const { appId, token, encodingAesKey } = agency.sandbox.realm.state.component
    const old = { AppId: appId, CreateTime: at - 60, InfoType: 'unauthorized', AuthorizerAppid: appIdOf('service') }
    const { query, body } = createCallbackCodec({ appId, token, encodingAesKey }).forgePush(old)
    const { platform } = (await agency.as(brand).call<PlatformState>('GET', 'platform')).body
    const answer = await fetch(`${platform!.paste.eventUrl}?${new URLSearchParams(query)}`, { method: 'POST', body })
    expect(await answer.text()).toBe('success')
    await agency.settle()
    expect((await agency.carrier(brand, carrierId!)).authorisation!.state).toBe('authorised')
  })
})

it('fewer permission sets are a “no” in the matrix that names the set to ask for, and more of them a “yes”', async () => {
  const { carrierId } = await agency.connect(brand)
  const client = await agency.wechatOf(brand.brandId)(carrierId!)
  const verdict = async (name: string) =>
    (await agency.as(brand).call<EndpointRights>('GET', `carriers/${carrierId}/endpoints`)).body.endpoints.find(one => one.name === name)
  expect(await verdict('createMenu')).toMatchObject({ allowed: 'yes' })
  // A third-party platform's alone: with an AppSecret there is no such call.
  expect(await verdict('getStableToken')).toMatchObject({ allowed: 'no', reason: 'platform_token' })
  expect(await verdict('linkMiniProgram')).toMatchObject({ allowed: 'yes' })
  agency.later(1000)
  await agency.sandbox.act('authorise', 'lin', { account: 'service', sets: [1, 2] })
  await agency.settle()
  expect(await verdict('createMenu')).toMatchObject({
    allowed: 'no',
    reason: 'permission_set',
    why: { zh: expect.stringContaining('15 自定义菜单'), en: expect.stringContaining('scan again') },
  })
  expect((await agency.carrier(brand, carrierId!)).capabilities.find(({ id }) => id === 'menu')).toMatchObject({ allowed: 'no' })
  await expect(getCurrentMenu(client, undefined)).rejects.toMatchObject({ errcode: 61007 })
  agency.later(1000)
  await agency.sandbox.act('authorise', 'lin', { account: 'service', sets: [1, 2, 15] })
  await agency.settle()
  expect(await verdict('createMenu')).toMatchObject({ allowed: 'yes' })
})
