import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from './sandbox.ts'
import { api, type TestProduct, testProduct, tokenOf } from './testing/product.ts'

let sandbox: Sandbox
let product: TestProduct
const service = () => sandbox.accounts.find(account => account.alias === 'service')!

beforeAll(async () => {
  sandbox = await startSandbox({
    world: 'empty',
    clock: { now: new Date('2026-11-22T04:00:00Z'), frozen: true },
    delivery: { answerMs: 4000, pausesMs: { other: [0, 0, 0], shop: [0, 0, 20, 20] } },
  })
})
afterAll(() => sandbox.close())
beforeEach(() => {
  sandbox.realm.reset()
  sandbox.callbacks.settings.answerMs = 4000
})
afterEach(() => product.close())

const connectAs = async (mode: 'plain' | 'compat' | 'safe', format: 'xml' | 'json', alias = 'service') => {
  product = await testProduct(sandbox.realm.account(alias).spec, mode === 'plain' ? 'plain' : 'safe', sandbox.clock)
  return sandbox.connect({ account: alias, callback: `${product.url}/callback`, mode, format })
}

describe.each([
  ['plain', 'xml'],
  ['plain', 'json'],
  ['compat', 'xml'],
  ['compat', 'json'],
  ['safe', 'xml'],
  ['safe', 'json'],
] as const)('%s mode, %s', (mode, format) => {
  it('checks the address, pushes a follow that the product can read, and takes the passive reply', async () => {
    expect(await connectAs(mode, format)).toMatchObject({ verified: true })
    product.answers.push({ reply: { MsgType: 'text', Content: '欢迎来喝茶' } })
    const lin = sandbox.person('lin')
    await lin.follow('service', { qr: 'store03' })
    expect(product.callbacks).toHaveLength(1)
    expect(product.callbacks[0]).toMatchObject({
      format,
      encrypted: mode !== 'plain',
      fields: { Event: 'subscribe', EventKey: 'qrscene_store03', FromUserName: lin.openids.service, ToUserName: service().originalId },
    })
    expect(lin.received()).toMatchObject([{ by: 'passive', content: { Content: '欢迎来喝茶' } }])
  })
})

it('does not connect to an address that does not echo', async () => {
  product = await testProduct({ ...service(), token: 'another-token' })
  const answer = await sandbox.connect({ account: 'service', callback: `${product.url}/callback` })
  expect(answer).toMatchObject({ verified: false })
  expect(answer.error).toContain('400')
})

it('delivers three times with one MsgId when the answer is wrong or late, then gives up and counts it', async () => {
  await connectAs('safe', 'xml')
  sandbox.callbacks.settings.answerMs = 1000
  const lin = sandbox.person('lin')
  product.answers.push({ status: 500, body: '' }, 'silence', { status: 200, body: 'success' })
  await lin.message('有茶吗')
  expect(product.callbacks.map(callback => callback.fields.MsgId)).toHaveLength(3)
  expect(new Set(product.callbacks.map(callback => callback.fields.MsgId)).size).toBe(1)
  expect(sandbox.callbacks.log.at(-1)).toMatchObject({
    state: 'answered',
    attempts: [{ outcome: 'wrong' }, { outcome: 'timeout' }, { outcome: 'ok' }],
  })
  product.answers.push({ status: 500, body: '' }, { status: 200, body: 'hello' }, { status: 500, body: '' })
  await lin.message('在吗')
  expect(sandbox.callbacks.log.at(-1)).toMatchObject({ state: 'failed' })
  sandbox.clock.set({ by: 86_400_000 })
  const token = await tokenOf(sandbox.url, service())
  const summary = await api(sandbox.url, `/datacube/getinterfacesummary?access_token=${token}`, {
    begin_date: '2026-11-22',
    end_date: '2026-11-22',
  })
  expect(summary).toMatchObject({ list: [{ callback_count: 6, fail_count: 5 }] })
})

it('tries a shop’s callback by its own schedule and keeps the bare 19-digit order id', async () => {
  await connectAs('safe', 'json', 'shop')
  const order = await sandbox.person('mei').shopOrder({ from: 'article', valueFen: 12_800 })
  const [created] = product.callbacks
  expect(created!.fields).toMatchObject({ Event: 'channels_ec_order_new', order_info: { order_id: order.order_id } })
  expect(created!.text).toContain(`"order_id":${order.order_id}`)
  product.answers.push({ status: 500, body: '' }, { status: 500, body: '' }, { status: 500, body: '' })
  await sandbox.person('mei').shopOrder()
  expect(sandbox.callbacks.log.at(-2)!.attempts.length + sandbox.callbacks.log.at(-1)!.attempts.length).toBe(5)
})

it('repeats and delays callbacks on demand, by the seed', async () => {
  await connectAs('safe', 'xml')
  sandbox.realm.account('service').faults = { duplicateCallbacks: 1, lateCallbacks: 1, lateMs: 30 }
  const started = performance.now()
  await sandbox.person('hao').message('你好')
  expect(performance.now() - started).toBeGreaterThan(25)
  expect(product.callbacks).toHaveLength(2)
  expect(product.callbacks[0]!.text).toBe(product.callbacks[1]!.text)
})
