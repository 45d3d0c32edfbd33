import { documented, faultFor, type Sandbox, startSandbox } from '@wematrix/sandbox'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type MovableClock, movableClock } from '../../infra/clock.ts'
import { runJobs } from '../../infra/jobs.ts'
import { type TestApp, testApp, testSecret } from '../../testing/app.ts'
import { createCallCounter } from '../carriers/calls.ts'
import type { Carrier } from '../carriers/schema.ts'
import { createWechat } from '../carriers/wechat.ts'
import { type Decision, decide, type TroubleState } from './decide.ts'
import { alarmJobs, planAlarms } from './jobs.ts'
import { messageOf } from './messages.ts'
import { type Alarms, troubleKinds } from './schema.ts'
import { webhookKey } from './webhook.ts'

const minutes = (n: number) => new Date(Date.parse('2026-11-22T00:00:00Z') + n * 60_000)

describe('deciding', () => {
  /** What is told when a trouble is looked at every five minutes and is wrong where `wrong` says so. */
  function told(wrong: (minute: number) => boolean, until: number, lasting = true): string[] {
    let state: TroubleState | undefined
    const said: string[] = []
    for (let minute = 0; minute <= until; minute += 5) {
      const decision: Decision = decide(state, wrong(minute), minutes(minute), lasting)
      if ('forget' in decision) {
        state = undefined
        continue
      }
      if (decision.tell) said.push(`${minute} ${decision.tell}`)
      state = decision.next
    }
    return said
  }
  it('tells the beginning once, and the end', () => {
    expect(told(minute => minute < 60, 120)).toEqual(['0 begin', '70 over'])
  })
  it('tells what comes and goes at most once an hour', () => {
    const flapping = told(minute => minute % 20 < 5 && minute < 170, 260)
    const wrongAt = flapping.filter(one => !one.endsWith('over')).map(one => Number(one.split(' ')[0]))
    for (const [at, minute] of wrongAt.entries()) if (at > 0) expect(minute - wrongAt[at - 1]!).toBeGreaterThanOrEqual(60)
    expect(flapping[0]).toBe('0 begin')
    expect(flapping.at(-1)).toMatch(/over$/)
  })
  it('takes a short calm for the same trouble', () => {
    expect(told(minute => minute !== 20 && minute < 45, 80)).toEqual(['0 begin', '55 over'])
  })
  it('reminds of what lasts every six hours, and of a failed file never', () => {
    expect(told(() => true, 13 * 60)).toEqual(['0 begin', '360 still', '720 still'])
    expect(told(() => true, 13 * 60, false)).toEqual(['0 begin'])
  })
})

describe('the address', () => {
  const base = 'https://qyapi.weixin.qq.com'
  const key = '693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa'
  it('is a robot’s of WeCom, and only its key is kept', () => {
    expect(webhookKey(` ${base}/cgi-bin/webhook/send?key=${key} `, base)).toBe(key)
    expect(webhookKey(`http://sandbox.local:9000/wx/cgi-bin/webhook/send?key=${key}`, 'http://sandbox.local:9000/wx')).toBe(key)
  })
  it.each([
    `http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${key}`,
    `https://qyapi.weixin.qq.com.evil.cn/cgi-bin/webhook/send?key=${key}`,
    `https://user@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${key}`,
    `https://qyapi.weixin.qq.com:8443/cgi-bin/webhook/send?key=${key}`,
    `https://qyapi.weixin.qq.com/cgi-bin/gettoken?key=${key}`,
    `https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${key}&debug=1`,
    'https://qyapi.weixin.qq.com/cgi-bin/webhook/send',
    'http://169.254.169.254/cgi-bin/webhook/send?key=abcdefgh',
    'nonsense',
  ])('refuses %s, without repeating it', text => {
    expect(() => webhookKey(text, base)).toThrow('not the address of a WeCom robot')
    try {
      webhookKey(text, base)
    } catch (error) {
      expect(String(error)).not.toContain(key)
    }
  })
})

