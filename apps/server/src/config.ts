import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { AppError } from './errors.ts'

/** How many days to keep what would grow for ever; 0: for ever. */
export type KeepDays = { drops: number; parked: number; audit: number }

/** Every setting of the program, read once. Nothing else looks at the environment. */
export type Config = {
  host: string
  port: number
  dataDir: string
  /** Absent: the embedded PostgreSQL under `dataDir` is used. */
  databaseUrl?: string
  /** Absent: the embedded event engine under `dataDir` is used. A path in the URL names the database. */
  clickhouseUrl?: string
  /** Name of the ClickHouse cluster to create tables on; absent on a single server. */
  clickhouseCluster?: string
  /** 32 bytes; seals carriers' secrets. */
  secret: Buffer
  /** Where api.weixin.qq.com is looked for; a sandbox in development. */
  wechatBaseUrl: string
  /** Where qyapi.weixin.qq.com, the robots of WeCom groups, is looked for. */
  wecomBaseUrl: string
  /** The address browsers and WeChat reach us at, without a trailing slash; absent: taken from the request. */
  publicUrl?: string
  /** Proxies whose X-Forwarded-* headers are believed: addresses or CIDR ranges. */
  trustedProxies: string[]
  /** Asked at /metrics; absent: only this machine may read them. */
  metricsToken?: string
  keep: KeepDays
  /** How long at most a report's answer that took long is given again, in seconds; 0: never. */
  answersSeconds: number
  logLevel: string
  logPretty: boolean
}

type Env = Record<string, string | undefined>

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

/** Settings with where they come from and whether they are shown; the `config` command prints this table. */
export const settings = [
  { env: 'HOST', default: '127.0.0.1', note: 'address to listen on' },
  { env: 'PORT', default: '8080', note: 'port to listen on' },
  { env: 'WEMATRIX_DATA', default: './data', note: 'folder of the embedded databases and of the generated secret' },
  { env: 'DATABASE_URL', default: '', note: 'PostgreSQL 15 or later; empty: the embedded one', secret: true },
  { env: 'CLICKHOUSE_URL', default: '', note: 'ClickHouse over HTTP; empty: the embedded one', secret: true },
  { env: 'CLICKHOUSE_CLUSTER', default: '', note: 'cluster name for replicated tables' },
  { env: 'WEMATRIX_SECRET', default: '', note: '32 bytes as hex or base64; empty: generated into the data folder', secret: true },
  { env: 'WEMATRIX_WECHAT_BASE_URL', default: 'https://api.weixin.qq.com', note: "WeChat's API host, or a sandbox" },
  { env: 'WEMATRIX_WECOM_BASE_URL', default: 'https://qyapi.weixin.qq.com', note: "host of WeCom's group robots, or a sandbox" },
  { env: 'WEMATRIX_PUBLIC_URL', default: '', note: 'address at which browsers and WeChat reach this server' },
  { env: 'WEMATRIX_TRUSTED_PROXIES', default: '', note: 'proxies whose forwarded headers count; addresses or CIDR, comma separated' },
  { env: 'WEMATRIX_METRICS_TOKEN', default: '', note: 'bearer token for /metrics; empty: only from this machine', secret: true },
  { env: 'WEMATRIX_KEEP_DROPS_DAYS', default: '90', note: 'days to keep counts of what was refused; 0: for ever' },
  { env: 'WEMATRIX_KEEP_PARKED_DAYS', default: '30', note: 'days to keep batches that could not be processed; 0: for ever' },
  { env: 'WEMATRIX_KEEP_AUDIT_DAYS', default: '400', note: 'days to keep the audit log; 0: for ever' },
  {
    env: 'WEMATRIX_KEEP_ANSWERS_SECONDS',
    default: '15',
    note: 'longest time that an answer of a report that took long is given again; 0: never',
  },
  { env: 'LOG_LEVEL', default: 'info', note: levels.join(', ') },
  { env: 'LOG_PRETTY', default: '', note: '1: one readable line instead of JSON' },
] as const

/**
 * Reads the settings; makes the data folder and, when none is given, the secret in it (mode 0600).
 * Throws `config_invalid` naming the variable that is wrong.
 */
