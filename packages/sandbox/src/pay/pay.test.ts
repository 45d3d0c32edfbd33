import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  checkPaid,
  closePayOrder,
  createJsapiOrder,
  createPayClient,
  createPayReceiver,
  createPayRefund,
  getPayOrder,
  getPayOrderByTransaction,
  getPayRefund,
  getPayTradeBill,
  type PayClient,
  type PayClientOptions,
  PayError,
  type PayNotification,
  PayVerifyError,
  payRefused,
  payTaken,
} from '@wematrix/wechat'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../sandbox.ts'
import { changePay, merchantView, probeNow } from './control.ts'

let sandbox: Sandbox
let pay: PayClient
const shop = { url: '', notices: [] as PayNotification[], refused: [] as PayVerifyError[], fails: 0 }
const start = new Date('2026-11-22T04:00:00Z')
const notify_url = 'https://brand.example.com/pay/notify'

const client = (more: Partial<PayClientOptions> = {}) => {
  const { mchId, merchantSerial, privateKey, apiV3Key, trusted } = merchantView(sandbox.realm)
  const given = { mchId, merchantSerial, privateKey, apiV3Key, trusted, baseUrl: sandbox.url, clock: sandbox.clock }
  return createPayClient({ ...given, sleep: async () => {}, ...more })
}
const order = (number: string, more: object = {}) => ({
  appid: sandbox.realm.account('mini-program').spec.appId,
  mchid: pay.mchId,
  description: '会员年卡',
  out_trade_no: number,
  notify_url,
  attach: 't=menu7',
  amount: { total: 9900 },
  payer: { openid: sandbox.person('lin').openids.mini_program! },
  ...more,
})
const place = async (number: string) => (await createJsapiOrder(pay, order(number))).prepay_id
const failure = (work: Promise<unknown>) => work.catch((error: unknown) => error)
const notices = () => [...sandbox.realm.state.pay.notices.values()]

const product = createServer(async (request, response) => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const { apiV3Key } = merchantView(sandbox.realm)
  const receiver = createPayReceiver({ apiV3Key, keys: pay.keys, clock: sandbox.clock, renewKeys: pay.renewKeys })
  let reply = payTaken
  try {
    const notice = await receiver.open(request.headers, Buffer.concat(parts))
    if (shop.fails-- > 0) throw new Error('the database is away')
    shop.notices.push(notice)
  } catch (error) {
    if (error instanceof PayVerifyError) shop.refused.push(error)
    reply = payRefused(error)
  }
  response.writeHead(reply.status).end(reply.body)
})

beforeAll(async () => {
  product.listen(0, '127.0.0.1')
  await new Promise(resolve => product.once('listening', resolve))
  shop.url = `http://127.0.0.1:${(product.address() as AddressInfo).port}`
  sandbox = await startSandbox({ world: 'empty', clock: { now: start, frozen: true } })
})
beforeEach(() => {
  sandbox.realm.reset()
  changePay(sandbox.realm, { hosts: { 'brand.example.com': shop.url } })
  Object.assign(shop, { notices: [], refused: [], fails: 0 })
  pay = client()
})
afterAll(async () => {
  await sandbox.close()
  product.closeAllConnections()
  product.close()
})

it('takes an order from the shop to the phone to the notification', async () => {
  const parameters = pay.paymentParameters({ appId: order('x').appid, prepayId: await place('WM20261122000001') })
  expect((await getPayOrder(pay, { out_trade_no: 'WM20261122000001', mchid: pay.mchId })).trade_state).toBe('NOTPAY')
  const paid = await sandbox.act('pay', 'lin', { parameters })
  await sandbox.agenda.settled()
  const [notice] = shop.notices
  expect(notice).toMatchObject({
    kind: 'transaction',
    eventType: 'TRANSACTION.SUCCESS',
    resource: { attach: 't=menu7', trade_state: 'SUCCESS' },
  })
  const found = await getPayOrderByTransaction(pay, { transaction_id: String(paid.transaction), mchid: pay.mchId })
  expect(notice!.resource).toEqual(found)
  expect(checkPaid(found, { out_trade_no: 'WM20261122000001', total: 9900, mchid: pay.mchId })).toBeUndefined()
  await expect(sandbox.act('pay', 'lin', { parameters })).rejects.toThrow('SUCCESS')
  await expect(sandbox.act('pay', 'lin', { parameters: { ...parameters, timeStamp: '1' } })).rejects.toThrow('验证签名失败')
})

