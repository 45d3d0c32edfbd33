import { createClient, listServiceAccounts } from '@wematrix/wechat'
import { expect, it } from 'vitest'
import { dayMs } from '../days.ts'
import { callsOf, files } from '../testing/calls.ts'
import { heardAccount } from '../testing/worlds.ts'

const { sandbox, calls, heard: product } = await heardAccount('service')
const tea = 'tea@shanye'

const add = (kf_account = tea, nickname = '茶师') => calls.post('/customservice/kfaccount/add', { kf_account, nickname })
const control = async (body: Record<string, unknown>) =>
  (
    await fetch(`${sandbox.control}/staff`, { method: 'POST', body: JSON.stringify({ account: 'service', staff: tea, ...body }) })
  ).json() as Promise<Record<string, unknown>>
const list = async () => (await calls.get('/cgi-bin/customservice/getkflist')).kf_list as Record<string, unknown>[]
const openid = (name: string) => sandbox.person(name).openids.service!
const session = (name: string) => calls.get(`/customservice/kfsession/getsession?openid=${openid(name)}`)

it('adds, renames, pictures and removes staff', async () => {
  expect(await add()).toMatchObject({ errcode: 0 })
  expect(await list()).toMatchObject([{ kf_account: tea, kf_nick: '茶师', kf_id: 1001 }])
  expect(await calls.post('/customservice/kfaccount/update', { kf_account: tea, nickname: '老茶师' })).toMatchObject({ errcode: 0 })
  const picture = (media = files.jpg()) =>
    calls.upload(`/customservice/kfaccount/uploadheadimg?kf_account=${encodeURIComponent(tea)}`, { media })
  expect(await picture(files.png())).toMatchObject({ errcode: 61457 })
  expect(await picture()).toMatchObject({ errcode: 0 })
  expect(await list()).toMatchObject([{ kf_nick: '老茶师', kf_headimgurl: expect.stringMatching(/^http/) }])
  const remove = () => calls.post(`/customservice/kfaccount/del?kf_account=${encodeURIComponent(tea)}`)
  expect(await remove()).toMatchObject({ errcode: 0 })
  expect(await remove()).toMatchObject({ errcode: 61452 })
  expect(await list()).toEqual([])
})

it('refuses names that do not fit, twice the same, more than a hundred, and everything while the feature is off', async () => {
  expect(await add('tea')).toMatchObject({ errcode: 61452 })
  expect(await add('tea12345678@shanye')).toMatchObject({ errcode: 61454 })
  expect(await add('茶@shanye')).toMatchObject({ errcode: 61455 })
  expect(await add(tea, '')).toMatchObject({ errcode: 61451 })
  expect(await add(tea, '茶'.repeat(17))).toMatchObject({ errcode: 61451 })
  await add()
  expect(await add()).toMatchObject({ errcode: 61453 })
  for (let n = 1; n < 100; n++) await add(`t${n}@shanye`)
  expect(await add('t100@shanye')).toMatchObject({ errcode: 61456 })
  await fetch(`${sandbox.control}/account`, { method: 'POST', body: JSON.stringify({ account: 'service', customerService: false }) })
  expect(await calls.get('/cgi-bin/customservice/getkflist')).toMatchObject({ errcode: 65400 })
})

it('invites a person, who answers within a day', async () => {
  await add()
  const invite = (invite_wx = 'mei') => calls.post('/customservice/kfaccount/inviteworker', { kf_account: tea, invite_wx })
  expect(await invite('nobody')).toMatchObject({ errcode: 65401 })
  expect(await invite()).toMatchObject({ errcode: 0 })
  expect(await invite()).toMatchObject({ errcode: 65409 })
  expect(await list()).toMatchObject([{ invite_wx: 'mei', invite_status: 'waiting' }])
  sandbox.clock.set({ by: dayMs })
  expect(await list()).toMatchObject([{ invite_status: 'expired' }])
  await invite()
  await control({ accepts: false })
  expect(await list()).toMatchObject([{ invite_status: 'rejected' }])
  await invite()
  await control({ accepts: true })
  expect(await list()).toMatchObject([{ kf_wx: 'mei' }])
  expect(await invite('lin')).toMatchObject({ errcode: 65407 })
  await add('two@shanye')
  expect(await calls.post('/customservice/kfaccount/inviteworker', { kf_account: 'two@shanye', invite_wx: 'mei' })).toMatchObject({
    errcode: 65408,
  })
})

