/** An access token and when it ends (unix ms). */
export type StoredToken = { token: string; expiresAt: number }

/** Where an account's one token lives. In a cluster all processes share one store. */
export type TokenStore = {
  get(appId: string): Promise<StoredToken | undefined>
  /** Puts `next` in place if the stored token is still `expected` (`undefined` = none); answers whether it did. */
  compareAndSwap(appId: string, expected: string | undefined, next: StoredToken): Promise<boolean>
  /** Runs `work` while no other process refreshes this account's token. */
  lock<Result>(appId: string, work: () => Promise<Result>): Promise<Result>
}

/** A store for one process. */
export function memoryTokenStore(): TokenStore {
  const tokens = new Map<string, StoredToken>()
  const queues = new Map<string, Promise<unknown>>()
  return {
    get: async appId => tokens.get(appId),
    async compareAndSwap(appId, expected, next) {
      if (tokens.get(appId)?.token !== expected) return false
      tokens.set(appId, next)
      return true
    },
    lock(appId, work) {
      const turn = (queues.get(appId) ?? Promise.resolve()).then(work, work)
      queues.set(
        appId,
        turn.catch(() => undefined),
      )
      return turn
    },
  }
}
