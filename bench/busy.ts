/**
 * Is WeChat answered in time while the rest of the system works? `wematrix serve` with EVENTS (10 million) events of 60
 * days in its store; RATE (100) callbacks a second come in for IDLE_SECONDS (20) of quiet, and then for SECONDS (60) while
 * `wematrix import` reads a file of 90 days (IMPORT_ROWS, 1.5 million) and the funnel is asked again and again over the API.
 * Two bare node:http servers get requests at the same moments: `peer` all of them and keeps nothing, `log` every fifth and
 * answers when it is in a file on the same disk. What they take is the machine's, not ours.
 * Latencies count from the moment when a request was due, so a late answer delays nobody's clock.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import { Agent, createServer, request } from 'node:http'
import path from 'node:path'
import { addDays } from '../apps/server/src/stats/calendar.ts'
import { runServer, type StoryBrand } from '../stories/running-server.ts'
import { names } from './analytics-sql.ts'
import { AESKEY, APPID, posts, TOKEN } from './callback-messages.mjs'
import { days, fillHistory, firstDay } from './history.ts'
import * as L from './lib.mjs'

const rows = Number(process.env.EVENTS ?? 10_000_000)
const rate = Number(process.env.RATE ?? 100)
const idleSeconds = Number(process.env.IDLE_SECONDS ?? 20)
const seconds = Number(process.env.SECONDS ?? 60)
const importRows = Number(process.env.IMPORT_ROWS ?? 1_500_000)
const peerPort = 7198
const logPort = 7199
/** The plain log gets so many times fewer, or its own syncs would be what everyone waits for. */
const logEvery = 5

type Latency = { n: number; errors: number; p50: number; p99: number; max: number }
type Phase = { ours: Latency; peer: Latency; log: Latency }
type Order = { url: string; seconds: number; from: number }

if (process.env.BENCH_ROLE === 'peer') bareServers()
else if (process.env.BENCH_ROLE === 'sender') process.on('message', order => void load(order as Order).then(phase => process.send!(phase)))
else await measure()

async function measure(): Promise<void> {
  const server = await runServer()
  const helpers = ['peer', 'sender'].map(role =>
    fork(new URL(import.meta.url).pathname, {
      env: { ...process.env, BENCH_ROLE: role },
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 2, 2, 'ipc'],
    }),
  )
  const file = path.join(L.DIR, `busy-${process.pid}.csv`)
  try {
    const [history, live] = [await server.brand('History'), await server.brand('Live')]
    const carrier = await live.carrier({ token: TOKEN, encodingAesKey: AESKEY, appId: APPID })
    console.error(`loading ${rows} events, writing a file of ${importRows}`)
    await fillHistory(server, history.id, rows)
    writeFile(file)
    await Promise.all([peerPort, logPort].map(port => L.waitPort(port)))
    const ask = async (order: Omit<Order, 'url'>): Promise<Phase> => {
      helpers[1]!.send({ ...order, url: `${server.url}/callback/${carrier}` })
      return (await once(helpers[1]!, 'message'))[0] as Phase
    }
    await ask({ seconds: 5, from: 0 })
    const idle = await ask({ seconds: idleSeconds, from: 5 * rate })

    const before = L.cpuByKind(server.pid)
    let working = true
    const funnels = askFunnel(history, () => working)
    const importing = server.command('import', file, '--brand', live.id).then(finished => ({ ...finished, at: Date.now() }))
    const began = Date.now()
    const busy = await ask({ seconds, from: (5 + idleSeconds) * rate })
    working = false
    const cpu = L.less(L.cpuByKind(server.pid), before)
    const accepted = (await live.get<{ imports: { accepted: number }[] }>('imports')).imports[0]?.accepted ?? 0
    const took = await funnels
    const { code, at, err } = await importing
    if (code !== 0) throw new Error(`The import ended with ${code}: ${err}`)
    L.out('busy', {
      seconds,
      goals: { p99_below_50_ms: busy.ours.p99 < 50, import_lasted: at - began >= seconds * 1000, no_errors: busy.ours.errors === 0 },
      result: {
        events: rows,
        callbacks_per_s: rate,
        idle_ms: idle,
        busy_ms: busy,
        p99_times_peer: { idle: L.round(idle.ours.p99 / idle.peer.p99), busy: L.round(busy.ours.p99 / busy.peer.p99) },
        p99_times_log: { idle: L.round(idle.ours.p99 / idle.log.p99), busy: L.round(busy.ours.p99 / busy.log.p99) },
        meanwhile: {
          import_rows_accepted: accepted,
          import_s: L.round((at - began) / 1000),
          funnels: took.length,
          funnel_s: took.length > 0 ? L.spread(took) : null,
        },
        cpu_s_by_process: cpu,
      },
    })
  } finally {
    for (const helper of helpers) helper.kill()
    await server.close()
    fs.rmSync(file, { force: true })
  }
}

