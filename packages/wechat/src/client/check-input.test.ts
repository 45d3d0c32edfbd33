import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDraft,
  addMaterial,
  allEndpoints,
  type Check,
  characters,
  checkInput,
  createMenu,
  createQrCode,
  createShortKey,
  createTag,
  type EndpointRow,
  getPaidUnionid,
  getUserInfos,
  getUserSummary,
  listOrders,
  sendMassTo,
  sendSubscribeMessage,
  uploadTemporaryMedia,
  utf8Bytes,
  WechatInputError,
} from '../index.ts'

const row = (...checks: Check[]): EndpointRow => ({ method: 'POST', path: '/test', auth: 'none', accounts: [], source: 'test', checks })
const complaint = (of: EndpointRow, input: object): WechatInputError | undefined => {
  try {
    checkInput(of, input)
  } catch (error) {
    if (error instanceof WechatInputError) return error
    throw error
  }
  return undefined
}
const passes = (of: EndpointRow, input: object) => complaint(of, input) === undefined

/** Letters, Chinese, emoji, joined emoji, halves of pairs. */
const text = fc
  .array(fc.constantFrom('a', 'é', '茶', '𠮷', '😀', '👨‍👩‍👧', '\ud83d', '\ude00', '\n'), { maxLength: 40 })
  .map(parts => parts.join(''))

describe('counting', () => {
  it('agrees with what travels: bytes of UTF-8', () => fc.assert(fc.property(text, value => utf8Bytes(value) === Buffer.byteLength(value))))
  it('takes a surrogate pair as one character', () => {
    expect([characters('茶'), characters('😀'), characters('𠮷野家'), characters('👨‍👩‍👧')]).toEqual([1, 1, 3, 5])
    expect([utf8Bytes('茶'), utf8Bytes('😀'), utf8Bytes('é'), utf8Bytes('\ud83d')]).toEqual([3, 4, 2, 3])
  })
})

describe('an edge', () => {
  it('of bytes passes at n and not at n + 1', () =>
    fc.assert(
      fc.property(text, value => {
        const n = Buffer.byteLength(value)
        expect(passes(row({ at: 'a', maxBytes: n }), { a: value })).toBe(true)
        if (n > 0)
          expect(complaint(row({ at: 'a', maxBytes: n - 1 }), { a: value })).toMatchObject({
            field: 'a',
            limit: `at most ${n - 1} bytes of UTF-8`,
            found: `${n} bytes of UTF-8`,
          })
      }),
    ))
  it('of characters passes at n and not at n + 1', () =>
    fc.assert(
      fc.property(text, value => {
        const n = [...value].length
        expect(passes(row({ at: 'a', maxChars: n }), { a: value })).toBe(true)
        if (n > 0) expect(complaint(row({ at: 'a', maxChars: n - 1 }), { a: value })?.found).toBe(`${n} characters`)
        expect(passes(row({ at: 'a', minChars: n + 1 }), { a: value })).toBe(false)
      }),
    ))
  it('of a list passes at n and not at n + 1', () =>
    fc.assert(
      fc.property(fc.array(fc.string()), fc.nat(20), (list, max) => {
        expect(passes(row({ at: 'a', maxItems: max }), { a: list })).toBe(list.length <= max)
        expect(passes(row({ at: 'a', minItems: max }), { a: list })).toBe(list.length >= max)
      }),
    ))
  it('of a number passes inside', () =>
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.integer(), (n, a, b) => {
        const [min, max] = [Math.min(a, b), Math.max(a, b)]
        expect(passes(row({ at: 'a', min, max }), { a: n })).toBe(n >= min && n <= max)
        expect(passes(row({ at: 'a', min, max }), { a: String(n) })).toBe(n >= min && n <= max)
      }),
    ))
  it('never stops an absent field that is not required, and always one that is', () => {
    for (const a of [undefined, null, '']) {
      expect(passes(row({ at: 'a', maxBytes: 1, pattern: { test: /x/, zh: '', en: '' }, oneOf: [1] }), { a })).toBe(true)
      expect(complaint(row({ at: 'a', required: true }), { a })).toMatchObject({ limit: 'required', found: 'nothing' })
    }
  })
})

