import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseXml, writeXml, type XmlInputFields } from '../callback/index.ts'
import { parseJson } from '../json.ts'
import { dedupeKey } from './dedupe-key.ts'
import { normalizeMessage } from './normalize.ts'

const envelope = { ToUserName: 'gh_1', FromUserName: 'oTest_0001', CreateTime: 1_763_800_000 }
const fromXml = (fields: XmlInputFields) => normalizeMessage(parseXml(writeXml({ ...envelope, ...fields })))
const fromJson = (text: string) => normalizeMessage(parseJson(text) as Record<string, unknown>)
const event = (Event: string, fields: XmlInputFields = {}) => fromXml({ MsgType: 'event', Event, ...fields })

describe('messages of people', () => {
  it('keep MsgId as text and what was written as it was written', () => {
    expect(fromXml({ MsgType: 'text', Content: ' 你好 \n', MsgId: '7234567890123456789', MsgDataId: 2247490001, Idx: 1 })).toEqual({
      ...envelope,
      kind: 'message',
      MsgType: 'text',
      Content: ' 你好 \n',
      MsgId: '7234567890123456789',
      MsgDataId: '2247490001',
      Idx: 1,
    })
  })
  it('have numbers where they measure', () => {
    const place = { MsgType: 'location', Location_X: '23.134521', Location_Y: '113.358803', Scale: '20', Label: '位置', MsgId: '1' }
    expect(fromXml(place)).toMatchObject({ kind: 'message', Location_X: 23.134521, Scale: 20, MsgId: '1' })
  })
  it.each(['image', 'voice', 'video', 'shortvideo', 'link', 'miniprogrampage'])('of type %s are known', MsgType => {
    expect(fromXml({ MsgType, MsgId: '1' }).kind).toBe('message')
  })
})

describe('events', () => {
  it('follow the spelling of the table whatever case arrives', () => {
    expect(event('scan', { EventKey: '123' })).toMatchObject({ kind: 'event', Event: 'SCAN', EventKey: '123' })
    expect(event('Subscribe')).toMatchObject({ Event: 'subscribe', EventKey: '' })
  })
  it('of the menu keep their details', () => {
    const SendPicsInfo = { Count: 2, PicList: { item: [{ PicMd5Sum: 'a' }, { PicMd5Sum: 'b' }] } }
    expect(event('pic_weixin', { EventKey: 'k', SendPicsInfo })).toMatchObject({
      SendPicsInfo: { Count: 2, PicList: [{ PicMd5Sum: 'a' }, { PicMd5Sum: 'b' }] },
    })
    const one = { Count: 1, PicList: { item: { PicMd5Sum: 'a' } } }
    expect(event('pic_weixin', { EventKey: 'k', SendPicsInfo: one })).toMatchObject({ SendPicsInfo: { PicList: [{ PicMd5Sum: 'a' }] } })
    expect(event('VIEW', { EventKey: 'https://x', MenuId: 430001 })).toMatchObject({ MenuId: '430001' })
  })
  it('of sends tell the outcome in one spelling', () => {
    expect(event('TEMPLATESENDJOBFINISH', { MsgID: 3900112233445566778n, Status: ' failed: System failed ' })).toMatchObject({
      MsgID: '3900112233445566778',
      Status: 'failed:system failed',
    })
  })
  it('of mass sends give counts and lists', () => {
    const ArticleUrlResult = { Count: 1, ResultList: { item: { ArticleIdx: 1, ArticleUrl: 'https://mp/s' } } }
    expect(event('MASSSENDJOBFINISH', { MsgID: '1000001625', Status: 'err(30003)', TotalCount: '0', ArticleUrlResult })).toMatchObject({
      Status: 'err(30003)',
      TotalCount: 0,
      ArticleUrlResult: { Count: 1, ResultList: [{ ArticleIdx: 1, ArticleUrl: 'https://mp/s' }] },
    })
  })
  it('of publishing trim ids and list failures', () => {
    const PublishEventInfo = {
      publish_id: '2247503051',
      publish_status: '0',
      article_id: '\n b5O2OUs25HBxRceL7hfReg \n',
      article_detail: { count: 1, item: { idx: 1, article_url: 'u' } },
      fail_idx: [1, 2],
    }
    expect(event('PUBLISHJOBFINISH', { PublishEventInfo })).toMatchObject({
      PublishEventInfo: {
        publish_id: '2247503051',
        publish_status: 0,
        article_id: 'b5O2OUs25HBxRceL7hfReg',
        article_detail: { count: 1, item: [{ idx: 1, article_url: 'u' }] },
        fail_idx: [1, 2],
      },
    })
  })
  it('of a third-party platform are told apart', () => {
    const push = normalizeMessage(
      parseXml(
        '<xml><AppId>wxc</AppId><CreateTime>1413192605</CreateTime><InfoType>unauthorized</InfoType><AuthorizerAppid>wxa</AuthorizerAppid></xml>',
      ),
    )
    expect(push).toMatchObject({ kind: 'component', InfoType: 'unauthorized', AuthorizerAppid: 'wxa', CreateTime: 1413192605 })
  })
})

