import { readdir, readFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { run } from '../cli.ts'
import type { Sandbox } from '../sandbox.ts'
import { type Calls, callsOf } from '../testing/calls.ts'
import { listener, quietWorld } from '../testing/worlds.ts'
import { beginPlan, planView, readFaultPlan } from './index.ts'

let sandbox: Sandbox
let calls: Calls
beforeEach(async () => {
  sandbox = await quietWorld()
  calls = callsOf(sandbox)
})
afterEach(() => sandbox.close())

const begin = (...steps: Record<string, unknown>[]) => beginPlan(sandbox.realm, readFaultPlan(JSON.stringify({ seed: 7, steps })))
const tags = async () => (await calls.get('/cgi-bin/tags/get')).errcode ?? 0
const codesOf = async (n: number) => {
  const codes: number[] = []
  for (let i = 0; i < n; i++) codes.push(await tags())
  return codes
}

describe('a plan under way', () => {
  it('begins and ends its steps by the world’s clock, for the account and the paths it names', async () => {
    begin({ fault: 'busy', from: '+10m', to: '+1h', account: 'service', path: '/cgi-bin/tags/*' })
    const menu = async () => (await calls.get('/cgi-bin/menu/get')).errcode ?? 0
    expect(await tags()).toBe(0)
    sandbox.clock.set({ by: 600_000 })
    expect(await tags()).toBe(-1)
    expect(await menu()).not.toBe(-1)
    expect(await callsOf(sandbox, 'subscription').get('/cgi-bin/tags/get')).not.toHaveProperty('errcode')
    sandbox.clock.set({ by: 3_000_000 })
    expect(await tags()).toBe(0)
    expect(planView(sandbox.realm)).toMatchObject({ steps: [{ state: 'over', struck: 1 }] })
  })

  it('strikes the same calls again with the same seed, whatever happens between them, and others with another', async () => {
    const plan = { steps: [{ fault: 'busy', share: 0.3, path: '/cgi-bin/tags/get' }] }
    const first = beginPlan(sandbox.realm, readFaultPlan(JSON.stringify({ ...plan, seed: 7 })))
    const codes = await codesOf(40)
    expect(first.struck[0]).toBe(codes.filter(code => code === -1).length)
    expect(first.struck[0]).toBeGreaterThan(4)
    sandbox.realm.reset()
    for (let n = 0; n < 40; n++) {
      sandbox.realm.random.next()
      await calls.get('/cgi-bin/menu/get')
      expect(await tags()).toBe(codes[n])
    }
    beginPlan(sandbox.realm, readFaultPlan(JSON.stringify({ ...plan, seed: 8 })))
    expect(await codesOf(40)).not.toEqual(codes)
  })

  it('loses, breaks and delays answers', async () => {
    const answer = () => fetch(`${sandbox.url}/cgi-bin/tags/get`)
    begin({ fault: 'http500' })
    expect((await answer()).status).toBe(502)
    begin({ fault: 'dropAnswer' })
    await expect(answer()).rejects.toThrow()
    begin({ fault: 'latency', ms: '60ms' })
    const started = performance.now()
    await answer()
    expect(performance.now() - started).toBeGreaterThan(55)
  })

  it('spoils secrets, quotas and answers of chosen endpoints', async () => {
    begin(
      { fault: 'quotaExhausted', path: '/cgi-bin/tags/get' },
      { fault: 'refuse', path: '/cgi-bin/menu/get', errcode: 48004 },
      { fault: 'tooFast', path: '/cgi-bin/user/get' },
    )
    expect(await tags()).toBe(45009)
    expect(await calls.get('/cgi-bin/menu/get')).toMatchObject({ errcode: 48004 })
    expect(await calls.get('/cgi-bin/user/get')).toMatchObject({ errcode: 45011 })
    begin({ fault: 'secretExpired', account: 'service' })
    await expect(tags()).rejects.toThrow('40125')
  })

  it('repeats and delays callbacks, and lets WeChat’s clock be wrong', async () => {
    const heard = await listener(sandbox, 'service', 'xml')
    begin({ fault: 'duplicateCallbacks', event: 'subscribe' }, { fault: 'clockSkew', ms: '-10m' })
    await sandbox.person('lin').follow('service')
    await sandbox.person('lin').message('在吗')
    expect(heard.product.callbacks.map(({ fields }) => fields.Event ?? fields.MsgType)).toEqual(['subscribe', 'subscribe', 'text'])
    for (const { fields, query } of heard.product.callbacks) {
      expect(Number(fields.CreateTime)).toBe(sandbox.clock.seconds() - 600)
      expect(Number(query.timestamp)).toBe(sandbox.clock.seconds() - 600)
    }
    sandbox.realm.reset()
    const answer = await fetch(`${sandbox.url}/cgi-bin/tags/get`)
    expect(Date.parse(answer.headers.get('date') ?? '')).toBe((sandbox.clock.seconds() - 600) * 1000)
    begin({ fault: 'lateCallbacks', ms: 80 })
    const started = performance.now()
    await sandbox.person('lin').message('还在吗')
    expect(performance.now() - started).toBeGreaterThan(75)
    await heard.close()
  })

  it('is loaded, seen and stopped from the command line', async () => {
    const said: string[] = []
    const cli = (...argv: string[]) =>
      run([...argv, '--control', sandbox.control], { out: text => said.push(text), err: text => said.push(text) })
    expect(await cli('fault-plan', examples('bad-evening.json'))).toBe(0)
    expect(JSON.parse(said.at(-1)!)).toMatchObject({
      plan: 'bad-evening',
      seed: 7,
      steps: [{ fault: 'latency', state: 'in force' }, {}, {}, {}, {}, {}],
    })
    expect(await cli('fault-plan')).toBe(0)
    expect(JSON.parse(said.at(-1)!)).toMatchObject({ plan: 'bad-evening' })
    expect(await cli('fault-plan', '--stop')).toBe(0)
    expect(JSON.parse(said.at(-1)!)).toEqual({ plan: null })
    expect(await cli('fault-plan', examples('no-such.json'))).toBe(1)
  })
})

const folder = new URL('../../fault-plans/', import.meta.url)
const examples = (name: string) => new URL(name, folder).pathname

describe('a plan as written', () => {
  it('is one that the world can begin, for every example', async () => {
    const names = await readdir(folder)
    expect(names.length).toBeGreaterThanOrEqual(2)
    for (const name of names) {
      beginPlan(sandbox.realm, readFaultPlan(await readFile(new URL(name, folder), 'utf8'), name))
      expect(planView(sandbox.realm).plan).toBe(name.replace('.json', ''))
    }
  })

  it.each([
    ['{\n "steps": [\n  { "fault": "busy",, }\n ]\n}', /^p\.json:3: /],
    ['[]', 'p.json:1: the plan must be an object'],
    ['{\n "speed": 1, "steps": [] }', 'p.json:2: speed is no field of a plan; there are name, seed, about and steps'],
    ['{ "steps": [] }', 'p.json:1: steps must be a list of at least one step'],
    ['{\n "steps": [\n  { "fault": "busy" },\n  { "fault": "slow" }\n] }', /^p\.json:4: steps\[1\]\.fault must be one of latency, busy/],
    ['{ "steps": [\n{ "fault": "busy",\n "share": 2 }] }', 'p.json:3: steps[0].share must be a number above 0 and at most 1'],
    ['{ "steps": [\n{ "fault": "busy",\n "ms": 2 }] }', /^p\.json:3: steps\[0\]\.ms is no field of busy; there are fault, about, from/],
    ['{ "steps": [\n{ "fault": "latency" }] }', 'p.json:2: steps[0] (latency) needs ms'],
    ['{ "steps": [{ "fault": "latency", "ms": "1d" }] }', /steps\[0\]\.ms must lie between 0 and 600000 milliseconds/],
    ['{ "steps": [\n{ "fault": "busy",\n\n"path": "/cgi-bin/nothing" }] }', /^p\.json:4: steps\[0\]\.path names no endpoint/],
    [
      '{ "steps": [{ "fault": "refuse", "path": "/v3/refund/domestic/refunds", "errcode": 1 }] }',
      /steps\[0\]\.errcode must be one of WeChat Pay/,
    ],
    ['{ "steps": [{ "fault": "refuse", "path": "/cgi-bin/menu/get", "errcode": "busy" }] }', /must be a whole number other than 0/],
    ['{ "steps": [{ "fault": "busy", "from": "+1h",\n"to": "+5m" }] }', 'p.json:2: steps[0].to must be later than from'],
    ['{ "steps": [{ "fault": "busy", "from": "2026-11-22" }] }', /steps\[0\]\.from must be a span after loading/],
  ])('is refused with the line and the field: %j', (text, message) => {
    expect(() => readFaultPlan(text, 'p.json')).toThrow(message)
  })

  it('is refused when it names an account that is not there', () => {
    expect(() => begin({ fault: 'busy', account: 'nobody' })).toThrow(/^steps\[0\]\.account: There is no account "nobody"/)
  })
})
