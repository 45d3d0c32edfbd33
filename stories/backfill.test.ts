/**
 * A back-fill of followers whose worker is killed ten times ends complete, without duplicates and inside the quota: 30,000
 * followers here, a million with SOAK=1.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Sandbox, startSandbox } from '@wematrix/sandbox'
import { getUserInfos, listFollowers } from '@wematrix/wechat'
import { afterAll, expect, it } from 'vitest'
import { loadConfig } from '../apps/server/src/config.ts'
import type { Backfill } from '../apps/server/src/features/followers/schema.ts'
import { openStores, type Stores } from '../apps/server/src/infra/stores.ts'
import { type Program, settled, startProgram, until } from './program.ts'
import { setUp } from './running-server.ts'

const soak = process.env.SOAK === '1'
const followers = soak ? 1_000_000 : 30_000
const kills = 10
/** A killed worker's calls count, and are made again: the set that it asked about, and the one ahead. */
const lostPerKill = 40
const bin = fileURLToPath(new URL('../apps/server/bin/wematrix.mjs', import.meta.url))

let sandbox: Sandbox | undefined
let program: Program | undefined
let stores: Stores | undefined
let worker: ChildProcess | undefined

afterAll(async () => {
  worker?.kill('SIGKILL')
  await stores?.close()
  await program?.close()
  await sandbox?.close()
}, 60_000)

it(`reads ${followers} followers once each although its worker is killed ${kills} times`, { timeout: 3_600_000 }, async () => {
  sandbox = await startSandbox({ world: 'empty' })
  const spec = sandbox.accounts.find(account => account.alias === 'service')!
  const needed = followers / 100 + kills * lostPerKill
  const limits = { [getUserInfos.row.path]: 2 * needed, [listFollowers.row.path]: 500 }
  for (const [name, body] of [
    ['crowd', { account: 'service', followers }],
    ['account', { account: 'service', limits }],
  ] as const)
    expect((await fetch(`${sandbox.control}/${name}`, { method: 'POST', body: JSON.stringify(body) })).status).toBe(200)

  const wechat = { WEMATRIX_WECHAT_BASE_URL: sandbox.url, LOG_LEVEL: 'error' }
  program = await startProgram(['serve', '--no-console', '--no-work'], wechat)
  const { brand } = await setUp(program)
  const { id, get, post } = await brand('Followed')
  const env = { ...process.env, WEMATRIX_DATA: program.dataDir, DATABASE_URL: '', CLICKHOUSE_URL: '', ...wechat }
  stores = await openStores(loadConfig(env))
  const { db, events } = stores
  const work = () => {
    worker = spawn(process.execPath, [bin, 'work'], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  }
  const { kind, type, appId, appSecret, name } = spec
  const account = { kind, accountType: type, verifiedAccount: true, name, appId, appSecret }
  const carrier = (await post<{ carrier: { id: string } }>('carriers', account)).carrier.id
  await post(`carriers/${carrier}/followers/backfill`, {})
  const now = async () => (await get<{ backfill: Backfill }>(`carriers/${carrier}/followers/backfill`)).backfill

  work()
  for (let kill = 1; kill <= kills; kill++) {
    const mark = (followers * kill) / (kills + 1)
    await until(`${Math.floor(mark)} are read`, soak ? 900_000 : 60_000, async () => (await now()).done >= mark)
    await pause(Math.random() * 200)
    worker!.kill('SIGKILL')
    // Its lease runs out after ten seconds; only the long run waits for that.
    if (!soak) await db.query("update jobs set locked_until = now() where queue = 'followers.run'")
    work()
  }
  const ended = await until('all are read', soak ? 1_800_000 : 120_000, async () => {
    const backfill = await now()
    return backfill.state === 'running' ? undefined : backfill
  })
  expect(ended).toMatchObject({
    state: 'done',
    total: followers,
    done: followers,
    following: followers,
    fresh: followers,
    unknown: 0,
    gone: 0,
  })
  await settled(program.url, soak ? 1_200_000 : 120_000)

  const count = async (what: string) =>
    (await db.one<{ n: number }>(`select count(*)::int as n from ${what} where brand_id = :id`, { id }))!.n
  expect([await count('followers'), await count('persons'), await count('identities')]).toEqual([followers, followers, 2 * followers])
  const [stored] = await events.query<{ n: string; people: string; who: string }>(
    "select count() as n, uniqExact(person) as people, uniqExact(identity) as who from events where brand = {id:String} and event = 'oa.follow'",
    { id },
  )
  expect(stored).toEqual({ n: String(followers), people: String(followers), who: String(followers) })
  expect(await db.query('select id from inbox_parked')).toEqual([])
  const used = Object.values(Object.fromEntries(sandbox.realm.account('service').used))
  expect(Math.max(...used), 'half of the day’s calls is left to others').toBeLessThanOrEqual(needed)
})
