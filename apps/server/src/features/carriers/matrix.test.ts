import { startSandbox } from '@wematrix/sandbox'
import { allEndpoints, getCallbackIps, getUserInfo, listFollowers } from '@wematrix/wechat'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { movableClock } from '../../infra/clock.ts'
import { type TestApp, testApp, testSecret } from '../../testing/app.ts'
import { createCallCounter } from './calls.ts'
import { endpointName, groupNames, namedEndpoints } from './endpoint-names.ts'
import { type Evidence, matrixOf, type RightsOf } from './matrix.ts'
import type { Carrier, EndpointRights } from './schema.ts'
import { createWechat } from './wechat.ts'

const none = new Map<string, Evidence>()
const account = (extra: Partial<RightsOf>): RightsOf => ({
  kind: 'official_account',
  accountType: 'service',
  verified: true,
  subject: null,
  ...extra,
})
const right = (of: RightsOf, name: string, evidence = none) => matrixOf(of, evidence).find(one => one.name === name)

describe('rights by the tables', () => {
  it('give a verified service account the whole permission table, and leave unverified endpoints alone', () => {
    expect(right(account({}), 'sendTemplateMessage')).toMatchObject({ allowed: 'yes', perDay: 100_000, reason: null })
    expect(right(account({}), 'addServiceAccount')).toMatchObject({ allowed: 'no', reason: 'unverified_endpoint' })
    expect(right(account({}), 'sendMass')).toMatchObject({ allowed: 'yes', perMonth: 4, perDay: 100, perMinute: 60 })
    expect(right(account({}), 'getArticleSummary')).toMatchObject({ allowed: 'unsure', reason: 'retired' })
  })
  it('tell verification, type and subject apart', () => {
    expect(right(account({ verified: false }), 'sendCustomMessage')).toMatchObject({ allowed: 'no', reason: 'verification' })
    const subscription = account({ accountType: 'subscription' })
    expect(right(subscription, 'createQrCode')).toMatchObject({ allowed: 'no', reason: 'type' })
    expect(right(subscription, 'sendMass')).toMatchObject({ allowed: 'yes', perMonth: null, rhythm: { zh: '每天群发 1 次' } })
    expect(right(account({ accountType: 'subscription', verified: false, subject: 'personal' }), 'submitPublish')).toMatchObject({
      allowed: 'no',
      reason: 'personal',
    })
    const mini = account({ kind: 'mini_program', accountType: 'mini_program' })
    expect(right({ ...mini, subject: 'personal' }, 'generateScheme')).toMatchObject({ allowed: 'no', reason: 'personal' })
    expect(right({ ...mini, subject: 'organisation' }, 'generateScheme')?.allowed).toBe('yes')
    expect(right({ ...mini, verified: false }, 'getPaidUnionid')).toMatchObject({ allowed: 'no', reason: 'verification' })
  })
  it('leave what only a platform may call to the console, and name its permission set', () => {
    const link = right(account({}), 'linkMiniProgram')
    expect(link).toMatchObject({ allowed: 'no', reason: 'third_party', sets: [{ id: 33 }] })
    expect(link?.why?.en).toContain('permission set 33')
  })
  it('name every endpoint and group in Chinese', () => {
    expect(allEndpoints.map(({ name }) => name).filter(name => !namedEndpoints.has(name))).toEqual([])
    expect([...new Set(allEndpoints.map(({ group }) => group))].filter(group => !groupNames[group])).toEqual([])
    expect(endpointName('sendCustomMessage')).toEqual({ zh: '发送客服消息', en: 'Send custom message' })
  })
  it('give way to what WeChat answered last', () => {
    const path = '/cgi-bin/user/get'
    const refused = { errcode: 48001, at: new Date('2026-11-20T00:00:00Z') }
    expect(right(account({}), 'listFollowers', new Map([[path, { refused }]]))).toMatchObject({ allowed: 'no', reason: 'refused' })
    const mended = new Map([[path, { refused, okAt: new Date('2026-11-21T00:00:00Z') }]])
    expect(right(account({}), 'listFollowers', mended)).toMatchObject({ allowed: 'yes', reason: null })
    expect(right(account({ verified: false }), 'listFollowers', mended)).toMatchObject({ allowed: 'yes', reason: 'answered' })
  })
})

describe('an account', () => {
  let t: TestApp
  let sandbox: Awaited<ReturnType<typeof startSandbox>>
  const clock = movableClock(new Date('2026-11-22T04:00:00Z'))
  beforeAll(async () => {
    sandbox = await startSandbox({ people: 10, clock: { now: clock.now(), frozen: true } })
    t = await testApp({ clock, wechatBaseUrl: sandbox.url })
  })
  afterAll(() => sandbox.close())

  it('is counted call by call, and its list, filters and file say so', async () => {
    const { appId, appSecret } = sandbox.accounts.find(one => one.alias === 'service')!
    const made = await t.call<{ carrier: Carrier }>('POST', `/api/brands/${t.brandId}/carriers`, {
      body: {
        kind: 'official_account',
        accountType: 'service',
        verifiedAccount: false,
        subject: 'organisation',
        name: '会员号',
        appId,
        appSecret,
      },
    })
    const { id } = made.body.carrier
    expect(made.body.carrier.subject).toBe('organisation')
    const calls = createCallCounter({ db: t.db, clock })
    const wechat = createWechat({ db: t.db, clock, settings: { secret: testSecret, wechatBaseUrl: sandbox.url }, calls })
    const client = await wechat(t.brandId)(id)
    await getCallbackIps(client)
    await listFollowers(client, {})
    await getUserInfo(client, { openid: 'nobody' }).catch(() => undefined)
    await calls.flush()
    await calls.flush()
    const rows = await t.db.query('select path, calls, failed, day from carrier_calls where carrier_id = :id order by path', { id })
    expect(rows).toEqual([
      { path: '/cgi-bin/getcallbackip', calls: 1, failed: 0, day: '2026-11-22' },
      { path: '/cgi-bin/stable_token', calls: 1, failed: 0, day: '2026-11-22' },
      { path: '/cgi-bin/user/get', calls: 1, failed: 0, day: '2026-11-22' },
      { path: '/cgi-bin/user/info', calls: 1, failed: 1, day: '2026-11-22' },
    ])
    const path = `/api/brands/${t.brandId}/carriers/${id}/endpoints`
    const all = (await t.call<EndpointRights>('GET', path)).body
    expect(all.counts.yes + all.counts.no + all.counts.unsure).toBe(all.endpoints.length)
    expect(all.endpoints.find(one => one.name === 'listFollowers')).toMatchObject({
      allowed: 'yes',
      reason: 'answered',
      okAt: clock.now().toISOString(),
    })
    const cannot = (await t.call<EndpointRights>('GET', `${path}?allowed=no&group=users`)).body
    expect(cannot.counts).toEqual(all.counts)
    expect(new Set(cannot.endpoints.map(one => one.allowed))).toEqual(new Set(['no']))
    expect(cannot.endpoints.length).toBe(all.groups.find(group => group.id === 'users')!.no)
    const file = await t.call('GET', `${path}?format=csv&group=menu`)
    expect(file.headers.get('content-type')).toContain('text/csv')
    expect(file.text).toContain('设置菜单')
    expect(file.text.trim().split('\r\n').length).toBe(1 + all.endpoints.filter(one => one.group.id === 'menu').length)
    const other = await t.brand('Other')
    expect((await t.call('GET', path.replace(t.brandId, other.brandId), { as: other.cookie })).status).toBe(404)
    expect((await t.call('GET', path, { as: await t.member('viewer') })).status).toBe(200)
  })
})
