import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { dayMs } from '../days.ts'
import { type Sandbox, startSandbox } from '../sandbox.ts'
import { type Calls, callsOf, coverOf } from '../testing/calls.ts'
import { listener, quietWorld } from '../testing/worlds.ts'

let sandbox: Sandbox
let calls: Calls
const hour = 3_600_000
const today = '2026-11-22'

beforeAll(async () => {
  sandbox = await quietWorld()
  calls = callsOf(sandbox)
})
beforeEach(() => sandbox.realm.reset())
afterAll(() => sandbox.close())

type Row = Record<string, unknown>
const ask = async (name: string, begin_date = today, end_date = begin_date, with_ = calls) =>
  await with_.post(`/datacube/${name}`, { begin_date, end_date })
const rows = async (name: string, begin?: string, end?: string) => (await ask(name, begin, end)).list as Row[]
/** The next morning, when the day's figures are ready. */
const morning = () => sandbox.clock.set({ at: Date.parse('2026-11-23T00:00:00Z') })

/** Publishes, or sends to all, and returns the article's msgid. */
async function put(way: 'publish' | 'mass', title: string): Promise<string> {
  const articles = [{ title, content: title, thumb_media_id: await coverOf(calls), need_open_comment: 1 }]
  const { media_id } = await calls.post('/cgi-bin/draft/add', { articles })
  const answer =
    way === 'publish'
      ? await calls.post('/cgi-bin/freepublish/submit', { media_id })
      : await calls.post('/cgi-bin/message/mass/sendall', { filter: { is_to_all: true }, msgtype: 'mpnews', mpnews: { media_id } })
  sandbox.clock.set({ by: 60_000 })
  await sandbox.agenda.settled()
  return `${answer.msg_data_id}_1`
}

it('tells in the new tables who read, where from, and what they did then', async () => {
  await sandbox.person('lin').follow('service')
  const msgid = await put('publish', '白茶')
  await sandbox.act('read', 'lin', { article: '白茶', from: 'chat', share: 'friend', like: true, finish: true })
  await sandbox.act('read', 'lin', { article: '白茶', from: 'moments' })
  await sandbox.act('read', 'mei', { article: '白茶', from: 'chat', zaikan: true, favourite: true, original: true })
  await sandbox.act('comment', 'mei', { article: '白茶', text: '好' })
  expect(await ask('getarticleread')).toMatchObject({ errcode: 61501 })
  sandbox.clock.set({ at: Date.parse('2026-11-22T23:59:00Z') })
  expect(await ask('getarticleread')).toMatchObject({ errcode: 61503 })
  morning()
  expect(await ask('getarticleread')).toEqual({
    list: [
      {
        ref_date: today,
        msgid,
        detail: {
          read_user: 2,
          read_user_source: [
            { user_count: 2, scene_desc: '全部' },
            { user_count: 2, scene_desc: '聊天会话' },
            { user_count: 1, scene_desc: '朋友圈' },
          ],
        },
      },
    ],
    is_delay: false,
  })
  expect(await rows('getarticleshare')).toEqual([{ ref_date: today, msgid, detail: { share_user: 1 } }])
  expect(await rows('getbizsummary')).toMatchObject([
    {
      detail: {
        read_user: 2,
        share_user: 1,
        like_user: 1,
        zaikan_user: 1,
        collection_user: 1,
        comment_count: 1,
        redirect_ori_page_user: 1,
        send_page_count: 1,
      },
    },
  ])
  expect(await rows('getarticletotaldetail')).toMatchObject([
    {
      msgid,
      publish_type: 1,
      title: '白茶',
      detail_list: [{ stat_date: today, read_user: 2, read_subscribe_user: 1, read_finish_rate: 0.5, read_delivery_rate: 0 }],
    },
  ])
  expect(await rows('getarticlesummary')).toEqual([])
  await fetch(`${sandbox.control}/account`, { method: 'POST', body: JSON.stringify({ account: 'service', late: true }) })
  expect(await ask('getarticleread')).toEqual({ list: [], is_delay: true })
  sandbox.clock.set({ by: dayMs })
  expect(await ask('getarticleread')).toMatchObject({ list: [{ msgid }], is_delay: true })
})

