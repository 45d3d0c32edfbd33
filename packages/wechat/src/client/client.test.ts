import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  type Client,
  type ClientOptions,
  clearQuotaBySecret,
  code2Session,
  createClient,
  createMenu,
  getMenu,
  getToken,
  getUnlimitedCode,
  getUserInfo,
  listOrders,
  listServiceAccounts,
  memoryTokenStore,
  sendTemplateMessage,
  uploadTemporaryMedia,
  WechatError,
  WechatInputError,
  WechatUnreachable,
} from '../index.ts'

type Seen = { method: string; path: string; query: URLSearchParams; body: string }
type Answer = string | object | Uint8Array | ((response: ServerResponse) => void)

/** A WeChat of a few lines: one live token, answers by path, everything seen. */
const wechat = {
  seen: [] as Seen[],
  answers: new Map<string, (seen: Seen) => Answer>(),
  token: 1,
  on(path: string, answer: (seen: Seen) => Answer) {
    this.answers.set(path, answer)
  },
  calls(path: string) {
    return this.seen.filter(seen => seen.path === path)
  },
}
const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
  const url = new URL(request.url ?? '', 'http://x')
  let body = ''
  for await (const chunk of request) body += chunk
  const seen = { method: request.method ?? '', path: url.pathname, query: url.searchParams, body }
  wechat.seen.push(seen)
  const answer = answerTo(seen)
  if (typeof answer === 'function') return answer(response)
  if (answer instanceof Uint8Array) return response.setHeader('content-type', 'image/jpeg').end(answer)
  response.end(typeof answer === 'string' ? answer : JSON.stringify(answer))
})

function answerTo(seen: Seen): Answer {
  if (seen.path === '/cgi-bin/stable_token') {
    if (JSON.parse(seen.body).force_refresh) wechat.token++
    return wechat.answers.get(seen.path)?.(seen) ?? { access_token: `token-${wechat.token}`, expires_in: 7200 }
  }
  const given = seen.query.get('access_token')
  if (given !== null && given !== `token-${wechat.token}`)
    return { errcode: 40001, errmsg: 'invalid credential rid: 66e0aa01-0c6f1d2e-51b2c3d4' }
  return wechat.answers.get(seen.path)?.(seen) ?? { errcode: 0, errmsg: 'ok' }
}

let baseUrl = ''
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
afterEach(() => {
  wechat.seen.length = 0
  wechat.answers.clear()
})

const slept: number[] = []
const client = (options: Partial<ClientOptions> = {}): Client =>
  createClient({
    baseUrl,
    credentials: { appId: 'wxapp', appSecret: 's3cret' },
    sleep: async ms => void slept.push(ms),
    ...options,
  })
