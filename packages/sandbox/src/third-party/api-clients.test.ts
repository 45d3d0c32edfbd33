/** `co-wechat-api`, `wechat-api` and `wechat-oauth` against the sandbox: only their base address is another. */
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../sandbox.ts'
import { load, wechatHost } from './load.ts'

type Answer = Record<string, unknown> & { errcode?: number }
type Promised = Record<string, (...input: unknown[]) => Promise<Answer>>
type WithCallback = Record<string, (...input: unknown[]) => void>

let sandbox: Sandbox
const accountOf = (alias: string) => sandbox.realm.account(alias).spec
const openidOf = (name: string) => sandbox.person(name).openids.service!
const yesterday = () => new Date(sandbox.clock.ms() - 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10)

/** Sends what a client sends, to the sandbox. */
function pointed<Client>(client: Client): Client {
  const own = client as { request: (url: string, ...rest: unknown[]) => unknown }
  const original = own.request.bind(client)
  own.request = (url, ...rest) => original(url.replace(wechatHost, sandbox.url), ...rest)
  return client
}

beforeAll(async () => {
  const now = new Date(`${new Date().toISOString().slice(0, 10)}T04:00:00Z`)
  sandbox = await startSandbox({ world: 'tea-shop', people: 300, seed: 1, clock: { now } })
  for (const name of ['lin', 'mei']) {
    await sandbox.person(name).follow('service')
    await sandbox.person(name).message('在吗')
  }
})
afterAll(() => sandbox.close())

/** How many calls were answered for an account; refused ones count, those without a token do not. */
const calls = () => sandbox.realm.accounts().reduce((sum, { used }) => sum + [...used.values()].reduce((a, b) => a + b, 0), 0)

describe('co-wechat-api', () => {
  const api = (alias = 'service') => {
    const Client = load<new (appId: string, secret: string) => Promised>('co-wechat-api')
    return pointed(new Client(accountOf(alias).appId, accountOf(alias).appSecret))
  }
  const button = [{ type: 'click', name: '领券', key: 'COUPON' }]

  it('keeps menus', async () => {
    const service = api()
    expect(await service.createMenu!({ button })).toMatchObject({ errcode: 0 })
    expect(await service.getMenu!()).toMatchObject({ menu: { button } })
    expect(await service.getMenuConfig!()).toMatchObject({ is_menu_open: 1 })
    const { menuid } = await service.addConditionalMenu!({ button, matchrule: { client_platform_type: '1' } })
    expect(menuid).toBeTruthy()
    expect(await service.tryConditionalMenu!(openidOf('lin'))).toHaveProperty('button')
    expect(await service.delConditionalMenu!(menuid)).toMatchObject({ errcode: 0 })
    expect(await service.removeMenu!()).toMatchObject({ errcode: 0 })
    await expect(service.getMenu!()).rejects.toMatchObject({ code: 46003 })
  })

  it('knows followers and tags', async () => {
    const service = api()
    expect(Number((await service.getFollowers!()).total)).toBeGreaterThan(2)
    expect(await service.getUser!({ openid: openidOf('lin'), lang: 'zh_CN' })).toMatchObject({ subscribe: 1 })
    expect((await service.batchGetUsers!([openidOf('lin'), openidOf('mei')])).user_info_list).toHaveLength(2)
    await service.updateRemark!(openidOf('lin'), '老客')
    expect(await service.getUser!(openidOf('lin'))).toMatchObject({ remark: '老客' })
    const { tag } = (await service.createTags!('常客')) as { tag?: { id: number } }
    await service.updateTag!(tag!.id, '熟客')
    expect(JSON.stringify(await service.getTags!())).toContain('熟客')
    await service.batchTagging!([openidOf('lin')], tag!.id)
    expect(await service.getIdList!(openidOf('lin'))).toMatchObject({ tagid_list: [tag!.id] })
    expect(await service.getUsersFromTag!(tag!.id)).toMatchObject({ count: 1 })
    await service.batchUnTagging!([openidOf('lin')], tag!.id)
    await service.deleteTag!(tag!.id)
  })

  it('sends messages to those who may get them, and reads the refusals', async () => {
    const service = api()
    expect(await service.sendText!(openidOf('lin'), '您好')).toMatchObject({ errcode: 0 })
    expect(sandbox.person('lin').received().at(-1)).toMatchObject({ by: 'custom', content: { text: { content: '您好' } } })
    await service.sendNews!(openidOf('mei'), [{ title: '新茶', description: '', url: 'https://tea.example', picurl: '' }])
    await expect(service.sendText!(openidOf('hao'), '您好')).rejects.toMatchObject({ code: 45015 })
    const data = { character_string1: { value: 'A1' }, thing2: { value: '茶' } }
    expect(await service.sendTemplate!(openidOf('lin'), 'TPL_ORDER_SHIPPED', 'https://tea.example', '', data)).toHaveProperty('msgid')
    expect((await service.getAllPrivateTemplate!()).template_list).toHaveLength(1)
  })

  it('makes codes and tickets', async () => {
    const service = api()
    expect(await service.createTmpQRCode!('shelf', 600)).toMatchObject({ expire_seconds: 600 })
    expect(await service.createLimitQRCode!('counter')).toHaveProperty('ticket')
    expect(await service.getIp!()).toHaveProperty('ip_list')
    expect(await service.getTicket!('jsapi')).toHaveProperty('ticket')
    expect(await service.getJsConfig!({ debug: false, jsApiList: [], url: 'https://tea.example' })).toHaveProperty('signature')
    const miniProgram = api('mini-program')
    expect(Buffer.isBuffer(await miniProgram.getWXACodeUnlimit!('a=1', 'pages/index/index'))).toBe(true)
    const { code } = await sandbox.act('code', 'lin')
    expect(await miniProgram.code2Session!(code)).toMatchObject({ openid: sandbox.person('lin').openids.mini_program })
  })

  it('reads statistics', async () => {
    const service = api()
    for (const method of ['getUserSummary', 'getUserCumulate', 'getUpstreamMsg', 'getInterfaceSummary'])
      expect(Array.isArray((await service[method]!(yesterday(), yesterday())).list), method).toBe(true)
  })

  it('gets a new token when its own was revoked', async () => {
    const service = api()
    await service.getTags!()
    sandbox.realm.account('service').tokens.plain = []
    expect(await service.getTags!()).toHaveProperty('tags')
  })
})

