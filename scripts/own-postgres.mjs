/**
 * A throw-away PostgreSQL from the machine's own packages, for the second round of the store tests and for benches.
 * PostgreSQL refuses root, so under root it runs as `nobody`. Nothing of it survives `stop()`.
 */
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const NOBODY = 65534

/**
 * @param bin      folder with `initdb` and `postgres`
 * @param durable  keep fsync on (benches); off is quicker and enough for tests
 * @returns `{ url, pid, stop() }`; the url names the database `postgres`
 */
export async function startOwnPostgres(bin, { durable = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'wm-pg-'))
  const ids = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  if (ids.uid) chownSync(folder, NOBODY, NOBODY)
  chmodSync(folder, 0o700)
  const data = join(folder, 'data')
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }
  const init = spawnSync(join(bin, 'initdb'), ['-D', data, '-U', 'wematrix', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], {
    ...ids,
    env,
    cwd: folder,
    encoding: 'utf8',
  })
  if (init.status !== 0) throw new Error(`initdb failed: ${init.stderr}`)
  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: folder,
    max_connections: 200,
    fsync: durable ? 'on' : 'off',
    logging_collector: 'off',
  }
  const args = ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const server = spawn(join(bin, 'postgres'), args, { ...ids, env, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  let log = ''
  server.stderr.on('data', chunk => {
    log = (log + chunk).slice(-4000)
  })
  const ended = new Promise(resolve => server.once('exit', resolve))
  for (let tries = 0; !ready(join(data, 'postmaster.pid')); tries++) {
    if (server.exitCode !== null || tries > 300) throw new Error(`PostgreSQL did not start: ${log}`)
    await pause(100)
  }
  return {
    url: `postgres://wematrix@127.0.0.1:${port}/postgres`,
    pid: server.pid,
    async stop() {
      server.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The eighth line of postmaster.pid says when connections are taken. */
function ready(file) {
  try {
    return readFileSync(file, 'utf8').split('\n')[7]?.trim() === 'ready'
  } catch {
    return false
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}
