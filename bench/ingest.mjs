/**
 * Events over HTTP, 1, 10 and 100 a request: the floors parse, wal and node-wal, and ours, whose answer means durable.
 * Running peers join by environment (see README): UMAMI, UMAMI_SITE, PID_UMAMI; PARCELVOY, PARCELVOY_KEY, PID_PARCELVOY.
 * A PID may be several, by commas, when a peer answers with several processes; ENGINES_UMAMI and ENGINES_PARCELVOY are its
 * databases. With WORKER_PARCELVOY (a stopped worker) and REDIS_PARCELVOY (a port), what it took is drained and timed too.
 * The figure to compare is events per CPU second of the server process; engines and the work process stand beside it.
 */
import { once } from 'node:events'
import net from 'node:net'
import { makeEvents, segment } from './events.mjs'
import * as L from './lib.mjs'

const events = makeEvents(120_000)
const agent =
  'Mozilla/5.0 (Linux; Android 14; M2012) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.50'
const json = { 'Content-Type': 'application/json', 'User-Agent': agent }
const batches = (process.env.BATCHES ?? '1,10,100').split(',').map(Number)
const conns = Number(process.env.CONNS ?? 32)
/** So long at most a peer is warmed up before its first figure. */
const WARM_SECONDS = Number(process.env.WARM_SECONDS ?? 120)
const floorFile = new URL('./ingest-server.mjs', import.meta.url).pathname
const floorPort = 7104
L.peers(['fastify'])

/** One call goes to its own path, several to `batch`, as Segment's own libraries do. */
const segmentRequest = list =>
  list.length === 1
    ? { path: '/v1/track', body: JSON.stringify(segment(list[0])) }
    : { path: '/v1/batch', body: JSON.stringify({ batch: list.map(e => segment(e)) }) }

const floors = ['parse', 'wal', 'node-wal'].map(mode => ({
  name: `floor-${mode}`,
  begin: async () => ({ port: floorPort, headers: json, ...(await L.server(floorFile, [mode, floorPort], floorPort)) }),
  request: segmentRequest,
}))
const us = {
  name: 'ours',
  async begin() {
    const s = await L.ours()
    return { port: 7199, headers: { ...json, Authorization: `Bearer ${s.said().writeKey ?? process.env.OURS_KEY}` }, ...s }
  },
  request: segmentRequest,
}
const contenders = [...floors, us, ...(await peers())].filter(
  ({ name }) => !process.env.ONLY || process.env.ONLY.split(',').some(part => name.startsWith(part)),
)

const runs = {}
for (let turn = 0; turn < L.REPEATS; turn++) {
  for (const { name, begin, request, only, slow } of contenders) {
    const s = await begin()
    let warmed = 0
    for (const size of batches.filter(wanted => only?.includes(wanted) ?? true)) {
      const count = Math.min(Math.floor(events.length / size), 5000)
      const from = (turn * 7919) % (events.length - size * count + 1)
      const pool = Array.from({ length: count }, (_, i) => ({
        method: 'POST',
        headers: s.headers,
        ...request(events.slice(from + i * size, from + (i + 1) * size)),
      }))
      // What is still under way at the end is not counted, so a slow one is asked by few at once, and its rest waited for.
      const few = slow ? { conns: size === 1 ? 8 : 4 } : { conns }
      if (slow && turn === 0 && warmed++ === 0) warm(s, pool, few)
      else L.wrk(s.port, pool, { ...few, seconds: turn === 0 ? 3 : 1 })
      if (slow) await idle(s.cpu)
      const [cpu, kinds] = [s.cpu?.() ?? 0, s.kinds?.() ?? {}]
      const w = L.wrk(s.port, pool, few)
      const key = `${name}_b${size}`
      runs[key] ??= []
      runs[key].push({
        ...w,
        eps: w.rps * size,
        perCpu: s.cpu ? (w.n * size) / (s.cpu() - cpu) : 0,
        engines: s.kinds ? L.less(s.kinds(), kinds) : {},
      })
      if (slow) await idle(s.cpu)
      await L.sleep(300)
    }
    await s.stop?.()
  }
}

const drain = process.env.WORKER_PARCELVOY && (!process.env.ONLY || runs.parcelvoy_b1) ? await drained() : undefined

const result = Object.fromEntries(
  Object.entries(runs).map(([key, list]) => [
    key,
    {
      events_per_s: L.spread(list.map(x => x.eps)),
      events_per_cpu_s: L.spread(list.map(x => x.perCpu)),
      p50_ms: L.spread(list.map(x => x.p50)),
      p99_ms: L.spread(list.map(x => x.p99)),
      errors: list.reduce((sum, x) => sum + x.bad + x.err, 0),
      cpu_s_by_process: list.at(-1).engines,
    },
  ]),
)
const per = key => result[key]?.events_per_cpu_s.median ?? 0
const goal = (size, other, at) =>
  result[`ours_b${size}`] && result[`${other}_b${size}`]
    ? { [`b${size}_vs_${other}`]: L.ratio(per(`ours_b${size}`), per(`${other}_b${size}`), at) }
    : {}
L.out('ingest', {
  conns,
  seconds: L.SECONDS,
  goals: {
    ...goal(1, 'floor-wal', 0.5),
    ...goal(10, 'floor-wal', 0.5),
    ...goal(100, 'floor-wal', 0.35),
    ...goal(1, 'umami', 40),
    ...goal(1, 'parcelvoy', 5),
    ...goal(100, 'parcelvoy', 5),
  },
  ratios: Object.fromEntries(
    Object.keys(result)
      .filter(key => !key.startsWith('ours'))
      .map(key => [key, L.round(per(`ours_${key.split('_').at(-1)}`) / per(key))]),
  ),
  result,
  ...(drain && { parcelvoy_drain: drain }),
})
process.exit(0)

