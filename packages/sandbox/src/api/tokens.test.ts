import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../sandbox.ts'
import { api, tokenOf } from '../testing/product.ts'

let sandbox: Sandbox
const service = () => sandbox.accounts.find(account => account.alias === 'service')!
const plainToken = async () =>
  String(
    (await api(sandbox.url, `/cgi-bin/token?grant_type=client_credential&appid=${service().appId}&secret=${service().appSecret}`))
      .access_token,
  )
const works = async (token: string) => (await api(sandbox.url, `/cgi-bin/tags/get?access_token=${token}`)).errcode ?? 0

beforeAll(async () => {
  sandbox = await startSandbox({ world: 'empty', clock: { now: new Date('2026-11-22T04:00:00Z'), frozen: true } })
})
beforeEach(() => sandbox.realm.reset())
afterAll(() => sandbox.close())

it('repeats the stable token with its remaining seconds', async () => {
  const token = await tokenOf(sandbox.url, service())
  sandbox.clock.set({ by: 3_600_000 })
  const again = await api(sandbox.url, '/cgi-bin/stable_token', {
    grant_type: 'client_credential',
    appid: service().appId,
    secret: service().appSecret,
  })
  expect(again).toEqual({ access_token: token, expires_in: 3600 })
})

it('renews the stable token five minutes before its end, both valid meanwhile', async () => {
  const token = await tokenOf(sandbox.url, service())
  sandbox.clock.set({ by: 6_950_000 })
  const next = await tokenOf(sandbox.url, service())
  expect(next).not.toBe(token)
  expect([await works(token), await works(next)]).toEqual([0, 0])
  sandbox.clock.set({ by: 260_000 })
  expect([await works(token), await works(next)]).toEqual([42001, 0])
})

it('ends the old stable token at once when forced, and not twice in thirty seconds', async () => {
  const token = await tokenOf(sandbox.url, service())
  const forced = await tokenOf(sandbox.url, service(), { force_refresh: true })
  expect([await works(token), await works(forced)]).toEqual([40001, 0])
  await expect(tokenOf(sandbox.url, service(), { force_refresh: true })).rejects.toThrow('45011')
  for (let n = 1; n < 20; n++) {
    sandbox.clock.set({ by: 31_000 })
    await tokenOf(sandbox.url, service(), { force_refresh: true })
  }
  sandbox.clock.set({ by: 31_000 })
  await expect(tokenOf(sandbox.url, service(), { force_refresh: true })).rejects.toThrow('45009')
})

it('gives a new plain token each time, the former valid for five minutes, and leaves the stable one alone', async () => {
  const stable = await tokenOf(sandbox.url, service())
  const first = await plainToken()
  const second = await plainToken()
  expect([await works(first), await works(second), await works(stable)]).toEqual([0, 0, 0])
  sandbox.clock.set({ by: 301_000 })
  expect([await works(first), await works(second), await works(stable)]).toEqual([40001, 0, 0])
})

it('answers 42001 when a token is over', async () => {
  const token = await plainToken()
  sandbox.clock.set({ by: 7_201_000 })
  expect(await works(token)).toBe(42001)
})

it('refuses wrong secrets, unknown accounts, foreign addresses and the wrong kind of account, with a rid that can be read back', async () => {
  const answer = await api(sandbox.url, `/cgi-bin/token?grant_type=client_credential&appid=${service().appId}&secret=wrong`)
  expect(answer).toMatchObject({ errcode: 40125 })
  expect(await api(sandbox.url, '/cgi-bin/token?grant_type=client_credential&appid=wx0&secret=x')).toMatchObject({ errcode: 40013 })
  const token = await tokenOf(sandbox.url, service())
  expect(await api(sandbox.url, `/wxa/getwxacodeunlimit?access_token=${token}`, { scene: 'a' })).toMatchObject({ errcode: 48001 })
  const failed = await api(sandbox.url, `/cgi-bin/user/info?access_token=${token}&openid=nobody`)
  const rid = /rid: (\S+)/.exec(String(failed.errmsg))![1]
  expect(await api(sandbox.url, `/cgi-bin/openapi/rid/get?access_token=${token}`, { rid })).toMatchObject({
    request: { client_ip: '127.0.0.1' },
  })
  sandbox.realm.account('service').ipWhitelist = ['203.0.113.7']
  expect(await api(sandbox.url, `/cgi-bin/tags/get?access_token=${token}`)).toMatchObject({ errcode: 40164 })
})

it('counts the day, answers 45009 when it is used up and opens again the next day', async () => {
  const token = await tokenOf(sandbox.url, service())
  const quota = async (with_ = token) =>
    (await api(sandbox.url, `/cgi-bin/openapi/quota/get?access_token=${with_}`, { cgi_path: '/cgi-bin/user/get' })).quota
  for (let n = 0; n < 500; n++) await api(sandbox.url, `/cgi-bin/user/get?access_token=${token}`)
  expect(await quota()).toEqual({ daily_limit: 500, used: 500, remain: 0 })
  expect(await api(sandbox.url, `/cgi-bin/user/get?access_token=${token}`)).toMatchObject({ errcode: 45009 })
  sandbox.clock.set({ by: 86_400_000 })
  const tomorrow = await tokenOf(sandbox.url, service())
  expect(await quota(tomorrow)).toMatchObject({ used: 0 })
})

it('says clearly when a path does not exist or wants another method', async () => {
  const answer = await fetch(`${sandbox.url}/cgi-bin/nothing`)
  expect(answer.status).toBe(404)
  expect(await answer.json()).toMatchObject({ errcode: 40066 })
  expect(await api(sandbox.url, '/cgi-bin/menu/create')).toMatchObject({ errcode: 43002 })
})

it('gives tokens of another run of the same world, or of before a reset, to nobody', async () => {
  const options = { world: 'empty', clock: { now: new Date('2026-11-22T04:00:00Z'), frozen: true } }
  const later = await startSandbox({ ...options, firstId: 1_000_000 })
  const [first, second] = sandbox.accounts.filter(account => account.kind === 'official_account' || account.kind === 'mini_program')
  const before = await tokenOf(sandbox.url, first!)
  sandbox.realm.reset()
  await tokenOf(sandbox.url, second!)
  await tokenOf(later.url, second!)
  const errcode = async (url: string) => (await api(url, `/cgi-bin/get_api_domain_ip?access_token=${before}`)).errcode
  expect([await errcode(sandbox.url), await errcode(later.url)]).toEqual([40001, 40001])
  await later.close()
})
