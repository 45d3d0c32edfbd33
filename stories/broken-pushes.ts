/** Pushes that WeChat would never send, each with the status, the counted reason and a word of what the answer says. */
import { createCipheriv } from 'node:crypto'
import { createCallbackCodec, signMessage } from '@wematrix/wechat'

export const account = { token: 'storytoken', encodingAesKey: '0123456789abcdefghijklmnopqrstuvwxyzABCDEFE', appId: 'wx00000000000000cc' }
const codec = createCallbackCodec(account)
const nowSeconds = () => Math.floor(Date.now() / 1000)
const message = (more: Record<string, string | number> = {}) => ({
  ToUserName: 'gh_story',
  FromUserName: 'o_story',
  CreateTime: nowSeconds(),
  MsgType: 'text',
  Content: 'hi',
  MsgId: '7',
  ...more,
})

export type Push = { query: Record<string, string>; body: string | Buffer }

/** A push with a right signature around whatever text or bytes. */
function sealed(inner: string | Buffer): Push {
  const bytes = Buffer.from(inner)
  const key = Buffer.from(`${account.encodingAesKey}=`, 'base64')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  const frame = Buffer.concat([Buffer.alloc(16, 'r'), length, bytes, Buffer.from(account.appId)])
  const pad = 32 - (frame.length % 32)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const encrypt = Buffer.concat([cipher.update(Buffer.concat([frame, Buffer.alloc(pad, pad)])), cipher.final()]).toString('base64')
  const timestamp = String(nowSeconds())
  return {
    query: { timestamp, nonce: 'n', encrypt_type: 'aes', msg_signature: signMessage(account.token, timestamp, 'n', encrypt) },
    body: `<xml><Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`,
  }
}

/** One that is right. */
export const good = () => codec.forgePush(message())
const xml = (fields: string) => `<xml><FromUserName>o_story</FromUserName><MsgType>text</MsgType>${fields}</xml>`
const laughs = `<!DOCTYPE x [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, i) => `<!ENTITY ${String.fromCharCode(98 + i)} "${`&${String.fromCharCode(97 + i)};`.repeat(10)}">`).join('')}]>`

/** What is wrong, how it is sent, the status, the counted reason, and a word of what the answer says. */
export const brokenPushes: [what: string, push: () => Push, status: number, reason: string, says: RegExp][] = [
  ['an envelope cut in a tag', () => ({ ...good(), body: good().body.slice(0, 20) }), 400, 'bad_xml', /cut/],
  ['an envelope cut where a CDATA begins', () => ({ ...good(), body: good().body.slice(0, 55) }), 400, 'bad_xml', /cut/],
  ['a message cut inside', () => sealed('<xml><FromUserName><![CDATA[o_st'), 400, 'bad_xml', /cut/],
  ['a JSON message cut inside', () => sealed('{"FromUserName":"o_st'), 400, 'bad_json', /cut/],
  ['an empty message', () => sealed(''), 400, 'bad_xml', /empty/],
  ['an empty body', () => ({ ...good(), body: '' }), 400, 'bad_xml', /empty/],
  ['text that is no message', () => sealed('hello'), 400, 'bad_xml', /neither XML nor JSON/],
  ['a message without a type', () => sealed('<xml><A>1</A></xml>'), 400, 'no_message', /MsgType/],
  [
    'wrong signatures',
    () => ({ ...good(), query: { ...good().query, signature: 'f'.repeat(40), msg_signature: 'f'.repeat(40) } }),
    401,
    'bad_signature',
    /Token/,
  ],
  [
    'a body that was changed on its way',
    () => ({ ...good(), query: { ...good().query, msg_signature: 'f'.repeat(40) } }),
    401,
    'altered',
    /something on the way changed it/,
  ],
  ['no signature', () => ({ query: { encrypt_type: 'aes' }, body: good().body }), 401, 'bad_signature', /msg_signature/],
  [
    'a push for another account',
    () => createCallbackCodec({ ...account, appId: 'wx00000000000000dd' }).forgePush(message()),
    403,
    'wrong_appid',
    /set the callback address at the right account/,
  ],
  ['a clear body at a safe address', () => codec.forgePush(message(), { mode: 'plain' }), 400, 'not_encrypted', /same mode on both sides/],
  ['10 MB', () => ({ ...good(), body: Buffer.alloc(10 << 20, 'x') }), 413, 'too_large', /at most 1 MB/],
  ['a billion laughs in the envelope', () => ({ ...good(), body: `${laughs}<xml>&t;</xml>` }), 400, 'bad_xml', /entities/],
  ['a billion laughs in the message', () => sealed(`${laughs}${xml('<Content>&t;</Content>')}`), 400, 'bad_xml', /entities/],
  ['a file as an entity', () => sealed(`<!DOCTYPE x SYSTEM "file:///etc/passwd">${xml('')}`), 400, 'bad_xml', /document type/],
  ['ten thousand levels', () => sealed('<a>'.repeat(10_000)), 400, 'bad_xml', /deeper than 32/],
  ['an envelope that is not UTF-8', () => ({ ...good(), body: Buffer.from([60, 0xff, 0xfe]) }), 400, 'bad_utf8', /UTF-8/],
  ['a message that is not UTF-8', () => sealed(Buffer.from([...Buffer.from('<xml>'), 0xc3, 0x28])), 400, 'bad_utf8', /UTF-8/],
  ['a time two days ahead', () => codec.forgePush(message({ CreateTime: nowSeconds() + 172_800 })), 400, 'timestamp_in_future', /clock/],
  ['a time in 1970', () => codec.forgePush(message({ CreateTime: 12 })), 400, 'timestamp_too_old', /Unix seconds/],
  ['a time in milliseconds', () => codec.forgePush(message({ CreateTime: Date.now() })), 400, 'timestamp_in_future', /clock/],
]
