/**
 * The sandbox under load: WeChat's API with the state of the full tea shop behind it (20,000 people, their past), one process.
 * Reads and writes in turn: who a follower is, a remark, tags, a template message that lands on a phone. Calls per CPU second of the
 * sandbox's process; the floor is a bare Node server that reads the same requests and answers a small JSON. The last 120
 * calls that its inspector shows must carry errcode 0.
 *
 * CONNS (32).
 */
import * as L from './lib.mjs'

const conns = Number(process.env.CONNS ?? 32)
/** Followers that are asked about. */
const wanted = 2000
const goalPerCpuSecond = 4000
const ports = { sandbox: 7195, floor: 7194 }
const file = name => new URL(`../${name}`, import.meta.url).pathname
const base = `http://127.0.0.1:${ports.sandbox}`
/** Each on a connection of its own: wrk lets no event loop run, and idle ones are closed meanwhile. */
const json = async (path, body) => {
  const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  return (await fetch(`${base}${path}`, { ...sent, headers: { connection: 'close' } })).json()
}

const floor = await L.server(file('bench/client-server.mjs'), [ports.floor], ports.floor)
const sandbox = await L.server(file('packages/sandbox/bin/wematrix-sandbox.mjs'), ['serve', '--port', ports.sandbox], ports.sandbox)
const [service] = (await json('/control/accounts')).filter(({ alias }) => alias === 'service')
const paths = {
  info: '/cgi-bin/user/info',
  remark: '/cgi-bin/user/info/updateremark',
  tag: '/cgi-bin/tags/members/batchtagging',
  template: '/cgi-bin/message/template/send',
}
await json('/control/account', { account: 'service', limits: Object.fromEntries(Object.values(paths).map(path => [path, 1e9])) })
const { access_token } = await json('/cgi-bin/stable_token', {
  grant_type: 'client_credential',
  appid: service.appId,
  secret: service.appSecret,
})
const to = path => `${path}?access_token=${access_token}`
const { tag } = await json(to('/cgi-bin/tags/create'), { tag: { name: '常客' } })
const { data } = await json(to('/cgi-bin/user/get'))
const shipped = { character_string1: { value: 'MP20261122001' }, thing2: { value: '云雾绿茶' } }
const pool = data.openid
  .slice(0, wanted)
  .flatMap((openid, n) => [
    { path: `${to(paths.info)}&openid=${openid}&lang=zh_CN` },
    post(paths.remark, { openid, remark: `第 ${n} 位` }),
    { path: `${to(paths.info)}&openid=${openid}&lang=zh_CN` },
    n % 2 === 0
      ? post(paths.tag, { openid_list: [openid], tagid: tag.id })
      : post(paths.template, { touser: openid, template_id: 'TPL_ORDER_SHIPPED', data: shipped }),
  ])

function post(path, body) {
  return { method: 'POST', path: to(path), headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
}

const servers = { sandbox, floor }
const runs = { sandbox: [], floor: [] }
for (let i = -1; i < L.REPEATS; i++)
  for (const [name, server] of Object.entries(servers)) {
    const before = server.cpu()
    const { n, rps, p99, bad, err } = L.wrk(ports[name], pool, { conns, seconds: i < 0 ? 3 : L.SECONDS })
    if (i >= 0) runs[name].push({ perCpuSecond: n / (server.cpu() - before), rps, p99, failed: bad + err })
  }
const wrong = (await json('/control/inspector')).calls.filter(({ code }) => code !== 0).length
const memoryMb = L.round(sandbox.rss())
await Promise.all([sandbox.stop(), floor.stop()])

const result = Object.fromEntries(
  Object.entries(runs).map(([name, list]) => [
    name,
    {
      calls_per_cpu_s: L.spread(list.map(({ perCpuSecond }) => perCpuSecond)),
      rps: L.spread(list.map(({ rps }) => rps)),
      p99_ms: L.spread(list.map(({ p99 }) => p99)),
      failed: list.reduce((sum, { failed }) => sum + failed, 0),
    },
  ]),
)
L.out('sandbox', {
  conns,
  followers: data.openid.length,
  wrong_of_last: wrong,
  memory_mb: memoryMb,
  goals: { calls_per_cpu_s: L.ratio(result.sandbox.calls_per_cpu_s.median, goalPerCpuSecond, 1) },
  share_of_floor: L.round(result.sandbox.calls_per_cpu_s.median / result.floor.calls_per_cpu_s.median),
  result,
})
process.exit(0)
