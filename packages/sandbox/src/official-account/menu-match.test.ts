import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Sandbox } from '../sandbox.ts'
import { type Calls, callsOf } from '../testing/calls.ts'
import { quietWorld } from '../testing/worlds.ts'

let sandbox: Sandbox
let calls: Calls

beforeAll(async () => {
  sandbox = await quietWorld()
  calls = callsOf(sandbox)
})
beforeEach(async () => {
  sandbox.realm.reset()
  await sandbox.person('lin').follow('service')
})
afterAll(() => sandbox.close())

const button = (name: string) => [{ type: 'click', name, key: 'K' }]
const add = (name: string, matchrule: Record<string, unknown>) =>
  calls.post('/cgi-bin/menu/addconditional', { button: button(name), matchrule })
const seen = async (user_id: string | undefined = sandbox.person('lin').openids.service) => {
  const answer = await calls.post('/cgi-bin/menu/trymatch', { user_id })
  return (answer.button as { name: string }[] | undefined)?.[0]?.name ?? answer.errcode
}
const tag = async (name: string) => ((await calls.post('/cgi-bin/tags/create', { tag: { name } })) as { tag: { id: number } }).tag.id
const tagLin = (tagid: number) =>
  calls.post('/cgi-bin/tags/members/batchtagging', { openid_list: [sandbox.person('lin').openids.service], tagid })

it('shows the newest menu that fits the phone, else the default one', async () => {
  expect(await seen()).toBe('喝茶')
  await add('苹果', { client_platform_type: '1' })
  await add('安卓', { client_platform_type: '2' })
  expect(await seen()).toBe('苹果')
  await sandbox.act('phone', 'lin', { platform: 'android' })
  expect(await seen()).toBe('安卓')
  await sandbox.act('phone', 'lin', { platform: 'other' })
  expect(await seen()).toBe('喝茶')
  expect((await sandbox.act('menu', 'lin', { item: '领茶券' })).item).toBe('领茶券')
})

it('counts the tag that was set last, together with the phone', async () => {
  const [tea, gift] = [await tag('茶友'), await tag('送礼')]
  await add('茶友', { tag_id: String(tea) })
  await add('送礼苹果', { tag_id: String(gift), client_platform_type: '1' })
  await tagLin(tea)
  expect(await seen()).toBe('茶友')
  await tagLin(gift)
  expect(await seen()).toBe('送礼苹果')
  await sandbox.act('phone', 'lin', { platform: 'android' })
  expect(await seen()).toBe('喝茶')
})

it('knows people by WeChat id too, and only followers', async () => {
  expect(await seen('lin')).toBe('喝茶')
  expect(await seen('mei')).toBe(65302)
  expect(await seen('nobody')).toBe(65302)
})

it('refuses retired fields and a fourth external domain', async () => {
  for (const field of ['sex', 'country', 'province', 'city', 'language'])
    expect(await add('旧', { [field]: '1', client_platform_type: '1' })).toMatchObject({ errcode: 65320 })
  expect(await add('空', {})).toMatchObject({ errcode: 65304 })
  const view = (host: string) => ({ type: 'view', name: host.slice(0, 5), url: `https://${host}/` })
  const three = ['a.example', 'b.example', 'c.example'].map(view)
  const withLinks = (links: unknown[]) =>
    calls.post('/cgi-bin/menu/addconditional', { button: links, matchrule: { client_platform_type: '1' } })
  expect(await withLinks(three)).toHaveProperty('menuid')
  expect(await withLinks([view('a.example')])).toHaveProperty('menuid')
  expect(await withLinks([view('d.example')])).toMatchObject({ errcode: 65316 })
})
