// Signed requests as the WeChat server would send them (made here, from the public scheme).
import crypto from 'node:crypto'
export const TOKEN = 'benchtoken',
  APPID = 'wx5823bf96d3bd56c7'
export const AESKEY = crypto.createHash('sha256').update('bench').digest('base64').slice(0, 43).replace(/[+/]/g, 'A')
const key = Buffer.from(`${AESKEY}=`, 'base64')
const sign = (...a) => crypto.createHash('sha1').update(a.sort().join('')).digest('hex')
// The processes of one run share it, so that each knows the others' pushes.
process.env.BENCH_AT ??= String((Date.now() / 1000) | 0)
const ts = process.env.BENCH_AT

/** Push number `i`: no two are alike. */
export const message = i => ({
  FromUserName: `oMATRIX${String(i).padStart(21, '0')}`,
  CreateTime: +ts + (i % 600),
  Event: i % 3 ? 'CLICK' : 'subscribe',
  EventKey: i % 3 ? `MENU_${i % 9}` : `qrscene_store${i % 50}`,
})
/** Pushes from here on are known to every contender before anything is timed: KEYS of them. */
export const KNOWN_FROM = 50_000_000
export const KEYS = Number(process.env.KEYS ?? 1_000_000)

/** `n` pushes, the first number `from`, then every `step`th. */
export function posts(n, from = 0, step = 1) {
  return Array.from({ length: n }, (_, nth) => {
    const i = from + nth * step
    const { FromUserName, CreateTime, Event, EventKey } = message(i)
    const xml = `<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName><FromUserName><![CDATA[${FromUserName}]]></FromUserName><CreateTime>${CreateTime}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[${Event}]]></Event><EventKey><![CDATA[${EventKey}]]></EventKey></xml>`
    const m = Buffer.from(xml),
      raw = 20 + m.length + APPID.length,
      pad = 32 - (raw % 32)
    const b = Buffer.alloc(raw + pad, pad)
    crypto.randomFillSync(b, 0, 16)
    b.writeUInt32BE(m.length, 16)
    m.copy(b, 20)
    b.write(APPID, 20 + m.length)
    const c = crypto.createCipheriv('aes-256-cbc', key, key.subarray(0, 16))
    c.setAutoPadding(false)
    const e = c.update(b, undefined, 'base64') + c.final('base64'),
      nonce = String(1e8 + i)
    return {
      method: 'POST',
      path: `/wx?signature=${sign(TOKEN, ts, nonce)}&timestamp=${ts}&nonce=${nonce}&openid=oMATRIX${i}&encrypt_type=aes&msg_signature=${sign(TOKEN, ts, nonce, e)}`,
      headers: { 'Content-Type': 'text/xml' },
      body: `<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName><Encrypt><![CDATA[${e}]]></Encrypt></xml>`,
    }
  })
}
export const gets = n =>
  Array.from({ length: n }, (_, i) => {
    const nonce = String(1e8 + i)
    return { path: `/wx?signature=${sign(TOKEN, ts, nonce)}&echostr=${7e15 + i}&timestamp=${ts}&nonce=${nonce}` }
  })
// Opens an encrypted reply again; used to check that a contender really answers.
export function open(body) {
  const e = /<Encrypt>(?:<!\[CDATA\[)?([^\]<]+)/.exec(body)?.[1]
  if (!e) return ''
  const d = crypto.createDecipheriv('aes-256-cbc', key, key.subarray(0, 16))
  d.setAutoPadding(false)
  const p = Buffer.concat([d.update(e, 'base64'), d.final()])
  return p.toString('utf8', 20, 20 + p.readUInt32BE(16))
}
