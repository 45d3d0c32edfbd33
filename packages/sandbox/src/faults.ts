/**
 * Faults on demand, of one account or of all: slow answers, -1, HTTP 500, dropped answers, 45011, repeated and late callbacks,
 * an expired secret, an API whose day is used up or that answers a given error code. Shares are drawn from the world's seed.
 */
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

type Chance = 'busy' | 'http500' | 'dropAnswer' | 'tooFast' | 'duplicateCallbacks' | 'lateCallbacks'

/** Does this fault strike now? The account's own share counts before the world's. */
export function roll(realm: Realm, account: AccountState | undefined, name: Chance): boolean {
  const share = account?.faults[name] ?? realm.state.faults[name] ?? 0
  return share > 0 && realm.random.chance(share)
}

/** Real milliseconds an answer of this account takes longer. */
export function latencyOf(realm: Realm, account: AccountState | undefined): number {
  return account?.faults.latencyMs ?? realm.state.faults.latencyMs ?? 0
}

/** The error code that an API was told to answer with. */
export function refusalOf(realm: Realm, account: AccountState, path: string): number | undefined {
  return account.faults.refuse?.[path] ?? realm.state.faults.refuse?.[path]
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
