/** An agency on a test server: doors and jobs of a third-party platform, and the sandbox's page where administrators scan. */
import { type Sandbox, startSandbox } from '@wematrix/sandbox'
import { afterAll, expect } from 'vitest'
import { createContext } from '../context.ts'
import { createPlatformKeeper, platformJobs } from '../features/authorisations/pushes.ts'
import type { Outcome, StartedAuthorisation } from '../features/authorisations/schema.ts'
import { createCallCounter } from '../features/carriers/calls.ts'
import type { Carrier } from '../features/carriers/schema.ts'
import { createWechat } from '../features/carriers/wechat.ts'
import { leave } from '../features/checks/doors.ts'
import { openAccept, openDoors, openWork } from '../features/inbox/intake.ts'
import { createComponents } from '../features/platforms/components.ts'
import type { PlatformState } from '../features/platforms/schema.ts'
import { movableClock } from '../infra/clock.ts'
import { runJobs } from '../infra/jobs.ts'
import { createLog } from '../infra/log.ts'
import { type TestApp, type TestBrand, testApp, testSecret } from './app.ts'
import { testStores } from './stores.ts'

export type Agency = Awaited<ReturnType<typeof testAgency>>

/** The brand of `t` owns the platform, which is registered and has its first ticket. */
export async function testAgency() {
  const clock = movableClock(new Date('2026-11-22T04:00:00Z'))
  const sandbox: Sandbox = await startSandbox({ world: 'empty', clock: { now: clock.now(), frozen: true } })
  const stores = await testStores()
  const { db, events } = stores
  const log = createLog({ level: 'silent' })
  const settings = { secret: testSecret, wechatBaseUrl: sandbox.url, publicUrl: 'https://agency.example' }
  const components = createComponents({ db, clock, settings })
  const calls = createCallCounter({ db, clock })
  const wechatOf = createWechat({ db, clock, settings, calls, components })
  const wechat = (brandId: string, carrierId: string) => wechatOf(brandId)(carrierId)
  const acceptor = await openAccept(stores.databaseUrl, db, clock, log)
  const keeper = createPlatformKeeper({ db, clock, secret: testSecret, components })
  const parts = { db, accept: acceptor.accept, clock, secret: testSecret, wechat }
  const { doors, refusals, directory, close } = openDoors({ ...parts, platforms: keeper })
  const { worker } = openWork({ ...parts, events, log })
  const contextOf = (brandId: string) =>
    createContext({ brandId, actor: { kind: 'system', id: 'platforms' }, clock, db, events, log, wechat: wechatOf(brandId) })
  const jobs = runJobs({ db, clock, log, handlers: platformJobs({ db, log, components, settings, contextOf, leave }) })
  const t: TestApp = await testApp({ stores, clock, wechatBaseUrl: sandbox.url, doors })
  afterAll(async () => {
    await close()
    await acceptor.close()
    await sandbox.close()
  })

  const { appId, appSecret } = sandbox.realm.state.component
  const as = (brand: TestBrand) => ({
    call: <T>(method: string, path: string, body?: unknown) =>
      t.call<T>(method, `/api/brands/${brand.brandId}/${path}`, { as: brand.cookie, body }),
  })
  const control = (change: object) => fetch(`${sandbox.control}/component`, { method: 'POST', body: JSON.stringify(change) })

  async function register(brand: TestBrand = t): Promise<PlatformState & { once: { token: string; encodingAesKey: string } }> {
    const body = { name: '一棵树服务商', appId, appSecret }
    const made = await as(brand).call<Awaited<ReturnType<typeof register>>>('PUT', 'platform', body)
    expect(made.status, made.text).toBe(200)
    const id = made.body.platform!.id
    await control({ ...made.body.once, eventUrl: `${t.url}/callback/${id}`, messageUrl: `${t.url}/callback/${id}/$APPID$` })
    return made.body
  }

  /** Lets the sandbox's pushes arrive, and works on them. */
  async function settle(): Promise<void> {
    await sandbox.agenda.settled()
    await sandbox.callbacks.settled()
    await jobs.drain()
    await worker.drain()
    directory.forget()
  }

  const start = (brand: TestBrand, body: object = { kind: 'official_account' }) =>
    as(brand).call<StartedAuthorisation>('POST', 'authorisations', body)

  /** An administrator follows the link; gives where WeChat's page sends them, on this server. */
  async function scan(link: string, account = 'service', more: object = {}): Promise<string> {
    const { redirect } = (await sandbox.act('authorise', 'lin', { account, link, ...more })) as unknown as { redirect: string }
    return redirect.replace(/^https?:\/\/[^/]+/, t.url)
  }

  const visit = async (url: string, lang = 'zh-CN') => {
    const answer = await fetch(url, { headers: { 'accept-language': lang } })
    return { status: answer.status, text: await answer.text() }
  }

  /** From the link to the carrier, by redirect. */
  async function connect(brand: TestBrand, account = 'service', body: object = { kind: 'official_account' }): Promise<Outcome> {
    const started = await start(brand, body)
    expect(started.status, started.text).toBe(201)
    await visit(await scan(started.body.scanLink, account))
    await settle()
    const { outcome } = (await as(brand).call<{ outcome: Outcome }>('GET', `authorisations/${started.body.id}`)).body
    return outcome
  }

  const carrier = async (brand: TestBrand, id: string) => (await as(brand).call<Carrier>('GET', `carriers/${id}`)).body

  function later(ms: number): void {
    clock.advance(ms)
    sandbox.clock.set({ by: ms })
  }

  return {
    ...{ directory, t, sandbox, clock, components, wechatOf, calls, jobs, refusals, db, events, settings },
    ...{ as, control, register, settle, start, scan, visit, connect, carrier, later },
  }
}
