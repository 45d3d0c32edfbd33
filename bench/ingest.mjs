/**
 * Events over HTTP, 1, 10 and 100 a request: the floors parse, wal and node-wal, and ours, whose answer means durable.
 * Running peers join by environment (see README): UMAMI, UMAMI_SITE, PID_UMAMI; PARCELVOY, PARCELVOY_KEY, PID_PARCELVOY.
 * The figure to compare is events per CPU second of the server process; engines and the work process stand beside it.
 */
import { makeEvents, segment } from './events.mjs'
import * as L from './lib.mjs'

const events = makeEvents(120_000)
const agent =
  'Mozilla/5.0 (Linux; Android 14; M2012) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.50'
const json = { 'Content-Type': 'application/json', 'User-Agent': agent }
const batches = (process.env.BATCHES ?? '1,10,100').split(',').map(Number)
const conns = Number(process.env.CONNS ?? 32)
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
  for (const { name, begin, request, only } of contenders) {
    const s = await begin()
    for (const size of only ?? batches) {
      const count = Math.min(Math.floor(events.length / size), 5000)
      const from = (turn * 7919) % (events.length - size * count + 1)
      const pool = Array.from({ length: count }, (_, i) => ({
        method: 'POST',
        headers: s.headers,
        ...request(events.slice(from + i * size, from + (i + 1) * size)),
      }))
      L.wrk(s.port, pool, { conns, seconds: turn === 0 ? 3 : 1 })
      const [cpu, kinds] = [s.cpu?.() ?? 0, s.kinds?.() ?? {}]
      const w = L.wrk(s.port, pool, { conns })
      const key = `${name}_b${size}`
      runs[key] ??= []
      runs[key].push({
        ...w,
        eps: w.rps * size,
        perCpu: s.cpu ? (w.n * size) / (s.cpu() - cpu) : 0,
        engines: s.kinds ? L.less(s.kinds(), kinds) : {},
      })
      await L.sleep(300)
    }
    await s.stop?.()
  }
}

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
  result,
})
process.exit(0)

/** Peers that are already running. */
async function peers() {
  const found = []
  const running = (name, url, headers, request, only) => {
    const pid = process.env[`PID_${name.split('_')[0].toUpperCase()}`]
    return { name, only, request, begin: async () => ({ port: Number(new URL(url).port), headers, ...(pid && { cpu: () => L.cpu(pid) }) }) }
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
      running('umami', UMAMI, json, list =>
        list.length === 1
          ? { path: '/api/send', body: JSON.stringify(message(list[0])) }
          : { path: '/api/batch', body: JSON.stringify(list.map(message)) },
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