/** Orders, visits and readings of 90 days, as another system would hand them over. */
function writeFile(file: string): void {
  const out = fs.openSync(file, 'w')
  const [first, step] = [Date.parse('2026-08-01T00:00:00Z'), (90 * 86_400_000) / importRows]
  fs.writeSync(out, 'user_id,event,time,amount,sku\n')
  for (let from = 0; from < importRows; from += 10_000) {
    const lines = Array.from({ length: Math.min(10_000, importRows - from) }, (_, i) => {
      const n = from + i
      const event = names[n % names.length]!
      const at = new Date(Math.floor(first + n * step)).toISOString()
      return `c${(n * 7919) % 200_003},${event},${at},${event === 'order.pay' ? (n % 500) + 0.5 : ''},sku-${n % 1000}`
    })
    fs.writeSync(out, `${lines.join('\n')}\n`)
  }
  fs.closeSync(out)
}

/** One funnel after another, like an impatient operator; gives the seconds of each. */
async function askFunnel(brand: StoryBrand, working: () => boolean): Promise<number[]> {
  const steps = JSON.stringify(['content.read', 'mp.page', 'mp.product', 'service.book'].map(event => ({ event })))
  const query = new URLSearchParams({ from: firstDay, to: addDays(firstDay, days - 1), steps })
  const took: number[] = []
  while (working()) {
    const began = L.now()
    await brand.get(`funnel?${query}`)
    took.push((L.now() - began) / 1000)
  }
  return took
}

function bareServers(): void {
  createServer((req, res) => {
    req.resume().on('end', () => res.end('success'))
  }).listen(peerPort, '127.0.0.1')
  const file = path.join(L.DIR, `busy-log-${process.pid}`)
  const log = appendLog(file)
  createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => log(Buffer.concat(chunks), () => res.end('success')))
  }).listen(logPort, '127.0.0.1')
  process.on('exit', () => fs.rmSync(file, { force: true }))
  process.on('SIGTERM', () => process.exit(0))
}

/** Appends, and says when it is on the disk; what comes while the disk is busy is synced together. Room is made before, as PostgreSQL does. */
function appendLog(file: string): (body: Buffer, done: () => void) => void {
  const fd = fs.openSync(file, 'w')
  fs.writeSync(fd, Buffer.alloc(64 << 20))
  fs.fsyncSync(fd)
  let position = 0
  let waiting: (() => void)[] = []
  let syncing = false
  const sync = () => {
    const told = waiting
    waiting = []
    syncing = told.length > 0
    if (!syncing) return
    fs.fdatasync(fd, error => {
      if (error) throw error
      for (const done of told) done()
      sync()
    })
  }
  return (body, done) => {
    fs.writeSync(fd, body, 0, body.length, position)
    position = (position + body.length) % (63 << 20)
    waiting.push(done)
    if (!syncing) sync()
  }
}

/** The callbacks, in a process of its own: each at its moment, whatever became of the one before. */
async function load({ url, seconds, from }: Order): Promise<Phase> {
  const total = seconds * rate
  const messages = posts(from + total).slice(from)
  const targets = [
    { base: url, every: 1 },
    { base: `http://127.0.0.1:${peerPort}/callback`, every: 1 },
    { base: `http://127.0.0.1:${logPort}/callback`, every: logEvery },
  ]
  const agents = targets.map(() => new Agent({ keepAlive: true, maxSockets: 64 }))
  const took: number[][] = targets.map(() => [])
  const errors = targets.map(() => 0)
  const open: Promise<void>[] = []
  const began = L.now()
  for (let i = 0; i < total; i++) {
    const due = began + (i * 1000) / rate
    const wait = due - L.now()
    if (wait > 1) await L.sleep(wait)
    const { path: target, headers, body } = messages[i]!
    for (const [which, { base, every }] of targets.entries()) {
      if (i % every !== 0) continue
      open.push(
        post(`${base}${target.slice(3)}`, headers, body, agents[which]!).then(ok => {
          if (ok) took[which]!.push(L.now() - due)
          else errors[which]!++
        }),
      )
    }
  }
  await Promise.all(open)
  for (const agent of agents) agent.destroy()
  const [ours, peer, log] = took.map((list, i): Latency => {
    const at = (share: number) => L.round(L.pct(list, share))
    return { n: list.length, errors: errors[i]!, p50: at(0.5), p99: at(0.99), max: at(1) }
  })
  return { ours: ours!, peer: peer!, log: log! }
}

function post(url: string, headers: Record<string, string>, body: string, agent: Agent): Promise<boolean> {
  return new Promise(resolve => {
    const outgoing = request(
      url,
      { method: 'POST', agent, headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) } },
      incoming => {
        incoming.resume().on('end', () => resolve(incoming.statusCode === 200))
      },
    )
    outgoing.on('error', () => resolve(false))
    outgoing.end(body)
  })
}
