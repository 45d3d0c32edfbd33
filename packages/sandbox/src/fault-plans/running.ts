/**
 * A plan under way. Whether a step strikes depends on the plan's seed, the step, the account, the path or event, and how often
 * that was asked before: the same calls meet the same faults, whatever else goes on between them.
 */
import { hashText, mix } from '../random.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState } from '../state/state.ts'
import type { FaultPlan, FaultStep, Moment, PlannedFault } from './plan.ts'

export type RunningPlan = {
  plan: FaultPlan
  /** The world's milliseconds from which spans count. */
  since: number
  /** How often each draw was made, by `step appid path`. */
  asked: Map<string, number>
  /** How often each step struck. */
  struck: number[]
}

/** Begins a plan now, in place of the one before. Throws when it names an account that the world does not have. */
export function beginPlan(realm: Realm, plan: FaultPlan): RunningPlan {
  for (const [n, { account }] of plan.steps.entries())
    if (account !== undefined)
      try {
        realm.account(account)
      } catch (cause) {
        throw new Error(`steps[${n}].account: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
      }
  const running: RunningPlan = { plan, since: realm.clock.ms(), asked: new Map(), struck: plan.steps.map(() => 0) }
  realm.state.faultPlan = running
  return running
}

const instantOf = (moment: Moment, since: number) => ('at' in moment ? moment.at : since + moment.span)

function inForce(step: FaultStep, since: number, now: number): boolean {
  return now >= instantOf(step.from, since) && (step.to === undefined || now < instantOf(step.to, since))
}

/** By AppID: an account is another object after a snapshot was restored. */
function isMeant(realm: Realm, step: FaultStep, account: AccountState | undefined): boolean {
  return step.account === undefined || (account !== undefined && realm.account(step.account).spec.appId === account.spec.appId)
}

function matches(wanted: string | undefined, given: string): boolean {
  if (wanted === undefined) return true
  return wanted.endsWith('*') ? given.startsWith(wanted.slice(0, -1)) : given === wanted
}

/** The step that strikes an account's call of a path, or push of an event, now; each step in force draws once. */
export function strike(realm: Realm, fault: PlannedFault, account: AccountState | undefined, what: string): FaultStep | undefined {
  const running = realm.state.faultPlan
  if (!running) return undefined
  const { plan, since, asked, struck } = running
  const now = realm.clock.ms()
  for (const [n, step] of plan.steps.entries()) {
    if (step.fault !== fault || !inForce(step, since, now)) continue
    if (!isMeant(realm, step, account)) continue
    if (!matches(step.path ?? step.event, what)) continue
    if (!draws(plan, n, `${account?.spec.appId ?? ''} ${what}`, step.share, asked)) continue
    struck[n]!++
    return step
  }
  return undefined
}

function draws({ seed }: FaultPlan, n: number, whose: string, share: number, asked: Map<string, number>): boolean {
  if (share >= 1) return true
  const key = `${n} ${whose}`
  const times = asked.get(key) ?? 0
  asked.set(key, times + 1)
  return mix(seed, n, hashText(whose), times) / 2 ** 32 < share
}

/** Milliseconds by which WeChat's own clock is wrong for this account now; several skews add up. */
export function skewMs(realm: Realm, account?: AccountState): number {
  const running = realm.state.faultPlan
  if (!running) return 0
  const now = realm.clock.ms()
  return running.plan.steps
    .filter(step => step.fault === 'clockSkew' && inForce(step, running.since, now))
    .filter(step => isMeant(realm, step, account))
    .reduce((sum, { ms = 0 }) => sum + ms, 0)
}

/** The plan as the control API shows it: each step with its instants, whether it is in force, and how often it struck. */
export function planView(realm: Realm) {
  const running = realm.state.faultPlan
  if (!running) return { plan: null }
  const { plan, since, struck } = running
  const now = realm.clock.ms()
  return {
    plan: plan.name,
    seed: plan.seed,
    since: new Date(since).toISOString(),
    steps: plan.steps.map(({ from, to, ...step }, n) => ({
      ...step,
      from: new Date(instantOf(from, since)).toISOString(),
      to: to ? new Date(instantOf(to, since)).toISOString() : null,
      state: inForce({ ...step, from, ...(to ? { to } : {}) }, since, now) ? 'in force' : now < instantOf(from, since) ? 'to come' : 'over',
      struck: struck[n],
    })),
  }
}
