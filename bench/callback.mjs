/**
 * The WeChat callback: verify, decrypt, drop repeats, keep, answer encrypted. One server process, loopback, wrk with 32
 * connections; contenders take turns. co-wechat and the floor keep nothing; ours is durable before it answers.
 *
 * Every contender knows KEYS (a million) pushes before it is asked. Two figures: pushes that are all new, so that none is
 * a repeat and therefore cheaper; and pushes that are all among the known.
 *
 * ONLY=floor-node-crypto,co-wechat,ours chooses contenders (also floor-node, floor-fastify, wechat, node-easywechat).
 * MEMORY=1 RUN_SECONDS=600 sends new pushes for ten minutes to one contender (ours), and gives its memory a minute.
 */
import { gets, KEYS, KNOWN_FROM, open, posts } from './callback-messages.mjs'
import * as L from './lib.mjs'

const long = process.env.MEMORY === '1'
const names = (process.env.ONLY ?? (long ? 'ours' : 'floor-node-crypto,co-wechat,ours')).split(',')
// node-easywechat 3.6.2 does not load with node-socialite 1.5, hence the pin.
L.peers(
  ['wechat', 'co-wechat', 'koa', 'express', 'node-easywechat', 'node-socialite@1.4.1', 'fastify'].filter(
    name => names.includes('all') || /koa|co-wechat/.test(name) || names.some(n => n.includes(name.split('@')[0])),
  ),
)
const warmPool = posts(20_000)
const getPool = gets(2000)
const repeatPool = posts(20_000, KNOWN_FROM, Math.max(1, Math.floor(KEYS / 20_000)))
const port = 7101
const contender = new URL('./callback-server.mjs', import.meta.url).pathname
const result = {}
const runs = {}

if (long) {
  const name = names[0]
  const { s, at } = await begin(name)
  result[name] = { ...(await correctness(name, at)), ...(await memory(s, at)) }
  await s.stop()
  const { memory_mb: byMinute } = result[name]
  const [first, last] = [byMinute.slice(1, 4), byMinute.slice(-3)].map(list => L.median(list.map(x => x.server)))
  L.out('callback', { conns: 32, seconds: L.SECONDS, keys: KEYS, goals: { memory_flat: L.ratio(first, last, 0.9) }, result })
  process.exit(0)
}

for (let i = 0; i < L.REPEATS; i++) {
  for (const name of names) {
    const { s, at } = await begin(name)
    if (i === 0) result[name] = await correctness(name, at)
    const measured = async run => {
      const [cpu, kinds] = [s.cpu(), s.kinds()]
      const w = run()
      const figures = { ...w, perCpu: w.n / (s.cpu() - cpu), engines: L.less(s.kinds(), kinds) }
      await L.sleep(200)
      return figures
    }
    const post = await freshPushes(at, measured)(L.SECONDS)
    const repeat = KEYS > 0 ? await measured(() => L.wrk(at, repeatPool, { seconds: Math.min(4, L.SECONDS) })) : undefined
    const get = await measured(() => L.wrk(at, getPool, { seconds: Math.min(4, L.SECONDS) }))
    runs[name] ??= []
    runs[name].push({ post, repeat, get, rss: s.rss() })
    await s.stop()
    await L.sleep(200)
  }
}

for (const [name, list] of Object.entries(runs)) {
  const figure = pick => L.spread(list.map(pick))
  Object.assign(result[name], {
    version: L.hasVersion(name),
    post_rps: figure(x => x.post.rps),
    post_p50_ms: figure(x => x.post.p50),
    post_p99_ms: figure(x => x.post.p99),
    post_per_cpu_s: figure(x => x.post.perCpu),
    ...(KEYS > 0 && { repeat_per_cpu_s: figure(x => x.repeat.perCpu), repeat_p99_ms: figure(x => x.repeat.p99) }),
    get_per_cpu_s: figure(x => x.get.perCpu),
    non2xx: list.reduce((sum, x) => sum + x.post.bad + x.post.err + (x.repeat?.bad ?? 0), 0),
    rss_mb: figure(x => x.rss),
    cpu_s_by_process: list.at(-1).post.engines,
    repeat_cpu_s_by_process: list.at(-1).repeat?.engines,
  })
}
const goals =
  result.ours && result['co-wechat']
    ? {
        per_cpu_second_vs_co_wechat: L.ratio(result.ours.post_per_cpu_s.median, result['co-wechat'].post_per_cpu_s.median, 2.5),
        p99_of_co_wechat_vs_ours: L.ratio(result['co-wechat'].post_p99_ms.median, result.ours.post_p99_ms.median, 2),
      }
    : {}
// A repeat gets its full answer from ours, an empty one from the others.
const ratios =
  KEYS > 0 && result.ours && result['co-wechat']
    ? { repeats_vs_co_wechat: L.round(result.ours.repeat_per_cpu_s.median / result['co-wechat'].repeat_per_cpu_s.median) }
    : {}
L.out('callback', { conns: 32, seconds: L.SECONDS, keys: KEYS, goals, ratios, result })
process.exit(0)

async function begin(name) {
  if (name === 'ours') return { s: await L.ours({ BENCH_KEYS: '1' }), at: 7199 }
  return { s: await L.server(contender, [name, port], port), at: port }
}

/**
 * Pushes that were never sent before, as many as the seconds can take; the warm-up says how many those are. A run that was
 * quicker and came round to the first of them again does not count.
 */
function freshPushes(at, run = async work => work()) {
  let { rps } = L.wrk(at, warmPool, { seconds: 2 })
  let next = warmPool.length
  return async seconds => {
    for (;;) {
      const pool = posts(Math.ceil(rps * seconds * 1.5) + 1000, next)
      next += pool.length
      const w = await run(() => L.wrk(at, pool, { seconds }))
      rps = w.rps
      if (w.n <= pool.length) return w
    }
  }
}

/** New pushes without a break; memory in MB by kind of process at the end of every minute (proportional set size). */
async function memory(s, at) {
  const fresh = freshPushes(at)
  const byMinute = []
  const cpu = s.cpu()
  const began = L.now()
  let [pushes, non2xx] = [0, 0]
  while (L.now() - began < L.SECONDS * 1000) {
    const w = await fresh(5)
    pushes += w.n
    non2xx += w.bad + w.err
    const minute = Math.floor((L.now() - began) / 60_000)
    if (minute === byMinute.length) continue
    const mb = {}
    for (const { kind, pssMb } of L.family(s.pid)) mb[kind] = L.round((mb[kind] ?? 0) + pssMb)
    byMinute.push({ minute, ...mb, pushes })
    console.error(JSON.stringify(byMinute.at(-1)))
  }
  return { pushes, non2xx, post_per_cpu_s: L.round(pushes / (s.cpu() - cpu)), memory_mb: byMinute }
}

/** Before any figure counts: the right answer, and no answer to a forged request. */
async function correctness(name, at) {
  const { path, body, headers } = warmPool[1]
  const url = `http://127.0.0.1:${at}`
  const reply = await (await fetch(url + path, { method: 'POST', body, headers })).text()
  const forged = await fetch(url + path.replace(/signature=./g, 'signature=z'), { method: 'POST', body, headers })
  const forgedGet = await fetch(url + getPool[1].path.replace('signature=', 'signature=z'))
  return {
    answers: /^floor-(node|fastify)$/.test(name) ? null : /welcome MENU_1/.test(open(reply)),
    rejects_bad_post: forged.status >= 400,
    rejects_bad_get: forgedGet.status >= 400,
  }
}
