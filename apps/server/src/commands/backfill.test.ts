import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Sandbox, startSandbox } from '@wematrix/sandbox'
import { getUserInfos } from '@wematrix/wechat'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { main } from '../cli.ts'
import type { Backfill } from '../features/followers/schema.ts'
import { type TestApp, testApp, testSecret } from '../testing/app.ts'
import type { Io } from './io.ts'

let sandbox: Sandbox
let t: TestApp
let carrierId: string
let env: Record<string, string>

beforeAll(async () => {
  sandbox = await startSandbox({ world: 'empty' })
  t = await testApp({ wechatBaseUrl: sandbox.url })
  await fetch(`${sandbox.control}/crowd`, { method: 'POST', body: JSON.stringify({ account: 'service', followers: 1200 }) })
  const { kind, type, appId, appSecret, name } = sandbox.realm.account('service').spec
  const body = { kind, accountType: type, verifiedAccount: true, name, appId, appSecret }
  carrierId = (await t.call<{ carrier: { id: string } }>('POST', `/api/brands/${t.brandId}/carriers`, { body })).body.carrier.id
  env = {
    WEMATRIX_DATA: mkdtempSync(join(tmpdir(), 'wm-backfill-')),
    WEMATRIX_SECRET: testSecret.toString('base64'),
    WEMATRIX_WECHAT_BASE_URL: sandbox.url,
    DATABASE_URL: t.databaseUrl,
    CLICKHOUSE_URL: t.clickhouseUrl,
  }
})
afterAll(() => sandbox.close())

async function cli(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' }
  const io: Io = {
    out: text => {
      said.out += text
    },
    err: text => {
      said.err += text
    },
    env,
    input: async () => '',
    signal: new AbortController().signal,
  }
  return { code: await main(['backfill', ...argv], io), ...said }
}
const backfill = (out: string) => JSON.parse(out) as Backfill

it('says what it does and what is missing', async () => {
  expect((await cli('--help')).out).toContain('--carrier')
  expect(await cli()).toMatchObject({ code: 2, err: expect.stringContaining('Give --brand') })
  expect(await cli('--brand', t.brandId, '--pace')).toMatchObject({ code: 2, err: expect.stringContaining('--pace') })
  expect(await cli('--brand', t.brandId, '--leave', '2')).toMatchObject({ code: 2, err: expect.stringContaining('0 to 0.95') })
  expect(await cli('--brand', 'brd_none')).toMatchObject({ code: 1, err: expect.stringContaining('has no Official Account') })
  expect(await cli('--brand', t.brandId, '--carrier', 'wx0')).toMatchObject({ code: 1, err: expect.stringContaining(carrierId) })
  expect(await cli('--brand', t.brandId, '--status')).toMatchObject({ code: 1, err: expect.stringContaining('was begun') })
})

it('waits aside when the day’s calls are used up, goes on where it stood, and tells how far it is', async () => {
  sandbox.realm.account('service').limits = { [getUserInfos.row.path]: 8 }
  const first = await cli('--brand', t.brandId, '--leave', '0.25')
  expect(first.code).toBe(0)
  expect(first.err).toMatch(/waits until .*: the day’s calls are used up; 600 of 1200 read/)
  expect(backfill(first.out)).toMatchObject({ state: 'waiting', reason: 'quota', done: 600, leaveShare: 0.25 })
  expect(backfill((await cli('--brand', t.brandId, '--pause')).out).state).toBe('paused')
  delete sandbox.realm.account('service').limits
  const second = await cli('--brand', t.brandId, '--carrier', carrierId)
  expect(second.err).toContain('goes on where it stood: 600 read')
  expect(second.err).toContain('done, 1200 of 1200 read')
  expect(backfill(second.out)).toMatchObject({ state: 'done', done: 1200 })
  expect(backfill((await cli('--brand', t.brandId, '--status')).out).done).toBe(1200)
})

it('fails with what to do when WeChat refuses the account', async () => {
  await fetch(`${sandbox.control}/faults`, { method: 'POST', body: JSON.stringify({ refuse: { [getUserInfos.row.path]: 48001 } }) })
  const { code, err } = await cli('--brand', t.brandId)
  expect(code).toBe(1)
  expect(err).toMatch(/failed, 0 of 1200 read: WeChat answered 48001: .* Look in WeChat’s console/)
})