const failure = async (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('a call', () => {
  it('sends JSON in UTF-8 with the account’s token', async () => {
    await createMenu(client(), { button: [{ type: 'click', name: '领券', key: 'K' }] })
    const [call] = wechat.calls('/cgi-bin/menu/create')
    expect(call).toMatchObject({ method: 'POST', body: '{"button":[{"type":"click","name":"领券","key":"K"}]}' })
    expect(call?.query.get('access_token')).toBe(`token-${wechat.token}`)
  })
  it('puts the fields of a GET into the query', async () => {
    wechat.on('/cgi-bin/user/info', () => ({ subscribe: 0, openid: 'o1' }))
    expect(await getUserInfo(client(), { openid: 'o1', lang: 'zh_CN' })).toEqual({ subscribe: 0, openid: 'o1' })
    expect(wechat.calls('/cgi-bin/user/info')[0]?.query.get('openid')).toBe('o1')
  })
  it('proves itself by AppSecret where the row says so', async () => {
    wechat.on('/sns/jscode2session', () => ({ openid: 'o1', session_key: 'k' }))
    await code2Session(client(), { js_code: 'c' })
    expect(Object.fromEntries(wechat.seen[0]?.query ?? [])).toEqual({
      grant_type: 'authorization_code',
      js_code: 'c',
      appid: 'wxapp',
      secret: 's3cret',
    })
    await clearQuotaBySecret(client())
    expect(JSON.parse(wechat.calls('/cgi-bin/clear_quota/v2')[0]?.body ?? '')).toEqual({ appid: 'wxapp', appsecret: 's3cret' })
    wechat.on('/cgi-bin/token', () => ({ access_token: 'x', expires_in: 7200 }))
    await getToken(client())
    expect(wechat.calls('/cgi-bin/token')[0]?.query.get('grant_type')).toBe('client_credential')
  })
  it('gives ids as text, digits or not', async () => {
    wechat.on('/cgi-bin/message/template/send', () => '{"errcode":0,"errmsg":"ok","msgid":3900112233445566778}')
    expect(await sendTemplateMessage(client(), { touser: 'o', template_id: 't', data: {} })).toEqual({ msgid: '3900112233445566778' })
    wechat.on('/cgi-bin/menu/get', () => ({ menu: { button: [], menuid: 430001 } }))
    expect((await getMenu(client())).menu.menuid).toBe('430001')
    wechat.on('/channels/ec/order/list/get', () => '{"errcode":"0","order_id_list":[3720000000000000123,7],"has_more":false}')
    expect((await listOrders(client(), { page_size: 10, create_time_range: { start_time: 1, end_time: 2 } })).order_id_list).toEqual([
      '3720000000000000123',
      '7',
    ])
  })
  it('gives pictures as bytes, and their errors as errors', async () => {
    wechat.on('/wxa/getwxacodeunlimit', () => Uint8Array.of(0xff, 0xd8, 0xff))
    expect(await getUnlimitedCode(client(), { scene: 'a' })).toEqual(Uint8Array.of(0xff, 0xd8, 0xff))
    wechat.on('/wxa/getwxacodeunlimit', () => ({ errcode: 41030, errmsg: 'invalid page' }))
    expect(await failure(getUnlimitedCode(client(), { scene: 'a' }))).toMatchObject({ errcode: 41030, reaction: 'fix_request' })
  })
  it('uploads files as a form', async () => {
    wechat.on('/cgi-bin/media/upload', () => ({ type: 'image', media_id: 'M', created_at: 1 }))
    const media = { filename: 'a.png', contentType: 'image/png', data: Buffer.from('picture') }
    expect(await uploadTemporaryMedia(client(), { type: 'image', media })).toMatchObject({ media_id: 'M' })
    const [call] = wechat.calls('/cgi-bin/media/upload')
    expect(call?.query.get('type')).toBe('image')
    expect(call?.body).toMatch(/name="media"; filename="a.png"\r\nContent-Type: image\/png\r\n\r\npicture/)
  })
})

describe('the token', () => {
  it('is fetched once for fifty calls at the same time', async () => {
    const caller = client()
    await Promise.all(Array.from({ length: 50 }, () => getMenu(caller)))
    expect(wechat.calls('/cgi-bin/stable_token')).toHaveLength(1)
    expect(wechat.calls('/cgi-bin/menu/get')).toHaveLength(50)
  })
  it('is renewed once when fifty calls find it dead, and each call is repeated once', async () => {
    const caller = client()
    await getMenu(caller)
    wechat.token++
    wechat.seen.length = 0
    await Promise.all(Array.from({ length: 50 }, () => getMenu(caller)))
    expect(wechat.calls('/cgi-bin/stable_token')).toHaveLength(1)
    expect(wechat.calls('/cgi-bin/menu/get')).toHaveLength(100)
  })
  it('is shared by clients of one store, and only swapped against the one that failed', async () => {
    const tokenStore = memoryTokenStore()
    const [one, two] = [client({ tokenStore }), client({ tokenStore })]
    await Promise.all([getMenu(one), getMenu(two)])
    expect(wechat.calls('/cgi-bin/stable_token')).toHaveLength(1)
    wechat.token++
    await getMenu(one)
    await getMenu(two)
    expect(wechat.calls('/cgi-bin/stable_token')).toHaveLength(2)
  })
  it('is forced only when the platform hands out the dead one again', async () => {
    let bad = 1
    wechat.on('/cgi-bin/menu/get', () => (bad-- > 0 ? { errcode: 42001, errmsg: 'expired' } : { errcode: 0 }))
    await getMenu(client())
    const forced = wechat.calls('/cgi-bin/stable_token').map(call => JSON.parse(call.body).force_refresh ?? false)
    expect(forced).toEqual([false, false, true])
  })
  it('is not chased: a second failure is thrown', async () => {
    wechat.on('/cgi-bin/menu/get', () => ({ errcode: 40014, errmsg: 'invalid' }))
    expect(await failure(getMenu(client()))).toMatchObject({ errcode: 40014, reaction: 'refresh_token' })
    expect(wechat.calls('/cgi-bin/menu/get')).toHaveLength(2)
  })
  it('is asked for again before it ends', async () => {
    let now = 0
    const caller = client({ clock: { now: () => new Date(now) } })
    await getMenu(caller)
    now = 7200_000 - 239_000
    await getMenu(caller)
    expect(wechat.calls('/cgi-bin/stable_token')).toHaveLength(2)
  })
  it('with a wrong AppSecret is the operator’s business', async () => {
    wechat.on('/cgi-bin/stable_token', () => ({ errcode: 40001, errmsg: 'invalid secret' }))
    expect(await failure(getMenu(client()))).toMatchObject({
      errcode: 40001,
      reaction: 'tell_operator',
      endpoint: 'POST /cgi-bin/stable_token',
    })
    expect(wechat.calls('/cgi-bin/stable_token')).toHaveLength(1)
  })
  it('may come from a third-party platform', async () => {
    const tokens = { current: async () => 'old', replace: async () => `token-${wechat.token}` }
    await getMenu(client({ credentials: { appId: 'wxapp', tokens } }))
    expect(wechat.seen.map(call => call.query.get('access_token'))).toEqual(['old', `token-${wechat.token}`])
  })
})

describe('an error', () => {
  it('tells code, rid, endpoint and what to do', async () => {
    wechat.on('/cgi-bin/menu/create', () => ({ errcode: 48001, errmsg: 'api unauthorized rid: 66e0aa01-0c6f1d2e-51b2c3d4' }))
    const error = await failure(createMenu(client(), { button: [] }))
    expect(error).toBeInstanceOf(WechatError)
    expect(error).toMatchObject({
      errcode: 48001,
      rid: '66e0aa01-0c6f1d2e-51b2c3d4',
      reaction: 'tell_operator',
      endpoint: 'POST /cgi-bin/menu/create',
    })
  })
  it('is tried again with backoff only where the table says so', async () => {
    slept.length = 0
    let busy = 2
    wechat.on('/cgi-bin/menu/get', () => (busy-- > 0 ? { errcode: -1, errmsg: 'system error' } : { errcode: 0 }))
    await getMenu(client())
    expect(slept).toEqual([200, 400])
    wechat.on('/cgi-bin/menu/create', () => ({ errcode: 45011, errmsg: 'too fast' }))
    expect(await failure(createMenu(client(), { button: [] }))).toMatchObject({ reaction: 'wait', waitSeconds: 60 })
    expect(wechat.calls('/cgi-bin/menu/create')).toHaveLength(1)
  })
  it('gives up after the retries', async () => {
    wechat.on('/cgi-bin/menu/get', () => ({ errcode: -1, errmsg: 'system error' }))
    expect(await failure(getMenu(client({ retries: 1 })))).toMatchObject({ errcode: -1, reaction: 'retry' })
    expect(wechat.calls('/cgi-bin/menu/get')).toHaveLength(2)
  })
  it('of time is typed and never repeated', async () => {
    wechat.on('/cgi-bin/menu/create', () => () => undefined)
    const error = await failure(createMenu(client({ timeoutMs: 80 }), { button: [] }))
    expect(error).toBeInstanceOf(WechatUnreachable)
    expect(error).toMatchObject({ reason: 'timeout', endpoint: 'POST /cgi-bin/menu/create' })
    expect(wechat.calls('/cgi-bin/menu/create')).toHaveLength(1)
  })
  it('of ours is no error of the network', async () => {
    const tokens = { current: async () => 't', replace: async () => 't' }
    expect(await failure(clearQuotaBySecret(client({ credentials: { appId: 'wxapp', tokens } })))).toBeInstanceOf(TypeError)
  })
  it('of the network or of a proxy is typed', async () => {
    expect(await failure(getMenu(client({ baseUrl: 'http://127.0.0.1:1' })))).toMatchObject({ reason: 'network' })
    wechat.on('/cgi-bin/menu/get', () => '<html>bad gateway</html>')
    expect(await failure(getMenu(client()))).toMatchObject({ reason: 'bad_answer' })
  })
  it('never shows the token or the secret', async () => {
    wechat.on('/cgi-bin/menu/get', () => '<html>')
    const error = await failure(getMenu(client()))
    expect(`${error} ${JSON.stringify(error)}`).not.toMatch(/token-\d|s3cret/)
  })
})

describe('a request beyond a limit', () => {
  const menu = { button: [{ type: 'click' as const, name: '一个过长的菜单名', key: 'K' }] }
  it('is refused before anything is sent, with field and limit', async () => {
    const error = await failure(createMenu(client(), menu))
    expect(error).toBeInstanceOf(WechatInputError)
    expect(error).toMatchObject({
      endpoint: 'POST /cgi-bin/menu/create',
      field: 'button[0].name',
      limit: 'at most 16 bytes of UTF-8',
      found: '24 bytes of UTF-8',
      reaction: 'fix_request',
    })
    expect(wechat.seen).toEqual([])
  })
  it('is sent all the same by a client that does not check', async () => {
    await createMenu(client({ checks: false }), menu)
    expect(wechat.calls('/cgi-bin/menu/create')).toHaveLength(1)
  })
  it('goes the same way as one to an endpoint that no official page confirms', async () => {
    expect(await failure(listServiceAccounts(client()))).toMatchObject({ field: 'allowUnverified' })
    expect(wechat.seen).toEqual([])
    await listServiceAccounts(client({ allowUnverified: true }))
    expect(wechat.calls('/cgi-bin/customservice/getkflist')).toHaveLength(1)
  })
})

it('tells an observer of every attempt that was sent, repeats and token calls included', async () => {
  const seen: string[] = []
  const watched = client({
    observe: ({ row, error }) => void seen.push(`${row.path} ${error instanceof WechatError ? error.errcode : 'ok'}`),
  })
  let busy = true
  wechat.on('/cgi-bin/user/info', () => {
    if (!busy) return { subscribe: 0, openid: 'o1' }
    busy = false
    return { errcode: -1, errmsg: 'system error' }
  })
  await getUserInfo(watched, { openid: 'o1' })
  await failure(getUserInfo(watched, { openid: '' }))
  expect(seen.slice(0, 3)).toEqual(['/cgi-bin/stable_token ok', '/cgi-bin/user/info -1', '/cgi-bin/user/info ok'])
})
