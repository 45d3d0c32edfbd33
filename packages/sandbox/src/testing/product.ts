/** A small real product for the sandbox's own tests: receives callbacks and batches, answers as told. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CallbackCodec, createCallbackCodec, type OpenedCallback, type Reply } from '@wematrix/wechat'
import type { AccountSpec } from '../worlds/world.ts'

export type TestProduct = {
  url: string
  callbacks: OpenedCallback[]
  batches: { batch: Record<string, unknown>[]; sentAt: string }[]
  logins: Record<string, unknown>[]
  /** How the next callbacks are answered: a status with a body, silence, or a passive reply. Default `success`. */
  answers: ({ status: number; body: string } | { reply: Reply } | 'silence')[]
  /** Redeems login codes; without it the product has no login door. */
  login?: (code: string) => Promise<unknown>
  close(): Promise<void>
}

async function text(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts)
}

/** Listens for one account's callbacks at `/callback`, and for the phone at `/v1/*`. */
export async function testProduct(
  account: AccountSpec,
  mode: 'plain' | 'compat' | 'safe' = 'safe',
  clock?: { now(): Date },
): Promise<TestProduct> {
  const codec: CallbackCodec = createCallbackCodec(
    { token: account.token, appId: account.appId, encodingAesKey: account.encodingAesKey, mode },
    clock ? { clock } : {},
  )
  const product: TestProduct = {
    url: '',
    callbacks: [],
    batches: [],
    logins: [],
    answers: [],
    close: async () => {},
  }
  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '/', 'http://product')
      if (request.method === 'GET') return void response.end(codec.verifyUrl(url.searchParams))
      const body = await text(request)
      if (url.pathname === '/v1/login') {
        const input = JSON.parse(body.toString()) as Record<string, unknown>
        product.logins.push(input)
        if (!product.login) response.statusCode = 404
        return void response.end(JSON.stringify((await product.login?.(String(input.code))) ?? {}))
      }
      if (url.pathname === '/v1/batch') {
        product.batches.push(JSON.parse(body.toString()))
        return void response.end('{}')
      }
      const opened = codec.open(url.searchParams, body)
      product.callbacks.push(opened)
      const answer = product.answers.shift()
      if (answer === 'silence') return
      if (answer && 'status' in answer) {
        response.statusCode = answer.status
        return void response.end(answer.body)
      }
      response.end(answer ? codec.reply(opened, answer.reply) : 'success')
    })().catch(error => {
      response.statusCode = 400
      response.end(String(error))
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  product.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  product.close = async () => {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  }
  return product
}

/** Calls WeChat's API as plain HTTP and reads the answer as JSON with large integers kept as text. */
export async function api(url: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(`${url}${path}`, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) })
  return JSON.parse((await answer.text()).replace(/(?<=[:[,])(\d{16,})/g, '"$1"')) as Record<string, unknown>
}

/** A stable token of an account. */
export async function tokenOf(url: string, { appId, appSecret }: AccountSpec, more: Record<string, unknown> = {}): Promise<string> {
  const answer = await api(url, '/cgi-bin/stable_token', { grant_type: 'client_credential', appid: appId, secret: appSecret, ...more })
  if (typeof answer.access_token !== 'string') throw new Error(JSON.stringify(answer))
  return answer.access_token
}
