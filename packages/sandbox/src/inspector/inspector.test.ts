import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Sandbox } from '../sandbox.ts'
import { type Calls, callsOf } from '../testing/calls.ts'
import { listener, quietWorld } from '../testing/worlds.ts'
import { bubbleOf } from './bubbles.ts'
import { findPeople, personView } from './people.ts'
import { inspectorView } from './view.ts'

let sandbox: Sandbox
let calls: Calls
beforeEach(async () => {
  sandbox = await quietWorld()
  calls = callsOf(sandbox)
})
afterEach(() => sandbox.close())

/** Asks as a browser or a program would: `fetch` may not set these headers. */
const ask = (method: string, path: string, headers: Record<string, string> = {}, body = '') =>
  new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    const { hostname, port } = new URL(sandbox.url)
    const sent = request({ hostname, port, method, path, headers }, answer => {
      let text = ''
      answer.on('data', (part: Buffer) => {
        text += part.toString()
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }))
    })
    sent.on('error', reject)
    sent.end(body)
  })

describe('who may look and act', () => {
  const reset = (headers: Record<string, string>) => ask('POST', '/control/reset', headers, '{}').then(({ status }) => status)

  it('lets programs and its own page change the world, and no other site’s page', async () => {
    const { host } = new URL(sandbox.url)
    expect(await reset({})).toBe(200)
    expect(await reset({ origin: sandbox.url, 'sec-fetch-site': 'same-origin' })).toBe(200)
    expect(await reset({ origin: 'https://evil.example', 'content-type': 'text/plain' })).toBe(403)
    expect(await reset({ origin: 'null' })).toBe(403)
    expect(await reset({ 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await reset({ origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' })).toBe(403)
    expect(await reset({ host: 'evil.example', origin: 'http://evil.example' })).toBe(403)
    expect((await ask('GET', '/inspector', { host: 'evil.example' })).status).toBe(403)
    expect((await ask('GET', '/inspector', { host, 'sec-fetch-site': 'cross-site' })).status).toBe(200)
  })

  it('serves the page with its own files only, in nobody’s frame, and nothing beside them', async () => {
    const page = await ask('GET', '/inspector')
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(page.headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
    const files = [...page.text.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, path]) => path!)
    expect(files.length).toBeGreaterThan(4)
    for (const path of files) expect((await ask('GET', path)).status, path).toBe(200)
    expect((await ask('GET', '/inspector/main.js')).headers['content-type']).toBe('text/javascript; charset=utf-8')
    for (const path of ['/inspector/../serve.ts', '/inspector/%2e%2e/serve.ts', '/inspector/nothing.js', '/inspector/page/main.js'])
      expect((await ask('GET', path)).status, path).toBe(404)
  })
})

describe('what is shown', () => {
  it('tells calls with account, code and time, and forgets all but the last ones', async () => {
    await calls.get('/cgi-bin/tags/get')
    await calls.get('/cgi-bin/user/info?openid=nobody')
    await ask('GET', '/cgi-bin/nothing')
    expect(inspectorView(sandbox).calls).toMatchObject([
      { path: '/cgi-bin/nothing', account: '', code: 40066, status: 404 },
      { path: '/cgi-bin/user/info', account: 'service', code: 40003, status: 200, ms: expect.any(Number) },
      { path: '/cgi-bin/stable_token' },
      { path: '/cgi-bin/tags/get', account: 'service', code: 0 },
      { path: '/cgi-bin/stable_token' },
    ])
    for (let n = 0; n < 600; n++) await ask('GET', '/cgi-bin/tags/get')
    expect(sandbox.calls.last()).toHaveLength(500)
  })

  it('keeps a push with what it said, what came back, and sends it again as it was', async () => {
    const heard = await listener(sandbox, 'service', 'xml')
    heard.product.answers.push({ status: 500, body: 'not today' })
    await sandbox.person('lin').message('在吗')
    const [push] = inspectorView(sandbox).callbacks
    expect(push).toMatchObject({ what: 'text', person: 'lin', account: 'service', state: 'failed', tries: 1, last: { status: 500 } })
    const body = sandbox.callbacks.bodyOf(push!.id)
    expect(body).toMatchObject({ answer: 'not today', attempts: [{ outcome: 'wrong', status: 500, note: 'not today' }] })
    expect(body.clear).toContain('<Content><![CDATA[在吗]]></Content>')
    expect(body.sent).toMatchObject({ contentType: 'text/xml', url: expect.stringContaining('signature=') })
    sandbox.clock.set({ by: 60_000 })
    sandbox.callbacks.again(push!.id)
    await sandbox.callbacks.settled()
    const [first, second] = heard.product.callbacks.map(({ fields }) => fields)
    expect(second).toEqual(first)
    expect(inspectorView(sandbox).callbacks[0]).toMatchObject({ state: 'answered', repeat: true })
    for (let n = 0; n < 301; n++) await sandbox.person('lin').message(`${n}`)
    expect(() => sandbox.callbacks.again(push!.id)).toThrow('is forgotten')
    await heard.close()
  })

  it('finds people by any id and says what each account knows of them', async () => {
    const lin = sandbox.person('lin')
    await lin.follow('service')
    await lin.consent('TPL_BOOKING')
    expect(findPeople(sandbox.realm, lin.openids.service!).map(({ name }) => name)).toEqual(['lin'])
    expect(findPeople(sandbox.realm, lin.unionid.slice(0, 12))).toMatchObject([{ name: 'lin', follows: ['service'] }])
    expect(findPeople(sandbox.realm, 'no-such-person')).toEqual([])
    const view = personView(sandbox.realm, 'lin')
    expect(view.accounts).toMatchObject([
      { alias: 'service', follows: true, scene: 'ADD_SCENE_SEARCH', allowance: { left: 3 } },
      { alias: 'subscription', follows: null, allowance: null },
      { alias: 'mini-program', consents: [{ id: 'TPL_BOOKING', title: '预约提醒', left: 1 }] },
      { alias: 'shop' },
    ])
    expect(() => personView(sandbox.realm, 'stranger')).toThrow('There is no person "stranger".')
  })

  it('lets a phone keep its last messages only', async () => {
    const lin = sandbox.realm.person('lin')
    for (let n = 0; n < 400; n++)
      sandbox.realm.receive(lin, { at: n, appId: '', by: 'custom', content: { msgtype: 'text', text: { content: String(n) } } })
    expect(sandbox.person('lin').received()).toHaveLength(300)
    expect(personView(sandbox.realm, 'lin').messages.at(-1)?.text).toBe('399')
  })
})

describe('a bubble', () => {
  const bubble = (by: 'custom' | 'passive' | 'mass' | 'template' | 'notice', content: Record<string, unknown>, of = '') =>
    bubbleOf(sandbox.realm, { at: 1, appId: of, by, content })

  it('shows texts, articles, menus and pages however they were sent', () => {
    expect(bubble('custom', { msgtype: 'text', text: { content: '您好' } })).toMatchObject({ type: 'text', text: '您好' })
    expect(bubble('passive', { MsgType: 'text', Content: '欢迎' })).toMatchObject({ text: '欢迎' })
    const one = { Title: '一', Description: '二', Url: 'https://a.example' }
    expect(bubble('passive', { MsgType: 'news', Articles: { item: one } })).toMatchObject({
      cards: [{ title: '一', digest: '二' }],
      opens: 'https://a.example',
    })
    expect(bubble('mass', { msgtype: 'mpnews', articles: [{ title: '群发', digest: '摘要', url: 'u' }] })).toMatchObject({
      cards: [{ title: '群发', digest: '摘要' }],
      opens: 'u',
    })
    expect(
      bubble('custom', { msgtype: 'msgmenu', msgmenu: { head_content: '满意吗', list: [{ id: '1', content: '满意' }] } }),
    ).toMatchObject({
      text: '满意吗',
      choices: ['满意'],
    })
    expect(bubble('custom', { msgtype: 'miniprogrampage', miniprogrampage: { title: '领券', pagepath: 'pages/a' } })).toMatchObject({
      title: '领券',
      opens: 'pages/a',
    })
    expect(bubble('notice', { title: '确认收货提醒', received_time: 5 })).toMatchObject({
      title: '确认收货提醒',
      rows: [['received_time', '5']],
    })
  })

  it('names the fields of a template by its own words', () => {
    const { spec } = sandbox.realm.account('service')
    const sent = {
      template_id: 'TPL_ORDER_SHIPPED',
      data: { character_string1: { value: 'MP1' }, thing2: { value: '茶' } },
      url: 'https://b.example',
    }
    expect(bubble('template', sent, spec.appId)).toMatchObject({
      account: spec.name,
      type: 'template',
      title: '发货通知',
      rows: [
        ['单号', 'MP1'],
        ['商品', '茶'],
      ],
      opens: 'https://b.example',
    })
  })
})
