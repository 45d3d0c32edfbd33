import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { dayMs } from '../days.ts'
import type { Sandbox } from '../sandbox.ts'
import { type Calls, callsOf } from '../testing/calls.ts'
import { tokenOf } from '../testing/product.ts'
import { quietWorld } from '../testing/worlds.ts'

let sandbox: Sandbox
let mini: Calls
const page = 'pages/index/index'
const account = () => sandbox.realm.account('mini-program')
const code = async (path: string, body: unknown) => (await mini.post(path, body)).errcode

beforeAll(async () => {
  sandbox = await quietWorld()
  mini = callsOf(sandbox, 'mini-program')
})
afterAll(() => sandbox.close())
beforeEach(() => sandbox.realm.reset())

describe('codes', () => {
  it('count codes with a path of both kinds together, and say so in a header', async () => {
    const make = async (path: string) => {
      const token = await tokenOf(sandbox.url, account().spec)
      return fetch(`${sandbox.url}${path}?access_token=${token}`, { method: 'POST', body: JSON.stringify({ path: `${page}?t=1` }) })
    }
    expect((await make('/wxa/getwxacode')).headers.get('num-used')).toBe('1')
    const second = await make('/cgi-bin/wxaapp/createwxaqrcode')
    expect(second.headers.get('num-used')).toBe('2')
    expect((await second.arrayBuffer()).byteLength).toBeGreaterThan(50)
    account().miniProgram.codesMade = 100_000
    expect(await code('/wxa/getwxacode', { path: page })).toBe(45029)
  })

  it.each([
    ['/wxa/getwxacode', { path: '' }, 40159],
    ['/wxa/getwxacode', { path: 'p'.repeat(1025) }, 40159],
    ['/cgi-bin/wxaapp/createwxaqrcode', { path: 'p'.repeat(129) }, 40159],
    ['/wxa/getwxacode', { path: `${page}?scancode_time=1` }, 85096],
    ['/wxa/getwxacode', { path: page, width: 100 }, 40097],
    ['/wxa/getwxacode', { path: page, env_version: 'beta' }, 40097],
    ['/wxa/getwxacodeunlimit', { scene: '' }, 40129],
    ['/wxa/getwxacodeunlimit', { scene: 'a%b' }, 40129],
    ['/wxa/getwxacodeunlimit', { scene: 'a'.repeat(33) }, 40169],
    ['/wxa/getwxacodeunlimit', { scene: 'scancode_time=1' }, 85096],
    ['/wxa/getwxacodeunlimit', { scene: 'a', page: '/pages/index/index' }, 41030],
    ['/wxa/getwxacodeunlimit', { scene: 'a', page: 'pages/none' }, 41030],
  ])('%s refuses %j with %i', async (path, body, errcode) => {
    expect(await code(path, body)).toBe(errcode)
  })
})