/** Peers that are already running. */
async function peers() {
  const found = []
  const running = (name, url, headers, request, only) => {
    const [servers, engines] = ['PID', 'ENGINES'].map(what => pids(`${what}_${name.split('_')[0].toUpperCase()}`))
    const cpu = () => servers.reduce((sum, pid) => sum + L.cpu(pid), 0)
    const kinds = () => ({ server: cpu(), ...L.cpuOf(engines) })
    return {
      name,
      only,
      request,
      slow: true,
      begin: async () => ({ port: Number(new URL(url).port), headers, ...(servers.length > 0 && { cpu, kinds }) }),
    }
  }
  const { UMAMI, UMAMI_SITE: website, PARCELVOY, PARCELVOY_KEY } = process.env
  if (UMAMI) {
    const payload = e => ({
      website,
      hostname: 'bench.local',
      language: 'zh-CN',
      screen: '390x844',
      title: e.event,
      url: `${e.page}?utm_source=${e.source}`,
      referrer: '',
      name: e.event,
      id: e.unionid,
      data: e.props,
    })
    const message = e => ({ type: 'event', payload: payload(e) })
    found.push(
      running(
        'umami',
        UMAMI,
        json,
        list =>
          list.length === 1
            ? { path: '/api/send', body: JSON.stringify(message(list[0])) }
            : { path: '/api/batch', body: JSON.stringify(list.map(message)) },
        [1, 10],
      ),
    )
    // Its best case: a page view without properties, with the session token its tracker sends from the second event of a visit on.
    const view = ([e]) => ({
      path: '/api/send',
      body: JSON.stringify({ type: 'event', payload: { ...payload(e), name: undefined, data: undefined } }),
    })
    const first = await fetch(`${UMAMI}/api/send`, { method: 'POST', headers: json, body: view(events).body })
    found.push(running('umami_cached', UMAMI, { ...json, 'x-umami-cache': (await first.json()).cache }, view, [1]))
  }
  if (PARCELVOY) {
    const body = list =>
      JSON.stringify(
        list.map(e => ({
          name: e.event,
          external_id: e.unionid,
          data: { ...e.props, page: e.page, source: e.source, carrier: e.carrier },
        })),
      )
    found.push(
      running('parcelvoy', PARCELVOY, { ...json, Authorization: `Bearer ${PARCELVOY_KEY}` }, list => ({
        path: '/api/client/events',
        body: body(list),
      })),
    )
  }
  return found
}

function pids(name) {
  return (process.env[name] ?? '').split(',').filter(Boolean).map(Number)
}

/** A peer's code is large and compiled as it is used: it is asked until three rounds in a row brought no better figure. */
function warm(s, pool, few) {
  let [best, since] = [0, 0]
  for (const began = L.now(); since < 3 && L.now() - began < WARM_SECONDS * 1000; ) {
    const cpu = s.cpu?.() ?? 0
    const { n } = L.wrk(s.port, pool, { ...few, seconds: 8 })
    const figure = s.cpu ? n / (s.cpu() - cpu) : 0
    since = figure > best * 1.05 ? 0 : since + 1
    best = Math.max(best, figure)
  }
}

/** Waits until a server has nothing to do any more, at most a minute. */
async function idle(cpu) {
  if (!cpu) return
  for (let tries = 0, before = cpu(); tries < 60; tries++) {
    await L.sleep(1000)
    const now = cpu()
    if (now - before < 0.05) return
    before = now
  }
}

/** What Parcelvoy took is only queued so far: its worker is let go on until the queue is empty, or for a minute. */
async function drained() {
  const [worker] = pids('WORKER_PARCELVOY')
  const engines = pids('ENGINES_PARCELVOY')
  const before = await queued()
  process.kill(worker, 'SIGCONT')
  const [began, cpu, kinds] = [L.now(), L.cpu(worker), L.cpuOf(engines)]
  let left = before
  while (left > 0 && L.now() - began < 60_000) {
    await L.sleep(1000)
    left = await queued()
  }
  const seconds = (L.now() - began) / 1000
  const used = L.cpu(worker) - cpu
  const engineCpu = L.less(L.cpuOf(engines), kinds)
  process.kill(worker, 'SIGSTOP')
  return {
    queued: before,
    left,
    seconds: L.round(seconds),
    events_per_s: L.round((before - left) / seconds),
    events_per_cpu_s: L.round((before - left) / used),
    cpu_s_by_process: { worker: L.round(used), ...engineCpu },
  }
}

/** Jobs in Parcelvoy's queue, asked of Redis by hand. */
async function queued() {
  const socket = net.connect(Number(process.env.REDIS_PARCELVOY ?? 6379), '127.0.0.1')
  socket.end(
    ['llen bull:parcelvoy:wait', 'zcard bull:parcelvoy:delayed', 'zcard bull:parcelvoy:prioritized', 'llen bull:parcelvoy:active', 'quit']
      .map(command => `${command}\r\n`)
      .join(''),
  )
  let said = ''
  socket.on('data', part => {
    said += part
  })
  await once(socket, 'close')
  return [...said.matchAll(/:(\d+)\r\n/g)].reduce((sum, [, n]) => sum + Number(n), 0)
}
