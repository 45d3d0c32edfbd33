/**
 * From `npm start` to an answer, on a fresh data folder and again on the same one (warm), and what all processes hold
 * when nothing happens. The floor beside it: a bare Node HTTP server started the same way.
 * IDLE_SECONDS (60): how long to wait before the memory is read.
 */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import * as L from './lib.mjs'

const root = new URL('..', import.meta.url).pathname
const port = 7210
const idleSeconds = Number(process.env.IDLE_SECONDS ?? 60)
const data = fs.mkdtempSync(path.join(os.tmpdir(), 'wm-start-'))
fs.chmodSync(data, 0o711)

const floor = await timeStart(
  process.execPath,
  ['-e', `require('node:http').createServer((q, r) => r.end('ok')).listen(${port}, '127.0.0.1')`],
  '/',
)
await end(floor.child)
const cold = await timeStart('npm', ['start', '--silent'], '/healthz', { loaded: true })
await end(cold.child)
const warm = await timeStart('npm', ['start', '--silent'], '/healthz')
await L.sleep(idleSeconds * 1000)
const members = L.family(warm.child.pid)
const before = L.cpuByKind(warm.child.pid)
await L.sleep(10_000)
const idleCpu = L.less(L.cpuByKind(warm.child.pid), before)
await end(warm.child)
fs.rmSync(data, { recursive: true, force: true, maxRetries: 5 })

const sum = key => Math.round(members.reduce((total, member) => total + member[key], 0))
const byKind = {}
for (const { kind, pssMb } of members) byKind[kind] = Math.round((byKind[kind] ?? 0) + pssMb)
L.out('start', {
  goals: { warm_answer_within_10s: warm.seconds <= 10, idle_within_900_mb: sum('pssMb') <= 900 },
  result: {
    floor_node_s: floor.seconds,
    cold_answer_s: cold.seconds,
    cold_history_loaded_s: cold.loadedSeconds ?? null,
    warm_answer_s: warm.seconds,
    // PSS shares out what processes have in common (PostgreSQL's buffers); RSS counts it once per process.
    idle_pss_mb: sum('pssMb'),
    idle_rss_mb: sum('rssMb'),
    idle_pss_mb_by_kind: byKind,
    idle_cpu_s_in_10_s: idleCpu,
    processes: members.length,
  },
})
process.exit(0)

async function timeStart(command, args, where, { loaded = false } = {}) {
  const began = L.now()
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, HOST: '127.0.0.1', PORT: String(port), WEMATRIX_DATA: data },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', chunk => {
      said += chunk
    })
  const seconds = () => +((L.now() - began) / 1000).toFixed(2)
  while (!(await answers(where))) {
    if (L.now() - began > 180_000 || child.exitCode !== null) throw new Error(`${command} did not answer: ${said.slice(-2000)}`)
    await L.sleep(50)
  }
  const result = { child, seconds: seconds() }
  if (loaded) {
    while (!/history accepted/.test(said) && L.now() - began < 180_000) await L.sleep(100)
    result.loadedSeconds = seconds()
  }
  return result
}

async function answers(where) {
  try {
    return (await fetch(`http://127.0.0.1:${port}${where}`, { signal: AbortSignal.timeout(2000) })).ok
  } catch {
    return false
  }
}

async function end(child) {
  const ended = new Promise(resolve => child.once('exit', resolve))
  process.kill(-child.pid, 'SIGTERM')
  await Promise.race([ended, L.sleep(20_000)])
  // npm leaves before its children have stopped the engines.
  for (let tries = 0; tries < 200 && (await answers('/healthz')); tries++) await L.sleep(100)
  await L.sleep(3000)
}
