import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createComponent, folderComponentStore } from '@wematrix/wechat'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../sandbox.ts'
import type { CallerCounts, CallerMessage, CallerOrder } from '../testing/caller.ts'

const processes = 8
const parallel = 4
const children: ChildProcess[] = []
const folder = mkdtempSync(join(tmpdir(), 'wm-processes-'))
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox({ world: 'empty', seed: 5, clock: { now: new Date('2026-11-22T04:00:00Z'), frozen: true } })
  sandbox.realm.state.faults = { latencyMs: 3, busy: 0.02, dropAnswer: 0.01, http500: 0.01 }
  for (let n = 0; n < processes; n++)
    children.push(fork(new URL('../testing/caller.ts', import.meta.url), { execArgv: ['--import', 'tsx'], stdio: 'inherit' }))
  await Promise.all(children.map(child => once(child, 'message')))
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await sandbox.close()
  rmSync(folder, { recursive: true, force: true })
})

const account = () => sandbox.realm.account('service')
const tell = (message: CallerMessage) => children.map(child => child.send(message))
/** Answers that called a token invalid or expired, since the sandbox began. */
const badTokens = () => [...sandbox.realm.state.rids.values()].filter(({ response }) => /"errcode":4[02]001/.test(response)).length

/** Tells the time, and waits until every lane of every process has made a call since. */
async function everyone(): Promise<void> {
  const answers = Promise.all(children.map(child => once(child, 'message')))
  tell({ now: sandbox.clock.ms() })
  await answers
}

/** Sets the callers to work, lets `rounds` of time and mishap pass, and adds up what they met. */
async function run(order: Omit<CallerOrder, 'url' | 'parallel'>, kill: () => void, tokens: () => number) {
  const first = tokens()
  const before = badTokens()
  tell({ order: { ...order, url: sandbox.url, parallel }, now: sandbox.clock.ms() })
  await everyone()
  // Into the last minutes of a token, beyond its end, and killed by somebody else's refresh.
  const rounds = [7000, 7000, 8000, 'kill', 7000, 'kill', 8000, 7000] as const
  for (const round of rounds) {
    const had = tokens()
    if (round === 'kill') kill()
    else sandbox.clock.set({ by: round * 1000 })
    await everyone()
    expect(tokens()).toBeGreaterThan(had)
  }
  const counts = Promise.all(children.map(async child => (await once(child, 'message'))[0] as CallerCounts))
  tell({ end: true })
  const all = await counts
  const failures: Record<string, number> = {}
  for (const one of all) for (const [name, n] of Object.entries(one.failures)) failures[name] = (failures[name] ?? 0) + n
  const calls = all.reduce((sum, one) => sum + one.calls, 0)
  return { calls, failures, refreshes: tokens() - first, periods: rounds.length, badTokens: badTokens() - before }
}

/** Calls under way when a token dies are refused once each; more than that is a storm. */
const mostBadTokens = (deaths: number) => deaths * processes * parallel * 2

it('refreshes an account’s stable token once a period for eight processes, under load and faults', async () => {
  const { appId, appSecret } = account().spec
  const kill = () => {
    account().tokens.stable = []
  }
  const met = await run({ folder: join(folder, 'direct'), appId, appSecret }, kill, () => account().tokens.serial)
  expect(met.calls).toBeGreaterThan(processes * 20)
  expect(met.refreshes).toBeGreaterThanOrEqual(met.periods)
  // A token whose answer was lost is handed out again, so the count is exact: one at first and one a period.
  expect(met.refreshes).toBeLessThanOrEqual(met.periods + 1)
  expect(Object.keys(met.failures).filter(name => name !== 'WechatUnreachable' && name !== '-1')).toEqual([])
  expect(met.badTokens).toBeLessThanOrEqual(mostBadTokens(4))
})

it('refreshes an authorised account’s token once a period for eight processes, and loses no refresh token', async () => {
  const { component } = sandbox.realm.state
  const { appId: componentId, appSecret } = component
  const { appId } = account().spec
  const shared = join(folder, 'component')
  const store = folderComponentStore(shared)
  component.tickets.push({ value: 'ticket@@@first', at: sandbox.clock.ms() })
  // Twelve hours of a ticket are fewer than the periods to come, so each is renewed like the pushes would.
  const keepTicket = async () => {
    const ticket = { value: `ticket@@@${sandbox.clock.ms()}`, at: sandbox.clock.ms() }
    component.tickets.push(ticket)
    await store.keepTicket({ ticket: ticket.value, createdAt: ticket.at })
  }
  await keepTicket()
  const stop = sandbox.clock.onMove(() => void keepTicket())
  const platform = createComponent({ appId: componentId, appSecret, store, baseUrl: sandbox.url, clock: sandbox.clock, retries: 20 })
  const { code } = await sandbox.act('authorise', 'lin', { account: 'service' })
  await expect
    .poll(
      () =>
        platform.authorise(String(code)).then(
          () => true,
          () => false,
        ),
      { timeout: 20_000 },
    )
    .toBe(true)
  const kill = () => {
    component.authorizations.get(appId)!.tokens = []
  }
  const issued = () => component.issued.get(appId) ?? 0
  const met = await run({ folder: shared, appId, component: { appId: componentId, appSecret } }, kill, issued)
  stop()
  expect(met.calls).toBeGreaterThan(processes * 20)
  expect(met.refreshes).toBeGreaterThanOrEqual(met.periods)
  // Beyond one a period only what WeChat issued and whose answer a fault swallowed.
  expect(met.refreshes).toBeLessThanOrEqual(met.periods + 4)
  expect(Object.keys(met.failures).filter(name => name !== 'WechatUnreachable' && name !== '-1')).toEqual([])
  expect(met.badTokens).toBeLessThanOrEqual(mostBadTokens(4))
  expect((await store.authorization(appId))!.refreshToken).toBe(component.authorizations.get(appId)!.refreshToken)
})