describe('wechat-api', () => {
  const api = () => {
    const Client = load<new (appId: string, secret: string) => WithCallback>('wechat-api')
    const client = pointed(new Client(accountOf('subscription').appId, accountOf('subscription').appSecret))
    return (method: string, ...input: unknown[]) =>
      promisify<unknown[], Answer>((given, done) => client[method]!(...given, done as never))(input)
  }
  const button = [{ type: 'click', name: '你好', key: 'HELLO' }]

  it('keeps menus', async () => {
    const call = api()
    expect(await call('createMenu', { button })).toMatchObject({ errcode: 0 })
    expect(await call('getMenu')).toMatchObject({ menu: { button } })
    expect(await call('getMenuConfig')).toMatchObject({ is_menu_open: 1 })
    const { menuid } = await call('createCustomMenu', { button, matchrule: { client_platform_type: '2' } })
    await call('removeCustomMenu', menuid)
    await call('removeMenu')
    await expect(call('getMenu')).rejects.toMatchObject({ code: 46003 })
  })

  it('knows followers and tags', async () => {
    const call = api()
    const { data } = (await call('getFollowers')) as { data?: { openid: string[] } }
    const [openid] = data!.openid
    expect(await call('getUser', openid)).toMatchObject({ subscribe: 1 })
    expect((await call('batchGetUsers', data!.openid.slice(0, 3))).user_info_list).toHaveLength(3)
    await call('updateRemark', openid, '茶友')
    const { tag } = (await call('createTag', '茶友')) as { tag?: { id: number } }
    await call('editTag', tag!.id, '老茶友')
    await call('membersBatchtagging', tag!.id, [openid])
    expect(await call('getUserTags', openid)).toMatchObject({ tagid_list: [tag!.id] })
    expect(await call('getTagUsers', tag!.id, '')).toMatchObject({ count: 1 })
    await call('membersBatchuntagging', tag!.id, [openid])
    expect(await call('getTags')).toHaveProperty('tags')
    await call('deleteTag', tag!.id)
  })

  it('reads addresses, tickets, statistics and refusals', async () => {
    const call = api()
    expect(await call('getIp')).toHaveProperty('ip_list')
    expect(await call('getTicket')).toHaveProperty('ticket')
    for (const method of ['getUserSummary', 'getUserCumulate', 'getInterfaceSummary'])
      expect(Array.isArray((await call(method, yesterday(), yesterday())).list), method).toBe(true)
    await expect(call('sendText', 'oNobody', '您好')).rejects.toHaveProperty('code')
    await expect(call('createTag', '很'.repeat(31))).rejects.toHaveProperty('code')
  })
})

describe('wechat-oauth', () => {
  const oauth = (alias: string, isMiniProgram = false) => {
    const Client = load<new (...given: unknown[]) => WithCallback>('wechat-oauth')
    const client = pointed(new Client(accountOf(alias).appId, accountOf(alias).appSecret, null, null, isMiniProgram))
    return (method: string, ...input: unknown[]) =>
      promisify<unknown[], Answer>((given, done) => client[method]!(...given, done as never))(input)
  }

  it('takes a person from the redirect to their name, and renews the token', async () => {
    const call = oauth('service')
    const { code } = await sandbox.act('agree', 'lin', { scope: 'userinfo' })
    const { data } = (await call('getAccessToken', code)) as { data?: Record<string, string> }
    expect(data).toMatchObject({ openid: openidOf('lin'), scope: 'snsapi_userinfo' })
    expect(await call('getUser', { openid: openidOf('lin'), lang: 'zh_CN' })).toMatchObject({ unionid: sandbox.person('lin').unionid })
    expect(await call('verifyToken', openidOf('lin'), data!.access_token)).toMatchObject({ errcode: 0 })
    expect((await call('refreshAccessToken', data!.refresh_token)).data).toMatchObject({ openid: openidOf('lin') })
    await expect(call('getAccessToken', code)).rejects.toMatchObject({ code: 40163 })
  })

  it('logs a Mini Program’s person in', async () => {
    const { code } = await sandbox.act('code', 'mei')
    const { data } = await oauth('mini-program', true)('getSessionKey', code)
    expect(data).toMatchObject({ openid: sandbox.person('mei').openids.mini_program })
  })
})

it('served at least sixty of their calls', () => expect(calls()).toBeGreaterThanOrEqual(60))
