/**
 * What the bench scripts share: peers by package name (installed into a temporary folder, never here), statistics,
 * HTTP load through wrk, processes with their CPU and memory, and the one JSON result line.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundleOf } from '../apps/server/bin/bundle.mjs'

/** Everything a script installs or writes goes here. */
export const DIR = process.env.BENCH_DIR ?? path.join(os.tmpdir(), 'matrix-bench')
export const REPEATS = Number(process.env.REPEATS ?? 5)
/** Length of one HTTP run. */
export const SECONDS = Number(process.env.RUN_SECONDS ?? 8)
fs.mkdirSync(path.join(DIR, 'peers'), { recursive: true })
const root = path.join(DIR, 'peers')
const require = createRequire(path.join(root, 'x.js'))

/** Installs what is missing of `['koa', 'x@1.2.3']`. */
export function peers(names) {
  if (!fs.existsSync(path.join(root, 'package.json'))) fs.writeFileSync(path.join(root, 'package.json'), '{"private":true}')
  const missing = names.filter(wanted => {
    const at = wanted.indexOf('@', 1)
    const have = hasVersion(at < 0 ? wanted : wanted.slice(0, at))
    return !have || (at > 0 && /^\d+\.\d+\.\d+/.test(wanted.slice(at + 1)) && have !== wanted.slice(at + 1))
  })
  if (missing.length > 0) spawnSync('npm', ['i', '--no-audit', '--no-fund', '--silent', ...missing], { cwd: root, stdio: ['ignore', 2, 2] })
}
export const load = name => require(name)
export const loadEsm = async name => import(pathToFileURL(require.resolve(name)).href)
export const version = name => JSON.parse(fs.readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8')).version
export function hasVersion(name) {
  try {
    return version(name)
  } catch {
    return null
  }
}

export const sorted = list => [...list].sort((a, b) => a - b)
export function median(list) {
  const s = sorted(list)
  const m = s.length >> 1
  return s.length % 2 ? s[m] : (s[m - 1] + s[m]) / 2
}
export function pct(list, share) {
  const s = sorted(list)
  return s[Math.min(s.length - 1, Math.floor(share * s.length))]
}
/** Four digits are enough. */
export const round = x => (Math.abs(x) >= 100 ? Math.round(x) : +x.toPrecision(4))
export const spread = list => ({
  median: round(median(list)),
  min: round(Math.min(...list)),
  max: round(Math.max(...list)),
  n: list.length,
})
/** `a / b` with what it should be at least, for the result line. */
export const ratio = (a, b, goal) => ({ ratio: b > 0 ? round(a / b) : null, goal, met: b > 0 ? a / b >= goal : null })

export const sleep = ms => new Promise(resolve => setTimeout(resolve, ms))
export const now = () => Number(process.hrtime.bigint()) / 1e6

/** A figure of /proc/PID/status in MB. */
export const status = (key, pid = 'self') =>
  Number(new RegExp(`${key}:\\s+(\\d+)`).exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

/** CPU seconds (user and system, all threads) that a process has used so far. */
export function cpu(pid) {
  const fields = stat(pid)
  return (Number(fields[11]) + Number(fields[12])) / 100
}

function stat(pid) {
  const text = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

/** A process and all below it: `{ pid, kind, cpu, rssMb, pssMb }`; kind is server, work, postgres, chdb, sandbox or other. */
export function family(pid) {
  const parents = new Map()
  for (const entry of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      parents.set(Number(entry), Number(stat(entry)[1]))
    } catch {
      // ended meanwhile
    }
  }
  const members = [pid]
  for (let i = 0; i < members.length; i++) for (const [child, parent] of parents) if (parent === members[i]) members.push(child)
  return members.flatMap(member => {
    try {
      const command = fs.readFileSync(`/proc/${member}/cmdline`, 'utf8').replaceAll('\0', ' ')
      return [
        {
          pid: member,
          kind: (member === pid && 'server') || kindOf(command),
          command: command.slice(0, 120),
          cpu: cpu(member),
          rssMb: status('VmRSS', member),
          pssMb: pss(member),
        },
      ]
    } catch {
      return []
    }
  })
}

function kindOf(command) {
  if (/^(\S*\/)?postgres\b/.test(command)) return 'postgres'
  if (/chdb/.test(command)) return 'chdb'
  if (/wematrix-sandbox/.test(command)) return 'sandbox'
  if (/wematrix(\.mjs)? (demo|serve)\b/.test(command)) return 'server'
  if (/wematrix(\.mjs)? work\b|bench-target\.js/.test(command)) return 'work'
  return 'other'
}

function pss(pid) {
  try {
    return Number(/Pss:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return status('VmRSS', pid)
  }
}

/** CPU seconds by kind of process. */
export const cpuByKind = pid => byKind(family(pid))
/** The same of engines by their ids, each with what it started; named after their programs. */
export const cpuOf = pids => byKind(pids.flatMap(pid => family(pid).map(member => ({ ...member, kind: programOf(member.command) }))))

function byKind(members) {
  const sums = {}
  for (const { kind, cpu: seconds } of members) sums[kind] = (sums[kind] ?? 0) + seconds
  return sums
}
const programOf = command => path.basename(command.split(/[ :]/, 1)[0])
export const less = (after, before) =>
  Object.fromEntries(Object.entries(after).map(([kind, seconds]) => [kind, round(Math.max(0, seconds - (before[kind] ?? 0)))]))

export const env = () => ({
  node: process.version,
  cpu: os.cpus()[0]?.model,
  cores: os.cpus().length,
  load1: +os.loadavg()[0].toFixed(2),
  at: new Date().toISOString(),
})
export const out = (bench, data) => process.stdout.write(`${JSON.stringify({ bench, ...data, env: env() })}\n`)

export async function waitPort(port, ms = 120_000) {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(50)) {
    const open = await new Promise(resolve => {
      const socket = net.connect(port, '127.0.0.1', () => {
        socket.destroy()
        resolve(true)
      })
      socket.on('error', () => resolve(false))
    })
    if (open) return
  }
  throw new Error(`port ${port} did not open`)
}

/** Starts a program and waits for its port. The whole family is ended by `stop`. */
export async function start(command, args, port, extra = {}) {
  const child = spawn(command, args.map(String), { stdio: ['ignore', 'pipe', 2], env: { ...process.env, BENCH_DIR: DIR, ...extra } })
  // Whatever happens to the script, what it started does not outlive it.
  const end = () => child.kill('SIGTERM')
  process.once('exit', end)
  let said = ''
  child.stdout.on('data', chunk => {
    said += chunk
  })
  await Promise.race([
    waitPort(port),
    new Promise((_, reject) => child.once('exit', code => reject(new Error(`${command} ${args.join(' ')} ended with ${code}`)))),
  ])
  return {
    pid: child.pid,
    cpu: () => cpu(child.pid),
    kinds: () => cpuByKind(child.pid),
    rss: () => status('VmHWM', child.pid),
    /** The last JSON object it printed. */
    said: () => said.split('\n').reverse().map(parse).find(Boolean) ?? {},
    async stop() {
      const ended = new Promise(resolve => child.once('exit', resolve))
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), 15_000)
      await ended
      clearTimeout(timer)
      process.removeListener('exit', end)
    },
  }
}

