import { decrypt as oracleDecrypt, encrypt as oracleEncrypt, getSignature as oracleSignature } from '@wecom/crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CallbackError, createCallbackCodec, decodeCallback, memoryNonces, type Reply, readQuery, writeXml } from './index.ts'

const key = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'
const otherKey = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFE'
const account = { token: 'spamtest', appId: 'wx2c2769f8efd9abc2', encodingAesKey: key }
const codec = createCallbackCodec(account)
const clock = { now: () => new Date(1_763_800_000_000) }
const follow = {
  ToUserName: 'gh_1',
  FromUserName: 'oTest_0001',
  CreateTime: 1_763_800_000,
  MsgType: 'event',
  Event: 'subscribe',
  EventKey: 'qrscene_店1',
}
const code = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    if (error instanceof CallbackError) return error.code
    throw error
  }
  return undefined
}

describe('a push', () => {
  for (const mode of ['plain', 'compat', 'safe'] as const)
    for (const format of ['xml', 'json'] as const)
      it(`opens in ${mode} mode as ${format}`, () => {
        const reader = createCallbackCodec({ ...account, mode })
        const push = reader.forgePush(follow, { format })
        const opened = reader.open(push.query, Buffer.from(push.body))
        expect(opened).toMatchObject({ message: { ...follow, kind: 'event' }, format, encrypted: mode !== 'plain', keyIndex: 0 })
      })

  it('opens from a raw query, a path, a search object and repeated parameters', () => {
    const push = codec.forgePush(follow)
    const text = new URLSearchParams(push.query).toString()
    const repeated = Object.fromEntries(Object.entries(push.query).map(([name, value]) => [name, [value]]))
    for (const query of [text, `?${text}`, `/callback/car_1?${text}#x`, new URLSearchParams(text), repeated])
      expect(codec.open(query, push.body).message.FromUserName).toBe('oTest_0001')
  })
  it('without encryption is refused by an account in safe mode', () => {
    const push = createCallbackCodec({ ...account, mode: 'plain' }).forgePush(follow)
    expect(code(() => codec.open(push.query, push.body))).toBe('not_encrypted')
  })
  it('that is encrypted is never taken by its plain signature', () => {
    const { query, body } = codec.forgePush(follow, { mode: 'compat' })
    const reader = createCallbackCodec({ ...account, mode: 'plain' })
    expect(code(() => reader.open({ ...query, msg_signature: '' }, body))).toBe('bad_signature')
    const sealed = codec.forgePush(follow)
    expect(
      code(() =>
        reader.open({ signature: sealed.query.signature, timestamp: sealed.query.timestamp, nonce: sealed.query.nonce }, sealed.body),
      ),
    ).toBe('bad_signature')
  })
  it('keeps ids beyond 2^53', () => {
    const order = { ...follow, Event: 'channels_ec_order_new', EventKey: undefined, order_info: { order_id: 3_720_000_000_000_000_123n } }
    const push = codec.forgePush(order, { format: 'json' })
    expect(codec.open(push.query, push.body).message).toMatchObject({ kind: 'event', order_info: { order_id: '3720000000000000123' } })
  })
})

describe('key rotation', () => {
  const rotated = createCallbackCodec({ ...account, encodingAesKey: otherKey, previousEncodingAesKey: key })

  it('answers with the key that decrypted', () => {
    const push = codec.forgePush(follow)
    const opened = rotated.open(push.query, push.body)
    expect(opened.keyIndex).toBe(1)
    expect(codec.openReply(rotated.reply(opened, { MsgType: 'text', Content: '欢迎' }))).toMatchObject({ fields: { Content: '欢迎' } })
  })
  it('prefers the current key', () => {
    const push = rotated.forgePush(follow)
    expect(rotated.open(push.query, push.body).keyIndex).toBe(0)
  })
  it('reports the current key’s failure when none fits', () => {
    const stranger = createCallbackCodec({ ...account, encodingAesKey: 'B'.repeat(43) })
    const push = stranger.forgePush(follow)
    expect(code(() => rotated.open(push.query, push.body))).toMatch(/^(bad_padding|bad_length|wrong_appid)$/)
  })
  it('takes the Token before the change too, says so, and answers signed with it', () => {
    const both = createCallbackCodec({ ...account, token: 'NewToken', previousToken: account.token })
    const push = codec.forgePush(follow)
    const opened = both.open(push.query, push.body)
    expect(opened).toMatchObject({ tokenIndex: 1, keyIndex: 0 })
    expect(codec.openReply(both.reply(opened, { MsgType: 'text', Content: '欢迎' }))).toMatchObject({ fields: { Content: '欢迎' } })
    expect(both.checkAddress(codec.forgeVerification('42'))).toEqual({ echo: '42', tokenIndex: 1 })
    expect(both.checkAddress(both.forgeVerification('43'))).toEqual({ echo: '43', tokenIndex: 0 })
    const stranger = createCallbackCodec({ ...account, token: 'Stranger' }).forgePush(follow)
    expect(code(() => both.open(stranger.query, stranger.body))).toBe('bad_signature')
  })
})