it('keeps names from becoming markup, and messages within WeCom’s bytes', () => {
  const telling = {
    tell: 'begin',
    kind: 'quota_high',
    name: '<@all> [x](http://evil)',
    fact: { zh: '满', en: 'full' },
    since: minutes(0),
  } as const
  expect(messageOf('茶铺', [telling], 'zh')).not.toMatch(/<@|\]\(http:\/\/evil/)
  expect(Buffer.byteLength(messageOf('茶铺', Array(100).fill(telling), 'zh'))).toBeLessThanOrEqual(4096)
})

describe('a brand with a robot', () => {
  let sandbox: Sandbox
  let t: TestApp
  let clock: MovableClock
  let carrierId: string
  let path: string
  const key = 'robot-key-0123456789'
  const robot = () => sandbox.realm.state.robots.get(key)!
  const heard = () => robot().received.map(({ message }) => (message.msgtype === 'markdown' ? message.markdown.content : ''))
  const call = <T = Alarms & { code?: string }>(method: string, to = '', body?: unknown) =>
    t.call<T>(method, `${path}${to}`, { as: t.cookie, body })
  const pass = (ms: number) => {
    clock.advance(ms)
    sandbox.clock.set({ by: ms })
  }

  beforeAll(async () => {
    clock = movableClock(new Date('2026-11-22T04:00:00Z'))
    sandbox = await startSandbox({ world: 'empty', clock: { now: clock.now(), frozen: true } })
    t = await testApp({ clock, wechatBaseUrl: sandbox.url })
    await fetch(`${sandbox.control}/robot`, { method: 'POST', body: JSON.stringify({ key }) })
  })
  afterAll(() => sandbox.close())
  beforeEach(async () => {
    // One robot hears all brands of this file: only the newest may speak.
    await t.db.query('delete from alarms')
    Object.assign(t, await t.brand('茶铺'))
    path = `/api/brands/${t.brandId}/alarms`
    robot().received = []
    pass(120_000)
    const { appId, appSecret } = sandbox.accounts.find(one => one.alias === 'service')!
    const body = { kind: 'official_account', accountType: 'service', name: '会员号', appId, appSecret }
    carrierId = (await t.call<{ carrier: Carrier }>('POST', `/api/brands/${t.brandId}/carriers`, { as: t.cookie, body })).body.carrier.id
  })

  const webhook = () => `${sandbox.url}/cgi-bin/webhook/send?key=${key}`
  const setting = { kinds: [...troubleKinds], lang: 'zh', paused: false }

  async function look(afterMs = 5 * 60_000): Promise<string[]> {
    const before = heard().length
    const { db, events, log } = t.ctx
    pass(afterMs)
    await planAlarms({ db, clock })
    const settings = { secret: testSecret, wecomBaseUrl: sandbox.url, publicUrl: 'https://wm.example.com' }
    const { 'alarms.watch': watch } = alarmJobs({ db, events, clock, log, settings })
    await runJobs({ db, clock, log, handlers: { 'alarms.watch': watch! } }).drain()
    return heard().slice(before)
  }

  it('is set, tested and forgotten; its key is never told, logged or written down', async () => {
    expect((await call('PUT', '', setting)).body.code).toBe('invalid_input')
    expect((await call('PUT', '', { ...setting, webhook: 'http://169.254.169.254/?key=abcdefgh' })).body.code).toBe('address_refused')
    const set = await call('PUT', '', { ...setting, webhook: webhook() })
    expect(set.body).toMatchObject({ webhook: { hasSecret: true, last4: key.slice(-4) }, kinds: troubleKinds, troubles: [] })
    const sent = await call<{ sent: string }>('POST', '/test', { lang: 'en' })
    expect(heard()).toEqual([sent.body.sent])
    expect(sent.body.sent).toBe((await call('GET')).body.preview.en)
    const wrong = await call('POST', '/test', { lang: 'zh', webhook: webhook().replace(key, 'another-key-000') })
    expect([wrong.status, wrong.body.code]).toEqual([502, 'robot_refused'])
    const audit = JSON.stringify(await t.db.query('select * from audit'))
    const kept = await t.db.one<{ webhook: Buffer }>('select webhook from alarms where brand_id = :brandId', { brandId: t.brandId })
    for (const text of [set.text, sent.text, wrong.text, t.logged(), audit, kept!.webhook.toString('latin1')]) {
      expect(text).not.toContain(key)
      expect(text).not.toContain('another-key-000')
    }
    expect((await t.call('PUT', path, { as: await t.member('viewer', t.brandId), body: setting })).status).toBe(403)
    expect((await call('DELETE')).status).toBe(204)
    expect((await call('GET')).body.webhook.hasSecret).toBe(false)
  })

  it('sends ten test messages a minute at most', async () => {
    await call('PUT', '', { ...setting, webhook: webhook() })
    const answers: number[] = []
    for (let n = 0; n < 11; n++) answers.push((await call('POST', '/test', { lang: 'zh' })).status)
    expect(answers).toEqual([...Array(10).fill(200), 429])
  })

  it('is told once that WeChat refuses the token, and that it is over', async () => {
    await call('PUT', '', { ...setting, webhook: webhook() })
    expect(await look()).toEqual([])
    const calls = createCallCounter({ db: t.db, clock })
    const wechat = createWechat({ db: t.db, clock, settings: { secret: testSecret, wechatBaseUrl: sandbox.url }, calls })(t.brandId)
    const { getCallbackIps } = await import('@wematrix/wechat')
    sandbox.realm.account('service').faults = { secretExpired: true }
    await getCallbackIps(await wechat(carrierId)).catch(() => undefined)
    await calls.flush()
    const [first, ...rest] = await look()
    expect(rest).toEqual([])
    expect(first).toContain('会员号 · 令牌被微信拒绝')
    expect(first).toContain('40125')
    expect(first).toContain(`https://wm.example.com/b/${t.brandId}/carriers/${carrierId}?view=diagnosis`)
    expect(await look()).toEqual([])
    expect((await call('GET')).body.troubles).toMatchObject([{ kind: 'token_refused', name: '会员号', clearAt: null }])
    sandbox.realm.account('service').faults = {}
    await getCallbackIps(await wechat(carrierId))
    await calls.flush()
    expect(await look()).toEqual([])
    expect(await look(10 * 60_000)).toEqual([expect.stringContaining('已恢复')])
    expect((await call('GET')).body.troubles).toEqual([])
  })

  it('is told of failing callbacks, a quota over 80 % and a failed import, all in one message; of what is not watched nothing', async () => {
    await call('PUT', '', { ...setting, kinds: ['callbacks_failing', 'quota_high', 'import_failed'], webhook: webhook() })
    const now = clock.now()
    const hour = new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000)
    const ids = { brand: t.brandId, carrier: carrierId }
    await t.db.query(
      "insert into drop_counts (brand_id, carrier_id, door, reason, hour, n) values (:brand, :carrier, 'callback', 'decrypt_failed', :hour, 9)",
      { ...ids, hour },
    )
    await t.db.query(
      "insert into carrier_calls (brand_id, carrier_id, day, path, calls, failed) values (:brand, :carrier, '2026-11-22', '/cgi-bin/user/get', 420, 0)",
      ids,
    )
    await t.db.query(
      `insert into imports (brand_id, id, file, file_hash, mapping, state, started_at, finished_at, problem)
       values (:brand, :id, '订单.csv', 'x', '{}', 'failed', :now, :now, '第 7 行不是 UTF-8')`,
      { brand: t.brandId, id: `imp_${t.brandId}`, now },
    )
    const told = await look()
    expect(told).toHaveLength(1)
    for (const part of ['回调正在失败', '接口额度超过 80%', '420 / 500（84%）', '订单.csv · 导入失败', '第 7 行不是 UTF-8'])
      expect(told[0]).toContain(part)
    expect(await look()).toEqual([])
  })

  it('is not called out by strangers: only pushes signed with our Token count, and what WeChat says of yesterday', async () => {
    await call('PUT', '', { ...setting, webhook: webhook() })
    const hour = new Date(Math.floor(clock.now().getTime() / 3_600_000) * 3_600_000)
    for (const reason of ['bad_signature', 'bad_xml', 'too_large', 'unreadable', 'method_not_allowed', 'repeat'])
      await t.db.query(
        "insert into drop_counts (brand_id, carrier_id, door, reason, hour, n) values (:brand, :carrier, 'callback', :reason, :hour, 100000)",
        { brand: t.brandId, carrier: carrierId, reason, hour },
      )
    expect(await look()).toEqual([])
    const figure = (metric: string, value: number) =>
      JSON.stringify({ brand: t.brandId, carrier_id: carrierId, day: '2026-11-21', metric, dimension: '', value, version: 1 })
    const lines = [figure('oa.callbacks', 400), figure('oa.callbacks_failed', 120)]
    await t.events.insert('carrier_stats', `${lines.join('\n')}\n`, { token: `failed:${carrierId}` })
    const [told] = await look()
    expect(told).toContain('微信统计昨天 400 次推送中有 120 次失败')
  })

  it.each(documented.filter(({ table }) => table === 'robot').map(one => [one.code, one.row.reaction, one] as const))(
    'is asked once when it answers %s (%s), and the problem is told in both languages',
    async (code, reaction, one) => {
      await call('PUT', '', { ...setting, webhook: webhook() })
      await t.db.query(
        "insert into carrier_calls (brand_id, carrier_id, day, path, calls, failed) values (:brand, :carrier, :day, '/cgi-bin/user/get', 500, 0)",
        { brand: t.brandId, carrier: carrierId, day: new Date(clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10) },
      )
      const path = '/cgi-bin/webhook/send'
      sandbox.realm.state.faults = faultFor(one, path)
      const tested = await call<{ code: string; words: { zh: string; en: string } }>('POST', '/test', { lang: 'zh' })
      expect([tested.status, tested.body.code]).toEqual([502, 'robot_refused'])
      expect(tested.body.words).toMatchObject({
        zh: expect.stringContaining(`机器人返回 ${code}：`),
        en: expect.stringContaining(`answered ${code}: `),
      })
      await look()
      expect((await call('GET')).body.problem).toMatchObject(tested.body.words)
      sandbox.realm.state.faults = {}
      const toldNext = await look()
      expect(toldNext.length, 'told by itself').toBe(reaction === 'tell_operator' ? 0 : 1)
      if (reaction === 'tell_operator') {
        expect((await call('POST', '/test', { lang: 'zh' })).status).toBe(200)
        expect((await call('GET')).body.problem).toBeNull()
        expect(await look()).toHaveLength(1)
      }
    },
  )

  it('keeps a message that nobody took for the next look, and says why', async () => {
    await call('PUT', '', { ...setting, webhook: webhook().replace(key, 'gone-robot-000') })
    await t.db.query(
      "insert into carrier_calls (brand_id, carrier_id, day, path, calls, failed) values (:brand, :carrier, '2026-11-22', '/cgi-bin/user/get', 500, 0)",
      { brand: t.brandId, carrier: carrierId },
    )
    expect(await look()).toEqual([])
    const { body } = await call('GET')
    expect(body).toMatchObject({
      problem: { zh: expect.stringContaining('机器人返回 93000：地址里的 key 不对') },
      troubles: [{ toldAt: null }],
    })
    expect(body.problem!.en).toContain('The robot answered 93000')
    await call('PUT', '', { ...setting, webhook: webhook() })
    expect(await look()).toEqual([expect.stringContaining('500 / 500')])
    await call('PUT', '', { ...setting, paused: true })
    expect(await look(3_600_000)).toEqual([])
  })
})
