/** What WeChat itself says and shows: second opinions, what is live on the accounts, and how the accounts fare. */
import { type Sandbox, startSandbox } from '@wematrix/sandbox'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { movableClock } from '../../infra/clock.ts'
import { type JobRunner, runJobs } from '../../infra/jobs.ts'
import { createLog } from '../../infra/log.ts'
import { type TestApp, testApp, testSecret } from '../../testing/app.ts'
import { testStores } from '../../testing/stores.ts'
import type { Carrier } from '../carriers/schema.ts'
import { createWechat } from '../carriers/wechat.ts'
import { openAccept, openDoors, openWork } from '../inbox/intake.ts'
import type { Worker } from '../inbox/worker.ts'
import { isSpike } from './health.ts'
import { checkJobs } from './jobs.ts'
import { paragraphsOf } from './live-sources.ts'
import type { CarrierHealth, OpinionInput, SecondOpinion } from './outside-schema.ts'
import type { CheckTask } from './packs-schema.ts'
import type { StoredReview } from './schema.ts'

const noon = new Date('2026-11-22T04:00:00Z')
const hourMs = 3_600_000
const clock = movableClock(noon)
let sandbox: Sandbox
let t: TestApp
let jobs: JobRunner
let worker: Worker

beforeAll(async () => {
  sandbox = await startSandbox({ world: 'empty', clock: { now: noon, frozen: true } })
  const stores = await testStores()
  const { db, events } = stores
  const wechatOf = createWechat({ db, clock, settings: { secret: testSecret, wechatBaseUrl: sandbox.url } })
  const wechat = (brandId: string, carrierId: string) => wechatOf(brandId)(carrierId)
  const log = createLog({ level: 'silent' })
  const acceptor = await openAccept(stores.databaseUrl, db, clock, log)
  const parts = { db, accept: acceptor.accept, clock, secret: testSecret, wechat }
  const { doors, close } = openDoors(parts)
  worker = openWork({ ...parts, events, log }).worker
  t = await testApp({ stores, clock, wechatBaseUrl: sandbox.url, doors })
  jobs = runJobs({ db, clock, log, handlers: checkJobs({ db, events, clock, log, wechatOf }) })
  afterAll(async () => {
    await close()
    await acceptor.close()
    await sandbox.close()
  })
})
beforeEach(async () => {
  sandbox.realm.reset()
  goTo(noon.getTime())
  await t.db.query('delete from jobs')
  await t.db.query('update carriers set archived_at = :now', { now: noon })
  Object.assign(t, await t.brand('Brand'))
})

function goTo(ms: number): void {
  clock.set(new Date(ms))
  sandbox.clock.set({ at: ms, frozen: true })
}
const call = <T>(method: string, path: string, body?: unknown, as = t.cookie) =>
  t.call<T>(method, `/api/brands/${t.brandId}/${path}`, { as, ...(body === undefined ? {} : { body }) })

async function connect(alias: string): Promise<string> {
  const { kind, type, appId, appSecret, token, encodingAesKey } = sandbox.realm.account(alias).spec
  const body = { kind, accountType: type, verifiedAccount: true, name: alias, appId, appSecret, token, encodingAesKey }
  const made = await call<{ carrier: Carrier }>('POST', 'carriers', body)
  expect(made.status, made.text).toBe(201)
  const { id } = made.body.carrier
  const connected = await sandbox.connect({ account: alias, callback: `${t.url}/callback/${id}` })
  expect(connected.error).toBeUndefined()
  return id
}
const openid = () => sandbox.person('lin').openids.mini_program!

const ask = (carrierId: string, content: OpinionInput['content'], more: Partial<OpinionInput> = {}) => {
  const body: OpinionInput = { carrierId, artefact: { kind: 'survey_answer', id: 'a1' }, openid: openid(), scene: 2, content, ...more }
  return call<SecondOpinion>('POST', 'checks/second-opinions', body)
}
const opinions = async () => (await call<{ opinions: SecondOpinion[] }>('GET', 'checks/second-opinions')).body.opinions

it('asks WeChat about a user’s text once, in pieces when it is long, and keeps its verdict beside ours', async () => {
  const carrierId = await connect('mini-program')
  await sandbox.person('lin').open()
  const text = '好茶'
  expect((await ask(carrierId, { kind: 'text', text })).body).toMatchObject({ state: 'answered', ours: 'pass', theirs: 'pass', label: 100 })
  const used = () => [...sandbox.realm.account('mini-program').used].find(([key]) => key.includes('msg_sec_check'))?.[1]
  expect(used()).toBe(1)
  await ask(carrierId, { kind: 'text', text })
  expect(used()).toBe(1)
  const long = `${'茶'.repeat(4000)}这里可以赌博`
  const { body } = await ask(carrierId, { kind: 'text', text: long }, { artefact: { kind: 'survey_answer', id: 'a2' } })
  expect([body.theirs, body.label, used()]).toEqual(['risky', 20006, 3])
  expect((await opinions()).map(({ theirs }) => theirs)).toEqual(['risky', 'pass'])
  const kept = await t.db.query('select openid, content from check_opinions where brand_id = :brand', { brand: t.brandId })
  expect(kept).toEqual([
    { openid: null, content: null },
    { openid: null, content: null },
  ])
})