describe('a path', () => {
  it('reaches every item and names the one that is wrong', () => {
    const name = '😀'.repeat(15)
    const menu = (sub: string) => ({
      button: [
        {
          name: '服务',
          sub_button: [
            { type: 'click', name: 'a', key: 'k' },
            { type: 'click', name: sub, key: 'k' },
          ],
        },
      ],
    })
    expect(passes(createMenu.row, menu(name))).toBe(true)
    expect(complaint(createMenu.row, menu(`${name}a`))).toMatchObject({
      endpoint: 'POST /cgi-bin/menu/create',
      field: 'button[0].sub_button[1].name',
      limit: 'at most 60 bytes of UTF-8',
      found: '61 bytes of UTF-8',
      words: { zh: 'button[0].sub_button[1].name：要求最多 60 字节（UTF-8），实际为61 字节（UTF-8）。' },
    })
  })
  it('may depend on what stands beside it or at the top', () => {
    expect(complaint(createMenu.row, { button: [{ type: 'view', name: '门店' }] })?.field).toBe('button[0].url')
    const code = (action_name: string, scene: object) => ({ action_name, action_info: { scene } })
    expect(passes(createQrCode.row, code('QR_LIMIT_SCENE', { scene_id: 100_000 }))).toBe(true)
    expect(passes(createQrCode.row, code('QR_LIMIT_SCENE', { scene_id: 100_001 }))).toBe(false)
    expect(passes(createQrCode.row, code('QR_SCENE', { scene_id: 100_001 }))).toBe(true)
    expect(complaint(createQrCode.row, code('QR_STR_SCENE', {}))?.field).toBe('action_info.scene.scene_str')
    expect(passes(createQrCode.row, code('QR_STR_SCENE', { scene_str: '茶'.repeat(64) }))).toBe(true)
    expect(passes(createQrCode.row, code('QR_STR_SCENE', { scene_str: '茶'.repeat(65) }))).toBe(false)
  })
})

describe('fields that stand together', () => {
  it('are asked for in words', () => {
    expect(passes(getPaidUnionid.row, { openid: 'o', transaction_id: '4' })).toBe(true)
    expect(passes(getPaidUnionid.row, { openid: 'o', mch_id: '1', out_trade_no: 'n' })).toBe(true)
    expect(complaint(getPaidUnionid.row, { openid: 'o' })).toMatchObject({
      field: 'transaction_id, out_trade_no',
      limit: 'at least one of them',
    })
    expect(complaint(getPaidUnionid.row, { openid: 'o', out_trade_no: 'n' })).toMatchObject({
      field: 'mch_id, out_trade_no',
      limit: 'all of them or none',
      found: 'out_trade_no',
    })
  })
  it('span no more days or seconds than WeChat allows', () => {
    const days = (begin_date: string, end_date: string) => complaint(getUserSummary.row, { begin_date, end_date })
    expect(days('2026-11-01', '2026-11-07')).toBeUndefined()
    expect(days('2026-10-28', '2026-11-03')).toBeUndefined()
    expect(days('2026-11-01', '2026-11-08')).toMatchObject({ limit: 'at most 7 days', found: '8 days' })
    expect(days('2026-11-02', '2026-11-01')?.limit).toBe('the end is not before the start')
    expect(days('20261101', '20261102')).toMatchObject({ field: 'begin_date', limit: 'YYYY-MM-DD' })
    const orders = (seconds: number) =>
      passes(listOrders.row, { page_size: 100, create_time_range: { start_time: 1, end_time: 1 + seconds } })
    expect([orders(604_800), orders(604_801)]).toEqual([true, false])
  })
})

it('weighs uploads by kind', () => {
  const media = (bytes: number) => ({ filename: 'a', contentType: 'image/jpeg', data: new Uint8Array(bytes) })
  expect(passes(uploadTemporaryMedia.row, { type: 'thumb', media: media(65_536) })).toBe(true)
  expect(complaint(uploadTemporaryMedia.row, { type: 'thumb', media: media(65_537) })).toMatchObject({
    field: 'media',
    found: '65537 bytes',
  })
  expect(complaint(addMaterial.row, { type: 'video', media: media(1) })?.field).toBe('description')
})

