/**
 * Proof that acknowledged means durable: system calls of the server and of PostgreSQL are traced while single events are
 * sent; between reading the request and writing its answer PostgreSQL must have finished an fdatasync or fsync of its log.
 * Beside it the floor that appends and syncs a file, traced in the same way. Needs `strace`.
 */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { makeEvents, segment } from './events.mjs'
import * as L from './lib.mjs'

const rounds = Number(process.env.ROUNDS ?? 20)
const calls = 'read,recvfrom,recvmsg,write,writev,sendto,sendmsg,fsync,fdatasync,pwrite64'
L.peers(['fastify'])

const us = await L.ours()
const ours = await trace(us, 7199, { Authorization: `Bearer ${us.said().writeKey ?? process.env.OURS_KEY}` }, /pg_wal/)
await us.stop()
const wal = await L.server(new URL('./ingest-server.mjs', import.meta.url).pathname, ['wal', 7104], 7104)
const floor = await trace(wal, 7104, {}, /ingest-wal/)
await wal.stop()
L.out('sync-trace', {
  goals: { every_answer_after_a_sync: ours.synced_before_answer === ours.answers && ours.answers === rounds },
  result: { ours, 'floor-wal': floor },
})
process.exit(0)

async function trace(s, port, headers, log) {
  const file = path.join(L.DIR, `strace-${process.pid}-${port}`)
  const pids = L.family(s.pid)
    .filter(member => ['server', 'postgres'].includes(member.kind))
    .flatMap(member => ['-p', String(member.pid)])
  const strace = spawn('strace', ['-f', '-ttt', '-T', '-yy', '-s', '64', '-e', `trace=${calls}`, '-o', file, ...pids], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let attached = 0
  strace.stderr.on('data', text => {
    attached += (String(text).match(/attached/g) ?? []).length
  })
  for (let tries = 0; tries < 100 && attached < pids.length / 2; tries++) await L.sleep(50)
  await L.sleep(300)
  const events = makeEvents(rounds)
  for (const event of events) {
    const reply = await fetch(`http://127.0.0.1:${port}/v1/track`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(segment(event, `trace-${process.pid}-`)),
    })
    if (!reply.ok) throw new Error(`${reply.status} ${await reply.text()}`)
    await reply.text()
    await L.sleep(30)
  }
  strace.kill('SIGINT')
  await new Promise(resolve => strace.once('exit', resolve))
  const result = read(fs.readFileSync(file, 'utf8'), log)
  if (!process.env.KEEP_TRACE) fs.rmSync(file)
  return result
}

/** Walks the trace in order of time: request read → log synced → answer written. */
function read(text, log) {
  const steps = []
  const syncing = new Map()
  for (const line of text.split('\n')) {
    const [, pid, at, rest] = /^(\d+)\s+(\d+\.\d+)\s+(.*)$/.exec(line) ?? []
    if (!rest) continue
    const took = Number(/<(\d+\.\d+)>$/.exec(rest)?.[1] ?? 0)
    if (/^(read|recvfrom|recvmsg)\(.*"POST \/v1\/track/.test(rest)) steps.push({ kind: 'request', at: Number(at) })
    else if (/^(write|writev|sendto|sendmsg)\(.*HTTP\/1\.1 200/.test(rest)) steps.push({ kind: 'answer', at: Number(at) })
    else if (/^(fsync|fdatasync)\(/.test(rest) && log.test(rest)) {
      if (/unfinished/.test(rest)) syncing.set(pid, true)
      else if (/= 0/.test(rest)) steps.push({ kind: 'sync', at: Number(at) + took })
    } else if (/<\.\.\. (fsync|fdatasync) resumed>/.test(rest) && syncing.delete(pid) && /= 0/.test(rest))
      steps.push({ kind: 'sync', at: Number(at) })
  }
  steps.sort((a, b) => a.at - b.at)
  let [answers, synced, since, sync] = [0, 0, undefined, undefined]
  const waits = []
  for (const { kind, at } of steps) {
    if (kind === 'request') [since, sync] = [at, undefined]
    else if (kind === 'sync') sync ??= since === undefined ? undefined : at
    else if (kind === 'answer' && since !== undefined) {
      answers++
      if (sync !== undefined && sync <= at) {
        synced++
        waits.push((at - sync) * 1000)
      }
      since = undefined
    }
  }
  return { answers, synced_before_answer: synced, sync_to_answer_ms: waits.length > 0 ? L.spread(waits) : null }
}