it('says why it cannot ask, and asks again when its author was there', async () => {
  const carrierId = await connect('mini-program')
  await sandbox.person('lin').open()
  goTo(clock.now().getTime() + 2 * hourMs + 1)
  const late = await ask(carrierId, { kind: 'text', text: '好茶' })
  expect(late.body).toMatchObject({ state: 'impossible', theirs: null, problem: { en: expect.stringContaining('two hours') } })
  await sandbox.person('lin').open()
  expect((await ask(carrierId, { kind: 'text', text: '好茶' })).body).toMatchObject({ id: late.body.id, state: 'answered' })
  expect((await ask(await connect('service'), { kind: 'text', text: '好茶' })).status).toBe(400)
  const other = await t.brand('Other')
  expect(
    (
      await t.call('POST', `/api/brands/${other.brandId}/checks/second-opinions`, {
        as: other.cookie,
        body: { carrierId, artefact: { kind: 'a', id: 'b' }, openid: 'o', scene: 1, content: { kind: 'text', text: 'a' } },
      })
    ).status,
  ).toBe(404)
})

it('tries again later when WeChat has no time, until its author counts as gone', async () => {
  const carrierId = await connect('mini-program')
  await sandbox.person('lin').open()
  const refuse = (errcode?: number) =>
    fetch(`${sandbox.control}/faults`, {
      method: 'POST',
      body: JSON.stringify({ refuse: errcode === undefined ? {} : { '/wxa/msg_sec_check': errcode } }),
    })
  await refuse(44991)
  const { body } = await ask(carrierId, { kind: 'text', text: '好茶' })
  expect(body).toMatchObject({ state: 'waiting', theirs: null })
  await refuse()
  goTo(clock.now().getTime() + 2 * 60_000)
  await jobs.drain()
  expect((await opinions())[0]).toMatchObject({ state: 'answered', theirs: 'pass' })

  await refuse(44991)
  await ask(carrierId, { kind: 'text', text: '好茶两杯' }, { artefact: { kind: 'survey_answer', id: 'a3' } })
  goTo(clock.now().getTime() + 2 * hourMs)
  await jobs.drain()
  expect((await opinions())[0]).toMatchObject({ state: 'impossible', problem: { en: expect.stringContaining('two hours') } })
})

it('joins the verdict on a picture to its question when it arrives as an event', async () => {
  const carrierId = await connect('mini-program')
  await sandbox.person('lin').open()
  const good = await ask(carrierId, { kind: 'image', url: 'https://img.example/tea.jpg' })
  expect(good.body).toMatchObject({ state: 'asked', ours: null, theirs: null })
  const gone = await ask(carrierId, { kind: 'image', url: 'https://tea.invalid/a.jpg' }, { artefact: { kind: 'comment', id: 'c1' } })
  const silent = await ask(carrierId, { kind: 'sound', url: 'https://img.example/a.mp3' }, { artefact: { kind: 'comment', id: 'c2' } })
  await t.db.query("update check_opinions set trace_id = 'none' where id = :id", { id: silent.body.id })
  goTo(clock.now().getTime() + 5 * 60_000)
  await sandbox.agenda.settled()
  await sandbox.callbacks.settled()
  await worker.drain()
  const byId = async () => new Map((await opinions()).map(one => [one.id, one]))
  expect((await byId()).get(good.body.id)).toMatchObject({ state: 'answered', theirs: 'pass', label: 100 })
  expect((await byId()).get(gone.body.id)).toMatchObject({ state: 'impossible', problem: { en: expect.stringContaining('download') } })
  expect((await byId()).get(silent.body.id)!.state).toBe('asked')
  goTo(clock.now().getTime() + hourMs)
  await t.ctx.jobs.add('checks.look', {})
  await jobs.drain()
  expect((await byId()).get(silent.body.id)).toMatchObject({
    state: 'impossible',
    problem: { en: expect.stringContaining('half an hour') },
  })
})

