import { mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { childEnv, effectiveSettings, loadConfig } from './config.ts'

let WEMATRIX_DATA: string
beforeEach(() => {
  WEMATRIX_DATA = mkdtempSync(join(tmpdir(), 'wm-config-'))
})

describe('loadConfig', () => {
  it('needs nothing: listens on this machine only, embedded databases, WeChat itself', () => {
    expect(loadConfig({ WEMATRIX_DATA })).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      wechatBaseUrl: 'https://api.weixin.qq.com',
      logLevel: 'info',
      trustedProxies: [],
      keep: { drops: 90, parked: 30, audit: 400 },
    })
    expect(loadConfig({ WEMATRIX_DATA })).not.toHaveProperty('databaseUrl')
  })

  it('makes one secret, readable by its owner only, and keeps it', () => {
    const first = loadConfig({ WEMATRIX_DATA }).secret
    expect(first).toHaveLength(32)
    expect(statSync(join(WEMATRIX_DATA, 'secret')).mode & 0o777).toBe(0o600)
    expect(loadConfig({ WEMATRIX_DATA }).secret.equals(first)).toBe(true)
  })

  it('takes the secret as hex or base64, and refuses other lengths and a damaged file', () => {
    const bytes = Buffer.alloc(32, 5)
    for (const text of [bytes.toString('hex'), bytes.toString('base64')])
      expect(loadConfig({ WEMATRIX_DATA, WEMATRIX_SECRET: text }).secret.equals(bytes)).toBe(true)
    expect(() => loadConfig({ WEMATRIX_DATA, WEMATRIX_SECRET: 'short' })).toThrow('WEMATRIX_SECRET')
    writeFileSync(join(WEMATRIX_DATA, 'secret'), 'damaged')
    expect(() => loadConfig({ WEMATRIX_DATA })).toThrow('restore it from a backup')
  })

  it.each([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['LOG_LEVEL', 'loud'],
    ['DATABASE_URL', 'mysql://x/y'],
    ['CLICKHOUSE_URL', 'tcp://x:9000'],
    ['WEMATRIX_WECHAT_BASE_URL', 'api.weixin.qq.com'],
  ])('names the variable that is wrong: %s=%s', (name, value) => {
    expect(() => loadConfig({ WEMATRIX_DATA, [name]: value })).toThrow(name)
  })

  it('takes a PostgreSQL address of a unix socket', () => {
    const url = 'postgresql://wematrix@/wematrix?host=/tmp/socket'
    expect(loadConfig({ WEMATRIX_DATA, DATABASE_URL: url }).databaseUrl).toBe(url)
  })

  it('gives a child process the same settings', () => {
    const config = loadConfig({
      WEMATRIX_DATA,
      PORT: '9',
      DATABASE_URL: 'postgres://h/d',
      WEMATRIX_TRUSTED_PROXIES: '10.0.0.1, 10.1.0.0/16',
      WEMATRIX_METRICS_TOKEN: 't',
    })
    expect(loadConfig(childEnv(config, {}))).toEqual(config)
  })
})

it('shows settings with secrets masked', () => {
  const shown = effectiveSettings({ DATABASE_URL: 'postgres://u:password@h/d', PORT: '9' })
  expect(JSON.stringify(shown)).not.toContain('password')
  expect(shown.find(row => row.env === 'PORT')).toMatchObject({ value: '9', from: 'environment' })
})