const parse = line => {
  try {
    return line.startsWith('{') ? JSON.parse(line) : undefined
  } catch {
    return undefined
  }
}

/** A contender of ours under test: `node file args`. */
export const server = (file, args, port, extra) => start(process.execPath, [file, ...args], port, extra)

/** The product's own doors on port 7199, without the rest of the program; a fresh data folder each time. */
export async function ours(extra = {}) {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'wm-bench-'))
  fs.chmodSync(data, 0o711)
  // Bundled as the program itself is.
  const target = await bundleOf({ 'bench-target': 'bench/targets/server.ts' })
  const started = await start(process.execPath, [target], 7199, { WEMATRIX_DATA: data, PORT: '7199', ...extra })
  await sleep(200)
  return {
    ...started,
    async stop() {
      await started.stop()
      fs.rmSync(data, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/**
 * One wrk run over prepared requests `[{ method, path, headers, body }]`, used in turn. One thread, so that the tested
 * server keeps the other core. Gives requests per second and latencies in ms.
 */
export function wrk(port, pool, { conns = 32, seconds = SECONDS } = {}) {
  const keep = path.join(DIR, 'wrk')
  fs.mkdirSync(keep, { recursive: true })
  const raw = path.join(keep, `pool-${process.pid}.bin`)
  const lua = path.join(keep, `pool-${process.pid}.lua`)
  const parts = pool.map(({ method = 'GET', path: target, headers, body: text }) => {
    const body = Buffer.from(text ?? '')
    const lines = Object.entries({ Host: '127.0.0.1', ...(body.length > 0 && { 'Content-Length': body.length }), ...headers })
    return Buffer.concat([
      Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.map(([key, value]) => `${key}: ${value}\r\n`).join('')}\r\n`),
      body,
    ])
  })
  const index = Buffer.alloc(4 * (parts.length + 1))
  index.writeUInt32LE(parts.length, 0)
  parts.forEach((part, i) => {
    index.writeUInt32LE(part.length, 4 * (i + 1))
  })
  fs.writeFileSync(raw, Buffer.concat([index, ...parts]))
  fs.writeFileSync(lua, wrkScript(raw))
  const text = execFileSync('wrk', ['-t1', `-c${conns}`, `-d${seconds}s`, '--timeout', '10s', '-s', lua, `http://127.0.0.1:${port}/`], {
    encoding: 'utf8',
  })
  const [n, us, bad, err, p50, p90, p99, max] = /@@(.*)/.exec(text)[1].split(' ').map(Number)
  return { rps: n / (us / 1e6), p50: p50 / 1000, p90: p90 / 1000, p99: p99 / 1000, max: max / 1000, bad, err, n }
}

const wrkScript = raw => `
local f = assert(io.open("${raw}", "rb")); local d = f:read("*a"); f:close()
local function u32(i) local a,b,c,e = d:byte(i,i+3); return a + b*256 + c*65536 + e*16777216 end
local n = u32(1); local at = 4*(n+1)+1; local reqs = {}
for i=1,n do local l = u32(4*i+1); reqs[i] = d:sub(at, at+l-1); at = at+l end
d = nil; local k = 0
request = function() k = k % n + 1; return reqs[k] end
done = function(s, lat)
  io.write(string.format("@@%d %d %d %d %d %d %d %d\\n", s.requests, s.duration, s.errors.status, s.errors.connect+s.errors.read+s.errors.write+s.errors.timeout, lat:percentile(50), lat:percentile(90), lat:percentile(99), lat.max))
end`
