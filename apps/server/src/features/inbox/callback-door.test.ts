import { readFileSync } from 'node:fs'
import { createCallbackCodec } from '@wematrix/wechat'
import { beforeAll, describe, expect, it } from 'vitest'
import { testIntake } from '../../testing/intake.ts'

type Vector = {
  name: string
  token: string
  encoding_aes_key: string
  app_id: string
  timestamp: string
  nonce: string
  msg_signature: string
  encrypt: string
  plaintext: string
}
const vectors = JSON.parse(
  readFileSync(new URL('../../../../../packages/wechat/src/callback/cases/crypto-vectors.json', import.meta.url), 'utf8'),
) as { decrypt: Vector[] }
const account = { token: 'teatoken', encodingAesKey: '0123456789abcdefghijklmnopqrstuvwxyzABCDEFE', appId: 'wx00000000000000aa' }
const codec = createCallbackCodec(account)

describe('the callback door', () => {
  let intake: Awaited<ReturnType<typeof testIntake>>
  let brand: string
  let carrier: string

  beforeAll(async () => {
    intake = await testIntake({
      answer: (_carrier, message) => ('EventKey' in message ? { MsgType: 'text', Content: `welcome ${message.EventKey}` } : null),
    })
    brand = await intake.brand()
    carrier = await intake.carrier(brand, { kind: 'official_account', ...account })
  })

  const push = (fields: Record<string, string | number>, given: Parameters<typeof codec.forgePush>[1] = {}) => {
    const { query, body, contentType } = codec.forgePush(fields, given)
    return intake.post(`/callback/${carrier}?${new URLSearchParams(query)}`, body, { 'content-type': contentType })
  }
  const now = () => Math.floor(Date.now() / 1000)
  const follow = (who: string) => ({
    ToUserName: 'gh_tea',
    FromUserName: who,
    CreateTime: now(),
    MsgType: 'event',
    Event: 'subscribe',
    EventKey: 'qrscene_store7',
  })

  it('answers the check of the address with the echo', async () => {
    const query = new URLSearchParams(codec.forgeVerification('7341'))
    const answer = await fetch(`${intake.url}/callback/${carrier}?${query}`)
    expect(await answer.text()).toBe('7341')
    await intake.refusals.save()
    expect(await intake.db.query('select 1 from drop_counts where brand_id = :brand', { brand })).toEqual([])
    expect(await intake.db.query('select id from carriers where callback_checked_at is not null')).toEqual([{ id: carrier }])
    expect(intake.refusals.recent(brand)).toMatchObject([{ outcome: 'checked', carrierId: carrier }])
    query.set('signature', 'f'.repeat(40))
    expect((await fetch(`${intake.url}/callback/${carrier}?${query}`)).status).toBe(401)
  })

  it('tells strangers from WeChat: without our signature every nonsense is one reason, and a flood is counted but not shown', async () => {
    const reasons = async () => {
      await intake.refusals.save()
      const rows = await intake.db.query<{ reason: string; n: number }>(
        "select reason, n::int as n from drop_counts where brand_id = :brand and door = 'callback' order by reason",
        { brand },
      )
      return Object.fromEntries(rows.map(({ reason, n }) => [reason, n]))
    }
    const before = await reasons()
    const clear = codec.forgePush(follow('o-x'), { mode: 'plain' })
    const sealed = codec.forgePush(follow('o-x'))
    const send = (query: Record<string, string>, body: string) => intake.post(`/callback/${carrier}?${new URLSearchParams(query)}`, body)
    expect((await send(clear.query, clear.body)).text).toContain('not_encrypted')
    expect((await send({ ...clear.query, signature: 'f'.repeat(40) }, clear.body)).text).toContain('bad_signature')
    expect((await send({ ...sealed.query, msg_signature: 'f'.repeat(40) }, sealed.body)).text).toContain('altered')
    const old = codec.forgePush(follow('o-x'), { timestamp: '1409304348' })
    expect((await send({ ...old.query, msg_signature: 'f'.repeat(40) }, old.body)).text).toContain('bad_signature')
    for (let n = 0; n < 30; n++) await send({ timestamp: '1', nonce: '1', msg_signature: 'f'.repeat(40) }, sealed.body)
    const after = await reasons()
    const more = (reason: string) => (after[reason] ?? 0) - (before[reason] ?? 0)
    expect([more('not_encrypted'), more('altered'), more('bad_signature')]).toEqual([1, 1, 32])
    expect(intake.refusals.recent(brand).filter(({ reason }) => reason === 'bad_signature').length).toBeLessThanOrEqual(20)
  })

  it('answers with an encrypted reply, the same to a repeat, and makes one event of it', async () => {
    const fields = follow('o-lin')
    const answer = await push(fields)
    expect(answer.status).toBe(200)
    expect(codec.openReply(answer.text)).toMatchObject({ fields: { Content: 'welcome qrscene_store7', ToUserName: 'o-lin' } })
    expect(codec.openReply((await push(fields, { format: 'xml' })).text)).toMatchObject({ fields: { Content: 'welcome qrscene_store7' } })
    expect((await push(fields, { format: 'json' })).status).toBe(200)
    await intake.worker.drain()
    const events = (await intake.stored(brand)).filter(e => e.event === 'oa.follow')
    expect(events).toMatchObject([
      { person: 1, carrier: 'official_account', trace: 'store7', entry: 'oa-follow-qr_code', identity: 'o:wx00000000000000aa:o-lin' },
    ])
  })

  it('refuses what is broken with its reason, and keeps nothing of it', async () => {
    const good = codec.forgePush(follow('o-bad'))
    const at = (query: Record<string, string>, body: string | Uint8Array) =>
      intake.post(`/callback/${carrier}?${new URLSearchParams(query)}`, body, { 'content-type': 'text/xml' })
    const other = createCallbackCodec({ ...account, appId: 'wx00000000000000bb' }).forgePush(follow('o-bad'))
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><xml><Encrypt>&b;</Encrypt></xml>`
    expect((await at({ ...good.query, msg_signature: 'e'.repeat(40) }, good.body)).status).toBe(401)
    expect((await at(other.query, other.body)).status).toBe(403)
    expect((await at(good.query, good.body.slice(0, 60))).status).toBe(400)
    expect((await at(good.query, bomb)).status).toBeGreaterThanOrEqual(400)
    expect((await at(good.query, Buffer.from([0xff, 0xfe, 0x3c]))).status).toBe(400)
    expect((await push({ ...follow('o-old'), CreateTime: 900_000_000 })).status).toBe(400)
    expect((await push({ ...follow('o-far'), CreateTime: now() + 200_000 })).status).toBe(400)
    expect((await intake.post('/callback/car_none', '<xml/>')).status).toBe(404)
    const large = await at(good.query, Buffer.alloc(10 << 20, 97)).catch(() => ({ status: 413 }))
    expect(large.status).toBe(413)
    await intake.refusals.save()
    await intake.worker.drain()
    const who = await intake.db.query<{ value: string }>("select value from identities where brand_id = :brand and value <> 'o-lin'", {
      brand,
    })
    expect(who).toEqual([])
    const drops = await intake.db.query<{ reason: string }>(
      "select distinct reason from drop_counts where brand_id = :brand and door = 'callback'",
      { brand },
    )
    const reasons = drops.map(d => d.reason)
    for (const reason of ['bad_signature', 'wrong_appid', 'bad_utf8', 'timestamp_too_old', 'timestamp_in_future', 'too_large'])
      expect(reasons).toContain(reason)
  })

  it('takes the published callbacks of accounts with those credentials, as events of the right persons', async () => {
    const own = await intake.brand('vectors')
    const pushes = vectors.decrypt.filter(v => /FromUserName/.test(v.plaintext))
    expect(pushes.length).toBeGreaterThanOrEqual(4)
    for (const v of pushes) {
      const id = await intake.carrier(own, {
        kind: 'official_account',
        appId: v.app_id,
        token: v.token,
        encodingAesKey: v.encoding_aes_key,
        name: v.name,
      })
      const query = new URLSearchParams({ timestamp: v.timestamp, nonce: v.nonce, encrypt_type: 'aes', msg_signature: v.msg_signature })
      const json = v.plaintext.startsWith('{')
      const body = json
        ? JSON.stringify({ ToUserName: 'gh', Encrypt: v.encrypt })
        : `<xml><ToUserName><![CDATA[gh]]></ToUserName><Encrypt><![CDATA[${v.encrypt}]]></Encrypt></xml>`
      expect((await intake.post(`/callback/${id}?${query}`, body)).status, v.name).toBe(200)
    }
    await intake.worker.drain()
    const events = await intake.events.query<{ identity: string; person: number; event: string }>(
      'select identity, person, event from events where brand = {own:String}',
      { own },
    )
    const openid = (v: Vector) => /FromUserName(?:><!\[CDATA\[|":")([^\]"]+)/.exec(v.plaintext)![1]!
    expect(events.map(e => e.identity).sort()).toEqual(pushes.map(v => `o:${v.app_id}:${openid(v)}`).sort())
    expect(new Set(events.map(e => e.person)).size).toBe(pushes.length)
    expect(new Set(events.map(e => e.event))).toEqual(new Set(['oa.message', 'oa.debug_demo']))
  })
})
