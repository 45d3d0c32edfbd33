import { LRUCache } from 'lru-cache'
import type { Clock } from './clock.ts'

/** A bucket per key: `burst` at once, refilled at `perSecond`. Each process counts for itself. */
export type Limiter = {
  /** 0 when the call may go on, else how many seconds to wait. */
  take(key: string, cost?: number): number
  /** Forgets a key, for example after a sign-in that worked. */
  reset(key: string): void
}

/** @param keys  how many keys are remembered; the least recently seen one is forgotten first */
export function createLimiter(options: { burst: number; perSecond: number; clock: Clock; keys?: number }): Limiter {
  const buckets = new LRUCache<string, { left: number; at: number }>({ max: options.keys ?? 50_000 })
  return {
    take(key, cost = 1) {
      const now = options.clock.now().getTime()
      const bucket = buckets.get(key) ?? { left: options.burst, at: now }
      bucket.left = Math.min(options.burst, bucket.left + (Math.max(0, now - bucket.at) / 1000) * options.perSecond)
      bucket.at = now
      buckets.set(key, bucket)
      if (bucket.left >= cost) {
        bucket.left -= cost
        return 0
      }
      return Math.max(1, Math.ceil((cost - bucket.left) / options.perSecond))
    },
    reset: key => {
      buckets.delete(key)
    },
  }
}
