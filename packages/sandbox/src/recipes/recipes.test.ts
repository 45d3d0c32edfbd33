/** Every code of the client's tables: answered by the sandbox as docs/error-codes.md says, and met by the client as its table says. */
import { readFileSync } from 'node:fs'
import {
  type Attempt,
  allEndpoints,
  createClient,
  createPayClient,
  createRobot,
  type Endpoint,
  getPayOrder,
  listTags,
  PayError,
  WechatError,
  WecomError,
} from '@wematrix/wechat'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { changeFaults } from '../faults.ts'
import { merchantView } from '../pay/control.ts'
import type { Sandbox } from '../sandbox.ts'
import { listener, noon, quietWorld } from '../testing/worlds.ts'
import { makeRobot } from '../wecom/robots.ts'
import { follow } from './follow.ts'
import { codesPage, counted } from './print.ts'
import { type Documented, documented, faultFor, isNatural, recipes, type Table } from './read.ts'

let sandbox: Sandbox
let heard: Awaited<ReturnType<typeof listener>>[]
beforeAll(async () => {
  sandbox = await quietWorld()
  heard = [await listener(sandbox, 'service'), await listener(sandbox, 'mini-program')]
})
afterAll(async () => {
  for (const one of heard) await one.close()
  await sandbox.close()
})
beforeEach(async () => {
  await sandbox.callbacks.settled()
  sandbox.realm.reset()
  sandbox.clock.set({ at: noon.getTime() })
})

const of = (table: Table) => documented.filter(one => one.table === table).map(one => [`${one.at ?? ''} ${one.code}`.trim(), one] as const)
/** Every attempt but those for tokens. */
const calls = (attempts: readonly Attempt[]) => attempts.filter(({ row }) => row.auth !== 'secret')
const fail = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )
const told = (one: Documented, path: string) => {
  sandbox.realm.state.faults = changeFaults({}, faultFor(one, path))
}

describe('the recipes', () => {
  it('are each for a code of the client’s tables, one for a code', () => {
    expect(documented.filter(({ recipe }) => recipe)).toHaveLength(recipes.length)
  })
  it('and the codes without one stand in docs/error-codes.md: run `npx tsx packages/sandbox/src/recipes/print.ts` after a change', () => {
    expect(readFileSync(new URL('../../../../docs/error-codes.md', import.meta.url), 'utf8')).toBe(codesPage())
    expect(counted().natural).toBeGreaterThanOrEqual(260)
  })
  it.each(recipes.filter(({ table }) => table !== 'event').map(recipe => [`${recipe.at ?? ''} ${recipe.code}`.trim(), recipe] as const))(
    '%s is what the last step is answered',
    async (_name, recipe) => expect(String((await follow(sandbox.url, recipe)).errcode)).toBe(recipe.code),
  )
})

describe('events', () => {
  it.each(of('event'))('%s arrives', async (_name, { at, code, recipe }) => {
    for (const one of heard) one.product.callbacks.length = 0
    sandbox.realm.reset()
    await reconnect()
    expect((await follow(sandbox.url, recipe!)).error).toBeUndefined()
    await sandbox.agenda.settled()
    await sandbox.callbacks.settled()
    const events = heard.flatMap(one => one.events(at!))
    expect(events).toHaveLength(1)
    const { Status, errcode, fail_ret } = events[0] as Record<string, unknown>
    expect(String(Status ?? errcode ?? fail_ret).replace(/^err\((\d+)\)$/, '$1')).toBe(code)
  })
  const reconnect = async () => {
    for (const [at, account] of ['service', 'mini-program'].entries())
      await sandbox.connect({ account, callback: `${heard[at]!.product.url}/callback`, mode: 'plain', format: 'json' })
  }
})