it('tells the same of a mass message in the retired tables, by day, source and hour', async () => {
  await sandbox.person('lin').follow('service')
  const msgid = await put('mass', '周三')
  await sandbox.act('read', 'lin', { article: '周三' })
  sandbox.clock.set({ by: 2 * hour })
  await sandbox.act('read', 'lin', { article: '周三', share: 'moments' })
  await sandbox.act('read', 'mei', { article: '周三', from: 'search', share: 'friend' })
  morning()
  const reads = { int_page_read_user: 2, int_page_read_count: 3, share_user: 2, share_count: 2 }
  expect(await rows('getarticlesummary')).toMatchObject([{ ref_date: today, msgid, title: '周三', ...reads }])
  expect(await rows('getarticletotal')).toMatchObject([
    {
      msgid,
      details: [
        {
          stat_date: today,
          target_user: 1,
          ...reads,
          int_page_from_session_read_user: 1,
          int_page_from_souyisou_read_user: 1,
          int_page_from_feed_read_user: 0,
        },
      ],
    },
  ])
  expect(await rows('getuserread')).toMatchObject([
    { user_source: 99_999_999, ...reads },
    { user_source: 0, int_page_read_user: 1 },
    { user_source: 7, int_page_read_user: 1 },
  ])
  const byHour = await rows('getuserreadhour')
  expect(byHour.map(({ ref_hour, user_source, int_page_read_count }) => [ref_hour, user_source, int_page_read_count])).toEqual([
    [1200, 0, 1],
    [1400, 0, 1],
    [1400, 7, 1],
  ])
  expect(await rows('getusershare')).toEqual([
    { ref_date: today, share_scene: 1, share_count: 1, share_user: 1 },
    { ref_date: today, share_scene: 2, share_count: 1, share_user: 1 },
  ])
  expect(await rows('getusersharehour')).toMatchObject([
    { ref_hour: 1400, share_scene: 1 },
    { ref_hour: 1400, share_scene: 2 },
  ])
  expect((await rows('getarticletotaldetail'))[0]).toMatchObject({ publish_type: 0, detail_list: [{ read_delivery_rate: 1 }] })
})

it('counts messages by type, hour, day, week and month, people once in each', async () => {
  const lin = sandbox.person('lin')
  await lin.follow('service')
  await lin.message('一')
  await sandbox.act('message', 'lin', { type: 'image' })
  sandbox.clock.set({ by: hour })
  for (let n = 0; n < 6; n++) await sandbox.person('mei').message(`${n}`)
  sandbox.clock.set({ by: dayMs })
  await lin.message('第二天')
  sandbox.clock.set({ at: Date.parse('2026-12-01T02:00:00Z') })
  const day = [
    { ref_date: today, msg_type: 1, msg_user: 2, msg_count: 7 },
    { ref_date: today, msg_type: 2, msg_user: 1, msg_count: 1 },
  ]
  expect(await rows('getupstreammsg')).toEqual(day)
  expect(await rows('getupstreammsghour')).toMatchObject([
    { ref_hour: 1200, msg_type: 1, msg_count: 1 },
    { ref_hour: 1200, msg_type: 2, msg_count: 1 },
    { ref_hour: 1300, msg_type: 1, msg_user: 1, msg_count: 6 },
  ])
  expect(await rows('getupstreammsgdist')).toEqual([
    { ref_date: today, count_interval: 1, msg_user: 1 },
    { ref_date: today, count_interval: 2, msg_user: 1 },
  ])
  expect(await rows('getupstreammsgweek', '2026-11-16', '2026-11-29')).toEqual([
    { ...day[0]!, ref_date: '2026-11-16' },
    { ...day[1]!, ref_date: '2026-11-16' },
    { ref_date: '2026-11-23', msg_type: 1, msg_user: 1, msg_count: 1 },
  ])
  expect(await rows('getupstreammsgdistweek', '2026-11-16', '2026-11-29')).toMatchObject([
    { ref_date: '2026-11-16', count_interval: 1, msg_user: 1 },
    { ref_date: '2026-11-16', count_interval: 2, msg_user: 1 },
    { ref_date: '2026-11-23', count_interval: 1, msg_user: 1 },
  ])
  expect(await rows('getupstreammsgmonth', '2026-11-01', '2026-11-30')).toMatchObject([
    { ref_date: '2026-11-01', msg_type: 1, msg_user: 2, msg_count: 8 },
    { ref_date: '2026-11-01', msg_type: 2, msg_user: 1, msg_count: 1 },
  ])
  expect(await rows('getupstreammsgdistmonth', '2026-11-01', '2026-11-30')).toMatchObject([
    { count_interval: 1, msg_user: 1 },
    { count_interval: 2, msg_user: 1 },
  ])
})

