/**
 * Events sustained from the door to the event store: RATE events a second (16,000) for SECONDS (300) in batches of 100,
 * paced whatever the server does, while the backlog of the inbox is watched and marked events are looked for in the
 * event store. Says what came in, how the backlog moved, and how long after its answer an event was readable.
 * The floor beside it in the same run: the event engine alone taking the same rows, one insert after another.
 */
import { fork } from 'node:child_process'
import { createRequire } from 'node:module'
import { makeEvents, segment } from './events.mjs'
import * as L from './lib.mjs'

const seconds = Number(process.env.SECONDS ?? 300)
const rate = Number(process.env.RATE ?? 16_000)
const require = createRequire(new URL('../apps/server/package.json', import.meta.url))

if (process.env.BENCH_ROLE === 'sender') await send()
else await measure()

async function measure() {
  const { Pool } = require('pg')
  const s = await L.ours({ BENCH_WORK: '1' })
  const { writeKey, databaseUrl, clickhouseUrl, brandId } = s.said()
  const pool = new Pool({ connectionString: databaseUrl, max: 2 })
  pool.on('error', () => {})
  const store = eventStore(clickhouseUrl)
  const before = s.kinds()
  const sender = fork(new URL(import.meta.url).pathname, {
    env: { ...process.env, BENCH_ROLE: 'sender', WRITE_KEY: writeKey },
    stdio: ['ignore', 2, 2, 'ipc'],
  })
  const answered = new Map()
  const readable = []
  const backlog = []
  let totals
  sender.on('message', message => {
    if (message.marker) answered.set(message.marker, message.at)
    if (message.totals) totals = message.totals
  })
  const done = new Promise(resolve => sender.once('exit', resolve))

  const began = Date.now()
  let nextLook = 0
  let person
  while ((totals === undefined || answered.size > 0) && Date.now() - began < (seconds + 90) * 1000) {
    await L.sleep(100)
    if (Date.now() >= nextLook) {
      nextLook = Date.now() + 2000
      backlog.push({ s: Math.round((Date.now() - began) / 1000), events: await waiting(pool) })
    }
    if (answered.size === 0) continue
    // The markers' person is looked up once; after that the table's key leads straight to the rows.
    person ??= (await store(`select person from events where brand = '${brandId}' and event = 'bench.marker' limit 1`))[0]?.person
    if (person === undefined) continue
    const seen = await store(
      `select JSONExtractString(props, 'marker') as marker from events where brand = '${brandId}' and person = ${person} and event = 'bench.marker' order by occurred_at desc limit 2000`,
    )
    for (const { marker } of seen) {
      if (!answered.has(marker)) continue
      readable.push(Date.now() - answered.get(marker))
      answered.delete(marker)
    }
  }
  await done
  // What was accepted after the last marker is still on its way.
  for (let i = 0; i < 100 && (await waiting(pool)) > 0; i++) await L.sleep(100)
  const [{ n: stored }] = await store('select count() as n from events')
  const cpu = L.less(s.kinds(), before)
  const insertFloor = await engineAlone(clickhouseUrl)
  await pool.end()
  await s.stop()
  const half = backlog.filter(x => x.s > seconds / 2 && x.s <= seconds)
  L.out('end-to-end', {
    seconds,
    goals: {
      events_per_s: L.ratio(totals.accepted / totals.seconds, 15_000, 1),
      readable_p99_within_2s: readable.length > 0 ? L.pct(readable, 0.99) <= 2000 : null,
    },
    result: {
      asked_events_per_s: rate,
      accepted_events_per_s: L.round(totals.accepted / totals.seconds),
      accepted: totals.accepted,
      stored: Number(stored),
      answer_p50_ms: totals.p50,
      answer_p99_ms: totals.p99,
      errors: totals.errors,
      readable_ms: {
        p50: L.pct(readable, 0.5),
        p99: L.pct(readable, 0.99),
        max: L.pct(readable, 1),
        n: readable.length,
        never: answered.size,
      },
      backlog_events: {
        first_half_max: most(backlog.filter(x => x.s <= seconds / 2)),
        second_half_max: most(half),
        last: backlog.at(-1)?.events,
      },
      cpu_s_by_process: cpu,
      floor_engine_rows_per_s: insertFloor,
    },
  })
  process.exit(0)
}

