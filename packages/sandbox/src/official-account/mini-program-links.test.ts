import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Sandbox } from '../sandbox.ts'
import { callsOf } from '../testing/calls.ts'
import { api } from '../testing/product.ts'
import { quietWorld } from '../testing/worlds.ts'

let sandbox: Sandbox
let tokens: Record<string, string>
let appid: string

beforeAll(async () => {
  sandbox = await quietWorld()
})
beforeEach(async () => {
  sandbox.realm.reset()
  appid = sandbox.realm.appIdOf('mini-program')
  tokens = {}
  for (const account of ['service', 'mini-program']) {
    await sandbox.act('authorise', 'lin', { account })
    const authorization = sandbox.realm.state.component.authorizations.get(sandbox.realm.appIdOf(account))!
    tokens[account] = `platform-${account}`
    authorization.tokens.push({ value: tokens[account], expiresAt: sandbox.clock.ms() + 7_200_000, endsAt: sandbox.clock.ms() + 7_200_000 })
  }
})
afterAll(() => sandbox.close())

const call = (path: string, body?: unknown, account = 'service') => api(sandbox.url, `${path}?access_token=${tokens[account]}`, body)
const items = async () => ((await call('/cgi-bin/wxopen/wxamplinkget', {})).wxopens as { items: Record<string, unknown>[] }).items
const link = (more: Record<string, unknown> = {}) => call('/cgi-bin/wxopen/wxamplink', { appid, notify_users: 0, show_profile: 1, ...more })
const answer = (accepts: boolean) =>
  fetch(`${sandbox.control}/link`, { method: 'POST', body: JSON.stringify({ account: 'service', with: 'mini-program', accepts }) })

it('goes from the account’s administrator to the Mini Program’s, and only then counts', async () => {
  expect(await items()).toMatchObject([{ status: 1, appid, nickname: '空白茶铺' }])
  expect(await link()).toMatchObject({ errcode: 1003 })
  expect(await call('/cgi-bin/wxopen/wxampunlink', { appid })).toMatchObject({ errcode: 0 })
  expect(await items()).toEqual([])
  expect(await call('/cgi-bin/wxopen/wxampunlink', { appid })).toMatchObject({ errcode: 40013 })
  const button = [{ type: 'miniprogram', name: '去', url: 'https://tea.example/', appid, pagepath: 'pages/index/index' }]
  const menu = () => callsOf(sandbox).post('/cgi-bin/menu/create', { button })
  expect(await link()).toMatchObject({ errcode: 0 })
  expect(await items()).toMatchObject([{ status: 12 }])
  await answer(true)
  expect(await items()).toMatchObject([{ status: 2 }])
  expect(await menu()).toMatchObject({ errcode: 40013 })
  await answer(true)
  expect(await items()).toMatchObject([{ status: 1 }])
  expect(await menu()).toMatchObject({ errcode: 0 })
  expect((await answer(true)).status).toBe(400)
})

it('may be refused, and asked for again', async () => {
  await call('/cgi-bin/wxopen/wxampunlink', { appid })
  await link()
  await answer(true)
  await answer(false)
  const [refused] = await items()
  expect([refused!.status, 'appid' in refused!]).toEqual([3, false])
  expect(await link()).toMatchObject({ errcode: 0 })
})

it('wants a platform’s token, a body, a Mini Program and plain flags', async () => {
  expect(await callsOf(sandbox).post('/cgi-bin/wxopen/wxamplinkget')).toMatchObject({ errcode: 48001 })
  const empty = await fetch(`${sandbox.url}/cgi-bin/wxopen/wxamplinkget?access_token=${tokens.service}`, { method: 'POST' })
  expect(await empty.json()).toMatchObject({ errcode: 44002 })
  expect(await link({ appid: sandbox.realm.appIdOf('subscription') })).toMatchObject({ errcode: 40013 })
  await call('/cgi-bin/wxopen/wxampunlink', { appid })
  expect(await link({ notify_users: 2 })).toMatchObject({ errcode: 40035 })
  const { links } = sandbox.realm.account('service').official
  for (let n = 0; n < 10; n++) links.set(`wx${n}`, { status: 1, showProfile: true, notifyUsers: false })
  expect(await link()).toMatchObject({ errcode: 1005 })
})

it('binds to the Open Platform and unbinds what was bound by API', async () => {
  const open = (name: string, body: Record<string, unknown> = {}, account = 'mini-program') => call(`/cgi-bin/open/${name}`, body, account)
  const own = sandbox.realm.appIdOf('mini-program')
  const { open_appid } = await open('get')
  expect(open_appid).toMatch(/^wx/)
  expect(await open('create')).toMatchObject({ errcode: 89000 })
  expect(await open('unbind', { open_appid })).toMatchObject({ errcode: 89003 })
  sandbox.realm.state.bound.delete(own)
  expect(await open('have')).toMatchObject({ have_open: false })
  for (const name of ['get', 'unbind']) expect(await open(name, { open_appid })).toMatchObject({ errcode: 89002 })
  expect(await open('bind', { open_appid: 'wx0' })).toMatchObject({ errcode: 89001 })
  expect(await open('bind', { appid: 'wx0', open_appid })).toMatchObject({ errcode: 40013 })
  expect(await open('create')).toMatchObject({ open_appid })
  expect(await open('unbind', { open_appid: 'wx0' })).toMatchObject({ errcode: 89001 })
  expect(await open('unbind', { open_appid })).toMatchObject({ errcode: 0 })
  expect(await open('bind', { appid: own, open_appid })).toMatchObject({ errcode: 0 })
  expect(await open('have')).toMatchObject({ have_open: true })
  sandbox.realm.state.bound.delete(own)
  for (let n = 0; n < 100; n++) sandbox.realm.state.bound.add(`wx${n}`)
  expect(await open('create')).toMatchObject({ errcode: 89004 })
  expect(await callsOf(sandbox).post('/cgi-bin/open/have')).toMatchObject({ errcode: 48001 })
})

it('says whether the Mini Program is of the platform’s subject', async () => {
  const same = (account: string) => call('/cgi-bin/open/sameentity', undefined, account)
  expect(await same('mini-program')).toMatchObject({ same_entity: true })
  expect(await same('service')).toMatchObject({ errcode: 48001 })
  expect(await callsOf(sandbox, 'mini-program').get('/cgi-bin/open/sameentity')).toMatchObject({ errcode: 48001 })
  await fetch(`${sandbox.control}/account`, { method: 'POST', body: JSON.stringify({ account: 'mini-program', sameEntity: false }) })
  expect(await same('mini-program')).toMatchObject({ same_entity: false })
})