it('counts our callback by hour as by day', async () => {
  const product = await listener(sandbox, 'service')
  await sandbox.person('lin').follow('service')
  sandbox.clock.set({ by: hour })
  product.product.answers.push({ status: 500, body: 'x' })
  await sandbox.person('lin').message('在吗')
  await product.close()
  morning()
  const byHour = await rows('getinterfacesummaryhour')
  expect(byHour).toMatchObject([
    { ref_hour: 1200, callback_count: 1, fail_count: 0 },
    { ref_hour: 1300, callback_count: 1, fail_count: 1 },
  ])
  expect(await rows('getinterfacesummary')).toMatchObject([{ callback_count: 2, fail_count: 1 }])
})

it('refuses wrong dates and spans, each table its own', async () => {
  sandbox.clock.set({ at: Date.parse('2026-12-20T02:00:00Z') })
  const spans: [string, number][] = [
    ['getarticleread', 1],
    ['getarticlesummary', 1],
    ['getarticletotal', 1],
    ['getuserread', 3],
    ['getuserreadhour', 1],
    ['getusershare', 7],
    ['getusersharehour', 1],
    ['getupstreammsghour', 1],
    ['getupstreammsgweek', 30],
    ['getupstreammsgmonth', 30],
    ['getupstreammsgdist', 15],
    ['getupstreammsgdistweek', 30],
    ['getupstreammsgdistmonth', 30],
    ['getinterfacesummaryhour', 1],
  ]
  for (const [name, span] of spans) {
    const end = (days: number) => new Date(Date.parse('2026-11-01T00:00:00Z') + (days - 1) * dayMs).toISOString().slice(0, 10)
    expect(await ask(name, '2026-11-01', end(span)), name).toHaveProperty('list')
    expect(await ask(name, '2026-11-01', end(span + 1)), name).toMatchObject({ errcode: 61501 })
    expect(await ask(name, '2026-11-31'), name).toMatchObject({ errcode: 61500 })
  }
})

it('shows the world’s own articles as they were read, and comments under them', async () => {
  const tea = await startSandbox({ people: 300, clock: { now: new Date('2026-11-22T04:00:00Z'), frozen: true } })
  const own = callsOf(tea)
  let day = ''
  let list: Row[] = []
  for (let number = tea.world.lastDay; list.length === 0 && number > tea.world.firstDay; number--) {
    day = new Date(number * dayMs).toISOString().slice(0, 10)
    list = (await own.post('/datacube/getarticleread', { begin_date: day, end_date: day })).list as Row[]
  }
  const detail = list[0]!.detail as { read_user: number; read_user_source: { user_count: number }[] }
  expect(detail.read_user_source.slice(1).reduce((sum, { user_count }) => sum + user_count, 0)).toBe(detail.read_user)
  const [msg_data_id] = String(list[0]!.msgid).split('_')
  await tea.act('comment', 'lin', { article: msg_data_id, text: '写得好' })
  expect(await own.post('/cgi-bin/comment/list', { msg_data_id, index: 0, begin: 0, count: 10, type: 0 })).toMatchObject({ total: 1 })
  const hours = (await own.post('/datacube/getuserreadhour', { begin_date: day, end_date: day })) as {
    list: { int_page_read_user: number }[]
  }
  const all = (await own.post('/datacube/getbizsummary', { begin_date: day, end_date: day })) as {
    list: { detail: { read_user: number } }[]
  }
  expect(hours.list.reduce((sum, row) => sum + row.int_page_read_user, 0)).toBe(all.list[0]!.detail.read_user)
  await tea.close()
})