/** Events in the inbox that no round has taken yet. */
async function waiting(pool) {
  const { rows } = await pool.query('select coalesce(sum(items), 0)::int as n from inbox')
  return rows[0].n
}

function most(list) {
  return list.reduce((max, x) => Math.max(max, x.events), 0)
}

function eventStore(clickhouseUrl) {
  const url = new URL(clickhouseUrl)
  const database = url.pathname.slice(1)
  const headers = url.username
    ? {
        authorization: `Basic ${Buffer.from(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`).toString('base64')}`,
      }
    : {}
  return async (sql, body) => {
    const query = new URLSearchParams({ ...(database && { database }), default_format: 'JSONEachRow', ...(body && { query: sql }) })
    const answer = await fetch(`${url.origin}/?${query}`, { method: 'POST', headers, body: body ?? sql })
    const text = await answer.text()
    if (!answer.ok) throw new Error(text)
    return text
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line))
  }
}

/** What the engine takes when nothing else is done: 10,000 rows an insert, synced, five seconds. */
async function engineAlone(clickhouseUrl) {
  const store = eventStore(clickhouseUrl)
  await store(
    'create table bench_floor (person UInt32, at DateTime64(3), event LowCardinality(String), props String) engine = MergeTree order by (person, at) settings fsync_after_insert = 1, fsync_part_directory = 1',
  )
  const rows = makeEvents(10_000)
    .map((e, i) =>
      JSON.stringify({
        person: i % 5000,
        at: new Date(e.ts).toISOString().slice(0, 23).replace('T', ' '),
        event: e.event,
        props: JSON.stringify(e.props),
      }),
    )
    .join('\n')
  const began = L.now()
  let n = 0
  while (L.now() - began < 5000) {
    await store('insert into bench_floor format JSONEachRow', rows)
    n += 10_000
  }
  const result = L.round(n / ((L.now() - began) / 1000))
  await store('drop table bench_floor')
  return result
}

/** The load, in a process of its own. */
async function send() {
  const size = 100
  const { Agent, request } = await import('node:http')
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const template = makeEvents(20_000).map(e => ({ ...segment(e), messageId: '', timestamp: '' }))
  const latencies = []
  let [accepted, sent, open] = [0, 0, 0]
  /** By status, or the code of a connection that broke. */
  const errors = {}

  const post = batch =>
    new Promise(resolve => {
      const body = JSON.stringify({ batch })
      const call = request(
        {
          port: 7199,
          host: '127.0.0.1',
          path: '/v1/batch',
          method: 'POST',
          agent,
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
            authorization: `Bearer ${process.env.WRITE_KEY}`,
          },
        },
        reply => {
          reply.resume()
          reply.once('end', () => resolve(reply.statusCode))
        },
      )
      call.once('error', error => resolve(error.code))
      call.end(body)
    })

  const one = async k => {
    const timestamp = new Date().toISOString()
    const batch = Array.from({ length: size }, (_, i) => ({
      ...template[(k * size + i) % template.length],
      messageId: `e2e-${process.pid}-${k * size + i}`,
      timestamp,
    }))
    const marker = k % 16 === 0 ? `m-${k}` : undefined
    if (marker) batch[0] = { ...batch[0], event: 'bench.marker', userId: 'bench-marker', context: {}, properties: { marker } }
    const started = L.now()
    open++
    const status = await post(batch)
    open--
    if (status === 200) {
      accepted += size
      latencies.push(L.now() - started)
      if (marker) process.send({ marker, at: Date.now() })
    } else errors[status] = (errors[status] ?? 0) + 1
  }

  const began = L.now()
  while (L.now() - began < seconds * 1000) {
    const due = ((L.now() - began) / 1000) * (rate / size)
    while (sent < due && open < 256) void one(sent++)
    await L.sleep(5)
  }
  const elapsed = (L.now() - began) / 1000
  while (open > 0) await L.sleep(10)
  await new Promise(resolve =>
    process.send(
      { totals: { accepted, errors, seconds: elapsed, p50: L.round(L.pct(latencies, 0.5)), p99: L.round(L.pct(latencies, 0.99)) } },
      resolve,
    ),
  )
  process.exit(0)
}
