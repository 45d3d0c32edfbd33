/**
 * Kill -9 at random instants, under load from callbacks and SDK batches: the server, its worker, the event engine and
 * PostgreSQL. What was acknowledged is in the event store, once. SOAK=1 kills fifty times.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createCallbackCodec } from '@wematrix/wechat'
import { afterAll, expect, it } from 'vitest'
import { loadConfig } from '../apps/server/src/config.ts'
import { freePort } from '../apps/server/src/demo/free-port.ts'
import { hashToken, newToken, seal } from '../apps/server/src/infra/crypto.ts'
import { newId } from '../apps/server/src/infra/ids.ts'
import { openStores, type Stores } from '../apps/server/src/infra/stores.ts'

const kills = process.env.SOAK === '1' ? 50 : 4
const bin = fileURLToPath(new URL('../apps/server/bin/wematrix.mjs', import.meta.url))
const dataDir = mkdtempSync(join(tmpdir(), 'wm-crash-'))
// PostgreSQL runs as another user when we are root, and must be able to pass.
chmodSync(dataDir, 0o711)
const account = { token: 'crashtoken', encodingAesKey: '0123456789abcdefghijklmnopqrstuvwxyzABCDEFE', appId: 'wx00000000000000cc' }
const codec = createCallbackCodec(account)

let server: ChildProcess | undefined
let stores: Stores | undefined
let stopping = false

afterAll(async () => {
  stopping = true
  if (server && server.exitCode === null) {
    const ended = new Promise(resolve => server!.once('exit', resolve))
    server.kill('SIGTERM')
    await Promise.race([ended, pause(20_000)])
  }
  await stores?.close()
  for (const { pid } of ours()) process.kill(pid, 'SIGKILL')
  await pause(500)
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
}, 60_000)

/** Processes that belong to this data folder, by what they are. */
function ours(): { pid: number; kind: 'serve' | 'work' | 'chdb' | 'postgres' }[] {
  const found: ReturnType<typeof ours> = []
  for (const name of readdirSync('/proc').filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)) {
    const text = read(`/proc/${name}/cmdline`).replaceAll('\0', ' ')
    const pid = Number(name)
    if (text.includes(' -D ') && text.includes(dataDir)) found.push({ pid, kind: 'postgres' })
    else if (/chdb/.test(text) && text.includes(dataDir)) found.push({ pid, kind: 'chdb' })
    else if (text.includes('wematrix.mjs') && read(`/proc/${name}/environ`).includes(dataDir))
      found.push({ pid, kind: / work\b/.test(text) ? 'work' : 'serve' })
  }
  return found
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** Started, and started again whenever it ends. */
function keepServing(env: Record<string, string | undefined>): void {
  if (stopping) return
  server = spawn(process.execPath, [bin, 'serve', '--no-console'], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  server.once('exit', () => setTimeout(() => keepServing(env), 100))
}

async function until(what: string, condition: () => Promise<boolean>, ms: number): Promise<void> {
  const end = performance.now() + ms
  for (;;) {
    if (await condition().catch(() => false)) return
    if (performance.now() > end) throw new Error(`Waited in vain: ${what}`)
    await pause(200)
  }
}

it(`keeps every acknowledged event exactly once over ${kills} kills`, async () => {
  const port = await freePort()
  const env = {
    ...process.env,
    WEMATRIX_DATA: dataDir,
    PORT: String(port),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'fatal',
    DATABASE_URL: '',
    CLICKHOUSE_URL: '',
  }
  const url = `http://127.0.0.1:${port}`
  keepServing(env)
  await until('the server answers', async () => (await fetch(`${url}/healthz`)).ok, 60_000)
  const config = loadConfig(env)
  stores = await openStores(config)
  const { db, events } = stores
  const [brand, carrier, key] = [newId('brd'), newId('car'), `wk_${newToken()}`]
  await db.query('insert into brands (id, name, phone_salt) values (:brand, :brand, :salt)', { brand, salt: Buffer.alloc(16) })
  await db.query("insert into api_keys (brand_id, id, kind, name, prefix, key_hash) values (:brand, :id, 'write', 'crash', 'wk', :hash)", {
    brand,
    id: newId('key'),
    hash: hashToken(key),
  })
  const secrets = seal(
    config.secret,
    JSON.stringify({ appSecret: 'x', token: account.token, encodingAesKey: account.encodingAesKey }),
    carrier,
  )
  await db.query(
    "insert into carriers (brand_id, id, kind, name, app_id, secrets) values (:brand, :carrier, 'official_account', 'crash', :appId, :secrets)",
    { brand, carrier, appId: account.appId, secrets },
  )

  const acknowledged = new Set<string>()
  let loading = true
  let next = 0
  const sdk = async () => {
    const ids = Array.from({ length: 20 }, () => `s${next++}`)
    const batch = ids.map(id => ({ type: 'track', event: 'crash.sdk', messageId: id, userId: `u${next % 500}`, properties: { id } }))
    // A client that hears nothing sends again.
    for (let turn = 0; turn < 3; turn++) {
      const answer = await fetch(`${url}/v1/batch`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ batch }),
        signal: AbortSignal.timeout(4000),
      }).catch(() => undefined)
      await answer?.arrayBuffer().catch(() => undefined)
      if (!answer?.ok) continue
      for (const id of ids) acknowledged.add(id)
      return
    }
  }
  const callback = async () => {
    const id = `c${next++}`
    const { query, body } = codec.forgePush({
      ToUserName: 'gh',
      FromUserName: `o${next % 500}`,
      CreateTime: Math.floor(Date.now() / 1000),
      MsgType: 'event',
      Event: 'CLICK',
      EventKey: id,
    })
    const answer = await fetch(`${url}/callback/${carrier}?${new URLSearchParams(query)}`, {
      method: 'POST',
      body,
      signal: AbortSignal.timeout(4000),
    }).catch(() => undefined)
    await answer?.arrayBuffer().catch(() => undefined)
    if (answer?.ok) acknowledged.add(id)
  }
  const clients = [sdk, sdk, callback, callback, callback].map(async send => {
    while (loading) {
      await send()
      await pause(5)
    }
  })

  const victims = ['work', 'serve', 'chdb', 'postgres'] as const
  for (let i = 0; i < kills; i++) {
    const before = acknowledged.size
    await pause(300 + Math.random() * 1500)
    const victim = victims[i % victims.length]!
    const list = ours().filter(process => process.kind === victim)
    for (const { pid } of victim === 'postgres' ? list.slice(0, 1) : list) process.kill(pid, 'SIGKILL')
    await until(`acknowledging again after ${victim} was killed`, async () => acknowledged.size > before + 50, 60_000)
  }
  loading = false
  await Promise.all(clients)
  await until('the inbox runs empty', async () => (await db.one<{ n: number }>('select count(*)::int as n from inbox'))?.n === 0, 120_000)

  const rows = await events.query<{ id: string; n: string }>(
    `select if(event = 'crash.sdk', JSONExtractString(props, 'id'), JSONExtractString(props, 'key')) as id, count() as n from events where brand = {brand:String} group by id`,
    { brand },
  )
  const stored = new Map(rows.map(row => [row.id, Number(row.n)]))
  expect([...acknowledged].filter(id => !stored.has(id))).toEqual([])
  expect(rows.filter(row => Number(row.n) !== 1)).toEqual([])
  expect(acknowledged.size).toBeGreaterThan(200)
  const [days] = await events.query<{ total: string }>('select sum(n) as total from person_days where brand = {brand:String}', { brand })
  expect(Number(days!.total)).toBe(rows.length)
  expect(await db.query('select id from inbox_parked')).toEqual([])
}, 1_800_000)