describe('values of templates', () => {
  const message = (key: string, value: string) =>
    passes(sendSubscribeMessage.row, { touser: 'o', template_id: 't', data: { [key]: { value } } })
  it.each([
    ['thing1', '茶'.repeat(20), '茶'.repeat(21)],
    ['thing1', '😀'.repeat(20), '😀'.repeat(21)],
    ['thing1', '已发货', '第一行\n第二行'],
    ['number1', '9'.repeat(32), '9'.repeat(33)],
    ['number1', '12.50', '12元'],
    ['letter1', 'a'.repeat(32), 'a'.repeat(33)],
    ['symbol1', '+++++', '++++++'],
    ['character_string1', 'SO20261122', 'SO订单'],
    ['time1', '2019年10月1日 15:01', '明天'],
    ['date2', '2019-10-01~2019-10-08', '下周'],
    ['amount1', '¥1234567890.00元', '¥12345678901'],
    ['phone_number1', '+86-0766-66888866', '+86-0766-668888661'],
    ['car_number1', '粤A8Z888挂', '粤A8Z888挂挂挂'],
    ['name1', '十个汉字的姓名可以的', '十一个汉字的姓名不可以'],
    ['name1', 'a'.repeat(20), 'a'.repeat(21)],
    ['phrase3', '已发货', '配送 ok'],
    ['enum_string1', 'anything', '\u0007'],
  ])('%s takes %j and not %j', (key, good, bad) => expect([message(key, good), message(key, bad)]).toEqual([true, false]))
  it('name the key', () =>
    expect(complaint(sendSubscribeMessage.row, { touser: 'o', template_id: 't', data: { phrase3: { value: 'x' } } })?.field).toBe(
      'data.phrase3.value',
    ))
})

it.each([
  [
    addDraft.row,
    { articles: [{ title: '题'.repeat(32), content: '<p>x</p>', thumb_media_id: 'M' }] },
    { articles: [{ title: '题'.repeat(33), content: 'x', thumb_media_id: 'M' }] },
  ],
  [
    addDraft.row,
    { articles: [{ article_type: 'newspic', title: 'a', content: 'x', image_info: { image_list: [{ image_media_id: 'M' }] } }] },
    { articles: [{ title: 'a', content: 'x' }] },
  ],
  [
    addDraft.row,
    { articles: Array.from({ length: 8 }, () => ({ title: 'a', content: 'x', thumb_media_id: 'M' })) },
    { articles: Array.from({ length: 9 }, () => ({ title: 'a', content: 'x', thumb_media_id: 'M' })) },
  ],
  [createShortKey.row, { long_data: '茶'.repeat(1365) }, { long_data: '茶'.repeat(1366) }],
  [createTag.row, { tag: { name: '标'.repeat(30) } }, { tag: { name: '标'.repeat(31) } }],
  [
    getUserInfos.row,
    { user_list: Array.from({ length: 100 }, () => ({ openid: 'o' })) },
    { user_list: Array.from({ length: 101 }, () => ({ openid: 'o' })) },
  ],
  [
    sendMassTo.row,
    { touser: ['a', 'b'], msgtype: 'text', text: { content: 'x' }, clientmsgid: 'x'.repeat(32) },
    { touser: ['a'], msgtype: 'text', text: { content: 'x' } },
  ],
] as const)('the documented edge of %o', (of, good, bad) => expect([complaint(of, good), passes(of, bad)]).toEqual([undefined, false]))

it('every check of the table reads a path and can be evaluated', () => {
  const checked = allEndpoints.filter(({ endpoint }) => endpoint.row.checks)
  expect(checked.length).toBeGreaterThan(150)
  for (const { endpoint } of checked) expect(() => complaint(endpoint.row, {}), endpoint.row.path).not.toThrow()
})
