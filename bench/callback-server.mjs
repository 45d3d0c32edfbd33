// One contender for the callback bench: node callback-server.mjs NAME PORT
// Every contender verifies the signature, decrypts (POST), parses, drops repeats
// (kept in a Map, same code for all; KEYS of them are there before it listens) and answers an encrypted text reply.

import crypto from 'node:crypto'
import http from 'node:http'
import { AESKEY, APPID, KEYS, KNOWN_FROM, message, TOKEN } from './callback-messages.mjs'
import { load } from './lib.mjs'

const [name, port] = [process.argv[2], Number(process.argv[3])]
process.noDeprecation = true

const seen = new Map()
const keyOf = m => m.MsgId || m.FromUserName + m.CreateTime + (m.Event ?? '')
const repeat = m => {
  const k = keyOf(m)
  const t = Date.now(),
    was = seen.get(k)
  if (was !== undefined && t - was < 3_600_000) return true
  if (seen.size > KEYS * 2) seen.clear()
  seen.set(k, t)
  return false
}
for (let i = 0; i < KEYS; i++) seen.set(keyOf(message(KNOWN_FROM + i)), Date.now())
const answer = m => `welcome ${m.EventKey || m.Content || ''}`

// --- floors -------------------------------------------------------------
// What one process can do when only the needful is done: key imported once, one-shot hash, no query or XML library.
const key = crypto.createSecretKey(Buffer.from(`${AESKEY}=`, 'base64')),
  iv = Buffer.from(`${AESKEY}=`, 'base64').subarray(0, 16),
  appid = Buffer.from(APPID)
const sha1 = crypto.hash ? s => crypto.hash('sha1', s, 'hex') : s => crypto.createHash('sha1').update(s).digest('hex')
const sign = (...a) => sha1(a.sort().join(''))
const arg = (url, name) => {
  const i = url.indexOf(`${name}=`)
  if (i < 1 || (url[i - 1] !== '?' && url[i - 1] !== '&')) return name === 'signature' && i > 0 ? arg(url.slice(i + 1), name) : ''
  const e = url.indexOf('&', i)
  return url.slice(i + name.length + 1, e < 0 ? undefined : e)
}
const tag = (x, name) => {
  let i = x.indexOf(`<${name}>`)
  if (i < 0) return undefined
  i += name.length + 2
  if (x.startsWith('<![CDATA[', i)) return x.slice(i + 9, x.indexOf(']]>', i))
  return x.slice(i, x.indexOf('<', i))
}
// Random bytes are taken from a block that is filled now and then: one system call per 1,000 replies.
const pool = Buffer.alloc(16_000)
let at = pool.length
const rand = to => {
  if (at >= pool.length) {
    crypto.randomFillSync(pool)
    at = 0
  }
  pool.copy(to, 0, at, at + 16)
  at += 16
}
function full(req, res) {
  const url = req.url,
    ts = arg(url, 'timestamp'),
    nonce = arg(url, 'nonce')
  if (req.method === 'GET') {
    const ok = arg(url, 'signature') === sign(TOKEN, ts, nonce)
    res.writeHead(ok ? 200 : 401)
    return res.end(ok ? arg(url, 'echostr') : 'bad')
  }
  const parts = []
  req
    .on('data', c => parts.push(c))
    .on('end', () => {
      const body = parts.length === 1 ? parts[0].latin1Slice() : Buffer.concat(parts).latin1Slice(),
        enc = tag(body, 'Encrypt') ?? ''
      if (arg(url, 'msg_signature') !== sign(TOKEN, ts, nonce, enc)) {
        res.writeHead(401)
        return res.end('bad')
      }
      const d = crypto.createDecipheriv('aes-256-cbc', key, iv)
      d.setAutoPadding(false)
      const p = d.update(enc, 'base64'),
        x = p.utf8Slice(20, 20 + p.readUInt32BE(16))
      const m = {
        ToUserName: tag(x, 'ToUserName'),
        FromUserName: tag(x, 'FromUserName'),
        CreateTime: tag(x, 'CreateTime'),
        MsgId: tag(x, 'MsgId'),
        Event: tag(x, 'Event'),
        EventKey: tag(x, 'EventKey'),
        Content: tag(x, 'Content'),
      }
      if (repeat(m)) return res.end('success')
      const now = String((Date.now() / 1000) | 0),
        xml = Buffer.from(
          `<xml><ToUserName><![CDATA[${m.FromUserName}]]></ToUserName><FromUserName><![CDATA[${m.ToUserName}]]></FromUserName><CreateTime>${now}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${answer(m)}]]></Content></xml>`,
        )
      const n = 20 + xml.length + appid.length,
        pad = 32 - (n % 32),
        b = Buffer.allocUnsafe(n + pad).fill(pad, n)
      rand(b)
      b.writeUInt32BE(xml.length, 16)
      xml.copy(b, 20)
      appid.copy(b, 20 + xml.length)
      const c = crypto.createCipheriv('aes-256-cbc', key, iv)
      c.setAutoPadding(false)
      const e = c.update(b).base64Slice(),
        no = String((Math.random() * 1e9) | 0)
      const out = `<xml><Encrypt><![CDATA[${e}]]></Encrypt><MsgSignature><![CDATA[${sign(TOKEN, now, no, e)}]]></MsgSignature><TimeStamp>${now}</TimeStamp><Nonce><![CDATA[${no}]]></Nonce></xml>`
      res.writeHead(200, { 'Content-Type': 'application/xml', 'Content-Length': out.length })
      res.end(out)
    })
}
const start = {
  'floor-node': () =>
    http
      .createServer((req, res) => {
        req.resume()
        res.end('success')
      })
      .listen(port),
  'floor-node-crypto': () => http.createServer(full).listen(port),
  'floor-fastify': async () => {
    const app = load('fastify')({ logger: false })
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    app.get('/wx', async () => 'success')
    app.post('/wx', async () => 'success')
    await app.listen({ port, host: '127.0.0.1' })
  },
  // --- peers, each behind the server its own documentation shows -------------
  wechat: () => {
    const app = load('express')(),
      wx = load('wechat')
    app.use(
      '/wx',
      wx({ token: TOKEN, appid: APPID, encodingAESKey: AESKEY, checkSignature: true }, (req, res) =>
        repeat(req.weixin) ? res.reply('') : res.reply(answer(req.weixin)),
      ),
    )
    app.listen(port)
  },
  'co-wechat': () => {
    const Koa = load('koa'),
      wx = load('co-wechat'),
      app = new Koa()
    app.use(wx({ token: TOKEN, appid: APPID, encodingAESKey: AESKEY }).middleware(async m => (repeat(m) ? '' : answer(m))))
    app.listen(port)
  },
  'node-easywechat': () => {
    const { OfficialAccount } = load('node-easywechat'),
      ServerRequest = load('node-easywechat/dist/Core/Http/ServerRequest.js')
    const app = load('express')()
    app.all('/wx', async (req, res) => {
      const oa = new OfficialAccount({ app_id: APPID, secret: 'x', token: TOKEN, aes_key: AESKEY })
      oa.setRequest(await ServerRequest.createFromIncomingMessage(req))
      const s = oa.getServer()
      s.with(async m => (repeat(m) ? true : answer(m)))
      const r = await s.serve()
      res.status(r.getStatusCode()).set(r.getHeaders()).end(r.getBody().toString())
    })
    app.listen(port)
  },
}[name]
await start()
