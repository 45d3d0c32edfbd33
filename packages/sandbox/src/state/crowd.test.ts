/** A crowd answers like any followers, and costs nothing to keep. */
import { createClient, getUserInfos, listFollowers, WechatError } from '@wematrix/wechat'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../sandbox.ts'
import { gatherCrowd, leaveCrowd } from './crowd.ts'

let sandbox: Sandbox
const service = () => sandbox.realm.account('service')
const client = () => {
  const { appId, appSecret } = service().spec
  return createClient({ credentials: { appId, appSecret }, baseUrl: sandbox.url, retries: 0 })
}
beforeAll(async () => {
  sandbox = await startSandbox({ world: 'empty', clock: { now: new Date('2026-11-22T04:00:00Z'), frozen: true } })
  await sandbox.person('lin').follow('service')
})
afterAll(() => sandbox.close())

it('pages through a million followers, others first, each once, in pages of 10,000', async () => {
  gatherCrowd(service(), 1_000_000, sandbox.clock.ms())
  const wechat = client()
  const seen = new Set<string>()
  let pages = 0
  for (let next = ''; ; pages++) {
    const page = await listFollowers(wechat, next ? { next_openid: next } : undefined)
    expect(page.total).toBe(1_000_001)
    for (const openid of page.data?.openid ?? []) seen.add(openid)
    if (page.count < 10_000) break
    next = page.next_openid
  }
  expect([seen.size, pages]).toEqual([1_000_001, 100])
  expect(seen.has(sandbox.person('lin').openids.service!)).toBe(true)
  expect(Buffer.byteLength(JSON.stringify(service().crowd))).toBeLessThan(200)
})

it('tells the same of a follower every time, leaves those out who left, and knows no strangers', async () => {
  gatherCrowd(service(), 500, sandbox.clock.ms())
  const [gone] = leaveCrowd(service(), 20)
  const wechat = client()
  const { total, data } = await listFollowers(wechat)
  expect([total, data!.openid.length, data!.openid.includes(gone!)]).toEqual([481, 481, false])
  const asked = { user_list: [{ openid: gone! }, { openid: data!.openid[7]! }] }
  const first = await getUserInfos(wechat, asked)
  expect(first.user_info_list[0]).toEqual({ subscribe: 0, openid: gone })
  expect(first.user_info_list[1]).toMatchObject({
    subscribe: 1,
    unionid: expect.stringMatching(/^o6_bm.{23}$/),
    subscribe_time: expect.any(Number),
  })
  expect(await getUserInfos(wechat, asked)).toEqual(first)
  await expect(getUserInfos(wechat, { user_list: [{ openid: `${gone!.slice(0, -1)}!` }] })).rejects.toMatchObject({ errcode: 40003 })
  await expect(listFollowers(wechat, { next_openid: gone! })).rejects.toBeInstanceOf(WechatError)
})

it('has so many calls a day as its owner was given', async () => {
  const change = { account: 'service', limits: { '/cgi-bin/user/info/batchget': 1 } }
  await fetch(`${sandbox.control}/account`, { method: 'POST', body: JSON.stringify(change) })
  const wechat = client()
  const asked = { user_list: [{ openid: sandbox.person('lin').openids.service! }] }
  sandbox.realm.account('service').used.clear()
  await getUserInfos(wechat, asked)
  await expect(getUserInfos(wechat, asked)).rejects.toMatchObject({ errcode: 45009 })
})
