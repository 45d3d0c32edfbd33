/**
 * Faults on demand, of one account or of all: slow answers, -1, HTTP 500, dropped answers, 45011, repeated and late callbacks,
 * an expired secret, an API whose day is used up or that answers a given error code. Shares are drawn from the world's seed.
 * A fault plan (`fault-plans/`) asks for the same by the world's clock; both count.
 */
import { strike } from './fault-plans/index.ts'
import type { Realm } from './state/realm.ts'
import type { AccountState, Faults } from './state/state.ts'

export const faultNames = [
  'latencyMs',
  'busy',
  'http500',
  'dropAnswer',
  'tooFast',
  'duplicateCallbacks',
  'lateCallbacks',
  'lateMs',
  'secretExpired',
  'quotaExhausted',
  'refuse',
] as const satisfies readonly (keyof Faults)[]

type Chance = 'busy' | 'http500' | 'dropAnswer' | 'tooFast' | 'duplicateCallbacks'

/** Does this fault strike a path or event now? The account's own share counts before the world's. */
export function roll(realm: Realm, account: AccountState | undefined, name: Chance, what: string): boolean {
  if (strike(realm, name, account, what)) return true
  const share = account?.faults[name] ?? realm.state.faults[name] ?? 0
  return share > 0 && realm.random.chance(share)
}

/** Real milliseconds an answer of this account takes longer. */
function latencyOf(realm: Realm, account: AccountState | undefined, path: string): number {
  return strike(realm, 'latency', account, path)?.ms ?? account?.faults.latencyMs ?? realm.state.faults.latencyMs ?? 0
}

/** Real milliseconds until a push is sent. */
export function latenessOf(realm: Realm, account: AccountState, event: string): number {
  const planned = strike(realm, 'lateCallbacks', account, event)
  if (planned) return planned.ms ?? 0
  const share = account.faults.lateCallbacks ?? realm.state.faults.lateCallbacks ?? 0
  return share > 0 && realm.random.chance(share) ? (account.faults.lateMs ?? realm.state.faults.lateMs ?? 3000) : 0
}

/** Keeps an answer waiting as long as it is told to, frees what the call held, and says whether the answer is lost on its way. */
export async function spoil(
  realm: Realm,
  account: AccountState | undefined,
  path: string,
  free: () => void = () => {},
): Promise<'dropped' | 'http500' | undefined> {
  const waitMs = latencyOf(realm, account, path)
  if (waitMs > 0) await new Promise(resolve => setTimeout(resolve, waitMs))
  free()
  if (roll(realm, account, 'dropAnswer', path)) return 'dropped'
  return roll(realm, account, 'http500', path) ? 'http500' : undefined
}

/** The error code that an API was told to answer with, or an event to carry; without an account of WeCom's robots. */
export function refusalOf(realm: Realm, account: AccountState | undefined, path: string): number | undefined {
  const told = strike(realm, 'refuse', account, path)?.errcode ?? account?.faults.refuse?.[path] ?? realm.state.faults.refuse?.[path]
  return told === undefined ? undefined : Number(told)
}

/** The same of WeChat Pay, whose codes are words. */
export function payRefusalOf(realm: Realm, path: string): string | undefined {
  const told = strike(realm, 'refuse', undefined, path)?.errcode ?? realm.state.faults.refuse?.[path]
  return told === undefined ? undefined : String(told)
}

/** Is an API's day said to be used up? */
export function isExhausted(realm: Realm, account: AccountState, path: string): boolean {
  const told = account.faults.quotaExhausted?.includes(path) || realm.state.faults.quotaExhausted?.includes(path)
  return told || strike(realm, 'quotaExhausted', account, path) !== undefined
}

/** Is the account's secret said to be no longer right? */
export function isSecretExpired(realm: Realm, account: AccountState): boolean {
  return account.faults.secretExpired === true || strike(realm, 'secretExpired', account, '') !== undefined
}

/** Reads faults from a control call; unknown names are an error, `null` ends a fault. */
export function changeFaults(faults: Faults, change: Record<string, unknown>): Faults {
  const next: Record<string, unknown> = { ...faults }
  for (const [name, value] of Object.entries(change)) {
    if (!(faultNames as readonly string[]).includes(name))
      throw new Error(`There is no fault "${name}"; there are ${faultNames.join(', ')}.`)
    if (value === null || value === false || value === 0) delete next[name]
    else next[name] = value
  }
  return next as Faults
}