export function loadConfig(env: Env = process.env): Config {
  const value = (name: (typeof settings)[number]['env']) => env[name]?.trim() || settings.find(setting => setting.env === name)!.default
  const port = Number(value('PORT'))
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw invalid('PORT', `"${value('PORT')}" is not a port number`)
  const logLevel = value('LOG_LEVEL')
  if (!levels.includes(logLevel)) throw invalid('LOG_LEVEL', `"${logLevel}" is not one of ${levels.join(', ')}`)
  const whole = (name: Parameters<typeof value>[0], of: 'days' | 'seconds') => {
    if (!/^\d{1,5}$/.test(value(name))) throw invalid(name, `"${value(name)}" is not a number of ${of}`)
    return Number(value(name))
  }
  const dataDir = resolve(value('WEMATRIX_DATA'))
  const config: Config = {
    host: value('HOST'),
    port,
    dataDir,
    secret: value('WEMATRIX_SECRET') ? parseSecret(value('WEMATRIX_SECRET')) : secretFile(dataDir),
    wechatBaseUrl: checkedUrl('WEMATRIX_WECHAT_BASE_URL', value('WEMATRIX_WECHAT_BASE_URL'), ['http:', 'https:']),
    wecomBaseUrl: checkedUrl('WEMATRIX_WECOM_BASE_URL', value('WEMATRIX_WECOM_BASE_URL'), ['http:', 'https:']),
    trustedProxies: value('WEMATRIX_TRUSTED_PROXIES')
      .split(',')
      .map(part => part.trim())
      .filter(Boolean),
    keep: {
      drops: whole('WEMATRIX_KEEP_DROPS_DAYS', 'days'),
      parked: whole('WEMATRIX_KEEP_PARKED_DAYS', 'days'),
      audit: whole('WEMATRIX_KEEP_AUDIT_DAYS', 'days'),
    },
    answersSeconds: whole('WEMATRIX_KEEP_ANSWERS_SECONDS', 'seconds'),
    logLevel,
    logPretty: value('LOG_PRETTY') === '1',
  }
  if (value('DATABASE_URL')) config.databaseUrl = checkedUrl('DATABASE_URL', value('DATABASE_URL'), ['postgres:', 'postgresql:'])
  if (value('CLICKHOUSE_URL')) config.clickhouseUrl = checkedUrl('CLICKHOUSE_URL', value('CLICKHOUSE_URL'), ['http:', 'https:'])
  if (value('WEMATRIX_METRICS_TOKEN')) config.metricsToken = value('WEMATRIX_METRICS_TOKEN')
  if (value('CLICKHOUSE_CLUSTER')) config.clickhouseCluster = value('CLICKHOUSE_CLUSTER')
  if (value('WEMATRIX_PUBLIC_URL')) config.publicUrl = checkedUrl('WEMATRIX_PUBLIC_URL', value('WEMATRIX_PUBLIC_URL'), ['http:', 'https:'])
  return config
}

/** Every setting as it is in force, and where it comes from; secrets show only that they are there. */
export function effectiveSettings(env: Env = process.env): { env: string; value: string; from: string; note: string }[] {
  return settings.map(setting => {
    const given = env[setting.env]?.trim()
    const value = given || setting.default
    const masked = 'secret' in setting && value ? '[secret]' : value
    return { env: setting.env, value: masked, from: given ? 'environment' : 'default', note: setting.note }
  })
}

/** The variables a child process needs to run with the same settings. */
export function childEnv(config: Config, env: Env = process.env): Env {
  return {
    ...env,
    HOST: config.host,
    PORT: String(config.port),
    WEMATRIX_DATA: config.dataDir,
    WEMATRIX_SECRET: config.secret.toString('hex'),
    WEMATRIX_WECHAT_BASE_URL: config.wechatBaseUrl,
    WEMATRIX_WECOM_BASE_URL: config.wecomBaseUrl,
    WEMATRIX_TRUSTED_PROXIES: config.trustedProxies.join(','),
    WEMATRIX_KEEP_DROPS_DAYS: String(config.keep.drops),
    WEMATRIX_KEEP_PARKED_DAYS: String(config.keep.parked),
    WEMATRIX_KEEP_AUDIT_DAYS: String(config.keep.audit),
    WEMATRIX_KEEP_ANSWERS_SECONDS: String(config.answersSeconds),
    LOG_LEVEL: config.logLevel,
    LOG_PRETTY: config.logPretty ? '1' : '',
    ...(config.databaseUrl ? { DATABASE_URL: config.databaseUrl } : {}),
    ...(config.clickhouseUrl ? { CLICKHOUSE_URL: config.clickhouseUrl } : {}),
    ...(config.clickhouseCluster ? { CLICKHOUSE_CLUSTER: config.clickhouseCluster } : {}),
    ...(config.metricsToken ? { WEMATRIX_METRICS_TOKEN: config.metricsToken } : {}),
    ...(config.publicUrl ? { WEMATRIX_PUBLIC_URL: config.publicUrl } : {}),
  }
}

function invalid(name: string, reason: string): AppError {
  return new AppError('config_invalid', `${name}: ${reason}.`)
}

function checkedUrl(name: string, text: string, protocols: string[]): string {
  if (!URL.canParse(text)) {
    // A unix socket address (postgres://user@/db?host=/dir) has no host; the URL class of some versions refuses it.
    if (protocols.includes('postgres:') && /^postgres(ql)?:\/\/[^/]*\//.test(text)) return text
    throw invalid(name, 'not a URL')
  }
  if (!protocols.includes(new URL(text).protocol)) throw invalid(name, `must begin with ${protocols.map(p => `${p}//`).join(' or ')}`)
  return text.replace(/\/+$/, '')
}

function parseSecret(text: string): Buffer {
  const bytes = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64')
  if (bytes.length !== 32) throw invalid('WEMATRIX_SECRET', 'must be 32 bytes, as 64 hexadecimal digits or as base64')
  return bytes
}

function secretFile(dataDir: string): Buffer {
  const file = join(dataDir, 'secret')
  try {
    mkdirSync(dataDir, { recursive: true })
    if (!existsSync(file)) {
      // `wx` lets exactly one of several processes starting together write it; the others read what it wrote.
      try {
        writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
    }
    chmodSync(file, 0o600)
    return parseSecret(readFileSync(file, 'utf8').trim())
  } catch (cause) {
    if (cause instanceof AppError)
      throw new AppError('config_invalid', `The secret in ${file} is not 32 bytes; restore it from a backup.`, { cause })
    throw new AppError('config_invalid', `Cannot use the data folder ${dataDir}: ${(cause as Error).message}`, { cause })
  }
}
