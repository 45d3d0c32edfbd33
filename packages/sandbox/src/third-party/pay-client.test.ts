/** `wechatpay-axios-plugin`, unmodified, against the sandbox's WeChat Pay, and its primitives against ours. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { apiV3Key, openResource, sealResource } from '@wematrix/wechat'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { changePay, merchantView } from '../pay/control.ts'
import { type Sandbox, startSandbox } from '../sandbox.ts'
import { load } from './load.ts'

type Answer = { status: number; data: Record<string, unknown> }
type Call = { get(config?: object): Promise<Answer>; post(body?: object, config?: object): Promise<Answer> }
type Plugin = {
  Wechatpay: new (config: object) => { chain(path: string): Call }
  Aes: {
    AesGcm: {
      encrypt(text: string, key: string, iv: string, aad: string): string
      decrypt(text: string, key: string, iv: string, aad: string): string
    }
  }
  Rsa: { verify(message: string, signature: string, key: string): boolean }
  Formatter: { response(timestamp: string, nonce: string, body: string): string }
}
const { Wechatpay, Aes, Rsa, Formatter } = load<Plugin>('wechatpay-axios-plugin')

let sandbox: Sandbox
let chain: (path: string) => Call
const seen: { verified: boolean; event: string; resource: Record<string, unknown> }[] = []

/** A receiver as its README shows one. */
const receiver = createServer(async (request, response) => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const body = Buffer.concat(parts).toString()
  const header = (name: string) => String(request.headers[`wechatpay-${name}`])
  const { trusted, apiV3Key } = merchantView(sandbox.realm)
  const key = trusted.find(({ serial }) => serial === header('serial'))
  const verified =
    key !== undefined && Rsa.verify(Formatter.response(header('timestamp'), header('nonce'), body), header('signature'), key.pem)
  const { event_type, resource } = JSON.parse(body) as { event_type: string; resource: Record<string, string> }
  const text = Aes.AesGcm.decrypt(resource.ciphertext!, apiV3Key, resource.nonce!, resource.associated_data!)
  seen.push({ verified, event: event_type, resource: JSON.parse(text) as Record<string, unknown> })
  response.writeHead(verified ? 204 : 401).end()
})

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1')
  await new Promise(resolve => receiver.once('listening', resolve))
  sandbox = await startSandbox({ world: 'empty' })
  changePay(sandbox.realm, {
    mode: 'switching',
    refundSeconds: 0,
    hosts: { 'brand.example.com': `http://127.0.0.1:${(receiver.address() as AddressInfo).port}` },
  })
  const { mchId, merchantSerial, privateKey, trusted } = merchantView(sandbox.realm)
  const certs = Object.fromEntries(trusted.map(({ serial, pem }) => [serial, pem]))
  const client = new Wechatpay({ mchid: mchId, serial: merchantSerial, privateKey, certs, baseURL: sandbox.url })
  chain = path => client.chain(path)
})
afterAll(async () => {
  await sandbox.close()
  receiver.closeAllConnections()
  receiver.close()
})

const order = (out_trade_no: string) => ({
  appid: sandbox.realm.account('mini-program').spec.appId,
  mchid: sandbox.realm.state.pay.mchId,
  description: '会员年卡',
  out_trade_no,
  notify_url: 'https://brand.example.com/pay/notify',
  amount: { total: 9900, currency: 'CNY' },
  payer: { openid: sandbox.person('lin').openids.mini_program },
})
const byNumber = 'v3/pay/transactions/out-trade-no/{out_trade_no}'

it('orders, queries, closes, is notified and refunds; it verifies every answer itself', async () => {
  const params = { mchid: sandbox.realm.state.pay.mchId }
  expect((await chain('v3/pay/transactions/jsapi').post(order('axios_0001'))).data.prepay_id).toMatch(/^wx/)
  expect((await chain(byNumber).get({ params, out_trade_no: 'axios_0001' })).data.trade_state).toBe('NOTPAY')
  const paid = await sandbox.act('pay', 'lin', { order: 'axios_0001' })
  await sandbox.agenda.settled()
  expect(seen).toMatchObject([{ verified: true, event: 'TRANSACTION.SUCCESS', resource: { out_trade_no: 'axios_0001' } }])
  const found = await chain('v3/pay/transactions/id/{transaction_id}').get({ params, transaction_id: paid.transaction })
  expect(found.data).toEqual(seen[0]!.resource)
  const refund = await chain('v3/refund/domestic/refunds').post({
    out_trade_no: 'axios_0001',
    out_refund_no: 'axios_r1',
    notify_url: 'https://brand.example.com/pay/notify',
    amount: { refund: 100, total: 9900, currency: 'CNY' },
  })
  expect(refund.data.status).toBe('PROCESSING')
  await sandbox.agenda.settled()
  expect(seen.at(-1)).toMatchObject({ verified: true, event: 'REFUND.SUCCESS', resource: { out_refund_no: 'axios_r1' } })
  expect((await chain('v3/refund/domestic/refunds/{out_refund_no}').get({ out_refund_no: 'axios_r1' })).data.status).toBe('SUCCESS')
  await chain('v3/pay/transactions/jsapi').post(order('axios_0002'))
  expect((await chain(`${byNumber}/close`).post(params, { out_trade_no: 'axios_0002' })).status).toBe(204)
})

it('reads refusals by status and code', async () => {
  const wrong = chain('v3/pay/transactions/jsapi').post({ ...order('axios_0003'), amount: { total: 0 } })
  await expect(wrong).rejects.toMatchObject({ response: { status: 400, data: { code: 'PARAM_ERROR' } } })
  const params = { mchid: sandbox.realm.state.pay.mchId }
  const none = chain(byNumber).get({ params, out_trade_no: 'axios_none' })
  await expect(none).rejects.toMatchObject({ response: { status: 404, data: { code: 'ORDER_NOT_EXIST' } } })
})

it('downloads certificates that it can open', async () => {
  const { data } = (await chain('v3/certificates').get()).data as {
    data: { serial_no: string; encrypt_certificate: Record<string, string> }[]
  }
  const { nonce, associated_data, ciphertext } = data[0]!.encrypt_certificate
  const { apiV3Key, trusted } = merchantView(sandbox.realm)
  const pem = Aes.AesGcm.decrypt(ciphertext!, apiV3Key, nonce!, associated_data!)
  expect(trusted.map(key => key.pem)).toContain(pem)
})

it('refuses a test signature, as our client does', async () => {
  changePay(sandbox.realm, { probeAnswers: 1 })
  const params = { mchid: sandbox.realm.state.pay.mchId }
  await expect(chain(byNumber).get({ params, out_trade_no: 'axios_0001' })).rejects.toThrow()
  changePay(sandbox.realm, { probeAnswers: 0 })
})

it('seals and opens the same bytes as ours', () => {
  const key = 'Wm3ApiV3KeyForTestsOnly_32bytes!'
  const text = '{"说明":"两边一样"}'
  const ours = sealResource(apiV3Key(key), text, 'n0nce0000009', 'transaction')
  expect(Aes.AesGcm.encrypt(text, key, 'n0nce0000009', 'transaction')).toBe(ours.ciphertext)
  expect(Aes.AesGcm.decrypt(ours.ciphertext, key, 'n0nce0000009', 'transaction')).toBe(text)
  expect(openResource(apiV3Key(key), ours)).toBe(text)
})
