/** Starts WeChat: one HTTP server over one world. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ActName, type ActResult, type acts, act as doAct } from './acts/index.ts'
import { Agenda } from './agenda.ts'
import { planApi } from './api/index.ts'
import { Callbacks, type DeliverySettings } from './callbacks.ts'
import { WorldClock } from './clock.ts'
import { planComponent } from './component/platform.ts'
import { type Connected, type ConnectOptions, connect } from './connect.ts'
import { answerControl } from './control.ts'
import { beginPlan, type FaultPlan } from './fault-plans/index.ts'
import { answerInspector } from './inspector/serve.ts'
import type { ApiCall } from './inspector/view.ts'
import { Life } from './life.ts'
import { planPay } from './pay/control.ts'
import { answerPay } from './pay/serve.ts'
import { Ring } from './ring.ts'
import { Phones } from './sdk.ts'
import { answerApi } from './server.ts'
import { Realm, type Snapshot } from './state/realm.ts'
import type { ReceivedMessage } from './state/state.ts'
import { answerRobot } from './wecom/robots.ts'
import { makeWorld } from './worlds/index.ts'
import type { AccountSpec, World } from './worlds/world.ts'

export type SandboxOptions = {
  /** 0 or absent: any free port. */
  port?: number
  /** Default 127.0.0.1. */
  host?: string
  /** `tea-shop` (default), `course-school` or `empty`. */
  world?: string
  people?: number
  seed?: number
  /**
   * Ids of messages, orders and tokens count from here (0). A second run of the same world needs another one, for a
   * product that remembers the first would take new messages for repeats.
   */
  firstId?: number
  /** Where the clock starts, and how it runs. Default: now, at speed 1. */
  clock?: Date | { now?: Date; speed?: number; frozen?: boolean }
  /** Events a second of life after the past; 0 or absent: nobody moves by themselves. */
  life?: number
  /** How callbacks are delivered; tests make WeChat less patient. */
  delivery?: Partial<DeliverySettings>
  /** A fault plan that begins with the world; see `fault-plans/`. */
  faultPlan?: FaultPlan
  /** Asked of every control call when set. */
  controlToken?: string
}

/** The parts behind a running sandbox. */
export type Engine = {
  realm: Realm
  callbacks: Callbacks
  phones: Phones
  life: Life
  agenda: Agenda
  snapshots: Map<string, Snapshot>
  /** The last calls of the API and how they were answered. */
  calls: Ring<ApiCall>
  controlToken?: string
}

type OptionsOf<Name extends ActName> = Omit<NonNullable<Parameters<(typeof acts)[Name]>[2]>, 'account'>

/** A person of the world, to be told what to do. Each deed resolves when its callbacks were answered or given up. */
export type PersonHandle = {
  name: string
  unionid: string
  openids: Record<string, string>
  follow(account?: string, options?: OptionsOf<'follow'>): Promise<ActResult>
  unfollow(account?: string): Promise<ActResult>
  scan(scene: string, account?: string): Promise<ActResult>
  menu(item: string, account?: string): Promise<ActResult>
  message(text: string, account?: string): Promise<ActResult>
  consent(template: string, answer?: 'accept' | 'reject', account?: string): Promise<ActResult>
  open(account?: string, options?: OptionsOf<'open'>): Promise<ActResult>
  page(path: string): Promise<ActResult>
  track(event: string, properties?: Record<string, unknown>): Promise<ActResult>
  buy(options?: OptionsOf<'buy'>): Promise<ActResult>
  book(options?: OptionsOf<'book'>): Promise<ActResult>
  reserve(options?: OptionsOf<'reserve'>): Promise<ActResult>
  watch(options?: OptionsOf<'watch'>): Promise<ActResult>
  shopOrder(options?: OptionsOf<'shop-order'>): Promise<ActResult>
  code(kind?: 'login' | 'phone'): Promise<string>
  received(): readonly ReceivedMessage[]
}

export type Sandbox = Engine & {
  /** Base address of the API: the product's WEMATRIX_WECHAT_BASE_URL. */
  url: string
  control: string
  accounts: AccountSpec[]
  world: World
  clock: WorldClock
  person(name: string): PersonHandle
  connect(options: ConnectOptions): Promise<Connected>
  act(name: string, person: string, options?: Record<string, unknown>): Promise<ActResult>
  close(): Promise<void>
}

