import { expect, it } from 'vitest'
import { callsOf } from '../testing/calls.ts'
import { heardAccount } from '../testing/worlds.ts'

const { sandbox, calls, heard: product } = await heardAccount('service')

const add = (template_id_short: string, keyword_name_list?: string[]) =>
  calls.post('/cgi-bin/template/api_add_template', { template_id_short, keyword_name_list })

it('sets industries once a month', async () => {
  expect(await calls.get('/cgi-bin/template/get_industry')).toEqual({})
  const set = (industry_id1: string, industry_id2: string) =>
    calls.post('/cgi-bin/template/api_set_industry', { industry_id1, industry_id2 })
  expect(await set('10', '99')).toMatchObject({ errcode: 40102 })
  expect(await set('10', '1')).toMatchObject({ errcode: 0 })
  expect(await calls.get('/cgi-bin/template/get_industry')).toMatchObject({
    primary_industry: { first_class: '餐饮', second_class: '餐饮' },
    secondary_industry: { first_class: 'IT科技' },
  })
  expect(await set('10', '2')).toMatchObject({ errcode: 43100 })
  sandbox.clock.set({ at: Date.parse('2026-11-30T16:00:00Z') })
  expect(await set('10', '2')).toMatchObject({ errcode: 0 })
})

it('adds category templates by their keywords, sends them and deletes them', async () => {
  const { template_id } = await add('1001', ['单号', '发货时间'])
  const { template_list } = await calls.get('/cgi-bin/template/get_all_private_template')
  expect(template_list).toContainEqual(
    expect.objectContaining({ template_id, title: '发货通知', content: '单号:{{character_string1.DATA}}\n发货时间:{{time3.DATA}}\n' }),
  )
  await sandbox.person('lin').follow('service')
  const message = {
    touser: sandbox.person('lin').openids.service,
    template_id,
    data: { character_string1: { value: 'A1' }, time3: { value: '10:00' } },
  }
  expect(await calls.post('/cgi-bin/message/template/send', message)).toMatchObject({ errcode: 0 })
  const remove = () => calls.post('/cgi-bin/template/del_private_template', { template_id })
  expect(await remove()).toMatchObject({ errcode: 0 })
  expect(await remove()).toMatchObject({ errcode: 40037 })
  expect(await calls.post('/cgi-bin/message/template/send', message)).toMatchObject({ errcode: 40037 })
})

it('refuses old templates, unknown numbers and keywords, and the twenty-sixth', async () => {
  for (const old of ['TM00015', 'OPENTM12345']) expect(await add(old)).toMatchObject({ errcode: 40247 })
  expect(await add('9', ['单号'])).toMatchObject({ errcode: 40037 })
  expect(await add('1001', ['颜色'])).toMatchObject({ errcode: 40246 })
  expect(await add('1001')).toMatchObject({ errcode: 40246 })
  for (let n = 1; n < 25; n++) expect(await add('1001', ['单号'])).toHaveProperty('template_id')
  expect(await add('1001', ['单号'])).toMatchObject({ errcode: 45026 })
  expect(await callsOf(sandbox, 'subscription').get('/cgi-bin/template/get_industry')).toMatchObject({ errcode: 48001 })
})

it('makes a repeat within ten minutes harmless by client_msg_id', async () => {
  await sandbox.person('lin').follow('service')
  const data = { character_string1: { value: 'A1' }, thing2: { value: '茶' } }
  const send = (client_msg_id?: string) =>
    calls.post('/cgi-bin/message/template/send', {
      touser: sandbox.person('lin').openids.service,
      template_id: 'TPL_ORDER_SHIPPED',
      data,
      client_msg_id,
    })
  const first = await send('a1')
  expect((await send('a1')).msgid).toBe(first.msgid)
  expect((await send('a2')).msgid).not.toBe(first.msgid)
  sandbox.clock.set({ by: 600_000 })
  expect((await send('a1')).msgid).not.toBe(first.msgid)
  expect(
    sandbox
      .person('lin')
      .received()
      .filter(({ by }) => by === 'template'),
  ).toHaveLength(3)
})

