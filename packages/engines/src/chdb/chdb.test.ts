import { existsSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { afterEach, describe, expect, it } from 'vitest'
import { isConnectionError } from '../errors.ts'
import { isAlive, pause, residentBytes, waitForExit } from '../processes.ts'
import { holdElsewhere, scratchFolder } from '../testing/scratch.ts'
import { type Chdb, startChdb } from './chdb.ts'

const folder = scratchFolder()
const running: Chdb[] = []
const clients: ClickHouseClient[] = []

const start = async (dataDir: string) => {
  const chdb = await startChdb({ dataDir, serverMemoryBytes: 1e9 })
  running.push(chdb)
  return chdb
}
const connect = ({ url, username, password }: Pick<Chdb, 'url' | 'username' | 'password'>) => {
  const client = createClient({
    url,
    username,
    password,
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: { output_format_json_quote_64bit_integers: 1 },
  })
  clients.push(client)
  return client
}
const ask = async <T>(client: ClickHouseClient, query: string) => (await client.query({ query, format: 'JSONEachRow' })).json<T>()
const untilAnswers = async (client: ClickHouseClient) => {
  while (!(await client.ping({ select: true })).success) await pause(50)
}

afterEach(async () => {
  for (const client of clients.splice(0)) await client.close()
  for (const chdb of running.splice(0)) await chdb.stop()
})

describe('embedded ClickHouse', () => {
  it('keeps data, port and password over a stop and a start, and leaves nothing running', async () => {
    const dataDir = join(folder, 'kept')
    const first = await start(dataDir)
    await connect(first).command({ query: 'create database kept engine = Atomic' })
    await first.stop()
    expect(isAlive(first.pid) && first.pid > 0).toBe(false)
    const second = await start(dataDir)
    expect([second.url, second.password]).toEqual([first.url, first.password])
    expect(await ask(connect(second), `select count() as n from system.databases where name = 'kept'`)).toEqual([{ n: '1' }])
  })

  it('is one engine for all processes, ended only by the one that started it', async () => {
    const dataDir = join(folder, 'shared')
    const [one, two] = await Promise.all([holdElsewhere<Chdb>('chdb', dataDir), holdElsewhere<Chdb>('chdb', dataDir)])
    expect(one.value.url).toBe(two.value.url)
    const [adopter, starter] = one.value.adopted ? [one, two] : [two, one]
    expect([adopter.value.adopted, starter.value.adopted]).toEqual([true, false])
    adopter.process.stdin!.end()
    await adopter.ended
    expect(await ask(connect(starter.value), 'select 1 as a')).toEqual([{ a: 1 }])
    const third = await start(dataDir)
    expect(third.adopted).toBe(true)
    starter.process.stdin!.end()
    await starter.ended
    expect(isAlive(starter.value.pid)).toBe(false)
  })

  it('answers only to the password, which only its owner can read', async () => {
    const chdb = await start(join(folder, 'secret'))
    const state = join(folder, 'secret.json')
    expect(statSync(state).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o700)
    expect(JSON.parse(readFileSync(state, 'utf8'))).toMatchObject({
      engine: { pid: chdb.pid },
      keeper: { pid: process.pid },
      port: chdb.port,
      password: chdb.password,
    })
    for (const wrong of [{ password: 'guess' }, { password: '' }, { username: 'default', password: '' }]) {
      await expect(ask(connect({ ...chdb, url: chdb.url, username: chdb.username, ...wrong }), 'select 1')).rejects.toMatchObject({
        code: '516',
      })
    }
    expect((await fetch(`${chdb.url}/?query=select+1`)).status).toBe(403)
    const inUrl = `${chdb.url}/?query=select+1&user=${chdb.username}&password=${chdb.password}`
    expect(await (await fetch(inUrl)).text()).toBe('1\n')
  })

  it('ends soon after its starter was killed, and the next start waits for it', async () => {
    const dataDir = join(folder, 'orphan')
    const holder = await holdElsewhere<Chdb>('chdb', dataDir)
    holder.process.kill('SIGKILL')
    // Until the kill has arrived its engine is a living one, and would be shared.
    await holder.ended
    const next = await start(dataDir)
    expect(next.adopted).toBe(false)
    expect(next.url).toBe(holder.value.url)
    expect(await waitForExit(holder.value.pid, 1000)).toBe(true)
  })

  it('is kept by the one who shared it when its keeper was killed', async () => {
    const dataDir = join(folder, 'inherited')
    const holder = await holdElsewhere<Chdb>('chdb', dataDir)
    const heir = await start(dataDir)
    const client = connect(heir)
    expect(heir.adopted).toBe(true)
    holder.process.kill('SIGKILL')
    while (heir.adopted) await pause(50)
    expect(heir.url).toBe(holder.value.url)
    expect(await ask(client, 'select 1 as a')).toEqual([{ a: 1 }])
  })

  it('says that a stranger holds the directory', async () => {
    const dataDir = join(folder, 'held')
    const holder = await holdElsewhere<Chdb>('chdb', dataDir)
    const elsewhere = join(folder, 'link')
    symlinkSync(dataDir, elsewhere)
    await expect(start(elsewhere)).rejects.toThrow(/in use by another process/)
    holder.process.stdin!.end()
    await holder.ended
  })

  it('keeps each acknowledged batch once when the engine is killed while batches come', async () => {
    const chdb = await start(join(folder, 'crash'))
    const client = connect(chdb)
    await client.command({ query: 'create database w engine = Atomic' })
    const durable = 'settings non_replicated_deduplication_window = 1000, fsync_after_insert = 1, fsync_part_directory = 1'
    await client.command({ query: `create table w.events (batch UInt64, n UInt32) engine = MergeTree order by (batch, n) ${durable}` })
    const insert = (batch: number) =>
      client.insert({
        table: 'w.events',
        values: Array.from({ length: 100 }, (_, n) => ({ batch, n })),
        format: 'JSONEachRow',
        clickhouse_settings: { insert_deduplication_token: `b${batch}` },
      })
    const isThere = async (batch: number) => (await ask(client, `select 1 from w.events where batch = ${batch} limit 1`)).length > 0

    let kills = 0
    const killer = (async () => {
      while (kills < 3) {
        await pause(500)
        if (chdb.pid === 0) continue
        process.kill(chdb.pid, 'SIGKILL')
        kills++
        await untilAnswers(client)
      }
    })()
    let batch = 0
    const writers = Array.from({ length: 3 }, async () => {
      while (kills < 3 || batch < 60) {
        const mine = ++batch
        let suspect = false
        while (true) {
          try {
            if (!(suspect && (await isThere(mine)))) await insert(mine)
            break
          } catch (error) {
            expect(isConnectionError(error)).toBe(true)
            // The connection broke: whether the batch is stored is unknown, so it is looked up before it is sent again.
            suspect = true
            await pause(50)
          }
        }
      }
    })
    await Promise.all([killer, ...writers])
    expect(await ask(client, 'select count() as total, uniqExact(batch, n) as different from w.events')).toEqual([
      { total: String(batch * 100), different: String(batch * 100) },
    ])
    expect(await ask(client, 'select count() as torn from (select batch from w.events group by batch having count() != 100)')).toEqual([
      { torn: '0' },
    ])
  })

  it('starts again on the same port with a backoff when it is killed again and again', async () => {
    const chdb = await start(join(folder, 'again'))
    const { url } = chdb
    for (let i = 0; i < 2; i++) {
      const { pid } = chdb
      process.kill(pid, 'SIGKILL')
      while (chdb.pid === pid || chdb.pid === 0) await pause(20)
    }
    expect(chdb.url).toBe(url)
    expect(await ask(connect(chdb), 'select 1 as a')).toEqual([{ a: 1 }])
  })

  it('grows no log tables and stays small while idle', async () => {
    const chdb = await start(join(folder, 'idle'))
    const client = connect(chdb)
    await client.command({ query: 'system flush logs' }).catch(() => {})
    expect(await ask(client, `select name from system.tables where name like '%\\_log'`)).toEqual([])
    expect(existsSync(join(folder, 'idle', 'store'))).toBe(false)
    expect(residentBytes(chdb.pid)).toBeLessThan(450e6)
  })
})
