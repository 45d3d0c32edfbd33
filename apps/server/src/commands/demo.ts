import { childEnv, loadConfig } from '../config.ts'
import { prepareBrand, verifyAll } from '../demo/brand.ts'
import { freePort } from '../demo/free-port.ts'
import { loadHistory } from '../demo/history.ts'
import { type DemoMemory, readMemory, writeMemory } from '../demo/memory.ts'
import { type RunningSandbox, runSandbox } from '../demo/sandbox.ts'
import { systemClock } from '../infra/clock.ts'
import { newToken } from '../infra/crypto.ts'
import { giveBackWhenIdle } from '../infra/idle-memory.ts'
import { createLog } from '../infra/log.ts'
import { startServer } from '../start.ts'
import { type Io, readFlags, untilStopped } from './io.ts'

const help = `wematrix demo [--port N] [--people N] [--life EVENTS_PER_SECOND] [--sandbox-port N]

A brand to look around in: 山野茶铺, with ninety days behind it and people who go on living, on a simulated WeChat.
Everything lies in the data folder (WEMATRIX_DATA, default ./data); delete it to begin anew.
`

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const flags = readFlags(
    argv,
    {
      port: { type: 'string' },
      people: { type: 'string' },
      life: { type: 'string' },
      'sandbox-port': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    help,
  )
  if (flags.help) {
    io.out(help)
    return 0
  }
  const began = performance.now()
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(1)} s`
  const base = loadConfig({ LOG_LEVEL: 'warn', ...io.env, ...(flags.port ? { PORT: flags.port } : {}) })
  const log = createLog({ level: base.logLevel, pretty: base.logPretty, name: 'demo' })
  let memory = readMemory(base.dataDir) ?? firstMemory()
  writeMemory(base.dataDir, memory)
  const keep = (next: DemoMemory) => {
    memory = next
    writeMemory(base.dataDir, next)
  }

  io.err('启动微信沙盒与数据库… (starting the WeChat sandbox and the databases)\n')
  // The address is chosen first, so that WeChat and the server can start side by side.
  const sandboxPort = Number(flags['sandbox-port'] ?? (await freePort()))
  const config = { ...base, wechatBaseUrl: `http://127.0.0.1:${sandboxPort}` }
  const choice = { worldNow: memory.worldNow, port: sandboxPort, ...(flags.people ? { people: Number(flags.people) } : {}) }
  const [world, started] = await Promise.allSettled([
    runSandbox(choice, why => log.error({ why }, 'WeChat is gone; nothing new will happen in the demo')),
    startServer({ config, log }),
  ])
  try {
    if (world.status === 'rejected') throw world.reason
    if (started.status === 'rejected') throw started.reason
    const [sandbox, server] = [world.value, started.value]
    const { url, stores } = server
    const settings = { secret: config.secret, wechatBaseUrl: sandbox.url, publicUrl: url }
    const parts = { stores, clock: systemClock, log, settings }
    keep(await prepareBrand(parts, memory, sandbox.accounts))
    io.out(`\n  山野茶铺  ${url}\n  邮箱 ${memory.email}   密码 ${memory.password}\n  微信沙盒 ${sandbox.url}   (${seconds()})\n\n`)
    if (!memory.historyLoadedAt) {
      io.err('载入茶铺 90 天的往事… (loading ninety days; the console fills up meanwhile)\n')
      const env = childEnv({ ...config, databaseUrl: stores.databaseUrl, clickhouseUrl: stores.clickhouseUrl }, io.env)
      const { lines } = await loadHistory({ sandbox, dataDir: config.dataDir, brandId: memory.brandId!, env })
      keep({ ...memory, historyLoadedAt: systemClock.now().toISOString() })
      io.err(`往事 ${lines.toLocaleString('en')} 条已收下。(history accepted, ${seconds()})\n`)
    }
    await beginLife(sandbox, memory, url, Number(flags.life ?? 2))
    await verifyAll(parts, memory)
    giveBackWhenIdle()
    await untilStopped(io.signal)
  } finally {
    io.err('正在关闭… (stopping)\n')
    if (world.status === 'fulfilled') await world.value.close()
    if (started.status === 'fulfilled') await started.value.close()
  }
  return 0
}

function firstMemory(): DemoMemory {
  return { email: 'owner@demo.local', password: newToken().slice(0, 12), worldNow: systemClock.now().toISOString() }
}

/** Connects every account to our doors, as an owner would in WeChat's console, and lets people live. */
async function beginLife(sandbox: RunningSandbox, memory: DemoMemory, url: string, perSecond: number): Promise<void> {
  for (const { alias, kind } of sandbox.accounts) {
    const carrierId = memory.carriers?.[alias]
    // The Channels assistant documents no push of its own.
    const callback = kind === 'channels' ? {} : { callback: `${url}/callback/${carrierId}` }
    await sandbox.control('connect', { account: alias, product: url, writeKey: memory.writeKey, ...callback })
  }
  if (perSecond > 0) await sandbox.control('life', { perSecond })
}