describe('freshness', () => {
  const strict = createCallbackCodec(account, { windowSeconds: 300, clock, nonces: memoryNonces({ clock }) })

  it('refuses what is older or newer than the window', () => {
    for (const timestamp of ['1763799699', '1763800301', 'soon']) {
      const push = codec.forgePush(follow, { timestamp })
      expect(code(() => strict.open(push.query, push.body))).toBe('stale_timestamp')
    }
  })
  it('refuses the same push twice', () => {
    const push = codec.forgePush(follow, { timestamp: '1763800300' })
    strict.open(push.query, push.body)
    expect(code(() => strict.open(push.query, push.body))).toBe('replayed')
  })
})

describe('a passive reply', () => {
  const replies: Reply[] = [
    { MsgType: 'text', Content: '小程序 ]]> <a href="x">&amp;</a> 😀' },
    { MsgType: 'image', Image: { MediaId: 'M1' } },
    { MsgType: 'voice', Voice: { MediaId: 'M1' } },
    { MsgType: 'video', Video: { MediaId: 'M1', Title: 't' } },
    { MsgType: 'music', Music: { ThumbMediaId: 'M1', MusicUrl: 'https://x/?a=1&b=2' } },
    { MsgType: 'transfer_customer_service', TransInfo: { KfAccount: 'kf@x' } },
    { MsgType: 'transfer_biz_ai_ivr' },
  ]
  for (const format of ['xml', 'json'] as const)
    it.each(replies)(`of type $MsgType arrives sealed as ${format}`, reply => {
      const push = codec.forgePush(follow, { format })
      const body = codec.reply(codec.open(push.query, push.body), reply)
      expect(codec.openReply(body)).toMatchObject({ fields: { ToUserName: 'oTest_0001', FromUserName: 'gh_1', ...reply } })
    })

  it('with articles counts and wraps them', () => {
    const push = codec.forgePush(follow)
    const Articles = [1, 2].map(n => ({ Title: `t${n}`, Description: 'd', PicUrl: 'p', Url: 'u' }))
    const read = codec.openReply(codec.reply(codec.open(push.query, push.body), { MsgType: 'news', Articles }))
    expect(read).toMatchObject({ fields: { ArticleCount: '2', Articles: { item: Articles } } })
  })
  it('stays in clear when the push was, and is "success" when there is nothing to say', () => {
    const plain = createCallbackCodec({ ...account, mode: 'plain' })
    const push = plain.forgePush(follow)
    const opened = plain.open(push.query, push.body)
    expect(plain.reply(opened, { MsgType: 'text', Content: 'hi' })).toContain('<Content><![CDATA[hi]]></Content>')
    expect(plain.reply(opened, undefined)).toBe('success')
  })
})

describe('against an independent library', () => {
  it('reads what it writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), text => {
        expect(codec.decrypt(oracleEncrypt(key, text, account.appId)).text).toBe(text)
      }),
    )
  })
  it('writes what it reads', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), text => {
        const sealed = codec.encrypt(text)
        expect(oracleDecrypt(key, sealed)).toMatchObject({ message: text, id: account.appId })
      }),
    )
  })
  it('signs alike', () => {
    fc.assert(
      fc.property(fc.nat(), nonce => {
        const { query, body } = codec.forgePush(follow, { timestamp: '1763800000', nonce: String(nonce) })
        const sealed = /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(body)?.[1] ?? ''
        expect(query.msg_signature).toBe(oracleSignature(account.token, '1763800000', String(nonce), sealed))
      }),
    )
  })
})

describe('decoding for a reader', () => {
  const push = codec.forgePush(follow)
  const decode = (change: object) => decodeCallback({ ...account, query: push.query, body: push.body, ...change })
  const error = (change: object) => {
    const decoded = decode(change)
    return decoded.ok ? undefined : decoded.error
  }

  it('gives the message', () => expect(decode({})).toMatchObject({ ok: true, message: { Event: 'subscribe' }, encrypted: true }))
  it('names a wrong token', () =>
    expect(error({ token: 'other' })).toMatchObject({ code: 'bad_signature', number: -40001, message: expect.stringMatching(/Token/) }))
  it('tells a changed body from a wrong token', () => {
    expect(error({ body: push.body.replace('Encrypt><![CDATA[', 'Encrypt><![CDATA[A') })?.message).toMatch(/Token is right/)
  })
  it('counts a short key', () =>
    expect(error({ encodingAesKey: 'short' })).toMatchObject({ code: 'bad_aes_key', message: expect.stringMatching(/5 characters.*43/) }))
  it('names both appids', () => {
    expect(error({ appId: 'wx0000' })).toMatchObject({ code: 'wrong_appid', message: expect.stringMatching(/wx2c2769f8efd9abc2.*wx0000/) })
  })
  it('asks for the key it needs', () => expect(error({ encodingAesKey: undefined })).toMatchObject({ code: 'bad_aes_key' }))
  it('says how old a push is', () =>
    expect(error({ windowSeconds: 60, clock: { now: () => new Date(0) } })).toMatchObject({ code: 'stale_timestamp' }))
  it('reads plain pushes', () => {
    const plain = createCallbackCodec({ ...account, mode: 'plain' }).forgePush(follow)
    expect(decode({ query: plain.query, body: plain.body })).toMatchObject({ ok: true, encrypted: false })
  })
})