describe('subscription events', () => {
  const accept = { TemplateId: 'TPL_A', SubscribeStatusString: 'accept', PopupScene: 1 }
  const json = (list: unknown) =>
    fromJson(JSON.stringify({ ...envelope, MsgType: 'event', Event: 'subscribe_msg_popup_event', List: list }))

  it('are the same from an object, an array and XML, with or without the right wrapper', () => {
    const wanted = { kind: 'event', Event: 'subscribe_msg_popup_event', List: [accept] }
    expect(json({ ...accept, PopupScene: '1' })).toMatchObject(wanted)
    expect(json([accept])).toMatchObject(wanted)
    for (const wrapper of ['SubscribeMsgPopupEvent', 'SubscribeMsgChangeEvent'])
      expect(event('subscribe_msg_popup_event', { [wrapper]: { List: [accept] } })).toEqual({ ...envelope, MsgType: 'event', ...wanted })
  })
  it('keep every entry', () => {
    const two = [accept, { ...accept, TemplateId: 'TPL_B' }]
    expect(event('subscribe_msg_popup_event', { SubscribeMsgPopupEvent: { List: two } })).toMatchObject({ List: two })
  })
  it('tell the result of a send', () => {
    const List = { TemplateId: 'T', MsgID: '1864323726461255680', ErrorCode: '0', ErrorStatus: 'success' }
    expect(event('subscribe_msg_sent_event', { SubscribeMsgSentEvent: { List } })).toMatchObject({
      List: [{ MsgID: '1864323726461255680', ErrorCode: 0 }],
    })
  })
})

describe('shop events', () => {
  it('keep bare 19-digit ids', () => {
    const text =
      '{"ToUserName":"gh_demo","FromUserName":"oShop_u1","CreateTime":1795334400,"MsgType":"event","Event":"channels_ec_order_new","order_info":{"order_id":3720000000000000123}}'
    expect(fromJson(text)).toMatchObject({ kind: 'event', order_info: { order_id: '3720000000000000123' } })
  })
  it('give numbers for text times', () => {
    expect(event('channels_ec_order_pay', { order_info: { order_id: '1', pay_time: '1658509200' } })).toMatchObject({
      order_info: { order_id: '1', pay_time: 1658509200 },
    })
  })
})

describe('what is not known', () => {
  it('is kept with all its fields', () => {
    expect(event('brand_new_event', { Thing: { item_id: 12 }, Note: ' n ' })).toEqual({
      ...envelope,
      kind: 'unknown',
      MsgType: 'event',
      Event: 'brand_new_event',
      Thing: { item_id: '12' },
      Note: 'n',
    })
    expect(fromXml({ MsgType: 'hologram', MsgId: '1' }).kind).toBe('unknown')
  })
  it('never throws', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fields => void dedupeKey(normalizeMessage(fields))))
    fc.assert(
      fc.property(
        fc.constantFrom('subscribe_msg_popup_event', 'PUBLISHJOBFINISH', 'TEMPLATESENDJOBFINISH', 'channels_ec_order_new'),
        fc.record({ List: fc.jsonValue(), PublishEventInfo: fc.jsonValue(), Status: fc.jsonValue(), order_info: fc.jsonValue() }),
        (Event, fields) => void dedupeKey(normalizeMessage({ ...envelope, MsgType: 'event', Event, ...(fields as object) })),
      ),
    )
  })
})

describe('the key of repeats', () => {
  it('is MsgId, or what makes an event itself', () => {
    expect(dedupeKey(fromXml({ MsgType: 'text', MsgId: '7234567890123456789' }))).toBe('7234567890123456789')
    expect(dedupeKey(event('CLICK', { EventKey: 'K' }))).toBe('oTest_0001:1763800000:CLICK:K')
    expect(dedupeKey(event('channels_ec_order_new', { order_info: { order_id: 9 } }))).toBe('channels_ec_order_new:9:1763800000')
  })
  it('keeps two results of one second apart', () => {
    const key = (MsgID: string) => dedupeKey(event('TEMPLATESENDJOBFINISH', { MsgID, Status: 'success' }))
    expect(key('1')).not.toBe(key('2'))
  })
  it('is the same in XML and JSON', () => {
    const order = { MsgType: 'event', Event: 'channels_ec_order_deliver', order_info: { order_id: '3720000000000000123' } }
    expect(dedupeKey(fromXml(order))).toBe(dedupeKey(fromJson(JSON.stringify({ ...envelope, ...order }))))
  })
})
