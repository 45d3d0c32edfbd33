import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { afterAll } from 'vitest'
import { type AppDeps, buildApp } from '../app.ts'
import type { Role } from '../context.ts'
import { type Context, createContext } from '../context.ts'
import { createKey } from '../features/access/keys.ts'
import { hashPassword } from '../features/access/passwords.ts'
import { startSession } from '../features/access/sessions.ts'
import { insertBrand } from '../features/brands/brands.ts'
import { createCallCounter } from '../features/carriers/calls.ts'
import { createWechat } from '../features/carriers/wechat.ts'
import { createRefusals } from '../features/inbox/refusals.ts'
import { type MovableClock, movableClock } from '../infra/clock.ts'
import { newId } from '../infra/ids.ts'
import { createLog } from '../infra/log.ts'
import { createMetrics } from '../infra/metrics.ts'
import { featureRoutes } from '../routes.ts'
import { type TestStores, testStores } from './stores.ts'

export type TestBrand = { brandId: string; ownerId: string; cookie: string; secretKey: string; writeKey: string; ctx: Context }

export type TestApp = TestStores &
  TestBrand & {
    url: string
    app: FastifyInstance
    clock: MovableClock
    /** What was logged so far. */
    logged(): string
    /** Calls the API and parses the answer. `as`: a cookie (default the owner's), a key, or null for nobody. */
    call<T = Record<string, unknown>>(
      method: string,
      path: string,
      options?: { body?: unknown; as?: string | null; headers?: Record<string, string> },
    ): Promise<{ status: number; body: T; headers: Headers; text: string }>
    /** A further brand with its own owner and keys. */
    brand(name: string): Promise<TestBrand>
    /** A member of a brand; gives their cookie. */
    member(role: Role, brandId?: string): Promise<string>
  }

export type TestAppOptions = Partial<Pick<AppDeps, 'doors' | 'routes' | 'setupToken' | 'console'>> & {
  clock?: MovableClock
  wechatBaseUrl?: string
  stores?: TestStores
  /** False: leave the server as it is before the first run. */
  owner?: boolean
}

export const testSecret = Buffer.alloc(32, 7)

/** A listening application on fresh stores, with an owner, a brand and its keys; closed after the file's last test. */
export async function testApp(options: TestAppOptions = {}): Promise<TestApp> {
  const stores = options.stores ?? (await testStores())
  const clock = options.clock ?? movableClock()
  const lines: string[] = []
  const log = createLog({ level: 'debug' }, { write: line => void lines.push(line) })
  const wechatBaseUrl = options.wechatBaseUrl ?? 'http://127.0.0.1:9'
  const calls = createCallCounter({ db: stores.db, clock })
  const wechatOf = createWechat({ db: stores.db, clock, settings: { secret: testSecret, wechatBaseUrl }, calls })
  const { doors, setupToken, console } = options
  const refusals = createRefusals(stores.db, clock)
  const keep = { drops: 90, parked: 30, audit: 400 }
  const routes = [
    ...featureRoutes({ refusals, keep, answersSeconds: 0, alarms: { secret: testSecret, wecomBaseUrl: wechatBaseUrl } }),
    ...(options.routes ?? []),
  ]
  const app = await buildApp({
    config: { secret: testSecret, wechatBaseUrl, trustedProxies: [], keep, answersSeconds: 0 },
    db: stores.db,
    events: stores.events,
    clock,
    log,
    metrics: createMetrics(),
    wechatOf,
    calls,
    ...(doors ? { doors } : {}),
    routes,
    ...(console ? { console } : {}),
    setupToken,
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  afterAll(async () => {
    await app.close()
    await refusals.stop()
  })

  async function brand(name: string): Promise<TestBrand> {
    const user = await addUser(stores, clock.now(), name)
    const { id: brandId } = await insertBrand({ db: stores.db, clock }, user.id, { name })
    const { token } = await startSession({ db: stores.db, clock }, user)
    const ctx = createContext({
      brandId,
      actor: { kind: 'user', id: user.id, role: 'owner' },
      clock,
      db: stores.db,
      events: stores.events,
      log,
      wechat: wechatOf(brandId),
    })
    const secretKey = (await createKey(ctx, { kind: 'secret', name: 'test' })).key
    const writeKey = (await createKey(ctx, { kind: 'write', name: 'test' })).key
    return { brandId, ownerId: user.id, cookie: `wm_session=${token}`, secretKey, writeKey, ctx }
  }

  const first =
    options.owner === false ? ({ brandId: '', ownerId: '', cookie: '', secretKey: '', writeKey: '' } as TestBrand) : await brand('Tea Shop')

  return {
    ...stores,
    ...first,
    url,
    app,
    clock,
    logged: () => lines.join(''),
    brand,
    async member(role, brandId = first.brandId) {
      const user = await addUser(stores, clock.now(), role)
      await stores.db.query('insert into memberships (brand_id, user_id, role) values (:brandId, :userId, :role)', {
        brandId,
        userId: user.id,
        role,
      })
      return `wm_session=${(await startSession({ db: stores.db, clock }, user)).token}`
    },
    async call<T>(
      method: string,
      path: string,
      { body, as = first.cookie, headers = {} }: { body?: unknown; as?: string | null; headers?: Record<string, string> } = {},
    ) {
      const who: Record<string, string> = !as
        ? {}
        : as.startsWith('wm_session')
          ? { cookie: as, 'x-wematrix': '1' }
          : { authorization: `Bearer ${as}` }
      const response = await fetch(url + path, {
        method,
        headers: { ...who, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'manual',
      })
      const text = await response.text()
      const json = response.headers.get('content-type')?.includes('json') && text ? (JSON.parse(text) as T) : (undefined as T)
      return { status: response.status, body: json, headers: response.headers, text }
    },
  }
}

/** The cheapest password hash there is would still take 30 ms a person; all test people share one. */
let sharedHash: Promise<string> | undefined
export const testPassword = 'correct horse battery'

async function addUser({ db }: TestStores, now: Date, name: string): Promise<{ id: string; email: string; name: string }> {
  sharedHash ??= hashPassword(testPassword)
  const id = newId('usr')
  const email = `${id}@example.com`
  await db.query('insert into users (id, email, name, password_hash, created_at) values (:id, :email, :name, :hash, :now)', {
    id,
    email,
    name,
    hash: await sharedHash,
    now,
  })
  return { id, email, name }
}
