/** The HTTP application: doors first on bare node:http, then guard, API, documentation and console. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, LogController } from 'fastify'
import type { Config } from './config.ts'
import { type ContextParts, createContext } from './context.ts'
import { guard } from './features/access/guard.ts'
import { accessRoutes } from './features/access/routes.ts'
import { authorisationPages } from './features/authorisations/pages.ts'
import { authorisationRoutes } from './features/authorisations/routes.ts'
import { brandRoutes } from './features/brands/routes.ts'
import type { CallCounter } from './features/carriers/calls.ts'
import { carrierRoutes } from './features/carriers/routes.ts'
import { opsRoutes } from './features/ops/routes.ts'
import { type Components, createComponents } from './features/platforms/components.ts'
import { platformRoutes } from './features/platforms/routes.ts'
import { setupRoutes } from './features/setup/routes.ts'
import type { Events } from './infra/clickhouse.ts'
import type { Clock } from './infra/clock.ts'
import { serveConsole } from './infra/console.ts'
import type { ConsoleBuild } from './infra/console-build.ts'
import type { Log } from './infra/log.ts'
import type { Metrics } from './infra/metrics.ts'
import { describeApi } from './infra/openapi.ts'
import type { Db } from './infra/postgres.ts'
import { answerBrokenRequest, answerProblems } from './infra/problems.ts'
import { type Handled, register } from './infra/register.ts'
import { storable } from './infra/storable.ts'
import { version } from './infra/version.ts'

/** Handles a request at one of the doors (`/callback/`, `/v1/`); false: it is not for a door. */
export type Doors = (req: IncomingMessage, res: ServerResponse) => boolean

export type AppDeps = {
  config: Pick<Config, 'secret' | 'wechatBaseUrl' | 'publicUrl' | 'trustedProxies' | 'metricsToken' | 'keep' | 'answersSeconds'>
  db: Db
  events: Events
  clock: Clock
  log: Log
  metrics: Metrics
  doors?: Doors
  /** Routes of further features. */
  routes?: readonly Handled[]
  wechatOf?: (brandId: string) => NonNullable<ContextParts['wechat']>
  /** The third-party platforms that this process speaks for; absent: made here. */
  components?: Components
  /** Counts this process's calls to WeChat. */
  calls?: CallCounter
  console?: ConsoleBuild
  setupToken?: string | undefined
}

export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const { config, db, events, clock, log, metrics, doors } = deps
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: config.trustedProxies.length ? config.trustedProxies : false,
    bodyLimit: 2 << 20,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    routerOptions: { ignoreTrailingSlash: true },
    clientErrorHandler: answerBrokenRequest,
    serverFactory: handler =>
      // Proxies keep connections for a minute; we must not close one just as they use it.
      createServer({ keepAliveTimeout: 65_000, requestTimeout: 60_000 }, (req, res) => {
        if (!doors?.(req, res)) handler(req, res)
      }),
  }).withTypeProvider<TypeBoxTypeProvider>() as unknown as FastifyInstance
  app.setValidatorCompiler(TypeBoxValidatorCompiler as Parameters<FastifyInstance['setValidatorCompiler']>[0])
  app.addHook('onRequest', async request => {
    request.query = storable(request.query)
    request.params = storable(request.params)
  })
  app.addHook('preValidation', async request => {
    request.body = storable(request.body)
  })
  answerProblems(app)
  observe(app, metrics)
  await app.register(helmet, headers(config))
  await app.register(cookie)
  guard(app, {
    db,
    events,
    clock,
    log,
    ...(deps.wechatOf ? { wechatOf: deps.wechatOf } : {}),
    ...(config.publicUrl ? { publicUrl: config.publicUrl } : {}),
  })
  await describeApi(app, version)
  opsRoutes(app, { db, events, clock, metrics, version, metricsToken: config.metricsToken })
  const access = { db, clock, version, setupToken: deps.setupToken, publicUrl: config.publicUrl }
  // Every feature of the API, from left to right.
  register(app, accessRoutes(access))
  register(app, brandRoutes({ db, clock }))
  const settings = { secret: config.secret, wechatBaseUrl: config.wechatBaseUrl, publicUrl: config.publicUrl }
  const components = deps.components ?? createComponents({ db, clock, settings })
  register(app, platformRoutes({ settings, components }))
  register(app, carrierRoutes({ settings, calls: deps.calls }))
  const finishDeps = (request: FastifyRequest) => ({
    components,
    settings: { ...settings, publicUrl: settings.publicUrl ?? `${request.protocol}://${request.host}` },
  })
  register(app, authorisationRoutes(finishDeps))
  const contextOf = (brandId: string) => {
    const actor = { kind: 'system' as const, id: 'authorisation' }
    return createContext({ brandId, actor, clock, db, events, log, ...(deps.wechatOf ? { wechat: deps.wechatOf(brandId) } : {}) })
  }
  authorisationPages(app, { db, clock, log, finishDeps, contextOf })
  register(app, setupRoutes(config))
  register(app, deps.routes ?? [])
  await serveConsole(app, deps.console)
  return app
}

/** antd writes its styles into the page; pictures of articles and people lie on WeChat's hosts. */
function headers(config: AppDeps['config']) {
  const https = config.publicUrl?.startsWith('https:') === true
  return {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:', 'https:'],
        // What is handed over for a check is shown from the browser's own memory.
        mediaSrc: ["'self'", 'blob:'],
        fontSrc: ["'self'", 'data:'],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: https ? [] : null,
      },
    },
    strictTransportSecurity: https,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' as const },
  }
}

/** Times of all requests by route, and a line in the log for slow and failed ones. */
function observe(app: FastifyInstance, metrics: Metrics): void {
  const times = metrics.histogram('wematrix_http_seconds', 'Time to answer by route', ['method', 'route', 'status'])
  app.addHook('onResponse', async (request, reply) => {
    const seconds = reply.elapsedTime / 1000
    times.observe({ method: request.method, route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) }, seconds)
    const level = reply.statusCode >= 500 ? 'error' : seconds > 2 ? 'warn' : 'debug'
    request.log[level](
      { method: request.method, url: request.url.split('?')[0], status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'answered',
    )
  })
}
