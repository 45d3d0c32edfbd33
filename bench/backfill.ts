/**
 * A back-fill of FOLLOWERS followers (200,000) through the whole program against the sandbox: people a second until all are stored,
 * and until the last of them is in the event store; CPU seconds of each process. The floor beside it in the same run: a bare
 * client that pages and asks with as many calls at once, and stores nothing.
 */
import { fork } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient, getUserInfos, listFollowers } from '@wematrix/wechat'
import * as L from './lib.mjs'

const followers = Number(process.env.FOLLOWERS ?? 200_000)
const inFlight = 8
const goalPerSecond = 2000
const file = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url))

type Account = { alias: string; kind: string; type: string; appId: string; appSecret: string; name: string }
type Floor = { seconds: number; cpuSeconds: number }

if (process.env.BENCH_ROLE === 'floor') await floor()
else await measure()

async function measure(): Promise<void> {
  const sandboxPort = 7197
  const sandbox = await L.server(
    file('packages/sandbox/bin/wematrix-sandbox.mjs'),
    ['serve', '--world', 'empty', '--port', sandboxPort],
    sandboxPort,
  )
  const base = `http://127.0.0.1:${sandboxPort}`
  const accounts = (await (await fetch(`${base}/control/accounts`)).json()) as Account[]
  const account = accounts.find(({ alias }) => alias === 'service')!
  const control = (name: string, body: object) => fetch(`${base}/control/${name}`, { method: 'POST', body: JSON.stringify(body) })
  await control('crowd', { account: 'service', followers })
  await control('account', { account: 'service', limits: { [listFollowers.row.path]: 5000 } })
  const bare = await runFloor(base, account)

  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'wm-bench-'))
  fs.chmodSync(data, 0o711)
  const port = 7199
  const extra = { WEMATRIX_DATA: data, PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'error', WEMATRIX_WECHAT_BASE_URL: base }
  const server = await L.start(process.execPath, [file('apps/server/bin/wematrix.mjs'), 'serve', '--no-console'], port, extra)
  const { ask, brandId } = await owner(`http://127.0.0.1:${port}`)
  const { kind, type, appId, appSecret, name } = account
  const body = { kind, accountType: type, verifiedAccount: true, name, appId, appSecret }
  const { carrier } = await ask<{ carrier: { id: string } }>('POST', `/api/brands/${brandId}/carriers`, body)
  const place = `/api/brands/${brandId}/carriers/${carrier.id}/followers/backfill`
  await L.sleep(3000)
  const before = server.kinds()
  const sandboxBefore = sandbox.cpu()
  const began = L.now()
  await ask('POST', place, {})
  let storedAt = 0
  for (;;) {
    await L.sleep(250)
    const { backfill } = await ask<{ backfill: { state: string; done: number } }>('GET', place)
    if (backfill.state === 'done') storedAt ||= L.now()
    else if (backfill.state !== 'running') throw new Error(`The back-fill is ${JSON.stringify(backfill)}`)
    if (storedAt && (await waiting(port)) === 0) break
  }
  const seconds = (storedAt - began) / 1000
  const wholeSeconds = (L.now() - began) / 1000
  const cpu: Record<string, number> = L.less(server.kinds(), before)
  const cpuSeconds = Object.values(cpu).reduce((sum, s) => sum + s, 0)
  const sandboxCpu = sandbox.cpu() - sandboxBefore
  await server.stop()
  await sandbox.stop()
  fs.rmSync(data, { recursive: true, force: true, maxRetries: 5 })
  L.out('backfill', {
    followers,
    goals: { people_per_s: L.ratio(followers / wholeSeconds, goalPerSecond, 1) },
    result: {
      people_per_s_stored: L.round(followers / seconds),
      people_per_s_in_event_store: L.round(followers / wholeSeconds),
      cpu_s_by_process: cpu,
      cpu_s_per_100k_people: L.round((cpuSeconds / followers) * 100_000),
      sandbox_cpu_s: L.round(sandboxCpu),
      floor_people_per_s: L.round(followers / bare.seconds),
      floor_cpu_s_per_100k_people: L.round((bare.cpuSeconds / followers) * 100_000),
    },
  })
  process.exit(0)
}

/** Lines that wait in the inbox, as the operator's metrics say. */
async function waiting(port: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  return Number(/^wematrix_inbox_items (\d+)/m.exec(text)?.[1] ?? 1)
}

async function owner(url: string) {
  const headers: Record<string, string> = { 'content-type': 'application/json', 'x-wematrix': 'bench' }
  const person = { email: 'bench@example.com', password: 'nothing to be guessed', brandName: 'Bench' }
  const answer = await fetch(`${url}/api/owner`, { method: 'POST', headers, body: JSON.stringify(person) })
  headers.cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await fetch(url + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as T
  }
  const { id } = await ask<{ id: string }>('POST', '/api/brands', { name: 'Followed' })
  return { ask, brandId: id }
}

function runFloor(base: string, { appId, appSecret }: Account): Promise<Floor> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), {
      env: { ...process.env, BENCH_ROLE: 'floor', BASE: base, APP_ID: appId, APP_SECRET: appSecret },
      stdio: ['ignore', 2, 2, 'ipc'],
    })
    child.once('message', message => resolve(message as Floor))
    child.once('exit', code => reject(new Error(`The floor ended with ${code}.`)))
  })
}

/** Pages and asks; looks at every answer and keeps none. */
async function floor(): Promise<void> {
  const { BASE = '', APP_ID = '', APP_SECRET = '' } = process.env
  const client = createClient({ credentials: { appId: APP_ID, appSecret: APP_SECRET }, baseUrl: BASE })
  await client.tokens.current()
  const began = L.now()
  const cpuBefore = process.cpuUsage()
  let seen = 0
  for (let next = ''; ; ) {
    const page = await listFollowers(client, next ? { next_openid: next } : undefined)
    const openids = page.data?.openid ?? []
    let at = 0
    const lane = async () => {
      while (at < openids.length) {
        const part = openids.slice(at, at + 100)
        at += 100
        const { user_info_list } = await getUserInfos(client, { user_list: part.map(openid => ({ openid })) })
        seen += user_info_list.filter(info => info.subscribe === 1).length
      }
    }
    await Promise.all(Array.from({ length: inFlight }, lane))
    if (page.count < 10_000) break
    next = page.next_openid
  }
  if (seen !== followers) throw new Error(`The floor saw ${seen} of ${followers} followers.`)
  const { user, system } = process.cpuUsage(cpuBefore)
  process.send!({ seconds: (L.now() - began) / 1000, cpuSeconds: (user + system) / 1e6 } satisfies Floor)
}
