/** Remembers which callbacks were seen, so that a copy sent again by someone else is refused. */
export type NonceStore = {
  /** True when this key is new; it is kept until `expiresAt` (unix s). */
  add(key: string, expiresAt: number): boolean
}

/** A store in memory, for one process: forgets in two generations, so that it costs no clean-up. */
export function memoryNonces(options: { clock?: { now(): Date }; keepSeconds?: number } = {}): NonceStore {
  const { clock = { now: () => new Date() }, keepSeconds = 600 } = options
  let older = new Set<string>()
  let newer = new Set<string>()
  let turnAt = 0
  return {
    add(key) {
      const now = clock.now().getTime()
      if (now >= turnAt) {
        older = now >= turnAt + keepSeconds * 1000 ? new Set() : newer
        newer = new Set()
        turnAt = now + keepSeconds * 1000
      }
      if (newer.has(key) || older.has(key)) return false
      newer.add(key)
      return true
    },
  }
}
