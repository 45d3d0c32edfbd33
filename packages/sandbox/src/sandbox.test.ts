import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { run } from './cli.ts'
import { type Sandbox, startSandbox } from './sandbox.ts'
import { api, type TestProduct, testProduct, tokenOf } from './testing/product.ts'

let sandbox: Sandbox
let product: TestProduct | undefined
const account = (alias: string) => sandbox.accounts.find(account => account.alias === alias)!

beforeAll(async () => {
  sandbox = await startSandbox({
    world: 'tea-shop',
    people: 600,
    clock: { now: new Date('2026-11-22T04:00:00Z'), frozen: true },
    delivery: { answerMs: 4000 },
  })
})
afterAll(() => sandbox.close())
beforeEach(() => sandbox.realm.reset())
afterEach(async () => {
  await product?.close()
  product = undefined
  delete sandbox.realm.account('mini-program').connection
  delete sandbox.realm.account('service').connection
})

const session = (code: string) =>
  api(
    sandbox.url,
    `/sns/jscode2session?appid=${account('mini-program').appId}&secret=${account('mini-program').appSecret}&js_code=${code}&grant_type=authorization_code`,
  )

it('redeems a login code once, within five minutes, and tells the UnionID only when bound', async () => {
  const lin = sandbox.person('lin')
  const code = await lin.code()
  expect(await session(code)).toMatchObject({ openid: lin.openids.mini_program, unionid: lin.unionid })
  expect(await session(code)).toMatchObject({ errcode: 40163 })
  const late = await lin.code()
  sandbox.clock.set({ by: 301_000 })
  expect(await session(late)).toMatchObject({ errcode: 40029 })
  sandbox.realm.state.bound.delete(account('mini-program').appId)
  expect(await session(await lin.code())).not.toHaveProperty('unionid')
  expect(await session(await lin.code('phone'))).toMatchObject({ errcode: 40029 })
})

it('lists followers and tells an unfollowed one’s openid only', async () => {
  const token = await tokenOf(sandbox.url, account('service'))
  const lin = sandbox.person('lin')
  const count = async () => Number((await api(sandbox.url, `/cgi-bin/user/get?access_token=${token}`)).total)
  const before = await count()
  await lin.follow('service', { scene: 'ADD_SCENE_CHANNELS' })
  expect(await count()).toBe(before + 1)
  const info = () => api(sandbox.url, `/cgi-bin/user/info?access_token=${token}&openid=${lin.openids.service}`)
  expect(await info()).toMatchObject({ subscribe: 1, unionid: lin.unionid, subscribe_scene: 'ADD_SCENE_CHANNELS' })
  await lin.unfollow('service')
  expect(await info()).toEqual({ subscribe: 0, openid: lin.openids.service })
})

it('opens and closes the windows of customer messages', async () => {
  const token = await tokenOf(sandbox.url, account('service'))
  const lin = sandbox.person('lin')
  const send = () =>
    api(sandbox.url, `/cgi-bin/message/custom/send?access_token=${token}`, {
      touser: lin.openids.service,
      msgtype: 'text',
      text: { content: '您好' },
    })
  expect(await send()).toMatchObject({ errcode: 45015 })
  await lin.follow('service')
  for (let n = 0; n < 3; n++) expect(await send()).toMatchObject({ errcode: 0 })
  expect(await send()).toMatchObject({ errcode: 45047 })
  sandbox.clock.set({ by: 61_000 })
  expect(await send()).toMatchObject({ errcode: 45015 })
  await lin.message('在吗')
  sandbox.clock.set({ by: 3_600_000 })
  expect(await send()).toMatchObject({ errcode: 0 })
  expect(lin.received()).toHaveLength(4)
})

it('spends one consent for one subscription message', async () => {
  const token = await tokenOf(sandbox.url, account('mini-program'))
  const lin = sandbox.person('lin')
  const send = (thing = '品茶课') =>
    api(sandbox.url, `/cgi-bin/message/subscribe/send?access_token=${token}`, {
      touser: lin.openids.mini_program,
      template_id: 'TPL_BOOKING',
      data: { thing1: { value: thing }, time2: { value: '19:00' } },
    })
  expect(await send()).toMatchObject({ errcode: 43101 })
  await lin.consent('TPL_BOOKING')
  expect(await send('字'.repeat(21))).toMatchObject({ errcode: 47003 })
  expect(await send()).toMatchObject({ errcode: 0 })
  expect(await send()).toMatchObject({ errcode: 43101 })
})

