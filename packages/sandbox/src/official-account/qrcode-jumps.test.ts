import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Sandbox } from '../sandbox.ts'
import { type Calls, callsOf } from '../testing/calls.ts'
import { quietWorld } from '../testing/worlds.ts'

let sandbox: Sandbox
let calls: Calls
let appid: string

beforeAll(async () => {
  sandbox = await quietWorld()
  calls = callsOf(sandbox)
})
beforeEach(() => {
  sandbox.realm.reset()
  appid = sandbox.realm.appIdOf('mini-program')
})
afterAll(() => sandbox.close())

const code = async (scene_str: string) =>
  (await calls.post('/cgi-bin/qrcode/create', { action_name: 'QR_LIMIT_STR_SCENE', action_info: { scene: { scene_str } } })) as {
    url: string
    ticket: string
  }
const add = (prefix: string, more: Record<string, unknown> = {}) =>
  calls.post('/cgi-bin/wxopen/qrcodejumpadd', { prefix, appid, path: 'pages/coupon/index?from=qr', is_edit: 0, ...more })
const list = (more: Record<string, unknown> = {}) => calls.post('/cgi-bin/wxopen/qrcodejumpget', { appid, ...more })

it('opens the Mini Program once the rule is published, and the account no longer hears of scans', async () => {
  const { url, ticket } = await code('shelf')
  await sandbox.person('lin').follow('service')
  expect(await add(url, { open_version: 3, permit_sub_rule: 1 })).toMatchObject({ errcode: 0 })
  expect(await list()).toMatchObject({ total_count: 1, rule_list: [{ prefix: url, state: 1, path: 'pages/coupon/index?from=qr' }] })
  expect((await sandbox.act('scan', 'lin', { ticket })).opened).toBeUndefined()
  expect(await calls.post('/cgi-bin/wxopen/qrcodejumppublish', { prefix: url })).toMatchObject({ errcode: 0 })
  expect(await list()).toMatchObject({ qrcodejump_open: 1, rule_list: [{ state: 2 }] })
  const scanned = await sandbox.act('scan', 'lin', { ticket })
  expect(scanned.opened).toMatchObject({ scene: 1011, path: 'pages/coupon/index', query: { from: 'qr', q: encodeURIComponent(url) } })
  expect(await add(url, { is_edit: 1 })).toMatchObject({ errcode: 40035 })
  expect(await calls.post('/cgi-bin/wxopen/qrcodejumpdelete', { prefix: url, appid })).toMatchObject({ errcode: 0 })
  expect((await sandbox.act('scan', 'lin', { ticket })).opened).toBeUndefined()
})

it('opens for debug addresses before it is published, and can be changed until then', async () => {
  const { url, ticket } = await code('shelf')
  await sandbox.person('lin').follow('service')
  await add(url, { debug_url: [url] })
  expect((await sandbox.act('scan', 'lin', { ticket })).opened).toMatchObject({ path: 'pages/coupon/index' })
  expect(await add(url, { is_edit: 1, path: 'pages/index/index' })).toMatchObject({ errcode: 0 })
  expect(await list()).toMatchObject({ rule_list: [{ path: 'pages/index/index', debug_url: [] }] })
})

it('pages its rules in three ways', async () => {
  const urls: string[] = []
  for (let n = 0; n < 5; n++) {
    urls.push((await code(`shelf-${n}`)).url)
    await add(urls[n]!)
    sandbox.clock.set({ by: 1000 })
  }
  expect(await list({ get_type: 0 })).toMatchObject({ list_size: 5, total_count: 5, rule_list: [{ prefix: urls[4] }, {}, {}, {}, {}] })
  expect(await list({ get_type: 1, prefix_list: [urls[1]] })).toMatchObject({ list_size: 1, rule_list: [{ prefix: urls[1] }] })
  expect(await list({ get_type: 2, page_num: 2, page_size: 2 })).toMatchObject({
    list_size: 2,
    rule_list: [{ prefix: urls[2] }, { prefix: urls[1] }],
  })
  for (const wrong of [{ get_type: 3 }, { get_type: 1 }, { get_type: 2 }, { get_type: 2, page_num: 1, page_size: 201 }])
    expect(await list(wrong)).toMatchObject({ errcode: 40035 })
})

it('refuses foreign codes, pages and Mini Programs, and rules that are not there', async () => {
  const { url } = await code('shelf')
  expect(await add('http://weixin.qq.com/q/none')).toMatchObject({ errcode: 40035 })
  expect(await add(url, { appid: 'wx00000000000000aa' })).toMatchObject({ errcode: 40013 })
  expect(await add(url, { path: 'pages/none/index' })).toMatchObject({ errcode: 40165 })
  expect(await add(url, { is_edit: 1 })).toMatchObject({ errcode: 40035 })
  for (const more of [{ open_version: 4 }, { permit_sub_rule: 0 }, { debug_url: ['1', '2', '3', '4', '5', '6'] }])
    expect(await add(url, more)).toMatchObject({ errcode: 40035 })
  await add(url)
  expect(await add(url)).toMatchObject({ errcode: 40035 })
  expect(await calls.post('/cgi-bin/wxopen/qrcodejumppublish', { prefix: 'none' })).toMatchObject({ errcode: 40035 })
  expect(await calls.post('/cgi-bin/wxopen/qrcodejumpdelete', { prefix: url, appid: 'wx0' })).toMatchObject({ errcode: 40035 })
  expect(await callsOf(sandbox, 'subscription').post('/cgi-bin/wxopen/qrcodejumpget', { appid })).toMatchObject({ errcode: 48001 })
})
