/** Starts the two kinds of process: `serve` answers requests, `work` takes what came in through the pipeline. */
import { type ChildProcess, spawn } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { setPriority } from 'node:os'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { buildApp } from './app.ts'
import { type Config, childEnv } from './config.ts'
import { createContext } from './context.ts'
import { isLoopback, makeSetupToken, ownerExists } from './features/access/owner.ts'
import { alarmJobs, planAlarms } from './features/alarms/jobs.ts'
import { createPlatformKeeper, platformJobs } from './features/authorisations/pushes.ts'
import { createCallCounter } from './features/carriers/calls.ts'
import { carrierJobs, planQuotas } from './features/carriers/jobs.ts'
import { createWechat } from './features/carriers/wechat.ts'
import { leave } from './features/checks/doors.ts'
import { warmEngine } from './features/checks/engine.ts'
import { checkJobs, planChecks } from './features/checks/jobs.ts'
import type { WechatOf } from './features/events/enrich.ts'
import { backfillJobs, backfillLeaseMs, rescueBackfills } from './features/followers/jobs.ts'
import { importJobs } from './features/imports/uploaded.ts'
import { openAccept, openDoors, openWork } from './features/inbox/intake.ts'
import { cleanupJobs, planCleanup } from './features/ops/cleanup.ts'
import { createComponents } from './features/platforms/components.ts'
import { planStatistics, statisticsJobs } from './features/statistics/jobs.ts'
import { type Clock, systemClock } from './infra/clock.ts'
import { buildConsole } from './infra/console-build.ts'
import { endChild } from './infra/end-child.ts'
import { runJobs } from './infra/jobs.ts'
import type { Log } from './infra/log.ts'
import { createMetrics } from './infra/metrics.ts'
import { migrate } from './infra/migrate.ts'
import { readyLog } from './infra/ready-log.ts'
import { openStores, type Stores } from './infra/stores.ts'
import { featureRoutes } from './routes.ts'

/** How often calls to WeChat are written down. */
const countsEveryMs = 10_000

export type ServeOptions = { config: Config; log: Log; clock?: Clock; work?: boolean; console?: boolean }

export type Server = {
  url: string
  /** To be shown to whoever sets the server up; undefined when none is needed. */
  setupToken: string | undefined
  stores: Stores
  close(): Promise<void>
}

/** Databases, migrations, doors, API, console, and unless `work` is false a worker in a child process. */
export async function startServer({ config, log, clock = systemClock, work = true, console = true }: ServeOptions): Promise<Server> {
  // The engine of the checks is made while the databases start.
  const [stores] = await Promise.all([open(config, log), nextTurn().then(warmEngine)])
  const closing: (() => Promise<unknown> | unknown)[] = [stores.close]
  const close = async () => {
    for (const end of closing.splice(0).reverse()) await end()
  }
  try {
    const { db, events } = stores
    const acceptor = await openAccept(stores.databaseUrl, db, clock, log)
    closing.push(acceptor.close)
    if (!config.databaseUrl) closing.push(readyLog(db))
    const calls = createCallCounter({ db, clock, log }, countsEveryMs)
    closing.push(calls.stop)
    const components = createComponents({ db, clock, settings: config })
    const wechatOf = createWechat({ db, clock, settings: config, calls, components })
    const wechat: WechatOf = (brandId, carrierId) => wechatOf(brandId)(carrierId)
    const keeper = createPlatformKeeper({ db, clock, secret: config.secret, components })
    const behind = { db, accept: acceptor.accept, clock, secret: config.secret, wechat, platforms: keeper }
    const { doors, refusals, close: closeDoors } = openDoors(behind)
    closing.push(closeDoors)
    const built = console ? buildConsole(log) : undefined
    if (built) closing.push(built.stop)
    const outside = !isLoopback(config.host) || config.publicUrl !== undefined || config.trustedProxies.length > 0
    const setupToken = outside && !(await ownerExists({ db })) ? makeSetupToken() : undefined
    const app = await buildApp({
      config,
      db,
      events,
      clock,
      log,
      metrics: createMetrics({ process: true }),
      doors,
      routes: featureRoutes({ refusals, keep: config.keep, answersSeconds: config.answersSeconds, alarms: config }),
      wechatOf,
      components,
      calls,
      ...(built ? { console: built } : {}),
      setupToken,
    })
    closing.push(() => app.close())
    await app.listen({ host: config.host, port: config.port })
    const { port } = app.server.address() as AddressInfo
    if (work) {
      const env = childEnv({ ...config, databaseUrl: stores.databaseUrl, clickhouseUrl: stores.clickhouseUrl })
      const keeper = keepWorker(env, log)
      closing.push(keeper)
    }
    return { url: config.publicUrl ?? `http://${urlHost(config.host)}:${port}`, setupToken, stores, close }
  } catch (error) {
    await close()
    throw error
  }
}

