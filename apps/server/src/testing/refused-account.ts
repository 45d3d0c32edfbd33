/** An account whose calls WeChat refuses, and every job that makes them: what tests of the reactions to error codes stand on. */
import { type Documented, faultFor, recipes, type Sandbox, startSandbox } from '@wematrix/sandbox'
import { afterAll, beforeAll } from 'vitest'
import type { TroubleKind } from '../features/alarms/schema.ts'
import { findTroubles } from '../features/alarms/troubles.ts'
import { type CallCounter, createCallCounter } from '../features/carriers/calls.ts'
import { carrierJobs } from '../features/carriers/jobs.ts'
import type { Carrier } from '../features/carriers/schema.ts'
import { createWechat } from '../features/carriers/wechat.ts'
import { backfillJobs } from '../features/followers/jobs.ts'
import { openAccept, openWork, type WorkParts } from '../features/inbox/intake.ts'
import { statisticsJobs } from '../features/statistics/jobs.ts'
import { type MovableClock, movableClock } from '../infra/clock.ts'
import { type JobRunner, runJobs } from '../infra/jobs.ts'
import { type TestApp, testApp, testSecret } from './app.ts'

type World = { sandbox: Sandbox; t: TestApp; clock: MovableClock; calls: CallCounter; jobs: JobRunner; work: WorkParts; carrierId: string }
const noon = new Date('2026-11-22T04:00:00Z')

/** For a whole file of tests; `world` is there once they run. */
export function refusedAccount() {
  const world = {} as World
  let closeAccept: () => Promise<void>

  beforeAll(async () => {
    const clock = movableClock(noon)
    const sandbox = await startSandbox({ world: 'empty', clock: { now: noon, frozen: true } })
    const t = await testApp({ clock, wechatBaseUrl: sandbox.url })
    const { db, events, log } = t.ctx
    const calls = createCallCounter({ db, clock })
    const wechatOf = createWechat({ db, clock, settings: { secret: testSecret, wechatBaseUrl: sandbox.url }, calls })
    const wechat = (brandId: string, carrier: string) => wechatOf(brandId)(carrier)
    const acceptor = await openAccept(t.databaseUrl, db, clock, log)
    closeAccept = acceptor.close
    const deps = { db, events, clock, log, calls, secret: testSecret, wechat, wechatOf }
    const work = openWork({ ...deps, accept: acceptor.accept })
    const handlers = { ...carrierJobs(deps), ...statisticsJobs(deps), ...backfillJobs(deps), ...work.jobs }
    Object.assign(world, { sandbox, t, clock, calls, work, jobs: runJobs({ db, clock, log, handlers }) })
    await connect()
  })
  afterAll(async () => {
    await closeAccept()
    await world.sandbox.close()
  })

  /** A brand of its own with one account, in a world as new at this moment; the accounts before it are archived. */
  async function connect(alias = 'service'): Promise<void> {
    world.sandbox.realm.reset()
    world.sandbox.clock.set({ at: world.clock.now().getTime(), frozen: true })
    await world.t.db.query('delete from jobs')
    await world.t.db.query('update carriers set archived_at = :now', { now: world.clock.now() })
    Object.assign(world.t, await world.t.brand('Brand'))
    const { kind, type, appId, appSecret } = world.sandbox.realm.account(alias).spec
    const body = { kind, accountType: type, verifiedAccount: true, name: '会员号', appId, appSecret }
    world.carrierId = (
      await world.t.call<{ carrier: Carrier }>('POST', `/api/brands/${world.t.brandId}/carriers`, { as: world.t.cookie, body })
    ).body.carrier.id
  }
  const carrier = <T = Record<string, unknown>>(method: string, to: string, body?: unknown) =>
    world.t.call<T>(method, `/api/brands/${world.t.brandId}/carriers/${world.carrierId}${to}`, {
      as: world.t.cookie,
      ...(body === undefined ? {} : { body }),
    })

  function goTo(ms: number): void {
    world.clock.set(new Date(ms))
    world.sandbox.clock.set({ at: ms, frozen: true })
  }
  const pass = (ms: number) => goTo(world.clock.now().getTime() + ms)
  const now = () => world.clock.now().getTime()

  type JobRow = { run_at: Date; failed_at: Date | null; last_error: string | null }
  /** The job as it stands after everything that is due was done; undefined: it is over. */
  async function jobAfter(queue: string): Promise<JobRow | undefined> {
    await world.jobs.drain()
    await world.calls.flush()
    return world.t.db.one<JobRow>('select run_at, failed_at, last_error from jobs where queue = :queue and brand_id = :brand', {
      queue,
      brand: world.t.brandId,
    })
  }
  const used = (path: string) =>
    [...world.sandbox.realm.account('service').used].reduce((sum, [key, n]) => sum + (key.endsWith(` ${path}`) ? n : 0), 0)
  const told = async (kinds: readonly TroubleKind[]) =>
    (await findTroubles(world.t.ctx, kinds, new Set())).map(({ kind, fact }) => ({ kind, ...fact }))
  const refuse = (one: Pick<Documented, 'table' | 'code'>, path: string) =>
    fetch(`${world.sandbox.control}/faults`, { method: 'POST', body: JSON.stringify(faultFor(one, path)) })
  const wellAgain = () => {
    world.sandbox.realm.state.faults = {}
    for (const account of world.sandbox.realm.accounts()) account.faults = {}
  }
  const recipe = (code: number) => recipes.find(one => one.table === 'answer' && one.code === String(code) && one.at === undefined)!

  return { world, connect, carrier, goTo, pass, now, jobAfter, used, told, refuse, wellAgain, recipe }
}
