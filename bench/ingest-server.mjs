/**
 * Floors of taking events over HTTP: `node ingest-server.mjs parse|wal|node-wal PORT`. All parse and check the same
 * Segment bodies that the product gets.
 *   parse     Fastify, nothing kept
 *   wal       Fastify, appended to one file; the answer waits for fdatasync, shared by all that wait
 *   node-wal  the same on bare node:http
 */
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { DIR, load } from './lib.mjs'

const [mode, port] = [process.argv[2], Number(process.argv[3])]
const file = path.join(DIR, `ingest-wal-${process.pid}`)
const fd = mode.endsWith('wal') ? fs.openSync(file, 'w') : -1
let lines = []
let waiting = []
let busy = false

function flush() {
  if (busy || waiting.length === 0) return
  busy = true
  const [text, answers] = [`${lines.join('\n')}\n`, waiting]
  lines = []
  waiting = []
  fs.write(fd, text, () => {
    fs.fdatasync(fd, () => {
      busy = false
      for (const answer of answers) answer()
      flush()
    })
  })
}

const keep = list =>
  new Promise(resolve => {
    for (const event of list) lines.push(JSON.stringify(event))
    waiting.push(resolve)
    setImmediate(flush)
  })
const list = body => body.batch ?? [body]
const right = call =>
  typeof call.event === 'string' && typeof call.context?.wechat?.unionid === 'string' && typeof call.timestamp === 'string'

if (mode === 'node-wal') {
  http
    .createServer((request, reply) => {
      const parts = []
      request
        .on('data', part => parts.push(part))
        .on('end', async () => {
          const calls = list(JSON.parse(Buffer.concat(parts)))
          if (calls.every(right)) await keep(calls)
          else reply.statusCode = 400
          reply.end('{"ok":true}')
        })
    })
    .listen(port)
} else {
  const app = load('fastify')({ logger: false, bodyLimit: 8 << 20 })
  app.post('/v1/:kind', async (request, reply) => {
    const calls = list(request.body)
    if (!calls.every(right)) return reply.code(400).send({ ok: false })
    if (mode === 'wal') await keep(calls)
    return { ok: true, n: calls.length }
  })
  await app.listen({ port, host: '127.0.0.1' })
}
process.on('SIGTERM', () => {
  fs.rmSync(file, { force: true })
  process.exit(0)
})
