import { expect, it } from 'vitest'
import { heardAccount } from '../testing/worlds.ts'

const { sandbox, calls, heard: product } = await heardAccount('service')

const openid = (name: string) => sandbox.person(name).openids.service!
const block = (...openid_list: string[]) => calls.post('/cgi-bin/tags/members/batchblacklist', { openid_list })
const blocked = (begin_openid = '') => calls.post('/cgi-bin/tags/members/getblacklist', { begin_openid })

it('keeps people who are blocked apart from the account, both ways, until they are let go', async () => {
  await sandbox.person('lin').follow('service')
  await sandbox.person('lin').message('在吗')
  const heard = product.product.callbacks.length
  expect(await block(openid('lin'))).toMatchObject({ errcode: 0 })
  expect((await sandbox.person('lin').message('喂')).blocked).toBe(true)
  await sandbox.person('lin').menu('查订单')
  expect(product.product.callbacks).toHaveLength(heard)
  const touser = openid('lin')
  expect(await calls.post('/cgi-bin/message/custom/send', { touser, msgtype: 'text', text: { content: '您好' } })).toMatchObject({
    errcode: 43019,
  })
  const data = { character_string1: { value: 'A1' }, thing2: { value: '茶' } }
  const template = () => calls.post('/cgi-bin/message/template/send', { touser, template_id: 'TPL_ORDER_SHIPPED', data })
  expect(await template()).toMatchObject({ errcode: 43019 })
  expect(await blocked()).toEqual({ total: 1, count: 1, data: { openid: [touser] }, next_openid: touser })
  expect(await calls.post('/cgi-bin/tags/members/batchunblacklist', { openid_list: [touser] })).toMatchObject({ errcode: 0 })
  expect(await blocked()).toEqual({ total: 0, count: 0, next_openid: '' })
  expect(await template()).toMatchObject({ errcode: 0 })
  await sandbox.person('lin').message('又能说话了')
  expect(product.product.callbacks.length).toBeGreaterThan(heard)
})

it('takes twenty of its own people a call and lists a thousand a page', async () => {
  expect(await block()).toMatchObject({ errcode: 40031 })
  expect(await block(...Array.from({ length: 21 }, () => openid('lin')))).toMatchObject({ errcode: 40032 })
  expect(await block('nobody')).toMatchObject({ errcode: 49003 })
  expect(await block(sandbox.person('lin').openids.subscription!)).toMatchObject({ errcode: 49003 })
  const { blacklist } = sandbox.realm.account('service').official
  for (let n = 0; n < 1500; n++) blacklist.add(`o${n}`)
  expect(await blocked()).toMatchObject({ total: 1500, count: 1000, next_openid: 'o999' })
  expect(await blocked('o999')).toMatchObject({ total: 1500, count: 500, next_openid: 'o1499' })
  expect(await blocked('nobody')).toMatchObject({ errcode: 40003 })
})

it('says the openids of people who moved here with their account', async () => {
  await sandbox.person('lin').follow('subscription')
  const old = sandbox.person('lin').openids.subscription!
  const from_appid = sandbox.realm.appIdOf('subscription')
  const ask = (openid_list: unknown) => calls.post('/cgi-bin/changeopenid', { from_appid, openid_list })
  expect(await ask([old])).toMatchObject({ errcode: 40013 })
  const moved = await fetch(`${sandbox.control}/account`, {
    method: 'POST',
    body: JSON.stringify({ account: 'service', migratedFrom: 'subscription' }),
  })
  expect(moved.status).toBe(200)
  expect(await ask([old, 'nobody'])).toMatchObject({
    result_list: [
      { ori_openid: old, new_openid: openid('lin'), err_msg: 'ok' },
      { ori_openid: 'nobody', err_msg: 'ori_openid error' },
    ],
  })
  expect(await calls.get(`/cgi-bin/user/info?openid=${openid('lin')}`)).toMatchObject({ subscribe_scene: 'ADD_SCENE_ACCOUNT_MIGRATION' })
  expect(await ask([])).toMatchObject({ errcode: 40031 })
  expect(await ask(Array.from({ length: 101 }, () => old))).toMatchObject({ errcode: 40032 })
})