it('repeats a notification on WeChat Pay’s schedule until it is taken', async () => {
  await place('WM_repeat')
  shop.fails = 4
  await sandbox.act('pay', 'lin', { order: 'WM_repeat' })
  await sandbox.agenda.settled()
  for (const seconds of [15, 15, 30, 180]) {
    sandbox.clock.set({ by: seconds * 1000 })
    await sandbox.agenda.settled()
  }
  const [notice] = notices()
  const since = notice!.attempts.map(({ at }) => (at - notice!.createdAt) / 1000)
  expect(since).toEqual([0, 15, 30, 60, 240])
  expect(notice!.state).toBe('taken')
  expect(new Set(shop.notices.map(({ id }) => id)).size).toBe(1)
})

it('gives up after fifteen repeats within 24 hours and 4 minutes', async () => {
  await place('WM_gives_up')
  shop.fails = 99
  await sandbox.act('pay', 'lin', { order: 'WM_gives_up' })
  for (let n = 0; n < 30; n++) {
    await sandbox.agenda.settled()
    sandbox.clock.set({ by: 3_600_000 })
  }
  await sandbox.agenda.settled()
  const [notice] = notices()
  expect(notice!.state).toBe('given up')
  expect(notice!.attempts).toHaveLength(16)
})

it('sends test signatures that a receiver refuses without alarm, doubles, and stale copies', async () => {
  changePay(sandbox.realm, { probeNotices: 1, doubles: 1 })
  await place('WM_probe')
  await sandbox.act('pay', 'lin', { order: 'WM_probe' })
  await sandbox.agenda.settled()
  expect(sandbox.realm.state.pay.probes).toMatchObject([{ refused: true }])
  expect(shop.refused).toMatchObject([{ stage: 'signature', probe: true }])
  expect(shop.notices.map(({ id }) => id)).toEqual([notices()[0]!.id, notices()[0]!.id])
  changePay(sandbox.realm, { probeNotices: 0, doubles: 0, stale: 1 })
  await place('WM_stale')
  await sandbox.act('pay', 'lin', { order: 'WM_stale' })
  await sandbox.agenda.settled()
  expect(shop.refused.at(-1)).toMatchObject({ stage: 'timestamp', probe: false })
  expect(await probeNow(sandbox.realm, notices()[0]!.id)).toMatchObject({ refused: true })
})

it('repeats a call whose answer carries a test signature, and refuses one whose answer is forged', async () => {
  changePay(sandbox.realm, { probeAnswers: 1 })
  expect(await failure(place('WM_answers'))).toMatchObject({ name: 'PayVerifyError', probe: true })
  changePay(sandbox.realm, { probeAnswers: 0.5 })
  await client({ retries: 20 }).call(getPayOrder, { out_trade_no: 'WM_answers', mchid: pay.mchId })
  changePay(sandbox.realm, { probeAnswers: 0 })
  const forger: typeof fetch = async (...given) => {
    const answer = await fetch(...given)
    return new Response((await answer.text()).replace('NOTPAY', 'SUCCESS'), { status: answer.status, headers: answer.headers })
  }
  const forged = client({ fetch: forger }).call(getPayOrder, { out_trade_no: 'WM_answers', mchid: pay.mchId })
  expect(await failure(forged)).toMatchObject({ name: 'PayVerifyError', stage: 'signature', probe: false })
})

