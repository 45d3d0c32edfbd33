/**
 * The WeChat callback: verify, decrypt, drop repeats, keep, answer encrypted. One server process, loopback, wrk with 32
 * connections; contenders take turns. co-wechat and the floor keep nothing; ours is durable before it answers.
 *
 * ONLY=floor-node-crypto,co-wechat,ours chooses contenders (also floor-node, floor-fastify, wechat, node-easywechat).
 */
import { gets, open, posts } from './callback-messages.mjs'
import * as L from './lib.mjs'

const names = (process.env.ONLY ?? 'floor-node-crypto,co-wechat,ours').split(',')
// node-easywechat 3.6.2 does not load with node-socialite 1.5, hence the pin.
L.peers(
  ['wechat', 'co-wechat', 'koa', 'express', 'node-easywechat', 'node-socialite@1.4.1', 'fastify'].filter(
    name => names.includes('all') || /koa|co-wechat/.test(name) || names.some(n => n.includes(name.split('@')[0])),
  ),
)
const postPool = posts(20_000)
const getPool = gets(2000)
const port = 7101
const contender = new URL('./callback-server.mjs', import.meta.url).pathname
const result = {}
const runs = {}

for (let i = 0; i < L.REPEATS; i++) {
  for (const name of names) {
    const own = name === 'ours'
    const s = own ? await L.ours() : await L.server(contender, [name, port], port)
    const at = own ? 7199 : port
    if (i === 0) result[name] = await correctness(name, at)
    L.wrk(at, postPool, { seconds: 2 })
    const kinds = s.kinds()
    const before = s.cpu()
    const post = L.wrk(at, postPool)
    const between = s.cpu()
    const engines = L.less(s.kinds(), kinds)
    const get = L.wrk(at, getPool, { seconds: Math.min(4, L.SECONDS) })
    runs[name] ??= []
    runs[name].push({ post, get, postCpu: post.n / (between - before), getCpu: get.n / (s.cpu() - between), rss: s.rss(), engines })
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
    post_per_cpu_s: figure(x => x.postCpu),
    get_per_cpu_s: figure(x => x.getCpu),
    non2xx: list.reduce((sum, x) => sum + x.post.bad + x.post.err, 0),
    rss_mb: figure(x => x.rss),
    cpu_s_by_process: list.at(-1).engines,
  })
}
const goals =
  result.ours && result['co-wechat']
    ? {
        per_cpu_second_vs_co_wechat: L.ratio(result.ours.post_per_cpu_s.median, result['co-wechat'].post_per_cpu_s.median, 2.5),
        p99_of_co_wechat_vs_ours: L.ratio(result['co-wechat'].post_p99_ms.median, result.ours.post_p99_ms.median, 2),
      }
    : {}
L.out('callback', { conns: 32, seconds: L.SECONDS, goals, result })
process.exit(0)

/** Before any figure counts: the right answer, and no answer to a forged request. */
async function correctness(name, at) {
  const { path, body, headers } = postPool[1]
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
