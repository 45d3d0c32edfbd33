import type { TokenAnswer } from '../endpoints/access.ts'
import type { StoredToken, TokenStore } from './token-store.ts'

export type TokenSource = {
  /** A token that is good now. */
  current(): Promise<string>
  /** A token other than the one that failed. Many callers at once cause one call. */
  replace(failed: string): Promise<string>
}

/** The platform renews a stable token 5 minutes before its end; asking in that time gives the new one. */
const marginMs = 4 * 60_000

/**
 * Keeps one account's stable token: read from the store, fetched once however many ask, swapped only against the token that failed.
 * @param fetchToken  asks WeChat; `force` ends the old token at once (20 a day)
 */
export function stableTokenSource(given: {
  appId: string
  store: TokenStore
  clock: { now(): Date }
  fetchToken: (force: boolean) => Promise<TokenAnswer>
}): TokenSource {
  const { appId, store, clock, fetchToken } = given
  let known: StoredToken | undefined
  let flight: Promise<string> | undefined

  const isGood = (stored: StoredToken | undefined): stored is StoredToken =>
    stored !== undefined && stored.expiresAt - marginMs > clock.now().getTime()

  async function fetchAndStore(failed: string | undefined): Promise<string> {
    return store.lock(appId, async () => {
      const stored = await store.get(appId)
      if (isGood(stored) && stored.token !== failed) return remember(stored)
      let answer = await fetchToken(false)
      if (answer.access_token === failed) answer = await fetchToken(true)
      const lifeMs = Math.max(answer.expires_in * 1000, marginMs + 1000)
      const next: StoredToken = { token: answer.access_token, expiresAt: clock.now().getTime() + lifeMs }
      if (await store.compareAndSwap(appId, stored?.token, next)) return remember(next)
      const winner = await store.get(appId)
      return remember(isGood(winner) && winner.token !== failed ? winner : next)
    })
  }

  function remember(stored: StoredToken): string {
    known = stored
    return stored.token
  }

  function fly(failed: string | undefined): Promise<string> {
    flight ??= fetchAndStore(failed).finally(() => {
      flight = undefined
    })
    return flight
  }

  return {
    async current() {
      if (isGood(known)) return known.token
      const stored = await store.get(appId)
      return isGood(stored) ? remember(stored) : fly(undefined)
    },
    async replace(failed) {
      if (isGood(known) && known.token !== failed) return known.token
      return fly(failed)
    },
  }
}