it('refuses an order number that comes again with other parameters, and takes it unchanged', async () => {
  const first = await place('WM_again')
  expect(await place('WM_again')).not.toBe(first)
  const other = createJsapiOrder(pay, order('WM_again', { amount: { total: 1 } }))
  expect(await failure(other)).toMatchObject({ name: 'PayError', status: 400, code: 'INVALID_REQUEST', reaction: 'fix_request' })
  const stranger = createJsapiOrder(pay, order('WM_openid', { payer: { openid: sandbox.person('lin').openids.service! } }))
  expect(await failure(stranger)).toMatchObject({ code: 'PARAM_ERROR', detail: { field: '/body/payer/openid' } })
  const shopAccount = createJsapiOrder(pay, order('WM_appid', { appid: sandbox.realm.account('shop').spec.appId }))
  expect(await failure(shopAccount)).toMatchObject({ code: 'APPID_MCHID_NOT_MATCH', reaction: 'tell_operator' })
})

it('names field and limit before anything is sent', async () => {
  for (const [field, more] of [
    ['out_trade_no', { out_trade_no: 'WM 1' }],
    ['description', { description: '茶'.repeat(128) }],
    ['notify_url', { notify_url: 'https://brand.example.com/pay?x=1' }],
    ['attach', { attach: 'a'.repeat(129) }],
    ['amount.total', { amount: { total: 0.5 } }],
  ] as const)
    expect(await failure(createJsapiOrder(pay, order('WM20261122', more)))).toMatchObject({ name: 'PayInputError', field })
})

it('closes with an empty answer that is verified, and nobody pays a closed or stale order', async () => {
  await place('WM_close')
  expect(await closePayOrder(pay, { out_trade_no: 'WM_close', mchid: pay.mchId })).toBeUndefined()
  await expect(sandbox.act('pay', 'lin', { order: 'WM_close' })).rejects.toThrow('CLOSED')
  await place('WM_late')
  sandbox.clock.set({ by: 7_200_000 })
  await expect(sandbox.act('pay', 'lin', { order: 'WM_late' })).rejects.toThrow('two hours')
  expect(await failure(getPayOrder(pay, { out_trade_no: 'WM_none', mchid: pay.mchId }))).toMatchObject({
    code: 'ORDER_NOT_EXIST',
    reaction: 'not_found',
  })
})

it('refunds in parts, repeats by number, and tells when the money is back', async () => {
  await place('WM_refund')
  await sandbox.act('pay', 'lin', { order: 'WM_refund' })
  const part = (number: string, refund: number) =>
    createPayRefund(pay, {
      out_trade_no: 'WM_refund',
      out_refund_no: number,
      notify_url,
      amount: { refund, total: 9900, currency: 'CNY' },
    })
  expect((await part('R1', 3000)).status).toBe('PROCESSING')
  expect((await part('R1', 3000)).refund_id).toBe((await getPayRefund(pay, { out_refund_no: 'R1' })).refund_id)
  expect(await failure(part('R2', 3000))).toMatchObject({ status: 429, reaction: 'wait' })
  sandbox.clock.set({ by: 61_000 })
  await sandbox.agenda.settled()
  expect(await failure(part('R2', 9000))).toMatchObject({ code: 'INVALID_REQUEST' })
  changePay(sandbox.realm, { balanceFen: 100 })
  expect(await failure(part('R2', 6900))).toMatchObject({ code: 'NOT_ENOUGH', reaction: 'tell_operator' })
  expect((await getPayRefund(pay, { out_refund_no: 'R1' })).status).toBe('SUCCESS')
  expect(shop.notices.at(-1)).toMatchObject({ kind: 'refund', resource: { refund_status: 'SUCCESS', amount: { refund: 3000 } } })
  expect((await getPayOrder(pay, { out_trade_no: 'WM_refund', mchid: pay.mchId })).trade_state).toBe('REFUND')
})

it('works with platform certificates alone: downloads, rotates, and trusts nothing else', async () => {
  changePay(sandbox.realm, { mode: 'certificate' })
  pay = client({ trusted: [] })
  await place('WM_cert')
  const [first] = pay.keys.serials
  changePay(sandbox.realm, { rotate: true, drop: first })
  sandbox.clock.set({ by: 61_000 })
  await sandbox.act('pay', 'lin', { order: 'WM_cert' })
  await sandbox.agenda.settled()
  expect(shop.notices).toHaveLength(1)
  expect(pay.keys.serials).not.toContain(first)
  changePay(sandbox.realm, { rotate: true, drop: pay.keys.serials[0] })
  expect(await failure(getPayOrder(pay, { out_trade_no: 'WM_cert', mchid: pay.mchId }))).toMatchObject({ stage: 'serial' })
})