it('keeps menus as WeChat does and lets a tap open the Mini Program', async () => {
  const token = await tokenOf(sandbox.url, account('service'))
  const mini = account('mini-program').appId
  expect(
    await api(sandbox.url, `/cgi-bin/menu/create?access_token=${token}`, {
      button: [{ type: 'miniprogram', name: '商城', url: 'https://a.example/', appid: 'wx0', pagepath: 'x' }],
    }),
  ).toMatchObject({ errcode: 40013 })
  expect(
    await api(sandbox.url, `/cgi-bin/menu/create?access_token=${token}`, {
      button: [{ type: 'miniprogram', name: '商城', url: 'https://a.example/', appid: mini, pagepath: 'pages/index/index?t=x9' }],
    }),
  ).toMatchObject({ errcode: 0 })
  const lin = sandbox.person('lin')
  await lin.follow('service')
  expect(await lin.menu('商城')).toMatchObject({ opened: { scene: 1035, path: 'pages/index/index', query: { t: 'x9' } } })
  await api(sandbox.url, `/cgi-bin/menu/delete?access_token=${token}`)
  expect(await api(sandbox.url, `/cgi-bin/menu/get?access_token=${token}`)).toMatchObject({ errcode: 46003 })
})

it('posts the phone’s batch with the ids of the login exchange', async () => {
  product = await testProduct(account('mini-program'))
  product.login = async code => {
    const { openid, unionid } = await session(code)
    return { openid, unionid }
  }
  await sandbox.connect({ account: 'mini-program', callback: `${product.url}/callback`, writeKey: 'wk_test' })
  const lin = sandbox.person('lin')
  const opened = await lin.open('mini-program', { entry: 'oa-article', pages: ['pages/coupon/index'] })
  expect(opened.sdk).toEqual({ sent: 3, status: 200 })
  await lin.buy({ valueFen: 6800 })
  expect(product.logins).toHaveLength(1)
  expect(product.batches[0]!.batch).toMatchObject([
    {
      event: 'mp.launch',
      properties: { scene: 1058, query: { t: expect.stringMatching(/^oa-article-card\.a1~/) } },
      context: { wechat: { openid: lin.openids.mini_program, unionid: lin.unionid } },
    },
    { event: 'mp.page' },
    { event: 'mp.page', properties: { from: 'pages/product/detail' } },
  ])
  expect(product.batches[1]!.batch).toMatchObject([{ event: 'order.create' }, { event: 'order.pay', properties: { value_fen: 6800 } }])
  expect(await lin.open('mini-program', { path: 'pages/holiday/gift' })).toMatchObject({ exists: false })
})

it('takes the ids of the Mini Program’s own login when the product has no login door', async () => {
  product = await testProduct(account('mini-program'))
  await sandbox.connect({ account: 'mini-program', product: product.url, writeKey: 'wk_test' })
  const hao = sandbox.person('hao')
  await hao.open()
  await hao.open()
  expect(product.logins).toHaveLength(1)
  expect(product.batches[1]!.batch[0]).toMatchObject({ context: { wechat: { openid: hao.openids.mini_program, unionid: hao.unionid } } })
})

it('makes trouble on demand', async () => {
  const service = sandbox.realm.account('service')
  const token = await tokenOf(sandbox.url, service.spec)
  const tags = () => fetch(`${sandbox.url}/cgi-bin/tags/get?access_token=${token}`)
  service.faults = { busy: 1 }
  expect(await (await tags()).json()).toMatchObject({ errcode: -1 })
  service.faults = { http500: 1 }
  expect((await tags()).status).toBe(502)
  service.faults = { dropAnswer: 1 }
  await expect(tags()).rejects.toThrow()
  service.faults = { latencyMs: 60 }
  const started = performance.now()
  await tags()
  expect(performance.now() - started).toBeGreaterThan(55)
  service.faults = { quotaExhausted: ['/cgi-bin/tags/get'] }
  expect(await (await tags()).json()).toMatchObject({ errcode: 45009 })
  service.faults = { secretExpired: true }
  await expect(tokenOf(sandbox.url, service.spec)).rejects.toThrow('40125')
})

