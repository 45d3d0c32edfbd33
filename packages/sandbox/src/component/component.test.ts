import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  AuthorizationLost,
  type Component,
  clearQuotaBySecret,
  code2Session,
  createCallbackCodec,
  createComponent,
  createMenu,
  createQrCode,
  getAuthorizerInfo,
  getAuthorizerOption,
  getMenu,
  getOAuthToken,
  type Message,
  memoryComponentStore,
  refreshOAuthToken,
  setAuthorizerOption,
  TicketMissing,
  WechatError,
} from '@wematrix/wechat'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../sandbox.ts'
import { changeComponent } from './control.ts'

let sandbox: Sandbox
let store = memoryComponentStore()
let platform: Component
const seen: Message[] = []
const heard: { account: string; message: Message }[] = []
let url = ''

/** A third-party platform: one address for events, one for the messages of all its accounts. */
const agency = createServer(async (request, response) => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const { appId, token, encodingAesKey } = sandbox.realm.state.component
  const codec = createCallbackCodec({ appId, token, encodingAesKey }, { clock: sandbox.clock })
  const { pathname } = new URL(request.url ?? '/', 'http://agency')
  const opened = codec.open(request.url ?? '', Buffer.concat(parts))
  const { message } = opened
  if (pathname === '/events') {
    seen.push(message)
    if (message.kind === 'component') await platform.take(message)
    return void response.end('success')
  }
  heard.push({ account: pathname.split('/')[2] ?? '', message })
  response.end(codec.reply(opened, { MsgType: 'text', Content: '收到' }))
})

beforeAll(async () => {
  agency.listen(0, '127.0.0.1')
  await new Promise(resolve => agency.once('listening', resolve))
  url = `http://127.0.0.1:${(agency.address() as AddressInfo).port}`
  sandbox = await startSandbox({ world: 'empty', clock: { now: new Date('2026-11-22T04:00:00Z'), frozen: true } })
})
beforeEach(async () => {
  sandbox.realm.reset()
  seen.length = heard.length = 0
  store = memoryComponentStore()
  const { appId, appSecret } = sandbox.realm.state.component
  platform = createComponent({ appId, appSecret, store, baseUrl: sandbox.url, clock: sandbox.clock, sleep: async () => {} })
  await changeComponent(sandbox.realm, sandbox.agenda, { eventUrl: `${url}/events`, messageUrl: `${url}/messages/$APPID$/callback` })
})
afterAll(async () => {
  await sandbox.close()
  agency.closeAllConnections()
  agency.close()
})

const appIdOf = (alias: string) => sandbox.realm.account(alias).spec.appId
const failure = (work: Promise<unknown>) => work.catch((error: unknown) => error)
/** An administrator scans, and the event has arrived. */
async function authorised(account = 'service', more: object = {}): Promise<string> {
  await sandbox.act('authorise', 'lin', { account, ...more })
  await sandbox.agenda.settled()
  return appIdOf(account)
}
const issued = (who: string) => sandbox.realm.state.component.issued.get(who) ?? 0
const menu = { button: [{ type: 'click' as const, name: '你好', key: 'K' }] }

it('receives a ticket every ten minutes, and nothing works without one', async () => {
  expect(await store.ticket()).toMatchObject({ ticket: expect.stringContaining('ticket@@@') })
  for (let n = 0; n < 3; n++) {
    sandbox.clock.set({ by: 600_000 })
    await sandbox.agenda.settled()
  }
  expect(seen.map(message => message.kind === 'component' && message.InfoType)).toEqual(Array(4).fill('component_verify_ticket'))
  const empty = createComponent({ appId: platform.appId, appSecret: 'x', store: memoryComponentStore(), baseUrl: sandbox.url })
  expect(await failure(empty.authorisationLink({ on: 'computer', redirectUri: 'https://a.example' }))).toBeInstanceOf(TicketMissing)
})