it('holds a message with a risky word back, and tells about it', async () => {
  await sandbox.person('lin').follow('service')
  const touser = sandbox.person('lin').openids.service
  const data = { character_string1: { value: 'A1' }, thing2: { value: '代开发票' } }
  const send = () => calls.post('/cgi-bin/message/template/send', { touser, template_id: 'TPL_ORDER_SHIPPED', data })
  await send()
  await send()
  await sandbox.callbacks.settled()
  expect(product.events('TEMPLATESENDJOBFINISH')).toMatchObject([{ Status: 'failed: system failed' }, { Status: 'failed: system failed' }])
  expect(
    sandbox
      .person('lin')
      .received()
      .filter(({ by }) => by === 'template'),
  ).toEqual([])
  const read = (largest_id: number, limit = 1) =>
    calls.post('/wxa/sec/queryblocktmplmsg', { tmpl_msg_id: 'TPL_ORDER_SHIPPED', largest_id, limit })
  const [one] = (await read(0)).msginfo as { id: number; openid: string }[]
  expect(one).toMatchObject({ openid: touser, title: '发货通知' })
  expect((await read(one!.id, 100)).msginfo).toHaveLength(1)
  expect(await read(0, 101)).toMatchObject({ errcode: 40035 })
  expect(await calls.post('/wxa/sec/queryblocktmplmsg', { tmpl_msg_id: 'none', largest_id: 0, limit: 1 })).toMatchObject({ errcode: 40037 })
})

it('shows the library by category, page and keyword', async () => {
  expect(await calls.get('/wxaapi/newtmpl/getcategory')).toMatchObject({ data: [{ id: 307 }, { id: 612 }, { id: 616 }] })
  const titles = (query: string) => calls.get(`/wxaapi/newtmpl/getpubtemplatetitles?${query}`)
  expect(await titles('ids=307,612&start=1&limit=2')).toMatchObject({ count: 4, data: [{ tid: 1002 }, { tid: 1003, categoryId: '612' }] })
  expect(await titles('ids="616"&start=0&limit=30')).toMatchObject({ data: [{ type: 2 }, { type: 3 }] })
  expect(await titles('ids=&start=0&limit=1')).toMatchObject({ errcode: 200018 })
  expect(await titles('ids=1&start=0&limit=1')).toMatchObject({ errcode: 200019 })
  expect(await titles('ids=307&start=-1&limit=1')).toMatchObject({ errcode: 200016 })
  expect(await titles('ids=307&start=0&limit=31')).toMatchObject({ errcode: 200017 })
  expect(await calls.get('/wxaapi/newtmpl/getpubtemplatekeywords?tid=1001')).toMatchObject({
    count: 5,
    data: [{ kid: 1, name: '单号', rule: 'character_string' }, {}, {}, {}, {}],
  })
  expect(await calls.get('/wxaapi/newtmpl/getpubtemplatekeywords?tid=1')).toMatchObject({ errcode: 200014 })
})

it('sends one message of the old kind for each accept of its page', async () => {
  const touser = sandbox.person('lin').openids.service
  const send = (more: Record<string, unknown> = {}) =>
    calls.post('/cgi-bin/message/template/subscribe', {
      touser,
      template_id: 'T1',
      scene: '7',
      title: '到货',
      data: { content: { value: '白茶到货' } },
      ...more,
    })
  expect(await send()).toMatchObject({ errcode: 43101 })
  await sandbox.act('subscribe-once', 'lin', { template: 'T1', scene: 7 })
  for (const [more, errcode] of [
    [{ touser: 'nobody' }, 40003],
    [{ template_id: '' }, 40037],
    [{ scene: '10001' }, 40035],
    [{ title: '到'.repeat(16) }, 45003],
    [{ data: {} }, 47003],
    [{ data: { content: { value: '茶'.repeat(201) } } }, 47003],
    [{ scene: '8' }, 43101],
  ] as const)
    expect(await send(more)).toMatchObject({ errcode })
  expect(await send()).toMatchObject({ errcode: 0 })
  expect(await send()).toMatchObject({ errcode: 43101 })
  expect(sandbox.person('lin').received()).toMatchObject([{ by: 'subscribe', content: { title: '到货' } }])
})
