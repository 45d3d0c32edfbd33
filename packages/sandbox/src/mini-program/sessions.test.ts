import { createDecipheriv, createHash, createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { dayMs, hourMs } from '../days.ts'
import type { Sandbox } from '../sandbox.ts'
import { type Calls, callsOf } from '../testing/calls.ts'
import { quietWorld } from '../testing/worlds.ts'

let sandbox: Sandbox
let mini: Calls
const account = () => sandbox.realm.account('mini-program')
const openid = () => sandbox.person('lin').openids.mini_program!

beforeAll(async () => {
  sandbox = await quietWorld()
  mini = callsOf(sandbox, 'mini-program')
})
afterAll(() => sandbox.close())
beforeEach(() => sandbox.realm.reset())

async function login(name = 'lin') {
  const { appId, appSecret } = account().spec
  const js_code = await sandbox.person(name).code()
  const query = new URLSearchParams({ appid: appId, secret: appSecret, js_code, grant_type: 'authorization_code' })
  return (await (await fetch(`${sandbox.url}/sns/jscode2session?${query}`)).json()) as { session_key: string; errcode?: number }
}
const signed = (key: string, more: object = {}) =>
  new URLSearchParams({
    openid: openid(),
    signature: createHmac('sha256', key).update('').digest('hex'),
    sig_method: 'hmac_sha256',
    ...more,
  })

describe('a session key', () => {
  it('is reset by who signs with it; the former one is void', async () => {
    const { session_key } = await login()
    expect((await mini.get(`/wxa/checksession?${signed(session_key)}`)).errcode).toBe(0)
    const reset = await mini.get(`/wxa/resetusersessionkey?${signed(session_key)}`)
    expect(reset).toMatchObject({ errcode: 0, openid: openid() })
    expect(reset.session_key).not.toBe(session_key)
    expect((await mini.get(`/wxa/checksession?${signed(session_key)}`)).errcode).toBe(87009)
    expect((await mini.get(`/wxa/checksession?${signed(String(reset.session_key))}`)).errcode).toBe(0)
    expect((await login()).session_key).toBe(reset.session_key)
  })

  it.each([['/wxa/resetusersessionkey'], ['/wxa/business/getuserencryptkey']])('%s knows 40097, 87007, 87008 and 87009', async path => {
    expect((await mini.get(`${path}?${signed('x')}`)).errcode).toBe(87007)
    const { session_key } = await login()
    expect((await mini.get(`${path}?${signed(session_key, { openid: '' })}`)).errcode).toBe(40097)
    expect((await mini.get(`${path}?${signed(session_key, { sig_method: 'md5' })}`)).errcode).toBe(87008)
    expect((await mini.get(`${path}?${signed('another')}`)).errcode).toBe(87009)
  })

  it('vouches for the last three keys of an encrypted channel, an hour each', async () => {
    const { session_key } = await login()
    const keys = async () =>
      (await mini.get(`/wxa/business/getuserencryptkey?${signed(session_key)}`)).key_info_list as { version: number; expire_in: number }[]
    for (let n = 1; n <= 4; n++) {
      const list = await keys()
      expect(list).toHaveLength(Math.min(n, 3))
      expect(list[0]).toMatchObject({ version: n, expire_in: 3600 })
      sandbox.clock.set({ by: hourMs })
    }
    sandbox.clock.set({ by: -hourMs / 2 })
    expect((await keys()).map(({ version, expire_in }) => [version, expire_in])).toEqual([
      [4, 1800],
      [3, 0],
      [2, 0],
    ])
  })
})

it('phone data decrypts with the session key, and WeChat vouches for it for three days', async () => {
  const { session_key } = await login()
  const { encryptedData, iv } = (await sandbox.act('phone-data', 'lin')) as unknown as { encryptedData: string; iv: string }
  const decipher = createDecipheriv('aes-128-cbc', Buffer.from(session_key, 'base64'), Buffer.from(iv, 'base64'))
  const text = Buffer.concat([decipher.update(Buffer.from(encryptedData, 'base64')), decipher.final()]).toString()
  expect(JSON.parse(text)).toMatchObject({ countryCode: '86', watermark: { appid: account().spec.appId } })
  const ask = () =>
    mini.post('/wxa/business/checkencryptedmsg', { encrypted_msg_hash: createHash('sha256').update(encryptedData).digest('hex') })
  expect(await ask()).toMatchObject({ errcode: 0, vaild: true, create_time: sandbox.clock.seconds() })
  sandbox.clock.set({ by: 3 * dayMs + 1 })
  expect((await ask()).errcode).toBe(1)
  expect((await mini.post('/wxa/business/checkencryptedmsg', { encrypted_msg_hash: 'short' })).errcode).toBe(40097)
})

describe('a risk rank', () => {
  const rank = (more: object = {}) =>
    mini.post('/wxa/getuserriskrank', { appid: account().spec.appId, openid: openid(), scene: 0, client_ip: '203.0.113.7', ...more })

  it('is told for recent visitors, and the highest keeps people from logging in', async () => {
    expect((await rank()).errcode).toBe(61010)
    await sandbox.person('lin').open()
    expect(await rank()).toMatchObject({ errcode: 0, risk_rank: expect.any(Number), unoin_id: expect.any(Number) })
    await sandbox.act('risk', 'lin', { rank: 4 })
    expect((await rank()).risk_rank).toBe(4)
    expect((await login()).errcode).toBe(40226)
  })

  it.each([
    [{ appid: 'wx0' }, 40013],
    [{ scene: 3 }, 40129],
    [{ client_ip: '' }, 47001],
    [{ openid: 'nobody' }, 40003],
  ])('refuses %j with %i', async (more, errcode) => {
    expect((await rank(more)).errcode).toBe(errcode)
  })
})

it('the UnionID of a payer is told for five minutes after the payment', async () => {
  const ask = (query: object) => mini.get(`/wxa/getpaidunionid?${new URLSearchParams({ openid: openid(), ...query })}`)
  expect((await ask({ transaction_id: '4200' })).errcode).toBe(89300)
  const { transaction_id, order_id } = (await sandbox.person('lin').buy()) as unknown as { transaction_id: string; order_id: string }
  expect(await ask({ transaction_id })).toMatchObject({ unionid: sandbox.person('lin').unionid })
  expect((await ask({ mch_id: sandbox.realm.state.pay.mchId, out_trade_no: order_id })).errcode).toBe(0)
  sandbox.clock.set({ by: 300_001 })
  expect((await ask({ transaction_id })).errcode).toBe(89300)
  sandbox.realm.state.bound.delete(account().spec.appId)
  expect((await ask({ transaction_id })).errcode).toBe(89002)
})

it('the shown account is set by the platform that looks after the Mini Program', async () => {
  const service = sandbox.realm.account('service').spec
  expect((await mini.get('/wxa/getshowwxaitem')).errcode).toBe(48001)
  const appid = account().spec.appId
  sandbox.realm.state.component.authorizations.set(appid, {
    sets: sandbox.realm.state.component.sets,
    tokens: [{ value: 'platform-token', expiresAt: Number.MAX_SAFE_INTEGER, endsAt: Number.MAX_SAFE_INTEGER }],
  } as never)
  const call = async (path: string, body?: object) =>
    (await (
      await fetch(`${sandbox.url}${path}${path.includes('?') ? '&' : '?'}access_token=platform-token`, {
        ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
      })
    ).json()) as Record<string, unknown>
  expect(await call('/wxa/getwxamplinkforshow?page=0&num=20')).toMatchObject({ errcode: 0, total_num: 2 })
  expect(await call('/wxa/getwxamplinkforshow?page=0&num=21')).toMatchObject({ errcode: 40097 })
  expect(await call('/wxa/getshowwxaitem')).toMatchObject({ can_open: 1, is_open: 0 })
  expect(await call('/wxa/updateshowwxaitem', { wxa_subscribe_biz_flag: 1, appid })).toMatchObject({ errcode: 40013 })
  expect(await call('/wxa/updateshowwxaitem', { wxa_subscribe_biz_flag: 1, appid: service.appId })).toMatchObject({ errcode: 0 })
  expect(await call('/wxa/getshowwxaitem')).toMatchObject({ is_open: 1, appid: service.appId, nickname: service.name })
  await call('/wxa/updateshowwxaitem', { wxa_subscribe_biz_flag: 0 })
  expect(await call('/wxa/getshowwxaitem')).not.toHaveProperty('appid')
})
