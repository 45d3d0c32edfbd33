/**
 * Records that the doors need on every request, kept a few seconds: a change (a revoked key, a new token) is seen
 * within `maxAgeMs`, and a busy door never waits for the database because a record is renewed before it is too old.
 */
export class Fresh<T> {
  readonly #load: (key: string) => Promise<T | undefined>
  readonly #maxAgeMs: number
  readonly #limit: number
  #entries = new Map<string, { value: T | undefined; at: number }>()
  #loading = new Map<string, Promise<T | undefined>>()

  constructor(load: (key: string) => Promise<T | undefined>, options: { maxAgeMs?: number; limit?: number } = {}) {
    this.#load = load
    this.#maxAgeMs = options.maxAgeMs ?? 5000
    this.#limit = options.limit ?? 10_000
  }

  /** The record at once, null when there is none; undefined when it must be loaded first. */
  peek(key: string): T | null | undefined {
    const entry = this.#entries.get(key)
    if (!entry) return undefined
    const age = performance.now() - entry.at
    if (age > this.#maxAgeMs) return undefined
    if (age > this.#maxAgeMs / 2 && !this.#loading.has(key)) void this.load(key).catch(() => undefined)
    return entry.value ?? null
  }

  /** Loads it; those who ask at the same time share one query. */
  load(key: string): Promise<T | undefined> {
    const running = this.#loading.get(key)
    if (running !== undefined) return running
    const at = performance.now()
    const loading = this.#load(key)
      .then(value => {
        if (this.#entries.size >= this.#limit) this.#entries.clear()
        this.#entries.set(key, { value, at })
        return value
      })
      .finally(() => this.#loading.delete(key))
    this.#loading.set(key, loading)
    return loading
  }

  /** Forgets one record, or all, after a change made in this process. */
  forget(key?: string): void {
    if (key === undefined) this.#entries.clear()
    else this.#entries.delete(key)
  }
}