it('reads back what an account shows, keeps verdicts of it, and forgets what is no longer there', async () => {
  await connect('service')
  const { official } = sandbox.realm.account('service')
  const rule = { name: '禁词', words: ['神器'], severity: 'block', reason: '品牌手册' }
  await call('POST', 'checks/brand-rules', rule)
  official.autoReplies = {
    is_add_friend_reply_open: 1,
    is_autoreply_open: 1,
    add_friend_autoreply_info: { type: 'text', content: '欢迎来到茶铺' },
    keyword_autoreply_info: {
      list: [
        {
          rule_name: '优惠',
          create_time: 1,
          reply_mode: 'reply_all',
          keyword_list_info: [{ type: 'text', match_mode: 'contain', content: '优惠' }],
          reply_list_info: [{ type: 'text', content: '养生神器' }],
        },
        {
          rule_name: '优惠',
          create_time: 2,
          reply_mode: 'reply_all',
          keyword_list_info: [{ type: 'text', match_mode: 'equal', content: '菜单' }],
          reply_list_info: [{ type: 'text', content: '今日茶单' }],
        },
      ],
    },
  }
  const fetchAll = async () => {
    expect((await call('POST', 'checks/scans', { fetch: true })).status).toBe(201)
    await jobs.drain()
  }
  await fetchAll()
  const live = async () => (await call<{ reviews: StoredReview[] }>('GET', 'checks/reviews?live=true&kind=auto_reply')).body.reviews
  expect((await live()).map(({ artefact, verdict, door }) => [artefact.name, verdict, door]).sort()).toEqual([
    ['优惠', 'block', 'read-back'],
    ['优惠', 'pass', 'read-back'],
    ['关注回复', 'pass', 'read-back'],
  ])
  const tasks = async () => (await call<{ tasks: CheckTask[]; open: number }>('GET', 'checks/tasks?state=open')).body
  const blocked = async () => (await tasks()).tasks.filter(({ verdict }) => verdict === 'block')
  expect(await blocked()).toMatchObject([{ artefact: { name: '优惠' } }])
  await fetchAll()
  expect([(await live()).length, (await blocked()).length]).toEqual([3, 1])
  official.autoReplies = { is_add_friend_reply_open: 0, is_autoreply_open: 0 }
  await fetchAll()
  expect(await live()).toEqual([])
})

it('takes the paragraphs of an article apart, without marks, code and entities', () => {
  const html = '<section><p>春茶&amp;秋茶</p><p><span style="x">第二</span>段<br/>第三段</p></section><script>alert(1)</script><style>p{}'
  expect(paragraphsOf(html).map(({ text }) => text)).toEqual(['春茶&秋茶', '第二段', '第三段'])
  expect(paragraphsOf('<'.repeat(200_000))).toHaveLength(1)
})

it('counts by account and day what hurts it, and sees when far more people leave than usual', async () => {
  const carrierId = await connect('service')
  const day = '2026-11-22'
  const at = (back: number) => new Date(noon.getTime() - back * 24 * hourMs).toISOString().replace('Z', '')
  const event = (event: string, back: number, props: object = {}, n = 1) =>
    Array.from({ length: n }, (_, i) => ({
      ...{ brand: t.brandId, person: i + 1, occurred_at: at(back), event, carrier: 'official_account', carrier_id: carrierId },
      ...{ props: JSON.stringify(props), batch: 9_000_000 + back * 1000 + i, n: 0, received_at: at(back) },
    }))
  const rows = [
    ...event('oa.unfollow', 0, {}, 20),
    ...Array.from({ length: 20 }, (_, i) => event('oa.unfollow', i + 1, {}, 2)).flat(),
    ...event('oa.mass_result', 0, { status: 'err(20008)' }),
    ...event('oa.mass_result', 1, { status: 'send success' }),
    ...event('oa.publish_result', 1, { publish_status: 4 }),
    ...event('message.failed', 0, { reason: 'failed:user block' }, 3),
    ...event('message.failed', 0, { reason: 'failed:system failed' }, 2),
    ...event('shop.channels_ec_complaint_update', 2),
  ]
  await t.events.insert('events', rows.map(row => JSON.stringify(row)).join('\n'), { token: `health ${t.brandId}` })
  const refused = { brand: t.brandId, carrierId, day, at: noon }
  for (const [path, errcode, n] of [
    ['/cgi-bin/message/custom/send', 45009, 7],
    ['/cgi-bin/message/subscribe/send', 43101, 2],
    ['/cgi-bin/menu/create', 40018, 1],
  ])
    await t.db.query(
      'insert into carrier_refusals (brand_id, carrier_id, day, path, errcode, n, last_at) values (:brand, :carrierId, :day, :path, :errcode, :n, :at)',
      { ...refused, path, errcode, n },
    )
  const { body } = await call<{ from: string; to: string; carriers: CarrierHealth[]; definitions: { figure: string }[] }>(
    'GET',
    'checks/health?days=7',
  )
  expect([body.from, body.to, body.definitions.length]).toEqual(['2026-11-16', day, 7])
  const [account] = body.carriers
  expect(account!.days.at(-1)).toEqual({
    ...{ day, rejects: 1, blocks: 5, complaints: 0, unfollows: 20, quotaRefusals: 7, otherRefusals: 1 },
    ...{ usualUnfollows: 2, spike: true },
  })
  expect(account!.totals).toEqual({ rejects: 2, blocks: 5, complaints: 1, unfollows: 32, quotaRefusals: 7, otherRefusals: 1, spikes: 1 })
  const other = await t.brand('Other')
  const theirs = await t.call<{ carriers: unknown[] }>('GET', `/api/brands/${other.brandId}/checks/health`, { as: other.cookie })
  expect(theirs.body.carriers).toEqual([])
  expect([isSpike(9, 0), isSpike(10, 0), isSpike(30, 10), isSpike(31, 10)]).toEqual([false, true, false, true])
})