/** Builds the world, folds its past and listens. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const given = options.clock instanceof Date ? { now: options.clock } : (options.clock ?? {})
  const clock = new WorldClock(given)
  const world = makeWorld(options.world ?? 'tea-shop', {
    now: clock.ms(),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.people === undefined ? {} : { people: options.people }),
  })
  const realm = new Realm(world, clock, options.firstId)
  if (options.faultPlan) beginPlan(realm, options.faultPlan)
  const callbacks = new Callbacks(realm, options.delivery)
  const phones = new Phones(realm)
  const agenda = new Agenda(realm)
  planPay(realm, agenda)
  planComponent(realm, agenda)
  planApi({ realm, push: callbacks.push, agenda })
  const life = new Life({ realm, callbacks, phones, agenda })
  const engine: Engine = {
    realm,
    callbacks,
    phones,
    life,
    agenda,
    snapshots: new Map(),
    calls: new Ring(500),
    ...(options.controlToken ? { controlToken: options.controlToken } : {}),
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://sandbox')
    const answer = answerOf(engine, request, response, url)
    answer.catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  const host = options.host ?? '127.0.0.1'
  await listen(server, options.port ?? 0, host)
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`
  if (options.life) life.start(options.life)
  return {
    ...engine,
    url,
    control: `${url}/control`,
    accounts: realm.accounts().map(({ spec }) => spec),
    world,
    clock,
    person: name => handle(engine, name),
    connect: input => connect(realm, callbacks, input),
    act: (name, person, input) => doAct(engine, name, person, input),
    async close() {
      life.stop()
      callbacks.close()
      agenda.close()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** The control API and its page, WeChat Pay, WeCom's webhooks, or WeChat itself, by path. */
async function answerOf(engine: Engine, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  const { pathname } = url
  if (pathname.startsWith('/control')) return answerControl(engine, request, response, url)
  if (pathname === '/inspector' || pathname.startsWith('/inspector/')) return answerInspector(request, response, pathname)
  if (pathname.startsWith('/cgi-bin/webhook/')) return answerRobot(engine.realm, request, response, url)
  const started = performance.now()
  const { account, code, status } = pathname.startsWith('/v3/')
    ? await answerPay(engine.realm, engine.agenda, request, response, url)
    : await answerApi(engine, request, response, url)
  engine.calls.add({
    at: engine.realm.clock.ms(),
    method: request.method ?? 'GET',
    path: pathname,
    appId: account?.spec.appId ?? '',
    code,
    status,
    ms: performance.now() - started,
  })
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
}

function handle(engine: Engine, name: string): PersonHandle {
  const person = engine.realm.person(name)
  const run = async (act: ActName, options: Record<string, unknown>): Promise<ActResult> => {
    const set = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
    const result = await doAct(engine, act, name, set)
    const longest = new Promise(resolve => setTimeout(resolve, 20_000).unref())
    await Promise.race([engine.callbacks.settled(), longest])
    return result
  }
  return {
    name: person.name,
    unionid: person.unionid,
    openids: person.openids,
    follow: (account, options) => run('follow', { account, ...options }),
    unfollow: account => run('unfollow', { account }),
    scan: (scene, account) => run('scan', { scene, account }),
    menu: (item, account) => run('menu', { item, account }),
    message: (text, account) => run('message', { text, account }),
    consent: (template, answer, account) => run('consent', { template, answer, account }),
    open: (account, options) => run('open', { account, ...options }),
    page: path => run('page', { path }),
    track: (event, properties) => run('track', { event, properties }),
    buy: options => run('buy', { ...options }),
    book: options => run('book', { ...options }),
    reserve: options => run('reserve', { ...options }),
    watch: options => run('watch', { ...options }),
    shopOrder: options => run('shop-order', { ...options }),
    code: async kind => String((await doAct(engine, 'code', name, { kind: kind ?? 'login' })).code),
    received: () => engine.realm.stateOf(person).received,
  }
}
