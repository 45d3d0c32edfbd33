/**
 * What `@wematrix/wechat` costs on top of the `fetch` it calls: the same request and the same answer, once by hand
 * (`fetch(url, …)` and `response.json()`), once by the client with token, checks of limits, time limit, lossless ids
 * and typed errors. CPU seconds of this process only; the server is another one. Contenders take turns.
 *
 * CALLS (4000 a run), CONNS (16 at once).
 */
import { build } from 'esbuild'
import * as L from './lib.mjs'

const calls = Number(process.env.CALLS ?? 4000)
const conns = Number(process.env.CONNS ?? 16)
const port = 7103
const base = `http://127.0.0.1:${port}`
const bundle = `${L.DIR}/client-bench.mjs`
await build({
  stdin: {
    contents: "export { createClient, getUserInfo, sendSubscribeMessage } from './packages/wechat/src/index.ts'",
    resolveDir: new URL('..', import.meta.url).pathname,
  },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  outfile: bundle,
  logLevel: 'error',
})
const { createClient, getUserInfo, sendSubscribeMessage } = await import(bundle)
const server = await L.server(new URL('./client-server.mjs', import.meta.url).pathname, [port], port)
const client = createClient({ credentials: { appId: 'wx1', appSecret: 's' }, baseUrl: base })

const message = {
  touser: 'oTest_0001',
  template_id: 'TPL_A',
  page: 'pages/order/detail?id=1',
  data: { character_string1: { value: 'SO20261122' }, thing2: { value: '已发货' }, time3: { value: '2026-11-22 15:01' } },
}
const token = 'token'
const kinds = {
  get: {
    ours: () => getUserInfo(client, { openid: 'oTest_0001', lang: 'zh_CN' }),
    bare: async () => (await fetch(`${base}/cgi-bin/user/info?openid=oTest_0001&lang=zh_CN&access_token=${token}`)).json(),
  },
  post: {
    ours: () => sendSubscribeMessage(client, message),
    bare: async () =>
      (
        await fetch(`${base}/cgi-bin/message/subscribe/send?access_token=${token}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json; charset=utf-8' },
          body: JSON.stringify(message),
        })
      ).json(),
  },
}

/** CPU seconds of this process for `n` calls. */
async function cpuSeconds(call, n) {
  let left = n
  const lane = async () => {
    while (left-- > 0) await call()
  }
  const before = process.cpuUsage()
  await Promise.all(Array.from({ length: conns }, lane))
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

// A run is cut into slices that alternate, and who goes first changes: a noisy second hits both, garbage is shared.
const slices = 20
const runs = {}
for (let i = -1; i < L.REPEATS; i++) {
  for (const [kind, contenders] of Object.entries(kinds)) {
    const spent = { ours: 0, bare: 0 }
    for (let slice = 0; slice < slices; slice++) {
      const order = Object.keys(spent)
      for (const name of slice % 2 === 0 ? order : order.reverse())
        spent[name] += await cpuSeconds(contenders[name], Math.ceil(calls / slices))
    }
    runs[kind] ??= []
    if (i >= 0) runs[kind].push(spent)
  }
}
await server.stop()

const result = {}
const goals = {}
for (const [kind, list] of Object.entries(runs)) {
  const times = L.spread(list.map(({ ours, bare }) => ours / bare))
  result[kind] = {
    ours_per_cpu_s: L.spread(list.map(({ ours }) => calls / ours)),
    bare_fetch_per_cpu_s: L.spread(list.map(({ bare }) => calls / bare)),
    times_bare_fetch: times,
  }
  goals[`${kind}_times_bare_fetch`] = { ratio: times.median, goal: 1.3, met: times.median <= 1.3 }
}
L.out('client', { calls, conns, goals, result })
process.exit(0)