describe('whatever arrives', () => {
  const signed = (text: string | Uint8Array) => {
    const plain = createCallbackCodec({ ...account, mode: 'plain' })
    const { query } = plain.forgePush(follow)
    return code(() => plain.open(query, text))
  }
  it('gives a typed error or a message, never anything else', () => {
    const pieces = fc.constantFrom(
      '<xml>',
      '</xml>',
      '<a>',
      '</a>',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '<?x',
      '?>',
      '&amp;',
      '&x;',
      '<!DOCTYPE',
      '{',
      '}',
      '"a":',
      '[',
      '1',
      'é',
      '\u0000',
    )
    const soup = fc.array(fc.oneof(pieces, fc.string({ maxLength: 5 })), { maxLength: 30 }).map(parts => parts.join(''))
    fc.assert(
      fc.property(
        fc.oneof(
          soup,
          soup.map(text => `<xml>${text}</xml>`),
          fc.json(),
          fc.uint8Array(),
        ),
        text => void signed(text),
      ),
      { numRuns: 2000 },
    )
  })
  it('that is cut is refused at every length', () => {
    const text = writeXml(follow)
    for (let length = 1; length < text.length; length++) expect(signed(text.slice(0, length))).toBe('bad_xml')
  })
  it('that is no UTF-8, too large, or deep is refused', () => {
    expect(signed(Uint8Array.of(0x3c, 0xff, 0xfe))).toBe('bad_utf8')
    expect(signed('x'.repeat(10 * 1024 * 1024 + 1))).toBe('too_large')
    expect(signed(`<xml>${'<a>'.repeat(100_000)}`)).toBe('bad_xml')
    expect(signed(`{"a":${'['.repeat(100_000)}`)).toBe('bad_json')
    expect(signed('<!DOCTYPE x [<!ENTITY a "aa">]><xml><a>&a;</a></xml>')).toBe('bad_xml')
  })
  it('of ten megabytes is read', () => {
    const plain = createCallbackCodec({ ...account, mode: 'plain' })
    const push = plain.forgePush({ ...follow, Content: 'x'.repeat(10_000_000) })
    expect(plain.open(push.query, push.body).fields.Content).toHaveLength(10_000_000)
    const sealed = codec.forgePush({ ...follow, Content: 'x'.repeat(7_000_000) })
    expect(codec.open(sealed.query, sealed.body).fields.Content).toHaveLength(7_000_000)
  })
})

it('reads a query whose values hold question marks, pluses and escapes', () => {
  expect(readQuery('nonce=1&echostr=a?b')).toMatchObject({ nonce: '1', echostr: 'a?b' })
  expect(readQuery('/p?nonce=a%2Bb+c&echostr=%zz')).toMatchObject({ nonce: 'a+b c', echostr: '%zz' })
})

it('checks an address both ways', () => {
  const query = codec.forgeVerification('4375120948345356249')
  expect(codec.verifyUrl(query)).toBe('4375120948345356249')
  expect(code(() => codec.verifyUrl({ ...query, signature: 'A'.repeat(40) }))).toBe('bad_signature')
  const wide = query.signature?.replace(/./g, digit => String.fromCharCode(digit.charCodeAt(0) + 0x100))
  expect(code(() => codec.verifyUrl({ ...query, signature: wide }))).toBe('bad_signature')
  expect(code(() => codec.verifyUrl({}))).toBe('bad_signature')
})

it('opens a push whatever came before it, and its own replies', () => {
  const good = codec.forgePush(follow)
  const other = createCallbackCodec({ ...account, encodingAesKey: 'B'.repeat(43) }).forgePush(follow)
  const odd = ['', 'AAAA', 'A'.repeat(43), '!', `${'A'.repeat(86)}==`]
  for (const sealed of [...odd, JSON.stringify(other.body), 'x'.repeat(64)]) {
    expect(() => codec.decrypt(sealed)).toThrow()
    expect(codec.open(good.query, good.body).fields.FromUserName).toBe(follow.FromUserName)
    const fresh = createCallbackCodec(account)
    expect(fresh.decrypt(codec.encrypt('你好')).text).toBe('你好')
    expect(codec.decrypt(fresh.encrypt('再见')).text).toBe('再见')
  }
})