it('asks for pushes again when they stopped, and refuses a ticket of yesterday', async () => {
  await changeComponent(sandbox.realm, sandbox.agenda, { ticketsOn: false })
  sandbox.clock.set({ by: 13 * 3_600_000 })
  await sandbox.agenda.settled()
  expect(await failure(platform.authorise('c'))).toBeInstanceOf(TicketMissing)
  await platform.startTickets()
  await sandbox.agenda.settled()
  await expect.poll(async () => (await store.ticket())?.createdAt).toBe(sandbox.clock.ms())
})

it('makes links for computer and phone, good for one account and one use', async () => {
  const link = await platform.authorisationLink({
    on: 'computer',
    redirectUri: 'https://agency.example/done?brand=1',
    authType: 1,
    sets: [2, 15],
  })
  expect(link).toMatch(/^https:\/\/mp\.weixin\.qq\.com\/cgi-bin\/componentloginpage\?component_appid=/)
  await expect(sandbox.act('authorise', 'lin', { account: 'mini-program', link })).rejects.toThrow('auth_type 1')
  const scan = await sandbox.act('authorise', 'lin', { account: 'service', link })
  expect(scan).toMatchObject({
    sets: [2, 15],
    redirect: expect.stringMatching(/^https:\/\/agency\.example\/done\?brand=1&auth_code=.+&expires_in=600$/),
  })
  await expect(sandbox.act('authorise', 'lin', { account: 'service', link })).rejects.toThrow('used')
  await sandbox.agenda.settled()
  const phone = await platform.authorisationLink({ on: 'phone', redirectUri: 'https://a.example', bizAppId: appIdOf('shop') })
  expect(phone).toMatch(
    /^https:\/\/open\.weixin\.qq\.com\/wxaopen\/safe\/bindcomponent\?action=bindcomponent&no_scan=1&.+#wechat_redirect$/,
  )
})

it('lets the redirect and the event carry the same code, whichever comes first', async () => {
  const { code } = await sandbox.act('authorise', 'lin', { account: 'service' })
  const byRedirect = await platform.authorise(String(code))
  await sandbox.agenda.settled()
  expect(await platform.authorise(String(code))).toEqual(byRedirect)
  expect(sandbox.realm.state.component.pushes.at(-1)).toMatchObject({ what: 'authorized', answered: true })
  expect(await store.authorization(appIdOf('service'))).toEqual(byRedirect)
})

it('calls every endpoint for an authorised account as if it had its AppSecret', async () => {
  const service = platform.client(await authorised())
  await createMenu(service, menu)
  expect((await getMenu(service)).menu.button).toEqual(menu.button)
  await clearQuotaBySecret(service)
  const { code } = await sandbox.act('agree', 'lin', { scope: 'userinfo' })
  const grant = await getOAuthToken(service, { code: String(code) })
  expect(grant.openid).toBe(sandbox.person('lin').openids.service)
  await refreshOAuthToken(service, { appid: service.appId, refresh_token: grant.refresh_token })
  const miniProgram = platform.client(await authorised('mini-program'))
  const login = await sandbox.act('code', 'lin')
  expect((await code2Session(miniProgram, { js_code: String(login.code) })).openid).toBe(sandbox.person('lin').openids.mini_program)
})

it('refuses what the brand did not grant, until it grants more', async () => {
  const service = platform.client(await authorised('service', { sets: [15] }))
  await createMenu(service, menu)
  const scene = { action_name: 'QR_STR_SCENE' as const, action_info: { scene: { scene_str: 'a' } } }
  expect(await failure(createQrCode(service, scene))).toMatchObject({ errcode: 61007, reaction: 'tell_operator' })
  await authorised('service', { sets: [15, 3] })
  expect(seen.at(-1)).toMatchObject({ kind: 'component', InfoType: 'updateauthorized' })
  await createQrCode(service, scene)
  const before = seen.length
  await authorised('service', { sets: [15, 3] })
  expect(seen).toHaveLength(before)
})