describe('the client', () => {
  /** Tries once where trying again is no use; three times what WeChat failed at; a refused token is replaced once. */
  const expected: Record<string, { calls: number; tokens: number }> = {
    retry: { calls: 3, tokens: 1 },
    refresh_token: { calls: 2, tokens: 3 },
  }
  const client = (alias: string, attempts: Attempt[]) => {
    const { appId, appSecret } = sandbox.realm.account(alias).spec
    const observe = (attempt: Attempt) => void attempts.push(attempt)
    return createClient({
      credentials: { appId, appSecret },
      baseUrl: sandbox.url,
      clock: sandbox.clock,
      checks: false,
      allowUnverified: true,
      sleep: async () => {},
      observe,
    })
  }
  /** An endpoint where the code means what its row says, and an account that may call it. */
  function callFor(at: string | undefined): { endpoint: Endpoint<object, unknown>; alias: string } {
    const found = allEndpoints.find(({ endpoint: { row } }) => at !== undefined && row.path.startsWith(at) && row.auth === 'access_token')
    if (!found) return { endpoint: listTags as unknown as Endpoint<object, unknown>, alias: 'service' }
    const kinds: Record<string, string> = { mini_program: 'mini-program', channels: 'channels', shop: 'shop' }
    const kind = found.endpoint.row.accounts.find(kind => kind in kinds)
    return { endpoint: found.endpoint as Endpoint<object, unknown>, alias: kind === undefined ? 'service' : kinds[kind]! }
  }

  it.each(of('answer').filter(([, { at }]) => !at?.startsWith('/cgi-bin/component/')))(
    'does with %s what its row says, and no more',
    async (_name, one) => {
      const attempts: Attempt[] = []
      const { endpoint, alias } = callFor(one.at)
      told(one, endpoint.row.path)
      const error = (await fail(client(alias, attempts).call(endpoint, {}))) as WechatError
      expect(error).toBeInstanceOf(WechatError)
      expect({ code: String(error.errcode), reaction: error.reaction, wait: error.waitSeconds }).toEqual({
        code: one.code,
        reaction: one.row.reaction,
        wait: one.row.waitSeconds,
      })
      const { calls: n, tokens } = expected[one.row.reaction] ?? { calls: 1, tokens: 1 }
      expect([calls(attempts).length, attempts.length - calls(attempts).length]).toEqual([n, tokens])
    },
  )

  it.each([40001, 42001])('replaces a token that is answered %i once, and its call succeeds', async code => {
    const attempts: Attempt[] = []
    const caller = client('service', attempts)
    await listTags(caller)
    for (const token of sandbox.realm.account('service').tokens.stable) {
      token.endsAt = sandbox.clock.ms()
      if (code === 42001) token.expiresAt = token.endsAt
    }
    attempts.length = 0
    expect((await listTags(caller)).tags).toHaveLength(1)
    expect(attempts.map(({ row, error }) => [row.path, error instanceof WechatError ? error.errcode : 0])).toEqual([
      ['/cgi-bin/tags/get', code],
      ['/cgi-bin/stable_token', 0],
      ['/cgi-bin/tags/get', 0],
    ])
  })

  it('succeeds as soon as WeChat is well again', async () => {
    const attempts: Attempt[] = []
    sandbox.realm.state.faults = { busy: 1 }
    const { appId, appSecret } = sandbox.realm.account('service').spec
    const caller = createClient({
      credentials: { appId, appSecret },
      baseUrl: sandbox.url,
      clock: sandbox.clock,
      observe: attempt => void attempts.push(attempt),
      sleep: async () => {
        sandbox.realm.state.faults = {}
      },
    })
    await listTags(caller)
    expect(attempts.map(({ error }) => error === undefined)).toEqual([false, true, true])
  })
})

it.each(of('robot'))('a robot answered %s is not asked again, and its error says what to do', async (_name, one) => {
  const { key } = makeRobot(sandbox.realm)
  told(one, '/cgi-bin/webhook/send')
  let sent = 0
  const counting: typeof fetch = (...request) => {
    sent++
    return fetch(...request)
  }
  const robot = createRobot({ key, baseUrl: sandbox.url, clock: sandbox.clock, fetch: counting })
  const error = (await fail(robot.send({ msgtype: 'text', text: { content: '茶' } }))) as WecomError
  expect(error).toBeInstanceOf(WecomError)
  expect([String(error.errcode), error.reaction, error.waitSeconds, sent]).toEqual([one.code, one.row.reaction, one.row.waitSeconds, 1])
})

it.each(of('pay'))('WeChat Pay’s %s is repeated only where its row says so', async (_name, one) => {
  told(one, getPayOrder.row.path)
  let sent = 0
  const counting: typeof fetch = (...request) => {
    sent++
    return fetch(...request)
  }
  const { mchId, merchantSerial, privateKey, apiV3Key, trusted } = merchantView(sandbox.realm)
  const given = { mchId, merchantSerial, privateKey, apiV3Key, trusted, baseUrl: sandbox.url, clock: sandbox.clock }
  const client = createPayClient({ ...given, fetch: counting, sleep: async () => {} })
  const error = (await fail(getPayOrder(client, { out_trade_no: 'WM_0001', mchid: mchId }))) as PayError
  expect(error).toBeInstanceOf(PayError)
  expect([error.code, error.reaction, error.waitSeconds]).toEqual([one.code, one.row.reaction, one.row.waitSeconds])
  expect(sent).toBe(one.row.reaction === 'retry' ? 3 : 1)
})

it('says of each recipe honestly whether the world leads to the code or a fault does', () => {
  expect(documented.filter(isNatural).every(({ recipe }) => !JSON.stringify(recipe).includes('control faults'))).toBe(true)
})