describe('links', () => {
  const scheme = async (more: object = {}) =>
    String((await mini.post('/wxa/generatescheme', { jump_wxa: { path: page, query: 't=a' }, ...more })).openlink)
  const urlLink = async (more: object = {}) =>
    String((await mini.post('/wxa/generate_urllink', { path: page, query: 't=b', ...more })).url_link)
  const lin = () => sandbox.person('lin')

  it('live to the minute, and the queries agree with the openings', async () => {
    const openlink = await scheme({ is_expire: true, expire_type: 1, expire_interval: 2 })
    const url_link = await urlLink()
    const info = await mini.post('/wxa/queryscheme', { scheme: `${openlink}&cq=k%3Dv` })
    const made = sandbox.clock.seconds()
    const appid = account().spec.appId
    expect(info.scheme_info).toEqual({
      appid,
      path: page,
      query: 't=a&k=v',
      create_time: made,
      expire_time: made + 2 * 86_400,
      env_version: 'release',
    })
    expect((await mini.post('/wxa/query_urllink', { url_link: `${url_link}?cq=k=v` })).url_link_info).toMatchObject({
      query: 't=b&k=v',
      expire_time: made + 30 * 86_400,
    })
    expect(await lin().open(undefined, { link: `${openlink}&cq=k%3Dv` })).toMatchObject({
      scene: 1065,
      path: page,
      query: { t: 'a', k: 'v' },
    })
    expect(await lin().open(undefined, { link: url_link })).toMatchObject({ scene: 1194 })
    expect(await lin().open(undefined, { link: url_link, inWechat: true })).toMatchObject({ scene: 1167 })
    expect(account().links.get(url_link)!.opened).toBe(2)
    for (const [path, query] of [
      ['/wxa/queryscheme', { query_type: 1 }],
      ['/wxa/query_urllink', { query_type: 1 }],
    ] as const)
      expect((await mini.post(path, query)).quota_info).toEqual({ remain_visit_quota: 3_000_000 - 3 })
    sandbox.clock.set({ by: 2 * dayMs })
    expect(await lin().open(undefined, { link: openlink })).toMatchObject({ dead: 'expired' })
    expect((await mini.post('/wxa/queryscheme', { query_type: 1 })).quota_info).toEqual({ remain_visit_quota: 3_000_000 })
    sandbox.clock.set({ by: 28 * dayMs })
    expect(await lin().open(undefined, { link: url_link })).toMatchObject({ dead: 'expired' })
    expect(await lin().open(undefined, { link: 'https://wxaurl.cn/none' })).toMatchObject({ dead: 'unknown' })
  })

  it('stop opening when the day’s visits are used up', async () => {
    const openlink = await scheme()
    const day = Math.floor((sandbox.clock.ms() + 8 * 3_600_000) / dayMs)
    account().figures.set(`${day} link_opens`, 3_000_000)
    expect(await lin().open(undefined, { link: openlink })).toMatchObject({ dead: 'daily visit limit' })
    expect((await mini.post('/wxa/queryscheme', { query_type: 1 })).quota_info).toEqual({ remain_visit_quota: 0 })
  })

  it('share half a million a day (44993) and a hundred a second (44990)', async () => {
    for (let n = 0; n < 50; n++) {
      await scheme()
      await urlLink()
    }
    expect(await code('/wxa/generatescheme', {})).toBe(44990)
    sandbox.clock.set({ by: 1000 })
    expect(await code('/wxa/generatescheme', {})).toBe(0)
    const day = Math.floor((sandbox.clock.ms() + 8 * 3_600_000) / dayMs)
    account().used.set(`${day} /wxa/generate_urllink`, 499_990)
    expect(await code('/wxa/generatescheme', {})).toBe(44993)
    sandbox.clock.set({ by: dayMs })
    expect(await code('/wxa/generatescheme', {})).toBe(0)
  })

  it('open plain schemes only on pages that were declared', async () => {
    const plain = `weixin://dl/business/?appid=${account().spec.appId}&path=${page}&query=t%3D1`
    expect(await code('/wxa/queryscheme', { scheme: plain })).toBe(85405)
    account().miniProgram.settings.plainPaths = [page]
    expect((await mini.post('/wxa/queryscheme', { scheme: plain })).scheme_info).toMatchObject({ path: page, query: 't=1', expire_time: 0 })
    expect(await lin().open(undefined, { link: plain })).toMatchObject({ scene: 1286, query: { t: '1' } })
  })

  it('for NFC tags never end, and ask for the model’s own way of numbering', async () => {
    const nfc = (model_id: string, sn?: string) =>
      mini.post('/wxa/generatenfcscheme', { jump_wxa: { path: page }, model_id, ...(sn ? { sn } : {}) })
    account().miniProgram.settings.nfcModels = { m: 'machine', t: 'type', w: 'pending' }
    for (const [model, sn, errcode] of [
      ['none', 'x', 9_800_003],
      ['w', 'x', 9_800_007],
      ['m', undefined, 9_800_008],
      ['t', 'x', 9_800_009],
    ] as const)
      expect((await nfc(model, sn)).errcode).toBe(errcode)
    const { openlink } = await nfc('m', 'sn-1')
    sandbox.clock.set({ by: 400 * dayMs })
    expect((await mini.post('/wxa/queryscheme', { scheme: openlink })).scheme_info).toMatchObject({ expire_time: 0 })
    expect(await lin().open(undefined, { link: String(openlink) })).toMatchObject({ scene: 1065 })
  })

  it('of the short kind are permanent 100,000 times', async () => {
    const short = (is_permanent: boolean) =>
      mini.post('/wxa/genwxashortlink', { page_url: `${page}?t=s`, page_title: '山野'.repeat(20), is_permanent })
    const { link } = await short(true)
    expect(String(link).split('/')[3]).toHaveLength(20)
    const { link: passing } = await short(false)
    sandbox.clock.set({ by: 31 * dayMs })
    expect(await lin().open(undefined, { link: String(link) })).toMatchObject({ scene: 1179, query: { t: 's' } })
    expect(await lin().open(undefined, { link: String(passing) })).toMatchObject({ dead: 'expired' })
    account().miniProgram.permanentLinks = 100_000
    expect((await short(true)).errcode).toBe(85400)
    expect((await short(false)).errcode).toBe(0)
  })

  it.each([
    ['/wxa/generatescheme', { jump_wxa: { path: 'pages/none' } }, 40165],
    ['/wxa/generatescheme', { jump_wxa: { path: page, query: '中文' } }, 40212],
    ['/wxa/generate_urllink', { path: page, query: 'a'.repeat(1025) }, 40212],
    ['/wxa/generate_urllink', { path: page, env_version: 'beta' }, 85402],
    ['/wxa/generate_urllink', { path: page, expire_type: 1, expire_interval: 31 }, 85401],
    ['/wxa/generate_urllink', { path: page, expire_type: 0, expire_time: Math.floor(Date.parse('2026-11-22T04:00:30Z') / 1000) }, 85401],
    ['/wxa/genwxashortlink', { page_url: 'pages/none' }, 40066],
    ['/wxa/genwxashortlink', { page_url: page, page_title: 'a\nb' }, 40225],
    ['/wxa/queryscheme', { scheme: 'weixin://dl/business/?t=none' }, 85403],
    ['/wxa/queryscheme', {}, 40097],
    ['/wxa/query_urllink', { url_link: 'https://wxaurl.cn/none' }, 85403],
    ['/wxa/query_urllink', { query_type: 2 }, 40097],
  ])('%s refuses %j with %i', async (path, body, errcode) => {
    expect(await code(path, body)).toBe(errcode)
  })

  it('are not made of an app that is not released, and any other code can be told to an API', async () => {
    account().miniProgram.settings.released = false
    expect(await code('/wxa/generate_urllink', { path: page })).toBe(85079)
    account().faults = { refuse: { '/wxa/generate_urllink': 85408 } }
    expect(await mini.post('/wxa/generate_urllink', { path: page })).toMatchObject({
      errcode: 85408,
      errmsg: expect.stringContaining('rid:'),
    })
  })
})