it('lets people wait, serves them by hand, and keeps what was said from the callback', async () => {
  await add()
  await sandbox.person('lin').follow('service')
  expect(await sandbox.act('ask', 'lin', { text: '找人' })).toMatchObject({ waiting: 1 })
  await sandbox.callbacks.settled()
  expect(await calls.get('/customservice/kfsession/getwaitcase')).toMatchObject({ count: 1, waitcaselist: [{ openid: openid('lin') }] })
  const create = (name = 'lin') => calls.post('/customservice/kfsession/create', { kf_account: tea, openid: openid(name) })
  expect(await create()).toMatchObject({ errcode: 65415 })
  await control({ online: true })
  expect(await create()).toMatchObject({ errcode: 0 })
  expect(await create()).toMatchObject({ errcode: 65414 })
  expect(await session('lin')).toMatchObject({ kf_account: tea, createtime: 1_795_320_000 })
  expect(await calls.get('/customservice/kfsession/getwaitcase')).toMatchObject({ count: 0 })
  expect(await calls.get('/cgi-bin/customservice/getonlinekflist')).toMatchObject({
    kf_online_list: [{ kf_account: tea, status: 1, accepted_case: 1 }],
  })
  expect(await calls.get(`/customservice/kfsession/getsessionlist?kf_account=${encodeURIComponent(tea)}`)).toMatchObject({
    sessionlist: [{ openid: openid('lin') }],
  })
  await sandbox.callbacks.settled()
  const heard = product.product.callbacks.length
  expect((await sandbox.person('lin').message('水温多少')).heardBy).toBe(tea)
  expect(product.product.callbacks).toHaveLength(heard)
  await control({ say: '八十五度', to: 'lin' })
  expect(sandbox.person('lin').received().at(-1)).toMatchObject({ by: 'staff', content: { text: { content: '八十五度' } } })
  const message = { touser: openid('lin'), msgtype: 'text', text: { content: '再来' }, customservice: { kf_account: tea } }
  expect(await calls.post('/cgi-bin/message/custom/send', message)).toMatchObject({ errcode: 0 })
  const close = () => calls.post('/customservice/kfsession/close', { kf_account: tea, openid: openid('lin') })
  expect(await close()).toMatchObject({ errcode: 0 })
  expect(await close()).toMatchObject({ errcode: 65413 })
  expect(await session('lin')).toMatchObject({ kf_account: '' })
  await sandbox.callbacks.settled()
  for (const name of ['kf_create_session', 'kf_close_session']) expect(product.events(name)).toMatchObject([{ KfAccount: tea }])
  const records = await calls.post('/customservice/msgrecord/getmsglist', {
    starttime: 1_795_320_000,
    endtime: 1_795_320_000 + 86_400,
    msgid: 1,
    number: 100,
  })
  expect((records.recordlist as Record<string, unknown>[]).map(({ opercode, text, worker }) => [opercode, text, worker])).toEqual([
    [2003, '水温多少', tea],
    [2002, '八十五度', tea],
    [2002, '再来', tea],
  ])
})

it('pages the record and refuses spans over a day', async () => {
  const { records } = sandbox.realm.account('service').official.desk
  for (let n = 1; n <= 5; n++) records.push({ id: n, openid: 'o', opercode: 2002, text: `${n}`, at: n * 1000, worker: tea })
  const read = (more: Record<string, unknown> = {}) =>
    calls.post('/customservice/msgrecord/getmsglist', { starttime: 1, endtime: 10, msgid: 1, number: 2, ...more })
  expect(await read()).toMatchObject({ number: 2, msgid: 3, recordlist: [{ text: '1' }, { text: '2' }] })
  expect(await read({ msgid: 3 })).toMatchObject({ recordlist: [{ text: '3' }, { text: '4' }] })
  expect(await read({ msgid: 6 })).toMatchObject({ number: 0, recordlist: [] })
  for (const wrong of [{ endtime: 86_402 }, { endtime: 0 }, { msgid: 0 }, { number: 10_001 }])
    expect(await read(wrong)).toMatchObject({ errcode: 65416 })
})

it('hands over when the callback answers so, to the one it names when that one is online', async () => {
  await add()
  await sandbox.person('lin').follow('service')
  product.product.answers.push({ reply: { MsgType: 'transfer_customer_service' } })
  await sandbox.person('lin').message('人工')
  expect(await calls.get('/customservice/kfsession/getwaitcase')).toMatchObject({ count: 1 })
  await control({ online: true })
  product.product.answers.push({ reply: { MsgType: 'transfer_customer_service', TransInfo: { KfAccount: tea } } })
  await sandbox.person('lin').message('人工')
  expect(await session('lin')).toMatchObject({ kf_account: tea })
})

it('ends the sessions of staff that is removed, and takes who waits first', async () => {
  await add()
  await control({ online: true })
  for (const name of ['lin', 'mei']) await sandbox.act('ask', name)
  await control({ take: true })
  expect(await session('lin')).toMatchObject({ kf_account: tea })
  await control({ take: 'mei' })
  await calls.post(`/customservice/kfaccount/del?kf_account=${encodeURIComponent(tea)}`)
  for (const name of ['lin', 'mei']) expect(await session(name)).toMatchObject({ kf_account: '' })
  expect((await control({ take: true })).error).toContain('no staff')
})

it('binds a Mini Program to one company of WeCom', async () => {
  const miniProgram = callsOf(sandbox, 'mini-program')
  const call = (name: string, body: unknown = {}) => miniProgram.post(`/customservice/work/${name}`, body)
  expect(await call('get')).toEqual({})
  expect(await call('bind', { corpid: 'x' })).toMatchObject({ errcode: 40035 })
  expect(await call('bind', { corpid: 'ww1234567890' })).toMatchObject({ errcode: 0 })
  expect(await call('bind', { corpid: 'ww1234567891' })).toMatchObject({ errcode: 65417 })
  expect(await call('get')).toMatchObject({ corpid: 'ww1234567890', bindTime: 1_795_320_000 })
  expect(await call('unbind', { corpid: 'ww0' })).toMatchObject({ errcode: 65417 })
  expect(await call('unbind', { corpid: 'ww1234567890' })).toMatchObject({ errcode: 0 })
  expect(await calls.post('/customservice/work/get')).toMatchObject({ errcode: 48001 })
})

it('speaks with our own client', async () => {
  await add()
  const { appId, appSecret } = sandbox.realm.account('service').spec
  const client = createClient({ credentials: { appId, appSecret }, baseUrl: sandbox.url, clock: sandbox.clock, allowUnverified: true })
  expect(await listServiceAccounts(client)).toMatchObject({ kf_list: [{ kf_id: '1001' }] })
})
