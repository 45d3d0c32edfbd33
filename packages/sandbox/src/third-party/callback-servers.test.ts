/** Callback servers that others wrote take the sandbox's pushes, and the sandbox understands their replies. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decrypt, encrypt, getSignature } from '@wecom/crypto'
import { createCallbackCodec } from '@wematrix/wechat'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../sandbox.ts'
import { load } from './load.ts'

type Fields = Record<string, string>
type Config = { token: string; appid: string; encodingAESKey: string }
type Express = (
  request: IncomingMessage & { query?: Fields; weixin?: Fields },
  response: ServerResponse & { reply?(content: unknown): void },
  next: (error?: unknown) => void,
) => void
type Koa = { query: Fields; method: string; req: IncomingMessage; request: object; status: number; body?: string; type?: string }

let sandbox: Sandbox
let server: Server
const seen: Fields[] = []

beforeAll(async () => {
  sandbox = await startSandbox({ world: 'empty' })
})
beforeEach(() => {
  sandbox.realm.reset()
  seen.length = 0
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})
afterAll(() => sandbox.close())

const config = (): Config => {
  const { token, appId, encodingAesKey } = sandbox.realm.account('service').spec
  return { token, appid: appId, encodingAESKey: encodingAesKey }
}
const queryOf = (request: IncomingMessage): Fields => Object.fromEntries(new URL(request.url ?? '/', 'http://x').searchParams)

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  server = createServer(answer)
  server.listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/wechat`
}

/** Text is answered by text, a follow by an article, a tap on the menu by nothing. */
function replyTo(message: Fields): unknown {
  seen.push(message)
  if (message.MsgType === 'text') return `收到：${message.Content}`
  return message.Event === 'subscribe' ? [{ title: '欢迎', description: '', picUrl: '', url: 'https://tea.example' }] : ''
}

/** `wechat` is express middleware. */
async function wechatServer(): Promise<string> {
  const wechat = load<(config: Config, handle: Express) => Express>('wechat')
  const middleware = wechat(config(), (request, response) => response.reply!(replyTo(request.weixin!)))
  return listen((request, response) => middleware(Object.assign(request, { query: queryOf(request) }), response, () => response.end()))
}

/** `co-wechat` is koa middleware. */
async function coWechatServer(): Promise<string> {
  const coWechat =
    load<(config: Config) => { middleware(handle: (message: Fields) => Promise<unknown>): (context: Koa) => Promise<void> }>('co-wechat')
  const middleware = coWechat(config()).middleware(async message => replyTo(message))
  return listen((request, response) => {
    const context: Koa = { query: queryOf(request), method: request.method ?? '', req: request, request: {}, status: 200 }
    void middleware(context).then(() => response.writeHead(context.status).end(context.body))
  })
}

describe.each([
  ['wechat', wechatServer],
  ['co-wechat', coWechatServer],
])('%s', (_name, start) => {
  it.each(['plain', 'safe', 'compat'] as const)('takes pushes in %s mode, and its replies reach the phone', async mode => {
    const connected = await sandbox.connect({ account: 'service', callback: await start(), mode })
    expect(connected).toMatchObject({ verified: true })
    const lin = sandbox.person('lin')
    await lin.follow('service')
    await lin.message('在吗')
    await lin.menu('领茶券')
    expect(seen.map(({ MsgType, Event, Content }) => Event ?? Content ?? MsgType)).toEqual(['subscribe', '在吗', 'view_miniprogram'])
    expect(seen[1]).toMatchObject({ FromUserName: lin.openids.service, ToUserName: sandbox.realm.account('service').spec.originalId })
    const received = lin.received().filter(({ by }) => by === 'passive')
    expect(received.map(({ content }) => content.MsgType)).toEqual(['news', 'text'])
    expect(received[1]).toMatchObject({ content: { Content: '收到：在吗' } })
    expect(sandbox.callbacks.log.every(({ state }) => state === 'answered')).toBe(true)
  })

  it('refuses a push with another token', async () => {
    const url = await start()
    const { appid, encodingAESKey } = config()
    const forger = createCallbackCodec({ token: 'someone else', appId: appid, encodingAesKey: encodingAESKey })
    const { query, body } = forger.forgePush({ ToUserName: 'gh', FromUserName: 'o', CreateTime: 1, MsgType: 'text', Content: '假' })
    const answer = await fetch(`${url}?${new URLSearchParams(query)}`, { method: 'POST', body })
    expect([answer.status, seen]).toEqual([401, []])
  })
})

describe('@wecom/crypto', () => {
  it('agrees with our codec in both directions', async () => {
    await listen((_request, response) => response.end())
    const { token, appid, encodingAESKey } = config()
    const codec = createCallbackCodec({ token, appId: appid, encodingAesKey: encodingAESKey })
    for (const text of ['', 'a', '茶'.repeat(700), '<xml><Content><![CDATA[好😀]]></Content></xml>']) {
      expect(decrypt(encodingAESKey, codec.encrypt(text))).toMatchObject({ message: text, id: appid })
      expect(codec.decrypt(encrypt(encodingAESKey, text, appid)).text).toBe(text)
    }
    const { query, body } = codec.forgePush({ ToUserName: 'gh', FromUserName: 'o', CreateTime: 1, MsgType: 'text', Content: '好' })
    const sealed = /<Encrypt><!\[CDATA\[(.+?)\]\]>/.exec(body)![1]!
    expect(getSignature(token, query.timestamp!, query.nonce!, sealed)).toBe(query.msg_signature)
  })
})
