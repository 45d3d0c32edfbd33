import { readFileSync } from 'node:fs'
import {
  allEndpoints,
  createClient,
  createMenu,
  createQrCode,
  getMenu,
  getOrder,
  getUnlimitedCode,
  getUserInfos,
  listFollowers,
  listWindowProducts,
  resolveArrival,
  sendCustomMessage,
  WechatError,
} from '@wematrix/wechat'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../sandbox.ts'
import { arrivalOf } from '../worlds/arrivals.ts'
import { makeWorld } from '../worlds/index.ts'
import { handlerOf } from './index.ts'

describe('the endpoint table', () => {
  const fidelity = readFileSync(new URL('../../../../docs/sandbox-fidelity.md', import.meta.url), 'utf8')

  it.each(allEndpoints.map(({ name, endpoint }) => [name, endpoint.row.path] as const))(
    '%s stands in docs/sandbox-fidelity.md as it is',
    (_name, path) => {
      const line = fidelity.split('\n').find(line => line.includes(`\`${path}\``))
      expect(line, `${path} has no row`).toBeDefined()
      expect(line!.includes('| not imitated')).toBe(handlerOf(path) === undefined)
    },
  )
})

describe('the product’s own client', () => {
  let sandbox: Sandbox
  const client = (alias: string) => {
    const { appId, appSecret } = sandbox.realm.account(alias).spec
    return createClient({ credentials: { appId, appSecret }, baseUrl: sandbox.url, clock: sandbox.clock })
  }
  beforeAll(async () => {
    sandbox = await startSandbox({ people: 500, clock: { now: new Date('2026-11-22T04:00:00Z'), frozen: true } })
  })
  afterAll(() => sandbox.close())

  it('reads followers with their UnionIDs', async () => {
    const page = await listFollowers(client('service'))
    const { user_info_list } = await getUserInfos(client('service'), {
      user_list: page.data!.openid.slice(0, 100).map(openid => ({ openid })),
    })
    expect(user_info_list.every(info => info.subscribe === 1 && info.unionid && info.subscribe_scene)).toBe(true)
  })

  it('keeps large ids whole and pictures binary', async () => {
    const order = await sandbox.person('mei').shopOrder()
    expect((await getOrder(client('shop'), { order_id: String(order.order_id) })).order.order_id).toBe(order.order_id)
    expect((await listWindowProducts(client('channels'), {})).products[0]!.product_id).toBe('10000152000000001')
    expect((await getUnlimitedCode(client('mini-program'), { scene: 'oa-menu.m1' })).length).toBeGreaterThan(50)
  })

  it('gets typed errors, and a scan of its own code comes back as a follow', async () => {
    await expect(
      sendCustomMessage(client('service'), { touser: sandbox.person('hao').openids.service!, msgtype: 'text', text: { content: '您好' } }),
    ).rejects.toThrow(WechatError)
    const code = await createQrCode(client('service'), {
      action_name: 'QR_STR_SCENE',
      action_info: { scene: { scene_str: 'shelf-7' } },
      expire_seconds: 600,
    })
    expect((await fetch(`${sandbox.url}/cgi-bin/showqrcode?ticket=${encodeURIComponent(code.ticket)}`)).status).toBe(200)
    expect((await fetch(`${sandbox.url}/cgi-bin/showqrcode?ticket=none`)).status).toBe(404)
    await sandbox.act('scan', 'hao', { ticket: code.ticket })
    const { user_info_list } = await getUserInfos(client('service'), { user_list: [{ openid: sandbox.person('hao').openids.service! }] })
    expect(user_info_list[0]).toMatchObject({ subscribe_scene: 'ADD_SCENE_QR_CODE', qr_scene_str: 'shelf-7' })
    await createMenu(client('subscription'), { button: [{ type: 'click', name: '你好', key: 'K' }] })
    expect((await getMenu(client('subscription'))).menu.button).toEqual([{ type: 'click', name: '你好', key: 'K' }])
  })
})

it('names the source of every launch of the past as the scene table does', () => {
  const carriers = ['official_account', 'channels']
  const world = makeWorld('tea-shop', { now: Date.parse('2026-11-22T04:00:00Z'), people: 500 })
  for (const day of world.facts()) {
    for (const fact of day) {
      if (fact.event !== 'mp.launch') continue
      const { scene, query, path, start } = fact.properties as {
        scene: number
        query: Record<string, string>
        path: string
        start: 'cold' | 'hot'
      }
      const arrival = resolveArrival({ launch: { scene, query, path }, start })
      const mine = arrivalOf(fact)
      const theirs =
        arrival.touch === 'entry' && carriers.includes(arrival.carrier) ? { source: arrival.carrier, entry: arrival.entry } : undefined
      if (JSON.stringify(mine) !== JSON.stringify(theirs)) throw new Error(`${scene}: ${JSON.stringify({ mine, theirs })}`)
      if (query.t && !arrival.trace) throw new Error(`${query.t} is no trace code`)
    }
  }
})