it('answers statistics that agree with the past and with what happens', async () => {
  const token = await tokenOf(sandbox.url, account('service'))
  const summary = (await api(sandbox.url, `/datacube/getusersummary?access_token=${token}`, {
    begin_date: '2026-11-15',
    end_date: '2026-11-21',
  })) as { list: { new_user: number }[] }
  let follows = 0
  const appId = account('service').appId
  for (const day of sandbox.world.facts())
    for (const [n, fact] of day.entries())
      if (fact !== day[n - 1] && fact.slot === 'service' && fact.event === 'oa.follow' && fact.at >= Date.parse('2026-11-14T16:00:00Z'))
        follows++
  expect(appId).toBeTruthy()
  expect(summary.list.reduce((sum, row) => sum + row.new_user, 0)).toBe(follows)
  expect(
    await api(sandbox.url, `/datacube/getusersummary?access_token=${token}`, { begin_date: '2026-11-22', end_date: '2026-11-22' }),
  ).toMatchObject({ errcode: 61501 })
  expect(
    await api(sandbox.url, `/datacube/getusersummary?access_token=${token}`, { begin_date: '2026-11-01', end_date: '2026-11-21' }),
  ).toMatchObject({ errcode: 61501 })
})

it('tells where a shop order came from, and no UnionID before the shop was bound', async () => {
  const token = await tokenOf(sandbox.url, account('shop'))
  const order = await sandbox.person('mei').shopOrder({ from: 'article' })
  expect(await api(sandbox.url, `/channels/ec/order/get?access_token=${token}`, { order_id: order.order_id })).toMatchObject({
    order: {
      unionid: sandbox.person('mei').unionid,
      order_detail: { ext_info: { order_scene: 6 }, source_infos: [{ account_type: 6, account_id: account('service').appId }] },
    },
  })
  const boundAt = account('shop').boundSince! / 1000
  const early = [...sandbox.realm.account('shop').orders.values()].filter(order => order.create_time < boundAt)
  expect(early.every(order => order.unionid === undefined)).toBe(true)
})

it('goes back to a snapshot, and to the beginning', async () => {
  const lin = sandbox.person('lin')
  await lin.follow('service')
  const snapshot = sandbox.realm.snapshot()
  sandbox.clock.set({ by: 86_400_000 })
  await lin.unfollow('service')
  sandbox.realm.restore(snapshot)
  expect(sandbox.realm.account('service').followers.get(lin.openids.service!)?.subscribed).toBe(true)
  expect(sandbox.clock.now().toISOString()).toBe('2026-11-22T04:00:00.000Z')
  sandbox.realm.reset()
  expect(sandbox.realm.account('service').followers.has(lin.openids.service!)).toBe(false)
})

it('takes orders from the command line', async () => {
  const said: string[] = []
  const io = { out: (text: string) => void said.push(text), err: (text: string) => void said.push(text) }
  const cli = (...argv: string[]) => run([...argv, '--control', sandbox.control], io)
  expect(await cli('act', 'follow', '--person', 'lin', '--account', 'service')).toBe(0)
  expect(JSON.parse(said[0]!)).toMatchObject({ act: 'follow', person: 'lin', account: 'service' })
  expect(await cli('clock', '+1d')).toBe(0)
  expect(JSON.parse(said[1]!)).toMatchObject({ now: '2026-11-23T04:00:00.000Z', frozen: true })
  expect(await cli('act', 'fly', '--person', 'lin')).toBe(1)
  expect(said[2]).toContain('There is no act "fly"')
  expect(await cli('reset')).toBe(0)
  expect(await cli('faults', '--account', 'service', '--busy', '0.2')).toBe(0)
  expect(sandbox.realm.account('service').faults.busy).toBe(0.2)
})

it('keeps the control API to this machine and its token', async () => {
  const closed = await startSandbox({ world: 'empty', controlToken: 'secret' })
  expect((await fetch(`${closed.control}/clock`)).status).toBe(401)
  expect((await fetch(`${closed.control}/clock`, { headers: { authorization: 'Bearer secret' } })).status).toBe(200)
  await closed.close()
})

it('goes on living: follows, taps and visits reach the product', async () => {
  product = await testProduct(account('mini-program'))
  product.login = async code => session(code)
  await sandbox.connect({ account: 'mini-program', callback: `${product.url}/callback`, writeKey: 'wk_test' })
  for (let n = 0; n < 40; n++) await sandbox.life.episode()
  await sandbox.callbacks.settled()
  expect(product.batches.length).toBeGreaterThan(10)
})
