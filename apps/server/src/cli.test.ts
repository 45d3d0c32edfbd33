import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createCallbackCodec } from '@wematrix/wechat'
import { describe, expect, it } from 'vitest'
import { main } from './cli.ts'
import type { Io } from './commands/io.ts'
import { testStores } from './testing/stores.ts'

const bin = fileURLToPath(new URL('../bin/wematrix.mjs', import.meta.url))

async function cli(argv: string[], options: Partial<Io> = {}): Promise<{ code: number; out: string; err: string }> {
  let out = ''
  let err = ''
  const io: Io = {
    out: text => {
      out += text
    },
    err: text => {
      err += text
    },
    env: {},
    input: async () => '',
    signal: new AbortController().signal,
    ...options,
  }
  return { code: await main(argv, io), out, err }
}

describe('wematrix', () => {
  it('explains itself', async () => {
    const { code, out } = await cli(['--help'])
    expect(code).toBe(0)
    for (const command of ['serve', 'work', 'migrate', 'import', 'compute', 'check', 'decode', 'doctor', 'config', 'demo'])
      expect(out).toContain(`  ${command} `)
    expect((await cli(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/)
    for (const command of ['serve', 'work', 'migrate', 'decode', 'doctor', 'config'])
      expect(await cli([command, '--help'])).toMatchObject({ code: 0, out: expect.stringContaining(`wematrix ${command}`) })
  })

  it('answers what it does not know with 2 and a way on', async () => {
    expect(await cli(['serv'])).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean "serve"?') })
    expect(await cli(['--fast'])).toMatchObject({ code: 2, err: expect.stringContaining('--fast') })
    expect(await cli(['migrate', '--fast'])).toMatchObject({ code: 2, err: expect.stringContaining('wematrix migrate') })
    expect(await cli(['constructor'])).toMatchObject({ code: 2 })
  })

  it('says which setting is wrong', async () => {
    expect(await cli(['serve'], { env: { PORT: 'x' } })).toMatchObject({ code: 1, err: expect.stringContaining('PORT') })
  })

  it('prints settings without secrets', async () => {
    const { out } = await cli(['config', '--json'], { env: { WEMATRIX_SECRET: 'abc', CLICKHOUSE_URL: 'http://u:pw@h' } })
    expect(JSON.parse(out)).toMatchObject({
      WEMATRIX_SECRET: { value: '[secret]' },
      CLICKHOUSE_URL: { value: '[secret]' },
      PORT: { value: '8080', from: 'default' },
    })
  })
})

it('doctor goes through the installation and says what is wrong', async () => {
  const { databaseUrl, clickhouseUrl } = await testStores({ migrated: false })
  const env = { WEMATRIX_DATA: mkdtempSync(join(tmpdir(), 'wm-cli-')), PORT: '0', DATABASE_URL: databaseUrl, CLICKHOUSE_URL: clickhouseUrl }
  const well = await cli(['doctor'], { env })
  expect(well).toMatchObject({
    code: 0,
    out: expect.stringMatching(/✓ Databases: PostgreSQL .*\(configured\), events .*, \d+ migrations will run/),
  })
  expect((await cli(['migrate'], { env })).out).toMatch(/^applied {2}pg\/0001_base.sql\n/)
  expect((await cli(['doctor'], { env })).out).toContain('schema up to date')
  const sick = await cli(['doctor'], { env: { ...env, DATABASE_URL: 'postgres://127.0.0.1:9/none' } })
  expect(sick).toMatchObject({ code: 1, out: expect.stringContaining('✗ Databases:') })
})

describe('decode', () => {
  const account = { token: 'callbackToken', encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG', appId: 'wx1234567890abcdef' }

  it('opens a push from standard input', async () => {
    const codec = createCallbackCodec({ ...account, mode: 'safe' })
    const { query, body } = codec.forgePush({
      ToUserName: 'gh_1',
      FromUserName: 'o1',
      CreateTime: 1,
      MsgType: 'text',
      Content: '你好',
      MsgId: '1',
    })
    const good = await cli(['decode'], { input: async () => JSON.stringify({ ...account, query, body }) })
    expect(good.code).toBe(0)
    expect(JSON.parse(good.out)).toMatchObject({ ok: true, message: { Content: '你好' } })
    const bad = await cli(['decode'], { input: async () => JSON.stringify({ ...account, token: 'other', query, body }) })
    expect(bad.code).toBe(1)
    expect(JSON.parse(bad.out)).toMatchObject({ ok: false, error: { code: expect.any(String), message: expect.any(String) } })
  })

  it('refuses input that is not a push', async () => {
    expect(await cli(['decode'], { input: async () => 'nonsense' })).toMatchObject({ code: 2 })
    expect(await cli(['decode'], { input: async () => '{"token":"x"}' })).toMatchObject({ code: 2, out: expect.stringContaining('appId') })
    expect(await cli(['decode', '--input', '/nowhere.json'])).toMatchObject({ code: 2 })
  })
})

describe('the program', () => {
  it('serves, starts its worker again when it dies, and stops when asked', { timeout: 60_000 }, async () => {
    const { databaseUrl, clickhouseUrl } = await testStores()
    const env = {
      PATH: process.env.PATH, // the child needs to find nothing else
      WEMATRIX_DATA: mkdtempSync(join(tmpdir(), 'wm-cli-')),
      PORT: '0',
      DATABASE_URL: databaseUrl,
      CLICKHOUSE_URL: clickhouseUrl,
    }
    const child = spawn(process.execPath, [bin, 'serve', '--no-console'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let out = ''
    child.stdout.on('data', chunk => {
      out += chunk
    })
    let log = ''
    child.stderr.on('data', chunk => {
      log += chunk
    })
    const ended = new Promise(resolve => child.once('exit', resolve))
    const until = async (seen: () => boolean) => {
      while (!seen() && child.exitCode === null) await new Promise(resolve => setTimeout(resolve, 50))
    }
    await until(() => out.includes('http'))
    const url = /http:\S+/.exec(out)![0]
    expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ ok: true })
    const workers = () => [...log.matchAll(/"pid":(\d+),"msg":"working"/g)].map(match => Number(match[1]))
    await until(() => workers().length === 1)
    process.kill(workers()[0]!, 'SIGKILL')
    await until(() => workers().length === 2)
    expect(log).toContain('the worker ended and will be started again')
    child.kill('SIGTERM')
    expect(await ended, log).toBe(0)
    await expect(fetch(`${url}/healthz`)).rejects.toThrow()
  })

  it('is found by the loader it registers', () => {
    expect(() => createRequire(bin).resolve('tsx/esm/api')).not.toThrow()
  })
})