it('holds both kinds while the merchant changes over', async () => {
  changePay(sandbox.realm, { mode: 'switching', share: 0.5 })
  pay = client()
  for (let n = 0; n < 12; n++) {
    await place(`WM_switch${n}`)
    await sandbox.act('pay', 'lin', { order: `WM_switch${n}` })
  }
  await sandbox.agenda.settled()
  const kinds = new Set(shop.notices.map(({ serial }) => serial.startsWith('PUB_KEY_ID_')))
  expect([shop.notices.length, kinds.size]).toEqual([12, 2])
})

it('tells merchants without certificates so, and wrong keys that they are wrong', async () => {
  const bare = client({ trusted: [] })
  expect(await failure(getPayOrder(bare, { out_trade_no: 'WM_bare1', mchid: pay.mchId }))).toMatchObject({ code: 'RESOURCE_NOT_EXISTS' })
  expect(await failure(getPayOrder(bare, { out_trade_no: 'WM_bare1', mchid: pay.mchId }))).toMatchObject({ stage: 'serial' })
  const wrong = await failure(client({ merchantSerial: '7'.repeat(40) }).call(getPayOrder, { out_trade_no: 'WM_bare1', mchid: pay.mchId }))
  expect(wrong).toBeInstanceOf(PayError)
  expect(wrong).toMatchObject({ status: 401, code: 'SIGN_ERROR', reaction: 'tell_operator' })
  const { privateKey, apiV3Key } = merchantView(sandbox.realm)
  for (const secret of [privateKey, apiV3Key]) expect(String((wrong as Error).stack)).not.toContain(secret)
  const late = client({ clock: { now: () => new Date(start.getTime() - 301_000) } })
  expect(await failure(getPayOrder(late, { out_trade_no: 'WM_bare1', mchid: pay.mchId }))).toMatchObject({ code: 'SIGN_ERROR' })
})

it('repeats what failed inside WeChat Pay, and reads whose answer was lost, but no POST', async () => {
  changePay(sandbox.realm, { systemErrors: 0.5 })
  const patient = client({ retries: 30 })
  await createJsapiOrder(patient, order('WM_busy'))
  changePay(sandbox.realm, { systemErrors: 0, dropAnswers: 0.5 })
  await patient.call(getPayOrder, { out_trade_no: 'WM_busy', mchid: pay.mchId })
  changePay(sandbox.realm, { dropAnswers: 1 })
  expect(await failure(createJsapiOrder(patient, order('WM_lost1')))).toMatchObject({ name: 'PayUnreachable', reaction: 'query_first' })
  changePay(sandbox.realm, { dropAnswers: 0 })
  expect((await getPayOrder(pay, { out_trade_no: 'WM_lost1', mchid: pay.mchId })).trade_state).toBe('NOTPAY')
})

it('hands out yesterday’s bill after ten, with its hash', async () => {
  await place('WM_bill1')
  await sandbox.act('pay', 'lin', { order: 'WM_bill1' })
  sandbox.clock.set({ at: Date.parse('2026-11-23T01:00:00Z') })
  expect(await failure(getPayTradeBill(pay, { bill_date: '2026-11-22' }))).toMatchObject({ code: 'STATEMENT_CREATING', reaction: 'wait' })
  sandbox.clock.set({ by: 2 * 3_600_000 })
  const text = await pay.downloadBill({ bill_date: '2026-11-22' })
  expect(text).toContain('`WM_bill1')
  expect(text).toContain('`99.00')
  const broken = client({
    fetch: async (...given) => {
      const answer = await fetch(...given)
      return String(given[0]).includes('billdownload') ? new Response(`${await answer.text()}x`) : answer
    },
  })
  expect(await failure(broken.downloadBill({ bill_date: '2026-11-22' }))).toMatchObject({ name: 'PayVerifyError', stage: 'body' })
})