it('refreshes once a period however many ask, and keeps each new refresh token', async () => {
  const appId = await authorised()
  const service = platform.client(appId)
  const first = await store.authorization(appId)
  sandbox.clock.set({ by: 7_200_000 })
  await Promise.all(Array.from({ length: 30 }, () => createMenu(service, menu)))
  expect([issued(appId), issued('component')]).toEqual([2, 2])
  expect((await store.authorization(appId))!.refreshToken).not.toBe(first!.refreshToken)
})

it('finds the newest refresh token at WeChat when a process died before storing it', async () => {
  const appId = await authorised()
  const kept = (await store.authorization(appId))!
  sandbox.realm.state.component.authorizations.get(appId)!.refreshToken = 'rotated while nobody was looking'
  sandbox.clock.set({ by: 7_200_000 })
  await createMenu(platform.client(appId), menu)
  expect((await store.authorization(appId))!.refreshToken).not.toBe(kept.refreshToken)
})

it('stops at once when the brand withdraws, and starts again when it comes back', async () => {
  const appId = await authorised()
  const service = platform.client(appId)
  await createMenu(service, menu)
  await sandbox.act('withdraw', 'lin', { account: 'service' })
  await sandbox.agenda.settled()
  expect(seen.at(-1)).toMatchObject({ InfoType: 'unauthorized', AuthorizerAppid: appId })
  sandbox.clock.set({ by: 7_200_000 })
  expect(await failure(createMenu(service, menu))).toMatchObject({
    name: 'AuthorizationLost',
    state: 'withdrawn',
    reaction: 'tell_operator',
  })
  await authorised()
  await createMenu(service, menu)
})

it('calls an account lapsed when its event never came but WeChat no longer knows it', async () => {
  const appId = await authorised()
  sandbox.realm.state.component.authorizations.delete(appId)
  sandbox.clock.set({ by: 7_200_000 })
  const service = platform.client(appId)
  expect(await failure(createMenu(service, menu))).toMatchObject({ name: 'AuthorizationLost', state: 'lapsed' })
  expect(await failure(platform.client('wxunknown').call(createMenu, menu))).toBeInstanceOf(AuthorizationLost)
})

it('recovers everyone from WeChat’s list after the store was lost', async () => {
  const appId = await authorised()
  await authorised('mini-program')
  const { appId: componentId, appSecret } = sandbox.realm.state.component
  const fresh = memoryComponentStore()
  await fresh.keepTicket((await store.ticket())!)
  const again = createComponent({ appId: componentId, appSecret, store: fresh, baseUrl: sandbox.url, clock: sandbox.clock })
  expect(await again.recover()).toBe(2)
  await createMenu(again.client(appId), menu)
})

it('tells who authorised, and keeps options', async () => {
  const appId = await authorised()
  const { authorizer_info, authorization_info } = await getAuthorizerInfo(platform, { authorizer_appid: appId })
  expect(authorizer_info).toMatchObject({ service_type_info: { id: 2 }, user_name: sandbox.realm.account('service').spec.originalId })
  expect(authorization_info.func_info.length).toBeGreaterThan(10)
  await setAuthorizerOption(platform, { authorizer_appid: appId, option_name: 'location_report', option_value: '2' })
  expect(await getAuthorizerOption(platform, { authorizer_appid: appId, option_name: 'location_report' })).toMatchObject({
    option_value: '2',
  })
  expect(await failure(getAuthorizerInfo(platform, { authorizer_appid: appIdOf('shop') }))).toMatchObject({ errcode: 61003 })
})

it('gets the messages of all its accounts at one address, and its replies reach the phone', async () => {
  const appId = await authorised()
  await sandbox.person('lin').message('在吗')
  expect(heard).toMatchObject([{ account: appId, message: { kind: 'message', Content: '在吗' } }])
  expect(sandbox.person('lin').received().at(-1)).toMatchObject({ by: 'passive', content: { Content: '收到' } })
})

it('names the address that is not registered', async () => {
  await changeComponent(sandbox.realm, sandbox.agenda, { ipWhitelist: ['203.0.113.1'] })
  const error = await failure(platform.authorise('c'))
  expect(error).toBeInstanceOf(WechatError)
  expect(error).toMatchObject({ errcode: 61004, reaction: 'tell_operator' })
})