export type WorkOptions = { config: Config; log: Log; clock?: Clock }

/** A worker: the pipeline over this machine's share of the inbox, and the queue of jobs. */
export async function startWork({ config, log, clock = systemClock }: WorkOptions): Promise<{ close(): Promise<void> }> {
  const stores = await open(config, log)
  const { db, events } = stores
  const acceptor = await openAccept(stores.databaseUrl, db, clock, log)
  const calls = createCallCounter({ db, clock, log }, countsEveryMs)
  const components = createComponents({ db, clock, settings: config })
  const wechat = createWechat({ db, clock, settings: config, calls, components })
  const wechatFor = (brandId: string, carrierId: string) => wechat(brandId)(carrierId)
  const work = openWork({
    db,
    events,
    accept: acceptor.accept,
    clock,
    log,
    secret: config.secret,
    wechat: wechatFor,
  })
  const statistics = statisticsJobs({ db, events, clock, log, wechat: wechatFor })
  const alarms = alarmJobs({ db, events, clock, log, settings: config })
  const carriers = carrierJobs({ db, events, clock, log, calls, secret: config.secret, wechatOf: wechat })
  const platforms = platformJobs({
    db,
    log,
    leave,
    components,
    settings: { ...config, publicUrl: config.publicUrl ?? '' },
    contextOf: brandId =>
      createContext({ brandId, actor: { kind: 'system', id: 'platforms' }, clock, db, events, log, wechat: wechat(brandId) }),
  })
  const checks = checkJobs({ db, events, clock, log, wechatOf: wechat })
  const jobs = runJobs({
    db,
    clock,
    log,
    handlers: {
      ...work.jobs,
      ...checks,
      ...statistics,
      ...carriers,
      ...platforms,
      ...alarms,
      ...cleanupJobs({ db, clock, keep: config.keep }),
    },
  })
  // A queue of their own: a long file must not keep the others waiting.
  const imports = runJobs({ db, clock, log, handlers: importJobs({ db, clock }), claim: 1 })
  // What fails there for good is told on the back-fill itself; a store that is away for long must not end one.
  const followers = backfillJobs({ db, events, clock, log, wechat: wechatFor })
  const backfills = runJobs({
    db,
    clock,
    log,
    handlers: followers,
    claim: 2,
    leaseMs: backfillLeaseMs,
    maxAttempts: Number.MAX_SAFE_INTEGER,
  })
  await planStatistics({ db, clock })
  await planQuotas({ db, clock })
  await planAlarms({ db, clock })
  await planCleanup({ db, clock })
  await planChecks({ db, clock })
  await rescueBackfills({ db, clock })
  work.worker.start()
  jobs.start()
  imports.start()
  backfills.start()
  return {
    async close() {
      await Promise.all([work.worker.stop(), jobs.stop(), imports.stop(), backfills.stop()])
      await calls.stop()
      await acceptor.close()
      await stores.close()
    },
  }
}

async function open(config: Config, log: Log): Promise<Stores> {
  const stores = await openStores(config, { onError: error => log.warn({ err: error }, 'a database connection was lost') })
  try {
    const { applied } = await migrate(stores.db, stores.events, config.clickhouseCluster ? { cluster: config.clickhouseCluster } : {})
    if (applied.length) log.info({ applied }, 'migrated')
    return stores
  } catch (error) {
    await stores.close()
    throw error
  }
}

/** Keeps one `work` child running: restarted after 1, 2, 4 … 30 s; a minute of life resets the wait. Returns how to end it. */
function keepWorker(env: Record<string, string | undefined>, log: Log): () => Promise<void> {
  const bin = fileURLToPath(new URL('../bin/wematrix.mjs', import.meta.url))
  let child: ChildProcess | undefined
  let timer: NodeJS.Timeout | undefined
  let stopping = false
  let waitMs = 1000
  const begin = () => {
    const born = performance.now()
    // A round's events live for a moment together: with a young generation of this size they are not copied about.
    child = spawn(process.execPath, ['--max-semi-space-size=32', bin, 'work'], { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    // Callbacks come first: WeChat waits five seconds for them, and nobody for the worker.
    if (child.pid !== undefined) setPriority(child.pid, 5)
    child.once('exit', (code, signal) => {
      child = undefined
      if (stopping) return
      if (performance.now() - born > 60_000) waitMs = 1000
      log.error({ code, signal, restartMs: waitMs }, 'the worker ended and will be started again')
      timer = setTimeout(begin, waitMs)
      waitMs = Math.min(30_000, waitMs * 2)
    })
  }
  begin()
  return async () => {
    stopping = true
    clearTimeout(timer)
    if (child) await endChild(child, 20_000)
  }
}

function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
