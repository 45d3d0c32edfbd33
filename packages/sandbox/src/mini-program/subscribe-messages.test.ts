import { describe, expect, it } from 'vitest'
import { heardAccount } from '../testing/worlds.ts'

const { sandbox, calls: mini, heard } = await heardAccount('mini-program')
const take = async (tid: number, kidList: number[]) =>
  String((await mini.post('/wxaapi/newtmpl/addtemplate', { tid, kidList, sceneDesc: '测试' })).priTmplId)
const send = async (template_id: string, data: Record<string, string>, more: object = {}) =>
  (
    await mini.post('/cgi-bin/message/subscribe/send', {
      touser: sandbox.person('lin').openids.mini_program,
      template_id,
      data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, { value }])),
      ...more,
    })
  ).errcode
const booking = { thing1: '品茶课', time2: '19:00' }

describe('consent', () => {
  it('is one message for a one-time template, and nothing at all once turned off in the settings', async () => {
    await sandbox.person('lin').consent('TPL_BOOKING')
    await sandbox.person('lin').consent('TPL_BOOKING')
    expect(await send('TPL_BOOKING', booking)).toBe(0)
    expect((await sandbox.act('consent', 'lin', { template: 'TPL_BOOKING', by: 'settings' })).stock).toBe(0)
    expect(await send('TPL_BOOKING', booking)).toBe(43101)
    await heard.pass(0)
    expect(heard.events('subscribe_msg_sent_event')).toHaveLength(1)
    expect(heard.events('subscribe_msg_change_event')[0]!.List).toEqual({ TemplateId: 'TPL_BOOKING', SubscribeStatusString: 'reject' })
  })

  it('of a long-term template is as many as one likes, until it is refused', async () => {
    const queue = await take(1006, [1, 2])
    const data = { character_string1: 'A12', phrase2: '叫号中' }
    expect(await send(queue, data)).toBe(43101)
    await sandbox.person('lin').consent(queue)
    for (let n = 0; n < 3; n++) expect(await send(queue, data)).toBe(0)
    await sandbox.person('lin').consent(queue, 'reject')
    expect(await send(queue, data)).toBe(43101)
  })

  it('is asked for five templates at most, of one kind, with different titles', async () => {
    const ask = (template: string) => sandbox.act('consent', 'lin', { template })
    const [shipped, stock, queue] = [await take(1001, [1, 2]), await take(1003, [1, 2]), await take(1006, [1, 2])]
    const same = await take(1001, [1, 3])
    await expect(ask('none')).rejects.toThrow('20001')
    await expect(ask(`${shipped},${queue}`)).rejects.toThrow('20002')
    await expect(ask(Array(6).fill(shipped).join())).rejects.toThrow('20003')
    expect(await ask(`${shipped},${stock},${same}`)).toMatchObject({ filtered: [same] })
    await heard.pass(0)
    expect(heard.events('subscribe_msg_popup_event')[0]!.List).toMatchObject([
      { TemplateId: shipped },
      { TemplateId: stock, PopupScene: '0' },
    ])
    expect(await send(same, { character_string1: '1', time3: '10:00' })).toBe(43101)
  })

  it('two messages to one person at once are 43108', async () => {
    await sandbox.person('lin').consent('TPL_BOOKING')
    await sandbox.person('lin').consent('TPL_BOOKING')
    await mini.get('/wxaapi/newtmpl/gettemplate')
    sandbox.realm.account('mini-program').faults = { latencyMs: 300 }
    const both = await Promise.all([send('TPL_BOOKING', booking), send('TPL_BOOKING', booking)])
    expect(both.sort()).toEqual([0, 43108])
    sandbox.realm.account('mini-program').faults = {}
    expect(await send('TPL_BOOKING', booking)).toBe(0)
  })
})

describe('values', () => {
  it.each([
    ['thing', '茶'.repeat(21), '茶'.repeat(20)],
    ['thing', 'a\nb', 'a b'],
    ['number', '12a', '12.5'],
    ['letter', 'a1', 'abc'],
    ['symbol', '茶', '¥%'],
    ['character_string', '单号1', 'A-1'],
    ['time', '明天', '2019年10月1日 15:01'],
    ['time', '10:00~', '10:00~12:00'],
    ['date', '15:01', '2019-10-01'],
    ['date', '2019-10/01', '10月1日 15:01'],
    ['amount', '¥12345678901', '¥68.00元'],
    ['phone_number', '12345678901234567890', '+86-0766-66888866'],
    ['car_number', '粤A8Z888挂挂挂', '粤A8Z888挂'],
    ['name', '一二三四五六七八九十百', '张三'],
    ['phrase', '配送中ing', '配送中'],
  ])('%s may not be %j but %j', async (kind, bad, good) => {
    const template = { title: kind, content: `值:{{${kind}1.DATA}}\n`, kind: 'subscribe' as const, type: 3 as const }
    sandbox.realm.account('mini-program').templates.set('TPL_VALUE', template)
    await sandbox.person('lin').consent('TPL_VALUE')
    expect(await send('TPL_VALUE', { [`${kind}1`]: bad })).toBe(47003)
    expect(await send('TPL_VALUE', { [`${kind}1`]: good })).toBe(0)
  })

  it('of an enum are those of its list; sensitive words are 45168', async () => {
    const stock = await take(1003, [1, 5])
    const { data } = (await mini.get('/wxaapi/newtmpl/gettemplate')) as unknown as {
      data: { priTmplId: string; keywordEnumValueList?: unknown[] }[]
    }
    expect(data.find(({ priTmplId }) => priTmplId === stock)!.keywordEnumValueList).toEqual([
      { keywordCode: 'enum_string5.DATA', enumValueList: ['自提', '同城配送', '快递'] },
    ])
    await sandbox.person('lin').consent(stock)
    expect(await send(stock, { thing1: '白茶', enum_string5: '飞鸽' })).toBe(47003)
    expect(await send(stock, { thing1: '赌博', enum_string5: '快递' })).toBe(45168)
    expect(await send(stock, { thing1: '白茶', enum_string5: '快递' })).toBe(0)
  })

  it.each([
    [{ template_id: 'none' }, 40037],
    [{ touser: 'nobody' }, 40003],
    [{ miniprogram_state: 'beta' }, 47003],
    [{ lang: 'fr_FR' }, 47003],
  ])('with %j are refused by %i', async (more, errcode) => {
    await sandbox.person('lin').consent('TPL_BOOKING')
    expect(await send('TPL_BOOKING', booking, more)).toBe(errcode)
  })
})

it.each([
  [{ tid: 9 }, 200014],
  [{ kidList: [1] }, 200020],
  [{ kidList: [1, 9] }, 200020],
  [{ kidList: [1, 1] }, 200020],
  [{ sceneDesc: '一二三四五六七八九十一二三四五六' }, 200021],
])('a template with %j is refused by %i', async (more, errcode) => {
  expect((await mini.post('/wxaapi/newtmpl/addtemplate', { tid: 1001, kidList: [1, 2], ...more })).errcode).toBe(errcode)
})

it('the same template is taken once, and deleted once', async () => {
  const shipped = await take(1001, [1, 2])
  expect((await mini.post('/wxaapi/newtmpl/addtemplate', { tid: 1001, kidList: [2, 1] })).errcode).toBe(200022)
  expect((await mini.post('/wxaapi/newtmpl/deltemplate', { priTmplId: shipped })).errcode).toBe(0)
  expect((await mini.post('/wxaapi/newtmpl/deltemplate', { priTmplId: shipped })).errcode).toBe(40037)
})
